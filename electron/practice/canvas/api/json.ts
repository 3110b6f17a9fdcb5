import type { CanvasApp } from '../app.ts';
import { ROOT_ACCOUNT_ID } from '../canvas-state.ts';
import type { Account, AuthenticationProvider, Course, Enrollment, Login, Section, Term, User } from '../model.ts';
import { loginForReports } from '../reports/report-scope.ts';
import { sisFields } from './refs.ts';

/** The JSON of Canvas' objects; keys as in recordings/canvas and §5.6. */
export function accountJson(app: CanvasApp, account: Account): object {
  return {
    id: account.id,
    name: account.name,
    workflow_state: account.workflow_state,
    parent_account_id: account.parent_account_id,
    root_account_id: account.id === ROOT_ACCOUNT_ID ? null : ROOT_ACCOUNT_ID,
    uuid: `practice-account-${account.id}`,
    default_storage_quota_mb: 500,
    default_user_storage_quota_mb: 50,
    default_group_storage_quota_mb: 50,
    default_time_zone: app.state.timeZone,
    ...sisFields(app, {
      sis_account_id: account.sis_source_id,
      integration_id: account.integration_id,
      sis_import_id: account.sis_batch_id,
    }),
  };
}

export function termJson(app: CanvasApp, term: Term, withOverrides: boolean): object {
  return {
    id: term.id,
    name: term.name,
    start_at: term.start_at,
    end_at: term.end_at,
    created_at: term.created_at,
    workflow_state: term.workflow_state,
    grading_period_group_id: null,
    ...sisFields(app, { sis_term_id: term.sis_source_id, integration_id: term.integration_id, sis_import_id: term.sis_batch_id }),
    ...(withOverrides ? { overrides: term.overrides } : {}),
  };
}

export function courseJson(app: CanvasApp, course: Course): Record<string, unknown> {
  return {
    id: course.id,
    name: course.name,
    account_id: course.account_id,
    uuid: `practice-course-${course.id}`,
    start_at: course.start_at,
    grading_standard_id: null,
    is_public: false,
    created_at: course.created_at,
    course_code: course.course_code,
    default_view: 'modules',
    root_account_id: ROOT_ACCOUNT_ID,
    enrollment_term_id: course.enrollment_term_id,
    license: 'private',
    grade_passback_setting: course.grade_passback_setting,
    end_at: course.conclude_at,
    public_syllabus: false,
    public_syllabus_to_auth: false,
    storage_quota_mb: 500,
    is_public_to_auth_users: false,
    homeroom_course: course.homeroom_course,
    course_color: null,
    friendly_name: course.friendly_name,
    apply_assignment_group_weights: false,
    calendar: { ics: `${app.url}/feeds/calendars/course_practice${course.id}.ics` },
    time_zone: app.state.timeZone,
    blueprint: course.blueprint,
    template: false,
    hide_final_grades: false,
    workflow_state: course.workflow_state === 'claimed' ? 'unpublished' : course.workflow_state,
    course_format: course.course_format,
    restrict_enrollments_to_course_dates: course.restrict_enrollments_to_course_dates,
    ...sisFields(app, {
      sis_course_id: course.sis_source_id,
      integration_id: course.integration_id,
      sis_import_id: course.sis_batch_id,
    }),
  };
}

export function sectionJson(app: CanvasApp, section: Section): object {
  const course = app.state.courses.require(section.course_id);
  return {
    id: section.id,
    course_id: section.course_id,
    name: section.name,
    start_at: section.start_at,
    end_at: section.end_at,
    created_at: section.created_at,
    restrict_enrollments_to_section_dates: section.restrict_enrollments_to_section_dates,
    nonxlist_course_id: section.nonxlist_course_id,
    ...sisFields(app, {
      sis_section_id: section.sis_source_id,
      sis_course_id: course.sis_source_id,
      integration_id: section.integration_id,
      sis_import_id: section.sis_batch_id,
    }),
  };
}

