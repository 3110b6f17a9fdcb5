import { execFile } from 'node:child_process';

const WATCHER = 'org.kde.StatusNotifierWatcher';
const PATIENCE_MS = 3_000;

/** Programs that can ask the session bus who is there; one of them is on every desktop. */
const questions: readonly (readonly [string, readonly string[]])[] = [
  [
    'dbus-send',
    [
      '--session',
      '--print-reply=literal',
      '--dest=org.freedesktop.DBus',
      '/',
      'org.freedesktop.DBus.NameHasOwner',
      `string:${WATCHER}`,
    ],
  ],
  [
    'gdbus',
    [
      'call',
      '--session',
      '--dest',
      'org.freedesktop.DBus',
      '--object-path',
      '/',
      '--method',
      'org.freedesktop.DBus.NameHasOwner',
      WATCHER,
    ],
  ],
];

export type Ask = (program: string, args: readonly string[]) => Promise<string | null>;

/**
 * Whether this desktop shows tray icons. Windows and macOS always do; on Linux somebody must watch for them, and GNOME does
 * so only with an extension. Unknown counts as no: the window can then still be had by a second start.
 */
export async function hasTray(platform: string, ask: Ask = askProgram): Promise<boolean> {
  if (platform !== 'linux') return true;
  for (const [program, args] of questions) {
    const answer = await ask(program, args);
    if (answer !== null) return /\btrue\b/.test(answer);
  }
  return false;
}

/** @returns what it printed, null when there is no such program or no bus. */
function askProgram(program: string, args: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(program, [...args], { timeout: PATIENCE_MS }, (error, stdout) => resolve(error === null ? stdout : null));
  });
}
