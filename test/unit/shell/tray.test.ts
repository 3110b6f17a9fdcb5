import { describe, expect, test, vi } from 'vitest';
import { appState, type DistrictState, type StateShape } from '../../../electron/shell/app-state.ts';
import { nothingRemembered } from '../../../electron/shell/schedule/memory.ts';
import type { Standing } from '../../../electron/shell/standing.ts';
import { hasTray } from '../../../electron/shell/tray-host.ts';
import { drawTrayIcon } from '../../../electron/shell/tray-icon.ts';
import { type TrayItem, trayMenu } from '../../../electron/shell/tray-menu.ts';
import { type Schedule, usualSchedule } from '../../../shared/schedule.ts';

const NOW = Date.parse('2026-11-27T20:00:00Z');
const standing = (state: Standing['state'], holds: string[] = []): Standing => ({
  state,
  at: '2026-11-27T09:00:00.000Z',
  holds,
  code: null,
});
const district = (more: Partial<DistrictState> = {}, schedule: Partial<Schedule> = {}): DistrictState => ({
  name: 'Evergreen',
  standing: null,
  working: null,
  scheduled: {
    schedule: { ...usualSchedule, on: true, ...schedule },
    timeZone: 'America/Denver',
    memory: { ...nothingRemembered, next: '2026-11-28T09:00:00.000Z' },
  },
  ...more,
});

describe('the state the tray shows', () => {
  test('well, with the next sync on the district’s own clock', () => {
    expect(appState([district()], NOW)).toEqual({ shape: 'well', words: 'All is well. Next sync Sat 28 Nov, 02:00' });
    expect(appState([district({ scheduled: null })], NOW)).toEqual({ shape: 'well', words: 'No schedule is on' });
    expect(appState([], NOW)).toEqual({ shape: 'well', words: 'No schedule is on' });
  });

  test('work goes before all else, then failures, then what waits, then a pause', () => {
    const failed = district({ name: 'North', standing: standing('failed') });
    const held = district({ name: 'South', standing: standing('held', ['a', 'b']) });
    const working = district({ name: 'West', working: 'writing' });
    expect(appState([held, failed, working], NOW)).toEqual({ shape: 'working', words: 'West: writing to Canvas' });
    expect(appState([held, failed], NOW)).toEqual({ shape: 'failed', words: 'North: the last sync did not succeed' });
    expect(appState([held, district()], NOW)).toEqual({ shape: 'waiting', words: 'South: holds wait for you' });
    expect(appState([district({ standing: standing('held', ['a']) })], NOW).words).toBe('A hold waits for you');
    expect(appState([district({}, { paused: { until: '2026-11-28T13:00:00.000Z' } })], NOW)).toEqual({
      shape: 'paused',
      words: 'Paused until Sat 28 Nov, 06:00',
    });
    expect(appState([district({}, { paused: { until: null } })], NOW).words).toBe('Paused until you resume');
    expect(appState([district({}, { paused: { until: '2026-11-27T13:00:00.000Z' } })], NOW).shape).toBe('well');
  });
});

describe('the tray’s menu', () => {
  const acts = { open: vi.fn(), syncNow: vi.fn(), pause: vi.fn(), quit: vi.fn() };
  const one = { id: 'a', name: 'Evergreen', working: false, scheduled: true };
  const labels = (items: readonly TrayItem[]): string[] =>
    items.flatMap((item) =>
      item.kind === 'line' ? ['—'] : item.kind === 'menu' ? [item.label, ...labels(item.items)] : [item.label],
    );
  const press = (items: readonly TrayItem[], label: string): void => {
    for (const item of items) {
      if (item.kind === 'act' && item.label === label) item.act();
      if (item.kind === 'menu') press(item.items, label);
    }
  };
  const state = { shape: 'well', words: 'All is well' } as const;

  test('state in words, open, sync now, pause, quit', () => {
    const items = trayMenu(state, [one], false, acts);
    expect(labels(items)).toEqual([
      'All is well',
      '—',
      'Open Rosterbridge',
      'Sync now',
      'Pause the schedule',
      'Until tomorrow morning',
      'Until I resume it',
      '—',
      'Quit Rosterbridge',
    ]);
    press(items, 'Sync now');
    press(items, 'Until tomorrow morning');
    expect(acts.syncNow).toHaveBeenCalledWith('a');
    expect(acts.pause).toHaveBeenCalledWith('tomorrow');
  });

  test('paused, it offers to resume; several districts have a sync each; one at work cannot be started again', () => {
    expect(labels(trayMenu(state, [one], true, acts))).toContain('Resume the schedule');
    const items = trayMenu(
      state,
      [
        { ...one, working: true },
        { ...one, id: 'b', name: 'North' },
      ],
      false,
      acts,
    );
    const menu = items.find((item) => item.kind === 'menu' && item.label === 'Sync now');
    expect(menu).toMatchObject({
      items: [
        { label: 'Evergreen', enabled: false },
        { label: 'North', enabled: true },
      ],
    });
  });

  test('without a district or a schedule it offers neither sync nor pause', () => {
    expect(labels(trayMenu(state, [], false, acts))).toEqual(['All is well', '—', 'Open Rosterbridge', '—', 'Quit Rosterbridge']);
    expect(labels(trayMenu(state, [{ ...one, scheduled: false }], false, acts))).not.toContain('Pause the schedule');
  });
});

describe('the tray’s icon', () => {
  const shapes: StateShape[] = ['well', 'working', 'waiting', 'failed', 'paused'];
  const alphas = (shape: StateShape, size: number) =>
    drawTrayIcon(shape, size, 'template').pixels.filter((_value, index) => index % 4 === 3);

  test('every state has a shape of its own, seen without any colour, at the smallest size too', () => {
    for (const size of [16, 22, 32]) {
      for (const [n, one] of shapes.entries()) {
        for (const other of shapes.slice(n + 1)) {
          const a = alphas(one, size);
          const b = alphas(other, size);
          const differ = a.filter((alpha, index) => Math.abs(alpha - (b[index] ?? 0)) > 127).length;
          expect(differ, `${one} and ${other} at ${size}`).toBeGreaterThan((size * size) / 16);
        }
      }
    }
  });

  test('a template is black with holes, as macOS wants it; elsewhere the sign is white on the state’s colour', () => {
    for (const shape of shapes) {
      const template = drawTrayIcon(shape, 16, 'template').pixels;
      expect(template.some((value, index) => index % 4 !== 3 && value !== 0)).toBe(false);
      const { pixels, size } = drawTrayIcon(shape, 32, 'colour');
      const white = Array.from({ length: size * size }, (_, n) => pixels.subarray(n * 4, n * 4 + 4)).filter(
        ([b = 0, g = 0, r = 0, a = 0]) => Math.min(b, g, r, a) > 240,
      );
      expect(white.length, shape).toBeGreaterThan(20);
      expect(pixels[3], 'corners are empty').toBe(0);
    }
  });
});

describe('is there a tray?', () => {
  test('Windows and macOS always have one; on Linux the session bus tells', async () => {
    const never = vi.fn(async () => null);
    expect(await hasTray('win32', never)).toBe(true);
    expect(await hasTray('darwin', never)).toBe(true);
    expect(never).not.toHaveBeenCalled();
    expect(await hasTray('linux', async () => '   boolean true\n')).toBe(true);
    expect(await hasTray('linux', async () => '   boolean false\n')).toBe(false);
    expect(await hasTray('linux', async (program) => (program === 'gdbus' ? '(true,)' : null))).toBe(true);
    expect(await hasTray('linux', never)).toBe(false);
  });
});
