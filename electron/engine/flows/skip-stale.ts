import { type Outcome, succeed } from '../../../shared/outcome.ts';
import { readBack } from './read-back.ts';
import type { Applying } from './send-packages.ts';

const FRESH_MS = 30 * 60 * 1000;

/**
 * ROSTER-RULES F7: once what the plan was made on is more than 30 minutes old, the planned rows, and only those, are
 * read again; rows under which Canvas moved are left out of this run and shown by the next plan.
 */
export async function skipStale(applying: Applying): Promise<Outcome<void>> {
  const { session, book, options, selection, total } = applying;
  const readAt = session.reader.planReadAt(selection.plan);
  const now = options.edge.now();
  if (total === 0 || readAt === null || now - Date.parse(readAt) <= FRESH_MS) return succeed(undefined);
  const sent = Math.max(0, ...(await session.worker.packages(book.run.id)).map((record) => record.lastSeq));
  const began = await session.worker.beginWork(`fresh-${book.run.id}`);
  if (!began.ok) return began;
  try {
    const read = await readBack(applying, { firstSeq: sent + 1, lastSeq: Number.MAX_SAFE_INTEGER }, true);
    if (!read.ok) return read;
    const stale = await session.worker.markStale(selection, sent, new Date(now).toISOString());
    if (!stale.ok) return stale;
    if (stale.value > 0)
      await book.say(
        'warning',
        `The plan was more than 30 minutes old: ${stale.value} changes were left out because Canvas has changed there since.`,
      );
    return succeed(undefined);
  } finally {
    await session.worker.endWork();
  }
}
