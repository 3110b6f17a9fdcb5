import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Engine } from '../../../electron/engine/engine-api.ts';
import { entityKinds } from '../../../shared/entities.ts';
import { fail, succeed } from '../../../shared/outcome.ts';
import { countKeys, type Hold } from '../../../shared/plan.ts';
import { command, fakeEngine, noCounts, planOf, rename, runOf, springfield } from './fake-engine.ts';

let dataDir = '';
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'rosterbridge-headless-'));
  mkdirSync(join(dataDir, 'districts', springfield.id), { recursive: true });
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const hold: Hold = {
  id: 'E2:enrollment:org-1',
  rule: 'E2',
  entity: 'enrollment',
  school: 'org-1',
  schoolName: 'North High',
  count: 40,
  message: '40 of 100 enrollments of North High would be removed.',
  releasable: true,
};
const failure = { code: 'sis.down', message: 'The SIS does not answer.', consequence: 'Nothing changed.', remedy: 'Try later.' };
const run = (line: string, engine: Engine = fakeEngine()) => command(line.split(' '), dataDir, engine);

describe('plan', () => {
  test('--json prints one document with every entity and every count', async () => {
    const plan = planOf({
      changes: 1,
      holds: [hold],
      firstChanges: [rename],
      counts: { course: { ...noCounts, update: 1 } } as never,
    });
    const made = fakeEngine({ makePlan: async () => succeed({ run: runOf({ kind: 'plan' }), plan }) });
    const { code, json } = await run('plan --json', made);
    expect(code).toBe(3);
    expect(json).toMatchObject({ id: 'plan-abc', complete: true, findings: { dropped: 0, warned: 0 } });
    const { counts, holds } = json as { counts: Record<string, Record<string, number>>; holds: Hold[] };
    expect(Object.keys(counts).sort()).toEqual([...entityKinds].sort());
    for (const entity of entityKinds) expect(Object.keys(counts[entity] ?? {}).sort()).toEqual([...countKeys].sort());
    expect(counts.course?.update).toBe(1);
    expect(holds[0]).toMatchObject({
      id: hold.id,
      rule: 'E2',
      entity: 'enrollment',
      school: 'org-1',
      count: 40,
      message: hold.message,
    });
  });

  test('--changes prints JSON lines and nothing else on stdout', async () => {
    const engine = fakeEngine({
      makePlan: async () => succeed({ run: runOf({ kind: 'plan' }), plan: planOf({ changes: 2 }) }),
      async eachChange(_district, number, onChange) {
        expect(number).toBe(4);
        onChange(rename);
        onChange({ ...rename, seq: 2, entity: 'section' });
        return succeed(undefined);
      },
    });
    for (const line of ['plan --changes', 'plan --changes --json']) {
      const { code, stdout } = await run(line, engine);
      expect(code).toBe(2);
      expect(
        stdout
          .trimEnd()
          .split('\n')
          .map((text) => (JSON.parse(text) as { entity: string }).entity),
      ).toEqual(['course', 'section']);
    }
  });

  test('without --json is told in words, with the sentence of every hold', async () => {
    const plan = planOf({
      changes: 1,
      holds: [hold],
      firstChanges: [rename],
      counts: { course: { ...noCounts, update: 1 } } as never,
    });
    const { stdout } = await run('plan', fakeEngine({ makePlan: async () => succeed({ run: runOf(), plan }) }));
    expect(stdout).toContain(hold.message);
    expect(stdout).toContain('“Algebra” → “Algebra I”');
    expect(stdout).toContain('apply --plan plan-abc');
  });
});

