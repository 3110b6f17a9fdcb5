import type { EntityKind } from '../../../shared/entities.ts';
import { entityKinds } from '../../../shared/entities.ts';
import { adoptionsText, DISTRICT } from './hold-words.ts';
import type { PlacedHold } from './placed-hold.ts';

/** G2: what is in Canvas already is never adopted unattended. @param adopted how many of each kind a plan adopts */
export function judgeAdoptions(adopted: (entity: EntityKind) => number, scheduled: boolean): PlacedHold[] {
  const total = entityKinds.reduce((sum, entity) => sum + adopted(entity), 0);
  const first = entityKinds.find((entity) => adopted(entity) > 0);
  if (!scheduled || first === undefined) return [];
  const hold = {
    ...{ id: 'G2', rule: 'G2', entity: first, school: '', schoolName: DISTRICT, releasable: true },
    message: adoptionsText(total),
  };
  return [{ hold, rows: { actions: ['adopt'] } }];
}
