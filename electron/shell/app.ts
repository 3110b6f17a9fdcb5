import { join } from 'node:path';
import { app, nativeTheme } from 'electron';
import { electronKeyring } from '../vault/electron-keyring.ts';
import { learningVault } from '../vault/learning-vault.ts';
import { sealedVault } from '../vault/sealed-vault.ts';
import { openAppLog } from './app-log.ts';
import { handleCrashes, writeCrashReport } from './crash.ts';
import { districtSetup } from './district-setup.ts';
import { linkEngine } from './engine-link.ts';
import { sendEvent, serveContract } from './ipc.ts';
import { setMenu } from './menu.ts';
import type { Places } from './places.ts';
import { practiceServers } from './practice.ts';
import { openPreferences } from './preferences.ts';
import { quitGently } from './quit.ts';
import { rehearsals } from './rehearsals.ts';
import { shellCallsOf } from './shell-calls.ts';
import { takeUp } from './take-up.ts';
import { windowKeeper } from './window-keeper.ts';

/** How long a quitting app waits for the engine to reach its next checkpoint. */
const STOP_GRACE_MS = 5_000;
const now = () => Date.now();

/** Puts the parts of the window app together. Called before the app is ready; the window does not wait for the engine. */
export function runApp(places: Places): void {
  const log = openAppLog(places.logs, now);
  const crash = { logs: places.logs, log: log.file, redactor: log.redactor, now };
  handleCrashes(crash);
  setMenu(process.platform);

  const preferences = openPreferences(places.userData, now);
  const keyring = electronKeyring(process.platform);
  const vault = learningVault(sealedVault(join(places.userData, 'vault.json'), keyring), log.redactor.learn);
  const practice = practiceServers({ ...places, preferences, log: log.say, now, random: Math.random });
  const engine = linkEngine(places, vault, log, (started) => takeUp(started, setup, practice, preferences, log), now);
  const setup = districtSetup({
    engine,
    vault,
    preferences,
    practice,
    announce: (districts) => sendEvent('districtsChanged', { districts }),
    now,
    random: Math.random,
    learn: log.redactor.learn,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  });

  const show = windowKeeper(places, preferences);
  const showWhenReady = () => void app.whenReady().then(show);
  app.on('second-instance', showWhenReady);
  app.on('activate', showWhenReady);
  app.on('window-all-closed', () => app.quit());
  quitGently(() => Promise.all([engine.stop(STOP_GRACE_MS), practice.stop()]));

  void app.whenReady().then(() => {
    nativeTheme.themeSource = preferences.read().theme;
    serveContract({
      shell: shellCallsOf({
        version: app.getVersion(),
        platform: process.platform,
        preferences,
        vault,
        setup,
        engine,
        rehearsals: rehearsals({ practice, preferences, fetch: globalThis.fetch }),
      }),
      engine,
      districts: () => preferences.read().districts.map(({ id }) => id),
      onBug: (where, error) => void writeCrashReport(crash, where, error),
      log: (text) => log.say('warning', text),
    });
    engine.start();
    show();
  });
}
