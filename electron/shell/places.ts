import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { app } from 'electron';
import { chooseDataDir } from '../engine/connect/data-dir.ts';

/** Folders of this installation, all absolute. */
export interface Places {
  /** Holds `districts/`. */
  readonly dataDir: string;
  /** Holds the sealed secrets, window preferences and Chromium's own files. */
  readonly userData: string;
  readonly logs: string;
  /** Where the built programs lie. */
  readonly dist: string;
}

/**
 * Settles all folders before anything reads them. One data folder holds everything; Electron's own files go to `app/`
 * inside it, which on Windows is local and does not roam (electron-checklist.md §7). `--user-data-dir` wins over that.
 */
export function settlePlaces(dataDirAsked: string | null): Places {
  const given = app.commandLine.getSwitchValue('user-data-dir');
  const asked = dataDirAsked ?? (given === '' ? null : join(given, 'data'));
  const dataDir = chooseDataDir(asked, process.platform, process.env, homedir());
  const userData = given === '' ? join(dataDir, 'app') : app.getPath('userData');
  const logs = join(dataDir, 'logs');
  for (const folder of [dataDir, userData, logs]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  app.setPath('userData', userData);
  app.setPath('sessionData', userData);
  app.setAppLogsPath(logs);
  return { dataDir, userData, logs, dist: import.meta.dirname };
}
