import type { Session, WebContents } from 'electron';
import { APP_ORIGIN, APP_SCHEME } from './app-protocol.ts';

/** True for pages of our own; origins are compared whole, never by substring (electron-checklist.md §2). */
export function isOurPage(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return `${url.protocol}//${url.host}` === APP_ORIGIN;
}

/** What the page may load: our scheme, and the developer tools while developing. */
export function mayLoad(address: string, devTools: boolean): boolean {
  return address.startsWith(`${APP_SCHEME}://ui/`) || (devTools && address.startsWith('devtools://'));
}

/** The page can go nowhere, open nothing and ask for nothing. */
export function guardContents(contents: WebContents): void {
  const stay = (event: { readonly url: string; preventDefault(): void }) => {
    if (!isOurPage(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

export function guardSession(session: Session, devTools: boolean): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false);
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !mayLoad(details.url, devTools) }));
}
