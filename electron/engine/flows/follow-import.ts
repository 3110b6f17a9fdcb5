import { fail, type Outcome, succeed } from '../../../shared/outcome.ts';
import { importApplied } from '../../canvas/canvas-client.ts';
import type { PackageRecord } from '../../store/store-api.ts';
import { importRefused } from '../failures.ts';
import { confirmPackage } from './confirm-package.ts';
import type { Applying } from './send-packages.ts';

/** From an import id on: wait until Canvas is done with it, then confirm. */
export async function follow(applying: Applying, record: PackageRecord): Promise<Outcome<void>> {
  const { session, book, canvas, stop } = applying;
  await session.worker.savePackage(book.run.id, record);
  const id = record.importId ?? '';
  const abort = () => void canvas.abortImport(id);
  if (stop.signal.aborted) abort();
  stop.signal.addEventListener('abort', abort, { once: true });
  const ended = await canvas.waitForImport(id, {
    onProgress: (state) =>
      book.meter.tell(
        state.workflowState === 'created' ? 'Waiting for Canvas to begin' : 'Canvas is taking the changes',
        doneBefore(applying, record) + Math.round((record.rows * Math.min(state.progress, 100)) / 100),
        applying.total,
      ),
  });
  stop.signal.removeEventListener('abort', abort);
  if (!ended.ok) return ended;
  const imported: PackageRecord = { ...record, state: 'imported', importState: ended.value.workflowState };
  await session.worker.savePackage(book.run.id, imported);
  return settle(applying, imported);
}

/** Reads Canvas' messages and the touched rows back, and books the package. */
export async function settle(applying: Applying, record: PackageRecord): Promise<Outcome<void>> {
  const { book } = applying;
  await book.enter('confirming');
  const counts = await confirmPackage(applying, record);
  if (!counts.ok) return counts;
  const { confirmed, failed, examples } = counts.value;
  await book.say(
    failed > 0 ? 'warning' : 'info',
    `Canvas import ${record.importId}: ${confirmed} of ${record.rows} rows confirmed by reading them back.`,
  );
  for (const example of examples) await book.note('warning', example);
  await book.enter('sending');
  if (confirmed === 0 && !importApplied(record.importState ?? '') && record.importState !== 'aborted') {
    return fail(importRefused(await importWords(applying, record)));
  }
  return succeed(undefined);
}

/** Canvas' words about the whole import; those about rows stand at their rows. */
async function importWords({ canvas }: Applying, record: PackageRecord): Promise<string> {
  const read = await canvas.getImport(record.importId ?? '');
  return read.ok ? (read.value.errorMessage ?? '') : '';
}

/** Rows sent before a package, for progress. What is overwritten comes after all changes. */
export function doneBefore({ total, selection }: Applying, { firstSeq, override }: PackageRecord): number {
  const { overrides } = selection;
  if (override === true) return total - overrides.filter((seq) => seq >= firstSeq).length;
  return Math.min(total, Math.max(0, firstSeq - 1));
}
