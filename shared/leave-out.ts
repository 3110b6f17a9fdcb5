import type { Change } from './plan.ts';

/**
 * Whether a person may leave this one change out of what is applied. What others may hang on is never left out alone (a new course
 * without which its sections could not be made); nor is what only this side remembers.
 */
export function canBeLeftOut({ entity, action }: Pick<Change, 'entity' | 'action'>): boolean {
  if (action === 'adopt' || action === 'remap') return false;
  return action === 'update' || action === 'delete' || entity === 'enrollment' || entity === 'observer';
}
