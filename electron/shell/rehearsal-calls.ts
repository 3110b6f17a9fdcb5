import type { RehearsalName } from '../../shared/rehearsals.ts';

/** One call of the practice district's control address (docs/PRACTICE.md). */
export interface ControlCall {
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

const scenario = (name: string, body: ControlCall['body'] = {}): ControlCall => ({
  method: 'POST',
  path: `/scenario/${name}`,
  body,
});
const habits = (body: ControlCall['body']): ControlCall => ({ method: 'POST', path: '/sis/habits', body });
const canvas = (body: ControlCall['body']): ControlCall => ({ method: 'PUT', path: '/canvas/settings', body });

/** Every practice server as it was at first; what people did in Canvas stays, as it would. */
export const backToNormal: readonly ControlCall[] = [
  scenario('reset'),
  canvas({ offline: false, throttling: { storm: 0 }, dropSilently: { share: 0 } }),
];

/** What a rehearsal does to the practice servers, each from the normal state. */
export const rehearsalCalls: Readonly<Record<RehearsalName, readonly ControlCall[]>> = {
  'short-list': [scenario('truncated-feed')],
  'empty-page': [habits({ emptyList: { collection: 'enrollments' }, noTotals: true })],
  'wrong-total': [scenario('lying-total')],
  'rows-move': [scenario('drift-while-paging')],
  'cut-answer': [scenario('cut-json')],
  'lost-connection': [scenario('drop-connection')],
  'login-page': [scenario('html-answers')],
  'sis-away': [scenario('outage')],
  'sis-busy': [habits({ throttleEvery: 3, retryAfterSeconds: 1 })],
  'sis-slow': [scenario('slow')],
  'unusable-records': [
    habits({ nullRefs: { collection: 'enrollments', rows: 5 }, unknownRoles: { collection: 'users', rows: 3 } }),
  ],
  'half-missing': [scenario('truncated-feed', { honest: true })],
  'mass-drop': [scenario('mass-drop')],
  'teacher-change': [scenario('teacher-change')],
  'section-move': [scenario('section-move')],
  'new-students': [scenario('new-students')],
  'new-ids': [scenario('id-change')],
  'term-over': [scenario('term-ended')],
  'next-year': [scenario('rollover-light')],
  'hand-edits': [{ method: 'POST', path: '/canvas/hand-edits', body: {} }],
  'canvas-away': [canvas({ offline: true })],
  'canvas-busy': [canvas({ throttling: { storm: 3 } })],
  'canvas-forgets': [scenario('new-students'), canvas({ dropSilently: { share: 0.1 } })],
};
