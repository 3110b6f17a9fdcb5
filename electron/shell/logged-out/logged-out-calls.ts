import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { basename, join } from 'node:path';
import { app, BrowserWindow, dialog } from 'electron';
import type { District } from '../../../shared/district.ts';
import type { LoggedOutOffer } from '../../../shared/logged-out.ts';
import { fail, type Outcome, succeed } from '../../../shared/outcome.ts';
import type { ScheduleView } from '../../../shared/schedule.ts';
import { fileNotSaved } from '../failures.ts';
import { type LoggedOutPlan, planLoggedOut } from './offer.ts';

const SYSTEMD_CREDS = ['/usr/bin/systemd-creds', '/bin/systemd-creds'];

/** What the offer depends on beside the schedule. */
export interface LoggedOutPlace {
  readonly platform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly folders: readonly string[];
  readonly now: () => number;
}

export function loggedOutPlan(place: LoggedOutPlace, district: District, view: ScheduleView): LoggedOutPlan {
  const { platform, env, folders } = place;
  const today = new Date(place.now()).toISOString().slice(0, 10);
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return planLoggedOut(
    {
      district,
      schedule: view.schedule,
      timeZone: view.timeZone,
      computer: { platform, timeZone, user: userInfo().username, hasSystemdCreds: SYSTEMD_CREDS.some(existsSync) },
      program: env.APPIMAGE || process.execPath,
      appFolder: app.isPackaged ? [] : [app.getAppPath()],
      folders,
    },
    today,
  );
}

export function offerOf({ possible, why, steps }: LoggedOutPlan): LoggedOutOffer {
  return { possible, why, steps };
}

/** Asks for a folder and saves the definition there; null when the admin thought better of it. */
export async function saveLoggedOut({ files }: LoggedOutPlan): Promise<Outcome<{ folder: string | null }>> {
  if (files.length === 0) return succeed({ folder: null });
  const [window] = BrowserWindow.getAllWindows();
  const wish: Electron.OpenDialogOptions = {
    title: 'Save the set-up files',
    properties: ['openDirectory', 'createDirectory'],
  };
  const chosen = await (window === undefined ? dialog.showOpenDialog(wish) : dialog.showOpenDialog(window, wish));
  const [folder] = chosen.filePaths;
  if (chosen.canceled || folder === undefined) return succeed({ folder: null });
  for (const { name, text, encoding } of files) {
    try {
      await writeFile(join(folder, name), text, { encoding, mode: 0o600 });
    } catch (error) {
      return fail(fileNotSaved(name, error instanceof Error ? error.message : String(error)));
    }
  }
  return succeed({ folder: basename(folder) });
}
