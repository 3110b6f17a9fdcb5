import { builtInWord, enrollmentStatus, nameParts, type ReportTable, wantedEnrollment } from './provisioning-csv.ts';
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

/** sis_export_csv (§6): only objects with SIS ids, in the columns that imports read. */
export const SIS_EXPORT: Record<ReportKind, ReportTable> = {
  users: {
    columns: columns(
      'user_id integration_id authentication_provider_id login_id password first_name last_name full_name sortable_name short_name email status',
    ),
    rows: users,
  },
  accounts: { columns: columns('account_id parent_account_id name status'), rows: accounts },
  terms: { columns: columns('term_id name status start_date end_date'), rows: terms },
  courses: {
    columns: columns(
      'course_id integration_id short_name long_name account_id term_id status start_date end_date course_format blueprint_course_id',
    ),
    rows: courses,
  },
  sections: { columns: columns('section_id course_id integration_id name status start_date end_date'), rows: sections },
  enrollments: {
    columns: columns('course_id user_id role role_id section_id status associated_user_id limit_section_privileges'),
    rows: enrollments,
  },
  xlist: { columns: columns('xlist_course_id section_id status'), rows: crossLists },
  user_observers: { columns: columns('observer_id student_id status'), rows: observers },
  admins: { columns: columns('user_id account_id role_id role status'), rows: admins },
};

function columns(names: string): string[] {
  return names.split(' ');
}

function* users(scope: ReportScope): Generator<readonly string[]> {
  for (const login of scope.state.logins.values()) {
    const user = scope.state.users.require(login.user_id);
    const status = user.workflow_state === 'deleted' ? 'deleted' : login.workflow_state;
    if (login.sis_user_id === null || !inSisScope(scope, login) || !isListedPerson(scope, user.id)) continue;
    if (status === 'deleted' && !scope.includeDeleted) continue;
    const { first, last } = nameParts(user.sortable_name, user.name);
    const names = [first, last, user.name, user.sortable_name, user.short_name];
    const email = text(user.email_state === 'retired' ? null : user.email);
    yield [
      login.sis_user_id,
      text(login.integration_id),
      text(login.authentication_provider_id),
      login.unique_id,
      '',
      ...names,
      email,
      status,
    ];
  }
}

function* accounts(scope: ReportScope): Generator<readonly string[]> {
  for (const account of scope.state.accounts.values()) {
    if (account.sis_source_id === null || !isListedAccount(scope, account)) continue;
    if (account.workflow_state === 'deleted' && !scope.includeDeleted) continue;
    const parent = scope.state.accounts.get(account.parent_account_id);
    yield [account.sis_source_id, text(parent?.sis_source_id), account.name, account.workflow_state];
  }
}

function* terms(scope: ReportScope): Generator<readonly string[]> {
  for (const term of scope.state.terms.values()) {
    if (term.sis_source_id === null || !inSisScope(scope, term) || (term.workflow_state === 'deleted' && !scope.includeDeleted))
      continue;
    if (scope.termId !== undefined && term.id !== scope.termId) continue;
    yield [term.sis_source_id, term.name, term.workflow_state, scope.date(term.start_at), scope.date(term.end_at)];
  }
}

/** `active` for anything neither deleted nor completed. */
function* courses(scope: ReportScope): Generator<readonly string[]> {
  for (const course of scope.state.courses.values()) {
    if (course.sis_source_id === null || !inSisScope(scope, course) || !inPlace(scope, course)) continue;
    const gone = course.workflow_state === 'deleted' || course.workflow_state === 'completed';
    if (gone && !scope.includeDeleted) continue;
    const dated = course.restrict_enrollments_to_course_dates;
    yield [
      course.sis_source_id,
      text(course.integration_id),
      course.course_code,
      course.name,
      text(scope.state.accounts.require(course.account_id).sis_source_id),
      text(scope.state.terms.require(course.enrollment_term_id).sis_source_id),
      gone ? course.workflow_state : 'active',
      dated ? scope.date(course.start_at) : '',
      dated ? scope.date(course.conclude_at) : '',
      text(course.course_format),
      text(scope.state.courses.get(course.blueprint_course_id)?.sis_source_id),
    ];
  }
}

