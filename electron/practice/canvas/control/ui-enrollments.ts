import { type CanvasState, ROOT_ACCOUNT_ID } from '../canvas-state.ts';
import { defaultSection, followWithObservers, NOTE_NOTHING, setEnrollmentState } from '../lifecycle.ts';
import { ENROLLMENT_TYPES, type Enrollment, type EnrollmentState, type EnrollmentType, type Role } from '../model.ts';
import { PERSON, writeField } from '../sticky.ts';
import { type UiAction, type UiInput, UiRefusal } from './ui-input.ts';
import { handMade } from './ui-places.ts';

const STATES: readonly EnrollmentState[] = ['active', 'invited', 'completed', 'inactive', 'deleted'];

/** Enrollments and roles by hand. */
export const ENROLLMENT_ACTIONS: Readonly<Record<string, UiAction>> = {
  /** { user, section | course, role?, state? } */
  enroll,
  /** { user, section, role?, state?, start_at?, end_at? } */
  'edit-enrollment': editEnrollment,
  /** { name, base_role_type, account?, inactive? }; AccountMembership makes a role of administrators */
  'create-role': createRole,
};

function enroll(state: CanvasState, input: UiInput): Enrollment {
  const user = input.user();
  const section = input.has('section') ? input.section() : defaultSection(state, input.course(), null, NOTE_NOTHING);
  const role = roleOf(state, input);
  const next = stateOf(input, 'active');
  const known = state.enrollmentsOfUser(user.id).find((row) => row.course_section_id === section.id && row.role_id === role.id);
  if (known !== undefined) {
    setEnrollmentState(state, known, next, NOTE_NOTHING);
    return known;
  }
  const made = state.addEnrollment({
    ...handMade(state),
    stuck: [],
    user_id: user.id,
    course_id: section.course_id,
    course_section_id: section.id,
    type: role.base_role_type as EnrollmentType,
    role_id: role.id,
    associated_user_id: null,
    workflow_state: next,
    start_at: null,
    end_at: null,
    limit_privileges_to_course_section: false,
  });
  if (made.type === 'StudentEnrollment') followWithObservers(state, made, NOTE_NOTHING);
  return made;
}

function editEnrollment(state: CanvasState, input: UiInput): Enrollment {
  const user = input.user();
  const section = input.section();
  const role = input.has('role') ? roleOf(state, input) : undefined;
  const row = state
    .enrollmentsOfUser(user.id)
    .find((known) => known.course_section_id === section.id && (role === undefined || known.role_id === role.id));
  if (row === undefined) throw new UiRefusal('there is no such enrollment');
  if (input.has('state')) setEnrollmentState(state, row, stateOf(input, row.workflow_state), NOTE_NOTHING);
  if (input.has('start_at')) writeField(PERSON, row, 'start_at', input.textOrNull('start_at'));
  if (input.has('end_at')) writeField(PERSON, row, 'end_at', input.textOrNull('end_at'));
  return row;
}

function roleOf(state: CanvasState, input: UiInput): Role {
  const name = input.optionalText('role') ?? 'StudentEnrollment';
  for (const role of state.roles.values()) if (role.name === name && role.base_role_type !== 'AccountMembership') return role;
  throw new UiRefusal(`there is no role ${name}`);
}

function stateOf(input: UiInput, otherwise: EnrollmentState): EnrollmentState {
  if (!input.has('state')) return otherwise;
  const word = input.text('state');
  const found = STATES.find((state) => state === word);
  if (found === undefined) throw new UiRefusal(`unknown enrollment state ${word}`);
  return found;
}

function createRole(state: CanvasState, input: UiInput): Role {
  const base = [...ENROLLMENT_TYPES, 'AccountMembership' as const].find((type) => type === input.text('base_role_type'));
  if (base === undefined) throw new UiRefusal('base_role_type must be an enrollment type or AccountMembership');
  return state.roles.insert({
    account_id: input.has('account') ? input.account().id : ROOT_ACCOUNT_ID,
    name: input.text('name'),
    base_role_type: base,
    built_in: false,
    workflow_state: input.flag('inactive') ? 'inactive' : 'active',
  });
}
