import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Match } from '../../shared/conversion.ts';
import { startLookalikeCanvas } from '../helpers/lookalike-canvas.ts';
import { expectValue, type PracticeEngine, startPracticeEngine } from '../helpers/practice-engine.ts';
import { actionsOf, canvasDump, changesOf, refOf, type SisRow, sisRows } from '../helpers/practice-world.ts';

/**
 * A district meets a Canvas that people have lived in for years, and that is not the practice one as far as anybody can
 * tell (ROSTER-RULES G). In order: each test continues where the one before it left both sides.
 */
const TODAY = '2026-11-24';
let ahead = Date.parse('2026-11-24T17:00:00Z') - Date.now();
let world: PracticeEngine;
let lookalike: Awaited<ReturnType<typeof startLookalikeCanvas>>;

/** Somebody who has worked in Canvas by hand before the SIS was connected. */
const made = { school: '', course: '', teacher: '', student: '', stranger: '' };
let school: SisRow;
let cls: SisRow;
let students: SisRow[];

beforeAll(async () => {
  world = await startPracticeEngine({
    students: 80,
    today: TODAY,
    now: () => Date.now() + ahead,
    async canvasUrl(target) {
      lookalike = await startLookalikeCanvas(target);
      return lookalike.url;
    },
  });
  [school] = (await sisRows(world, 'orgs', { type: 'school' })) as [SisRow];
  const classes = await sisRows(world, 'classes');
  cls = classes.find((row) => refOf(row, 'school') === school.sourcedId && row.status === 'active') as SisRow;
  const inSchool = await sisRows(world, 'users', { role: 'student' });
  students = inSchool.filter((row) => JSON.stringify(row.orgs).includes(school.sourcedId) && row.username !== '');
  await liveInCanvas();
});
afterAll(async () => {
  await world.close();
  await lookalike.close();
});

const Made = z.looseObject({ id: z.number() });

async function byHand(action: string, body: Record<string, unknown>): Promise<number> {
  return Made.parse(await world.control('POST', `/canvas/ui/${action}`, body)).id;
}

function nameOf(row: SisRow): string {
  return `${row.givenName} ${row.familyName}`;
}

async function liveInCanvas(): Promise<void> {
  const account = await byHand('create-account', { name: String(school.name).toUpperCase() });
  const course = await byHand('create-course', { name: cls.title, course_code: cls.classCode, account, published: true });
  await byHand('create-section', { course, name: 'Everybody' });
  const [noId, otherId, sameId, sameLogin] = students as [SisRow, SisRow, SisRow, SisRow];
  // No SIS id, the same login in other letters; another SIS id; the id of one, everything else of somebody else.
  const student = await byHand('create-user', { name: nameOf(noId), login_id: String(noId.username).toUpperCase() });
  const teacher = await byHand('create-user', { name: nameOf(otherId), login_id: otherId.username, sis_user_id: 'old-4711' });
  const stranger = await byHand('create-user', { name: 'Total Stranger', login_id: 'stranger', sis_user_id: sameId.sourcedId });
  await byHand('create-user', { name: 'Renamed Person', login_id: sameLogin.username, sis_user_id: 'old-4712' });
  Object.assign(made, { school: account, course, student, teacher, stranger });
}

async function matches(): Promise<Match[]> {
  const all: Match[] = [];
  expectValue(await world.engine.eachMatch(world.district, (match) => void all.push(match)));
  return all;
}

async function matchOf(entity: Match['entity'], sourcedId: string): Promise<Match> {
  const found = (await matches()).find((match) => match.entity === entity && match.source?.sourcedId === sourcedId);
  if (found === undefined) throw new Error(`No ${entity} match for ${sourcedId}`);
  return found;
}

test('G3, E11: a Canvas nobody reviewed may be previewed, and is written to by nobody', async () => {
  const plan = await world.plan();
  expect(plan.holds[0]).toMatchObject({ id: 'E11', rule: 'E11', count: plan.changes, releasable: false });
  const request = { plan: plan.number, releases: [] };
  const attended = await world.engine.apply(world.district, request, { trigger: 'person', attended: true });
  expect(attended).toMatchObject({ ok: false, failure: { code: 'canvas.locked' } });
  const scheduled = expectValue(await world.engine.apply(world.district, request, { trigger: 'schedule', attended: false }));
  expect(scheduled.state).toBe('held');
  expect((await canvasDump(world)).imports).toEqual([]);
});

