import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openLog } from '../../../electron/engine/log/log-file.ts';
import { createRedactor } from '../../../electron/engine/log/redact.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rosterbridge-log-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const entry = (at: string, text: string) => ({ at, level: 'info' as const, text });
const linesOf = (name: string) =>
  readFileSync(join(folder, name), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('the log file', () => {
  test('holds a JSON line per entry with its run, redacted, for its owner only', () => {
    const redactor = createRedactor();
    redactor.learn('topsecret-canvas-token');
    const log = openLog({ folder, redactor, program: 'headless' });
    log.write(entry('2026-08-10T06:00:00.000Z', 'start'));
    log.setRun('run-1');
    log.write(entry('2026-08-10T06:00:01.000Z', 'token topsecret-canvas-token refused'));
    const file = 'rosterbridge-2026-08-10.jsonl';
    expect(linesOf(file)).toEqual([
      { at: '2026-08-10T06:00:00.000Z', level: 'info', program: 'headless', run: null, text: 'start' },
      { at: '2026-08-10T06:00:01.000Z', level: 'info', program: 'headless', run: 'run-1', text: 'token [secret] refused' },
    ]);
    expect(statSync(join(folder, file)).mode & 0o077).toBe(0);
  });

  test('starts a file a day and keeps fourteen', () => {
    const log = openLog({ folder, redactor: createRedactor(), program: 'app' });
    writeFileSync(join(folder, 'crash-note.txt'), 'stays');
    for (let day = 1; day <= 20; day += 1) log.write(entry(`2026-08-${String(day).padStart(2, '0')}T06:00:00.000Z`, 'x'));
    const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
    expect(files.sort()[0]).toBe('rosterbridge-2026-08-07.jsonl');
    expect(files).toHaveLength(14);
    expect(existsSync(join(folder, 'crash-note.txt'))).toBe(true);
  });

  test('stops growing at its cap and says so', () => {
    const log = openLog({ folder, redactor: createRedactor(), program: 'app', maxBytes: 1000 });
    for (let n = 0; n < 100; n += 1) log.write(entry('2026-08-10T06:00:00.000Z', `line ${n}`));
    const lines = linesOf('rosterbridge-2026-08-10.jsonl');
    expect(lines.length).toBeLessThan(20);
    expect(lines.at(-1)?.text).toBe('Log full for today.');
  });

  test('never throws, even where nothing can be written', () => {
    const file = join(folder, 'not-a-folder');
    writeFileSync(file, '');
    const log = openLog({ folder: file, redactor: createRedactor(), program: 'app' });
    expect(() => log.write(entry('2026-08-10T06:00:00.000Z', 'x'))).not.toThrow();
  });
});
