import { type CanvasDump, type CanvasKind, type CanvasRow, canvasKinds } from './canvas-dump.ts';
import type { Case } from './case.ts';
import { isOwned } from './memory.ts';
import type { Link } from './observer-links.ts';
import type { Place } from './places.ts';

/** Fields that no run changes on an object that exists, ours or not (F1, F2, C9, D4). */
const neverChanged: Readonly<Record<CanvasKind, readonly string[]>> = {
  accounts: ['workflow_state', 'sis_source_id', 'integration_id', 'parent_account_id'],
  terms: ['workflow_state', 'sis_source_id', 'integration_id'],
  courses: [
    'workflow_state',
    'sis_source_id',
    'integration_id',
    'start_at',
    'conclude_at',
    'restrict_enrollments_to_course_dates',
    'course_format',
    'grade_passback_setting',
    'blueprint',
    'blueprint_course_id',
    'account_id',
  ],
  sections: [
    'workflow_state',
    'sis_source_id',
    'integration_id',
    'start_at',
    'end_at',
    'restrict_enrollments_to_section_dates',
    'nonxlist_course_id',
  ],
  users: ['workflow_state', 'pronouns', 'short_name'],
  logins: ['sis_user_id', 'integration_id', 'authentication_provider_id', 'user_id'],
  enrollments: ['type', 'role_id', 'user_id', 'course_section_id', 'associated_user_id'],
  observer_links: ['observer_id', 'student_id'],
  admins: ['workflow_state', 'user_id', 'account_id', 'role_id'],
  group_memberships: [],
};

/** D6, F1–F3: nothing that is not ours is touched, and of ours nothing that belongs to people in Canvas. */
export function judgeUntouched(found: Case, places: readonly Place[], links: readonly Link[]): void {
  const wanted = new Set([
    ...places.filter((place) => place.standing === 'wanted').map((place) => `enrollments ${place.before?.id}`),
    ...links.filter((link) => link.bond === 'wanted').map((link) => `observer_links ${link.before?.id}`),
  ]);
  for (const kind of canvasKinds) {
    const after = new Map<number, CanvasRow>((found.after.dump[kind] as readonly CanvasRow[]).map((row) => [row.id, row]));
    for (const row of found.before.dump[kind] as readonly CanvasRow[]) {
      const now = after.get(row.id);
      if (now === undefined) found.accuse('D4', `${wordsOf(kind, row)} is gone.`);
      else judgeRow(found, kind, row, now, wanted);
    }
  }
}

function judgeRow(found: Case, kind: CanvasKind, row: CanvasRow, now: CanvasRow, wanted: ReadonlySet<string>): void {
  const changed = changedFields(row, now);
  if (changed.length === 0 || followsOthers(kind, row)) return;
  const stuck = changed.filter((field) => row.stuck.includes(field));
  if (stuck.length > 0) found.accuse('F3', `${wordsOf(kind, row)} lost what was set by hand: ${stuck.join(', ')}.`);
  if (isOwned(found.memory, kind, row.id) || isOursThrough(found, kind, row)) {
    const forbidden = changed.filter((field) => neverChanged[kind].includes(field));
    if (forbidden.length > 0)
      found.accuse(ruleOf(kind, forbidden), `${wordsOf(kind, row)} changed in ${spoken(row, now, forbidden)}.`);
    return;
  }
  // Someone else's row that the SIS wants and that was not live comes back, and is ours from then on.
  if (wanted.has(`${kind} ${row.id}`) && row.workflow_state !== 'active') return;
  const [only, ...more] = changed.filter((field) => field !== 'sis_batch_id');
  if (kind === 'enrollments' && only === 'course_id' && more.length === 0) return;
  found.accuse('D6', `${wordsOf(kind, row)} is not ours and changed in ${spoken(row, now, changed)}.`);
}

/** Canvas itself carries these along with a student. */
function followsOthers(kind: CanvasKind, row: CanvasRow): boolean {
  return kind === 'group_memberships' || (kind === 'enrollments' && row.type === 'ObserverEnrollment');
}

/** A user is ours when their login is. */
function isOursThrough({ before, memory }: Case, kind: CanvasKind, row: CanvasRow): boolean {
  return kind === 'users' && before.dump.logins.some((login) => login.user_id === row.id && isOwned(memory, 'logins', login.id));
}

function ruleOf(kind: CanvasKind, fields: readonly string[]): string {
  if (fields.some((field) => field.includes('sis'))) return 'B';
  if (fields.includes('workflow_state')) return kind === 'admins' ? 'E9' : 'D4';
  return 'F1';
}

export function changedFields(row: CanvasRow, now: CanvasRow): string[] {
  const [a, b] = [row as Record<string, unknown>, now as Record<string, unknown>];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .filter((field) => !field.startsWith('of_'))
    .filter((field) => JSON.stringify(a[field]) !== JSON.stringify(b[field]));
}

function spoken(row: CanvasRow, now: CanvasRow, fields: readonly string[]): string {
  const [a, b] = [row as Record<string, unknown>, now as Record<string, unknown>];
  return fields.map((field) => `${field} (${JSON.stringify(a[field])} → ${JSON.stringify(b[field])})`).join(', ');
}

function wordsOf(kind: CanvasKind, row: CanvasRow): string {
  const { name, unique_id } = row as { name?: unknown; unique_id?: unknown };
  return `${kind.replace(/s$/, '')} ${String(name ?? unique_id ?? row.id)}`;
}

/** Whether two dumps show the same Canvas, imports and reports apart. */
export function sameCanvas(a: CanvasDump, b: CanvasDump): boolean {
  return canvasKinds.every((kind) => JSON.stringify(a[kind]) === JSON.stringify(b[kind]));
}
