import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { app, crashReporter, dialog, shell } from 'electron';
import type { LogFile } from '../engine/log/log-file.ts';
import type { Redactor } from '../engine/log/redact.ts';

export interface CrashParts {
  readonly logs: string;
  readonly log: LogFile;
  readonly redactor: Redactor;
  readonly now: () => number;
}

/** Native crash dumps stay on this computer. */
export function startCrashReporter(): void {
  crashReporter.start({ uploadToServer: false });
}

/** Writes a report of a bug, redacted, beside the logs. Returns its path. */
export function writeCrashReport({ logs, log, redactor, now }: CrashParts, where: string, error: unknown): string {
  const at = new Date(now()).toISOString();
  const file = join(logs, `crash-${at.replaceAll(':', '-')}.txt`);
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const versions = `Rosterbridge ${app.getVersion()}, Electron ${process.versions.electron}, ${process.platform} ${process.arch}`;
  log.write({ at, level: 'error', text: `${where}: ${what}` });
  try {
    writeFileSync(file, redactor.redact(`${at}\n${versions}\n${where}\n\n${what}\n`), { mode: 0o600 });
  } catch {
    // The log line above is what remains.
  }
  return file;
}

/** After an uncaught exception main never goes on: report, ask, end (electron-checklist.md §9). */
export function handleCrashes(parts: CrashParts): void {
  let ending = false;
  const end = (where: string, error: unknown) => {
    const file = writeCrashReport(parts, where, error);
    if (ending) return;
    ending = true;
    const choice = app.isReady() ? askAfterCrash() : 'quit';
    if (choice === 'restart') app.relaunch();
    if (choice === 'report') shell.showItemInFolder(file);
    app.exit(1);
  };
  process.on('uncaughtException', (error) => end('uncaught exception', error));
  process.on('unhandledRejection', (error) => end('unhandled rejection', error));
  app.on('child-process-gone', (_event, { type, reason, exitCode, serviceName }) => {
    if (reason === 'clean-exit') return;
    const text = `process gone: ${serviceName ?? type}, ${reason}, code ${exitCode}`;
    parts.log.write({ at: new Date(parts.now()).toISOString(), level: 'error', text });
  });
  app.on('web-contents-created', (_event, contents) => reloadOnce(parts, contents));
}

function askAfterCrash(): 'restart' | 'report' | 'quit' {
  const choice = dialog.showMessageBoxSync({
    type: 'error',
    title: 'Rosterbridge',
    message: 'Rosterbridge has to stop because of a mistake of its own.',
    detail: 'Nothing is lost: a plan that was being applied continues where it stopped. A report was written to the log folder.',
    buttons: ['Restart', 'Show the report', 'Quit'],
    defaultId: 0,
    cancelId: 2,
  });
  return choice === 0 ? 'restart' : choice === 1 ? 'report' : 'quit';
}

/** A page that dies is loaded again once; the second time a person decides. */
function reloadOnce(parts: CrashParts, contents: Electron.WebContents): void {
  let reloaded = false;
  contents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    writeCrashReport(parts, 'window', new Error(`render process gone: ${reason}`));
    if (!reloaded) {
      reloaded = true;
      contents.reload();
      return;
    }
    const detail = 'Your districts and runs are not affected. Quit Rosterbridge and start it again.';
    void dialog.showMessageBox({ type: 'error', title: 'Rosterbridge', message: 'The window keeps failing.', detail });
  });
}
