import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectValue, type PracticeEngine, startPracticeEngine } from '../helpers/practice-engine.ts';
import { actionsOf, canvasDump, changesOf, enrollmentState, refOf, type SisRow, sisRows } from '../helpers/practice-world.ts';

/**
 * The product's main job, end to end and in order, over real HTTP: each test continues where the one before it left the
 * practice district. 24 November 2026 lies in the middle of the first semester.
 */
const TODAY = '2026-11-24';
const NOON = Date.parse('2026-11-24T17:00:00Z');
const DAY = 24 * 60 * 60 * 1000;

let world: PracticeEngine;
/** The district's clock starts at noon of TODAY and runs. */
let ahead = NOON - Date.now();

beforeAll(async () => {
  world = await startPracticeEngine({ students: 500, today: TODAY, now: () => Date.now() + ahead });
});
afterAll(() => world.close());

describe('a tidy district of 500 students', () => {
  test('the first plan creates everything, the first run confirms every row, the second plan is empty', async () => {
    const plan = await world.plan();
    expect(plan.holds).toEqual([]);
    expect(Object.keys(actionsOf(plan))).toEqual([
      'account create',
      'term create',
      'course create',
      'section create',
      'user create',
      'enrollment create',
    ]);
    const run = await world.apply();
    expect(run.state).toBe('done');
    for (const [entity, counts] of Object.entries(run.counts)) {
      expect(counts, entity).toEqual({ sent: counts.sent, confirmed: counts.sent, failed: 0, held: 0 });
    }
    expect(run.counts.enrollment.sent).toBe(plan.counts.enrollment.create);
    const again = await world.plan();
    expect(actionsOf(again)).toEqual({});
    expect(again.counts.enrollment.unchanged).toBe(plan.counts.enrollment.create);
    expect((await canvasDump(world)).violations).toEqual([]);
  });

  test('a renamed class and a dropped enrollment are exactly what the next plan shows, with reasons, and what Canvas then has', async () => {
    const cls = await runningClass();
    const dropped = await studentIn(cls);
    await world.control('PATCH', `/sis/classes/${cls.sourcedId}`, { title: 'Marine Biology' });
    await world.control('PATCH', `/sis/enrollments/${dropped.sourcedId}`, { status: 'tobedeleted' });
    const plan = await world.plan();
    expect(actionsOf(plan)).toEqual({ 'course update': 1, 'section update': 1, 'enrollment delete': 1 });
    const changes = await changesOf(world, plan);
    const [course, section, enrollment] = changes;
    expect(course).toMatchObject({
      entity: 'course',
      after: { long_name: 'Marine Biology' },
      source: { collection: 'classes', sourcedId: cls.sourcedId },
    });
    expect(section?.changed).toEqual(['name']);
    expect(enrollment).toMatchObject({
      action: 'delete',
      how: 'inactive',
      reason: { rule: 'D2', text: 'The SIS dropped this enrollment.' },
    });

    const run = await world.apply();
    expect(run.state).toBe('done');
    const canvas = await canvasDump(world);
    expect(canvas.courses.find((c) => c.sis_source_id === `c-${cls.sourcedId}`)?.name).toBe('Marine Biology');
    expect(canvas.sections.find((s) => s.sis_source_id === cls.sourcedId)?.name).toContain('Marine Biology');
    expect(enrollmentState(canvas, cls.sourcedId, refOf(dropped, 'user'))).toBe('inactive');
    expect(actionsOf(await world.plan())).toEqual({});
  });

  test('a student who moves section within a school keeps both facts: the new place active, the old one inactive', async () => {
    const moved = (await world.control('POST', '/scenario/section-move', { how: 'tobedeleted' })) as {
      student: string;
      from: string;
      to: string;
    };
    const plan = await world.plan();
    expect(actionsOf(plan)).toEqual({ 'enrollment create': 1, 'enrollment delete': 1 });
    expect((await world.apply()).state).toBe('done');
    const canvas = await canvasDump(world);
    expect(enrollmentState(canvas, moved.to, moved.student)).toBe('active');
    expect(enrollmentState(canvas, moved.from, moved.student)).toBe('inactive');
    expect(actionsOf(await world.plan())).toEqual({});
  });

  test('a swapped teacher: the new one arrives, the old one leaves because a replacement is there', async () => {
    const swap = (await world.control('POST', '/scenario/teacher-change', { how: 'tobedeleted' })) as {
      class: string;
      from: string;
      to: string;
    };
    const plan = await world.plan();
    expect(actionsOf(plan)).toEqual({ 'enrollment create': 1, 'enrollment delete': 1 });
    expect(plan.holds).toEqual([]);
    expect((await world.apply()).state).toBe('done');
    const canvas = await canvasDump(world);
    expect(enrollmentState(canvas, swap.class, swap.to, 'TeacherEnrollment')).toBe('active');
    expect(enrollmentState(canvas, swap.class, swap.from, 'TeacherEnrollment')).toBe('deleted');
  });

  test('a person who disappears from the SIS is not deleted in Canvas, and loses places only when the SIS no longer names them', async () => {
    const [enrollment] = await sisRows(world, 'enrollments', { role: 'student', status: 'active' });
    const gone = refOf(enrollment as SisRow, 'user');
    const places = (await sisRows(world, 'enrollments', { role: 'student', status: 'active' })).filter(
      (row) => refOf(row, 'user') === gone,
    );
    await world.control('DELETE', `/sis/users/${gone}`);
    const dangling = await world.plan();
    expect(actionsOf(dangling), 'enrollments that name nobody are a flaw of the feed, not a drop').toEqual({});
    expect(dangling.findings.dropped).toBe(places.length);

    for (const row of places) await world.control('DELETE', `/sis/enrollments/${row.sourcedId}`);
    const plan = await world.plan();
    expect(actionsOf(plan)).toEqual({ 'enrollment delete': places.length });
    expect((await world.apply()).state).toBe('done');
    const canvas = await canvasDump(world);
    const login = canvas.logins.find((l) => l.sis_user_id === gone);
    expect(login?.workflow_state).toBe('active');
    expect(canvas.users.find((u) => u.id === login?.user_id)?.workflow_state).toBe('registered');
    expect(actionsOf(await world.plan())).toEqual({});
  });

  test('renaming a person with single sign-on leaves the sign-in provider alone', async () => {
    const [teacher] = await sisRows(world, 'users', { role: 'teacher', status: 'active' });
    const id = (teacher as SisRow).sourcedId;
    const provider = (await world.control('POST', '/canvas/ui/create-provider', { auth_type: 'saml' })) as { id: number };
    await world.control('POST', '/canvas/ui/edit-login', {
      login: id,
      authentication_provider: provider.id,
    });
    await world.control('PATCH', `/sis/users/${id}`, { givenName: 'Renamed', familyName: 'O’Neill-Šimić' });
    const plan = await world.plan();
    expect(actionsOf(plan)).toEqual({ 'user update': 1 });
    expect((await world.apply()).state).toBe('done');
    const canvas = await canvasDump(world);
    const login = canvas.logins.find((l) => l.sis_user_id === id);
    expect(login?.authentication_provider_id).toBe(provider.id);
    expect(canvas.users.find((u) => u.id === login?.user_id)?.name).toBe('Renamed O’Neill-Šimić');
    expect(actionsOf(await world.plan())).toEqual({});
  });

  test('renaming a section does not clear the dates somebody gave it in Canvas', async () => {
    const cls = await runningClass(1);
    const dates = { start_at: '2026-09-01T04:00:00Z', end_at: '2027-01-15T04:59:59Z' };
    await world.control('POST', '/canvas/ui/edit-section', {
      section: cls.sourcedId,
      ...dates,
      restrict: true,
    });
    await world.control('PATCH', `/sis/classes/${cls.sourcedId}`, { title: 'Woodworking' });
    expect(actionsOf(await world.plan())).toEqual({ 'course update': 1, 'section update': 1 });
    expect((await world.apply()).state).toBe('done');
    const section = (await canvasDump(world)).sections.find((s) => s.sis_source_id === cls.sourcedId);
    expect(section).toMatchObject(dates);
    expect(section?.name).toContain('Woodworking');
  });

  test('a course renamed by hand in Canvas is kept, and not pending for ever', async () => {
    const cls = await runningClass(2);
    await world.control('POST', '/canvas/ui/edit-course', {
      course: `c-${cls.sourcedId}`,
      name: 'Ms. Rivera’s Art Room',
    });
    const plan = await world.plan();
    expect(actionsOf(plan)).toEqual({});
    expect(plan.counts.course.kept).toBe(1);
  });

  test('a term that ended yesterday and whose rows vanish changes nothing', async () => {
    const before = await world.plan();
    const active = before.counts.enrollment.unchanged;
    await endFirstSemester();
    const plan = await world.plan();
    expect(actionsOf(plan)).toEqual({});
    expect(plan.holds).toEqual([]);
    expect(plan.counts.enrollment.frozen).toBeGreaterThan(0);
    expect(plan.counts.enrollment.frozen + plan.counts.enrollment.unchanged).toBe(active);
  });

  test('the same plan has the same id, a changed one another', async () => {
    const first = await world.plan();
    await world.restart();
    const second = await world.plan();
    expect(second.id).toBe(first.id);
    const { runs } = expectValue(await world.engine.calls.runs({ district: world.district, from: 0, count: 2 }));
    expect(
      runs.map((run) => run.state),
      'a finished plan is not taken for an interrupted one',
    ).toEqual(['planned', 'planned']);
    const [account] = await sisRows(world, 'orgs', { type: 'school' });
    await world.control('PATCH', `/sis/orgs/${(account as SisRow).sourcedId}`, { name: 'Renamed School' });
    const third = await world.plan();
    expect(actionsOf(third)).toEqual({ 'account update': 1 });
    expect(third.id).not.toBe(first.id);
  });
});

