import type { CanvasState } from './canvas-state.ts';
import {
  type Course,
  type CourseState,
  type Enrollment,
  type EnrollmentState,
  NOTHING_STUCK,
  type ObserverLink,
  type Section,
} from './model.ts';

/** What an import's statistics count: changes of state, never of names (§2.4). */
export type StateChange = 'created' | 'restored' | 'deleted' | 'concluded' | 'deactivated';
export type StatisticsKind =
  | 'Account'
  | 'EnrollmentTerm'
  | 'Course'
  | 'CourseSection'
  | 'Pseudonym'
  | 'CommunicationChannel'
  | 'Enrollment'
  | 'GroupMembership'
  | 'UserObserver'
  | 'AccountUser';
export type NoteChange = (kind: StatisticsKind, change: StateChange) => void;

export const NOTE_NOTHING: NoteChange = () => undefined;

/** Sets an enrollment's state; deleting or restoring a student carries linked observers along (§1.11). */
export function setEnrollmentState(state: CanvasState, enrollment: Enrollment, next: EnrollmentState, note: NoteChange): void {
  const before = enrollment.workflow_state;
  if (before === next) return;
  enrollment.workflow_state = next;
  if (next === 'deleted') note('Enrollment', 'deleted');
  else if (next === 'completed') note('Enrollment', 'concluded');
  else if (next === 'inactive') note('Enrollment', 'deactivated');
  else note('Enrollment', 'restored');
  if (enrollment.type === 'StudentEnrollment' && (next === 'deleted' || before === 'deleted')) {
    followWithObservers(state, enrollment, note);
  }
  if (next === 'deleted') leaveGroups(state, enrollment, note);
}

/** Whose last enrollment in a course goes leaves the course's groups. */
function leaveGroups(state: CanvasState, gone: Enrollment, note: NoteChange): void {
  const memberships = state.membershipsOf(gone.user_id);
  if (memberships.length === 0) return;
  const enrolled = state
    .enrollmentsOfUser(gone.user_id)
    .some((row) => row.course_id === gone.course_id && row.workflow_state !== 'deleted');
  if (enrolled) return;
  for (const membership of memberships) {
    if (membership.course_id !== gone.course_id || membership.workflow_state === 'deleted') continue;
    membership.workflow_state = 'deleted';
    note('GroupMembership', 'deleted');
  }
}

/** Each active observer link of a student has an observer enrollment beside each active student enrollment (§1.12). */
export function followWithObservers(state: CanvasState, enrollment: Enrollment, note: NoteChange): void {
  for (const link of state.observersOf(enrollment.user_id)) {
    if (link.workflow_state !== 'active') continue;
    const existing = observerEnrollment(state, link.observer_id, enrollment);
    if (existing !== undefined) setEnrollmentState(state, existing, enrollment.workflow_state, note);
    else if (enrollment.workflow_state === 'active') addObserverEnrollment(state, link.observer_id, enrollment, note);
  }
}

/** A link that was made gives the observer what the student has; one that was removed takes it (§1.12). */
export function followLink(state: CanvasState, link: ObserverLink, note: NoteChange): void {
  for (const enrollment of state.enrollmentsOfUser(link.student_id)) {
    if (enrollment.type !== 'StudentEnrollment') continue;
    if (link.workflow_state === 'active') {
      if (enrollment.workflow_state === 'active') followWithObservers(state, enrollment, note);
      continue;
    }
    const beside = observerEnrollment(state, link.observer_id, enrollment);
    if (beside !== undefined) setEnrollmentState(state, beside, 'deleted', note);
  }
}

function observerEnrollment(state: CanvasState, observerId: number, student: Enrollment): Enrollment | undefined {
  return state
    .enrollmentsOfUser(observerId)
    .find((row) => row.course_section_id === student.course_section_id && row.associated_user_id === student.user_id);
}

