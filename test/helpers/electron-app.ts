import { chownSync, mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import type { AppSession } from '../../build/app-session.mjs';

/** The variable in which the session travels from the one who opened it to the processes that run the tests. */
export const sessionVariable = 'ROSTERBRIDGE_APP_SESSION';

export interface LaunchOptions {
  /** Where the app keeps everything; two launches with the same folder are the same installation. */
  readonly userDataDir: string;
  /** Further arguments after the app folder. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface RunningApp {
  readonly app: ElectronApplication;
  readonly window: Page;
  /** Errors and warnings of the page so far: a healthy page has none. */
  readonly complaints: readonly string[];
}

function currentSession(): AppSession {
  const text = process.env[sessionVariable];
  if (text === undefined) throw new Error('No app session is open: start these tests with `npm run test:e2e`.');
  return JSON.parse(text) as AppSession;
}

/** A new folder that the app may write: it runs as another user when the tests run as root. */
export function newUserDataDir(session: AppSession = currentSession()): string {
  const folder = mkdtempSync(join(session.data, 'app-'));
  if (session.user) chownSync(folder, session.user.uid, session.user.gid);
  return folder;
}

/** A folder inside a user-data folder, made for the app to write in. */
export function folderWithin(userDataDir: string, name: string, session: AppSession = currentSession()): string {
  const folder = join(userDataDir, name);
  mkdirSync(folder, { recursive: true });
  if (session.user) chownSync(folder, session.user.uid, session.user.gid);
  return folder;
}

/** Starts the app with its full sandbox and waits for its first window. Close it with `app.close()`. */
export async function launchApp(options: LaunchOptions, session: AppSession = currentSession()): Promise<RunningApp> {
  const app = await _electron.launch({
    executablePath: session.executable,
    args: [...session.flags, `--user-data-dir=${options.userDataDir}`, session.appFolder, ...(options.args ?? [])],
    env: { ...session.env, ...options.env },
    chromiumSandbox: true,
  });
  const complaints: string[] = [];
  const window = await app.firstWindow();
  window.on('pageerror', (error) => complaints.push(error.message));
  window.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  await window.waitForLoadState('domcontentloaded');
  return { app, window, complaints };
}
