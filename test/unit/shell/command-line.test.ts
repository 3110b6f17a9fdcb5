import { describe, expect, test } from 'vitest';
import { readCommandLine } from '../../../electron/shell/command-line.ts';
import { fitOnScreen } from '../../../electron/shell/window-bounds.ts';
import { zoomAfter } from '../../../electron/shell/zoom.ts';

describe('the command line', () => {
  test('without --headless asks for a window', () => {
    expect(readCommandLine(['electron', '/app'], {})).toEqual({ headless: null, dataDir: null, background: false });
  });

  test('opened at login, it asks for no window', () => {
    expect(readCommandLine(['rosterbridge', '--background'], {})).toMatchObject({ headless: null, background: true });
  });

  test('gives everything behind --headless to the command', () => {
    const argv = ['rosterbridge', '--ozone-platform=headless', '--headless', 'plan', '--json'];
    expect(readCommandLine(argv, {}).headless).toEqual(['plan', '--json']);
  });

  test('keeps switches of the runtime from the command', () => {
    const argv = ['electron', '/app', '--headless', 'sync', '--password-store=gnome-libsecret', '--attended', '--no-sandbox'];
    expect(readCommandLine(argv, {}).headless).toEqual(['sync', '--attended']);
  });

  test('may put two dashes before addresses', () => {
    expect(readCommandLine(['x', '--headless', '--', 'connect'], {}).headless).toEqual(['connect']);
  });

  test.each([
    [['x', '--data-dir', '/a'], {}, '/a'],
    [['x', '--data-dir=/a'], { ROSTERBRIDGE_DATA_DIR: '/b' }, '/a'],
    [['x', '--headless', 'plan', '--data-dir', '/a'], {}, '/a'],
    [['x'], { ROSTERBRIDGE_DATA_DIR: '/b' }, '/b'],
    [['x'], { ROSTERBRIDGE_DATA_DIR: '' }, null],
  ])('%j with %j keeps everything in %s', (argv, env, dataDir) => {
    expect(readCommandLine(argv, env).dataDir).toBe(dataDir);
  });
});

describe('the window comes back', () => {
  const screen = { x: 0, y: 0, width: 1920, height: 1040 };

  test('where it was', () => {
    const bounds = { x: 100, y: 50, width: 1200, height: 800 };
    expect(fitOnScreen(bounds, [screen])).toEqual(bounds);
  });

  test('on the screen that is left when its own is gone', () => {
    expect(fitOnScreen({ x: 2500, y: 50, width: 1200, height: 800 }, [screen])).toEqual({ width: 1200, height: 800 });
  });
});

describe('zoom', () => {
  const press = { type: 'keyDown', control: true, meta: false };
  test.each([
    ['=', 0, 1],
    ['+', 8, 8],
    ['-', 0, -1],
    ['-', -3, -3],
    ['0', 4, 0],
    ['c', 0, null],
  ])('Ctrl %s at level %i gives %s', (key, level, next) => {
    expect(zoomAfter({ ...press, key }, level)).toBe(next);
  });
  test('needs Ctrl or Cmd', () => {
    expect(zoomAfter({ ...press, control: false, key: '+' }, 0)).toBeNull();
  });
});
