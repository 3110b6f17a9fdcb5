import type { OneRosterData } from '../../oneroster-data.ts';
import type { CanvasApp } from '../app.ts';
import { seededRandom } from '../random.ts';
import { addPastImports, type Census, pickSome } from './census-tools.ts';
import { addHandMadePlaces } from './hand-made.ts';
import { addLeftovers } from './leftovers.ts';
import { addOldYears } from './old-years.ts';
import { addPeople } from './people.ts';

/**
 * The Canvas of a district that has lived with it for years (DESIGN §7): hand-made accounts named like schools, ten old
 * terms, hand-imported courses, courses left by an earlier integration that people renamed, published, concluded and
 * cross-listed, a user with two logins, suspended users, an SSO provider, a blueprint with associates. Same data and
 * seed, same Canvas.
 */
export function seedCensus(app: CanvasApp, sis: OneRosterData, seed: number): void {
  const random = seededRandom(seed ^ 0x5eed);
  const schools = sis.orgs.filter((org) => org.type === 'school' && org.status === 'active');
  const year = schoolYear(app.state.clock());
  const census: Census = {
    app,
    state: app.state,
    sis,
    schools,
    random,
    some: (rows, count) => pickSome(rows, count, random),
    saml: app.state.providers.insert({ auth_type: 'saml', workflow_state: 'active' }),
    imports: addPastImports(app, year),
    year,
  };
  const people = addPeople(census);
  const places = addHandMadePlaces(census);
  addOldYears(census, people);
  addLeftovers(census, people, places);
}

/** The calendar year in which the running school year began; July is already the next one. */
function schoolYear(at: Date): number {
  return at.getUTCMonth() >= 6 ? at.getUTCFullYear() : at.getUTCFullYear() - 1;
}
