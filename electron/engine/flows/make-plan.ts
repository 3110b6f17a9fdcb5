import { fail, type Outcome, succeed } from '../../../shared/outcome.ts';
import type { PlanSummary } from '../../../shared/plan.ts';
import type { PlanResult, Run } from '../../../shared/run.ts';
import type { CanvasClient } from '../../canvas/canvas-client.ts';
import { LOOK_BACK_DAYS, type OtherImports, othersAmong, othersText } from '../../canvas/other-imports.ts';
import { type Pause, pauseText } from '../../roster/pause.ts';
import { ownImportsOf } from '../doctor.ts';
import type { EngineOptions } from '../engine-api.ts';
import { planUnreadable } from '../failures.ts';
import { RunBook } from '../run-book.ts';
import type { Session } from '../session.ts';
import { isLock, requireOpenLock } from './first-contact-lock.ts';
import { guarded } from './guarded.ts';
import { readBoth } from './read-both.ts';

/** What a run nobody watches planned, or the sentence that says why it planned nothing (D7). */
export type Planned =
  | (PlanResult & { readonly pause: null })
  | { readonly run: Run; readonly plan: null; readonly pause: string };

type PlanSteps = (
  options: EngineOptions,
  session: Session,
  book: RunBook,
  stop: AbortController,
) => Promise<Outcome<PlanSummary | Pause>>;

/**
 * Pull → verify → map → compare → plan (DESIGN §4). Writes nothing to either side. Only a scheduled run pauses.
 * @param steps how the plan comes about, when it is not the ordinary way.
 */
export async function makePlan(
  options: EngineOptions,
  session: Session,
  by: Pick<Run, 'trigger' | 'scheduled'>,
  stop: AbortController,
  onStart: (run: string) => void,
  steps: PlanSteps = planSteps,
): Promise<Outcome<Planned>> {
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
  const planned = await guarded(() => steps(options, session, book, stop));
  await session.worker.endWork();
  if (!planned.ok) {
    await book.end(planned.failure.code === 'run.cancelled' || stop.signal.aborted ? 'cancelled' : 'failed', {}, planned.failure);
    return planned;
  }
  if ('leads' in planned.value) {
    const pause = pauseText(planned.value);
    await book.say('info', pause);
    return succeed({ run: await book.end('paused'), plan: null, pause });
  }
  const plan = planned.value;
  const run = await book.end('planned', { plan: plan.id, planNumber: plan.number, holds: plan.holds });
  return succeed({ run, plan, pause: null });
}

async function planSteps(
  options: EngineOptions,
  session: Session,
  book: RunBook,
  stop: AbortController,
): Promise<Outcome<PlanSummary | Pause>> {
  const { worker, reader } = session;
  const now = new Date(options.edge.now()).toISOString();
  const read = await readBoth(options, session, book, stop, now, 'compare');
  if (!read.ok) return read;
  if (read.value.pause !== null) return succeed(read.value.pause);
  await book.enter('comparing');
  const open = await requireOpenLock(read.value.canvas, reader, read.value.district);
  if (!open.ok && !isLock(open.failure)) return open;
  const self = await read.value.canvas.self();
  if (!self.ok) return self;
  const others = await otherImports(options, session, read.value.canvas, book);
  if (!others.ok) return others;
  const { scheduled } = book.run;
  const number = await worker.compare({
    now,
    readAt: now,
    complete: true,
    scheduled,
    contactOpen: !open.ok,
    others: others.value,
    self: self.value.id,
  });
  if (!number.ok) return number;
  const plan = reader.plan(number.value);
  if (plan === null) return fail(planUnreadable());
  for (const note of plan.notes) await book.say('warning', note);
  await book.say(
    'info',
    `The plan ${plan.id} has ${plan.changes} changes${plan.holds.length === 0 ? '' : ` and ${plan.holds.length} holds`}.`,
  );
  return succeed(plan);
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** G4: the SIS imports since our last one, or of the last 14 days, that somebody else sent. */
async function otherImports(
  options: EngineOptions,
  session: Session,
  canvas: CanvasClient,
  book: RunBook,
): Promise<Outcome<OtherImports | null>> {
  const now = options.edge.now();
  const listed = await canvas.listImports({ createdSince: new Date(now - LOOK_BACK_DAYS * DAY_MS).toISOString() });
  if (!listed.ok) return listed;
  const others = othersAmong(listed.value, ownImportsOf(session.reader, now));
  if (others !== null) await book.say('warning', othersText(others));
  return succeed(others);
}
