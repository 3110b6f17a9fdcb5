import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Engine } from '../../../electron/engine/engine-api.ts';
import { environmentVault } from '../../../electron/vault/environment-vault.ts';
import type { HistoryEvent } from '../../../shared/history.ts';
import { succeed } from '../../../shared/outcome.ts';
import { command, fakeEngine, runOf, springfield } from './fake-engine.ts';

let dataDir = '';
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'rosterbridge-headless-'));
  mkdirSync(join(dataDir, 'districts', springfield.id), { recursive: true });
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const run = (line: string, engine: Engine = fakeEngine()) => command(line.split(' '), dataDir, engine);

describe('connect', () => {
  const line =
    'connect --sis-url http://127.0.0.1:4001/ims/oneroster/v1p1/ --sis-key key --canvas-url http://127.0.0.1:4002 --time-zone America/Chicago --json';

  test('updates the one district with these addresses', async () => {
    const saveDistrict = vi.fn(async (district: typeof springfield) => succeed(district));
    const { code, json } = await run(line, fakeEngine({ saveDistrict }));
    expect([code, json]).toMatchObject([0, { district: { id: springfield.id, name: 'Springfield' }, checks: [] }]);
    expect(saveDistrict).toHaveBeenCalledWith(
      expect.objectContaining({ id: springfield.id }),
      'America/Chicago',
      'ab'.repeat(32),
    );
  });

  test('makes a new one otherwise, named after its name', async () => {
    const { json } = await command(
      [...line.split(' '), '--name', 'Oak Park & River'],
      dataDir,
      fakeEngine({ districts: async () => succeed([]) }),
    );
    expect(json).toMatchObject({ district: { id: 'oak-park-river-iiii', name: 'Oak Park & River' } });
  });

  test('whose test fails prints the checks, a sentence, and exits 1 with nothing stored', async () => {
    const check = {
      side: 'sis' as const,
      name: 'token',
      ok: false,
      level: 'problem' as const,
      message: 'The secret is wrong.',
      remedy: 'Copy it again.',
    };
    const saveDistrict = vi.fn(async (district: typeof springfield) => succeed(district));
    const engine = fakeEngine({
      saveDistrict,
      test: async () =>
        succeed({ checks: [check], ok: false, connection: springfield.connection, practice: false, timeZone: null }),
    });
    const { code, json } = await run(line, engine);
    expect(code).toBe(1);
    expect(json).toMatchObject({
      district: null,
      checks: [check],
      error: { code: 'connect.failed', message: check.message, remedy: check.remedy },
    });
    expect(saveDistrict).not.toHaveBeenCalled();
  });

  test.each(['ROSTERBRIDGE_SIS_SECRET', 'ROSTERBRIDGE_CANVAS_TOKEN', 'ROSTERBRIDGE_STORE_KEY'])(
    'without %s names it and asks nobody anything',
    async (name) => {
      const all: Record<string, string> = {
        ROSTERBRIDGE_SIS_SECRET: 's',
        ROSTERBRIDGE_CANVAS_TOKEN: 't',
        ROSTERBRIDGE_STORE_KEY: 'ab'.repeat(32),
      };
      const { [name]: _left, ...env } = all;
      const asked = vi.fn();
      const { code, json } = await command(line.split(' '), dataDir, fakeEngine({ test: asked }), { env });
      expect([code, json]).toMatchObject([1, { error: { code: 'environment.missing', message: expect.stringContaining(name) } }]);
      expect(asked).not.toHaveBeenCalled();
    },
  );

  test('refuses a time zone nobody knows', async () => {
    const { json } = await run(line.replace('America/Chicago', 'Chicago'));
    expect(json).toMatchObject({ error: { code: 'setup.time-zone' } });
  });
});