function addObserverEnrollment(state: CanvasState, observerId: number, student: Enrollment, note: NoteChange): void {
  state.addEnrollment({
    sis_batch_id: student.sis_batch_id,
    stuck: NOTHING_STUCK,
    created_at: state.now(),
    user_id: observerId,
    course_id: student.course_id,
    course_section_id: student.course_section_id,
    type: 'ObserverEnrollment',
    role_id: 7,
    associated_user_id: student.user_id,
    workflow_state: 'active',
    start_at: null,
    end_at: null,
    limit_privileges_to_course_section: false,
  });
  note('Enrollment', 'created');
}

/** Deleting a course deletes its enrollments, concluding completes the live ones, restoring restores none (§1.6). */
export function setCourseState(state: CanvasState, course: Course, next: CourseState, note: NoteChange): void {
  const before = course.workflow_state;
  if (before === next) return;
  course.workflow_state = next;
  if (next === 'deleted') note('Course', 'deleted');
  else if (next === 'completed') note('Course', 'concluded');
  else if (before === 'deleted' || before === 'completed') note('Course', 'restored');
  if (next === 'deleted') {
    for (const row of [...state.enrollmentsOfCourse(course.id)]) setEnrollmentState(state, row, 'deleted', note);
  }
  if (next === 'completed') {
    for (const row of [...state.enrollmentsOfCourse(course.id)]) {
      if (row.workflow_state === 'active' || row.workflow_state === 'invited') setEnrollmentState(state, row, 'completed', note);
    }
  }
}

/** Deleting a section deletes its enrollments; restoring it restores none (§1.7). */
export function setSectionState(state: CanvasState, section: Section, next: Section['workflow_state'], note: NoteChange): void {
  if (section.workflow_state === next) return;
  section.workflow_state = next;
  note('CourseSection', next === 'deleted' ? 'deleted' : 'restored');
  if (next === 'active') return;
  for (const row of [...state.enrollmentsOfSection(section.id)]) setEnrollmentState(state, row, 'deleted', note);
}

/** When a user's last live login goes, so do enrollments, admin roles and what their observers had through them (§1.9). */
export function endUserWithoutLogins(state: CanvasState, userId: number, note: NoteChange): void {
  if (state.loginsOf(userId).some((login) => login.workflow_state !== 'deleted')) return;
  for (const row of [...state.enrollmentsOfUser(userId)]) setEnrollmentState(state, row, 'deleted', note);
  for (const admin of state.admins.values()) {
    if (admin.user_id !== userId || admin.workflow_state === 'deleted') continue;
    admin.workflow_state = 'deleted';
    note('AccountUser', 'deleted');
  }
}

/** Moves a section into another course and remembers where it belongs. */
export function crossList(state: CanvasState, section: Section, courseId: number): void {
  if (section.course_id === courseId) return;
  const home = section.nonxlist_course_id ?? section.course_id;
  section.nonxlist_course_id = home === courseId ? null : home;
  state.moveSection(section, courseId);
}

export function endCrossListing(state: CanvasState, section: Section): void {
  if (section.nonxlist_course_id === null) return;
  const home = section.nonxlist_course_id;
  section.nonxlist_course_id = null;
  state.moveSection(section, home);
}

/** Where enrollments without a section go; made on first use, also found where it is cross-listed to (§1.7). */
export function defaultSection(state: CanvasState, course: Course, batch: number | null, note: NoteChange): Section {
  const own = state.sectionsOf(course.id).find((section) => section.default_section && section.workflow_state === 'active');
  if (own !== undefined) return own;
  for (const section of state.sections.values()) {
    if (section.nonxlist_course_id === course.id && section.workflow_state === 'active') return section;
  }
  note('CourseSection', 'created');
  return state.addSection({
    sis_batch_id: batch,
    stuck: NOTHING_STUCK,
    created_at: state.now(),
    name: course.name,
    course_id: course.id,
    nonxlist_course_id: null,
    default_section: true,
    workflow_state: 'active',
    start_at: null,
    end_at: null,
    restrict_enrollments_to_section_dates: false,
    sis_source_id: null,
    integration_id: null,
  });
}