describe('apply', () => {
  test('sends the newest plan, attended, and prints the run', async () => {
    const apply = vi.fn(async () =>
      succeed(runOf({ counts: { course: { sent: 2, confirmed: 2, failed: 0, held: 0 } } as never })),
    );
    const { code, json } = await run('apply --json', fakeEngine({ apply }));
    expect(code).toBe(0);
    expect(apply).toHaveBeenCalledWith(springfield.id, { plan: 4, releases: [] }, { trigger: 'headless', attended: true });
    expect(json).toMatchObject({ run: { id: 'run-1', state: 'done', plan: 'plan-abc', holds: [], seconds: 9 } });
    const { counts } = (json as { run: { counts: Record<string, unknown> } }).run;
    expect(Object.keys(counts).sort()).toEqual([...entityKinds].sort());
    expect(counts.user).toEqual({ sent: 0, confirmed: 0, failed: 0, held: 0 });
  });

  test('releases the named holds, each with its own reason', async () => {
    const apply = vi.fn(async () => succeed(runOf()));
    const other = { ...hold, id: 'E2:section:' };
    const engine = fakeEngine({ apply, calls: { plan: async () => succeed(planOf({ holds: [hold, other] })) } });
    const line = ['apply', '--release', hold.id, '--reason', 'school closed', '--release', other.id, '--reason', 'merged'];
    expect((await command(line, dataDir, engine)).code).toBe(0);
    const releases = [
      { hold: hold.id, reason: 'school closed' },
      { hold: other.id, reason: 'merged' },
    ];
    expect(apply).toHaveBeenCalledWith(springfield.id, { plan: 4, releases }, expect.anything());
  });

  test.each([
    ['a release without a reason', ['--release', hold.id], 'release.reason'],
    ['a reason of blanks', ['--release', hold.id, '--reason', ' '], 'release.reason'],
    ['a hold the plan does not have', ['--release', 'E9', '--reason', 'x'], 'release.unknown'],
    ['a plan that is not stored', ['--plan', 'gone'], 'plan.unknown'],
  ])('%s is refused and nothing is sent', async (_what, flags, code) => {
    const apply = vi.fn(async () => succeed(runOf()));
    const engine = fakeEngine({ apply, calls: { plan: async () => succeed(planOf({ holds: [hold] })) } });
    const outcome = await command(['apply', ...flags, '--json'], dataDir, engine);
    expect([outcome.code, outcome.json]).toMatchObject([1, { error: { code } }]);
    expect(apply).not.toHaveBeenCalled();
  });

  test('with nothing planned says what to do first', async () => {
    const outcome = await run('apply --json', fakeEngine({ calls: { plan: async () => succeed(null) } }));
    expect(outcome.json).toMatchObject({ error: { code: 'plan.none' } });
  });

  test('counts rows that moved since the plan: exit 4', async () => {
    const receipts = async () => succeed({ total: 3, receipts: [] });
    const { code, json } = await run('apply --json', fakeEngine({ calls: { receipts } }));
    expect([code, json]).toMatchObject([4, { run: { stale: 3 } }]);
  });
});

describe('sync', () => {
  const planned = runOf({ kind: 'plan', state: 'planned', id: 'run-p', plan: null });

  test.each([
    ['sync', false],
    ['sync --attended', true],
  ])('%s is attended: %s', async (line, attended) => {
    const sync = vi.fn(async () => succeed({ run: planned, plan: planOf(), applied: runOf() }));
    await run(line, fakeEngine({ sync }));
    expect(sync).toHaveBeenCalledWith(springfield.id, { trigger: 'headless', attended });
  });

  test('that applied prints the applied run', async () => {
    const engine = fakeEngine({
      sync: async () => succeed({ run: planned, plan: planOf({ changes: 1 }), applied: runOf({ state: 'partial' }) }),
    });
    const { code, json } = await run('sync --json', engine);
    expect([code, json]).toMatchObject([4, { run: { id: 'run-1', state: 'partial' } }]);
  });

  test('that is held exits 3 and names the holds', async () => {
    const engine = fakeEngine({
      sync: async () => succeed({ run: planned, plan: planOf({ changes: 9, holds: [hold] }), applied: null }),
    });
    const { code, json } = await run('sync --json', engine);
    expect([code, json]).toMatchObject([3, { run: { state: 'held', plan: 'plan-abc', holds: [{ id: hold.id }] } }]);
  });

  test('with nothing to do exits 0', async () => {
    const { code, json } = await run(
      'sync --json',
      fakeEngine({ sync: async () => succeed({ run: planned, plan: planOf(), applied: null }) }),
    );
    expect([code, json]).toMatchObject([0, { run: { state: 'done' } }]);
  });
});

test('Ctrl+C cancels the run cleanly, a second one ends at once', async () => {
  let stop = () => {};
  const abort = vi.fn();
  const cancelled = { ...failure, code: 'run.cancelled' };
  let end = () => {};
  const cancel = vi.fn(async () => succeed({}));
  const engine = fakeEngine({
    calls: { cancel },
    makePlan: () =>
      new Promise((resolve) => {
        end = () => resolve(fail(cancelled));
      }),
  });
  const ended = command(['plan', '--json'], dataDir, engine, {
    abort,
    onStop(listener) {
      stop = listener;
      return () => undefined;
    },
  });
  await vi.waitFor(() => {
    stop();
    expect(cancel).toHaveBeenCalledWith({ district: springfield.id });
  });
  expect(abort).not.toHaveBeenCalled();
  stop();
  expect(abort).toHaveBeenCalledOnce();
  end();
  expect((await ended).code).toBe(1);
});
