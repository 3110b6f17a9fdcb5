import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectArgs, newInstallation } from '../helpers/headless-process.ts';
import { listImports } from '../helpers/judge-canvas.ts';
import { judgeFailure } from '../helpers/judge-failure.ts';
import type { Passing } from '../helpers/judge-relay.ts';
import { expectNothingLost, newSyncedWorld, type SyncedWorld, writtenSoFar } from '../helpers/judge-world.ts';

/** A Canvas that refuses, is away, or answers damaged: a plain sentence with the next step, exit 1, nothing written, nothing lost. */
let world: SyncedWorld;
let before: unknown;
beforeAll(async () => {
  world = await newSyncedWorld();
  before = await writtenSoFar(world);
});
afterAll(() => world.close());

describe('the token', () => {
  test('is not accepted: plan and apply say so', async () => {
    const app = world.app.with({ ROSTERBRIDGE_CANVAS_TOKEN: 'not-the-token' });
    const error = judgeFailure(await app.run('plan'), 'canvas.token');
    expect(error.message).toContain('Canvas does not accept the access token');
    expect(error.remedy).toContain('New Access Token');
    judgeFailure(await app.run('apply'), 'canvas.token');
    expect(await writtenSoFar(world)).toEqual(before);
  });

  test('may not import: apply says what is missing, connect and doctor say it beforehand', async () => {
    await world.practice.canvasSettings({ missingPermissions: ['import_sis'] });
    const error = judgeFailure(await world.app.run('apply'), 'canvas.permission');
    expect(error.message).toContain('is not allowed to run SIS imports');
    expect(error.remedy).toContain('administrator');
    const doctor = await world.app.run('doctor');
    expect(doctor.code).toBe(1);
    expect(doctor.json).toMatchObject({ ok: false });
    const fresh = newInstallation(world.practice);
    const told = judgeFailure(await fresh.run(...connectArgs(world.practice)), 'connect.failed');
    expect(told.message).toContain('Not allowed to import SIS data');
    fresh.remove();
    await world.practice.canvasSettings({ missingPermissions: [] });
    expect(await writtenSoFar(world)).toEqual(before);
  });

  test('may not read reports: there is no plan without knowing what Canvas has', async () => {
    await world.practice.canvasSettings({ missingPermissions: ['read_reports'] });
    const error = judgeFailure(await world.app.run('sync', '--attended'), 'canvas.permission');
    await world.practice.canvasSettings({ missingPermissions: [] });
    expect(error.message).toContain('provisioning report');
    expect(await writtenSoFar(world)).toEqual(before);
  });
});

describe('the import file', () => {
  test.each([400, 413, 500])('is refused with %i', async (status) => {
    await world.practice.canvasSettings({ refuseImports: { status, times: 1 } });
    const error = judgeFailure(await world.app.run('apply'), 'canvas.upload-refused');
    expect(error.message).toContain('refused the import file; none of its rows were applied');
    expect(await writtenSoFar(world)).toEqual(before);
  });

  test('cannot be sent because SIS imports are switched off', async () => {
    await world.practice.canvasSettings({ sisImportsEnabled: false });
    judgeFailure(await world.app.run('apply'), 'canvas.imports-disabled');
    await world.practice.canvasSettings({ sisImportsEnabled: true });
    expect(await writtenSoFar(world)).toEqual(before);
  });
});

describe('the report', () => {
  const address = /"url":"http:\/\/localhost:\d+\/files\/[^"]*"/g;
  const isReport = ({ path, body }: Passing) => path.includes('/reports/') && body.includes('/files/');
  const trouble: readonly (readonly [string, () => SyncedWorld['canvas']['ways'], string, RegExp])[] = [
    [
      'lies where nothing is',
      () => ({
        damageAnswer: (passing) =>
          isReport(passing)
            ? Buffer.from(passing.body.toString().replaceAll(address, `"url":"${world.canvas.origin}/gone"`))
            : passing.body,
      }),
      'canvas.report-file',
      /could not be fetched from the place Canvas named/,
    ],
    [
      'comes cut short',
      () => {
        let file = '';
        return {
          damageAnswer: ({ path, ...passing }) => {
            if (!isReport({ path, ...passing })) return passing.body;
            file = /http:\/\/localhost:\d+\/files\/[^"]*/.exec(passing.body.toString())?.[0] ?? file;
            return Buffer.from(passing.body.toString().replaceAll(address, `"url":"${world.canvas.origin}/cut"`));
          },
          fetchInstead: async (path) =>
            path === '/cut' ? Buffer.from(await (await fetch(file)).arrayBuffer()).subarray(0, -40) : null,
        };
      },
      'canvas.report-damaged',
      /arrived incomplete or damaged, so it was not used/,
    ],
  ];
  test.each(trouble)('%s', async (_name, ways, code, words) => {
    world.canvas.ways = ways();
    const ended = await world.app.run('sync', '--attended');
    world.canvas.ways = {};
    expect(judgeFailure(ended, code).message).toMatch(words);
    expect(await writtenSoFar(world)).toEqual(before);
  });
});

