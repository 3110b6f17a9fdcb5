import type { Applying } from './send-packages.ts';

/**
 * The changes a person left out of this run alone get a receipt that says so before anything is sent; taken up after a crash, the
 * decision says them again.
 */
export async function spareChosen({ session, book, options, selection }: Applying): Promise<void> {
  const decision = await session.worker.decisionOf(book.run.id);
  const by = decision?.by ?? '';
  for (const { changes, reason } of decision?.leaveOut ?? []) {
    const message = `Left out${by === '' ? '' : ` by ${by}`}: ${reason}`;
    const spared = await session.worker.spare(selection, changes, { message, at: new Date(options.edge.now()).toISOString() });
    if (spared > 0)
      await book.say(
        'info',
        `${spared === 1 ? '1 change' : `${spared} changes`} left out${by === '' ? '' : ` by ${by}`}: ${reason}`,
      );
  }
}
