import type { EntityKind } from '../../shared/entities.ts';

/**
 * One vocabulary of states, read from reports and from the REST API alike (canvas-sis.md §5.6, §6):
 *
 * | entity     | our word    | provisioning report | REST                       | import file |
 * |------------|-------------|---------------------|----------------------------|-------------|
 * | account    | active      | active              | active                     | active      |
 * | term       | active      | active              | active                     | active      |
 * | course     | unpublished | unpublished         | unpublished, claimed       | active      |
 * |            | published   | active              | available                  | active      |
 * |            | completed   | concluded           | completed                  | completed   |
 * | section    | active      | active              | (found)                    | active      |
 * | user       | suspended   | suspended           | suspended                  | suspended   |
 * | enrollment | active      | active, invited     | active, invited            | active      |
 * |            | completed   | concluded           | completed                  | completed   |
 * |            | inactive    | inactive            | inactive                   | inactive    |
 * | all        | deleted     | deleted             | deleted, or not found      | deleted     |
 *
 * A course is always sent as `active`: Canvas then leaves a published one published and an unpublished one unpublished
 * (§1.6 state rules), so a teacher's choice between plan and apply is safe (ROSTER-RULES F1).
 */
const readWords: Record<EntityKind, Readonly<Record<string, string>>> = {
  account: {},
  term: {},
  course: { active: 'published', available: 'published', claimed: 'unpublished', created: 'unpublished', concluded: 'completed' },
  section: {},
  user: {},
  // An invitation nobody answered gives access once accepted; one that was declined gives none.
  enrollment: { invited: 'active', pending: 'active', creation_pending: 'active', concluded: 'completed', rejected: 'deleted' },
  observer: {},
};

/** Our word for what Canvas reports. A word we do not know is kept, so that it shows as a difference. */
export function statusFromCanvas(entity: EntityKind, word: string): string {
  const lower = word.toLowerCase();
  return readWords[entity][lower] ?? lower;
}

/** The word an import file carries for our status. */
export function statusForImport(entity: EntityKind, status: string): string {
  if (entity === 'course' && (status === 'published' || status === 'unpublished')) return 'active';
  return status;
}

const roleWords: Readonly<Record<string, string>> = {
  StudentEnrollment: 'student',
  TeacherEnrollment: 'teacher',
  TaEnrollment: 'ta',
  ObserverEnrollment: 'observer',
  DesignerEnrollment: 'designer',
};

/** `student`, `teacher`, `ta`, `observer`, `designer` for built-in roles however they are spelled; custom names verbatim. */
export function roleFromCanvas(role: string): string {
  return roleWords[role] ?? role;
}
