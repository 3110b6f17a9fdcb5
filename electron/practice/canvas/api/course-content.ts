import { json, list, notFound } from '../http/answer.ts';
import { type Handler, type Route, route } from '../http/router.ts';
import { courseOf } from './refs.ts';

/** What a course holds beside people: assignments made by hand; of everything else the practice Canvas has none. */
const assignments: Handler = (app, request) => {
  const course = courseOf(app, request.params.course_id ?? '');
  if (course.workflow_state === 'deleted') notFound();
  const rows = [...app.state.assignments.values()].filter(
    (one) => one.course_id === course.id && one.workflow_state !== 'deleted',
  );
  return list(rows, ({ id, name, points_possible, workflow_state }) => ({ id, name, points_possible, workflow_state }));
};

const nothing: Handler = (app, request) => {
  const course = courseOf(app, request.params.course_id ?? '');
  return course.workflow_state === 'deleted' ? notFound() : json([]);
};

export const COURSE_CONTENT_ROUTES: readonly Route[] = [
  route('GET', '/api/v1/courses/:course_id/assignments', assignments),
  ...['quizzes', 'discussion_topics', 'modules', 'pages', 'files'].map((name) =>
    route('GET', `/api/v1/courses/:course_id/${name}`, nothing),
  ),
];
