import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Engine } from '../../../electron/engine/engine-api.ts';
import { entityKinds } from '../../../shared/entities.ts';
import type { Kept } from '../../../shared/kept.ts';
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

const keptCourse: Kept = {
  number: 7,
  entity: 'course',
  action: 'update',
  how: null,
  key: 'c-alg:1',
  label: 'Algebra I',
  school: 'org-1',
  schoolName: 'North High',
  fields: ['long_name'],
  inCanvas: { long_name: 'Ms. Lee' },
  inSis: { long_name: 'Algebra I' },
  lastSynced: { long_name: 'Algebra I' },
  why: 'edited',
  reason: { rule: 'F3', text: 'Somebody changed this in Canvas.' },
  source: { collection: 'classes', sourcedId: 'alg:1' },
  obstacle: '',
};
const keptPlace: Kept = { ...keptCourse, number: 9, entity: 'enrollment', key: 's 1\u001fann\u001fstudent' };
const hindered: Kept = { ...keptCourse, number: 8, entity: 'section', key: 's-1', obstacle: 'Its course was deleted.' };
const keeping = async (_district: string, _plan: number, onKept: (kept: Kept) => void) => {
  for (const kept of [keptCourse, hindered, keptPlace]) onKept(kept);
  return succeed(undefined);
};

