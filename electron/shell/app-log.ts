import { type LogFile, openLog } from '../engine/log/log-file.ts';
import { createRedactor, type Redactor } from '../engine/log/redact.ts';

/** The app's log with the redactor in front of it; `say` stamps the time. */
export interface AppLog {
  readonly file: LogFile;
  readonly redactor: Redactor;
  say(level: 'info' | 'warning' | 'error', text: string): void;
}

export function openAppLog(folder: string, now: () => number): AppLog {
  const redactor = createRedactor();
  const file = openLog({ folder, redactor, program: 'app' });
  return { file, redactor, say: (level, text) => file.write({ at: new Date(now()).toISOString(), level, text }) };
}
