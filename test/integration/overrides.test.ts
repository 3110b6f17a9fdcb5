import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { listImports, timelessState, uploadedRows } from '../helpers/judge-canvas.ts';
import { judgeFailure } from '../helpers/judge-failure.ts';
import { newSyncedWorld, RENAMED, type SyncedWorld } from '../helpers/judge-world.ts';

/** ROSTER-RULES F3, F4 with the practice Canvas, whose fields really stick: what a person overwrites, and nothing else. */
const Line = z.object({
  id: z.string(),
  number: z.int(),
  entity: z.string(),
  key: z.string(),
  fields: z.array(z.string()),
  inCanvas: z.record(z.string(), z.string()).nullable(),
  inSis: z.record(z.string(), z.string()),
  lastSynced: z.record(z.string(), z.string()),
  why: z.string(),
  obstacle: z.string(),
});
type Line = z.infer<typeof Line>;

let world: SyncedWorld;
let classes: string[];
beforeAll(async () => {
  world = await newSyncedWorld();
  classes = await sisRows('classes?status=active&limit=6');
});
afterAll(() => world.close());

test('what people edited in Canvas is told with both values, counted apart, and written by no sync', async () => {
  const [, algebra, biology] = classes;
  await edit('publish-course', { course: `c-${algebra}` });
  await edit('edit-course', { course: `c-${algebra}`, name: 'Ms. Lee', course_code: 'LEE' });
  await edit('edit-section', { section: biology, name: 'Period 3' });
  const kept = await keptNow();
  expect(kept).toMatchObject([
    {
      id: `course:c-${algebra}`,
      number: 1,
      fields: ['long_name', 'short_name'],
      inCanvas: { long_name: 'Ms. Lee', short_name: 'LEE' },
      why: 'edited',
      obstacle: '',
    },
    { id: `section:${biology}`, number: 2, fields: ['name'], inCanvas: { name: 'Period 3' }, why: 'edited' },
  ]);
  for (const { inSis, lastSynced } of kept) expect(lastSynced).toEqual(inSis);
  const synced = await world.app.run('sync', '--attended');
  expect(synced.code, synced.stdout).toBe(0);
  expect(await courseOf(classes[0])).toMatchObject({ name: RENAMED });
  expect(await courseOf(algebra)).toMatchObject({ name: 'Ms. Lee', course_code: 'LEE', workflow_state: 'available' });
  expect((await world.app.run('plan')).json).toMatchObject({
    changes: 0,
    counts: { course: { kept: 1, update: 0 }, section: { kept: 1, update: 0 } },
  });
});

