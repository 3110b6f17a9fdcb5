import type { Headcount } from '../../../shared/headcount.ts';
import type { SisAcademicSession, SisOrg, SisUser } from '../../sis/schema/rows.ts';
import type { School } from '../map/accounts.ts';
import { batchesOf, type MapContext, type MapInput, rowsOf } from './map-context.ts';
import type { Step } from './step.ts';

/** The numbers behind the settings, from what mapping counted on its way; people are looked at again only where some share a login. */
export function* countHeads(
  { work, now }: MapInput,
  { headcount }: MapContext,
  schools: ReadonlyMap<string, School>,
  used: ReadonlySet<string>,
): Step<Headcount> {
  if (headcount.logins.closeNotes()) {
    let done = 0;
    for (const batch of batchesOf<SisUser>(work, 'users')) {
      for (const user of batch) {
        if (user.status !== 'active') continue;
        headcount.logins.look(
          user,
          user.orgs.some((org) => schools.has(org)),
        );
      }
      done += batch.length;
      yield { step: 'Counting logins', done, total: work.snapshotCount('users') };
    }
  }
  const orgs = rowsOf<SisOrg>(work, 'orgs');
  const sessions = rowsOf<SisAcademicSession>(work, 'academicSessions');
  return headcount.result(now, orgs, new Set(schools.keys()), sessions, used);
}