export function userJson(app: CanvasApp, user: User): Record<string, unknown> {
  const login = liveLogin(app, user.id);
  return {
    id: user.id,
    name: user.name,
    created_at: user.created_at,
    sortable_name: user.sortable_name,
    short_name: user.short_name,
    ...sisFields(app, {
      sis_user_id: login?.sis_user_id ?? null,
      integration_id: login?.integration_id ?? null,
      sis_import_id: login?.sis_batch_id ?? null,
    }),
    ...(mayNot(app, 'view_user_logins') ? {} : { login_id: login?.unique_id ?? null }),
    ...(mayNot(app, 'read_email_addresses') ? {} : { email: user.email_state === 'retired' ? null : user.email }),
    pronouns: user.pronouns,
  };
}

/** Without the permission the key is absent, not null. */
function mayNot(app: CanvasApp, permission: string): boolean {
  return app.settings.missingPermissions.includes(permission);
}

function liveLogin(app: CanvasApp, userId: number): Login | undefined {
  const login = loginForReports(app.state, userId);
  return login?.workflow_state === 'deleted' ? undefined : login;
}

export function loginJson(app: CanvasApp, login: Login): object {
  const provider = app.state.providers.get(login.authentication_provider_id);
  return {
    id: login.id,
    user_id: login.user_id,
    account_id: ROOT_ACCOUNT_ID,
    workflow_state: login.workflow_state,
    unique_id: login.unique_id,
    created_at: login.created_at,
    ...sisFields(app, {
      sis_user_id: login.sis_user_id,
      integration_id: login.integration_id,
      sis_import_id: login.sis_batch_id,
    }),
    authentication_provider_id: login.authentication_provider_id,
    authentication_provider_type: provider?.auth_type ?? null,
    declared_user_type: login.declared_user_type,
  };
}

export function enrollmentJson(app: CanvasApp, enrollment: Enrollment): Record<string, unknown> {
  const { state } = app;
  const course = state.courses.require(enrollment.course_id);
  const section = state.sections.require(enrollment.course_section_id);
  const login = loginForReports(state, enrollment.user_id);
  return {
    id: enrollment.id,
    user_id: enrollment.user_id,
    course_id: enrollment.course_id,
    type: enrollment.type,
    created_at: enrollment.created_at,
    associated_user_id: enrollment.associated_user_id,
    start_at: enrollment.start_at,
    end_at: enrollment.end_at,
    course_section_id: enrollment.course_section_id,
    root_account_id: ROOT_ACCOUNT_ID,
    limit_privileges_to_course_section: enrollment.limit_privileges_to_course_section,
    enrollment_state: enrollment.workflow_state,
    role: state.roles.require(enrollment.role_id).name,
    role_id: enrollment.role_id,
    last_activity_at: null,
    last_attended_at: null,
    ...sisFields(app, {
      sis_account_id: state.accounts.require(course.account_id).sis_source_id,
      sis_course_id: course.sis_source_id,
      course_integration_id: course.integration_id,
      sis_section_id: section.sis_source_id,
      section_integration_id: section.integration_id,
      sis_user_id: login?.sis_user_id ?? null,
      sis_import_id: enrollment.sis_batch_id,
    }),
    html_url: `${app.url}/courses/${enrollment.course_id}/users/${enrollment.user_id}`,
    ...(enrollment.type === 'StudentEnrollment' ? { grades: noGrades(app, enrollment) } : {}),
    user: userJson(app, state.users.require(enrollment.user_id)),
  };
}

/** Every student enrollment carries its grades; nobody is graded here yet. */
function noGrades(app: CanvasApp, enrollment: Enrollment): object {
  return {
    html_url: `${app.url}/courses/${enrollment.course_id}/grades/${enrollment.user_id}`,
    current_grade: null,
    current_score: null,
    final_grade: null,
    final_score: null,
    unposted_current_grade: null,
    unposted_current_score: null,
    unposted_final_grade: null,
    unposted_final_score: null,
  };
}

export function providerJson(provider: AuthenticationProvider, position: number): object {
  return { id: provider.id, auth_type: provider.auth_type, position, jit_provisioning: false };
}
