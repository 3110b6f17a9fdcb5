import type { Explainable } from '../../../shared/explain.ts';
import { fail, type Outcome } from '../../../shared/outcome.ts';
import type { RemovableKind, Removal } from '../../../shared/removal.ts';
import type { Run, RunTrigger } from '../../../shared/run.ts';
import { ledgerExtraOf } from '../../roster/compare/sides.ts';
import { removalHold } from '../../roster/removal-plan.ts';
import { bucketFor } from '../../roster/steps/step.ts';
import type { LedgerRow } from '../../store/store-api.ts';
import { canvasClientFor } from '../clients.ts';
import type { EngineOptions } from '../engine-api.ts';
import { goneAlready, notEmpty, notOurs, stillInSis } from '../failures.ts';
import { connected, type Session } from '../session.ts';
import { applyPlan } from './apply-plan.ts';
import { askSis } from './explain.ts';
import { requireOpenLock } from './first-contact-lock.ts';

const collections: Readonly<Record<RemovableKind, Exclude<Explainable, 'enrollments'>>> = {
  account: 'orgs',
  term: 'academicSessions',
  course: 'classes',
  section: 'classes',
};

/**
 * Removes one school, term, course or section at a person's word (ROSTER-RULES D4): ours, gone from the SIS, and by Canvas' own
 * answer with nothing and nobody in it. It goes as a plan of its own, with the hold (E10) the person releases by name.
 */
export async function removeObject(
  options: EngineOptions,
  session: Session,
  { removal, trigger }: { readonly removal: Removal; readonly trigger: RunTrigger },
  stop: AbortController,
  onStart: (run: string) => void,
): Promise<Outcome<Run>> {
  const known = connected(session.reader, session.id);
  if (!known.ok) return known;
  const { district } = known.value;
  const ledger = ledgerOf(session, removal);
  if (ledger === null) return fail(notOurs(removal.sourcedId));
  const { label, school } = ledgerExtraOf(ledger);
  const inSis = await askSis(options, district.connection, session.secrets, {
    collection: collections[removal.kind],
    sourcedId: removal.sourcedId,
  });
  if (!inSis.ok) return inSis;
  if (inSis.value !== null && inSis.value.row.status === 'active') return fail(stillInSis(label));
  const canvas = canvasClientFor(options, district.connection, session.secrets, stop.signal);
  if (!canvas.ok) return canvas;
  const open = await requireOpenLock(canvas.value, session.reader, district);
  if (!open.ok) return open;
  const found = await canvas.value.contentsOf(removal.kind, ledger.key);
  if (!found.ok) return found;
  if (found.value === null) return fail(goneAlready(label));
  if (found.value.within.length > 0) return fail(notEmpty(label, found.value.within));
  const now = new Date(options.edge.now()).toISOString();
  const schoolName = schoolNameOf(session, school);
  const plan = await session.worker.planRemoval({ now, removal, present: found.value.row, ledger, schoolName });
  const release = { hold: removalHold(removal, ledger.key), reason: `${removal.reason} (${removal.by})` };
  const request = { decision: { plan, releases: [release] }, trigger, attended: true };
  return applyPlan(options, session, request, stop, onStart);
}

/** By the SIS record; a course that several classes shared is named by its own id. */
function ledgerOf({ reader }: Session, { kind, sourcedId }: Removal): LedgerRow | null {
  const ids = [reader.identityOf(kind, sourcedId), sourcedId];
  for (const id of ids) {
    const row = id === null ? null : reader.ledgerRow(kind, bucketFor(kind, id), id);
    if (row?.owned === true) return row;
  }
  return null;
}

function schoolNameOf({ reader }: Session, school: string): string {
  const row = school === '' ? null : reader.ledgerRow('account', 0, school);
  return row === null ? 'the district' : ledgerExtraOf(row).label;
}
