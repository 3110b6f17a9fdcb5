import { type Outcome, succeed } from '../../../shared/outcome.ts';
import type { Applying } from './send-packages.ts';

/** Codes that are about one object alone: the others go on. */
const aboutOne: ReadonlySet<string> = new Set(['canvas.adoption-moved', 'canvas.adoption-refused', 'canvas.not-found']);

/**
 * Gives what was made by hand its SIS id through the API, one by one, each with its receipt (ROSTER-RULES G2). After a crash
 * those without a receipt are looked at again, which tells whether they were done.
 */
export async function adoptByApi(applying: Applying): Promise<Outcome<void>> {
  const { session, book, canvas, selection, stop, options, total } = applying;
  const adoptions = await session.worker.adoptionsByApi(selection);
  let done = 0;
  for (const adoption of adoptions) {
    if (stop.signal.aborted) return succeed(undefined);
    book.meter.tell('Linking what is in Canvas', done, total);
    const adopted = await canvas.adopt(adoption);
    if (!adopted.ok && !aboutOne.has(adopted.failure.code)) return adopted;
    const message = adopted.ok ? null : `${adopted.failure.message} ${adopted.failure.remedy}`;
    await session.worker.bookAdoption(selection, adoption.seq, { message, at: new Date(options.edge.now()).toISOString() });
    done += 1;
  }
  if (done > 0) await book.say('info', `${done} objects without a SIS id were linked through Canvas’ API.`);
  return succeed(undefined);
}

/** What is in Canvas already under its id is ours from now on (D6); Canvas has no part in it. */
export async function adoptAsItIs({ session, book, selection, options }: Applying, adopted: number): Promise<Outcome<void>> {
  if (adopted === 0) return succeed(undefined);
  const done = await session.worker.remember(selection, new Date(options.edge.now()).toISOString());
  if (!done.ok) return done;
  if (done.value > 0) await book.say('info', `${done.value} records that were in Canvas already count as yours from now on.`);
  return succeed(undefined);
}
