import type { Failure } from '../../shared/failure.ts';
import type { Run } from '../../shared/run.ts';
import { permissionMissing, portTaken, sampleRun, sisDown } from './sample-runs.ts';

/** What the fake engine holds and how it behaves. */
export interface Scenario {
  readonly districts: 'none' | 'practice' | 'two';
  /** Changes in the stored plan; null when there is none yet. */
  readonly planned: number | null;
  readonly held: boolean;
  /** Rows the plan keeps as Canvas has them. */
  readonly kept: number;
  readonly applied: boolean;
  readonly runs: number;
  readonly keyring: boolean;
  /** Milliseconds a step of long work takes; 0 ends at once. */
  readonly pace: number;
  readonly planFailure: Failure | null;
  readonly applyFailure: Failure | null;
  readonly startFailure: Failure | null;
  readonly queryFailure: Failure | null;
  readonly lastRun: Partial<Run> | null;
  readonly checksFail: boolean;
  /** Never answers, for loading states. */
  readonly silent: boolean;
  /** How an apply ends. */
  readonly applyState: Run['state'];
  /** Canvas was looked through for a first contact. */
  readonly evaluated: boolean;
}

const base: Scenario = {
  evaluated: true,
  districts: 'two',
  planned: 640,
  held: false,
  kept: 0,
  applied: false,
  runs: 24,
  keyring: true,
  pace: 40,
  planFailure: null,
  applyFailure: null,
  startFailure: null,
  queryFailure: null,
  lastRun: null,
  checksFail: false,
  silent: false,
  applyState: 'done',
};

export const scenarios: Readonly<Record<string, Scenario>> = {
  'first-run': { ...base, districts: 'none', planned: null, runs: 0 },
  'no-keyring': { ...base, districts: 'none', planned: null, runs: 0, keyring: false },
  'checks-fail': { ...base, districts: 'none', planned: null, runs: 0, checksFail: true },
  fresh: { ...base, districts: 'practice', planned: null, runs: 0 },
  waiting: base,
  held: { ...base, held: true },
  kept: { ...base, kept: 57, pace: 5 },
  'only-kept': { ...base, planned: 0, kept: 4 },
  nothing: { ...base, planned: 0 },
  applied: { ...base, applied: true },
  million: { ...base, planned: 1_000_000, held: true },
  slow: { ...base, pace: 100_000 },
  loading: { ...base, silent: true },
  'plan-fails': { ...base, planFailure: sisDown, pace: 5 },
  'apply-fails': { ...base, applyFailure: permissionMissing, pace: 5 },
  'query-fails': {
    ...base,
    queryFailure: { ...sisDown, message: 'The stored preview could not be read.', consequence: 'Nothing was changed.' },
  },
  'run-failed': { ...base, planned: null, lastRun: sampleRun(0, { state: 'failed', failure: sisDown }) },
  partial: { ...base, applyState: 'partial', pace: 5 },
  quick: { ...base, pace: 5 },
  'practice-fails': { ...base, districts: 'none', planned: null, runs: 0, startFailure: portTaken, pace: 5 },
  'apply-held': { ...base, held: true, applyState: 'held', pace: 5 },
};
