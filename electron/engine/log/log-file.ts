import { appendFileSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Redactor } from './redact.ts';

export interface LogEntry {
  readonly at: string;
  readonly level: 'info' | 'warning' | 'error';
  readonly text: string;
}

export interface LogFile {
  write(entry: LogEntry): void;
  /** The run that following lines belong to, null when none is under way. */
  setRun(run: string | null): void;
}

export interface LogOptions {
  readonly folder: string;
  readonly redactor: Redactor;
  /** Which of our programs writes: `app`, `engine`, `headless`. */
  readonly program: string;
  /** Days kept, counted in files. */
  readonly keep?: number;
  /** A day's file stops growing here, in bytes; the last line says so. */
  readonly maxBytes?: number;
}

const FILE = /^rosterbridge-\d{4}-\d{2}-\d{2}\.jsonl$/;

/**
 * JSON lines, one file a day (UTC), redacted here and nowhere else: whatever a caller passes, this is the last door
 * before the disk. Lines of several processes may share a file; each is appended in one write. A full disk loses log
 * lines, never a run.
 */
export function openLog(options: LogOptions): LogFile {
  const { folder, redactor, program, keep = 14, maxBytes = 20 * 1024 * 1024 } = options;
  let run: string | null = null;
  let day = '';
  let size = 0;
  return {
    setRun(id) {
      run = id;
    },
    write(entry) {
      try {
        const today = entry.at.slice(0, 10);
        const file = join(folder, `rosterbridge-${today}.jsonl`);
        if (today !== day) {
          mkdirSync(folder, { recursive: true, mode: 0o700 });
          dropOld(folder, keep - 1, file);
          day = today;
          size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
        }
        if (size > maxBytes) return;
        const line = lineOf(entry, program, run, redactor);
        size += Buffer.byteLength(line);
        const last =
          size > maxBytes ? lineOf({ ...entry, level: 'warning', text: 'Log full for today.' }, program, run, redactor) : '';
        appendFileSync(file, line + last, { mode: 0o600 });
      } catch {
        // Nowhere left to say it.
      }
    },
  };
}

function lineOf(entry: LogEntry, program: string, run: string | null, redactor: Redactor): string {
  const text = redactor.redact(entry.text);
  return `${JSON.stringify({ at: entry.at, level: entry.level, program, run, text })}\n`;
}

/** Keeps the newest `count` files beside `current`. */
function dropOld(folder: string, count: number, current: string): void {
  const files = readdirSync(folder).filter((name) => FILE.test(name) && join(folder, name) !== current);
  for (const name of files.sort().reverse().slice(count)) rmSync(join(folder, name), { force: true });
}
