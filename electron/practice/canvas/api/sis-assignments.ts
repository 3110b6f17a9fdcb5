import type { CanvasApp } from '../app.ts';
import { json, list, refuseWith } from '../http/answer.ts';
import { type Handler, type Route, route } from '../http/router.ts';
import { isWithin } from '../imports/blueprint.ts';
import type { Assignment, Course } from '../model.ts';
import { accountOf, courseOf, need } from './refs.ts';

/** Either of them makes the SIS list of assignments (canvas-grades.md §1.8). */
const SYNC_FEATURES = ['post_grades', 'bulk_sis_grade_export'];

const enabledFeatures: Handler = (app, request) => {
  accountOf(app, request.params.account_id ?? '');
  return json(app.settings.features);
};

function needSync(app: CanvasApp): void {
  need(app, 'view_all_grades');
  if (SYNC_FEATURES.some((feature) => app.settings.features.includes(feature))) return;
  refuseWith(400, {
    code: 'not_enabled',
    error: 'A SIS integration is not configured and the bulk SIS Grade Export feature is not enabled',
  });
}

/** Published courses only, published assignments that are flagged. */
const ofAccount: Handler = (app, request) => {
  const account = accountOf(app, request.params.account_id ?? '');
  needSync(app);
  const rows = flagged(app).filter(({ course }) => isWithin(app.state, course.account_id, account.id));
  return list(rows, ({ assignment, course }) => assignmentJson(app, assignment, course));
};

const ofCourse: Handler = (app, request) => {
  const course = courseOf(app, request.params.course_id ?? '');
  needSync(app);
  if (course.workflow_state !== 'available')
    refuseWith(400, { code: 'unpublished_course', error: 'Course must be published to use this endpoint' });
  const rows = flagged(app).filter((one) => one.course === course);
  return list(rows, ({ assignment }) => assignmentJson(app, assignment, course));
};

function flagged(app: CanvasApp): { assignment: Assignment; course: Course }[] {
  return [...app.state.assignments.values()]
    .filter((assignment) => assignment.post_to_sis && assignment.workflow_state === 'published')
    .map((assignment) => ({ assignment, course: app.state.courses.require(assignment.course_id) }))
    .filter(({ course }) => course.workflow_state === 'available');
}

function assignmentJson(app: CanvasApp, assignment: Assignment, course: Course): object {
  const sections = app.state.sectionsOf(course.id).filter((section) => section.workflow_state === 'active');
  return {
    id: assignment.id,
    course_id: course.id,
    name: assignment.name,
    created_at: assignment.created_at,
    due_at: assignment.due_at,
    unlock_at: null,
    lock_at: null,
    points_possible: assignment.points_possible,
    submission_types: ['online_upload'],
    integration_id: null,
    integration_data: {},
    include_in_final_grade: true,
    sections: sections.map((section) => ({
      id: section.id,
      name: section.name,
      sis_id: section.sis_source_id,
      integration_id: section.integration_id,
      origin_course: origin(app, section.nonxlist_course_id ?? course.id),
      xlist_course: section.nonxlist_course_id === null ? null : origin(app, course.id),
    })),
    user_overrides: [],
  };
}

function origin(app: CanvasApp, courseId: number): object {
  const course = app.state.courses.require(courseId);
  return { id: course.id, name: course.name, sis_id: course.sis_source_id, integration_id: course.integration_id };
}

export const SIS_ASSIGNMENT_ROUTES: readonly Route[] = [
  route('GET', '/api/v1/accounts/:account_id/features/enabled', enabledFeatures),
  route('GET', '/api/sis/accounts/:account_id/assignments', ofAccount),
  route('GET', '/api/sis/courses/:course_id/assignments', ofCourse),
];
