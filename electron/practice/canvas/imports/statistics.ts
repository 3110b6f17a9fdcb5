import type { Profile } from '../settings.ts';
import type { ImportRecord } from './import-record.ts';

const KINDS = [
  'Account',
  'EnrollmentTerm',
  'AbstractCourse',
  'Course',
  'CourseSection',
  'GroupCategory',
  'Group',
  'Pseudonym',
  'CommunicationChannel',
  'Enrollment',
  'GroupMembership',
  'UserObserver',
  'AccountUser',
];
const KINDS_OF_2026 = [
  'InstitutionalTagCategory',
  'InstitutionalTag',
  'InstitutionalTagAssociation',
  'AssignmentOverrideStudent',
];

/** data.statistics (§2.4): every kind is listed, only changes of state are counted. */
export function statisticsJson(counted: ImportRecord['statistics'], profile: Profile): object {
  const changes: Readonly<Record<string, Record<string, number>>> = counted ?? {};
  const kinds = profile === '2026' ? [...KINDS, ...KINDS_OF_2026] : KINDS;
  const total = Object.values(changes)
    .flatMap(Object.values)
    .reduce((sum: number, count: number) => sum + count, 0);
  return {
    total_state_changes: total,
    ...Object.fromEntries(kinds.map((kind) => [kind, { ...noChanges(kind), ...changes[kind] }])),
  };
}

function noChanges(kind: string): Record<string, number> {
  const concluded = kind === 'Course' || kind === 'Enrollment' ? { concluded: 0 } : {};
  return { created: 0, restored: 0, deleted: 0, ...concluded, ...(kind === 'Enrollment' ? { deactivated: 0 } : {}) };
}
