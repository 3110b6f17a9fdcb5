import { assertNever } from '../../shared/assert-never.ts';
import type { Collection, EntityKind } from '../../shared/entities.ts';
import type { ChangeAction, RemovalKind } from '../../shared/plan.ts';
import type { ImportPackage, Receipt, Run, RunState, RunTrigger } from '../../shared/run.ts';
import { keysOf } from './keys.ts';

/** Everything the screens say instead of a programmer's word (DESIGN §8). */

interface Noun {
  readonly one: string;
  readonly many: string;
  /** Tab and column title. */
  readonly title: string;
}

export const entityNouns: Readonly<Record<EntityKind, Noun>> = {
  account: { one: 'school', many: 'schools', title: 'Schools' },
  term: { one: 'term', many: 'terms', title: 'Terms' },
  course: { one: 'course', many: 'courses', title: 'Courses' },
  section: { one: 'section', many: 'sections', title: 'Sections' },
  user: { one: 'person', many: 'people', title: 'People' },
  enrollment: { one: 'enrollment', many: 'enrollments', title: 'Enrollments' },
  observer: { one: 'guardian link', many: 'guardian links', title: 'Guardians' },
};

/** In Canvas' dependency order. */
export const entityKinds = keysOf(entityNouns);

const recordNouns: Readonly<Record<Collection, string>> = {
  orgs: 'school',
  academicSessions: 'session',
  courses: 'course',
  classes: 'class',
  users: 'person',
  enrollments: 'enrollment',
};

/** "class", "person": what kind of SIS record a change came from. */
export function recordWord(collection: Collection): string {
  return recordNouns[collection];
}

export const actionWords: Readonly<Record<ChangeAction, string>> = {
  create: 'Added',
  update: 'Changed',
  delete: 'Removed',
  restore: 'Restored',
  adopt: 'Linked',
  remap: 'New SIS id',
};

export const changeActions = keysOf(actionWords);

/** The word of a change's badge; a removal says which kind it is. */
export function changeWord(action: ChangeAction, how: RemovalKind | null): string {
  if (action !== 'delete' || how === null) return actionWords[action];
  switch (how) {
    case 'deleted':
      return 'Removed';
    case 'inactive':
      return 'Made inactive';
    case 'completed':
      return 'Concluded';
    case 'suspended':
      return 'Suspended';
    case 'moved':
      return 'Moved out';
    default:
      return assertNever(how);
  }
}

/** What a change of this kind means for the person or thing, for the side panel. */
export function changeSentence(entity: EntityKind, action: ChangeAction, how: RemovalKind | null): string {
  const noun = entityNouns[entity].one;
  switch (action) {
    case 'create':
      return `This ${noun} is not in Canvas yet and will be added.`;
    case 'update':
      return `This ${noun} is in Canvas and will be changed.`;
    case 'restore':
      return `This ${noun} was removed from Canvas earlier and will be brought back.`;
    case 'delete':
      return removalSentence(noun, how);
    case 'adopt':
      return `This ${noun} is in Canvas already and will be linked to the record in the SIS. Nothing else about it changes.`;
    case 'remap':
      return `This ${noun} stays as it is in Canvas. From now on it belongs to the record with the new id in the SIS.`;
    default:
      return assertNever(action);
  }
}

function removalSentence(noun: string, how: RemovalKind | null): string {
  switch (how) {
    case 'inactive':
      return `This ${noun} will be made inactive: work and grades stay, access ends.`;
    case 'completed':
      return `This ${noun} will be concluded: it stays readable, but no longer takes part.`;
    case 'suspended':
      return `This ${noun} will be suspended: signing in is blocked, nothing is deleted.`;
    case 'moved':
      return `This ${noun} leaves here because it moves somewhere else in the same plan.`;
    case 'deleted':
    case null:
      return `This ${noun} will be removed from Canvas.`;
    default:
      return assertNever(how);
  }
}

/** ROSTER-RULES D5. */
export const waitingSentence =
  'The SIS left it out for the first time. A scheduled sync waits until the next complete read agrees; you may apply it now.';

