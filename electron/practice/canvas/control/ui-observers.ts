import type { CanvasState } from '../canvas-state.ts';
import { followLink, NOTE_NOTHING } from '../lifecycle.ts';
import { NOTHING_STUCK, type ObserverLink } from '../model.ts';
import { type UiAction, type UiInput, UiRefusal } from './ui-input.ts';
import { handMade } from './ui-places.ts';

/** Links of observers by hand. */
export const OBSERVER_ACTIONS: Readonly<Record<string, UiAction>> = {
  /** { observer, student } */
  'add-observer': addObserver,
  /** { observer, student } */
  'remove-observer': removeObserver,
};

function addObserver(state: CanvasState, input: UiInput): ObserverLink {
  const [observer, student] = [input.user('observer'), input.user('student')];
  if (observer.id === student.id) throw new UiRefusal('nobody observes themselves');
  const link =
    linkOf(state, input) ??
    state.addObserverLink({
      ...handMade(state),
      stuck: NOTHING_STUCK,
      observer_id: observer.id,
      student_id: student.id,
      workflow_state: 'active',
    });
  link.workflow_state = 'active';
  followLink(state, link, NOTE_NOTHING);
  return link;
}

function removeObserver(state: CanvasState, input: UiInput): ObserverLink {
  const link = linkOf(state, input);
  if (link === undefined || link.workflow_state === 'deleted') throw new UiRefusal('there is no such observer');
  link.workflow_state = 'deleted';
  followLink(state, link, NOTE_NOTHING);
  return link;
}

function linkOf(state: CanvasState, input: UiInput): ObserverLink | undefined {
  const observer = input.user('observer').id;
  return state.observersOf(input.user('student').id).find((known) => known.observer_id === observer);
}
