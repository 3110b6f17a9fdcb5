import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { expectValue, type PracticeEngine, startPracticeEngine } from '../helpers/practice-engine.ts';
import { actionsOf, changesOf, type SisRow, sisRows } from '../helpers/practice-world.ts';

/** C6 end to end, in order, over a census whose families have guardians: each test goes on where the one before ended. */
const TODAY = '2026-11-24';
const NOON = Date.parse('2026-11-24T17:00:00Z');

const Dump = z.object({
  logins: z.array(z.looseObject({ user_id: z.number(), sis_user_id: z.string().nullable(), workflow_state: z.string() })),
  observer_links: z.array(z.looseObject({ observer_id: z.number(), student_id: z.number(), workflow_state: z.string() })),
  enrollments: z.array(
    z.looseObject({
      user_id: z.number(),
      course_section_id: z.number(),
      type: z.string(),
      associated_user_id: z.number().nullable(),
      workflow_state: z.string(),
    }),
  ),
  violations: z.array(z.unknown()),
});

let world: PracticeEngine;
beforeAll(async () => {
  world = await startPracticeEngine({ students: 150, clean: false, today: TODAY, now: () => NOON });
  await world.plan();
  await world.apply();
}, 120_000);
afterAll(() => world.close());

const guardianRoles = new Set(['guardian', 'parent', 'relative']);
const refs = z.array(z.object({ sourcedId: z.string() }));
const agentsOf = (row: SisRow) => refs.parse(row.agents ?? []).map(({ sourcedId }) => sourcedId);

const dump = async () => Dump.parse(await world.control('GET', '/state/canvas'));

/** `guardian > student` of every live link, by SIS id; the practice district mints the SIS’ own ids. */
async function links(): Promise<string[]> {
  const { logins, observer_links } = await dump();
  const sis = new Map(logins.map(({ user_id, sis_user_id }) => [user_id, sis_user_id ?? '']));
  const live = observer_links.filter(({ workflow_state }) => workflow_state === 'active');
  return live.map(({ observer_id, student_id }) => `${sis.get(observer_id)} > ${sis.get(student_id)}`).sort();
}

/** Observer enrollments there should be: one for each live student enrollment and guardian. */
async function watched(): Promise<{ readonly should: string[]; readonly is: string[] }> {
  const { enrollments, observer_links } = await dump();
  const live = enrollments.filter(({ workflow_state }) => workflow_state === 'active');
  const students = live.filter(({ type }) => type === 'StudentEnrollment');
  const should = observer_links
    .filter(({ workflow_state }) => workflow_state === 'active')
    .flatMap(({ observer_id, student_id }) =>
      students
        .filter(({ user_id }) => user_id === student_id)
        .map((one) => `${observer_id} ${student_id} ${one.course_section_id}`),
    );
  const is = live
    .filter(({ type, associated_user_id }) => type === 'ObserverEnrollment' && associated_user_id !== null)
    .map((one) => `${one.user_id} ${one.associated_user_id} ${one.course_section_id}`);
  return { should: should.sort(), is: is.sort() };
}

/** What the SIS means, read from its rows alone: guardians with a login of their own, and the active students they belong to. */
async function wantedLinks(): Promise<string[]> {
  const users = await sisRows(world, 'users');
  const there = new Set((await dump()).logins.map(({ sis_user_id }) => sis_user_id));
  const byId = new Map(users.map((row) => [row.sourcedId, row]));
  const found = new Set<string>();
  for (const student of users) {
    if (student.role !== 'student' || student.status !== 'active' || !there.has(student.sourcedId)) continue;
    const named = users.filter((row) => agentsOf(row).includes(student.sourcedId)).map(({ sourcedId }) => sourcedId);
    for (const id of [...agentsOf(student), ...named]) {
      const guardian = byId.get(id);
      if (guardian?.status === 'active' && guardianRoles.has(guardian.role ?? '') && there.has(id))
        found.add(`${id} > ${student.sourcedId}`);
    }
  }
  return [...found].sort();
}

