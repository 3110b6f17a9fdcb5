import type { CanvasApp } from '../app.ts';
import { type CanvasState, ROOT_ACCOUNT_ID } from '../canvas-state.ts';
import { uiEdit } from '../control/ui-edits.ts';
import { UiRefusal } from '../control/ui-input.ts';
import { json, notFound, refuseWith } from '../http/answer.ts';
import { type ApiRequest, type Handler, type Route, route } from '../http/router.ts';
import { tooLong } from '../imports/context.ts';
import { accountJson, courseJson, loginJson, sectionJson, termJson } from './json.ts';
import { accountOf, courseOf, need, sectionOf, termOf } from './refs.ts';

/** A field of the API, and what the same edit is called among the edits by hand (control/ui-edits.ts). */
type FieldNames = Readonly<Record<string, string>>;

const EVENTS: FieldNames = {
  claim: 'unpublish-course',
  offer: 'publish-course',
  conclude: 'conclude-course',
  delete: 'delete-course',
};

/**
 * Writes of objects: SIS ids for adoption, and the common fields beside them. Like an edit on Canvas' own pages, what a
 * write changes sticks (§4); the ids themselves never do.
 */
const updateCourse: Handler = (app, request) => {
  const course = courseOf(app, request.params.course_id ?? '');
  const { coursesBySisId, coursesByIntegrationId } = app.state;
  claimIds(app, request, 'course', 'sis_course_id', course, coursesBySisId, coursesByIntegrationId);
  const names = ['name', 'course_code', 'start_at', 'sis_course_id', 'integration_id', 'grade_passback_setting'];
  edit(app, request, 'course', 'edit-course', course.id, {
    ...same(names),
    end_at: 'conclude_at',
    restrict_enrollments_to_course_dates: 'restrict',
  });
  const event = EVENTS[request.fields.get('course[event]') ?? ''];
  if (event !== undefined) uiEdit(app.state, event, { course: course.id });
  app.changed();
  return json(courseJson(app, course));
};

const updateAccount: Handler = (app, request) => {
  const account = accountOf(app, request.params.account_id ?? '');
  const { accountsBySisId, accountsByIntegrationId } = app.state;
  if (account.id === ROOT_ACCOUNT_ID && request.fields.has('account[sis_account_id]')) {
    refuseField('sis_source_id', 'SIS IDs cannot be set on root accounts');
  }
  claimIds(app, request, 'account', 'sis_account_id', account, accountsBySisId, accountsByIntegrationId);
  edit(app, request, 'account', 'edit-account', account.id, same(['name', 'sis_account_id', 'integration_id']));
  app.changed();
  return json(accountJson(app, account));
};

const updateTerm: Handler = (app, request) => {
  const account = accountOf(app, request.params.account_id ?? '');
  if (account.id !== ROOT_ACCOUNT_ID) refuseWith(400, { message: 'Terms only belong to root_accounts.' });
  need(app, 'manage_account_settings', 'manage_sis');
  const term = termOf(app, request.params.id ?? '');
  const { termsBySisId, termsByIntegrationId } = app.state;
  claimIds(app, request, 'enrollment_term', 'sis_term_id', term, termsBySisId, termsByIntegrationId);
  edit(app, request, 'enrollment_term', 'edit-term', term.id, same(['name', 'start_at', 'end_at', 'sis_term_id']));
  app.changed();
  return json(termJson(app, term, false));
};

const updateSection: Handler = (app, request) => {
  const section = sectionOf(app, request.params.section_id ?? '');
  if (section.workflow_state === 'deleted') notFound();
  const { sectionsBySisId, sectionsByIntegrationId } = app.state;
  claimIds(app, request, 'course_section', 'sis_section_id', section, sectionsBySisId, sectionsByIntegrationId);
  edit(app, request, 'course_section', 'edit-section', section.id, {
    ...same(['name', 'start_at', 'end_at', 'sis_section_id', 'integration_id']),
    restrict_enrollments_to_section_dates: 'restrict',
  });
  app.changed();
  return json(sectionJson(app, section));
};

