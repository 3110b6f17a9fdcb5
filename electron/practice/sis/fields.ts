import type { CollectionName } from './store.ts';

const COMMON = ['sourcedId', 'status', 'dateLastModified', 'metadata'];

/** The fields a collection's rows may carry (oneroster-1.1 §2.2–2.8, §2.10): what filter, sort and fields accept. */
const FIELDS: Record<CollectionName, readonly string[]> = {
  orgs: [...COMMON, 'name', 'type', 'identifier', 'parent', 'children'],
  academicSessions: [...COMMON, 'title', 'startDate', 'endDate', 'type', 'parent', 'children', 'schoolYear'],
  courses: [...COMMON, 'title', 'schoolYear', 'courseCode', 'grades', 'subjects', 'org', 'subjectCodes', 'resources'],
  classes: [
    ...COMMON,
    'title',
    'classCode',
    'classType',
    'location',
    'grades',
    'subjects',
    'course',
    'school',
    'terms',
    'subjectCodes',
    'periods',
    'resources',
  ],
  users: [
    ...COMMON,
    'username',
    'userIds',
    'enabledUser',
    'givenName',
    'familyName',
    'middleName',
    'role',
    'identifier',
    'email',
    'sms',
    'phone',
    'agents',
    'orgs',
    'grades',
  ],
  enrollments: [...COMMON, 'user', 'class', 'school', 'role', 'primary', 'beginDate', 'endDate'],
  categories: [...COMMON, 'title'],
  lineItems: [
    ...COMMON,
    'title',
    'description',
    'assignDate',
    'dueDate',
    'class',
    'category',
    'gradingPeriod',
    'resultValueMin',
    'resultValueMax',
  ],
  results: [...COMMON, 'lineItem', 'student', 'scoreStatus', 'score', 'scoreDate', 'comment'],
};

export function fieldNames(collection: CollectionName): readonly string[] {
  return FIELDS[collection];
}

/** Whether a collection knows a field; a dotted name (`user.sourcedId`, `metadata.stateId`) by its first part. */
export function knowsField(collection: CollectionName, field: string): boolean {
  return FIELDS[collection].includes(field.split('.')[0] ?? '');
}

/** The value of a field, dotted or plain; undefined when absent. */
export function fieldValue(row: Readonly<Record<string, unknown>>, field: string): unknown {
  let value: unknown = row;
  for (const part of field.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  return value;
}
