/**
 * The objects a Canvas holds, with Canvas' own column names, so that reports, answers and dumps need no translation
 * (reference/canvas-sis.md §9). Dates are ISO 8601 in UTC without milliseconds, or null.
 */

/** Every object that SIS imports may touch: the last import that stamped it, and the fields people have claimed (§4). */
export interface SisManaged {
  id: number;
  sis_batch_id: number | null;
  stuck: readonly string[];
  created_at: string;
}

export interface Account extends SisManaged {
  name: string;
  /** Canvas for Elementary is switched on here and below: courses may have a friendly name. */
  elementary?: boolean;
  parent_account_id: number | null;
  sis_source_id: string | null;
  integration_id: string | null;
  workflow_state: 'active' | 'deleted';
}

export const ENROLLMENT_TYPES = [
  'StudentEnrollment',
  'TeacherEnrollment',
  'TaEnrollment',
  'DesignerEnrollment',
  'ObserverEnrollment',
] as const;
export type EnrollmentType = (typeof ENROLLMENT_TYPES)[number];

export interface DateOverride {
  start_at: string | null;
  end_at: string | null;
}

export interface Term extends SisManaged {
  name: string;
  start_at: string | null;
  end_at: string | null;
  sis_source_id: string | null;
  integration_id: string | null;
  workflow_state: 'active' | 'deleted';
  overrides: Partial<Record<EnrollmentType, DateOverride>>;
}

export type CourseState = 'claimed' | 'available' | 'completed' | 'deleted';

export interface Course extends SisManaged {
  name: string;
  course_code: string;
  account_id: number;
  enrollment_term_id: number;
  workflow_state: CourseState;
  start_at: string | null;
  conclude_at: string | null;
  restrict_enrollments_to_course_dates: boolean;
  course_format: 'online' | 'on_campus' | 'blended' | null;
  grade_passback_setting: string | null;
  homeroom_course: boolean;
  friendly_name: string | null;
  /** True for a blueprint course. */
  blueprint: boolean;
  /** The blueprint this course is associated with. */
  blueprint_course_id: number | null;
  /** For a course that a cross-listing made: the course it copies and keeps following (§1.8). */
  follows_course_id: number | null;
  sis_source_id: string | null;
  integration_id: string | null;
}

export interface Section extends SisManaged {
  name: string;
  course_id: number;
  /** Where the section belongs while it is cross-listed elsewhere. */
  nonxlist_course_id: number | null;
  default_section: boolean;
  workflow_state: 'active' | 'deleted';
  start_at: string | null;
  end_at: string | null;
  restrict_enrollments_to_section_dates: boolean;
  sis_source_id: string | null;
  integration_id: string | null;
}

export interface User extends SisManaged {
  name: string;
  sortable_name: string;
  short_name: string;
  pronouns: string | null;
  email: string | null;
  email_state: 'active' | 'retired' | null;
  workflow_state: 'registered' | 'deleted';
}

/** A pseudonym: SIS ids and states of people live here, not on the user. */
export interface Login extends SisManaged {
  user_id: number;
  unique_id: string;
  sis_user_id: string | null;
  integration_id: string | null;
  authentication_provider_id: number | null;
  declared_user_type: string | null;
  workflow_state: 'active' | 'suspended' | 'deleted';
}

/** What a teacher grades; `post_to_sis` is the flag "Sync to SIS" (canvas-grades.md §1.3). */
export interface Assignment {
  id: number;
  course_id: number;
  name: string;
  points_possible: number;
  due_at: string | null;
  workflow_state: 'published' | 'unpublished' | 'deleted';
  post_to_sis: boolean;
  created_at: string;
}

export type EnrollmentState = 'active' | 'invited' | 'completed' | 'inactive' | 'deleted';

export interface Enrollment extends SisManaged {
  user_id: number;
  course_id: number;
  course_section_id: number;
  type: EnrollmentType;
  role_id: number;
  associated_user_id: number | null;
  workflow_state: EnrollmentState;
  start_at: string | null;
  end_at: string | null;
  limit_privileges_to_course_section: boolean;
}

export interface ObserverLink extends SisManaged {
  observer_id: number;
  student_id: number;
  workflow_state: 'active' | 'deleted';
}

export interface AccountAdmin extends SisManaged {
  user_id: number;
  account_id: number;
  role_id: number;
  workflow_state: 'active' | 'deleted';
}

/** A person in a student group of a course; groups are made by hand only, imports of them are not played. */
export interface GroupMembership extends SisManaged {
  user_id: number;
  course_id: number;
  group_name: string;
  workflow_state: 'accepted' | 'deleted';
}

export interface AuthenticationProvider {
  id: number;
  auth_type: string;
  workflow_state: 'active' | 'deleted';
}

export interface Role {
  id: number;
  account_id: number;
  name: string;
  base_role_type: EnrollmentType | 'AccountMembership';
  built_in: boolean;
  workflow_state: 'active' | 'inactive';
}

/** Shared by all untouched rows: a million enrollments must not hold a million empty lists. */
export const NOTHING_STUCK: readonly string[] = Object.freeze([]);

/** §4: the fields a hand edit claims. */
export const STICKY_FIELDS = {
  account: ['name', 'parent_account_id'],
  term: ['name', 'start_at', 'end_at'],
  course: [
    'name',
    'course_code',
    'start_at',
    'conclude_at',
    'restrict_enrollments_to_course_dates',
    'enrollment_term_id',
    'workflow_state',
    'account_id',
    'grade_passback_setting',
  ],
  section: ['course_id', 'name', 'start_at', 'end_at', 'restrict_enrollments_to_section_dates'],
  user: ['name', 'sortable_name', 'short_name', 'pronouns'],
  login: ['unique_id', 'workflow_state'],
  enrollment: ['start_at', 'end_at'],
} as const satisfies Record<string, readonly string[]>;
export type StickyKind = keyof typeof STICKY_FIELDS;
