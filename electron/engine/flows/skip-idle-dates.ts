import { type Outcome, succeed } from '../../../shared/outcome.ts';
import type { DistrictReader } from '../../store/store-api.ts';
import type { SeqAndKey } from '../worker/worker-api.ts';
import { SINGLE_READS } from './read-back.ts';
import type { Applying } from './send-packages.ts';

const PAGE = 200;
const IDLE =
  'Somebody gave this section dates in Canvas that limit nobody yet. Any import of the section would begin to limit access to them, and could lock students out, so this was left out and Canvas keeps what it has. Change it there by hand, or take the dates away.';

/**
 * Sections that have dates without restricting anybody to them are left out (F1, F3): Canvas would switch the restriction on with any
 * row, and no report tells of such dates (canvas-sis.md §1.7, §6). A row that overwrites what people set would even take them away.
 * Beyond what is read one by one nobody looks.
 */
export async function skipIdleDates(applying: Applying): Promise<Outcome<void>> {
  const { session, book, canvas, options, selection } = applying;
  const sent = Math.max(0, ...(await session.worker.packages(book.run.id)).map((record) => record.lastSeq));
  const changed = changedSections(session.reader, selection.plan);
  const found = [...(changed ?? []), ...(await session.worker.overwrittenSections(selection))];
  if (changed === null) {
    await book.say(
      'warning',
      `More than ${SINGLE_READS} sections change: nobody looked whether some have dates that limit nobody.`,
    );
  }
  const idle: number[] = [];
  for (const [done, { seq, key }] of found.filter((one) => one.seq > sent).entries()) {
    book.meter.tell('Looking at the dates of sections', done, found.length);
    const section = await canvas.readSection(key);
    if (!section.ok) return section;
    if (section.value?.idleDates === true) idle.push(seq);
  }
  if (idle.length === 0) return succeed(undefined);
  await session.worker.leaveOut(selection, idle, { message: IDLE, at: new Date(options.edge.now()).toISOString() });
  await book.say('warning', `${idle.length} sections were left out because they have dates in Canvas that limit nobody yet.`);
  return succeed(undefined);
}

/** Sections that a plan changes, whether held or not; null when they are more than are read one by one. */
function changedSections(reader: DistrictReader, plan: number): SeqAndKey[] | null {
  const query = { plan, entity: 'section', action: 'update', school: null, hold: null, search: '', count: PAGE } as const;
  const found: SeqAndKey[] = [];
  for (;;) {
    const { total, lines } = reader.changes({ ...query, from: found.length });
    if (total > SINGLE_READS) return null;
    for (const { seq } of lines) found.push({ seq, key: reader.change(plan, seq)?.key ?? '' });
    if (found.length >= total || lines.length === 0) return found;
  }
}
