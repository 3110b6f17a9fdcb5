import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openDistrictStore } from '../../../electron/store/open.ts';
import type { DistrictStore, PlannedChange, PlanResultRow } from '../../../electron/store/store-api.ts';
import type { EntityKind } from '../../../shared/entities.ts';
import type { Outcome } from '../../../shared/outcome.ts';
import type { EntityCounts } from '../../../shared/plan.ts';
import type { Run } from '../../../shared/run.ts';

export const key = 'a1'.repeat(32);
export const otherKey = 'b2'.repeat(32);
export const at = '2026-08-10T06:00:00.000Z';

/** A district folder that goes with the test. */
export function scratchDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'rb-store-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

export function valueIn<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.failure.code}: ${outcome.failure.message} ${outcome.failure.detail ?? ''}`);
  return outcome.value;
}

export function open(dir: string, withKey = key): Outcome<DistrictStore> {
  const holder = { title: 'rosterbridge', pid: process.pid, host: 'office' };
  return openDistrictStore({ dir, key: withKey, holder, now: () => Date.parse(at) });
}

/** An open store in its own folder, closed with the test. */
export function freshStore(): { readonly store: DistrictStore; readonly dir: string } {
  const dir = scratchDir();
  const store = valueIn(open(dir));
  onTestFinished(() => {
    try {
      store.close();
    } catch {}
  });
  return { store, dir };
}

export function change(over: Partial<PlannedChange> = {}): PlannedChange {
  return {
    entity: 'enrollment',
    action: 'create',
    how: null,
    key: 'sec-1\u001fstu-1\u001fstudent',
    label: 'Ann Miller · Algebra 1',
    school: 'school-1',
    schoolName: 'Lincoln High',
    changed: ['status'],
    before: null,
    after: { status: 'active' },
    reason: { rule: 'D1', text: 'The SIS has this enrollment.' },
    source: { collection: 'enrollments', sourcedId: 'e-1' },
    bucket: 3,
    row: { section_id: 'sec-1', user_id: 'stu-1', role: 'student', status: 'active' },
    ledgerFields: '{"status":"active"}',
    ledgerExtra: '{}',
    canvasId: '',
    hold: '',
    waiting: false,
    ...over,
  };
}

const none: EntityCounts = {
  create: 0,
  update: 0,
  delete: 0,
  restore: 0,
  unchanged: 0,
  frozen: 0,
  pinned: 0,
  adopt: 0,
  remap: 0,
  alreadyThere: 0,
  held: 0,
  stale: 0,
  kept: 0,
  waiting: 0,
  early: 0,
  filtered: 0,
  notOurs: 0,
};

export function perEntity<T>(value: () => T): Record<EntityKind, T> {
  return {
    account: value(),
    term: value(),
    course: value(),
    section: value(),
    user: value(),
    enrollment: value(),
    observer: value(),
  };
}

export function planResult(id = 'plan-hash'): PlanResultRow {
  return {
    id,
    complete: true,
    settingsDigest: 'digest',
    counts: perEntity(() => none),
    holds: [],
    findings: { dropped: 1, warned: 2 },
    readAt: at,
  };
}

/** A finished plan of these changes; gives its number. */
export function storedPlan(store: DistrictStore, changes: readonly PlannedChange[], id = 'plan-hash'): number {
  const writer = store.beginPlan(at);
  writer.add(changes);
  writer.finish(planResult(id));
  return writer.number;
}

export function run(over: Partial<Run> = {}): Run {
  return {
    id: 'run-1',
    kind: 'apply',
    trigger: 'person',
    scheduled: false,
    state: 'approved',
    plan: 'plan-hash',
    planNumber: null,
    counts: perEntity(() => ({ sent: 0, confirmed: 0, failed: 0, held: 0 })),
    holds: [],
    startedAt: at,
    endedAt: null,
    seconds: 0,
    failure: null,
    ...over,
  };
}
