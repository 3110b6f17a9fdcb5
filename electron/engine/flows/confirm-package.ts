import { fail, type Outcome, succeed } from '../../../shared/outcome.ts';
import type { ImportErrorRow } from '../../canvas/canvas-client.ts';
import type { PackageRecord } from '../../store/store-api.ts';
import { confirmStopped } from '../failures.ts';
import type { ConfirmCounts } from '../worker/worker-api.ts';
import { readBack } from './read-back.ts';
import type { Applying } from './send-packages.ts';

/** More messages than this say the same thing over and over; the rest is in Canvas' own error file. */
const MAX_MESSAGES = 100_000;

/** Reads back every row a package sent and books it: confirmed, refused with Canvas' words, or taken but not visible. */
export async function confirmPackage(applying: Applying, record: PackageRecord): Promise<Outcome<ConfirmCounts>> {
  const { session, book, selection, options } = applying;
  const { worker } = session;
  const began = await worker.beginWork(`confirm-${book.run.id}-${record.index}`);
  if (!began.ok) return began;
  try {
    const messages = await readMessages(applying, record);
    if (!messages.ok) return messages;
    const taken = await worker.takeMessages(selection, record, messages.value);
    if (!taken.ok) return whenStopped(taken);
    const read = await readBack(applying, await worker.unbooked(book.run.id, record));
    if (!read.ok) return whenStopped(read);
    const at = new Date(options.edge.now()).toISOString();
    return whenStopped(await worker.confirm({ run: book.run.id, selection, record, at }));
  } finally {
    await worker.endWork();
  }
}

/** The run has no end then: what Canvas took must be read back before anything else is done. */
function whenStopped<T>(outcome: Outcome<T>): Outcome<T> {
  if (outcome.ok) return outcome;
  const { code } = outcome.failure;
  return code === 'run.cancelled' || code === 'canvas.cancelled' ? fail(confirmStopped()) : outcome;
}

async function readMessages({ canvas }: Applying, record: PackageRecord): Promise<Outcome<ImportErrorRow[]>> {
  const rows: ImportErrorRow[] = [];
  const read = await canvas.importErrors(record.importId ?? '', (page) => {
    if (rows.length < MAX_MESSAGES) rows.push(...page);
  });
  return read.ok ? succeed(rows) : read;
}
