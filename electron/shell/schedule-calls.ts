import type { Args, Result } from '../../shared/contract.ts';
import { fail, type Outcome, succeed } from '../../shared/outcome.ts';
import { unknownDistrict } from '../engine/connect/failures.ts';
import type { EngineClient } from '../engine/host/engine-client.ts';
import type { Autostart } from './autostart.ts';
import type { Background } from './background.ts';
import { type LoggedOutPlace, loggedOutPlan, offerOf, saveLoggedOut } from './logged-out/logged-out-calls.ts';
import type { LoggedOutPlan } from './logged-out/offer.ts';
import type { Preferences } from './preferences.ts';
import type { ScheduleDesk } from './schedule/schedule-desk.ts';

export interface ScheduleCallParts {
  readonly engine: Pick<EngineClient, 'call'>;
  readonly preferences: Preferences;
  readonly schedules: ScheduleDesk;
  readonly background: Background;
  readonly autostart: Autostart;
  readonly hasTray: () => Promise<boolean>;
  readonly loggedOut: LoggedOutPlace;
  readonly quit: () => void;
}

type ScheduleCall =
  | 'loggedOut'
  | 'saveLoggedOut'
  | 'schedule'
  | 'saveSchedule'
  | 'pauseSchedule'
  | 'background'
  | 'setBackground'
  | 'arrival'
  | 'quit';

/** The shell's calls about schedule and background. */
export function scheduleCallsOf(parts: ScheduleCallParts): {
  readonly [N in ScheduleCall]: (args: Args<'shell', N>) => Promise<Outcome<Result<'shell', N>>>;
} {
  const { engine, preferences, schedules, background, autostart } = parts;

  async function zoneOf(district: string): Promise<Outcome<string>> {
    const settings = await engine.call('settings', { district });
    return settings.ok ? succeed(settings.value.settings.timeZone) : settings;
  }

  async function loggedOut(district: string): Promise<Outcome<LoggedOutPlan>> {
    const { districts } = preferences.read();
    const known = districts.find(({ id }) => id === district);
    if (known === undefined)
      return fail(
        unknownDistrict(
          district,
          districts.map(({ id }) => id),
        ),
      );
    const zone = await zoneOf(district);
    return zone.ok ? succeed(loggedOutPlan(parts.loggedOut, known, schedules.view(district, zone.value))) : zone;
  }

  async function state(): Promise<Result<'shell', 'background'>> {
    const { closeToTray } = preferences.read().background;
    return { closeToTray, tray: await parts.hasTray(), startAtLogin: autostart.state() };
  }

  return {
    async schedule({ district }) {
      const zone = await zoneOf(district);
      return zone.ok ? succeed(schedules.view(district, zone.value)) : zone;
    },
    async saveSchedule({ district, schedule }) {
      const zone = await zoneOf(district);
      if (!zone.ok) return zone;
      schedules.save(district, schedule, zone.value);
      background.scheduleChanged(district);
      return succeed(schedules.view(district, zone.value));
    },
    async pauseSchedule({ district, pause }) {
      const zone = await zoneOf(district);
      if (!zone.ok) return zone;
      schedules.pause(district, pause);
      background.scheduleChanged(district);
      return succeed(schedules.view(district, zone.value));
    },
    background: async () => succeed(await state()),
    async setBackground({ closeToTray, startAtLogin }) {
      if (startAtLogin !== undefined) {
        const set = autostart.set(startAtLogin);
        if (!set.ok) return set;
      }
      if (closeToTray !== undefined) preferences.change({ background: { ...preferences.read().background, closeToTray } });
      background.changed();
      return succeed(await state());
    },
    async loggedOut({ district }) {
      const plan = await loggedOut(district);
      return plan.ok ? succeed(offerOf(plan.value)) : plan;
    },
    async saveLoggedOut({ district }) {
      const plan = await loggedOut(district);
      return plan.ok ? saveLoggedOut(plan.value) : plan;
    },
    arrival: async () => succeed({ to: background.arrival() }),
    async quit() {
      parts.quit();
      return succeed({});
    },
  };
}
