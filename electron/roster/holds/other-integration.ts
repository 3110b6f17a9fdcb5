import { type OtherImports, othersText } from '../../canvas/other-imports.ts';
import { DISTRICT } from './hold-words.ts';
import type { PlacedHold } from './placed-hold.ts';

/**
 * E12, G4: another integration imports in batch mode or with diffing, so it takes away what a run adds. Everything waits until a
 * person knows who that is; imports of another kind are only worth a warning.
 */
export function judgeOthers(others: OtherImports | null): PlacedHold[] {
  if (others === null || others.batch + others.diffing === 0) return [];
  const message = `Another integration writes to this Canvas and may undo what is written here. ${othersText(others)} Find out who sends them before anything is written.`;
  return [
    {
      hold: {
        id: 'E12',
        rule: 'E12',
        entity: 'enrollment',
        school: '',
        schoolName: DISTRICT,
        releasable: true,
        everything: true,
        message,
      },
      rows: {},
    },
  ];
}