describe('settings counts', () => {
  const one = (text: string, warn = false) => ({ text, numbers: { held: warn ? 42 : 0 }, warn });
  const counted = {
    takenAt: '2026-08-10T06:00:00.000Z',
    schoolsUnread: false,
    schools: [{ sourcedId: 's-1', name: 'Lincoln High' }],
    counts: {
      studentLogin: {
        now: one('All 9 have one.'),
        options: { username: one('All 9 have one.'), email: one('42 would wait.', true) },
      },
      schools: { now: one('1 school.'), options: { 's-1': one('12 classes') } },
    },
  };
  const settingCounts = async () => succeed(counted);

  test('says what each value yields by its label, and what the others would; schools by name', async () => {
    const { code, stdout } = await command(['settings', 'counts'], dataDir, fakeEngine({ settingCounts }));
    expect(code).toBe(0);
    expect(stdout).toContain(
      'Students sign in with (studentLogin = username)\n    All 9 have one.\n    · email: ! 42 would wait.',
    );
    expect(stdout).toContain('· Lincoln High: 12 classes');
  });

  test('gives value, sentence and numbers of each as JSON', async () => {
    const { json } = await command(['settings', 'counts', '--json'], dataDir, fakeEngine({ settingCounts }));
    expect(json).toMatchObject({
      takenAt: counted.takenAt,
      counts: { studentLogin: { value: 'username', now: { numbers: { held: 0 } }, options: { email: { warn: true } } } },
    });
  });

  test('before the first preview it says so', async () => {
    const { stdout } = await command(['settings', 'counts'], dataDir, fakeEngine({}));
    expect(stdout).toContain('Nothing was read from the SIS yet');
  });
});

describe('settings', () => {
  test('get prints value, default and whether it is locked', async () => {
    expect((await run('settings get dropGraceDays --json')).json).toEqual({
      key: 'dropGraceDays',
      value: 14,
      default: 14,
      locked: false,
    });
  });

  test.each([
    ['dropGraceDays', '7', 7],
    ['safePartsProceed', 'true', true],
    ['authenticationProvider', '12', '12'],
    ['schools', 'org-1, org-2', ['org-1', 'org-2']],
    ['schools', '', []],
    ['schools', '["org,1"]', ['org,1']],
    ['timeZone', 'America/Denver', 'America/Denver'],
  ])('set %s to “%s” stores %j', async (key, value, stored) => {
    const saveSettings = vi.fn(async () => succeed(undefined));
    const { code } = await command(['settings', 'set', key, value], dataDir, fakeEngine({ saveSettings }));
    expect(code).toBe(0);
    expect(saveSettings).toHaveBeenCalledWith(springfield.id, expect.objectContaining({ [key]: stored }));
  });

  test.each([
    ['dropGraceDays', '-1', 'settings.value'],
    ['deletePercent', 'many', 'settings.value'],
    ['timeZone', 'Nowhere', 'settings.value'],
    ['studentLogin', 'phone', 'settings.value'],
    ['colour', 'red', 'settings.unknown'],
    ['constructor', 'x', 'settings.unknown'],
  ])('set %s to “%s” is refused: %s', async (key, value, code) => {
    const saveSettings = vi.fn(async () => succeed(undefined));
    const { json } = await command(['settings', 'set', key, '--json', '--', value], dataDir, fakeEngine({ saveSettings }));
    expect(json).toMatchObject({ error: { code } });
    expect(saveSettings).not.toHaveBeenCalled();
  });
});

test('doctor exits 1 when something is not well', async () => {
  const check = { side: 'canvas' as const, name: 'imports', ok: false, message: 'No permission.', remedy: 'Ask for it.' };
  const checks = [{ ...check, level: 'problem' as const }];
  const report = { ok: false, checks, letter: 'Dear support', at: '2026-08-10T06:00:00.000Z' };
  const { code, json } = await run('doctor --json', fakeEngine({ doctor: async () => succeed(report) }));
  expect([code, json]).toEqual([1, { ok: false, checks }]);
  const letter = await run('doctor --letter', fakeEngine({ doctor: async () => succeed(report) }));
  expect([letter.code, letter.stdout]).toEqual([1, 'Dear support\n']);
});

test('remove takes a kind, a record, a name and a reason, and hands them on (D4)', async () => {
  const asked = vi.fn(async () => succeed(runOf({ state: 'done' })));
  const engine = fakeEngine({ remove: asked });
  const words = ['remove', 'section', 'alg-1', '--by', 'Ada', '--reason', 'Made by mistake', '--json'];
  expect(await command(words, dataDir, engine)).toMatchObject({ code: 0, json: { run: { state: 'done' } } });
  const removal = { kind: 'section', sourcedId: 'alg-1', by: 'Ada', reason: 'Made by mistake' };
  expect(asked).toHaveBeenCalledWith(springfield.id, removal, 'headless');
  const user = await command(['remove', 'user', 'ann', '--by', 'Ada', '--reason', 'x', '--json'], dataDir, engine);
  expect(user).toMatchObject({ code: 1, json: { error: { code: expect.any(String) } } });
  expect((await command(['remove', 'section', 'alg-1', '--by', 'Ada'], dataDir, engine)).code).toBe(1);
  expect(asked).toHaveBeenCalledTimes(1);
});

