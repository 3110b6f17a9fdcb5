import type { Course, Enrollment, Section } from '../model.ts';
import {
  inPlace,
  inSisScope,
  isAdminThere,
  isListedAccount,
  isListedPerson,
  loginForReports,
  type ReportKind,
  type ReportScope,
  text,
} from './report-scope.ts';

export interface ReportTable {
  columns: readonly string[];
  rows(scope: ReportScope): Generator<readonly string[]>;
}

/** The columns and gotchas of provisioning_csv (§6): lists everything, hand-made objects have blank SIS cells. */
export const PROVISIONING: Record<ReportKind, ReportTable> = {
  users: {
    columns: columns(
      'canvas_user_id user_id integration_id authentication_provider_id login_id first_name last_name full_name sortable_name short_name email status created_by_sis',
    ),
    rows: users,
  },
  accounts: {
    columns: columns('canvas_account_id account_id canvas_parent_id parent_account_id name status created_by_sis'),
    rows: accounts,
  },
  terms: { columns: columns('canvas_term_id term_id name status start_date end_date created_by_sis'), rows: terms },
  courses: {
    columns: columns(
      'canvas_course_id course_id integration_id short_name long_name canvas_account_id account_id canvas_term_id term_id status start_date end_date course_format canvas_blueprint_course_id blueprint_course_id created_by_sis',
    ),
    rows: courses,
  },
  sections: {
    columns: columns(
      'canvas_section_id section_id canvas_course_id course_id integration_id name status start_date end_date canvas_account_id account_id created_by_sis',
    ),
    rows: sections,
  },
  enrollments: {
    columns: columns(
      'canvas_course_id course_id canvas_user_id user_id role role_id canvas_section_id section_id status canvas_associated_user_id associated_user_id created_by_sis base_role_type limit_section_privileges canvas_enrollment_id',
    ),
    rows: enrollments,
  },
  xlist: {
    columns: columns(
      'canvas_xlist_course_id xlist_course_id canvas_section_id section_id status canvas_nonxlist_course_id nonxlist_course_id',
    ),
    rows: crossLists,
  },
  user_observers: {
    columns: columns('canvas_observer_id observer_id canvas_student_id student_id status created_by_sis'),
    rows: observers,
  },
  admins: {
    columns: columns('admin_user_name canvas_user_id user_id canvas_account_id account_id role_id role status created_by_sis'),
    rows: admins,
  },
};

function columns(names: string): string[] {
  return names.split(' ');
}

/** One row per login: a user with two logins has two rows. */
function* users(scope: ReportScope): Generator<readonly string[]> {
  for (const login of scope.state.logins.values()) {
    const user = scope.state.users.require(login.user_id);
    const status = user.workflow_state === 'deleted' ? 'deleted' : login.workflow_state;
    if (!inSisScope(scope, login) || !isListedPerson(scope, user.id)) continue;
    if (status === 'deleted' && !scope.includeDeleted) continue;
    const { first, last } = nameParts(user.sortable_name, user.name);
    yield [
      text(user.id),
      text(login.sis_user_id),
      text(login.integration_id),
      text(login.authentication_provider_id),
      login.unique_id,
      first,
      last,
      user.name,
      user.sortable_name,
      user.short_name,
      text(user.email_state === 'retired' ? null : user.email),
      status,
      text(login.sis_batch_id !== null),
    ];
  }
}

export function nameParts(sortable: string, name: string): { first: string; last: string } {
  const comma = sortable.indexOf(',');
  if (comma >= 0) return { first: sortable.slice(comma + 1).trim(), last: sortable.slice(0, comma).trim() };
  return { first: name, last: '' };
}

/** The root account itself is not listed. */
function* accounts(scope: ReportScope): Generator<readonly string[]> {
  for (const account of scope.state.accounts.values()) {
    if (!isListedAccount(scope, account)) continue;
    if (account.workflow_state === 'deleted' && !scope.includeDeleted) continue;
    const parent = scope.state.accounts.get(account.parent_account_id);
    yield [
      text(account.id),
      text(account.sis_source_id),
      text(account.parent_account_id),
      text(parent?.sis_source_id),
      account.name,
      account.workflow_state,
      text(account.sis_batch_id !== null),
    ];
  }
}

function* terms(scope: ReportScope): Generator<readonly string[]> {
  for (const term of scope.state.terms.values()) {
    if (!inSisScope(scope, term) || (term.workflow_state === 'deleted' && !scope.includeDeleted)) continue;
    if (scope.termId !== undefined && term.id !== scope.termId) continue;
    yield [
      text(term.id),
      text(term.sis_source_id),
      term.name,
      term.workflow_state,
      scope.date(term.start_at),
      scope.date(term.end_at),
      text(term.sis_batch_id !== null),
    ];
  }
}

/** Dates only appear while the restriction to them is on. */
function* courses(scope: ReportScope): Generator<readonly string[]> {
  for (const course of scope.state.courses.values()) {
    if (!inSisScope(scope, course) || !inPlace(scope, course)) continue;
    const gone = course.workflow_state === 'deleted' || course.workflow_state === 'completed';
    if (gone && !scope.includeDeleted) continue;
    const account = scope.state.accounts.require(course.account_id);
    const term = scope.state.terms.require(course.enrollment_term_id);
    const dated = course.restrict_enrollments_to_course_dates;
    yield [
      text(course.id),
      text(course.sis_source_id),
      text(course.integration_id),
      course.course_code,
      course.name,
      text(account.id),
      text(account.sis_source_id),
      text(term.id),
      text(term.sis_source_id),
      courseStatus(course),
      dated ? scope.date(course.start_at) : '',
      dated ? scope.date(course.conclude_at) : '',
      text(course.course_format),
      text(course.blueprint_course_id),
      text(scope.state.courses.get(course.blueprint_course_id)?.sis_source_id),
      text(course.sis_batch_id !== null),
    ];
  }
}

