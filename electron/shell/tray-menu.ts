import type { PauseWish } from '../../shared/schedule.ts';
import type { AppState } from './app-state.ts';

/** One line of the tray's menu, before it is Electron's. */
export type TrayItem =
  | { readonly kind: 'words'; readonly label: string }
  | { readonly kind: 'line' }
  | { readonly kind: 'act'; readonly label: string; readonly act: () => void; readonly enabled: boolean }
  | { readonly kind: 'menu'; readonly label: string; readonly items: readonly TrayItem[] };

export interface TrayActs {
  open(): void;
  syncNow(district: string): void;
  pause(wish: PauseWish): void;
  quit(): void;
}

interface TrayDistrict {
  readonly id: string;
  readonly name: string;
  readonly working: boolean;
  readonly scheduled: boolean;
}

/** State in words, then what can be done; made anew from the state each time, nothing is patched (codebase-models 38). */
export function trayMenu(state: AppState, districts: readonly TrayDistrict[], paused: boolean, acts: TrayActs): TrayItem[] {
  return [
    { kind: 'words', label: state.words },
    { kind: 'line' },
    act('Open Rosterbridge', acts.open),
    ...syncItems(districts, acts),
    ...pauseItems(districts, paused, acts),
    { kind: 'line' },
    act('Quit Rosterbridge', acts.quit),
  ];
}

function syncItems(districts: readonly TrayDistrict[], acts: TrayActs): TrayItem[] {
  const [only] = districts;
  if (only === undefined) return [];
  if (districts.length === 1) return [act('Sync now', () => acts.syncNow(only.id), !only.working)];
  return [
    {
      kind: 'menu',
      label: 'Sync now',
      items: districts.map(({ id, name, working }) => act(name, () => acts.syncNow(id), !working)),
    },
  ];
}

function pauseItems(districts: readonly TrayDistrict[], paused: boolean, acts: TrayActs): TrayItem[] {
  if (!districts.some(({ scheduled }) => scheduled)) return [];
  if (paused) return [act('Resume the schedule', () => acts.pause('none'))];
  return [
    {
      kind: 'menu',
      label: 'Pause the schedule',
      items: [
        act('Until tomorrow morning', () => acts.pause('tomorrow')),
        act('Until I resume it', () => acts.pause('until-resumed')),
      ],
    },
  ];
}

function act(label: string, run: () => void, enabled = true): TrayItem {
  return { kind: 'act', label, act: run, enabled };
}