function* sections(scope: ReportScope): Generator<readonly string[]> {
  for (const section of scope.state.sections.values()) {
    const course = scope.state.courses.require(section.course_id);
    if (section.sis_source_id === null || !inSisScope(scope, section) || !inPlace(scope, course)) continue;
    const gone = section.workflow_state === 'deleted' || course.workflow_state === 'deleted';
    if (gone && !scope.includeDeleted) continue;
    const dated = section.restrict_enrollments_to_section_dates;
    yield [
      section.sis_source_id,
      text(course.sis_source_id),
      text(section.integration_id),
      section.name,
      section.workflow_state,
      dated ? scope.date(section.start_at) : '',
      dated ? scope.date(section.end_at) : '',
    ];
  }
}

/** Leaves out invited enrollments and those whose user, or course and section, have no SIS id. */
function* enrollments(scope: ReportScope): Generator<readonly string[]> {
  const { state } = scope;
  for (const enrollment of state.enrollments.values()) {
    const section = state.sections.require(enrollment.course_section_id);
    const course = state.courses.require(enrollment.course_id);
    if (!wantedEnrollment(scope, enrollment) || !inPlace(scope, course) || enrollment.workflow_state === 'invited') continue;
    const login = loginForReports(state, enrollment.user_id);
    if (login === undefined || login.sis_user_id === null || (section.sis_source_id ?? course.sis_source_id) === null) continue;
    const status = enrollmentStatus(enrollment, section, course);
    if ((status === 'deleted' || status === 'concluded') && !scope.includeDeleted) continue;
    const role = state.roles.require(enrollment.role_id);
    const associated = enrollment.associated_user_id === null ? undefined : loginForReports(state, enrollment.associated_user_id);
    yield [
      text(course.sis_source_id),
      login.sis_user_id,
      role.built_in ? builtInWord(enrollment) : role.name,
      text(role.id),
      text(section.sis_source_id),
      status,
      text(associated?.sis_user_id),
      text(enrollment.limit_privileges_to_course_section),
    ];
  }
}

function* crossLists(scope: ReportScope): Generator<readonly string[]> {
  for (const section of scope.state.sections.values()) {
    if (section.nonxlist_course_id === null || section.sis_source_id === null || !inSisScope(scope, section)) continue;
    const course = scope.state.courses.require(section.course_id);
    const gone = section.workflow_state === 'deleted' || course.workflow_state === 'deleted';
    if (course.sis_source_id === null || !inPlace(scope, course) || (gone && !scope.includeDeleted)) continue;
    yield [course.sis_source_id, section.sis_source_id, section.workflow_state];
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
    const [observer, student] = [loginForReports(scope.state, link.observer_id), loginForReports(scope.state, link.student_id)];
    if (observer?.sis_user_id == null || student?.sis_user_id == null) continue;
    yield [observer.sis_user_id, student.sis_user_id, link.workflow_state];
  }
}

function* admins(scope: ReportScope): Generator<readonly string[]> {
  for (const admin of scope.state.admins.values()) {
    const login = loginForReports(scope.state, admin.user_id);
    if (
      login?.sis_user_id == null ||
      !isAdminThere(scope, admin) ||
      !inSisScope(scope, admin) ||
      (admin.workflow_state === 'deleted' && !scope.includeDeleted)
    )
      continue;
    const account = scope.state.accounts.require(admin.account_id);
    const role = scope.state.roles.require(admin.role_id);
    yield [login.sis_user_id, text(account.sis_source_id), text(role.id), role.name, admin.workflow_state];
  }
}
