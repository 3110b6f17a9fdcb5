import type { Headcount } from '../../../shared/headcount.ts';
import type { SisAcademicSession, SisOrg } from '../../sis/schema/rows.ts';
import type { School } from '../map/accounts.ts';
import { usersAt } from './first-look.ts';
import { type MapContext, type MapInput, rowsOf } from './map-context.ts';
import type { Step } from './step.ts';

/** The numbers behind the settings, from what mapping counted on its way; only people who share a login are looked at again. */
export function* countHeads(
  { work, now }: MapInput,
  { headcount }: MapContext,
  schools: ReadonlyMap<string, School>,
  used: ReadonlySet<string>,
  sharing: readonly number[],
): Step<Headcount> {
  let done = 0;
  for (const batch of usersAt(work, sharing)) {
    for (const user of batch) {
      headcount.logins.look(
        user,
        user.orgs.some((org) => schools.has(org)),
      );
    }
    done += batch.length;
    yield { step: 'Counting logins', done, total: sharing.length };
  }
  const orgs = rowsOf<SisOrg>(work, 'orgs');
  const sessions = rowsOf<SisAcademicSession>(work, 'academicSessions');
  return headcount.result(now, orgs, new Set(schools.keys()), sessions, used);
}
