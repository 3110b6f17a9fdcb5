import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ipcMain } from 'electron';
import ElectronStore from 'electron-store';
import { z } from 'zod';
import { District } from '../../shared/district.ts';
import { SetupDraft } from '../../shared/setup-draft.ts';
import { PracticeMemory } from './practice-memory.ts';
import { Scheduled } from './schedule/scheduled.ts';
import { Standing } from './standing.ts';

const Bounds = z.object({
  x: z.int().optional(),
  y: z.int().optional(),
  width: z.int().min(320).max(20_000),
  height: z.int().min(240).max(20_000),
});

const Background = z.object({
  closeToTray: z.boolean(),
  /** The first close told where the app went. */
  explained: z.boolean(),
});

/** When a district's Canvas token ends, and how near the end was when a person was last told. */
const TokenEnd = z.object({ endsAt: z.iso.datetime().nullable(), told: z.int().nullable(), askedAt: z.iso.datetime() });

/** What the shell remembers of itself. Never a secret; settings of a district live in its own store. */
const Remembered = z.object({
  window: z.object({ bounds: Bounds, maximized: z.boolean() }).nullable().catch(null),
  zoom: z.number().min(-3).max(8).catch(0),
  theme: z.enum(['system', 'light', 'dark']).catch('system'),
  /** The list as last known, so that the window can show it before the engine is up. */
  districts: z.array(District).catch([]),
  practice: PracticeMemory.nullable().catch(null),
  /** A set-up that is not finished, without its secrets. */
  setupDraft: SetupDraft.nullable().catch(null),
  background: Background.catch({ closeToTray: true, explained: false }),
  /** By district; one that cannot be read any more is a district without a schedule, and costs no other its own. */
  schedules: z.record(z.string(), Scheduled.nullable().catch(null)).catch({}),
  tokenEnds: z.record(z.string(), TokenEnd.nullable().catch(null)).catch({}),
  standings: z.record(z.string(), Standing.nullable().catch(null)).catch({}),
});
export type Remembered = z.infer<typeof Remembered>;

export interface Preferences {
  read(): Remembered;
  change(part: Partial<Remembered>): void;
}

/**
 * `preferences.json` in userData. A file that cannot be read is put aside, never emptied in place (checklist §7), and a
 * value that does not fit falls back alone.
 */
export function openPreferences(folder: string, now: () => number): Preferences {
  const store = openStore(folder, now);
  // electron-store opens a channel for renderers; ours has one bridge only.
  ipcMain.removeAllListeners('electron-store-get-data');
  let current = Remembered.parse(store.store);
  return {
    read: () => current,
    change(part) {
      current = { ...current, ...part };
      store.store = current;
    },
  };
}

function openStore(folder: string, now: () => number): ElectronStore<Record<string, unknown>> {
  const options = {
    cwd: folder,
    name: 'preferences',
    clearInvalidConfig: false,
    configFileMode: 0o600,
    accessPropertiesByDotNotation: false,
  };
  try {
    return new ElectronStore<Record<string, unknown>>(options);
  } catch {
    const file = join(folder, 'preferences.json');
    if (existsSync(file)) {
      copyFileSync(file, join(folder, `preferences.unreadable-${now()}.json`));
      rmSync(file);
    }
    return new ElectronStore<Record<string, unknown>>(options);
  }
}
