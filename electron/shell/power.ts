import { powerMonitor, powerSaveBlocker } from 'electron';

/** After waking, the network needs a moment (electron-checklist §6). */
const NETWORK_MS = 20_000;

/** Tells when the computer woke. To be called after the app is ready. */
export function onWake(look: (afterMs: number) => void): void {
  powerMonitor.on('resume', () => look(NETWORK_MS));
}

/** Keeps the computer from falling asleep, as long as it is on; the screen may go dark. */
export function sleepBlocker(): (on: boolean) => void {
  let blocker: number | null = null;
  return (on) => {
    if (on && blocker === null) blocker = powerSaveBlocker.start('prevent-app-suspension');
    if (!on && blocker !== null) {
      powerSaveBlocker.stop(blocker);
      blocker = null;
    }
  };
}
