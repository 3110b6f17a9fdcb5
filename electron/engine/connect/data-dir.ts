import { join, resolve } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the districts' stores live: the asked-for folder, else the platform's usual place for local (never roaming) data. */
export function chooseDataDir(asked: string | null, platform: string, env: Environment, home: string): string {
  if (asked !== null) return resolve(asked);
  if (platform === 'win32') return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'Rosterbridge');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Rosterbridge');
  return join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'rosterbridge');
}
