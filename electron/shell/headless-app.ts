import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { app } from 'electron';
import { netFetch } from '../engine/host/net-fetch.ts';
import { type Edge, realEdge } from '../net/edge.ts';
import { readCredential } from '../vault/credential-file.ts';
import { withCredentials } from '../vault/credentials.ts';
import { electronKeyring } from '../vault/electron-keyring.ts';
import { environmentVault } from '../vault/environment-vault.ts';
import { fallbackVault } from '../vault/fallback-vault.ts';
import { sealedVault } from '../vault/sealed-vault.ts';
import type { Vault } from '../vault/vault.ts';
import type { Places } from './places.ts';
import { isProcessAlive, makeScratch } from './scratch.ts';

/** What Electron gives to a headless command in place of plain Node's fetch, vault and signals. */
export interface ElectronWorld {
  readonly version: string;
  readonly edge: Edge;
  readonly vault: Vault;
  readonly onStop: (listener: () => void) => () => void;
  readonly abort: () => void;
}

/** One signal reaches us twice, through Node and through Electron's own quitting; within this time it counts once. */
const SAME_WISH_MS = 300;

/**
 * Runs a command without window, lock and display, in the installed app (ENGINE-NOTES §5). Chromium's session files go to
 * a scratch folder, so that a window that is open at the same time is not disturbed; userData stays, because the sealed
 * secrets live there.
 */
export function runWithoutWindow(places: Places, command: (world: ElectronWorld) => Promise<number>): void {
  const scratch = makeScratch(tmpdir(), process.pid, isProcessAlive);
  app.setPath('sessionData', scratch);
  app.dock?.hide();
  // Nothing is drawn; without this Chromium looks for a display and complains on stderr, where progress goes.
  app.disableHardwareAcceleration();
  app.commandLine.appendSwitch('disable-gpu');
  app.commandLine.appendSwitch('disable-software-rasterizer');
  const end = async (code: number) => {
    await Promise.all([process.stdout, process.stderr].map((stream) => new Promise((resolve) => stream.write('', resolve))));
    rmSync(scratch, { recursive: true, force: true });
    endProcess(code);
  };
  const world: ElectronWorld = {
    version: app.getVersion(),
    edge: realEdge(netFetch),
    vault: fallbackVault(
      sealedVault(join(places.userData, 'vault.json'), electronKeyring(process.platform)),
      environmentVault(withCredentials(process.env, readCredential)),
    ),
    onStop,
    abort: () => app.exit(130),
  };
  const crash = (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return end(1);
  };
  // Electron would show a dialog that nobody sees.
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
  void app
    .whenReady()
    .then(() => command(world))
    .then(end, crash);
}

/**
 * Not `app.exit`: one time in some twenty Chromium's parts are taken down in an order that ends in a segmentation fault, after the
 * answer was given, and a scheduler would take that for a failure. Nothing of ours is open any more.
 */
function endProcess(code: number): void {
  const { reallyExit } = process as { readonly reallyExit?: (code: number) => void };
  reallyExit?.call(process, code);
  app.exit(code);
}

function onStop(listener: () => void): () => void {
  let last = 0;
  const heard = () => {
    const now = Date.now();
    if (now - last < SAME_WISH_MS) return;
    last = now;
    listener();
  };
  const quitting = (event: Electron.Event) => {
    event.preventDefault();
    heard();
  };
  process.on('SIGINT', heard);
  process.on('SIGTERM', heard);
  app.on('before-quit', quitting);
  return () => {
    process.off('SIGINT', heard);
    process.off('SIGTERM', heard);
    app.off('before-quit', quitting);
  };
}
