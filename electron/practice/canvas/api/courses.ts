import type { CanvasApp } from '../app.ts';
import { json, list, notFound } from '../http/answer.ts';
import { listField } from '../http/fields.ts';
import { type ApiRequest, type Handler, type Route, route } from '../http/router.ts';
import { isWithin } from '../imports/blueprint.ts';
import type { Course, Enrollment, EnrollmentState } from '../model.ts';
import { courseJson, enrollmentJson, sectionJson, userJson } from './json.ts';
import { accountOf, courseOf, need, sectionOf, termOf, userOf } from './refs.ts';

const STATE_WORDS: Readonly<Record<string, string>> = { created: 'claimed', claimed: 'claimed', unpublished: 'claimed' };

/** Deleted courses only when state[] names them; `all` means everything but deleted. */
const coursesOfAccount: Handler = (app, request) => {
  const account = accountOf(app, request.params.account_id ?? '');
  need(app, 'read_course_list');
  const states = listField(request.fields, 'state').map((word) => STATE_WORDS[word] ?? word);
  const termRef = request.fields.get('enrollment_term_id');
  const termId = termRef === null ? undefined : termOf(app, termRef).id;
  const search = request.fields.get('search_term')?.toLowerCase();
  const rows = [...app.state.courses.values()].filter((course) => {
    const wanted =
      states.length === 0 || states.includes('all')
        ? course.workflow_state !== 'deleted'
        : states.includes(course.workflow_state);
    if (!wanted || (termId !== undefined && course.enrollment_term_id !== termId)) return false;
    if (
      search !== undefined &&
      !`${course.name}\n${course.course_code}\n${course.sis_source_id ?? ''}`.toLowerCase().includes(search)
    )
      return false;
    return isWithin(app.state, course.account_id, account.id);
  });
  return list(rows, (course) => courseJson(app, course));
};

/** A deleted course is not found, as in Canvas, unless include[]=all_courses asks for it. */
function liveCourse(app: CanvasApp, request: ApiRequest): Course {
  const course = courseOf(app, request.params.course_id ?? '');
  if (listField(request.fields, 'include').includes('all_courses')) return course;
  return course.workflow_state === 'deleted' ? notFound() : course;
}

const showCourse: Handler = (app, request) => {
  const course = liveCourse(app, request);
  const includes = listField(request.fields, 'include');
  const body = { ...courseJson(app, course), enrollments: ownEnrollments(app, course) };
  const sections = app.state.sectionsOf(course.id).map((section) => sectionJson(app, section));
  return json({
    ...body,
    ...(includes.includes('sections') ? { sections } : {}),
    ...(includes.includes('syllabus_body') ? { syllabus_body: null } : {}),
  });
};

/** The asking user's own enrollments, in the short form courses carry. */
function ownEnrollments(app: CanvasApp, course: Course): object[] {
  const mine = app.state
    .enrollmentsOfUser(app.tokenUserId)
    .filter((row) => row.course_id === course.id && row.workflow_state === 'active');
  return mine.map((row) => ({
    type: row.type.replace(/Enrollment$/, '').toLowerCase(),
    role: app.state.roles.require(row.role_id).name,
    role_id: row.role_id,
    user_id: row.user_id,
    enrollment_state: row.workflow_state,
    limit_privileges_to_course_section: row.limit_privileges_to_course_section,
  }));
}

const sectionsOfCourse: Handler = (app, request) => {
  const course = liveCourse(app, request);
  const live = app.state.sectionsOf(course.id).filter((section) => section.workflow_state === 'active');
  return list(live, (section) => sectionJson(app, section));
};

const showSection: Handler = (app, request) => {
  const section = sectionOf(app, request.params.section_id ?? '');
  if (section.workflow_state === 'deleted') notFound();
  return json(sectionJson(app, section));
};

const enrollmentsOfCourse: Handler = (app, request) => {
  const course = liveCourse(app, request);
  return enrollmentList(app, request, [...app.state.enrollmentsOfCourse(course.id)]);
};

const enrollmentsOfSection: Handler = (app, request) => {
  const section = sectionOf(app, request.params.section_id ?? '');
  return enrollmentList(app, request, app.state.enrollmentsOfSection(section.id));
};

