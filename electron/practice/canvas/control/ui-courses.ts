import { type CanvasState, DEFAULT_TERM_ID, ROOT_ACCOUNT_ID } from '../canvas-state.ts';
import { crossList, endCrossListing, NOTE_NOTHING, setCourseState, setSectionState } from '../lifecycle.ts';
import type { Course, CourseState, Section } from '../model.ts';
import { markWritten, PERSON, stickAtCreation, writeField } from '../sticky.ts';
import type { UiAction, UiInput } from './ui-input.ts';
import { handMade } from './ui-places.ts';

/** Courses, sections and cross-listings by hand. */
export const COURSE_ACTIONS: Readonly<Record<string, UiAction>> = {
  /** { name, course_code?, account?, term?, published?, sis_course_id?, blueprint? } */
  'create-course': createCourse,
  /** { course, name?, course_code?, account?, term?, start_at?, conclude_at?, restrict?, grade_passback_setting?, sis_course_id?, integration_id?, blueprint?, blueprint_course? } */
  'edit-course': editCourse,
  'publish-course': (state, input) => setState(state, input, 'available'),
  'unpublish-course': (state, input) => setState(state, input, 'claimed'),
  'conclude-course': (state, input) => setState(state, input, 'completed'),
  'delete-course': (state, input) => setState(state, input, 'deleted'),
  /** { course, name, sis_section_id? } */
  'create-section': createSection,
  /** { section, name?, start_at?, end_at?, restrict?, sis_section_id?, integration_id?, course? } */
  'edit-section': editSection,
  'delete-section': (state, input) => {
    const section = input.section();
    setSectionState(state, section, 'deleted', NOTE_NOTHING);
    return section;
  },
  /** { section, course } */
  'cross-list': (state, input) => {
    const section = input.section();
    crossList(state, section, input.course().id);
    markWritten(PERSON, section, 'course_id');
    return section;
  },
  /** { section } */
  'end-cross-list': (state, input) => {
    const section = input.section();
    endCrossListing(state, section);
    markWritten(PERSON, section, 'course_id');
    return section;
  },
};

function createCourse(state: CanvasState, input: UiInput): Course {
  const name = input.text('name');
  const values = {
    name,
    course_code: input.optionalText('course_code') ?? name,
    account_id: input.has('account') ? input.account().id : ROOT_ACCOUNT_ID,
    enrollment_term_id: input.has('term') ? input.term().id : DEFAULT_TERM_ID,
    workflow_state: input.flag('published') ? ('available' as const) : ('claimed' as const),
  };
  return state.addCourse({
    ...handMade(state),
    ...values,
    stuck: stickAtCreation('course', values),
    start_at: null,
    conclude_at: null,
    restrict_enrollments_to_course_dates: false,
    course_format: null,
    grade_passback_setting: null,
    homeroom_course: false,
    friendly_name: null,
    blueprint: input.flag('blueprint'),
    blueprint_course_id: null,
    follows_course_id: null,
    sis_source_id: input.freeId('sis_course_id', state.coursesBySisId) ?? null,
    integration_id: null,
  });
}

function editCourse(state: CanvasState, input: UiInput): Course {
  const course = input.course();
  if (input.has('name')) writeField(PERSON, course, 'name', input.text('name'));
  if (input.has('course_code')) writeField(PERSON, course, 'course_code', input.text('course_code'));
  if (input.has('account')) writeField(PERSON, course, 'account_id', input.account().id);
  if (input.has('term')) writeField(PERSON, course, 'enrollment_term_id', input.term().id);
  if (input.has('start_at')) writeField(PERSON, course, 'start_at', input.textOrNull('start_at'));
  if (input.has('conclude_at')) writeField(PERSON, course, 'conclude_at', input.textOrNull('conclude_at'));
  if (input.has('restrict')) writeField(PERSON, course, 'restrict_enrollments_to_course_dates', input.flag('restrict'));
  if (input.has('grade_passback_setting'))
    writeField(PERSON, course, 'grade_passback_setting', input.textOrNull('grade_passback_setting'));
  const sisId = input.freeId('sis_course_id', state.coursesBySisId, course);
  if (sisId !== undefined) state.setSisId(state.coursesBySisId, course, sisId);
  const integrationId = input.freeId('integration_id', state.coursesByIntegrationId, course);
  if (integrationId !== undefined) state.setIntegrationId(state.coursesByIntegrationId, course, integrationId);
  if (input.has('blueprint')) course.blueprint = input.flag('blueprint');
  if (input.has('blueprint_course')) course.blueprint_course_id = input.course('blueprint_course').id;
  return course;
}

function setState(state: CanvasState, input: UiInput, next: CourseState): Course {
  const course = input.course();
  if (course.workflow_state === next) return course;
  setCourseState(state, course, next, NOTE_NOTHING);
  markWritten(PERSON, course, 'workflow_state');
  return course;
}

function createSection(state: CanvasState, input: UiInput): Section {
  const values = { name: input.text('name'), course_id: input.course().id };
  return state.addSection({
    ...handMade(state),
    ...values,
    stuck: stickAtCreation('section', values),
    nonxlist_course_id: null,
    default_section: false,
    workflow_state: 'active',
    start_at: null,
    end_at: null,
    restrict_enrollments_to_section_dates: false,
    sis_source_id: input.freeId('sis_section_id', state.sectionsBySisId) ?? null,
    integration_id: null,
  });
}

function editSection(state: CanvasState, input: UiInput): Section {
  const section = input.section();
  if (input.has('name')) writeField(PERSON, section, 'name', input.text('name'));
  if (input.has('start_at')) writeField(PERSON, section, 'start_at', input.textOrNull('start_at'));
  if (input.has('end_at')) writeField(PERSON, section, 'end_at', input.textOrNull('end_at'));
  if (input.has('restrict')) writeField(PERSON, section, 'restrict_enrollments_to_section_dates', input.flag('restrict'));
  const sisId = input.freeId('sis_section_id', state.sectionsBySisId, section);
  if (sisId !== undefined) state.setSisId(state.sectionsBySisId, section, sisId);
  const integrationId = input.freeId('integration_id', state.sectionsByIntegrationId, section);
  if (integrationId !== undefined) state.setIntegrationId(state.sectionsByIntegrationId, section, integrationId);
  if (input.has('course')) {
    state.moveSection(section, input.course().id);
    markWritten(PERSON, section, 'course_id');
  }
  return section;
}
