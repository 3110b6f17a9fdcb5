import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Engine } from '../../../electron/engine/engine-api.ts';
import { fail, succeed } from '../../../shared/outcome.ts';
import { command, fakeEngine, planOf, runOf, springfield } from './fake-engine.ts';

let dataDir = '';
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'rosterbridge-headless-'));
  mkdirSync(join(dataDir, 'districts', springfield.id), { recursive: true });
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const failure = { code: 'sis.down', message: 'The SIS does not answer.', consequence: 'Nothing changed.', remedy: 'Try later.' };
const run = (line: string, engine: Engine = fakeEngine()) => command(line.split(' '), dataDir, engine);

describe('a failure', () => {
  const broken = fakeEngine({ makePlan: async () => fail(failure) });

  test('is one JSON document on stdout and exit 1 with --json', async () => {
    const { code, json } = await run('plan --json', broken);
    expect([code, json]).toEqual([1, { error: failure }]);
  });

  test('is words on stderr without: what happened, what it means, what to do', async () => {
    const { code, stdout, stderr } = await run('plan', broken);
    expect([code, stdout]).toEqual([1, '']);
    for (const words of [failure.message, failure.consequence, failure.remedy]) expect(stderr).toContain(words);
  });

  test.each([
    ['an unknown command', 'grades plan --json'],
    ['a command that does not exist yet', 'undo run-1 --json'],
    ['no command at all', '--json'],
    ['half a command', 'settings --json'],
    ['an unknown flag', 'plan --force --json'],
    ['a missing flag', 'connect --sis-url https://sis.example.org --json'],
    ['a secret on the command line', 'connect --sis-secret x --json'],
    ['a reason before its hold', 'apply --reason because --json'],
    ['a number that is none', 'practice --students many --json'],
  ])('of the command line itself: %s', async (_what, line) => {
    const { code, json } = await run(line);
    expect([code, json]).toMatchObject([1, { error: { code: 'usage' } }]);
  });

  test('of ours, an exception, is exit 1 in words too', async () => {
    const { code, json } = await run('plan --json', fakeEngine({ makePlan: () => Promise.reject(new Error('oops')) }));
    expect([code, json]).toMatchObject([1, { error: { code: 'app.bug' } }]);
  });

  test('does not keep the engine open', async () => {
    const close = vi.fn(async () => undefined);
    await run('plan', { ...broken, close });
    expect(close).toHaveBeenCalledOnce();
  });
});

test('help names exactly the commands that exist', async () => {
  const { code, stdout } = await run('--help');
  expect(code).toBe(0);
  const names = stdout
    .split('Commands:')[1]
    ?.match(/^ {2}([a-z-]+)/gm)
    ?.map((name) => name.trim());
  expect(names).toEqual([
    'practice',
    'connect',
    'doctor',
    'settings',
    'plan',
    'apply',
    'sync',
    'secrets',
    'runs',
    'run',
    'explain',
    'history',
    'remove',
    'convert',
    'help',
  ]);
});

describe('which district', () => {
  const seen = async (line: string) => {
    const makePlan = vi.fn(async () => succeed({ run: runOf(), plan: planOf() }));
    const outcome = await run(line, fakeEngine({ makePlan }));
    return { outcome, district: makePlan.mock.calls.map((call: unknown[]) => call[0])[0] };
  };

  test('the only one when none is named', async () => {
    expect((await seen('plan')).district).toBe(springfield.id);
  });

  test('the named one', async () => {
    mkdirSync(join(dataDir, 'districts', 'other-9z'));
    expect((await seen('plan --district other-9z')).district).toBe('other-9z');
  });

  test.each(['gone', '..', '../districts', '.', ''])('named “%s”, which is not there: says which are', async (name) => {
    const makePlan = vi.fn();
    const { json } = await command(['plan', '--json', '--district', name], dataDir, fakeEngine({ makePlan }));
    expect(json).toMatchObject({ error: { code: 'district.unknown', remedy: expect.stringContaining(springfield.id) } });
    expect(makePlan).not.toHaveBeenCalled();
  });

  test('none yet: says how to connect', async () => {
    rmSync(join(dataDir, 'districts'), { recursive: true });
    expect((await run('plan --json')).json).toMatchObject({ error: { code: 'district.none' } });
  });

  test('the only one that opens with these secrets, when there are several', async () => {
    mkdirSync(join(dataDir, 'districts', 'other-9z'));
    expect((await seen('plan')).district).toBe(springfield.id);
  });

  test('several that open: asks which', async () => {
    mkdirSync(join(dataDir, 'districts', 'other-9z'));
    const engine = fakeEngine({ districts: async () => succeed([springfield, { ...springfield, id: 'other-9z' }]) });
    const { json } = await run('plan --json', engine);
    expect(json).toMatchObject({ error: { code: 'district.which', remedy: expect.stringContaining('other-9z') } });
  });
});

test('what a run logs lands in the data folder, redacted', async () => {
  const line = { at: '2026-08-10T06:00:00.000Z', level: 'info' as const, text: 'token the-canvas-token used' };
  await command(
    ['connect', ...'--sis-url http://127.0.0.1:1 --sis-key k --canvas-url http://127.0.0.1:2 --time-zone UTC'.split(' ')],
    dataDir,
    fakeEngine(),
    {
      createEngine: (options) =>
        fakeEngine({
          async test() {
            options.log(line);
            return fail(failure);
          },
        }),
    },
  );
  const [file = ''] = readdirSync(join(dataDir, 'logs'));
  expect(readFileSync(join(dataDir, 'logs', file), 'utf8')).toContain('token [secret] used');
});
