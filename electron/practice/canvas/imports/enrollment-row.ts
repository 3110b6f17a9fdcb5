import { followWithObservers, setEnrollmentState } from '../lifecycle.ts';
import {
  type Enrollment,
  type EnrollmentState,
  type EnrollmentType,
  type Login,
  NOTHING_STUCK,
  type Role,
  type User,
} from '../model.ts';
import { markWritten, mayWrite, stamp } from '../sticky.ts';
import { type ImportContext, refuse, startsWithWord } from './context.ts';
import { type CsvRow, isTrue } from './csv-row.ts';
import { readDatePair } from './date-pair.ts';
import { findPlace, type GivenIds, type Place, sectionToUse } from './enrollment-place.ts';
import { findEnrollmentRole } from './roles.ts';

/** What makes an enrollment the same one: section, user, base type, role and associated user (§1.11). */
interface Identity {
  userId: number;
  sectionId: number;
  type: EnrollmentType;
  roleId: number;
  associatedUserId: number | null;
}

/** One row of enrollments.csv that parsed; refusals in the order of §1.11. */
export function importEnrollment(context: ImportContext, row: CsvRow): void {
  const { state } = context;
  const given = givenIds(row);
  const login = findLogin(context, row);
  if (login === undefined) {
    return refuse(
      `User not found for enrollment (User ID: ${given.user}, Course ID: ${given.course}, Section ID: ${given.section})`,
    );
  }
  const user = state.users.require(login.user_id);
  const place = findPlace(context, row, given);
  const role =
    findEnrollmentRole(state, row, place.course.account_id) ??
    refuse(`Improper role "${row.get('role') ?? ''}" for an enrollment`);
  const type = role.base_role_type as EnrollmentType;
  if (place.course.blueprint && (type === 'StudentEnrollment' || type === 'ObserverEnrollment')) {
    const kind = type === 'StudentEnrollment' ? 'Student' : 'Observer';
    refuse(
      `${kind} enrollment for "${given.user}" not allowed in blueprint course "${place.course.sis_source_id ?? given.course}"`,
    );
  }
  const associatedUserId = findAssociated(context, row, type);
  const existing =
    place.section === undefined
      ? undefined
      : findEnrollment(context, { userId: user.id, sectionId: place.section.id, type, roleId: role.id, associatedUserId });
  if (existing?.workflow_state === 'deleted' && login.workflow_state === 'deleted') {
    if (context.profile === '2022') return;
    refuse(`Attempted enrolling with deleted sis login ${login.unique_id} in course ${shownCourse(place, given)}`);
  }
  validate(row, place, given, role);
  if (!context.accept(row)) return;
  apply(context, row, { user, login, place, role, type, associatedUserId, given });
}

interface Resolved {
  user: User;
  login: Login;
  place: Place;
  role: Role;
  type: EnrollmentType;
  associatedUserId: number | null;
  given: GivenIds;
}

function apply(context: ImportContext, row: CsvRow, found: Resolved): void {
  const { state, writer } = context;
  const section = sectionToUse(context, found.place);
  const identity = {
    userId: found.user.id,
    sectionId: section.id,
    type: found.type,
    roleId: found.role.id,
    associatedUserId: found.associatedUserId,
  };
  const known = findEnrollment(context, identity);
  const next = wantedState(context, row, found, known);
  const enrollment = known ?? addEnrollment(context, identity, section.course_id, next);
  if (known !== undefined) setEnrollmentState(state, known, next, context.note);
  else if (found.type === 'StudentEnrollment') followWithObservers(state, enrollment, context.note);
  applyDates(context, row, enrollment, found.given);
  const limit = row.get('limit_section_privileges');
  if (limit !== undefined) enrollment.limit_privileges_to_course_section = isTrue(limit);
  stamp(writer, enrollment);
}

function givenIds(row: CsvRow): GivenIds {
  return {
    user: row.get('user_id') ?? row.get('user_integration_id') ?? '',
    course: row.get('course_id') ?? '',
    section: row.get('section_id') ?? '',
  };
}

/** The integration id wins when given. */
function findLogin(context: ImportContext, row: CsvRow): Login | undefined {
  const integrationId = row.get('user_integration_id');
  if (integrationId !== undefined) return context.state.loginsByIntegrationId.get(integrationId);
  return context.state.loginsBySisId.get(row.get('user_id') ?? '');
}

