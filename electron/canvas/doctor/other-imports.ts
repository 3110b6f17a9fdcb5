import type { Check } from '../../../shared/district.ts';
import type { CanvasImport } from '../sis-imports.ts';
import { fine, warning } from './check.ts';

/** How far back other integrations are looked for. */
export const LOOK_BACK_DAYS = 14;

const name = 'Other integrations';

/**
 * Who else imports into this Canvas (canvas-sis.md §3: two integrations on the same data undo each other's work).
 *
 * @param listed imports of the last 14 days, newest first
 * @param own ids of the imports Rosterbridge sent
 * @param more true when the list was longer than one page
 */
export function otherImportsCheck(listed: readonly CanvasImport[], own: ReadonlySet<string>, more: boolean): Check {
  const others = listed.filter((one) => !own.has(one.id));
  const [newest] = others;
  if (newest === undefined) return fine(name, `Nobody else sent SIS imports in the last ${LOOK_BACK_DAYS} days.`);
  const people = [...new Set(others.map((one) => one.userName).filter((person) => person !== ''))].slice(0, 3);
  const batch = others.filter((one) => one.batchMode).length;
  const diffing = others.filter((one) => one.diffing).length;
  const parts = [
    `${more ? 'At least ' : ''}${others.length} SIS ${others.length === 1 ? 'import' : 'imports'} of the last ${LOOK_BACK_DAYS} days did not come from here`,
    people.length === 0 ? '' : `, sent by ${people.map((person) => `“${person}”`).join(', ')}`,
    `; the newest on ${dayOf(newest.createdAt)}.`,
    batch === 0 ? '' : ` ${batch} of them in batch mode, which removes whatever is not in the file.`,
    diffing === 0 ? '' : ` ${diffing} of them with diffing, which undoes what others added.`,
  ];
  return warning(
    name,
    parts.join(''),
    'Two integrations that write the same classes and people undo each other’s work. Find out under Admin › SIS Import who sends them, and stop that before Rosterbridge writes.',
  );
}

function dayOf(instant: string): string {
  const at = Date.parse(instant);
  if (Number.isNaN(at)) return 'an unknown day';
  return new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(at));
}
