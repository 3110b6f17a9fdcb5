import { fail, type Outcome } from '../../../shared/outcome.ts';
import { RemovableKind, removableKinds } from '../../../shared/removal.ts';
import { unknownKind } from '../failures.ts';
import type { Report } from '../report.ts';
import type { Session } from '../session.ts';
import { runReport } from './apply.ts';

export interface RemoveOptions {
  readonly by: string;
  readonly reason: string;
}

/** A person removes what the SIS no longer has and Canvas shows to be empty (ROSTER-RULES D4). */
export async function remove(
  kind: string,
  sourcedId: string,
  options: RemoveOptions,
  session: Session,
): Promise<Outcome<Report>> {
  const known = RemovableKind.safeParse(kind);
  if (!known.success) return fail(unknownKind(kind, removableKinds));
  const id = await session.district();
  if (!id.ok) return id;
  const removal = { kind: known.data, sourcedId, by: options.by, reason: options.reason };
  const removed = await session.cancellable(id.value, () => session.engine.remove(id.value, removal, 'headless'));
  return removed.ok ? runReport(id.value, removed.value, session) : removed;
}
