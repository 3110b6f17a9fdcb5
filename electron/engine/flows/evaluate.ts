import type { Evaluation } from '../../../shared/conversion.ts';
import { fail, type Outcome, succeed } from '../../../shared/outcome.ts';
import type { RunTrigger } from '../../../shared/run.ts';
import type { EngineOptions } from '../engine-api.ts';
import { noEvaluation } from '../failures.ts';
import { RunBook } from '../run-book.ts';
import type { Session } from '../session.ts';
import { guarded } from './guarded.ts';
import { readBoth } from './read-both.ts';

/** Holds the SIS beside a living Canvas (ROSTER-RULES G1). Writes nothing to either side. */
export async function evaluate(
  options: EngineOptions,
  session: Session,
  trigger: RunTrigger,
  stop: AbortController,
  onStart: (run: string) => void,
): Promise<Outcome<Evaluation>> {
  const start = { kind: 'evaluate', trigger, scheduled: false, state: 'pulling', plan: null, planNumber: null } as const;
  const book = RunBook.begin(options, session, { ...start, holds: [] });
  onStart(book.run.id);
  await book.create();
  const evaluated = await guarded(() => steps(options, session, book, stop));
  await session.worker.endWork();
  if (!evaluated.ok) {
    const stopped = evaluated.failure.code === 'run.cancelled' || stop.signal.aborted;
    await book.end(stopped ? 'cancelled' : 'failed', {}, evaluated.failure);
    return evaluated;
  }
  await book.end('done');
  return evaluated;
}

async function steps(
  options: EngineOptions,
  session: Session,
  book: RunBook,
  stop: AbortController,
): Promise<Outcome<Evaluation>> {
  const now = new Date(options.edge.now()).toISOString();
  const read = await readBoth(options, session, book, stop, now, 'everything');
  if (!read.ok) return read;
  await book.enter('comparing');
  const done = await session.worker.evaluate(now);
  if (!done.ok) return done;
  const evaluation = session.reader.evaluation();
  if (evaluation === null) return fail(noEvaluation());
  const found = Object.values(evaluation.counts).reduce((sum, { exact, likely }) => sum + exact + likely, 0);
  await book.say('info', `${found} records of the SIS are probably in Canvas already, under another SIS id or none.`);
  return succeed(evaluation);
}
