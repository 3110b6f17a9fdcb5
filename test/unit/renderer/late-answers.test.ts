import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { useDistrictSettings } from '../../../renderer/state/district-settings.ts';
import { useSchedule } from '../../../renderer/state/schedule.ts';
import { useTokenEnd } from '../../../renderer/state/token-end.ts';
import type { Failure } from '../../../shared/failure.ts';
import type { Outcome } from '../../../shared/outcome.ts';
import { usualSchedule } from '../../../shared/schedule.ts';
import { DistrictSettings } from '../../../shared/settings.ts';

const failure: Failure = { code: 'canvas.unreachable', message: 'm', consequence: 'c', remedy: 'r' };

/** A call that is answered when the test says so. */
function pending<T>() {
  let answer: (value: Outcome<T>) => void = () => undefined;
  const promise = new Promise<Outcome<T>>((resolve) => {
    answer = resolve;
  });
  return { promise, answer };
}

afterEach(() => vi.unstubAllGlobals());

describe('what is being saved while another district is opened', () => {
  test('leaves the settings of that one free to be saved', async () => {
    const saved = pending<never>();
    const stored = {
      settings: DistrictSettings.parse({ timeZone: 'America/Chicago' }),
      ...{ version: 1, at: '2026-11-24T17:00:00Z', by: 'ada', setUp: null },
    };
    const engine = {
      settings: async () => ({ ok: true, value: stored }),
      settingCounts: async () => ({ ok: false, failure }),
      saveSettings: () => saved.promise,
    };
    vi.stubGlobal('window', { rosterbridge: { engine } });
    await useDistrictSettings.getState().load('north');
    const saving = useDistrictSettings.getState().save('ada');
    expect(useDistrictSettings.getState().saving).toBe(true);
    await useDistrictSettings.getState().load('south');
    saved.answer({ ok: false, failure });
    expect(await saving).toBe(false);
    const { of, saving: stillSaving, failure: shown } = useDistrictSettings.getState();
    expect([of, stillSaving, shown]).toEqual(['south', false, null]);
  });

  test('does not end the saving of the schedule that is on screen by then', async () => {
    const answers = { north: pending<never>(), south: pending<never>() };
    const shell = {
      schedule: async ({ district }: { district: string }) => ({ ok: true, value: { district, schedule: usualSchedule } }),
      saveSchedule: ({ district }: { district: 'north' | 'south' }) => answers[district].promise,
    };
    vi.stubGlobal('window', { rosterbridge: { shell } });
    await useSchedule.getState().load('north');
    const first = useSchedule.getState().save();
    await useSchedule.getState().load('south');
    const second = useSchedule.getState().save();
    answers.north.answer({ ok: false, failure });
    await first;
    expect([useSchedule.getState().saving, useSchedule.getState().failure]).toEqual([true, null]);
    answers.south.answer({ ok: false, failure });
    await second;
    expect([useSchedule.getState().saving, useSchedule.getState().failure]).toEqual([false, failure]);
  });
});

describe('when the Canvas token ends', () => {
  const canvasTokenEnd = vi.fn();
  const inDays = (days: number) => ({
    ok: true,
    value: { endsAt: new Date(Date.now() + days * 86_400_000 + 60_000).toISOString() },
  });
  beforeEach(() => {
    canvasTokenEnd.mockReset();
    vi.stubGlobal('window', { rosterbridge: { engine: { canvasTokenEnd } } });
    useTokenEnd.getState().forget();
  });

  test('is asked once for some hours, and anew after the token was replaced', async () => {
    canvasTokenEnd.mockResolvedValue(inDays(3));
    await useTokenEnd.getState().ask('north');
    await useTokenEnd.getState().ask('north');
    expect([canvasTokenEnd.mock.calls.length, useTokenEnd.getState().days]).toEqual([1, 3]);
    useTokenEnd.getState().forget();
    expect(useTokenEnd.getState().days).toBeNull();
    canvasTokenEnd.mockResolvedValue(inDays(90));
    await useTokenEnd.getState().ask('north');
    expect([canvasTokenEnd.mock.calls.length, useTokenEnd.getState().days]).toEqual([2, 90]);
  });

  test('is asked again when Canvas did not answer', async () => {
    canvasTokenEnd.mockResolvedValueOnce({ ok: false, failure }).mockResolvedValueOnce(inDays(3));
    await useTokenEnd.getState().ask('north');
    await useTokenEnd.getState().ask('north');
    expect([canvasTokenEnd.mock.calls.length, useTokenEnd.getState().days]).toEqual([2, 3]);
  });

  test('an answer about the token before comes too late', async () => {
    const old = pending<{ endsAt: string }>();
    canvasTokenEnd.mockReturnValueOnce(old.promise).mockResolvedValueOnce(inDays(90));
    const asking = useTokenEnd.getState().ask('north');
    useTokenEnd.getState().forget();
    await useTokenEnd.getState().ask('north');
    old.answer({ ok: true, value: { endsAt: new Date(Date.now() + 86_400_000).toISOString() } });
    await asking;
    expect(useTokenEnd.getState().days).toBe(90);
  });
});
