import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { Subject } from './subject.ts';

/** Files of the bench's parts, and the day it plays on. */
export interface Places {
  readonly practiceFile: string;
  readonly workerFile: string;
  readonly engineFile: string;
  readonly bareLoopFile: string;
  readonly canvasFile: string;
  /** For districts, packages and reports; removed at the end. */
  readonly scratch: string;
  readonly today: string;
  readonly now: string;
  /** Options of Node for the engine process. */
  readonly engineOptions: readonly string[];
}

/** @param profiles folder for a cpu profile of each of the engine's threads, null for none */
export function placesIn(folder: string, profiles: string | null): Places {
  return {
    practiceFile: join(folder, 'dist/practice.js'),
    workerFile: join(folder, 'dist/district-worker.js'),
    engineFile: join(folder, 'engine-subject.mjs'),
    bareLoopFile: join(folder, 'bare-loop.mjs'),
    canvasFile: join(folder, 'canvas-files.mjs'),
    scratch: folder,
    // In the middle of a term; fixed, so that two runs measure the same rows.
    today: '2026-10-06',
    now: '2026-10-06T10:00:00.000Z',
    engineOptions: profiles === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}`],
  };
}

/** An engine process over a new district, for as long as `work` takes. */
export async function withEngine<T>(places: Places, work: (engine: Subject) => Promise<T>): Promise<T> {
  const engine = new Subject(places.engineFile, places.engineOptions);
  const dataDir = mkdtempSync(join(places.scratch, 'district-'));
  try {
    await engine.call('open', { dataDir, workerFile: places.workerFile, now: places.now });
    const value = await work(engine);
    await engine.call('close');
    return value;
  } finally {
    await engine.stop();
  }
}

export function sum(rows: Readonly<Record<string, number>>): number {
  return Object.values(rows).reduce((total, count) => total + count, 0);
}
