import type { IdScheme } from '../../../shared/conversion.ts';
import type { DistrictSettings } from '../../../shared/settings.ts';
import type { SisOrg, SisUser } from '../../sis/schema/rows.ts';
import { idSourcesOf, idsFrom } from '../map/id-sources.ts';
import { roleGroup } from '../map/users.ts';
import { byText } from '../text.ts';

/** Ways to make ids that are looked at, of all kinds together. */
const MOST_SOURCES = 200;

type Counted = { records: number; found: number };

/** Counts, for every way to make SIS ids, how many of them Canvas knows already (ROSTER-RULES B: the one that matches best). */
export class IdSchemes {
  readonly #counts = new Map<string, Counted>();
  readonly #known: { readonly account: (id: string) => boolean; readonly user: (id: string) => boolean };

  /** @param known whether a live Canvas object has the SIS id. */
  constructor(known: { readonly account: (id: string) => boolean; readonly user: (id: string) => boolean }) {
    this.#known = known;
  }

  org(org: SisOrg): void {
    this.#count('account', 'sourcedId', org.sourcedId, this.#known.account);
    this.#count('account', 'identifier', org.identifier, this.#known.account);
  }

  user(user: SisUser): void {
    const what = roleGroup(user.role);
    if (what === null) return;
    for (const source of idSourcesOf(user)) {
      const [only, second] = idsFrom(user, source);
      if (only !== undefined && second === undefined) this.#count(what, source, only, this.#known.user);
    }
  }

  #count(what: IdScheme['what'], source: string, id: string, known: (id: string) => boolean): void {
    if (id.trim() === '') return;
    const name = `${what}\u001f${source}`;
    const counted = this.#counts.get(name) ?? { records: 0, found: 0 };
    // A product that names a field after every person must not fill the memory.
    if (counted.records === 0 && this.#counts.size >= MOST_SOURCES) return;
    counted.records += 1;
    if (known(id.trim())) counted.found += 1;
    this.#counts.set(name, counted);
  }

  result(settings: DistrictSettings): IdScheme[] {
    const chosen: Readonly<Record<IdScheme['what'], string>> = {
      account: settings.accountId,
      student: settings.studentUserId,
      staff: settings.staffUserId,
    };
    return [...this.#counts]
      .map(([name, counts]) => {
        const [what = '', source = ''] = name.split('\u001f');
        const kind = what as IdScheme['what'];
        return { what: kind, source, ...counts, chosen: chosen[kind] === source };
      })
      .filter(({ source, found, chosen: isChosen }) => isChosen || found > 0 || !isOwnField(source))
      .sort((a, b) => order.indexOf(a.what) - order.indexOf(b.what) || b.found - a.found || byText(a.source, b.source));
  }
}

/** Most fields that a product adds are no ids at all: they are told only where Canvas knows some. */
function isOwnField(source: string): boolean {
  return source.includes(':');
}

const order: readonly IdScheme['what'][] = ['account', 'student', 'staff'];
