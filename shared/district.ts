import { z } from 'zod';
import { FitStep } from './fit-steps.ts';
import { Run } from './run.ts';
import { SisProfileName } from './sis-profiles.ts';
import { Unpublished } from './unpublished.ts';

export const SisAuth = z.enum(['auto', 'oauth2', 'oauth1-sha1', 'oauth1-sha256']);
export type SisAuth = z.infer<typeof SisAuth>;

/** Where the two sides are; never a secret. */
export const Connection = z.object({
  sisUrl: z.string().min(1).max(2000),
  sisKey: z.string().min(1).max(500),
  sisAuth: SisAuth,
  /** Where tokens come from, as found by the connection test or given by the admin; '' while unknown. */
  sisTokenUrl: z.string().max(2000),
  canvasUrl: z.string().min(1).max(2000),
  /** How Canvas lets us in; left out by what was connected before there was a choice: a token. */
  canvasSignIn: z.enum(['token', 'developer-key']).optional(),
  /** Which SIS product it is; left out, the address decides. */
  sisProfile: SisProfileName.optional(),
});
export type Connection = z.infer<typeof Connection>;

export const District = z.object({
  id: z.string(),
  name: z.string(),
  practice: z.boolean(),
  connection: Connection,
  createdAt: z.string(),
});
export type District = z.infer<typeof District>;

/** One line of a connection test or doctor run, in plain words. */
export const Check = z.object({
  side: z.enum(['sis', 'canvas']),
  name: z.string(),
  /** False for a problem: something does not work. */
  ok: z.boolean(),
  /** A warning works, but deserves a look. */
  level: z.enum(['ok', 'warning', 'problem']),
  message: z.string(),
  remedy: z.string(),
  /** What only the support of that side can do; it goes into the letter. */
  ask: z.string().optional(),
});
export type Check = z.infer<typeof Check>;

/** What set-up sends; secrets travel this way only, renderer → main → engine. */
export const ConnectRequest = z.object({
  /** Null creates a district. */
  district: z.string().max(60).nullable(),
  name: z.string().max(200),
  timeZone: z.string().min(1).max(100),
  sisUrl: z.string().min(1).max(2000),
  sisKey: z.string().min(1).max(500),
  sisSecret: z.string().min(1).max(2000),
  sisAuth: SisAuth,
  sisTokenUrl: z.string().max(2000),
  canvasUrl: z.string().min(1).max(2000),
  /** '' where a developer key signed in. */
  canvasToken: z.string().max(2000),
  /** Name of the sign-in that main keeps (canvas-sign-in.ts). */
  canvasGrant: z.string().max(80).optional(),
  sisProfile: SisProfileName.optional(),
});
export type ConnectRequest = z.infer<typeof ConnectRequest>;

/** One side, as far as it is typed: what set-up tries out while the rest is still missing. */
export const SideRequest = z.discriminatedUnion('side', [
  ConnectRequest.pick({ sisUrl: true, sisKey: true, sisSecret: true, sisAuth: true, sisTokenUrl: true, sisProfile: true }).extend(
    {
      side: z.literal('sis'),
    },
  ),
  ConnectRequest.pick({ canvasUrl: true, canvasToken: true, canvasGrant: true }).extend({ side: z.literal('canvas') }),
]);
export type SideRequest = z.infer<typeof SideRequest>;

export const ConnectResult = z.object({ district: District.nullable(), checks: z.array(Check) });
export type ConnectResult = z.infer<typeof ConnectResult>;

/** A whole examination of both sides, with a letter for whoever runs the SIS. */
export const DoctorReport = z.object({
  /** False when a check found a problem. */
  ok: z.boolean(),
  checks: z.array(Check),
  /** Plain text, ready to be sent to the SIS' support; it names no person and no secret. */
  letter: z.string(),
  at: z.string(),
});
export type DoctorReport = z.infer<typeof DoctorReport>;

/** What a plan lets wait or leaves as it is, in numbers (ROSTER-RULES C5, C8, D1, D5, D7, F3). */
export const Stays = z.object({
  /** Removals seen for the first time. */
  waiting: z.int(),
  /** Removals that additions-only mode saves up. */
  savedUp: z.int(),
  /** Of classes and terms that are over, or gone from the SIS: left as they are. */
  frozen: z.int(),
  kept: z.int(),
  /** Made when their day comes. */
  early: z.int(),
  /** SIS records that were left out or doubted. */
  listed: z.int(),
});
export type Stays = z.infer<typeof Stays>;

/** What the overview shows at a glance. */
export const Overview = z.object({
  district: District,
  lastPlan: z
    .object({
      id: z.string(),
      number: z.int(),
      createdAt: z.string(),
      changes: z.int(),
      held: z.int(),
      holds: z.int().optional(),
      applied: z.boolean(),
      stays: Stays,
    })
    .nullable(),
  /** The question set-up stands at, null when all were answered. */
  setUp: FitStep.nullable(),
  lastRun: Run.nullable(),
  /** Why the schedule pauses, when the last run says so (D7). */
  pause: z.string().nullable(),
  running: z.string().nullable(),
  /** What the newest preview found; null before the first. */
  unpublished: Unpublished.nullable(),
  /** Newest last, up to 30 runs that applied something: for the chart. */
  history: z.array(
    z.object({ run: z.string(), endedAt: z.string(), create: z.int(), update: z.int(), delete: z.int(), failed: z.int() }),
  ),
});
export type Overview = z.infer<typeof Overview>;
