import { z } from 'zod';

/** Bad days that a practice district can play, in the order they are offered. */
export const RehearsalName = z.enum([
  'short-list',
  'empty-page',
  'wrong-total',
  'rows-move',
  'cut-answer',
  'lost-connection',
  'login-page',
  'sis-away',
  'sis-busy',
  'sis-slow',
  'unusable-records',
  'half-missing',
  'mass-drop',
  'teacher-change',
  'section-move',
  'new-students',
  'new-ids',
  'term-over',
  'next-year',
  'hand-edits',
  'canvas-away',
  'canvas-busy',
  'canvas-forgets',
]);
export type RehearsalName = z.infer<typeof RehearsalName>;

export const RehearsalState = z.object({
  /** False for a practice district whose servers were started elsewhere: this app cannot steer them. */
  available: z.boolean(),
  current: RehearsalName.nullable(),
});
export type RehearsalState = z.infer<typeof RehearsalState>;