/** How many of the reports Canvas made so far are about observers. */
async function reportsAsked(): Promise<number> {
  const { url, token } = world.practice.canvas;
  const answer = await fetch(`${url}/api/v1/accounts/self/reports/provisioning_csv?per_page=100`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  const reports = z.array(z.object({ parameters: z.record(z.string(), z.unknown()) })).parse(await answer.json());
  expect(reports.length).toBeGreaterThan(2);
  return reports.filter(({ parameters }) => parameters.user_observers === true).length;
}

async function night() {
  return expectValue(await world.engine.sync(world.district, { trigger: 'schedule', attended: false }));
}

describe('C6 guardians of a district', () => {
  test('off, Canvas has none of them', async () => {
    const plan = await world.plan();
    expect(Object.values(plan.counts.observer).every((count) => count === 0)).toBe(true);
    expect(await links()).toEqual([]);
    expect(await reportsAsked()).toBe(0);
  });

  test('on, each becomes an observer of exactly their students, and Canvas shows them their courses', async () => {
    await world.set({ observers: true });
    const plan = await world.plan();
    expect(await reportsAsked()).toBe(1);
    expect(plan.counts.observer.create).toBeGreaterThan(20);
    const run = await world.apply();
    expect(run.counts.observer.confirmed).toBe(run.counts.observer.sent);
    expect(run.counts.observer.sent).toBeGreaterThan(20);
    expect(await links()).toEqual(await wantedLinks());
    const { should, is } = await watched();
    expect(should.length).toBeGreaterThan(100);
    expect(is).toEqual(should);
  });

  test('a second run is empty', async () => {
    const plan = await world.plan();
    expect(Object.keys(actionsOf(plan)).filter((key) => key.startsWith('observer'))).toHaveLength(
      plan.counts.observer.held === 0 ? 0 : 1,
    );
    expect(plan.counts.observer.unchanged).toBe((await links()).length);
    expect((await world.apply()).counts.observer.sent).toBe(0);
  });

  test('a link the SIS no longer names goes once two pulls agree, and the courses with it', async () => {
    await world.set({ probationRuns: 0, safePartsProceed: true });
    const [gone = ''] = await links();
    const [guardian = '', student = ''] = gone.split(' > ');
    for (const [one, other] of [
      [guardian, student],
      [student, guardian],
    ] as const) {
      const row = (await sisRows(world, 'users')).find(({ sourcedId }) => sourcedId === one);
      const agents = refs.parse(row?.agents ?? []).filter(({ sourcedId }) => sourcedId !== other);
      await world.control('PATCH', `/sis/users/${one}`, { agents });
    }
    const first = await night();
    expect(first.plan?.counts.observer).toMatchObject({ delete: 1, waiting: 1 });
    expect(await links()).toContain(gone);
    await night();
    expect(await links()).not.toContain(gone);
    const { should, is } = await watched();
    expect(is).toEqual(should);
  });

  test('a student on the no-contact list has nobody any more, and the plan says why', async () => {
    const [link = ''] = await links();
    const [, student = ''] = link.split(' > ');
    await world.set({ noContact: [student] });
    const plan = await world.plan();
    const removals = (await changesOf(world, plan)).filter(({ entity, action }) => entity === 'observer' && action === 'delete');
    expect(new Set(removals.map(({ reason }) => reason.text))).toEqual(new Set(['The student is on the no-contact list.']));
    const guardian = removals[0]?.source?.sourcedId ?? '';
    for (const sourcedId of [guardian, student]) {
      const about = { district: world.district, collection: 'users' as const, sourcedId };
      const { reasons } = expectValue(await world.engine.calls.explain(about));
      expect(reasons.map(({ text }) => text)).toContain('The student is on the no-contact list.');
    }
    await world.apply();
    expect((await links()).filter((one) => one.endsWith(` > ${student}`))).toEqual([]);
    expect((await night()).plan?.counts.observer.delete).toBe(0);
    expect((await dump()).violations).toEqual([]);
  });
});

test('a district that begins with guardians has them after its first run, confirmed by a report', async () => {
  const fresh = await startPracticeEngine({ students: 150, today: TODAY, now: () => NOON });
  try {
    // Of a tidy census: one family, made by hand.
    const [student] = await sisRows(fresh, 'users', { role: 'student' });
    if (student === undefined) throw new Error('There is no student');
    const ref = { sourcedId: student.sourcedId, type: 'user' };
    const parent = { ...student, sourcedId: 'g-1', role: 'parent', username: 'g1', identifier: '', email: '', agents: [ref] };
    await fresh.control('PUT', '/sis/users/g-1', parent);
    await fresh.set({ observers: true });
    const plan = await fresh.plan();
    expect(plan.changes).toBeGreaterThan(500);
    expect((await fresh.apply()).counts.observer).toEqual({ sent: 1, confirmed: 1, failed: 0, held: 0 });
    expect(actionsOf(await fresh.plan())).toEqual({});
  } finally {
    await fresh.close();
  }
}, 120_000);