/** `concluded` is not a word that imports understand. */
function courseStatus(course: Course): string {
  if (course.workflow_state === 'available') return 'active';
  if (course.workflow_state === 'completed') return 'concluded';
  return course.workflow_state === 'claimed' ? 'unpublished' : 'deleted';
}

/** A cross-listed section shows the course it lives in; the original is in the xlist file only. */
function* sections(scope: ReportScope): Generator<readonly string[]> {
  for (const section of scope.state.sections.values()) {
    const course = scope.state.courses.require(section.course_id);
    if (!inSisScope(scope, section) || !inPlace(scope, course)) continue;
    const gone = section.workflow_state === 'deleted' || course.workflow_state === 'deleted';
    if (gone && !scope.includeDeleted) continue;
    const account = scope.state.accounts.require(course.account_id);
    const dated = section.restrict_enrollments_to_section_dates;
    yield [
      text(section.id),
      text(section.sis_source_id),
      text(course.id),
      text(course.sis_source_id),
      text(section.integration_id),
      section.name,
      section.workflow_state,
      dated ? scope.date(section.start_at) : '',
      dated ? scope.date(section.end_at) : '',
      text(account.id),
      text(account.sis_source_id),
      text(section.sis_batch_id !== null),
    ];
  }
}

/** Never with dates; an enrollment of a deleted section or course reads `deleted`, completed reads `concluded`. */
function* enrollments(scope: ReportScope): Generator<readonly string[]> {
  const { state } = scope;
  for (const enrollment of state.enrollments.values()) {
    const section = state.sections.require(enrollment.course_section_id);
    const course = state.courses.require(enrollment.course_id);
    if (!wantedEnrollment(scope, enrollment) || !inPlace(scope, course)) continue;
    const status = enrollmentStatus(enrollment, section, course);
    const gone = status === 'deleted' || status === 'concluded' || course.workflow_state === 'completed';
    if (gone && !scope.includeDeleted) continue;
    const login = loginForReports(state, enrollment.user_id);
    const associated = enrollment.associated_user_id === null ? undefined : loginForReports(state, enrollment.associated_user_id);
    const role = state.roles.require(enrollment.role_id);
    yield [
      text(course.id),
      text(course.sis_source_id),
      text(enrollment.user_id),
      text(login?.sis_user_id),
      role.built_in ? builtInWord(enrollment) : role.name,
      text(role.id),
      text(section.id),
      text(section.sis_source_id),
      status,
      text(enrollment.associated_user_id),
      text(associated?.sis_user_id),
      text(enrollment.sis_batch_id !== null),
      enrollment.type,
      text(enrollment.limit_privileges_to_course_section),
      text(enrollment.id),
    ];
  }
}

export function wantedEnrollment(scope: ReportScope, enrollment: Enrollment): boolean {
  if (!inSisScope(scope, enrollment)) return false;
  if (scope.enrollmentTypes.size > 0 && !scope.enrollmentTypes.has(enrollment.type)) return false;
  return scope.enrollmentStates.size === 0 || scope.enrollmentStates.has(enrollment.workflow_state);
}

export function enrollmentStatus(enrollment: Enrollment, section: Section, course: Course): string {
  if (section.workflow_state === 'deleted' || course.workflow_state === 'deleted') return 'deleted';
  return enrollment.workflow_state === 'completed' ? 'concluded' : enrollment.workflow_state;
}

export function builtInWord(enrollment: Enrollment): string {
  return enrollment.type.replace(/Enrollment$/, '').toLowerCase();
}

function* crossLists(scope: ReportScope): Generator<readonly string[]> {
  for (const section of scope.state.sections.values()) {
    if (section.nonxlist_course_id === null || !inSisScope(scope, section)) continue;
    const course = scope.state.courses.require(section.course_id);
    const gone = section.workflow_state === 'deleted' || course.workflow_state === 'deleted';
    if (!inPlace(scope, course) || (gone && !scope.includeDeleted)) continue;
    const home = scope.state.courses.require(section.nonxlist_course_id);
    yield [
      text(course.id),
      text(course.sis_source_id),
      text(section.id),
      text(section.sis_source_id),
      section.workflow_state,
      text(home.id),
      text(home.sis_source_id),
    ];
  }
}

function* observers(scope: ReportScope): Generator<readonly string[]> {
  for (const link of scope.state.observerLinks.values()) {
    if (
      !isListedPerson(scope, link.student_id) ||
      !inSisScope(scope, link) ||
      (link.workflow_state === 'deleted' && !scope.includeDeleted)
    )
      continue;
    yield [
      text(link.observer_id),
      text(loginForReports(scope.state, link.observer_id)?.sis_user_id),
      text(link.student_id),
      text(loginForReports(scope.state, link.student_id)?.sis_user_id),
      link.workflow_state,
      text(link.sis_batch_id !== null),
    ];
  }
}

function* admins(scope: ReportScope): Generator<readonly string[]> {
  for (const admin of scope.state.admins.values()) {
    if (!isAdminThere(scope, admin) || !inSisScope(scope, admin) || (admin.workflow_state === 'deleted' && !scope.includeDeleted))
      continue;
    const account = scope.state.accounts.require(admin.account_id);
    yield [
      scope.state.users.require(admin.user_id).name,
      text(admin.user_id),
      text(loginForReports(scope.state, admin.user_id)?.sis_user_id),
      text(account.id),
      text(account.sis_source_id),
      text(admin.role_id),
      scope.state.roles.require(admin.role_id).name,
      admin.workflow_state,
      text(admin.sis_batch_id !== null),
    ];
  }
}
