import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { app } from 'electron';
import type { BackgroundState } from '../../shared/background.ts';
import { fail, type Outcome, succeed } from '../../shared/outcome.ts';
import { autostartEntry, isEntryOn } from './autostart-entry.ts';
import { autostartRefused } from './failures.ts';

/** Starts hidden, in the tray. */
export const BACKGROUND_FLAG = '--background';

type Environment = Readonly<Record<string, string | undefined>>;

export interface Autostart {
  state(): BackgroundState['startAtLogin'];
  set(on: boolean): Outcome<void>;
}

/** Start at login: the system's own list on Windows and macOS, an autostart file on Linux (electron-checklist §6). */
export function autostart(platform: string, env: Environment, folders: readonly string[]): Autostart {
  const args = [...folders, BACKGROUND_FLAG];
  return platform === 'linux' ? byFile(autostartFile(env), env, args) : bySystem(platform, args);
}

function autostartFile(env: Environment): string {
  return join(env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'autostart', 'rosterbridge.desktop');
}

function byFile(file: string, env: Environment, args: readonly string[]): Autostart {
  return {
    state() {
      try {
        return { on: isEntryOn(readFileSync(file, 'utf8')), note: '' };
      } catch {
        return { on: false, note: '' };
      }
    },
    set(on) {
      try {
        if (!on) rmSync(file, { force: true });
        else {
          mkdirSync(dirname(file), { recursive: true });
          writeFileSync(file, autostartEntry(commandOf(env, args)));
        }
        return succeed(undefined);
      } catch (error) {
        return fail(autostartRefused(error instanceof Error ? error.message : String(error)));
      }
    },
  };
}

/** An AppImage runs from a folder that is another one each time; what to start is the file itself. */
function commandOf(env: Environment, args: readonly string[]) {
  return { program: env.APPIMAGE || process.execPath, args: [...(app.isPackaged ? [] : [app.getAppPath()]), ...args] };
}

function bySystem(platform: string, args: readonly string[]): Autostart {
  const options = platform === 'win32' ? { args: [...args] } : {};
  return {
    state() {
      const { openAtLogin, executableWillLaunchAtLogin, status } = app.getLoginItemSettings(options);
      if (platform === 'win32' && openAtLogin && !executableWillLaunchAtLogin) {
        return { on: true, note: 'Windows keeps it from starting: switch it on in Task Manager under “Startup apps”.' };
      }
      if (status === 'requires-approval') {
        return { on: true, note: 'macOS asks for your approval: System Settings › General › Login Items.' };
      }
      return { on: openAtLogin, note: '' };
    },
    set(on) {
      app.setLoginItemSettings({ openAtLogin: on, ...options });
      return succeed(undefined);
    },
  };
}

/** Started by the system at login, and not by a person. */
export function openedAtLogin(platform: string): boolean {
  return platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin;
}