describe('G1: the evaluation', () => {
  test('finds schools by name, courses by code and name, people by login and id, and says what would happen otherwise', async () => {
    const before = await canvasDump(world);
    const evaluation = expectValue(await world.engine.evaluate(world.district, 'person'));
    expect(evaluation.counts.account).toMatchObject({ exact: 1 });
    expect(await matchOf('account', school.sourcedId)).toMatchObject({
      grade: 'exact',
      candidates: [{ canvasId: String(made.school), sisId: '' }],
      otherwise: 'A second school would be made beside the one in Canvas.',
    });
    expect(await matchOf('course', cls.sourcedId)).toMatchObject({
      grade: 'exact',
      candidates: [{ canvasId: String(made.course) }],
    });
    expect(await matchOf('section', cls.sourcedId)).toMatchObject({
      grade: 'likely',
      candidates: [{ traits: ['only section'] }],
    });
    const [noId, otherId, sameId, sameLogin] = students as [SisRow, SisRow, SisRow, SisRow];
    expect(await matchOf('user', noId.sourcedId)).toMatchObject({
      grade: 'exact',
      candidates: [{ sisId: '', traits: ['login'] }],
      otherwise: 'Canvas would hand the hand-made account over to this person.',
    });
    expect(await matchOf('user', otherId.sourcedId)).toMatchObject({
      grade: 'exact',
      candidates: [{ sisId: 'old-4711' }],
      otherwise: 'Canvas would refuse this person: the login belongs to the SIS id old-4711.',
    });
    expect(await matchOf('user', sameId.sourcedId)).toMatchObject({
      grade: 'collision',
      candidates: [{ label: 'Total Stranger' }],
    });
    expect(await matchOf('user', sameLogin.sourcedId)).toMatchObject({
      grade: 'likely',
      candidates: [{ label: 'Renamed Person' }],
    });
    expect((await canvasDump(world)).users).toEqual(before.users);
  });

  test('B: tells which ids Canvas knows already', async () => {
    const { schemes } = expectValue(await world.engine.calls.evaluation({ district: world.district })) ?? { schemes: [] };
    expect(schemes.find(({ what, source }) => what === 'student' && source === 'sourcedId')).toMatchObject({
      found: 1,
      chosen: true,
    });
  });

  test('an id of somebody else is written to by no plan, and nobody is enrolled under it', async () => {
    const plan = await world.plan();
    const changes = await changesOf(world, plan);
    const sameId = (students[2] as SisRow).sourcedId;
    const under = changes.filter(({ key }) => key.split('\u001f')[1] === sameId);
    expect(under.length).toBeGreaterThan(0);
    for (const change of under) expect(change.holds).toContain(`E13:enrollment:${change.school}`);
    expect(plan.counts.user.held).toBeGreaterThanOrEqual(1);
  });
});

