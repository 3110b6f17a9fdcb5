import type { Failure } from '../../../shared/failure.ts';
import { fail, type Outcome, succeed } from '../../../shared/outcome.ts';
import type { PackageRecord } from '../../store/store-api.ts';
import type { BuiltPackage } from '../worker/worker-api.ts';
import { doneBefore, follow } from './follow-import.ts';
import { findIntended, firstOfTwins } from './own-imports.ts';
import type { Applying } from './send-packages.ts';
import { withdraw } from './withdraw.ts';

/**
 * Sends the bytes of an intended package; when no clear answer came, Canvas' own list tells what happened. In steps the
 * import has its id before its file is on the way, and the id is committed first: an intent with an id is an import that
 * may wait for its file.
 */
export async function upload(
  applying: Applying,
  record: PackageRecord,
  { zip, overrideStickiness }: Pick<BuiltPackage, 'zip' | 'overrideStickiness'>,
  { inSteps = false } = {},
): Promise<Outcome<void>> {
  const { session, book, canvas, stop } = applying;
  book.meter.tell('Sending changes to Canvas', doneBefore(applying, record), applying.total);
  let named: string | null = null;
  const onNamed = async (id: string) => {
    named = id;
    await session.worker.savePackage(book.run.id, { ...record, importId: id });
  };
  const created = await canvas.createImport(zip, { overrideStickiness, inSteps, onNamed, signal: stop.signal });
  if (created.ok) {
    const { id } = named === null ? await firstOfTwins(applying, record, created.value) : created.value;
    return follow(applying, { ...record, state: 'uploaded', importId: id });
  }
  if (named !== null) return takeBack(applying, { ...record, importId: named }, created.failure);
  if (created.failure.code === 'canvas.upload-unclear') {
    const found = await findIntended(applying, record);
    if (!found.ok) return found;
    if (found.value !== null) return follow(applying, { ...record, state: 'uploaded', importId: found.value.id });
    // Still intended: the run stays open, and looks again when it is taken up.
    return fail(created.failure);
  }
  await session.worker.savePackage(book.run.id, { ...record, state: 'failed' });
  return fail(created.failure);
}

/** Canvas waits for a file that did not get there. Where it cannot be told to stop waiting, the run stays open. */
async function takeBack(applying: Applying, record: PackageRecord, failure: Failure): Promise<Outcome<void>> {
  const { session, book, canvas, stop } = applying;
  const left = await withdraw(canvas, record.importId ?? '');
  if (!left.ok) return fail(failure);
  if (left.value === 'taken') return follow(applying, { ...record, state: 'uploaded' });
  await session.worker.savePackage(book.run.id, { ...record, state: 'failed' });
  return stop.signal.aborted ? succeed(undefined) : fail(failure);
}
