import { expect } from 'vitest';
import { connectArgs, type Installation, newInstallation } from './headless-process.ts';
import { listImports, timelessState } from './judge-canvas.ts';
import { type Relay, startRelay } from './judge-relay.ts';
import { type PracticeProcess, startPracticeProcess } from './practice-process.ts';

/** A practice district behind two relays, and an installation that has synced it once and has one change planned. */
export interface SyncedWorld {
  readonly practice: PracticeProcess;
  readonly app: Installation;
  readonly sis: Relay;
  readonly canvas: Relay;
  /** Id of the plan that waits. */
  readonly plan: string;
  close(): Promise<void>;
}

export const RENAMED = 'Astronomy';

export async function newSyncedWorld(students = 40): Promise<SyncedWorld> {
  const practice = await startPracticeProcess({ students, seed: 3 });
  await practice.canvasSettings({ durations: { createdMs: 10, importingMs: 10, reportMs: 0 } });
  const [sis, canvas] = await Promise.all([startRelay(practice.sis.url), startRelay(practice.canvas.url)]);
  const app = newInstallation(practice);
  const sides = {
    sis: { ...practice.sis, url: practice.sis.url.replace(new URL(practice.sis.url).origin, sis.origin) },
    canvas: { ...practice.canvas, url: canvas.origin },
  };
  expect((await app.run(...connectArgs(sides))).code).toBe(0);
  const synced = await app.run('sync', '--attended');
  expect(synced.code, synced.stdout).toBe(0);
  const { rows } = (await practice.ask('GET', '/sis/classes?status=active&limit=1')) as { rows: { sourcedId: string }[] };
  await practice.ask('PATCH', `/sis/classes/${rows[0]?.sourcedId}`, { title: RENAMED });
  const planned = await app.run('plan');
  expect(planned.code, planned.stdout).toBe(2);
  return {
    practice,
    app,
    sis,
    canvas,
    plan: (planned.json as { id: string }).id,
    async close() {
      await Promise.all([sis.die(), canvas.die(), practice.stop()]);
      app.remove();
    },
  };
}

/** What must be the same before and after a failure: what Canvas holds, and what it was sent. */
export async function writtenSoFar({ practice }: SyncedWorld): Promise<unknown> {
  return { imports: (await listImports(practice)).length, state: await timelessState(practice) };
}

/** Once the trouble is over: the plan that waited is there, can be applied, and after it nothing is left to do. */
export async function expectNothingLost({ app, plan }: SyncedWorld): Promise<void> {
  const planned = await app.run('plan');
  expect(planned.code, planned.stdout).toBe(2);
  expect(planned.json).toMatchObject({ id: plan, complete: true });
  const applied = await app.run('apply', '--plan', plan);
  expect(applied.code, applied.stdout).toBe(0);
  expect((await app.run('plan')).code).toBe(0);
}