describe('G2: adoption', () => {
  test('the review ends only when everything is decided', async () => {
    const { number } = expectValue(await world.engine.calls.evaluation({ district: world.district })) ?? { number: 0 };
    const early = await world.engine.finishReview(world.district, number, 'Ada Admin');
    expect(early).toMatchObject({ ok: false, failure: { code: 'contact.undecided' } });
    for (const grade of ['exact', 'likely'] as const) {
      await world.engine.choose(world.district, { kind: 'all', evaluation: number, entity: null, grade, decide: 'adopt' });
    }
    const same = await matchOf('user', (students[3] as SisRow).sourcedId);
    const separate = { kind: 'one', evaluation: number, match: same.number, decision: { kind: 'separate' } } as const;
    expect(await world.engine.choose(world.district, separate)).toEqual({ ok: true, value: 1 });
    await world.engine.choose(world.district, {
      kind: 'all',
      evaluation: number,
      entity: null,
      grade: 'collision',
      decide: 'separate',
    });
    await world.engine.choose(world.district, {
      kind: 'all',
      evaluation: number,
      entity: null,
      grade: 'ambiguous',
      decide: 'separate',
    });
    const plan = expectValue(await world.engine.finishReview(world.district, number, 'Ada Admin'));
    expect(plan?.holds).toEqual([]);
    expect(actionsOf(plan as NonNullable<typeof plan>)).toMatchObject({
      'account adopt': 1,
      'course adopt': 1,
      'section adopt': 1,
      'user adopt': 2,
    });
  });

  test('a plan does not make a second time what waits to be linked', async () => {
    // The links were planned, not applied: an ordinary preview must wait for them.
    const links = expectValue(await world.engine.calls.plan({ district: world.district, number: null }));
    const plan = await world.plan();
    const changes = await changesOf(world, plan);
    const account = changes.find(({ entity, key }) => entity === 'account' && key === school.sourcedId);
    expect(account?.holds).toEqual([`E11:account:${school.sourcedId}`]);
    const request = { plan: links?.number ?? 0, releases: [] };
    const run = expectValue(await world.engine.apply(world.district, request, { trigger: 'person', attended: true }));
    expect(run.state).toBe('done');
    expect(run.counts.user).toEqual({ sent: 2, confirmed: 2, failed: 0, held: 0 });
  });

  test('Canvas’ own objects now carry the ids, keep what people gave them, and have no doubles', async () => {
    const dump = await canvasDump(world);
    const [noId, otherId] = students as [SisRow, SisRow];
    expect(dump.courses.find(({ id }) => id === Number(made.course))).toMatchObject({
      sis_source_id: `c-${cls.sourcedId}`,
      workflow_state: 'available',
    });
    const logins = dump.logins.filter(({ sis_user_id }) => sis_user_id === noId.sourcedId || sis_user_id === otherId.sourcedId);
    expect(logins.map(({ user_id }) => user_id).sort()).toEqual([Number(made.student), Number(made.teacher)].sort());
    expect(dump.violations).toEqual([]);
  });

  test('G3: reviewed, the lock is open: the rest is applied, nothing is made twice, the second run is empty', async () => {
    const first = await world.plan();
    expect(first.holds.map(({ rule }) => rule)).not.toContain('E11');
    const run = await world.apply();
    expect(['done', 'held']).toContain(run.state);
    await world.plan();
    await world.apply();
    const dump = await canvasDump(world);
    expect(dump.courses.filter(({ name, course_code }) => name === cls.title && course_code === cls.classCode)).toHaveLength(1);
    const plan = await world.plan();
    const sendable = (await changesOf(world, plan)).filter(({ holds }) => holds.length === 0);
    expect(sendable).toEqual([]);
  });

  test('another Canvas is another first contact', async () => {
    const other = await startLookalikeCanvas(world.practice.canvas.url);
    try {
      const { district } = expectValue(await world.engine.calls.overview({ district: world.district }));
      const moved = { ...district, connection: { ...district.connection, canvasUrl: other.url } };
      expectValue(await world.engine.saveDistrict(moved, 'America/New_York', '5f'.repeat(32)));
      await world.control('PATCH', `/sis/classes/${cls.sourcedId}`, { title: 'Another Title' });
      const plan = await world.plan();
      expect(plan.holds[0]?.id).toBe('E11');
      ahead += 1000;
    } finally {
      await other.close();
    }
  });
});

test('B: as long as nothing was written, other settings make other ids; a plan with the old ones is refused', async () => {
  const fresh = await startPracticeEngine({ students: 40, today: TODAY, now: () => Date.now() + ahead });
  try {
    const before = await fresh.plan();
    const settings = expectValue(await fresh.engine.settings(fresh.district));
    expectValue(await fresh.engine.saveSettings(fresh.district, { ...settings, studentUserId: 'identifier' }));
    ahead += 1000;
    const after = await fresh.plan();
    const [student] = await sisRows(fresh, 'users', { role: 'student' });
    const keys = (await changesOf(fresh, after)).filter(({ entity }) => entity === 'user').map(({ key }) => key);
    expect(keys).toContain(student?.identifier);
    const old = await fresh.engine.apply(
      fresh.district,
      { plan: before.number, releases: [] },
      { trigger: 'person', attended: true },
    );
    expect(old).toMatchObject({ ok: false, failure: { code: 'plan.outdated' } });
    const run = await fresh.apply();
    expect(run.counts.user.confirmed).toBe(after.counts.user.create - after.counts.user.held);
    // From now on ids stay, whatever the settings say.
    expectValue(await fresh.engine.saveSettings(fresh.district, settings));
    expect(actionsOf(await fresh.plan())).not.toHaveProperty('user create');
  } finally {
    await fresh.close();
  }
});