describe('Canvas is away', () => {
  test('when a plan is to be made, and when one is to be applied', async () => {
    world.canvas.ways = { refuse: () => 503 };
    const error = judgeFailure(await world.app.run('plan'), 'canvas.down');
    expect(error.message).toContain('Canvas does not answer at the moment');
    judgeFailure(await world.app.run('apply'), 'canvas.down');
    world.canvas.ways = {};
    expect(await writtenSoFar(world)).toEqual(before);
  });
});

test('nothing was lost by all that', () => expectNothingLost(world));

describe('a package on its way when trouble comes', () => {
  test('arrives damaged: Canvas cannot open it, and the plan is made anew', async () => {
    await rename('Physics of damaged packages');
    world.canvas.ways = {
      damageRequest: (method, path, body) => (isUpload(method, path) ? body.subarray(0, Math.floor(body.length / 2)) : body),
    };
    const imports = (await listImports(world.practice)).length;
    const error = judgeFailure(await world.app.run('sync', '--attended'), 'canvas.import-failed');
    world.canvas.ways = {};
    expect(error.message).toBe('Canvas received the changes but did not make any of them. It says: “The zip file is malformed”.');
    expect((await listImports(world.practice)).length).toBe(imports + 1);
    expect((await world.app.run('sync', '--attended')).code).toBe(0);
    await expectUpToDate();
  });

  test('is taken, but the answer is lost: the next start finds it in Canvas’ list and sends nothing twice', async () => {
    await rename('Physics of lost answers');
    let lost = 0;
    world.canvas.ways = {
      refuse: (method, path) => (lost > 0 && !isUpload(method, path) ? 503 : null),
      loseAnswer: (method, path) => {
        if (!isUpload(method, path)) return false;
        lost += 1;
        return true;
      },
    };
    const imports = (await listImports(world.practice)).length;
    const ended = await world.app.run('sync', '--attended');
    world.canvas.ways = {};
    expect(lost).toBe(1);
    judgeFailure(ended, 'canvas.down');
    expect((await world.app.run('plan')).code).toBe(0);
    expect((await listImports(world.practice)).length).toBe(imports + 1);
    await expectUpToDate();
  });

  test('is kept back by the network when the program is killed: the next start waits for it instead of sending it again', async () => {
    await rename('Physics of slow networks');
    const imports = (await listImports(world.practice)).length;
    const upload = new Promise<void>((resolve) => {
      world.canvas.ways = {
        hold: (method, path) => {
          if (!isUpload(method, path)) return 0;
          resolve();
          return 4_000;
        },
      };
    });
    const running = world.app.start('sync', '--attended');
    await upload;
    running.kill();
    await running.ended;
    expect((await world.app.run('plan')).code).toBe(0);
    world.canvas.ways = {};
    expect((await listImports(world.practice)).length).toBe(imports + 1);
    await expectUpToDate();
  });

  test('is taken, but cannot be read back: the next start confirms it, and the rows are known as ours', async () => {
    await rename('Physics of blind spots');
    world.canvas.ways = { refuse: (_method, path) => (/\/errors\?|\/courses\/sis/.test(path) ? 403 : null) };
    const imports = (await listImports(world.practice)).length;
    judgeFailure(await world.app.run('sync', '--attended'), 'canvas.permission');
    // Even where the interrupted run may not go on, looking is allowed (ROSTER-RULES G3).
    world.canvas.ways = { refuse: (_method, path) => (path.includes('/prove') ? 404 : null) };
    expect((await world.app.run('plan')).code).toBe(0);
    judgeFailure(await world.app.run('apply'), 'canvas.locked');
    world.canvas.ways = {};
    expect((await world.app.run('plan')).code).toBe(0);
    expect((await listImports(world.practice)).length).toBe(imports + 1);
    // Rows that were booked as ours follow the SIS further on.
    await rename('Physics of clear sight');
    const planned = await world.app.run('plan');
    expect(planned.json).toMatchObject({ counts: { course: { update: 1 }, section: { update: 1 } } });
    expect((await world.app.run('apply')).code).toBe(0);
    await expectUpToDate();
  });
});

function isUpload(method: string, path: string): boolean {
  return method === 'POST' && path.includes('/sis_imports');
}

async function rename(title: string): Promise<void> {
  const { rows } = (await world.practice.ask('GET', '/sis/classes?status=active&limit=1')) as { rows: { sourcedId: string }[] };
  await world.practice.ask('PATCH', `/sis/classes/${rows[0]?.sourcedId}`, { title });
}

async function expectUpToDate(): Promise<void> {
  const planned = await world.app.run('plan');
  expect(planned.code, planned.stdout).toBe(0);
  expect(planned.json).toMatchObject({ changes: 0 });
  const { runs } = (await world.app.run('runs')).json as { runs: { endedAt: string | null }[] };
  expect(runs.filter((run) => run.endedAt === null)).toEqual([]);
}