function findAssociated(context: ImportContext, row: CsvRow, type: EnrollmentType): number | null {
  const id = row.get('associated_user_id');
  if (id === undefined || type !== 'ObserverEnrollment') return null;
  const login = context.state.loginsBySisId.get(id) ?? refuse(`An enrollment referenced a non-existent associated user ${id}`);
  return login.user_id;
}

function findEnrollment(context: ImportContext, wanted: Identity): Enrollment | undefined {
  return context.state
    .enrollmentsOfUser(wanted.userId)
    .find(
      (row) =>
        row.course_section_id === wanted.sectionId &&
        row.type === wanted.type &&
        row.role_id === wanted.roleId &&
        row.associated_user_id === wanted.associatedUserId,
    );
}

function validate(row: CsvRow, place: Place, given: GivenIds, role: Role): void {
  if (startsWithWord(row.get('status'), 'deleted')) return;
  const invalid = (error: string) =>
    refuse(
      `An enrollment did not pass validation (course: ${shownCourse(place, given)}, section: ${given.section}, user: ${given.user}, role: ${row.get('role') ?? role.name}, error: ${error})`,
    );
  if (place.section?.workflow_state === 'deleted') invalid('is not a valid section');
  if (place.course.workflow_state === 'deleted') invalid('is not a valid course');
}

function shownCourse(place: Place, given: GivenIds): string {
  return given.course === '' ? (place.course.sis_source_id ?? '') : given.course;
}

function wantedState(context: ImportContext, row: CsvRow, found: Resolved, known: Enrollment | undefined): EnrollmentState {
  const status = row.get('status');
  if (startsWithWord(status, 'deleted_last_completed')) return lastOneCompleted(context, found, known);
  if (startsWithWord(status, 'deleted')) return 'deleted';
  if (startsWithWord(status, 'completed')) return 'completed';
  if (startsWithWord(status, 'inactive')) return 'inactive';
  const where = shownCourse(found.place, found.given);
  const others = context.state
    .loginsOf(found.user.id)
    .some((other) => other !== found.login && other.workflow_state !== 'deleted');
  if (found.user.workflow_state === 'deleted' || (found.login.workflow_state === 'deleted' && !others)) {
    context.warn(row, `Attempted enrolling of deleted user ${found.given.user} in course ${where}`);
    return 'deleted';
  }
  if (found.login.workflow_state === 'deleted') {
    context.warn(row, `Enrolled a user ${found.given.user} in course ${where}, but referenced a deleted sis login`);
  }
  return 'active';
}

/** Deleted if the user has another live enrollment of the role in the course, otherwise completed. */
function lastOneCompleted(context: ImportContext, found: Resolved, known: Enrollment | undefined): EnrollmentState {
  const another = context.state
    .enrollmentsOfUser(found.user.id)
    .some(
      (row) =>
        row !== known &&
        row.course_id === found.place.course.id &&
        row.role_id === found.role.id &&
        row.workflow_state !== 'deleted',
    );
  return another ? 'deleted' : 'completed';
}

function addEnrollment(context: ImportContext, identity: Identity, courseId: number, next: EnrollmentState): Enrollment {
  if (next !== 'deleted') context.note('Enrollment', 'created');
  return context.state.addEnrollment({
    sis_batch_id: context.batch,
    stuck: NOTHING_STUCK,
    created_at: context.state.now(),
    user_id: identity.userId,
    course_id: courseId,
    course_section_id: identity.sectionId,
    type: identity.type,
    role_id: identity.roleId,
    associated_user_id: identity.associatedUserId,
    workflow_state: next,
    start_at: null,
    end_at: null,
    limit_privileges_to_course_section: false,
  });
}

/** Blank clears; dates stick as a pair. */
function applyDates(context: ImportContext, row: CsvRow, enrollment: Enrollment, given: GivenIds): void {
  const where = given.section === '' ? `course ${given.course}` : `section ${given.section}`;
  const dates = readDatePair(context, row, `Bad date format for user ${given.user} in ${where}`);
  const { writer } = context;
  if (!mayWrite(writer, enrollment, 'start_at') || !mayWrite(writer, enrollment, 'end_at')) return;
  if (enrollment.start_at !== dates.start) markWritten(writer, enrollment, 'start_at');
  if (enrollment.end_at !== dates.end) markWritten(writer, enrollment, 'end_at');
  enrollment.start_at = dates.start;
  enrollment.end_at = dates.end;
}
