import type { OneRosterData, Org } from '../../oneroster-data.ts';
import type { CanvasApp } from '../app.ts';
import type { CanvasState } from '../canvas-state.ts';
import type { ImportRecord } from '../imports/import-record.ts';
import {
  type AuthenticationProvider,
  type Course,
  type Enrollment,
  type EnrollmentState,
  NOTHING_STUCK,
  type Section,
} from '../model.ts';

export interface Census {
  app: CanvasApp;
  state: CanvasState;
  sis: OneRosterData;
  schools: Org[];
  random: () => number;
  some<T>(rows: readonly T[], count: number): T[];
  saml: AuthenticationProvider;
  imports: PastImports;
  /** The calendar year in which the running school year began. */
  year: number;
}

/** That many rows, spread over the list, in its order. */
export function pickSome<T>(rows: readonly T[], count: number, random: () => number): T[] {
  const wanted = Math.min(count, rows.length);
  const picked: T[] = [];
  for (const [index, row] of rows.entries()) {
    const left = rows.length - index;
    if (random() * left < wanted - picked.length) picked.push(row);
  }
  return picked;
}

/** Ids of the imports others made before us, oldest first in the list. */
export interface PastImports {
  /** By the year of the courses; years without were made by hand. */
  courses: ReadonlyMap<number, number>;
  people: number;
  pilot: number;
}

export function addPastImports(app: CanvasApp, year: number): PastImports {
  const courses = new Map<number, number>();
  for (const past of [year - 5, year - 3, year - 1]) courses.set(past, pastImport(app, past, `courses_${past}_by_hand.csv`));
  return { courses, people: pastImport(app, year - 1, 'users_by_hand.csv'), pilot: pastImport(app, year, 'pilot_oneroster.zip') };
}

function pastImport(app: CanvasApp, year: number, filename: string): number {
  const at = `${year}-08-0${1 + (app.imports.records.length % 8)}T14:00:00Z`;
  const record: ImportRecord = {
    id: (app.imports.records.at(-1)?.id ?? 0) + 1,
    user_id: 1,
    created_at: at,
    started_at: at,
    ended_at: at,
    updated_at: at,
    progress: 100,
    workflow_state: 'imported',
    options: {
      skip_deletes: false,
      override_sis_stickiness: false,
      add_sis_stickiness: false,
      clear_sis_stickiness: false,
      update_sis_id_if_login_claimed: false,
    },
    filename,
    size: 0,
    sha256: '',
    supplied_batches: ['course', 'section', 'user', 'enrollment'],
    completed_importers: ['course', 'section', 'user', 'enrollment'],
    counts: { error_count: 0, warning_count: 0 },
    statistics: {},
    error_message: null,
    messages: [],
  };
  app.imports.records.push(record);
  return record.id;
}

export function addCourse(
  census: Census,
  values: Partial<Course> & Pick<Course, 'name' | 'course_code' | 'account_id' | 'enrollment_term_id'>,
): Course {
  return census.state.addCourse({
    ...made(census),
    workflow_state: 'available',
    start_at: null,
    conclude_at: null,
    restrict_enrollments_to_course_dates: false,
    course_format: null,
    grade_passback_setting: null,
    homeroom_course: false,
    friendly_name: null,
    blueprint: false,
    blueprint_course_id: null,
    follows_course_id: null,
    sis_source_id: null,
    integration_id: null,
    ...values,
  });
}

export function addSection(census: Census, course: Course, values: Partial<Section> & Pick<Section, 'name'>): Section {
  return census.state.addSection({
    ...made(census),
    course_id: course.id,
    nonxlist_course_id: null,
    default_section: false,
    workflow_state: 'active',
    start_at: null,
    end_at: null,
    restrict_enrollments_to_section_dates: false,
    sis_source_id: null,
    integration_id: null,
    ...values,
  });
}

export function addEnrollment(
  census: Census,
  section: Section,
  userId: number,
  type: 'StudentEnrollment' | 'TeacherEnrollment',
  state: EnrollmentState,
  batch: number | null,
): Enrollment {
  return census.state.addEnrollment({
    ...made(census),
    sis_batch_id: batch,
    user_id: userId,
    course_id: section.course_id,
    course_section_id: section.id,
    type,
    role_id: type === 'StudentEnrollment' ? 3 : 4,
    associated_user_id: null,
    workflow_state: state,
    start_at: null,
    end_at: null,
    limit_privileges_to_course_section: false,
  });
}

export function made(census: Census): { sis_batch_id: number | null; stuck: readonly string[]; created_at: string } {
  return { sis_batch_id: null, stuck: NOTHING_STUCK, created_at: `${census.year - 1}-08-01T14:00:00Z` };
}
