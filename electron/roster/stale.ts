import type { SendableChange, SideRow } from '../store/store-api.ts';
import { fieldsOf } from './compare/sides.ts';

/**
 * Whether Canvas moved under a planned change since the plan was made (ROSTER-RULES F7): such a row is skipped, because
 * what the admin approved is no longer what would happen. Only what the change is about counts.
 */
export function isStale(change: SendableChange, present: SideRow | null): boolean {
  const fields = present === null ? null : fieldsOf(present);
  const live = fields !== null && fields.status !== 'deleted';
  switch (change.action) {
    case 'create':
      return live;
    case 'restore':
      return change.entity === 'enrollment' ? fields?.status === 'active' : live;
    case 'update':
      return !live || Object.entries(change.before ?? {}).some(([name, value]) => (fields[name] ?? '') !== value);
    case 'delete':
      return fields?.status !== change.before?.status;
  }
}
