import { APP_ORIGIN } from './app-protocol.ts';

/** The part of Electron's WebFrameMain that says who is asking. */
export interface SenderFrame {
  readonly origin: string;
  readonly parent: unknown;
}

/**
 * Calls are answered only for the top frame of our own page. A frame that navigated away or was destroyed in the
 * meantime has no sender any more (electron-checklist.md §2).
 */
export function isTrustedSender(frame: SenderFrame | null | undefined): boolean {
  return frame !== null && frame !== undefined && frame.parent === null && frame.origin === APP_ORIGIN;
}
