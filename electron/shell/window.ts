import { join } from 'node:path';
import { BrowserWindow, nativeTheme, type Session, screen } from 'electron';
import { APP_URL } from './app-protocol.ts';
import { guardContents } from './guards.ts';
import type { Places } from './places.ts';
import type { Preferences } from './preferences.ts';
import { type Area, fitOnScreen } from './window-bounds.ts';
import { enableZoom } from './zoom.ts';

const SIZE = { width: 1280, height: 860 };
const LEAST = { minWidth: 360, minHeight: 480 };
const BACKGROUND = { light: '#fafafa', dark: '#1f1f1f' };

export interface WindowParts {
  readonly places: Places;
  readonly preferences: Preferences;
  readonly session: Session;
  readonly devTools: boolean;
}

/** The one window: shown when its page is painted, as large and where it was last time. */
export function openWindow({ places, preferences, session, devTools }: WindowParts): BrowserWindow {
  const { window: last, zoom } = preferences.read();
  const areas = screen.getAllDisplays().map((display): Area => display.workArea);
  const window = new BrowserWindow({
    ...SIZE,
    ...LEAST,
    ...(last === null ? {} : fitOnScreen(last.bounds, areas)),
    title: 'Rosterbridge',
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: {
      preload: join(places.dist, 'preload.cjs'),
      session,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      devTools,
    },
  });
  guardContents(window.webContents);
  enableZoom(window.webContents, zoom, (level) => preferences.change({ zoom: level }));
  window.once('ready-to-show', () => {
    if (last?.maximized === true) window.maximize();
    window.show();
  });
  window.on('close', () => {
    preferences.change({ window: { bounds: window.getNormalBounds(), maximized: window.isMaximized() } });
  });
  void window.loadURL(APP_URL);
  return window;
}

/** Brings the window to the front, as a second launch of the app asks. */
export function showWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
