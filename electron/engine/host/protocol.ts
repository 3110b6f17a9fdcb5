import { z } from 'zod';
import { contract } from '../../../shared/contract.ts';
import { Check, Connection, ConnectRequest, District, SideRequest } from '../../../shared/district.ts';
import { Failure } from '../../../shared/failure.ts';
import { Change, ChangeQuery, PlanSummary } from '../../../shared/plan.ts';
import { Run } from '../../../shared/run.ts';

const call = <A extends z.ZodType, R extends z.ZodType>(args: A, result: R) => ({ args, result });
const StoreKey = z.string().regex(/^[0-9a-f]{64}$/);
const ofDistrict = z.object({ district: z.string().min(1).max(60) });

/** What main asks of the engine beyond the page's contract; the page itself can never reach these. */
export const hostCalls = {
  test: call(
    ConnectRequest,
    z.object({
      checks: z.array(Check),
      ok: z.boolean(),
      connection: Connection,
      practice: z.boolean(),
      timeZone: z.string().nullable(),
    }),
  ),
  testSide: call(SideRequest, z.object({ checks: z.array(Check) })),
  saveDistrict: call(z.object({ district: District, timeZone: z.string(), storeKey: StoreKey }), District),
  districts: call(z.object({}), z.array(District)),
  removeDistrict: call(ofDistrict, z.null()),
  resume: call(ofDistrict, z.array(Run)),
  /** The same page as `changes`, with everything of each change. */
  changesInFull: call(
    z.object({ district: z.string().min(1).max(60), query: ChangeQuery }),
    z.object({ total: z.int(), changes: z.array(Change) }),
  ),
  /** When the Canvas token ends, where Canvas tells. */
  tokenEnd: call(ofDistrict, z.iso.datetime().nullable()),
  /** What the schedule runs, and what “Sync now” in the tray asks for: nobody watches (ROSTER-RULES D5, D7). */
  sync: call(
    z.object({ district: z.string().min(1).max(60), trigger: z.enum(['person', 'schedule']) }),
    z.object({ run: Run, plan: PlanSummary.nullable(), applied: Run.nullable(), pause: z.string().nullable() }),
  ),
} as const;

/** Every call that crosses between main and the engine process; both ends parse by these. */
export const carriedCalls = { ...contract.engine, ...hostCalls } as const;
export type CarriedCall = keyof typeof carriedCalls;
export type CarriedArgs<N extends CarriedCall> = z.infer<(typeof carriedCalls)[N]['args']>;
export type CarriedResult<N extends CarriedCall> = z.infer<(typeof carriedCalls)[N]['result']>;

export function isCarriedCall(name: string): name is CarriedCall {
  return Object.hasOwn(carriedCalls, name);
}

const LogLine = z.object({ at: z.string(), level: z.enum(['info', 'warning', 'error']), text: z.string() });
const outcomeOf = <T extends z.ZodType>(value: T) =>
  z.discriminatedUnion('ok', [z.object({ ok: z.literal(true), value }), z.object({ ok: z.literal(false), failure: Failure })]);
export const AnyOutcome = outcomeOf(z.unknown());
/** Of a developer key only access tokens cross over, one at a time. */
export const SecretsOutcome = outcomeOf(
  z.object({ storeKey: StoreKey, sisSecret: z.string(), canvasToken: z.string(), canvasByKey: z.boolean() }),
);
export const TokenOutcome = outcomeOf(z.string());

/** main → engine. Secrets travel as the answer to a question, never in the environment or the arguments. */
export const ToEngine = z.discriminatedUnion('type', [
  z.object({ type: z.literal('start'), dataDir: z.string(), workerFile: z.string() }),
  z.object({ type: z.literal('call'), id: z.int(), name: z.string(), args: z.unknown() }),
  z.object({ type: z.literal('secrets'), id: z.int(), outcome: SecretsOutcome }),
  z.object({ type: z.literal('canvas-token'), id: z.int(), outcome: TokenOutcome }),
  z.object({ type: z.literal('stop') }),
]);
export type ToEngine = z.infer<typeof ToEngine>;

/** engine → main. */
export const FromEngine = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('answer'), id: z.int(), outcome: AnyOutcome }),
  z.object({ type: z.literal('ask-secrets'), id: z.int(), district: z.string() }),
  z.object({ type: z.literal('ask-canvas-token'), id: z.int(), district: z.string(), refused: z.string() }),
  z.object({ type: z.literal('event'), name: z.string(), payload: z.unknown() }),
  z.object({ type: z.literal('log'), line: LogLine }),
]);
export type FromEngine = z.infer<typeof FromEngine>;
