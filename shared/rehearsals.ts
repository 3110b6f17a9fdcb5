import { z } from 'zod';

/** Bad days that a practice district can play, by where they happen, in the order they are offered. */
export const rehearsalNames = {
  sisAnswers: [
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
  ],
  sisRecords: [
    'half-missing',
    'mass-drop',
    'teacher-change',
    'section-move',
    'new-students',
    'new-ids',
    'term-over',
    'next-year',
  ],
  canvasRecords: ['hand-edits', 'canvas-forgets'],
  canvasAnswers: ['canvas-away', 'canvas-busy'],
} as const;

const { sisAnswers, sisRecords, canvasRecords, canvasAnswers } = rehearsalNames;
export const RehearsalName = z.enum([...sisAnswers, ...sisRecords, ...canvasRecords, ...canvasAnswers]);
export type RehearsalName = z.infer<typeof RehearsalName>;

export const RehearsalState = z.object({
  /** False for a practice district whose servers were started elsewhere: this app cannot steer them. */
  available: z.boolean(),
  current: RehearsalName.nullable(),
});
export type RehearsalState = z.infer<typeof RehearsalState>;
