import { fail, type Outcome, succeed } from '../../../shared/outcome.ts';
import type { PlanSummary } from '../../../shared/plan.ts';
import type { PlanResult, Run } from '../../../shared/run.ts';
import { canvasClientFor, sisClientFor } from '../clients.ts';
import type { EngineOptions } from '../engine-api.ts';
import { RunBook } from '../run-book.ts';
import { connected, type Session } from '../session.ts';
import { guarded } from './guarded.ts';
import { pullSis } from './pull-sis.ts';
import { readCanvas, startReports } from './read-canvas.ts';

/** Pull → verify → map → compare → plan (DESIGN §4). Writes nothing to either side. */
export async function makePlan(
  options: EngineOptions,
  session: Session,
  by: Pick<Run, 'trigger' | 'scheduled'>,
  stop: AbortController,
  onStart: (run: string) => void,
): Promise<Outcome<PlanResult>> {
  const book = RunBook.begin(options, session, {
    kind: 'plan',
    ...by,
    state: 'pulling',
    plan: null,
    planNumber: null,
    holds: [],
  });
  onStart(book.run.id);
  await book.create();
  const planned = await guarded(() => planSteps(options, session, book, stop));
  await session.worker.endWork();
  if (!planned.ok) {
    await book.end(planned.failure.code === 'run.cancelled' || stop.signal.aborted ? 'cancelled' : 'failed', {}, planned.failure);
    return planned;
  }
  const plan = planned.value;
  const run = await book.end('planned', { plan: plan.id, planNumber: plan.number, holds: plan.holds });
  return succeed({ run, plan });
}

async function planSteps(
  options: EngineOptions,
  session: Session,
  book: RunBook,
  stop: AbortController,
): Promise<Outcome<PlanSummary>> {
  const { worker, reader } = session;
  const { signal } = stop;
  const known = connected(reader, session.id);
  if (!known.ok) return known;
  const { connection } = known.value.district;
  const sis = sisClientFor(options, connection, session.secrets, signal);
  if (!sis.ok) return sis;
  const canvas = canvasClientFor(options, connection, session.secrets, signal);
  if (!canvas.ok) return canvas;

  const now = new Date(options.edge.now()).toISOString();
  const began = await worker.beginWork(book.run.id);
  if (!began.ok) return began;
  session.handle.onProgress((progress) => book.meter.tell(progress.step, progress.done, progress.total));

  // Canvas prepares its reports while the SIS is read.
  const reports = await startReports({ canvas: canvas.value });
  if (!reports.ok) return reports;
  const pulled = await pullSis(sis.value, worker, book, signal);
  if (!pulled.ok) return pulled;
  const mapped = await worker.map(now);
  if (!mapped.ok) return mapped;
  await book.enter('reading');
  const read = await readCanvas({ canvas: canvas.value, worker, book, signal }, reports.value, () => worker.termsToRead(now));
  if (!read.ok) return read;
  await book.enter('comparing');
  const number = await worker.compare({ now, readAt: now, complete: true, scheduled: book.run.scheduled });
  if (!number.ok) return number;
  const plan = reader.plan(number.value);
  if (plan === null)
    return fail({
      code: 'app.bug',
      message: 'The plan was made but cannot be read.',
      consequence: 'Nothing changes in Canvas.',
      remedy: 'Preview again.',
    });
  await book.say(
    'info',
    `The plan ${plan.id} has ${plan.changes} changes${plan.holds.length === 0 ? '' : ` and ${plan.holds.length} holds`}.`,
  );
  return succeed(plan);
}
