import { join } from 'node:path';
import { app, type BrowserWindow, type Session, session } from 'electron';
import { APP_SCHEME, pageServer } from './app-protocol.ts';
import { guardSession } from './guards.ts';
import type { Places } from './places.ts';
import type { Preferences } from './preferences.ts';
import { openWindow, showWindow } from './window.ts';

export interface WindowKeeper {
  show(): void;
  isOpen(): boolean;
}

/** There is one window at most: asked for again, it comes to the front. Call after the app is ready. */
export function windowKeeper(places: Places, preferences: Preferences): WindowKeeper {
  let window: BrowserWindow | null = null;
  return {
    show() {
      if (window !== null) return showWindow(window);
      const devTools = !app.isPackaged;
      window = openWindow({ places, preferences, session: pageSession(places, devTools), devTools });
      window.on('closed', () => {
        window = null;
      });
    },
    isOpen: () => window !== null,
  };
}

/** Its own session in memory: the page keeps nothing, and what is blocked for it does not touch the engine's network. */
function pageSession(places: Places, devTools: boolean): Session {
  const page = session.fromPartition('ui');
  if (!page.protocol.isProtocolHandled(APP_SCHEME)) {
    page.protocol.handle(APP_SCHEME, pageServer(join(places.dist, 'renderer')));
    guardSession(page, devTools);
  }
  return page;
}
