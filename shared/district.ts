import { z } from 'zod';
import { Run } from './run.ts';

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
  ok: z.boolean(),
  message: z.string(),
  remedy: z.string(),
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
  canvasToken: z.string().min(1).max(2000),
});
export type ConnectRequest = z.infer<typeof ConnectRequest>;

export const ConnectResult = z.object({ district: District.nullable(), checks: z.array(Check) });
export type ConnectResult = z.infer<typeof ConnectResult>;

/** What the overview shows at a glance. */
export const Overview = z.object({
  district: District,
  lastPlan: z
    .object({ id: z.string(), number: z.int(), createdAt: z.string(), changes: z.int(), held: z.int(), applied: z.boolean() })
    .nullable(),
  lastRun: Run.nullable(),
  running: z.string().nullable(),
  /** Newest last, up to 30 runs that applied something: for the chart. */
  history: z.array(
    z.object({ run: z.string(), endedAt: z.string(), create: z.int(), update: z.int(), delete: z.int(), failed: z.int() }),
  ),
});
export type Overview = z.infer<typeof Overview>;