describe('overwriting', () => {
  test('sends the chosen row in an import of its own with override_sis_stickiness and nothing more, and books it', async () => {
    const [first, algebra, biology] = classes;
    await world.practice.ask('PATCH', `/sis/classes/${first}`, { title: 'Astronomy II' });
    const before = await timelessState(world.practice);
    const imports = (await listImports(world.practice)).length;
    await world.app.run('plan');
    const applied = await world.app.run('apply', '--override', `course:c-${algebra}`, '--reason', 'agreed with Ms. Lee');
    expect(applied.code, applied.stdout).toBe(0);
    expect(applied.json).toMatchObject({ run: { state: 'done', counts: { course: { sent: 2, confirmed: 2 } } } });

    const [ordinary, override, ...others] = (await listImports(world.practice)).slice(imports);
    expect(others).toEqual([]);
    expect(await optionsOf(ordinary?.id)).toEqual({ override: null, add: null, clear: null });
    expect(await optionsOf(override?.id)).toEqual({ override: true, add: null, clear: null });
    const [only, ...more] = override === undefined ? [] : await uploadedRows(override);
    expect(more).toEqual([]);
    expect(only).toMatch(new RegExp(`^3-courses\\.csv: c-${algebra},`));

    const course = await courseOf(algebra);
    expect(course).toMatchObject({ workflow_state: 'available', stuck: expect.arrayContaining(['name', 'workflow_state']) });
    expect(course.name).not.toBe('Ms. Lee');
    expect(differing(before, await timelessState(world.practice))).toEqual(
      [`courses c-${first}`, `courses c-${algebra}`, `sections ${first}`].sort(),
    );
    expect((await keptNow()).map(({ id }) => id)).toEqual([`section:${biology}`]);
  });

  test('is in the log: by whose reason, in which package, and what became of the row', async () => {
    const { runs } = (await world.app.run('runs')).json as { runs: { id: string; kind: string }[] };
    const shown = await world.app.run('run', runs.find(({ kind }) => kind === 'apply')?.id ?? '');
    expect(shown.json).toMatchObject({
      events: expect.arrayContaining([
        expect.objectContaining({ text: expect.stringMatching(/^Overwrites 1 row in Canvas, by .+: agreed with Ms\. Lee$/) }),
      ]),
      packages: [
        { index: 0, rows: 2 },
        { index: 1, rows: 1, override: true },
      ],
      problems: [],
    });
  });

  test('holds until somebody edits again, and that edit is kept', async () => {
    const [, algebra, biology] = classes;
    await edit('edit-course', { course: `c-${algebra}`, name: 'Ms. Lee, spring' });
    const kept = await keptNow();
    expect(kept.map(({ id, why }) => [id, why])).toEqual([
      [`course:c-${algebra}`, 'edited'],
      [`section:${biology}`, 'edited'],
    ]);
    expect(kept[0]).toMatchObject({ fields: ['long_name'], inCanvas: { long_name: 'Ms. Lee, spring' } });
    expect((await world.app.run('sync', '--attended')).code).toBe(0);
    expect(await courseOf(algebra)).toMatchObject({ name: 'Ms. Lee, spring' });
  });

  test('an overwritten field goes on sticking: a later SIS change is sent twice, ignored by Canvas, and then kept', async () => {
    const [, , , chemistry] = classes;
    await edit('edit-course', { course: `c-${chemistry}`, name: 'Lab' });
    await keptNow();
    expect((await overwrite(`course:c-${chemistry}`)).code).toBe(0);
    await world.practice.ask('PATCH', `/sis/classes/${chemistry}`, { title: 'Chemistry Honors' });
    for (const attempt of ['first', 'second']) {
      const synced = await world.app.run('sync', '--attended');
      expect([attempt, synced.code]).toEqual([attempt, 4]);
      expect(synced.json).toMatchObject({ run: { state: 'partial' } });
    }
    const line = (await keptNow()).find(({ id }) => id === `course:c-${chemistry}`);
    expect(line).toMatchObject({ why: 'ignored', inSis: { long_name: 'Chemistry Honors' } });
    expect((await overwrite(`course:c-${chemistry}`)).code).toBe(0);
    expect(await courseOf(chemistry)).toMatchObject({ name: 'Chemistry Honors' });
  });

  test('brings back an enrollment somebody ended, and leaves the dates they set: that import overrides nothing', async () => {
    const [place] = await sisObjects('enrollments?role=student&status=active&limit=1');
    const [section, user] = [refOf(place, 'class'), refOf(place, 'user')];
    const dates = { start_at: '2026-09-01T04:00:00Z', end_at: '2026-12-01T05:00:00Z' };
    await edit('edit-enrollment', { section, user, state: 'completed', ...dates });
    const [line] = (await keptNow()).filter(({ entity }) => entity === 'enrollment');
    expect(line).toMatchObject({ why: 'removed', inCanvas: { status: 'completed' }, inSis: { status: 'active' } });
    const imports = (await listImports(world.practice)).length;
    expect((await overwrite(line?.id ?? '')).code).toBe(0);
    const sent = (await listImports(world.practice)).slice(imports);
    expect(await Promise.all(sent.map(({ id }) => optionsOf(id)))).toEqual([{ override: null, add: null, clear: null }]);
    const { enrollments = [] } = await timelessState(world.practice);
    expect(enrollments.find((row) => row.of_section === section && row.of_user === user)).toMatchObject({
      workflow_state: 'active',
      ...dates,
    });
  });

  test('what the plan does not keep, or cannot overwrite now, is refused before anything is sent', async () => {
    const [, , , , drama] = classes;
    await edit('delete-course', { course: `c-${drama}` });
    const kept = await keptNow();
    const waiting = kept.find(({ id }) => id === `section:${drama}`);
    expect(waiting?.obstacle).toMatch(/because its course was deleted in Canvas/);
    const imports = (await listImports(world.practice)).length;
    judgeFailure(await overwrite(`section:${drama}`), 'override.hindered');
    judgeFailure(await overwrite('course:nobody'), 'override.unknown');
    expect((await listImports(world.practice)).length).toBe(imports);
    expect((await overwrite(`course:c-${drama}`)).code).toBe(0);
    expect(await courseOf(drama)).toMatchObject({ workflow_state: 'claimed' });
  });

  test('survives a kill: the interrupted import is found, booked as what it was, and sent once', async () => {
    const [, , biology] = classes;
    await keptNow();
    const imports = (await listImports(world.practice)).length;
    const uploading = new Promise<void>((resolve) => {
      world.canvas.ways = {
        hold: (method, path) => {
          if (method !== 'POST' || !path.includes('override_sis_stickiness=true')) return 0;
          resolve();
          return 3_000;
        },
      };
    });
    const running = world.app.start('apply', '--override', `section:${biology}`, '--reason', 'room plan');
    await uploading;
    running.kill();
    await running.ended;
    const kept = await keptNow();
    world.canvas.ways = {};
    expect(kept.map(({ id }) => id)).not.toContain(`section:${biology}`);
    const sent = (await listImports(world.practice)).slice(imports);
    expect(await Promise.all(sent.map(({ id }) => optionsOf(id)))).toEqual([{ override: true, add: null, clear: null }]);
    const { runs } = (await world.app.run('runs')).json as { runs: { kind: string; state: string }[] };
    expect(runs.find(({ kind }) => kind === 'apply')).toMatchObject({ state: 'done', counts: { section: { confirmed: 1 } } });
  });
});

