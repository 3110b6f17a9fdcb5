import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
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
  /** Where Electron keeps secrets instead of the session's keyring; `basic` is none worth the name. */
  readonly passwordStore?: 'basic';
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

function flagsFor({ passwordStore }: LaunchOptions, session: AppSession): string[] {
  if (passwordStore === undefined) return [...session.flags];
  return [...session.flags.filter((flag) => !flag.startsWith('--password-store')), `--password-store=${passwordStore}`];
}

/** What a run of the app without a window printed and how it ended. */
export interface HeadlessEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one headless command inside Electron, as the installed launcher would (ENGINE-NOTES §5): no window, no display. */
export async function runHeadlessApp(options: LaunchOptions, session: AppSession = currentSession()): Promise<HeadlessEnd> {
  const args = [
    '--ozone-platform=headless',
    `--user-data-dir=${options.userDataDir}`,
    session.appFolder,
    '--headless',
    ...(options.args ?? []),
  ];
  const { DISPLAY: _display, ...env } = session.env;
  const child = spawn(session.executable, args, { env: { ...env, ...options.env }, stdio: ['ignore', 'pipe', 'pipe'] });
  // Waited for from the beginning: a process that a signal ended has no exit code to be seen by later.
  const [stdout, stderr, [code, signal]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  if (signal !== null) throw new Error(`The app was ended by ${String(signal)}.\n${stdout}\n${stderr}`);
  return { code: code as number | null, stdout, stderr };
}

/** Starts the app a second time over the same folder, as a double click on its icon does. The value is how it ended. */
export async function startAgain(options: LaunchOptions, session: AppSession = currentSession()): Promise<number | null> {
  const args = [
    ...flagsFor(options, session),
    `--user-data-dir=${options.userDataDir}`,
    session.appFolder,
    ...(options.args ?? []),
  ];
  const child = spawn(session.executable, args, { env: { ...session.env, ...options.env }, stdio: 'ignore' });
  return once(child, 'exit').then(([exit]) => exit as number | null);
}

/** A file below the session's own configuration folder. */
export function configFile(name: string, session: AppSession = currentSession()): string {
  return join(session.env.XDG_CONFIG_HOME ?? '', name);
}

/** Starts the app as the system does at login: it opens no window. */
export function launchHidden(options: LaunchOptions, session: AppSession = currentSession()): Promise<ElectronApplication> {
  return launch({ ...options, args: [...(options.args ?? []), '--background'] }, session);
}

function launch(options: LaunchOptions, session: AppSession): Promise<ElectronApplication> {
  return _electron.launch({
    executablePath: session.executable,
    args: [...flagsFor(options, session), `--user-data-dir=${options.userDataDir}`, session.appFolder, ...(options.args ?? [])],
    env: { ...session.env, ...options.env },
    chromiumSandbox: true,
  });
}

/** Starts the app with its full sandbox and waits for its first window. Close it with `app.close()`. */
export async function launchApp(options: LaunchOptions, session: AppSession = currentSession()): Promise<RunningApp> {
  const app = await launch(options, session);
  const complaints: string[] = [];
  const window = await app.firstWindow();
  window.on('pageerror', (error) => complaints.push(error.message));
  window.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  await window.waitForLoadState('domcontentloaded');
  return { app, window, complaints };
}
