import type { Check } from '../../../shared/district.ts';
import type { CanvasImport } from '../canvas-import.ts';
import { LOOK_BACK_DAYS, othersAmong, othersText } from '../other-imports.ts';
import { fine, warning } from './check.ts';

const name = 'Other integrations';

/**
 * Who else imports into this Canvas.
 *
 * @param listed imports of the last 14 days, newest first
 * @param own ids of the imports Rosterbridge sent
 * @param more true when the list was longer than one page
 */
export function otherImportsCheck(listed: readonly CanvasImport[], own: ReadonlySet<string>, more: boolean): Check {
  const others = othersAmong(listed, own);
  if (others === null) return fine(name, `Nobody else sent SIS imports in the last ${LOOK_BACK_DAYS} days.`);
  return warning(
    name,
    othersText(others, more),
    'Two integrations that write the same classes and people undo each other’s work. Find out under Admin › SIS Import who sends them, and stop that before Rosterbridge writes.',
  );
}
