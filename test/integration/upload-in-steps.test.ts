import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { zipSync } from 'fflate';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createCanvasClient } from '../../electron/canvas/canvas-client.ts';
import { realEdge } from '../../electron/net/edge.ts';
import { expectValue, type PracticeEngine, startPracticeEngine } from '../helpers/practice-engine.ts';
import { canvasUnderTest } from './practice-canvas-client.ts';

const MB = 1024 * 1024;
/** What the direct upload asks for; the upload in steps has another beginning. */
const DIRECT = 'sis_imports?import_type';

describe('a package too large for a minute, over HTTP to the practice Canvas', () => {
  test.each([201, 303])('arrives whole by way of the file host, which never sees the token (answer %i)', async (answer) => {
    const practice = await canvasUnderTest();
    onTestFinished(() => practice.close());
    await practice.settings({ uploads: { answer } });
    const { url: origin, token } = practice.canvas;
    const client = createCanvasClient({ origin, token, edge: realEdge(fetch) });
    const bytes = new Uint8Array(zipSync({ 'photos.bin': [new Uint8Array(randomBytes(8 * MB)), { level: 0 }] }));
    const states: string[] = [];
    const onNamed = async (id: string) => void states.push(expectValue(await client.getImport(id)).workflowState);
    const created = expectValue(await client.createImport(bytes, { onNamed }));
    expect(states).toEqual(['initializing']);
    expect(expectValue(await client.waitForImport(created.id)).warnings).toEqual([
      expect.objectContaining({ message: 'Skipping unknown file type' }),
    ]);
    const { imports, violations } = practice.dump();
    expect(violations).toEqual([]);
    expect(imports).toEqual([
      expect.objectContaining({ size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }),
    ]);
  });

  test('the Canvas of 2022, which does not know them, gets it directly', async () => {
    const practice = await canvasUnderTest();
    onTestFinished(() => practice.close());
    await practice.settings({ profile: '2022' });
    const { url: origin, token } = practice.canvas;
    const client = createCanvasClient({ origin, token, edge: realEdge(fetch) });
    const bytes = new Uint8Array(randomBytes(8 * MB));
    const created = expectValue(await client.createImport(bytes));
    expect(created.uploadBytes).toBe(bytes.length);
    expect(practice.dump().violations.filter(({ kind }) => kind !== 'several-imports-in-flight')).toEqual([]);
  });
});

describe('a package whose direct upload did not arrive', () => {
  async function interrupted(): Promise<PracticeEngine> {
    const world = await startPracticeEngine({ students: 20 });
    onTestFinished(() => world.close());
    await world.plan();
    await world.control('PUT', '/canvas/settings', { faults: { kind: 'drop', path: DIRECT, times: 1 } });
    await expect(world.apply()).rejects.toThrow('canvas.upload-unclear');
    return world;
  }

  const fault = (world: PracticeEngine, kind: string) =>
    world.control('PUT', '/canvas/settings', { faults: { kind, path: '/uploads/', times: 1 } });

  test('goes in steps when the run is taken up, once', async () => {
    const world = await interrupted();
    // Proof that it goes there: the answer of the file host is lost after it took the file.
    await fault(world, 'lose-answer');
    const run = await world.apply();
    expect(run).toMatchObject({ state: 'failed', failure: { code: 'canvas.upload-file' } });
    expect(await imports(world)).toEqual(['aborted']);
    expect(await rows(world)).toBe(0);
    const plan = await world.plan();
    expect((await world.apply()).state).toBe('done');
    expect(await imports(world)).toEqual(['aborted', 'imported']);
    expect(plan.changes).toBeGreaterThan(0);
    expect((await world.plan()).changes).toBe(0);
    expect(await violations(world)).toEqual([]);
  });

  test('a stop while the file is on its way: nothing arrives, nothing waits for it, the run is cancelled', async () => {
    const world = await interrupted();
    await world.control('PUT', '/canvas/settings', { latencyMs: 700 });
    const applying = world.apply();
    while (!(await imports(world)).includes('initializing')) await sleep(20);
    await sleep(250);
    await world.engine.calls.cancel({ district: world.district });
    await world.control('PUT', '/canvas/settings', { latencyMs: 0 });
    expect((await applying).state).toBe('cancelled');
    expect(await imports(world)).toEqual(['aborted']);
    expect(await rows(world)).toBe(0);
    await world.plan();
    expect((await world.apply()).state).toBe('done');
    expect(await violations(world)).toEqual([]);
  });
});

interface Dump {
  readonly imports: readonly { readonly workflow_state: string }[];
  readonly users: readonly { readonly sis_user_id?: string | null }[];
  readonly enrollments: readonly unknown[];
}

async function dump({ control }: PracticeEngine): Promise<Dump> {
  return (await control('GET', '/state/canvas')) as Dump;
}

async function imports(world: PracticeEngine): Promise<string[]> {
  return (await dump(world)).imports.map((one) => one.workflow_state);
}

async function rows(world: PracticeEngine): Promise<number> {
  return (await dump(world)).enrollments.length;
}

async function violations({ control }: PracticeEngine): Promise<unknown> {
  return ((await control('GET', '/canvas/counters')) as { violations: unknown }).violations;
}
