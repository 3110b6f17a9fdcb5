import type { CanvasState } from '../canvas-state.ts';
import { ASSIGNMENT_ACTIONS } from './ui-assignments.ts';
import { COURSE_ACTIONS } from './ui-courses.ts';
import { ENROLLMENT_ACTIONS } from './ui-enrollments.ts';
import { type UiAction, UiInput, UiRefusal } from './ui-input.ts';
import { OBSERVER_ACTIONS } from './ui-observers.ts';
import { PEOPLE_ACTIONS } from './ui-people.ts';
import { PLACE_ACTIONS } from './ui-places.ts';

const ACTIONS: Readonly<Record<string, UiAction>> = {
  ...PLACE_ACTIONS,
  ...COURSE_ACTIONS,
  ...PEOPLE_ACTIONS,
  ...ENROLLMENT_ACTIONS,
  ...OBSERVER_ACTIONS,
  ...ASSIGNMENT_ACTIONS,
};

/** Does what a person does in Canvas' own pages: the fields they change stick (§4). Answers { id } of the object. */
export function uiEdit(state: CanvasState, action: string, body: Readonly<Record<string, unknown>>): { id: number } {
  const perform = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
  if (perform === undefined) throw new UiRefusal(`unknown action ${action}; known: ${Object.keys(ACTIONS).join(', ')}`);
  return { id: perform(state, new UiInput(state, body)).id };
}
