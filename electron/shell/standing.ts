import { z } from 'zod';
import type { Failure } from '../../shared/failure.ts';
import type { Hold } from '../../shared/plan.ts';
import type { Run } from '../../shared/run.ts';

/**
 * How the last sync of a district left it. Kept in preferences, so that tray and notifications know it while the engine
 * sleeps. It names rules and numbers, never a person.
 */
export const Standing = z.object({
  state: z.enum(['well', 'partial', 'held', 'failed']),
  at: z.iso.datetime(),
  /** Ids of the holds that wait, sorted: the same ones are the same event. */
  holds: z.array(z.string()),
  /** Code of the failure. */
  code: z.string().nullable(),
});
export type Standing = z.infer<typeof Standing>;

/** What a sync came to; `run` is the one that counts: the apply where there was one, else the plan. */
export interface SyncEnd {
  readonly run: Pick<Run, 'kind' | 'state' | 'holds' | 'failure'> | null;
  readonly failure: Pick<Failure, 'code'> | null;
}

/** Failures that say nothing of the district: another process works in it, or somebody stopped the run. */
const noVerdict: ReadonlySet<string> = new Set(['district.busy', 'district.running', 'run.cancelled']);

/** The new standing; null leaves the old one. */
export function standingAfter({ run, failure }: SyncEnd, now: number): Standing | null {
  const at = new Date(now).toISOString();
  const code = failure?.code ?? run?.failure?.code ?? null;
  if (code !== null && noVerdict.has(code)) return null;
  if (failure !== null) return { state: 'failed', at, holds: [], code };
  switch (run?.state) {
    case 'failed':
      return { state: 'failed', at, holds: [], code };
    case 'held':
      return { state: 'held', at, holds: idsOf(run.holds), code: null };
    case 'partial':
      return { state: 'partial', at, holds: holdIds(run), code };
    case 'done':
    case 'planned':
      // Safe parts went, or there was nothing to do; what a person has to decide is what matters.
      return { state: holdIds(run).length > 0 ? 'held' : 'well', at, holds: holdIds(run), code: null };
    case 'paused':
      return { state: 'well', at, holds: [], code: null };
    default:
      return null;
  }
}

/**
 * Holds that a person must decide. First sightings stop no scheduled run (D5), and a row that lacks data waits alone until
 * the SIS mends it.
 */
function holdIds({ holds }: Pick<Run, 'holds'>): string[] {
  return idsOf(holds.filter((hold) => hold.releasable || hold.remap === true));
}

function idsOf(holds: readonly Hold[]): string[] {
  return holds
    .filter(({ firstSight }) => firstSight !== true)
    .map(({ id }) => id)
    .sort();
}