const updateLogin: Handler = (app, request) => {
  accountOf(app, request.params.account_id ?? '');
  const login = app.state.logins.get(Number(request.params.id)) ?? notFound();
  if (login.workflow_state === 'deleted') notFound();
  const { loginsBySisId, loginsByIntegrationId } = app.state;
  claimIds(app, request, 'login', 'sis_user_id', login, loginsBySisId, loginsByIntegrationId);
  const uniqueId = request.fields.get('login[unique_id]');
  if (uniqueId !== null && isTaken(app.state, uniqueId, login)) refuseField('unique_id', 'ID already in use for this account');
  const names = ['sis_user_id', 'integration_id', 'workflow_state'];
  edit(app, request, 'login', 'edit-login', login.id, { ...same(names), unique_id: 'login_id' });
  app.changed();
  return json(loginJson(app, login));
};

function isTaken(
  state: CanvasState,
  uniqueId: string,
  login: { id: number; authentication_provider_id: number | null },
): boolean {
  return state
    .loginsByText(uniqueId)
    .some(
      (other) =>
        other.id !== login.id &&
        other.workflow_state !== 'deleted' &&
        other.authentication_provider_id === login.authentication_provider_id,
    );
}

/** Ids want manage_sis, are unique within their kind, deleted objects included, and at most 255 long (§1.13). */
function claimIds<T extends { id: number }>(
  app: CanvasApp,
  request: ApiRequest,
  group: string,
  sisField: string,
  row: T,
  bySisId: ReadonlyMap<string, T>,
  byIntegrationId: ReadonlyMap<string, T>,
): void {
  const sisId = request.fields.get(`${group}[${sisField}]`);
  const integrationId = request.fields.get(`${group}[integration_id]`);
  if (sisId === null && integrationId === null) return;
  need(app, 'manage_sis');
  const column = group === 'login' ? 'sis_user_id' : 'sis_source_id';
  const owner = bySisId.get(sisId ?? '');
  if (owner !== undefined && owner !== row) refuseField(column, `SIS ID "${sisId}" is already in use`);
  if (tooLong(sisId)) refuseField(column, 'is too long (maximum is 255 characters)');
  const holder = byIntegrationId.get(integrationId ?? '');
  if (holder !== undefined && holder !== row)
    refuseField('integration_id', `Integration ID "${integrationId}" is already in use`);
}

function refuseField(attribute: string, message: string): never {
  return refuseWith(400, { errors: { [attribute]: [{ attribute, type: message, message }] } });
}

function same(names: readonly string[]): FieldNames {
  return Object.fromEntries(names.map((name) => [name, name]));
}

const NULLABLE = /^(sis_\w+_id|integration_id|start_at|conclude_at|end_at|grade_passback_setting)$/;

/** What the edits by hand call the row, where the API's word is longer. */
const ROW_NAMES: FieldNames = { course_section: 'section', enrollment_term: 'term' };

/** Hands the given fields to the edit by hand; blanks empty what may be empty. */
function edit(app: CanvasApp, request: ApiRequest, group: string, action: string, id: number, names: FieldNames): void {
  const body: Record<string, unknown> = { [ROW_NAMES[group] ?? group]: id };
  for (const [field, name] of Object.entries(names)) {
    const value = request.fields.get(`${group}[${field}]`);
    if (value === null) continue;
    if (name === 'restrict') body[name] = value === 'true' || value === '1';
    else body[name] = value === '' && NULLABLE.test(name) ? null : value;
  }
  try {
    uiEdit(app.state, action, body);
  } catch (error) {
    if (error instanceof UiRefusal) refuseWith(400, { errors: [{ message: error.message }] });
    throw error;
  }
}

export const WRITE_ROUTES: readonly Route[] = [
  route('PUT', '/api/v1/courses/:course_id', updateCourse),
  route('PUT', '/api/v1/accounts/:account_id', updateAccount),
  route('PUT', '/api/v1/accounts/:account_id/terms/:id', updateTerm),
  route('PUT', '/api/v1/sections/:section_id', updateSection),
  route('PUT', '/api/v1/accounts/:account_id/logins/:id', updateLogin),
];
