import { join } from 'node:path';
import { app, shell as browser, nativeTheme } from 'electron';
import { canvasAccess } from '../engine/connect/canvas-access.ts';
import type { EngineClient } from '../engine/host/engine-client.ts';
import { netFetch } from '../engine/host/net-fetch.ts';
import type { CarriedArgs } from '../engine/host/protocol.ts';
import { realEdge } from '../net/edge.ts';
import { electronKeyring } from '../vault/electron-keyring.ts';
import { learningVault } from '../vault/learning-vault.ts';
import { sealedVault } from '../vault/sealed-vault.ts';
import { openAppLog } from './app-log.ts';
import { autostart, BACKGROUND_FLAG, openedAtLogin } from './autostart.ts';
import { liveInBackground } from './background.ts';
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
import { type ScheduleDesk, scheduleDesk } from './schedule/schedule-desk.ts';
import { shellCallsOf } from './shell-calls.ts';
import { signInDesk } from './sign-in/sign-in-desk.ts';
import { takeUp } from './take-up.ts';
import { hasTray } from './tray-host.ts';
import { windowKeeper } from './window-keeper.ts';

/** How long a quitting app waits for the engine to reach its next checkpoint. */
const STOP_GRACE_MS = 5_000;
const now = () => Date.now();

/**
 * Puts the parts of the window app together. Called before the app is ready; the window does not wait for the engine.
 * @param hidden opened at login: there is no window until somebody asks for it.
 */
export function runApp(places: Places, hidden: boolean): void {
  const log = openAppLog(places.logs, now);
  const crash = { logs: places.logs, log: log.file, redactor: log.redactor, now };
  handleCrashes(crash);
  setMenu(process.platform);

  const preferences = openPreferences(places.userData, now);
  const keyring = electronKeyring(process.platform);
  const vault = learningVault(sealedVault(join(places.userData, 'vault.json'), keyring), log.redactor.learn);
  const edge = realEdge(netFetch);
  const isPractice = (district: string) => preferences.read().districts.some(({ id, practice }) => id === district && practice);
  const access = canvasAccess({
    edge,
    learn: log.redactor.learn,
    read: (district) => vault.read(district),
    keep: (district, secrets) => vault.save(district, secrets, isPractice(district)),
  });
  const signIns = signInDesk({
    ...{ edge, vault, access, isPractice },
    learn: log.redactor.learn,
    open: (address) => browser.openExternal(address),
    back: () => showWhenReady(),
  });
  const practice = practiceServers({ ...places, preferences, log: log.say, now, random: Math.random });
  const engine = linkEngine(
    places,
    access,
    log,
    async (started) => {
      await takeUp(started, setup, practice, preferences, log);
      await background.engineStarted();
    },
    (name, payload) => background.hear(name, payload),
    now,
  );
  const setup = districtSetup({
    engine,
    vault,
    preferences,
    practice,
    signIns,
    announce(districts) {
      schedules.keepOnly(districts.map(({ id }) => id));
      background.changed();
      sendEvent('districtsChanged', { districts });
    },
    now,
    random: Math.random,
    learn: log.redactor.learn,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  });

  const window = windowKeeper(places, preferences);
  const schedules = scheduleDesk(preferences, now);
  const background = liveInBackground({ engine, preferences, schedules, log, platform: process.platform, now, window });
  const showWhenReady = () => void app.whenReady().then(window.show);
  app.on('second-instance', (_event, argv) => {
    if (!argv.includes(BACKGROUND_FLAG)) showWhenReady();
  });
  app.on('activate', showWhenReady);
  app.on('window-all-closed', () => {
    if (!background.windowClosed()) app.quit();
  });
  quitGently(() => {
    background.stop();
    return Promise.all([engine.stop(STOP_GRACE_MS), practice.stop()]);
  });

  void app.whenReady().then(() => {
    nativeTheme.themeSource = preferences.read().theme;
    serveContract({
      shell: shellCallsOf({
        version: app.getVersion(),
        platform: process.platform,
        preferences,
        vault,
        setup,
        signIns,
        engine,
        rehearsals: rehearsals({ practice, preferences, fetch: globalThis.fetch }),
        schedule: {
          engine,
          preferences,
          schedules,
          background,
          autostart: autostart(process.platform, process.env, givenFolders()),
          loggedOut: { platform: process.platform, env: process.env, folders: givenFolders(), now },
          hasTray: () => hasTray(process.platform),
          quit: () => app.quit(),
        },
      }),
      engine: { call: noticingZones(engine, schedules) },
      districts: () => preferences.read().districts.map(({ id }) => id),
      onBug: (where, error) => void writeCrashReport(crash, where, error),
      log: (text) => log.say('warning', text),
    });
    engine.start();
    if (!hidden && !openedAtLogin(process.platform)) window.show();
    background.start();
  });
}

/** Folders that the app was told to use: whoever starts it at login must say the same. */
function givenFolders(): string[] {
  return ['user-data-dir', 'data-dir'].flatMap((name) => {
    const value = app.commandLine.getSwitchValue(name);
    return value === '' ? [] : [`--${name}=${value}`];
  });
}

/** A zone that is changed in the settings moves the schedule too. */
function noticingZones(engine: EngineClient, schedules: ScheduleDesk): EngineClient['call'] {
  return async (name, args) => {
    const outcome = await engine.call(name, args);
    if (name === 'saveSettings' && outcome.ok) {
      const { district, settings } = args as CarriedArgs<'saveSettings'>;
      schedules.noteZone(district, settings.timeZone);
    }
    return outcome;
  };
}
