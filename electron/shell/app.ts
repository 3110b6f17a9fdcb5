import { join } from 'node:path';
import { app, type BrowserWindow, nativeTheme, type Session, session } from 'electron';
import { engineClient } from '../engine/host/engine-client.ts';
import { forkEngine } from '../engine/host/fork-engine.ts';
import { openLog } from '../engine/log/log-file.ts';
import { createRedactor } from '../engine/log/redact.ts';
import { electronKeyring } from '../vault/electron-keyring.ts';
import { learningVault } from '../vault/learning-vault.ts';
import { sealedVault } from '../vault/sealed-vault.ts';
import { APP_SCHEME, pageServer } from './app-protocol.ts';
import { handleCrashes, writeCrashReport } from './crash.ts';
import { districtSetup } from './district-setup.ts';
import { guardSession } from './guards.ts';
import { sendEvent, serveContract } from './ipc.ts';
import { setMenu } from './menu.ts';
import type { Places } from './places.ts';
import { practiceServers } from './practice.ts';
import { openPreferences } from './preferences.ts';
import { shellCallsOf } from './shell-calls.ts';
import { openWindow, showWindow } from './window.ts';

/** How long a quitting app waits for the engine to reach its next checkpoint. */
const STOP_GRACE_MS = 5_000;

/** Puts the parts of the window app together. Called before the app is ready; nothing here waits for the engine. */
export function runApp(places: Places): void {
  const now = () => Date.now();
  const redactor = createRedactor();
  const log = openLog({ folder: places.logs, redactor, program: 'app' });
  const say = (level: 'info' | 'warning' | 'error', text: string) =>
    log.write({ at: new Date(now()).toISOString(), level, text });
  const crash = { logs: places.logs, log, redactor, now };
  handleCrashes(crash);
  setMenu(process.platform);

  const preferences = openPreferences(places.userData, now);
  const vault = learningVault(
    sealedVault(join(places.userData, 'vault.json'), electronKeyring(process.platform)),
    redactor.learn,
  );
  const practice = practiceServers({
    dist: places.dist,
    userData: places.userData,
    preferences,
    log: say,
    now,
    random: Math.random,
  });
  const engine = engineClient({
    fork: () => forkEngine(places.dist, (text) => say('warning', `engine: ${text}`)),
    dataDir: places.dataDir,
    workerFile: join(places.dist, 'district-worker.js'),
    secrets: (district) => vault.read(district),
    emit(name, payload) {
      if (name === 'progressed' && 'step' in payload) log.setRun(payload.run);
      if (name === 'runEnded') log.setRun(null);
      sendEvent(name, payload);
    },
    log: (line) => log.write(line),
    onReady: () => void takeUp(),
    now,
  });
  const setup = districtSetup({
    engine,
    vault,
    preferences,
    practice,
    announce: (districts) => sendEvent('districtsChanged', { districts }),
    now,
    random: Math.random,
    learn: redactor.learn,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  });

  /** After each start of the engine: what the data folder holds, then the runs that were cut off. */
  async function takeUp(): Promise<void> {
    await setup.refresh();
    for (const { id } of preferences.read().districts) {
      const resumed = await engine.call('resume', { district: id });
      if (!resumed.ok) say('warning', `resume ${id}: ${resumed.failure.code}`);
    }
  }

  let window: BrowserWindow | null = null;
  const show = () => {
    if (window !== null) return showWindow(window);
    window = openWindow({ places, preferences, session: uiSession(places), devTools: !app.isPackaged });
    window.on('closed', () => {
      window = null;
    });
  };

  app.on('second-instance', () => {
    if (app.isReady()) show();
  });
  app.on('activate', show);
  app.on('window-all-closed', () => app.quit());
  endGently(async () => {
    await Promise.all([engine.stop(STOP_GRACE_MS), practice.stop()]);
  });
  void app.whenReady().then(async () => {
    nativeTheme.themeSource = preferences.read().theme;
    const shell = shellCallsOf({ version: app.getVersion(), platform: process.platform, preferences, vault, setup });
    serveContract({
      shell,
      engine,
      onBug: (where, error) => void writeCrashReport(crash, where, error),
      log: (text) => say('warning', text),
    });
    show();
    // The engine may ask the practice servers as soon as it is up.
    await practice.resume();
    engine.start();
  });
}

/** Its own session in memory: the page keeps nothing, and what is blocked for it does not touch the engine's network. */
function uiSession(places: Places): Session {
  const ui = session.fromPartition('ui');
  if (!ui.protocol.isProtocolHandled(APP_SCHEME)) {
    ui.protocol.handle(APP_SCHEME, pageServer(join(places.dist, 'renderer')));
    guardSession(ui, !app.isPackaged);
  }
  return ui;
}

/** Holds quitting until the engine has stopped, once. */
function endGently(stop: () => Promise<void>): void {
  let state: 'running' | 'stopping' | 'stopped' = 'running';
  app.on('before-quit', (event) => {
    if (state === 'stopped') return;
    event.preventDefault();
    if (state === 'stopping') return;
    state = 'stopping';
    void stop().finally(() => {
      state = 'stopped';
      app.quit();
    });
  });
}
