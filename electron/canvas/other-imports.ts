import { type CanvasImport, importNeverBegan } from './canvas-import.ts';

/** How far back other integrations are looked for (ROSTER-RULES G4). */
export const LOOK_BACK_DAYS = 14;

/** SIS imports of somebody else (canvas-sis.md §3: two integrations on the same data undo each other's work). */
export interface OtherImports {
  readonly count: number;
  /** Of these, how many in batch mode, and how many with diffing: both remove what others added. */
  readonly batch: number;
  readonly diffing: number;
  /** Who sent them, three names at most. */
  readonly people: readonly string[];
  /** ISO instant of the newest. */
  readonly newest: string;
}

/**
 * @param listed imports, newest first
 * @param own ids of the imports Rosterbridge sent
 */
export function othersAmong(listed: readonly CanvasImport[], own: ReadonlySet<string>): OtherImports | null {
  // One whose file never came changed nothing, and may be what a crash left of ours.
  const others = listed.filter((one) => !own.has(one.id) && (!importNeverBegan(one) || one.batchMode || one.diffing));
  const [newest] = others;
  if (newest === undefined) return null;
  return {
    count: others.length,
    batch: others.filter((one) => one.batchMode).length,
    diffing: others.filter((one) => one.diffing).length,
    people: [...new Set(others.map((one) => one.userName).filter((person) => person !== ''))].slice(0, 3),
    newest: newest.createdAt,
  };
}

/** What is known of them, in whole sentences. @param more true when the list was cut. */
export function othersText({ count, batch, diffing, people, newest }: OtherImports, more = false): string {
  return [
    `${more ? 'At least ' : ''}${count} SIS ${count === 1 ? 'import' : 'imports'} of the last ${LOOK_BACK_DAYS} days did not come from here`,
    people.length === 0 ? '' : `, sent by ${people.map((person) => `“${person}”`).join(', ')}`,
    `; the newest on ${dayOf(newest)}.`,
    batch === 0 ? '' : ` ${batch} of them in batch mode, which removes whatever is not in the file.`,
    diffing === 0 ? '' : ` ${diffing} of them with diffing, which undoes what others added.`,
  ].join('');
}

function dayOf(instant: string): string {
  const at = Date.parse(instant);
  if (Number.isNaN(at)) return 'an unknown day';
  return new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(at));
}