describe('plan --kept', () => {
  test('prints what is kept as JSON lines, each with the id that apply --override takes', async () => {
    const counts = { course: { ...noCounts, kept: 1 } } as never;
    const makePlan = async () => succeed({ run: runOf({ kind: 'plan' }), plan: planOf({ counts }) });
    const { code, stdout } = await run('plan --kept', fakeEngine({ makePlan, eachKept: keeping }));
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.map((text) => (JSON.parse(text) as { id: string }).id)).toEqual([
      'course:c-alg%3A1',
      'section:s-1',
      'enrollment:s%201:ann:student',
    ]);
    expect(JSON.parse(lines[0] ?? '')).toEqual({ id: 'course:c-alg%3A1', ...keptCourse });
    expect((await run('plan --kept --changes --json')).json).toMatchObject({ error: { code: 'usage' } });
  });

  test('is offered where a plan keeps something', async () => {
    const counts = { course: { ...noCounts, kept: 2 }, user: { ...noCounts, kept: 1 } } as never;
    const makePlan = async () => succeed({ run: runOf({ kind: 'plan' }), plan: planOf({ counts }) });
    const { code, stdout } = await run('plan', fakeEngine({ makePlan }));
    expect(code).toBe(0);
    expect(stdout).toMatch(/Edited in Canvas and kept as they are there: 3\. To see them: .*plan --kept/);
    expect((await run('plan')).stdout).not.toContain('kept');
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

  test('overwrites the named rows by their numbers; a reason stands for all before it that have none', async () => {
    const apply = vi.fn(async () => succeed(runOf()));
    const engine = fakeEngine({ apply, eachKept: keeping, calls: { plan: async () => succeed(planOf({ holds: [hold] })) } });
    const line = ['apply', '--override', 'course:c-alg%3A1', '--override', 'enrollment:s%201:ann:student'];
    const reasons = ['--reason', 'agreed with Ms. Lee', '--release', hold.id, '--reason', 'school closed'];
    expect((await command([...line, ...reasons], dataDir, engine)).code).toBe(0);
    const overrides = [{ rows: [7, 9], reason: 'agreed with Ms. Lee' }];
    const releases = [{ hold: hold.id, reason: 'school closed' }];
    expect(apply).toHaveBeenCalledWith(springfield.id, { plan: 4, releases, overrides }, expect.anything());
  });

  test.each([
    ['a release without a reason', ['--release', hold.id], 'release.reason'],
    ['a reason of blanks', ['--release', hold.id, '--reason', ' '], 'release.reason'],
    ['a hold the plan does not have', ['--release', 'E9', '--reason', 'x'], 'release.unknown'],
    ['a plan that is not stored', ['--plan', 'gone'], 'plan.unknown'],
    ['an overwriting without a reason', ['--override', 'course:c-alg%3A1'], 'override.reason'],
    ['a row the plan does not keep', ['--override', 'course:c-2', '--reason', 'x'], 'override.unknown'],
    ['a row that cannot be overwritten', ['--override', 'section:s-1', '--reason', 'x'], 'override.hindered'],
    ['a reason of nothing', ['--reason', 'x'], 'usage'],
  ])('%s is refused and nothing is sent', async (_what, flags, code) => {
    const apply = vi.fn(async () => succeed(runOf()));
    const engine = fakeEngine({ apply, eachKept: keeping, calls: { plan: async () => succeed(planOf({ holds: [hold] })) } });
    const outcome = await command(['apply', ...flags, '--json'], dataDir, engine);
    expect([outcome.code, outcome.json]).toMatchObject([1, { error: { code } }]);
    expect(apply).not.toHaveBeenCalled();
  });

  test('with nothing planned says what to do first', async () => {
    const outcome = await run('apply --json', fakeEngine({ calls: { plan: async () => succeed(null) } }));
    expect(outcome.json).toMatchObject({ error: { code: 'plan.none' } });
  });

  test('names the rows that did not get through in the text too; where they are many, how to see the rest', async () => {
    const counts = { user: { sent: 30, confirmed: 7, failed: 23, held: 0 } } as never;
    const partial = runOf({ state: 'partial', counts });
    const problems = Array.from({ length: 23 }, (_, seq) => ({
      seq,
      entity: 'user' as const,
      label: `Ann ${seq}`,
      action: 'create',
      outcome: 'failed' as const,
      importId: '7',
      message: 'Somebody else in Canvas already has this login name.',
      at: '2026-08-01T00:00:00Z',
    }));
    const calls = {
      run: async () => succeed({ run: partial, events: [], packages: [], problems, receipts: { total: 30 } }),
    };
    const engine = fakeEngine({ apply: async () => succeed(partial), calls });
    const { code, stdout } = await run('apply', engine);
    expect(code).toBe(4);
    expect(stdout).toContain('failed: create user Ann 19. Somebody else in Canvas already has this login name.');
    expect(stdout).not.toContain('Ann 20');
    expect(stdout).toContain('And 3 more; to see them: rosterbridge --headless run run-1');
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
    const sync = vi.fn(async () => succeed({ run: planned, plan: planOf(), applied: runOf(), pause: null }));
    await run(line, fakeEngine({ sync }));
    expect(sync).toHaveBeenCalledWith(springfield.id, { trigger: 'headless', attended });
  });

  test('on a day off of the district it does nothing, and says so', async () => {
    const sync = vi.fn(async () => succeed({ run: planned, plan: planOf(), applied: runOf(), pause: null }));
    const off = await run('sync --json --not-on 2026-07-01/2026-07-04 --not-on 2026-08-09/2026-08-10', fakeEngine({ sync }));
    expect([off.code, off.json]).toEqual([0, { run: null, dayOff: { from: '2026-08-09', to: '2026-08-10' } }]);
    expect(sync).not.toHaveBeenCalled();
    await run('sync --not-on 2026-07-01/2026-07-04', fakeEngine({ sync }));
    expect(sync).toHaveBeenCalledOnce();
  });

  test.each(['2026-07-01', '2026-07-04/2026-07-01', 'soon/later'])('--not-on %s is no range of days', async (range) => {
    expect(await run(`sync --not-on ${range}`)).toMatchObject({ code: 1, stderr: expect.stringContaining('first and last day') });
  });

  test('that applied prints the applied run', async () => {
    const engine = fakeEngine({
      sync: async () =>
        succeed({ run: planned, plan: planOf({ changes: 1 }), applied: runOf({ state: 'partial' }), pause: null }),
    });
    const { code, json } = await run('sync --json', engine);
    expect([code, json]).toMatchObject([4, { run: { id: 'run-1', state: 'partial' } }]);
  });

  test('that is held exits 3 and names the holds', async () => {
    const engine = fakeEngine({
      sync: async () => succeed({ run: planned, plan: planOf({ changes: 9, holds: [hold] }), applied: null, pause: null }),
    });
    const { code, json } = await run('sync --json', engine);
    expect([code, json]).toMatchObject([3, { run: { state: 'held', plan: 'plan-abc', holds: [{ id: hold.id }] } }]);
  });

  test('with nothing to do exits 0', async () => {
    const { code, json } = await run(
      'sync --json',
      fakeEngine({ sync: async () => succeed({ run: planned, plan: planOf(), applied: null, pause: null }) }),
    );
    expect([code, json]).toMatchObject([0, { run: { state: 'done' } }]);
  });

  test('between two school years exits 0 and says why nothing was planned (D7)', async () => {
    const paused = runOf({ kind: 'plan', state: 'paused', plan: null, planNumber: null });
    const pause = 'The school year is over, the next one starts on 10 August 2027.';
    const engine = fakeEngine({ sync: async () => succeed({ run: paused, plan: null, applied: null, pause }) });
    const { code, json } = await run('sync --json', engine);
    expect([code, json]).toMatchObject([0, { run: { state: 'paused', plan: null, holds: [], pause } }]);
    expect((await run('sync', engine)).stdout).toBe(`${pause}\n`);
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
