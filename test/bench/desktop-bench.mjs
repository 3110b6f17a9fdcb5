/**
 * `node test/bench/desktop-bench.mjs [--rounds N] [--idle SECONDS]`: the app's start, its reopening from the tray and what it
 * takes while idle there, in the real Electron, beside a bare Electron in the same run (DESIGN §9). Prints; never fails on time.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { _electron, chromium } from 'playwright';
import { openAppSession } from '../../build/app-session.mjs';

/** @typedef {import('../../build/app-session.mjs').AppSession} AppSession */
/** @typedef {import('playwright').ElectronApplication} App */

const BUDGETS = { start: 1.5, reopen: 0.3, idle: 1.08 };
/** The first screen has long been painted then. */
const SETTLE_MS = 4_000;
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' }, idle: { type: 'string', default: '45' } } });
const rounds = Math.max(1, Number(values.rounds));
/** The engine sleeps half a minute after the window closed; then everything must have settled. */
const idleSeconds = Math.max(35, Number(values.idle));

/** A new folder the app may write. @param {AppSession} session @param {string} name */
function newFolder(session, name) {
  const folder = mkdtempSync(join(session.data, `${name}-`));
  if (session.user) chownSync(folder, session.user.uid, session.user.gid);
  return folder;
}

/** @param {AppSession} session @param {string} path @param {string} text */
function writeAs(session, path, text) {
  writeFileSync(path, text);
  if (session.user) chownSync(path, session.user.uid, session.user.gid);
}

/** A user-data folder in which a schedule is on, so that closing the window leaves the app in the tray. @param {AppSession} session */
function scheduledFolder(session) {
  const folder = newFolder(session, 'bench');
  const schedule = {
    on: true,
    nightly: { times: ['02:00'], days: [1, 2, 3, 4, 5, 6, 7] },
    intraday: null,
    blackouts: [],
    paused: null,
  };
  const memory = { next: null, done: [], running: null, missed: null, caughtUp: null };
  const connection = {
    sisUrl: 'https://sis.example',
    sisKey: 'k',
    sisAuth: 'auto',
    sisTokenUrl: '',
    canvasUrl: 'https://canvas.example',
  };
  const district = { id: 'bench', name: 'Bench', practice: false, connection, createdAt: '2026-01-01T00:00:00.000Z' };
  writeAs(
    session,
    join(folder, 'preferences.json'),
    JSON.stringify({
      districts: [district],
      schedules: { bench: { schedule, timeZone: 'UTC', memory } },
      background: { closeToTray: true, explained: true },
    }),
  );
  return folder;
}

const bareMain = `import { app, BrowserWindow } from 'electron';
app.enableSandbox();
app.on('window-all-closed', () => undefined);
void app.whenReady().then(async () => {
  const window = new BrowserWindow({ width: 1280, height: 860 });
  await window.loadURL('about:blank');
  window.destroy();
});
`;

/** An Electron that does nothing: it opened an empty window once and destroyed it, as ours did. @param {AppSession} session */
function bareApp(session) {
  const folder = newFolder(session, 'bare');
  writeAs(
    session,
    join(folder, 'package.json'),
    JSON.stringify({ name: 'bare', version: '1.0.0', type: 'module', main: 'main.js' }),
  );
  writeAs(session, join(folder, 'main.js'), bareMain);
  return folder;
}

/** @param {AppSession} session @param {string} appFolder @param {string} userData */
function launch(session, appFolder, userData) {
  return _electron.launch({
    executablePath: session.executable,
    args: [...session.flags, `--user-data-dir=${userData}`, appFolder],
    env: session.env,
    chromiumSandbox: true,
  });
}

/** Processes of an app by following parents. @param {number} root @returns {number[]} */
function family(root) {
  /** @type {Map<number, number[]>} */
  const children = new Map();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
    } catch {
      // It ended meanwhile.
    }
  }
  /** @param {number} pid @returns {number[]} */
  const below = (pid) => [pid, ...(children.get(pid) ?? []).flatMap(below)];
  return below(root);
}

/** Memory in MB, shared pages counted by their share. @param {App} app */
async function pss(app) {
  const root = await app.evaluate(() => process.pid);
  /** @type {{ kind: string, megabytes: number }[]} */
  const processes = [];
  for (const pid of family(root)) {
    try {
      const kilobytes = Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      const kind = /--type=(\S+)/.exec(command)?.[1] ?? 'main';
      processes.push({ kind, megabytes: kilobytes / 1024 });
    } catch {
      // It ended meanwhile.
    }
  }
  return { megabytes: processes.reduce((sum, one) => sum + one.megabytes, 0), processes };
}

/** @param {number[]} values */
function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** The main heading of the first screen: from then on the window answers. @param {import('playwright').Page} page */
async function usable(page) {
  await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'visible' });
}

