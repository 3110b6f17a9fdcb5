import { RunDesk } from '../../electron/engine/worker/run-desk.ts';
import type { ConfirmCounts } from '../../electron/engine/worker/worker-api.ts';
import type { Step } from '../../electron/roster/steps/step.ts';
import type { DistrictStore, PackageRecord, PlannedChange, WorkFile } from '../../electron/store/store-api.ts';
import { entityKinds } from '../../shared/entities.ts';
import { countKeys, PlanCounts } from '../../shared/plan.ts';
import type { Run } from '../../shared/run.ts';
import { change } from '../integration/store-rows.ts';
import { memoryWork } from './memory-work.ts';

/** Rows booked in one transaction (RunDesk). */
export const BATCH = 8000;

export interface TakenPackage {
  readonly run: string;
  readonly record: PackageRecord;
  /** Books what is not booked yet, as after a start of the program. */
  booking(): Step<ConfirmCounts>;
  /** How many rows were looked up in what was read back. */
  judged(): number;
}

const AT = '2026-08-10T06:00:00.000Z';
const RUN = 'run-1';

/**
 * A plan of `rows` enrollments that Canvas has taken as one package; read back, it shows those of `isShown`. Made once per
 * store: the second call finds it there.
 */
export function takenPackage(store: DistrictStore, rows: number, isShown: (seq: number) => boolean = () => true): TakenPackage {
  const record: PackageRecord = {
    ...{ index: 0, rows, bytes: 1, state: 'imported', importId: '7', importState: 'imported', sha256: '' },
    ...{ intendedAt: AT, firstSeq: 1, lastSeq: rows },
  };
  if (store.run(RUN) === null) {
    store.createRun({ ...freshRun(), planNumber: planOf(store, rows) });
    store.savePackage(RUN, record);
  }
  const plan = store.run(RUN)?.run.planNumber ?? 0;
  let judged = 0;
  const work: WorkFile = {
    ...memoryWork({ orgs: [], academicSessions: [], courses: [], classes: [], users: [], enrollments: [] }),
    get: (_side, _entity, _bucket, key) => {
      judged += 1;
      return isShown(Number(key)) ? { key, fields: '{"status":"active"}', extra: '{"canvasId":"9"}' } : null;
    },
  };
  return {
    run: RUN,
    record,
    booking: () => new RunDesk(store).confirm(RUN, { plan, released: [], overrides: [], run: RUN }, record, work, AT),
    judged: () => judged,
  };
}

function planOf(store: DistrictStore, rows: number): number {
  const writer = store.beginPlan(AT);
  for (let at = 0; at < rows; at += 2000) {
    writer.add(Array.from({ length: Math.min(2000, rows - at) }, (_, i) => enrollment(at + i + 1)));
  }
  const none = Object.fromEntries(countKeys.map((name) => [name, 0]));
  const counts = PlanCounts.parse(Object.fromEntries(entityKinds.map((entity) => [entity, none])));
  writer.finish({
    id: 'p',
    complete: true,
    settingsDigest: '',
    counts,
    holds: [],
    findings: { dropped: 0, warned: 0 },
    readAt: AT,
  });
  return writer.number;
}

function enrollment(seq: number): PlannedChange {
  return { ...change(`Pupil ${seq}`), key: String(seq).padStart(6, '0'), after: { status: 'active' }, ledgerExtra: '{}' };
}

function freshRun(): Run {
  const counts = Object.fromEntries(entityKinds.map((entity) => [entity, { sent: 0, confirmed: 0, failed: 0, held: 0 }]));
  return {
    ...{ id: RUN, kind: 'apply', trigger: 'person', scheduled: false, state: 'confirming', plan: 'p', planNumber: null },
    ...{ counts: counts as Run['counts'], holds: [], startedAt: AT, endedAt: null, seconds: 0, failure: null },
  };
}
