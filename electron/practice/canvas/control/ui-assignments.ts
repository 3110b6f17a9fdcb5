import type { CanvasState } from '../canvas-state.ts';
import type { Assignment } from '../model.ts';
import { type UiAction, type UiInput, UiRefusal } from './ui-input.ts';

/** Assignments by hand. */
export const ASSIGNMENT_ACTIONS: Readonly<Record<string, UiAction>> = {
  /** { course, name, points?, due_at?, published?, post_to_sis? } */
  'create-assignment': (state, input) =>
    state.assignments.insert({
      course_id: input.course().id,
      name: input.text('name'),
      points_possible: input.has('points') ? input.number('points') : 10,
      due_at: input.has('due_at') ? input.textOrNull('due_at') : null,
      workflow_state: input.flag('published') ? 'published' : 'unpublished',
      post_to_sis: input.flag('post_to_sis'),
      created_at: state.now(),
    }),
  /** { assignment, name?, points?, due_at?, published?, post_to_sis? } */
  'edit-assignment': editAssignment,
  'delete-assignment': (state, input) => {
    const assignment = assignmentOf(state, input);
    assignment.workflow_state = 'deleted';
    return assignment;
  },
};

function editAssignment(state: CanvasState, input: UiInput): Assignment {
  const assignment = assignmentOf(state, input);
  if (input.has('name')) assignment.name = input.text('name');
  if (input.has('points')) assignment.points_possible = input.number('points');
  if (input.has('due_at')) assignment.due_at = input.textOrNull('due_at');
  if (input.has('published')) assignment.workflow_state = input.flag('published') ? 'published' : 'unpublished';
  if (input.has('post_to_sis')) assignment.post_to_sis = input.flag('post_to_sis');
  return assignment;
}

function assignmentOf(state: CanvasState, input: UiInput): Assignment {
  const found = state.assignments.get(input.number('assignment'));
  if (found === undefined) throw new UiRefusal('there is no such assignment');
  return found;
}
