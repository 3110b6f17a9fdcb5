import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { connectArgs, type Installation, newInstallation } from '../helpers/headless-process.ts';
import { canvasCounters, listImports, repeatedRows, timelessState } from '../helpers/judge-canvas.ts';
import { seededRandom } from '../helpers/judge-random.ts';
import { type PracticeProcess, startPracticeProcess } from '../helpers/practice-process.ts';

/**
 * Promise 4 for uploads in steps (canvas-sis.md §2.2): they are killed again and again between the announcement, the file
 * and the word that the file is there. `ROSTERBRIDGE_KILLS` and `ROSTERBRIDGE_KILL_SEED` as in kill-anywhere.
 */
const KILLS = Math.max(4, Math.round(Number(process.env.ROSTERBRIDGE_KILLS ?? 25) / 4));
const SEED = Number(process.env.ROSTERBRIDGE_KILL_SEED ?? Date.now() % 1_000_000);
/** Each answer takes this long: announcement, file, word, and the look at the import. */
const LATENCY_MS = 300;

test(`killed ${KILLS} times between the steps of an upload, every package arrives once (seed ${SEED})`, {
  timeout: 120_000 + KILLS * 30_000,
}, async () => {
  const random = seededRandom(SEED);
  const said: string[] = [];
  const [killed, peaceful] = await Promise.all([newWorld(), newWorld()]);
  try {
    for (let step = 0, kills = 0; kills < KILLS; step += 1) {
      await Promise.all([killed, peaceful].map((world) => change(world, step)));
      expect((await peaceful.app.run('sync', '--attended')).code).toBe(0);
      // The direct upload breaks: from here on the package goes in steps.
      await killed.practice.canvasSettings({ faults: { kind: 'drop', path: 'sis_imports?import_type', times: 1 } });
      expect((await killed.app.run('sync', '--attended')).json).toMatchObject({ error: { code: 'canvas.upload-unclear' } });
      for (let arrived = false; !arrived && kills < KILLS; kills += 1) {
        const delay = Math.round(random() * 3.5 * LATENCY_MS);
        const states = await killedUpload(killed, delay);
        said.push(`+${delay} ms: Canvas has ${states.join()}`);
        arrived = states.filter((state) => state.startsWith('imported')).length > step;
      }
      expect((await killed.app.run('sync', '--attended')).code).toBe(0);
    }
    expect((await killed.app.run('plan')).json).toMatchObject({ complete: true, changes: 0, holds: [] });
    expect(await repeatedRows(killed.practice)).toEqual([]);
    expect(await canvasCounters(killed.practice)).toMatchObject({ violations: [], max_imports_in_flight: 1 });
    const [state, wanted] = await Promise.all([killed, peaceful].map(stateWithoutImports));
    for (const [name, rows] of Object.entries(wanted ?? {})) expect(state?.[name], name).toEqual(rows);
    const applied = async ({ practice }: World) =>
      (await listImports(practice)).filter((one) => one.workflow_state.startsWith('imported')).length;
    expect(await applied(killed)).toBe(await applied(peaceful));
  } finally {
    console.log(`kills during an upload in steps, seed ${SEED}:\n  ${said.join('\n  ')}`);
    for (const { practice, app } of [killed, peaceful]) {
      await practice.stop();
      app.remove();
    }
  }
});

interface World {
  readonly practice: PracticeProcess;
  readonly app: Installation;
}

async function newWorld(): Promise<World> {
  const practice = await startPracticeProcess({ students: 40, seed: 11 });
  await practice.canvasSettings({ durations: { createdMs: 20, importingMs: 20, reportMs: 5 } });
  const app = newInstallation(practice);
  expect((await app.run(...connectArgs(practice))).code).toBe(0);
  return { practice, app };
}

/** Takes the run up, and kills it that long after it began to send; gives the imports Canvas then has. */
async function killedUpload({ practice, app }: World, delay: number): Promise<string[]> {
  await practice.canvasSettings({ latencyMs: LATENCY_MS });
  const running = app.start('apply');
  await running.shows('Sending changes');
  await sleep(delay);
  running.kill();
  await running.ended;
  await practice.canvasSettings({ latencyMs: 0 });
  return (await listImports(practice)).map((one) => one.workflow_state);
}

/** The first sync finds the district as it is; later ones find some classes renamed. */
async function change({ practice }: World, step: number): Promise<void> {
  if (step === 0) return;
  const { rows } = (await practice.ask('GET', '/sis/classes?limit=10&status=active')) as { rows: { sourcedId: string }[] };
  for (const { sourcedId } of rows) await practice.ask('PATCH', `/sis/classes/${sourcedId}`, { title: `Class of step ${step}` });
}

/** Imports that never got their file stay in the list, so the one that counts has another number. */
async function stateWithoutImports({ practice }: World): Promise<Record<string, unknown>> {
  const { imports: _imports, ...state } = await timelessState(practice);
  const rows = Object.entries(state).map(([name, list]) => [name, list.map(({ sis_batch_id: _id, ...row }) => row)]);
  return Object.fromEntries(rows);
}
