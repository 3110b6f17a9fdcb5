import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { autostartEntry, isEntryOn } from '../../../electron/shell/autostart-entry.ts';

/** Reads `Exec` as a desktop does: string escapes, then quotes, then field codes (Desktop Entry Specification). */
function execOf(entry: string): string[] {
  const line = /^Exec=(.*)$/m.exec(entry)?.[1] ?? '';
  const text = line.replace(/\\(.)/g, (_, one: string) => ({ s: ' ', n: '\n', t: '\t', r: '\r' })[one] ?? one);
  const args: string[] = [];
  for (const [, quoted, plain] of text.matchAll(/"((?:\\.|[^"\\])*)"|(\S+)/g)) {
    args.push((quoted === undefined ? (plain ?? '') : quoted.replace(/\\(.)/g, '$1')).replaceAll('%%', '%'));
  }
  return args;
}

describe('the autostart entry', () => {
  test('starts the app hidden, with the folder it was given', () => {
    const entry = autostartEntry({
      program: '/opt/Rosterbridge/rosterbridge',
      args: ['--data-dir=/srv/Roster data', '--background'],
    });
    expect(entry.split('\n')[0]).toBe('[Desktop Entry]');
    expect(entry).toContain('\nType=Application\n');
    expect(execOf(entry)).toEqual(['/opt/Rosterbridge/rosterbridge', '--data-dir=/srv/Roster data', '--background']);
    expect(isEntryOn(entry)).toBe(true);
  });

  test('any path comes back as it was', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.string({ minLength: 1 }).filter((text) => !/[\n\r\t]/.test(text)),
          { minLength: 1 },
        ),
        (args) => {
          const [program = '', ...rest] = args;
          expect(execOf(autostartEntry({ program, args: rest }))).toEqual(args);
        },
      ),
    );
  });

  test('a desktop that switched it off is believed', () => {
    const entry = autostartEntry({ program: '/a', args: [] });
    expect(isEntryOn(`${entry}Hidden=true\n`)).toBe(false);
    expect(isEntryOn(entry.replace('enabled=true', 'enabled=false'))).toBe(false);
  });
});