async function edit(action: string, body: Record<string, unknown>): Promise<void> {
  await world.practice.ask('POST', `/canvas/ui/${action}`, body);
}

/** A fresh plan's kept rows. */
async function keptNow(): Promise<Line[]> {
  const planned = await world.app.run('plan', '--kept');
  expect([0, 2, 3], planned.stderr).toContain(planned.code);
  return planned.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Line.parse(JSON.parse(line)));
}

function overwrite(id: string) {
  return world.app.run('apply', '--override', id, '--reason', 'it belongs to the SIS');
}

async function courseOf(cls: string | undefined): Promise<Record<string, unknown>> {
  const { courses = [] } = await timelessState(world.practice);
  return courses.find((course) => course.sis_source_id === `c-${cls}`) ?? {};
}

/** The stickiness options of an import, as Canvas' own API tells them. */
async function optionsOf(id: number | undefined): Promise<unknown> {
  const { canvas } = world.practice;
  const answer = await fetch(`${canvas.url}/api/v1/accounts/self/sis_imports/${id}`, {
    headers: { Authorization: `Bearer ${canvas.token}` },
  });
  const shown = z.looseObject({}).parse(await answer.json());
  return { override: shown.override_sis_stickiness, add: shown.add_sis_stickiness, clear: shown.clear_sis_stickiness };
}

/** Objects with a SIS id that are no longer as they were, but for which import touched them last. */
function differing(before: Record<string, Record<string, unknown>[]>, after: typeof before): string[] {
  const named = (state: typeof before) =>
    new Map(
      ['accounts', 'terms', 'courses', 'sections', 'users', 'logins', 'enrollments'].flatMap((kind) =>
        (state[kind] ?? []).map(({ sis_batch_id: _, ...row }) => [
          `${kind} ${row.sis_source_id ?? row.sis_user_id ?? row.id}`,
          JSON.stringify(row),
        ]),
      ),
    );
  const old = named(before);
  return [...named(after)]
    .filter(([name, text]) => old.get(name) !== text)
    .map(([name]) => name)
    .sort();
}

async function sisObjects(query: string): Promise<Record<string, unknown>[]> {
  return ((await world.practice.ask('GET', `/sis/${query}`)) as { rows: Record<string, unknown>[] }).rows;
}

async function sisRows(query: string): Promise<string[]> {
  return (await sisObjects(query)).map((row) => String(row.sourcedId));
}

function refOf(row: Record<string, unknown> | undefined, name: string): string {
  return z.object({ sourcedId: z.string() }).parse(row?.[name]).sourcedId;
}
