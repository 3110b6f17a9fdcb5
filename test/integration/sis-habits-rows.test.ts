import { afterEach, describe, expect, it } from 'vitest';
import type { Habits } from '../../electron/practice/sis/habits.ts';
import { openPage, parseRecord } from '../../electron/sis/parse-page.ts';
import { collections } from '../../shared/entities.ts';
import { schools, students, type WatchedSis, watchedSis } from '../habits/watched-sis.ts';
import { failureOf, type MemorySink, pull, unwrap } from './sis-sink.ts';

/** Cases 28–39 and 50 of reference/oneroster-1.1.md §9, over HTTP, against the practice SIS. */
const open: WatchedSis[] = [];
async function start(habits: Partial<Habits> = {}, people = 0): Promise<WatchedSis> {
  const world = await watchedSis({ orgs: schools(1), users: students(people) }, habits);
  open.push(world);
  return world;
}
afterEach(async () => {
  for (const { sis } of open.splice(0)) await sis.close();
});

async function pulled(world: WatchedSis): Promise<MemorySink> {
  const { outcome, sink } = await pull(world.client());
  unwrap(outcome);
  return sink;
}
const user = (sourcedId: string, fields: Record<string, unknown> = {}) => ({ ...students(1)[0], sourcedId, ...fields });
const without = (key: string, row: Record<string, unknown>) => Object.fromEntries(Object.entries(row).filter(([k]) => k !== key));
const rulesOf = (sink: MemorySink) => sink.findings.map(({ sourcedId, rule, level }) => `${sourcedId} ${rule} ${level}`);

