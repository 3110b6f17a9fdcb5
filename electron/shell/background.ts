import { app, net } from 'electron';
import type { Destination } from '../../shared/background.ts';
import type { EventName, Payload } from '../../shared/contract.ts';
import type { PauseWish } from '../../shared/schedule.ts';
import type { EngineClient } from '../engine/host/engine-client.ts';
import type { AppLog } from './app-log.ts';
import { appState, type DistrictState } from './app-state.ts';
import { sendEvent } from './ipc.ts';
import { type Notice, stillHereNotice } from './notices.ts';
import { notify } from './notify.ts';
import { onWake, sleepBlocker } from './power.ts';
import type { Preferences } from './preferences.ts';
import { restWhenIdle } from './rest.ts';
import { isPaused } from './schedule/due.ts';
import { nothingRemembered } from './schedule/memory.ts';
import type { ScheduleDesk } from './schedule/schedule-desk.ts';
import { createScheduler } from './schedule/scheduler.ts';
import { syncDesk } from './sync-desk.ts';
import { type ShownTray, showTray } from './tray.ts';
import { hasTray } from './tray-host.ts';
import { trayMenu } from './tray-menu.ts';

/** How long the engine stays without a window and without work. */
const IDLE_MS = 30_000;
const STOP_GRACE_MS = 5_000;

export interface BackgroundParts {
  readonly engine: EngineClient;
  readonly preferences: Preferences;
  readonly schedules: ScheduleDesk;
  readonly log: AppLog;
  readonly platform: string;
  readonly now: () => number;
  readonly window: { show(): void; isOpen(): boolean };
}

/** The app's life without its window: schedule, tray, notifications, sleep of the engine. */
export interface Background {
  /** Call when the app is ready. */
  start(): void;
  hear<E extends EventName>(name: E, payload: Payload<E>): void;
  /** The engine process is new; what was interrupted has been taken up. */
  engineStarted(): Promise<void>;
  scheduleChanged(district: string): void;
  /** A setting of the background, or the list of districts, changed. */
  changed(): void;
  /** The last window closed. @returns whether the app stays. */
  windowClosed(): boolean;
  /** Where the window is wanted; told once. */
  arrival(): Destination | null;
  stop(): void;
}

export function liveInBackground(parts: BackgroundParts): Background {
  const { engine, preferences, schedules, log, platform, now, window } = parts;
  let tray: ShownTray | null = null;
  let wanted: Destination | null = null;

  const desk = syncDesk({
    engine,
    preferences,
    notify: (district, notice) => tell(district, notice),
    keepAwake: sleepBlocker(),
    onChange: () => refresh(),
    now,
  });
  const scheduler = createScheduler({
    clock: {
      now,
      after(ms, call) {
        const timer = setTimeout(call, ms);
        return () => clearTimeout(timer);
      },
    },
    districts: () => schedules.all().map(({ district, scheduled: { schedule, timeZone } }) => ({ district, schedule, timeZone })),
    memory: {
      read: (district) => schedules.find(district)?.memory ?? nothingRemembered,
      write: schedules.remember,
    },
    mayStart: (district) => isPractice(district) || net.isOnline(),
    async run(district) {
      const how = await desk.sync(district, 'schedule');
      rest.consider();
      return how;
    },
    log: log.say,
    onChange: () => refresh(),
  });
  const rest = restWhenIdle({
    isNeeded: () => window.isOpen() || desk.isBusy() || engine.isBusy(),
    sleep: () => engine.sleep(STOP_GRACE_MS),
    idleMs: IDLE_MS,
  });

  function isPractice(district: string): boolean {
    return preferences.read().districts.some(({ id, practice }) => id === district && practice);
  }

  function goTo(destination: Destination): void {
    wanted = destination;
    window.show();
    sendEvent('called', { to: destination });
  }

  function tell(district: string | null, notice: Notice): void {
    log.say('info', `notification ${notice.kind}`);
    notify(notice, () => goTo({ district, screen: notice.screen }));
  }

  function states(): (DistrictState & { readonly id: string })[] {
    const { districts, standings } = preferences.read();
    return districts.map(({ id, name }) => ({
      id,
      name,
      scheduled: schedules.find(id),
      standing: standings[id] ?? null,
      working: desk.working(id),
    }));
  }

  /** The tray is a function of the state: made from it after every change. */
  function refresh(): void {
    if (!app.isReady()) return;
    for (const { id } of preferences.read().districts) sendEvent('scheduleChanged', { district: id });
    if (!preferences.read().background.closeToTray) {
      tray?.remove();
      tray = null;
      return;
    }
    tray ??= showTray(platform, open);
    const known = states();
    tray.render(
      appState(known, now()),
      trayMenu(
        appState(known, now()),
        known.map(({ id, name, working, scheduled }) => ({
          id,
          name,
          working: working !== null,
          scheduled: scheduled?.schedule.on === true,
        })),
        known.some(({ scheduled }) => scheduled?.schedule.on === true && isPaused(scheduled.schedule, now())),
        acts,
      ),
    );
  }

  const open = () => window.show();
  const acts = {
    open,
    quit: () => app.quit(),
    syncNow: (district: string) => void desk.sync(district, 'person').finally(rest.consider),
    pause(wish: PauseWish) {
      for (const { district } of schedules.all()) schedules.pause(district, wish);
      scheduler.look();
    },
  };

  async function explainOnce(): Promise<void> {
    const { background } = preferences.read();
    if (background.explained) return;
    preferences.change({ background: { ...background, explained: true } });
    tell(null, stillHereNotice(await hasTray(platform)));
  }

  return {
    start() {
      onWake((afterMs) => scheduler.look(afterMs));
      refresh();
      // Interrupted runs are taken up first: a sync that follows finds them settled.
      void engine.wake().finally(() => {
        scheduler.start();
        if (!window.isOpen()) rest.consider();
      });
    },
    hear: desk.hear,
    async engineStarted() {
      desk.forgetRuns();
      for (const { district } of schedules.all()) {
        const settings = await engine.call('settings', { district });
        if (settings.ok) schedules.noteZone(district, settings.value.settings.timeZone);
      }
    },
    scheduleChanged(district) {
      log.say('info', `schedule ${district} changed`);
      scheduler.look();
    },
    changed: refresh,
    windowClosed() {
      const { closeToTray } = preferences.read().background;
      const needed = desk.isBusy() || schedules.all().some(({ scheduled }) => scheduled.schedule.on);
      if (!closeToTray || !needed) return false;
      void explainOnce();
      rest.consider();
      return true;
    },
    arrival() {
      const to = wanted;
      wanted = null;
      return to;
    },
    stop() {
      scheduler.stop();
      desk.stop();
      rest.stop();
      tray?.remove();
      tray = null;
    },
  };
}
