import type { Failure } from '../../../shared/failure.ts';
import { fail, type Outcome, succeed } from '../../../shared/outcome.ts';
import type { Run } from '../../../shared/run.ts';
import type { PackageRecord } from '../../store/store-api.ts';
import { canvasClientFor } from '../clients.ts';
import type { EngineOptions } from '../engine-api.ts';
import { noPlan } from '../failures.ts';
import { RunBook } from '../run-book.ts';
import { connected, type Session } from '../session.ts';
import { freed, isTooOld, overridesOf, runApplying } from './apply-plan.ts';
import { requireOpenLock } from './first-contact-lock.ts';
import { follow, settle } from './follow-import.ts';
import { findAfterCrash } from './own-imports.ts';
import type { Applying } from './send-packages.ts';
import { upload } from './upload.ts';
import { withdraw } from './withdraw.ts';

/**
 * Takes up what a crash interrupted (ENGINE-NOTES §4): runs before approval are ended, a run after it goes on from its
 * last recorded package, without sending anything twice.
 */
export async function resumeRuns(
  options: EngineOptions,
  session: Session,
  stop: AbortController,
  onStart: (run: string) => void,
): Promise<Outcome<Run[]>> {
  const ended: Run[] = [];
  for (const run of await session.worker.unfinishedRuns()) {
    const book = new RunBook(options, session, run);
    onStart(run.id);
    if (run.kind !== 'apply' || run.state === 'planned') {
      const doing = run.kind === 'apply' ? 'before anything was sent' : 'while both sides were being read';
      await book.say('warning', `The program ended ${doing}. Nothing was written.`);
      ended.push(await book.end('interrupted'));
      continue;
    }
    await book.say('warning', 'The program ended during this run. It is taken up where it stopped.');
    const resumed = await resumeApplying(options, session, book, stop);
    if (!resumed.ok) {
      // Still unfinished: what hinders it may pass (Canvas is down), and then it can go on.
      await book.say('error', `It could not be taken up yet. ${resumed.failure.message}`);
      return resumed;
    }
    ended.push(resumed.value);
  }
  return succeed(ended);
}

async function resumeApplying(
  options: EngineOptions,
  session: Session,
  book: RunBook,
  stop: AbortController,
): Promise<Outcome<Run>> {
  const known = connected(session.reader, session.id);
  if (!known.ok) return known;
  const number = book.run.planNumber;
  const plan = number === null ? null : session.reader.plan(number);
  if (plan === null) return fail(noPlan());
  const canvas = canvasClientFor(options, known.value.district.connection, session.secrets);
  if (!canvas.ok) return canvas;
  const open = await requireOpenLock(canvas.value, session.reader, known.value.district);
  if (!open.ok) return open;
  const decision = await session.worker.decisionOf(book.run.id);
  const overrides = overridesOf(decision ?? {});
  const applying: Applying = {
    options,
    session,
    book,
    canvas: canvas.value,
    selection: { plan: plan.number, released: freed(book.run, plan, decision), overrides, run: book.run.id },
    stop,
    total: plan.changes + overrides.length,
  };
  return runApplying(applying, async () => {
    const finished = await finishPackage(applying);
    if (!finished.ok) return finished;
    if (!isTooOld(plan, options.edge.now()) || !(await isMoreToSend(applying))) return succeed('go-on');
    await book.say('warning', 'The plan is more than 24 hours old by now, so nothing more of it is sent. Preview again.');
    return succeed('stop-here');
  });
}

async function isMoreToSend({ session, book, selection }: Applying): Promise<boolean> {
  const sent = await session.worker.packages(book.run.id);
  const next = Math.max(0, ...sent.map((record) => record.lastSeq)) + 1;
  return (await session.worker.touched(selection, next, Number.MAX_SAFE_INTEGER, 0)).rows > 0;
}

/** Brings the last package to its end, whatever state the crash left it in. */
async function finishPackage(applying: Applying): Promise<Outcome<void>> {
  const packages = await applying.session.worker.packages(applying.book.run.id);
  const last = packages.at(-1);
  if (last === undefined) return succeed(undefined);
  switch (last.state) {
    case 'intended':
      return resumeIntended(applying, last);
    case 'uploaded':
      return follow(applying, last);
    case 'imported':
      return settle(applying, last);
    case 'confirmed':
    case 'failed':
      return succeed(undefined);
  }
}

/** Nothing of it is known to have arrived. With an id it may be an import that waits for its file (upload.ts). */
async function resumeIntended(applying: Applying, record: PackageRecord): Promise<Outcome<void>> {
  if (record.importId !== null) {
    const left = await withdraw(applying.canvas, record.importId);
    if (!left.ok) return left;
    return left.value === 'taken' ? follow(applying, { ...record, state: 'uploaded' }) : sendAgain(applying, record);
  }
  const found = await findAfterCrash(applying, record);
  if (!found.ok) return found;
  if (found.value !== null) return follow(applying, { ...record, state: 'uploaded', importId: found.value.id });
  return sendAgain(applying, record);
}

/**
 * The same package once more, as a new intent. In steps, whatever its size: what ended the first try may end the next one
 * too, and in steps it is known at each of them what has arrived.
 */
async function sendAgain(applying: Applying, before: PackageRecord): Promise<Outcome<void>> {
  const { session, book, canvas, selection } = applying;
  const built = await session.worker.rebuildPackage(selection, before.firstSeq, before.lastSeq);
  if (!built.ok) return built;
  if (built.value.sha256 !== before.sha256) return fail(notTheSame());
  const clock = await canvas.serverTime();
  if (!clock.ok) return clock;
  const record: PackageRecord = { ...before, importId: null, intendedAt: clock.value };
  await session.worker.savePackage(book.run.id, record);
  return upload(applying, record, built.value, { inSteps: true });
}

function notTheSame(): Failure {
  return {
    code: 'app.bug',
    message: 'The interrupted package could not be made again as it was.',
    consequence: 'Nothing more was sent to Canvas.',
    remedy: 'Preview again to see what is left to do.',
  };
}