describe('parsing', () => {
  it('OR-28: enabledUser "true", true, "False", absent: true, true, false, enabled with a warning', async () => {
    const world = await start();
    world.put('users', user('a', { enabledUser: 'true' }));
    world.put('users', user('b', { enabledUser: true }));
    world.put('users', user('c', { enabledUser: 'False' }));
    world.put('users', without('enabledUser', user('d')));
    const sink = await pulled(world);
    const enabled = ['a', 'b', 'c', 'd'].map((id) => sink.rows.get('users')?.get(id));
    expect(enabled).toMatchObject([{ enabledUser: true }, { enabledUser: true }, { enabledUser: false }, { enabledUser: true }]);
    expect(rulesOf(sink)).toEqual(['d enabledUser-unknown warned']);
  });

  it('OR-29: /teachers wrapped as teachers, /schools wrapped as schools: parsed', async () => {
    const world = await start({ wrappers: 'path' });
    world.put('users', user('t', { role: 'teacher' }));
    const client = world.client();
    const teachers = unwrap(openPage('users', unwrap(await client.get('/teachers')).body));
    expect(teachers.rows().rows).toMatchObject([{ sourcedId: 't', role: 'teacher' }]);
    expect(unwrap(openPage('orgs', unwrap(await client.get('/schools')).body)).received).toBe(1);
    // The same where a whole list carries a subset's name.
    world.sis.habits.wrappers = 'other';
    expect((await pulled(world)).ids('users')).toEqual(['t']);
  });

  it('OR-30: "user":[{…}] on a read by id: the first element', async () => {
    const world = await start({ singleAsList: true }, 2);
    const page = unwrap(await world.client().get('/users/u0001'));
    expect(JSON.parse(Buffer.from(page.body).toString())).toMatchObject({ user: [{ sourcedId: 'u0001' }] });
    expect(unwrap(parseRecord('users', page.body)).rows).toMatchObject([{ sourcedId: 'u0001', familyName: 'Byron 1' }]);
  });

  it('OR-31: parent null, {} or absent: no parent', async () => {
    const world = await start();
    world.put('orgs', { ...schools(1)[0], sourcedId: 'a', parent: null });
    world.put('orgs', { ...schools(1)[0], sourcedId: 'b', parent: {} });
    const sink = await pulled(world);
    for (const id of ['a', 'b', 'o0000']) expect(sink.rows.get('orgs')?.get(id)).toMatchObject({ parent: null });
    expect(sink.findings).toEqual([]);
  });

  it('OR-32: periods "3" and ["3","4"] both become a list', async () => {
    const world = await start();
    const ref = (sourcedId: string) => ({ sourcedId, type: 'org' });
    const row = { status: 'active', title: 'Art', course: ref('k'), school: ref('o0000'), terms: [ref('s')] };
    world.put('classes', { ...row, sourcedId: 'a', periods: '3' });
    world.put('classes', { ...row, sourcedId: 'b', periods: ['3', '4'] });
    const rows = (await pulled(world)).rows.get('classes');
    expect([rows?.get('a'), rows?.get('b')]).toMatchObject([{ periods: ['3'] }, { periods: ['3', '4'] }]);
  });

  it('OR-33: the unknown role counselor: the user is kept, with a warning', async () => {
    const world = await start({ unknownRoles: { collection: 'users', rows: 1 } }, 3);
    const sink = await pulled(world);
    expect(sink.rows.get('users')?.get('u0000')).toMatchObject({ role: 'counselor' });
    expect(rulesOf(sink)).toEqual(['u0000 role-unknown warned']);
  });

  it('OR-34: status inactive is tobedeleted; a missing status is active with a warning', async () => {
    const world = await start({ inactiveForDeleted: true, noStatus: { collection: 'users', rows: 1 } }, 3);
    world.put('users', user('u0002', { status: 'tobedeleted' }));
    const sink = await pulled(world);
    const rows = ['u0000', 'u0001', 'u0002'].map((id) => sink.rows.get('users')?.get(id));
    expect(rows).toMatchObject([{ status: 'active' }, { status: 'active' }, { status: 'tobedeleted' }]);
    expect(rulesOf(sink)).toEqual(['u0000 status-missing warned']);
  });

  it('OR-35: beginDate 2026-08-10T00:00:00-04:00 is 2026-08-10', async () => {
    const world = await start({ datesWithTime: true });
    const ref = (sourcedId: string) => ({ sourcedId, type: 'user' });
    const place = { status: 'active', role: 'student', user: ref('u'), class: ref('c'), school: ref('o0000') };
    world.put('enrollments', { ...place, sourcedId: 'e', beginDate: '2026-08-10', endDate: '2027-01-15' });
    const sink = await pulled(world);
    expect(sink.rows.get('enrollments')?.get('e')).toMatchObject({ beginDate: '2026-08-10', endDate: '2027-01-15' });
    expect(sink.findings).toEqual([]);
  });

  it('OR-36: roles[] without role: the primary role, and the orgs with the primary one first', async () => {
    const world = await start({ rolesArray: true });
    const orgs = ['o2', 'o1'].map((sourcedId) => ({ sourcedId, type: 'org' }));
    world.put('users', user('t', { role: 'teacher', orgs }));
    const sink = await pulled(world);
    expect(sink.rows.get('users')?.get('t')).toMatchObject({ role: 'teacher', orgs: ['o2', 'o1'] });
  });

  it('OR-37: grades K and KG, 1 and 01 become equal; unknown ones stay', async () => {
    const world = await start({ shortGrades: true });
    world.put('users', user('a', { grades: ['KG', '01', 'Ungraded'] }));
    const short = await pulled(world);
    world.sis.habits.shortGrades = false;
    const long = await pulled(world);
    expect(short.rows.get('users')?.get('a')).toMatchObject({ grades: ['KG', '01', 'Ungraded'] });
    expect(long.rows.get('users')).toEqual(short.rows.get('users'));
  });

  it('OR-38: a password in the feed is in no row, no finding, no failure and no log', async () => {
    const world = await start({ passwords: true, unknownRoles: { collection: 'users', rows: 1 } }, 3);
    const log: string[] = [];
    const whole = await pull(world.client({ log: (text) => log.push(text) }));
    unwrap(whole.outcome);
    world.sis.habits.truncateJson = { collection: 'users' };
    const cut = await pull(world.client({ log: (text) => log.push(text) }));
    expect(failureOf(cut.outcome).code).toBe('sis.not-json');
    world.sis.habits.truncateJson = null;
    const sent = await (await fetch(`${world.sis.url}/users`, { headers: world.to('/users').at(-1)?.headers ?? {} })).text();
    expect(sent).toContain('hunter2-practice');
    const kept = collections.map((name) => [...(whole.sink.rows.get(name)?.values() ?? [])]);
    expect(JSON.stringify([kept, whole.sink.findings, cut.outcome, cut.sink.findings, log])).not.toContain('hunter2');
  });

  it('OR-39: one malformed row among 1000: 999 used and 1 reported; more than 5 % end the pull', async () => {
    const world = await start({ brokenRows: { collection: 'users', rows: 1 } }, 1000);
    const { outcome, sink } = await pull(world.client());
    expect(unwrap(outcome).collections.users).toMatchObject({ received: 1000, dropped: 1 });
    expect(sink.ids('users')).toHaveLength(999);
    expect(rulesOf(sink)).toEqual([' sourcedId-missing dropped']);
    world.sis.habits.brokenRows = { collection: 'users', rows: 51 };
    expect(failureOf((await pull(world.client())).outcome).code).toBe('sis.bad-rows');
  });

  it('OR-50: demographics are never asked for, so 403 there changes nothing; 403 on enrollments ends the pull', async () => {
    const world = await start({}, 3);
    await pulled(world);
    expect(world.sent.some((one) => one.url.includes('demographics'))).toBe(false);
    world.sis.habits.denyCollection = ['enrollments'];
    const failure = failureOf((await pull(world.client())).outcome);
    expect(failure.code).toBe('sis.forbidden');
    expect(failure.message).toContain('does not allow reading enrollments');
  });
});
