import type { CanvasState } from '../canvas-state.ts';
import type { EnrollmentType, Role } from '../model.ts';
import { isWithin } from './blueprint.ts';
import type { CsvRow } from './csv-row.ts';

/** role_id first, then the exact name, then the words teacher, ta, observer, designer and anything starting with "student". */
export function findEnrollmentRole(state: CanvasState, row: CsvRow, courseAccountId: number): Role | undefined {
  const id = row.get('role_id');
  const name = row.get('role');
  const visible = [...state.roles.values()].filter((role) => isUsable(state, role, courseAccountId));
  const byId = id === undefined ? undefined : visible.find((role) => String(role.id) === id);
  if (byId !== undefined || name === undefined) return byId;
  return visible.find((role) => role.name === name) ?? visible.find((role) => role.built_in && role.name === typeOfWord(name));
}

/** Custom roles are inherited from the accounts above the course. */
function isUsable(state: CanvasState, role: Role, accountId: number): boolean {
  if (role.workflow_state !== 'active' || role.base_role_type === 'AccountMembership') return false;
  return role.built_in || isWithin(state, accountId, role.account_id);
}

function typeOfWord(word: string): EnrollmentType | undefined {
  const lower = word.toLowerCase();
  if (lower.startsWith('student')) return 'StudentEnrollment';
  if (lower === 'teacher') return 'TeacherEnrollment';
  if (lower === 'ta') return 'TaEnrollment';
  if (lower === 'observer') return 'ObserverEnrollment';
  if (lower === 'designer') return 'DesignerEnrollment';
  return undefined;
}
