import type { Args, Result } from '../../shared/contract.ts';
import { type Outcome, succeed } from '../../shared/outcome.ts';
import type { EngineClient } from '../engine/host/engine-client.ts';
import type { Autostart } from './autostart.ts';
import type { Background } from './background.ts';
import type { Preferences } from './preferences.ts';
import type { ScheduleDesk } from './schedule/schedule-desk.ts';

export interface ScheduleCallParts {
  readonly engine: Pick<EngineClient, 'call'>;
  readonly preferences: Preferences;
  readonly schedules: ScheduleDesk;
  readonly background: Background;
  readonly autostart: Autostart;
  readonly hasTray: () => Promise<boolean>;
  readonly quit: () => void;
}

type ScheduleCall = 'schedule' | 'saveSchedule' | 'background' | 'setBackground' | 'arrival' | 'quit';

/** The shell's calls about schedule and background. */
export function scheduleCallsOf(parts: ScheduleCallParts): {
  readonly [N in ScheduleCall]: (args: Args<'shell', N>) => Promise<Outcome<Result<'shell', N>>>;
} {
  const { engine, preferences, schedules, background, autostart } = parts;

  async function zoneOf(district: string): Promise<Outcome<string>> {
    const settings = await engine.call('settings', { district });
    return settings.ok ? succeed(settings.value.settings.timeZone) : settings;
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
    arrival: async () => succeed({ to: background.arrival() }),
    async quit() {
      parts.quit();
      return succeed({});
    },
  };
}