const removalEffects: Readonly<Record<RemovalKind, string>> = {
  deleted: 'taken out of Canvas',
  inactive: 'access ends, work stays',
  completed: 'concluded, stays readable',
  suspended: 'sign-in blocked',
  moved: 'moves elsewhere',
};

/** Where something belongs: its school, or the district as a whole. */
export function placeWord(schoolName: string): string {
  const name = schoolName || 'the district';
  return name[0]?.toUpperCase() + name.slice(1);
}

/** What a change does, short enough for a grid cell. */
export function effectWords(
  entity: EntityKind,
  action: ChangeAction,
  how: RemovalKind | null,
  changed: readonly string[],
): string {
  const noun = entityNouns[entity].one;
  switch (action) {
    case 'create':
      return `new ${noun}`;
    case 'restore':
      return `${noun} comes back`;
    case 'delete':
      return removalEffects[how ?? 'deleted'];
    case 'update':
      return changedWords(changed, entity) || noun;
    case 'adopt':
      return 'linked to the SIS';
    case 'remap':
      return 'known by its new id in the SIS';
    default:
      return assertNever(action);
  }
}

/** In the order a person would tell them. */
const fieldWords: Readonly<Record<string, string>> = {
  name: 'name',
  long_name: 'course name',
  short_name: 'short name',
  full_name: 'full name',
  first_name: 'first name',
  last_name: 'last name',
  sortable_name: 'name for sorting',
  login_id: 'login',
  email: 'e-mail',
  role: 'role',
  status: 'state',
  start_date: 'starts',
  end_date: 'ends',
  'override:TeacherEnrollment': 'ends for teachers',
  'override:TaEnrollment': 'ends for teaching assistants',
  'override:DesignerEnrollment': 'ends for designers',
  account_id: 'school',
  parent_account_id: 'parent school',
  term_id: 'term',
  course_id: 'course',
  section_id: 'section',
  user_id: 'person',
  associated_user_id: 'student watched',
  declared_user_type: 'type of person',
  limit_section_privileges: 'sees own section only',
  authentication_provider_id: 'sign-in service',
  integration_id: 'second identifier',
  date_override_enrollment_type: 'dates for',
  homeroom: 'homeroom',
  sis_id: 'SIS id in Canvas',
  sourcedId: 'id in the SIS',
  in_canvas: 'in Canvas',
};
const fieldOrder = Object.keys(fieldWords);

/** Where a field stands among the others; unknown ones come last. */
export function fieldRank(field: string): number {
  const rank = fieldOrder.indexOf(field);
  return rank < 0 ? fieldOrder.length : rank;
}

/** A Canvas column in an admin's words: `login_id` → "login". Short names of courses are their codes. */
export function fieldWord(field: string, entity?: EntityKind): string {
  if (field === 'short_name' && entity === 'course') return 'course code';
  if (field === 'short_name' && entity === 'user') return 'display name';
  return fieldWords[field] ?? field.replace(/_ids?$/, '').replaceAll('_', ' ');
}

/** Columns that only carry Canvas' inner key of the very row: they say nothing to an admin and are not shown. */
const ownKey: Readonly<Record<EntityKind, ReadonlySet<string>>> = {
  account: new Set(['account_id']),
  term: new Set(['term_id']),
  course: new Set(['course_id']),
  section: new Set(['section_id']),
  user: new Set(['user_id']),
  enrollment: new Set(['section_id', 'user_id', 'course_id']),
  observer: new Set(['user_id', 'associated_user_id', 'section_id', 'course_id']),
};

/** Columns that hold the inner key of another row: shown only when they change, because then something moves. */
const references: ReadonlySet<string> = new Set([
  'account_id',
  'parent_account_id',
  'term_id',
  'course_id',
  'section_id',
  'user_id',
  'associated_user_id',
]);

export function isReference(field: string): boolean {
  return references.has(field);
}

export function isShownField(field: string, entity: EntityKind): boolean {
  return !ownKey[entity].has(field);
}

