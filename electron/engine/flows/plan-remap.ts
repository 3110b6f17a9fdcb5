import { fail, type Outcome, succeed } from '../../../shared/outcome.ts';
import type { PlanSummary } from '../../../shared/plan.ts';
import { sisClientFor } from '../clients.ts';
import type { EngineOptions } from '../engine-api.ts';
import { nothingToRemap, planUnreadable } from '../failures.ts';
import type { RunBook } from '../run-book.ts';
import { connected, type Session } from '../session.ts';
import { pullSis } from './pull-sis.ts';

/**
 * A remap plan (ROSTER-RULES B4): the SIS pulled whole and mapped, and of that only the records whose ids were issued again. Canvas is
 * not asked, because nothing of the plan is in it.
 */
export async function remapSteps(
  options: EngineOptions,
  session: Session,
  book: RunBook,
  stop: AbortController,
): Promise<Outcome<PlanSummary>> {
  const { worker, reader } = session;
  const now = new Date(options.edge.now()).toISOString();
  const known = connected(reader, session.id);
  if (!known.ok) return known;
  const sis = sisClientFor(options, known.value.district.connection, session.secrets, stop.signal);
  if (!sis.ok) return sis;
  const began = await worker.beginWork(book.run.id);
  if (!began.ok) return began;
  session.handle.onProgress((progress) => book.meter.tell(progress.step, progress.done, progress.total));
  const pulled = await pullSis(sis.value, worker, book, stop.signal);
  if (!pulled.ok) return pulled;
  if (await worker.nothingMinted(now)) return fail(nothingToRemap());
  const mapped = await worker.map(now);
  if (!mapped.ok) return mapped;
  await book.enter('comparing');
  const number = await worker.planRemap(now);
  if (number === null) return fail(nothingToRemap());
  const plan = reader.plan(number);
  if (plan === null) return fail(planUnreadable());
  await book.say('info', `The plan ${plan.id} remaps ${plan.changes} records whose ids the SIS issued again.`);
  return succeed(plan);
}