const enrollmentsOfUser: Handler = (app, request) => {
  const user = userOf(app, request.params.user_id ?? '');
  return enrollmentList(app, request, app.state.enrollmentsOfUser(user.id));
};

/** Filters state[] (default active and invited), type[], role[], user_id, sis_user_id[], sis_course_id[], sis_section_id[]. */
function enrollmentList(app: CanvasApp, request: ApiRequest, all: readonly Enrollment[]) {
  need(app, 'read_roster');
  const { fields } = request;
  const states = listField(fields, 'state') as (EnrollmentState | 'current_and_concluded')[];
  const shown = states.length === 0 ? ['active', 'invited'] : states;
  const types = listField(fields, 'type');
  const roleNames = listField(fields, 'role');
  const userIds = wantedUsers(app, fields);
  const sisCourses = listField(fields, 'sis_course_id');
  const sisSections = listField(fields, 'sis_section_id');
  const rows = all.filter((row) => {
    if (!shown.includes(row.workflow_state) || (types.length > 0 && !types.includes(row.type))) return false;
    if (userIds !== undefined && !userIds.has(row.user_id)) return false;
    if (roleNames.length > 0 && !roleNames.includes(app.state.roles.require(row.role_id).name)) return false;
    if (sisCourses.length > 0 && !sisCourses.includes(app.state.courses.require(row.course_id).sis_source_id ?? '')) return false;
    return (
      sisSections.length === 0 || sisSections.includes(app.state.sections.require(row.course_section_id).sis_source_id ?? '')
    );
  });
  return list(rows, (row) => enrollmentJson(app, row));
}

function wantedUsers(app: CanvasApp, fields: URLSearchParams): Set<number> | undefined {
  const sisIds = listField(fields, 'sis_user_id');
  const userRef = fields.get('user_id');
  if (sisIds.length === 0 && userRef === null) return undefined;
  const ids = new Set<number>();
  for (const sisId of sisIds) {
    const login = app.state.loginsBySisId.get(sisId);
    if (login !== undefined) ids.add(login.user_id);
  }
  if (userRef !== null) ids.add(userOf(app, userRef).id);
  return ids;
}

/** The people of a course, each once; include[]=enrollments adds their enrollments there. */
const usersOfCourse: Handler = (app, request) => {
  const course = liveCourse(app, request);
  need(app, 'read_roster');
  const withEnrollments = listField(request.fields, 'include').includes('enrollments');
  const live = [...app.state.enrollmentsOfCourse(course.id)].filter((row) => row.workflow_state === 'active');
  const ids = [...new Set(live.map((row) => row.user_id))];
  return list(ids, (id) => {
    const own = live.filter((row) => row.user_id === id).map((row) => withoutUser(enrollmentJson(app, row)));
    return {
      ...userJson(app, app.state.users.require(id)),
      ...(withEnrollments ? { enrollments: own, has_non_collaborative_groups: false } : {}),
    };
  });
};

function withoutUser({ user: _, ...rest }: Record<string, unknown>): Record<string, unknown> {
  return rest;
}

const ownCourses: Handler = (app) => {
  const mine = app.state.enrollmentsOfUser(app.tokenUserId).filter((row) => row.workflow_state === 'active');
  const courses = [...new Set(mine.map((row) => row.course_id))].map((id) => app.state.courses.require(id));
  return list(courses, (course) => ({ ...courseJson(app, course), enrollments: ownEnrollments(app, course) }));
};

export const COURSE_ROUTES: readonly Route[] = [
  route('GET', '/api/v1/courses', ownCourses),
  route('GET', '/api/v1/accounts/:account_id/courses', coursesOfAccount),
  route('GET', '/api/v1/courses/:course_id', showCourse),
  route('GET', '/api/v1/accounts/:account_id/courses/:course_id', showCourse),
  route('GET', '/api/v1/courses/:course_id/sections', sectionsOfCourse),
  route('GET', '/api/v1/courses/:course_id/users', usersOfCourse),
  route('GET', '/api/v1/courses/:course_id/enrollments', enrollmentsOfCourse),
  route('GET', '/api/v1/sections/:section_id', showSection),
  route('GET', '/api/v1/sections/:section_id/enrollments', enrollmentsOfSection),
  route('GET', '/api/v1/users/:user_id/enrollments', enrollmentsOfUser),
];