test('runs and run print the log', async () => {
  expect((await run('runs --json')).json).toMatchObject({ runs: [{ id: 'run-1', state: 'done' }] });
  expect((await run('run run-1 --json')).json).toMatchObject({ run: { id: 'run-1' }, events: [], packages: [] });
});

describe('practice', () => {
  const addresses = {
    sis: { url: 'http://127.0.0.1:4001', key: 'k', secret: 's' },
    canvas: { url: 'http://127.0.0.1:4002', token: 't' },
    control: { url: 'http://127.0.0.1:4003' },
  };

  test('prints addresses once ready, runs until stopped, and needs no store key or data folder', async () => {
    let stop = () => {};
    const close = vi.fn(async () => undefined);
    const startPractice = vi.fn(async () => ({ ...addresses, close }));
    const createEngine = vi.fn();
    const ended = command(['practice', '--students', '500', '--seed', '7', '--clean', '--json'], dataDir, fakeEngine(), {
      env: {},
      startPractice,
      createEngine,
      onStop(listener) {
        stop = listener;
        return () => undefined;
      },
    });
    await vi.waitFor(() => expect(startPractice).toHaveBeenCalledWith({ students: 500, seed: 7, clean: true }));
    await Promise.resolve();
    expect(close).not.toHaveBeenCalled();
    stop();
    const { code, json } = await ended;
    expect([code, json]).toEqual([0, addresses]);
    expect(close).toHaveBeenCalledOnce();
    expect(createEngine).not.toHaveBeenCalled();
  });

  test('whose port is taken says so', async () => {
    const startPractice = () => Promise.reject(new Error('EADDRINUSE 4001'));
    const { code, json } = await command(['practice', '--json'], dataDir, fakeEngine(), { startPractice });
    expect([code, json]).toMatchObject([1, { error: { code: 'practice.not-started' } }]);
  });
});

describe('secrets', () => {
  test('are handed over into a pipe, a line each, in the order the installer reads them', async () => {
    const { code, stdout } = await command(['secrets'], dataDir, fakeEngine());
    expect([code, stdout]).toEqual([0, `${'ab'.repeat(32)}\nthe-sis-secret\nthe-canvas-token\n`]);
  });

  test('of a developer key are not handed over: they change with each sign-in', async () => {
    const openVault = () => ({
      ...environmentVault({}),
      read: async () => succeed({ storeKey: 'ab'.repeat(32), sisSecret: 's', canvasToken: '' }),
    });
    const { code, stdout, stderr } = await command(['secrets'], dataDir, fakeEngine(), { openVault });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('developer key');
  });

  test('are never shown on a screen', async () => {
    const { code, stdout, stderr } = await command(['secrets'], dataDir, fakeEngine(), { printsToTerminal: true });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('never shown on a screen');
  });
});

test('history tells what each run did to a record, by its kind in either side’s words, and refuses a kind nobody knows', async () => {
  const event: HistoryEvent = {
    ...{ run: 'run-1', trigger: 'schedule', seq: 4, outcome: 'failed', message: 'No such term.', at: '2026-08-10T06:00:00.000Z' },
    ...{ label: 'Algebra', override: false, entity: 'course', action: 'create', how: null, changed: [] },
    ...{ before: null, after: { long_name: 'Algebra' }, reason: { rule: 'C4', text: 'The SIS has it.' } },
  };
  const asked = vi.fn(async () => succeed({ record: { kind: 'classes', id: 'alg-1' }, events: [event], more: true }));
  const engine = fakeEngine({ calls: { history: asked } });
  expect(await run('history course alg-1 --json', engine)).toMatchObject({ code: 0, json: { events: [event], more: true } });
  expect(asked).toHaveBeenCalledWith({ district: springfield.id, subject: { collection: 'classes', sourcedId: 'alg-1' } });
  expect((await run('history course alg-1', engine)).stdout).toMatch(
    /run-1 {2}create course Algebra {2}\[C4\] {2}failed: No such term\./,
  );
  expect(await run('history grade alg-1 --json', engine)).toMatchObject({
    code: 1,
    json: { error: { code: expect.any(String) } },
  });
});