/** Moves the clock to the day after the first semester ends, and takes everything of it out of the feed. */
async function endFirstSemester(): Promise<void> {
  const sessions = await sisRows(world, 'academicSessions');
  const used = new Map<string, number>();
  const classes = await sisRows(world, 'classes');
  for (const cls of classes) for (const term of termsOf(cls)) used.set(term, (used.get(term) ?? 0) + 1);
  const running = sessions.filter(
    (s) => used.has(s.sourcedId) && String(s.startDate) <= TODAY && String(s.endDate) >= TODAY && s.type !== 'schoolYear',
  );
  const session = running[0] as SisRow;
  ahead = Date.parse(`${String(session.endDate)}T17:00:00Z`) + DAY - Date.now();
  const ended = classes.filter((cls) => termsOf(cls).includes(session.sourcedId));
  for (const cls of ended) {
    for (const row of await sisRows(world, 'enrollments', { 'class.sourcedId': cls.sourcedId }))
      await world.control('DELETE', `/sis/enrollments/${row.sourcedId}`);
    await world.control('DELETE', `/sis/classes/${cls.sourcedId}`);
  }
  await world.control('DELETE', `/sis/academicSessions/${session.sourcedId}`);
}

function termsOf(cls: SisRow): string[] {
  return (cls.terms as { sourcedId: string }[]).map((term) => term.sourcedId);
}

/** The n-th class that runs today and has students. */
async function runningClass(n = 0): Promise<SisRow> {
  const sessions = new Map((await sisRows(world, 'academicSessions')).map((s) => [s.sourcedId, s]));
  const taken = new Set(
    (await sisRows(world, 'enrollments', { role: 'student', status: 'active' })).map((row) => refOf(row, 'class')),
  );
  const running = (await sisRows(world, 'classes')).filter((cls) => {
    const session = sessions.get(termsOf(cls)[0] ?? '');
    return taken.has(cls.sourcedId) && String(session?.startDate) <= TODAY && String(session?.endDate) >= TODAY;
  });
  return running[n] as SisRow;
}

async function studentIn(cls: SisRow): Promise<SisRow> {
  const rows = await sisRows(world, 'enrollments', { role: 'student', status: 'active' });
  return rows.find((row) => refOf(row, 'class') === cls.sourcedId) as SisRow;
}