const stateWords: Readonly<Record<string, string>> = {
  active: 'active',
  available: 'active',
  published: 'published',
  unpublished: 'not published',
  claimed: 'not published',
  created: 'not published',
  completed: 'concluded',
  concluded: 'concluded',
  inactive: 'inactive',
  suspended: 'suspended',
  deleted: 'removed',
};

const roleWords: Readonly<Record<string, string>> = {
  student: 'student',
  teacher: 'teacher',
  ta: 'teaching assistant',
  aide: 'teaching assistant',
  designer: 'course designer',
  observer: 'guardian',
  administrator: 'administrator',
  StudentEnrollment: 'students',
  TeacherEnrollment: 'teachers',
  TaEnrollment: 'teaching assistants',
  DesignerEnrollment: 'course designers',
  ObserverEnrollment: 'guardians',
};

const isoInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;

/** A cell's value in words: dates in the computer's locale, states and roles by name, yes and no. Empty is "nothing". */
export function valueWord(field: string, value: string | undefined): string {
  if (value === undefined || value === '') return 'nothing';
  if (field === 'status') return stateWords[value] ?? value;
  if (isReference(field)) return `the one with number ${value}`;
  if (field === 'role' || field === 'declared_user_type' || field === 'date_override_enrollment_type') {
    return roleWords[value] ?? value;
  }
  if (field === 'limit_section_privileges' || field === 'homeroom') return value === 'true' || value === '1' ? 'yes' : 'no';
  const [first, last] = value.split('/');
  if (field.startsWith('override:') && first && last) return `from ${valueWord('', first)} to ${valueWord('', last)}`;
  if (isoInstant.test(value)) return new Date(value).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
  return value;
}

/** "name, login and 2 more": the grid's last column. */
export function changedWords(changed: readonly string[], entity: EntityKind, most = 3): string {
  const words = [...new Set(changed.filter((field) => isShownField(field, entity)).map((field) => fieldWord(field, entity)))];
  if (words.length === 0) return '';
  if (words.length <= most) return words.join(', ');
  return `${words.slice(0, most).join(', ')} and ${words.length - most} more`;
}

export const runStateWords: Readonly<Record<RunState, string>> = {
  pulling: 'Reading the SIS',
  reading: 'Reading Canvas',
  comparing: 'Comparing',
  planned: 'Preview ready',
  paused: 'Paused between school years',
  approved: 'Approved, about to write',
  sending: 'Writing to Canvas',
  confirming: 'Checking in Canvas',
  done: 'Done',
  partial: 'Done, with problems',
  held: 'Stopped by a hold',
  failed: 'Failed',
  interrupted: 'Interrupted',
  cancelled: 'Cancelled',
};

export const triggerWords: Readonly<Record<RunTrigger, string>> = {
  person: 'A person',
  schedule: 'The schedule',
  headless: 'The command line',
};

const runKindWords: Readonly<Record<Run['kind'], string>> = { plan: 'Preview', apply: 'Sync', evaluate: 'First contact' };

export function runKindWord(kind: Run['kind']): string {
  return runKindWords[kind];
}

export const outcomeWords: Readonly<Record<Receipt['outcome'], string>> = {
  confirmed: 'Confirmed',
  unconfirmed: 'Sent, not confirmed',
  failed: 'Refused by Canvas',
  stale: 'Skipped, changed meanwhile',
  held: 'Held',
  sent: 'Sent',
  'left-out': 'Left out by a person',
};

export const receiptOutcomes = keysOf(outcomeWords);

export const packageWords: Readonly<Record<ImportPackage['state'], string>> = {
  intended: 'Ready to send',
  uploaded: 'Uploaded',
  imported: 'Imported by Canvas',
  confirmed: 'Confirmed',
  failed: 'Failed',
};

/** A receipt's action comes as a word of the plan; anything else stays as it is. */
export function actionWord(action: string): string {
  const known: Readonly<Record<string, string>> = { ...actionWords, override: 'Overwritten' };
  return known[action] ?? action;
}
