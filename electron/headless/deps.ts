import type { Engine, EngineOptions } from '../engine/engine-api.ts';
import type { Edge } from '../net/edge.ts';
import type { Vault } from '../vault/vault.ts';

export interface PracticeOptions {
  readonly students: number;
  readonly seed: number;
  readonly clean: boolean;
  readonly sisPort?: number;
  readonly canvasPort?: number;
}

export interface PracticeDistrict {
  readonly sis: { readonly url: string; readonly key: string; readonly secret: string };
  readonly canvas: { readonly url: string; readonly token: string };
  readonly control: { readonly url: string };
  close(): Promise<void>;
}

/** The world of a headless command: plain Node and Electron without a window differ in nothing else. */
export interface HeadlessDeps {
  /** How this program is called, for help and hints: `node dist/headless.js`. */
  readonly programName: string;
  readonly version: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** @param asked what `--data-dir` or its variable said */
  readonly dataDir: (asked: string | null) => string;
  readonly openVault: (dataDir: string) => Vault;
  readonly createEngine: (options: EngineOptions) => Engine;
  readonly startPractice: (options: PracticeOptions) => Promise<PracticeDistrict>;
  readonly edge: Edge;
  /** The built district worker. */
  readonly workerFile: string;
  readonly stdout: (text: string) => void;
  /** Somebody looks at what is printed. */
  readonly printsToTerminal: boolean;
  readonly stderr: (text: string) => void;
  /** Calls the listener at every wish to end (Ctrl+C, SIGTERM) until the returned function is called. */
  readonly onStop: (listener: () => void) => () => void;
  /** Ends the process at once; for the second wish to end. */
  readonly abort: () => void;
}