/** When the page had painted its largest part, on the wall clock. @param {import('playwright').Page} page @returns {Promise<number>} */
async function painted(page) {
  await usable(page);
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        let last = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) last = entry.startTime;
        }).observe({ type: 'largest-contentful-paint', buffered: true });
        setTimeout(() => resolve(performance.timeOrigin + last), 300);
      }),
  );
}

/** The address at which a started app can be looked into. @param {import('node:child_process').ChildProcess} child @returns {Promise<string>} */
function debugAddress(child) {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stderr?.on('data', (chunk) => {
      text += chunk;
      const found = /DevTools listening on (ws:\S+)/.exec(text)?.[1];
      if (found) resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`The app ended with ${code}: ${text}`)));
  });
}

/** Seconds from starting the program to the painted first screen; nobody drives it meanwhile. @param {AppSession} session */
async function coldStart(session) {
  const args = [
    ...session.flags,
    `--user-data-dir=${newFolder(session, 'start')}`,
    '--remote-debugging-port=0',
    session.appFolder,
  ];
  const began = Date.now();
  const child = spawn(session.executable, args, { env: session.env, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(child, 'exit');
  try {
    const address = await debugAddress(child);
    await sleep(SETTLE_MS);
    const browser = await chromium.connectOverCDP(address);
    const page = browser.contexts().flatMap((context) => context.pages())[0];
    if (page === undefined) throw new Error('The app has no window.');
    return ((await painted(page)) - began) / 1000;
  } finally {
    child.kill();
    await ended.catch(() => undefined);
  }
}

/** Closed to the tray and opened again: seconds from the wish to the painted screen. @param {App} app */
async function reopen(app) {
  const opened = app.waitForEvent('window');
  const began = await app.evaluate(({ app: electron }) => {
    const now = Date.now();
    electron.emit('second-instance', {}, [], '');
    return now;
  });
  const page = await opened;
  const seconds = ((await painted(page)) - began) / 1000;
  await page.close();
  await app.evaluate(async ({ BrowserWindow }) => {
    while (BrowserWindow.getAllWindows().length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  });
  return seconds;
}

/** @param {AppSession} session */
async function tray(session) {
  const app = await launch(session, session.appFolder, scheduledFolder(session));
  const page = await app.firstWindow();
  await usable(page);
  await page.close();
  const reopened = [];
  for (let round = 0; round < rounds; round += 1) reopened.push(await reopen(app));
  await sleep(idleSeconds * 1000);
  const idle = await pss(app);
  const engine = await app.evaluate(({ app: electron }) =>
    electron.getAppMetrics().some(({ name }) => name === 'Rosterbridge engine'),
  );
  await app.close();
  return { reopened: median(reopened), idle, engine };
}

/** @param {AppSession} session */
async function bare(session) {
  const app = await launch(session, bareApp(session), newFolder(session, 'bare-data'));
  await app.evaluate(({ app: electron }) => electron.whenReady());
  await sleep(10_000);
  const memory = await pss(app);
  await app.close();
  return memory;
}

/** @param {string} name @param {string} value @param {string} budget @param {boolean} within */
function line(name, value, budget, within) {
  console.log(`${name.padEnd(46)} ${value.padStart(12)}   ${budget.padEnd(12)} ${within ? 'within' : 'OVER'}`);
}

if (process.platform !== 'linux') throw new Error('Memory is read from /proc: run this on Linux.');
const { session, close } = await openAppSession();
try {
  const starts = [];
  for (let round = 0; round < rounds; round += 1) starts.push(await coldStart(session));
  const shown = await tray(session);
  const plain = await bare(session);
  const ratio = shown.idle.megabytes / plain.megabytes;
  console.log(`${rounds} rounds, medians\n`);
  line('cold start to usable window', `${median(starts).toFixed(2)} s`, `≤ ${BUDGETS.start} s`, median(starts) <= BUDGETS.start);
  line('reopening from the tray', `${shown.reopened.toFixed(2)} s`, `≤ ${BUDGETS.reopen} s`, shown.reopened <= BUDGETS.reopen);
  line('idle in the tray × bare Electron', `${ratio.toFixed(2)} ×`, `≤ ${BUDGETS.idle} ×`, ratio <= BUDGETS.idle);
  for (const [name, { megabytes, processes }] of /** @type {const} */ ([
    ['in the tray', shown.idle],
    ['bare', plain],
  ])) {
    const parts = processes.map((one) => `${one.kind} ${one.megabytes.toFixed(0)}`).join(', ');
    console.log(`\n${name}: ${megabytes.toFixed(0)} MB (${parts})`);
  }
  if (shown.engine) console.log('\nThe engine was still awake: wait longer (--idle).');
} finally {
  await close();
}
