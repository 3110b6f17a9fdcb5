import type { EntityKind, Fields } from '../../../shared/entities.ts';
import type { Reason } from '../../../shared/plan.ts';
import type { SideRow } from '../../store/store-api.ts';
import { ledgerExtra } from '../desired.ts';
import { canonical } from '../text.ts';
import { enrollmentLabel } from './enrollment-key.ts';
import { canvasExtra, desiredExtra, fieldsOf } from './sides.ts';
import type { Verdict } from './verdict.ts';

const thereAlready: Reason = {
  rule: 'D6',
  text: 'It is in Canvas already, under the id this SIS record has there. From now on it counts as yours: it follows the SIS, and may leave with it.',
};

/**
 * What is in Canvas already becomes ours, if the district chose so (ROSTER-RULES D6). Nothing is sent for it, so its row has no
 * cell; what differs from the SIS shows as a change of its own in the next plan.
 */
export function adoption(entity: EntityKind, key: string, desired: SideRow, canvas: SideRow): Verdict {
  const extra = desiredExtra(desired);
  return {
    kind: 'change',
    change: {
      entity,
      action: 'adopt',
      how: null,
      key,
      label: entity === 'enrollment' ? enrollmentLabel(extra, key) : extra.label,
      school: extra.school,
      changed: [],
      before: null,
      after: null,
      reason: thereAlready,
      source: { collection: extra.source[0], sourcedId: extra.source[1] },
      row: {},
      ledgerFields: canonical(appliedTo(entity, canvas)),
      ledgerExtra: JSON.stringify(ledgerExtra(extra)),
      canvasId: canvasExtra(canvas).canvasId,
      hold: null,
    },
  };
}

/** What counts as said by us: that an enrollment is active, and where a section lives (C4: Canvas is the memory). */
function appliedTo(entity: EntityKind, canvas: SideRow): Fields {
  const { course_id = '' } = fieldsOf(canvas);
  if (entity === 'enrollment' || entity === 'observer') return { status: 'active' };
  return entity === 'section' && course_id !== '' ? { course_id } : {};
}

/** Whether a row of a plan is only remembered, and never sent. */
export function isOnlyRemembered(row: Readonly<Record<string, string>>): boolean {
  for (const _cell in row) return false;
  return true;
}
