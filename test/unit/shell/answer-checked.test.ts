import { describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { answerChecked } from '../../../electron/shell/answer-checked.ts';
import { engineCalls, events, shellCalls } from '../../../electron/shell/channels.ts';
import { forKnownDistricts } from '../../../electron/shell/known-district.ts';
import { contract } from '../../../shared/contract.ts';
import { succeed } from '../../../shared/outcome.ts';

const call = { args: z.object({ count: z.int().max(200) }), result: z.object({ total: z.int() }) };

describe('a call of the page', () => {
  test('is carried out with what the schema lets through, and nothing more', async () => {
    const act = vi.fn(async () => succeed({ total: 3, secret: 'x' }));
    const outcome = await answerChecked(call, { count: 5, extra: true }, act, () => undefined);
    expect(act).toHaveBeenCalledWith({ count: 5 });
    expect(outcome).toEqual({ ok: true, value: { total: 3 } });
  });

  test('with arguments outside the contract never reaches the one who acts', async () => {
    const act = vi.fn(async () => succeed({ total: 3 }));
    const outcome = await answerChecked(call, { count: 100_000 }, act, () => undefined);
    expect(act).not.toHaveBeenCalled();
    expect(outcome).toMatchObject({ ok: false, failure: { code: 'ipc.arguments', detail: 'count' } });
  });

  test('that meets a bug is answered by a failure in words, and reported', async () => {
    const onBug = vi.fn();
    const boom = new Error('secret stack');
    const outcome = await answerChecked(call, { count: 1 }, () => Promise.reject(boom), onBug);
    expect(outcome).toMatchObject({ ok: false, failure: { code: 'app.bug' } });
    expect(JSON.stringify(outcome)).not.toContain('secret stack');
    expect(onBug).toHaveBeenCalledWith(boom);
  });

  test('whose result does not fit the contract is a bug, not an answer', async () => {
    const onBug = vi.fn();
    const outcome = await answerChecked(call, { count: 1 }, async () => succeed({ total: 'three' }), onBug);
    expect(outcome).toMatchObject({ ok: false, failure: { code: 'app.bug' } });
    expect(onBug).toHaveBeenCalledOnce();
  });
});

test.each([
  ['springfield-1a2b', true],
  ['../../elsewhere', false],
  ['gone-9z9z', false],
  [null, true],
])('a call about the district %j is let through: %s', async (district, through) => {
  const act = vi.fn(async () => succeed({}));
  const outcome = await forKnownDistricts(() => ['springfield-1a2b'], act)({ district });
  expect(outcome.ok).toBe(through);
  expect(act).toHaveBeenCalledTimes(through ? 1 : 0);
});

test('the names given to the page are exactly those of the contract', () => {
  expect(Object.keys(shellCalls).sort()).toEqual(Object.keys(contract.shell).sort());
  expect(Object.keys(engineCalls).sort()).toEqual(Object.keys(contract.engine).sort());
  expect(Object.keys(events).sort()).toEqual(Object.keys(contract.events).sort());
});
