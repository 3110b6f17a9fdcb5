import { describe, expect, test } from 'vitest';
import { isSafetyHold } from '../../../electron/roster/holds/row-holds.ts';
import { freeChanges, holdsOf, RosterDistrict } from '../../helpers/roster-district.ts';
import { added, changed, cls, enrollment, type Feed, feed, org, session, teacher, user } from '../../helpers/sis-feed.ts';

const s2 = session({ sourcedId: 's2', title: 'Semester 2', startDate: '2027-01-04', endDate: '2027-06-11' });

/** Two schools of forty students, each with a class a semester, so that few of them make no hold of E2. */
const both: Feed = (() => {
  const orgs = ['north', 'south'].map((id) => org({ sourcedId: id, name: `${id} High` }));
  const classes = orgs.flatMap(({ sourcedId: school }) =>
    ['s1', 's2'].map((term) => cls({ sourcedId: `${school}-${term}`, title: `Class ${term}`, school, terms: [term] })),
  );
  const users = orgs.flatMap(({ sourcedId: id }) =>
    Array.from({ length: 40 }, (_, i) => user({ sourcedId: `${id}-${i}`, orgs: [id] })),
  );
  const enrollments = users.flatMap(({ sourcedId, orgs: [school = ''] }) =>
    ['s1', 's2'].map((term) => enrollment({ user: sourcedId, class: `${school}-${term}` })),
  );
  return feed({ orgs, academicSessions: [session(), s2], classes, users, enrollments });
})();

function started(from: Feed, settings = {}): RosterDistrict {
  const district = new RosterDistrict(settings);
  district.sync(from);
  return district;
}

describe('E8 a school or a term that vanishes', () => {
  const without = (from: Feed, keep: (row: Feed['enrollments'][number]) => boolean): Feed => ({
    ...from,
    enrollments: from.enrollments.filter(keep),
  });

  test('a school: its removals wait, however few, and the sentence names it', () => {
    const few = without(both, ({ user: who }) => !/^south-([2-9]|\d\d)$/.test(who));
    const closed: Feed = {
      ...few,
      orgs: both.orgs.slice(0, 1),
      classes: both.classes.filter(({ school }) => school === 'north'),
      enrollments: few.enrollments.filter(({ class: one }) => one.startsWith('north')),
    };
    const plan = started(few).plan(closed);
    expect(holdsOf(plan)).toEqual(['E4:enrollment:south:student', 'E8:enrollment:south']);
    expect(plan.result.holds[1]).toMatchObject({
      count: 4,
      releasable: true,
      message: 'The SIS no longer sends south High. 4 enrollments there would be removed.',
    });
    expect(freeChanges(plan)).toEqual([]);
  });

  test('a school the admin no longer chose has not vanished', () => {
    const district = started(both, { schools: ['north', 'south'] });
    district.settings = { ...district.settings, schools: ['north'] };
    expect(holdsOf(district.plan(both)).filter((id) => id.startsWith('E8'))).toEqual([]);
  });

  test('a school whose last class is over may go', () => {
    const district = started(both);
    district.moveTo('2027-06-12');
    expect(holdsOf(district.plan({ ...both, orgs: [], classes: [], enrollments: [] }))).toEqual([]);
  });

  test('a term that is not over: who would leave its classes waits', () => {
    const gone = { ...both, academicSessions: [session()], classes: both.classes.filter(({ terms }) => terms[0] === 's1') };
    const district = started(both, { deleteFloor: 1000, classFloor: 1000, classesPercent: 100 });
    const plan = district.plan(without(gone, ({ class: one }) => one.endsWith('s1')));
    expect(plan.result.holds).toMatchObject([
      {
        id: 'E8:enrollment::s2',
        rule: 'E8',
        school: '',
        count: 80,
        message:
          'The SIS no longer sends the session behind “Semester 2 2026–27”, which is not over. 80 enrollments in its classes would be removed.',
      },
    ]);
    expect(plan.result.holds.every(isSafetyHold)).toBe(true);
  });

  test('a term that is over may go', () => {
    const district = started(both);
    district.moveTo('2026-12-19');
    const gone = { ...both, academicSessions: [s2], classes: both.classes.filter(({ terms }) => terms[0] === 's2') };
    expect(holdsOf(district.plan(without(gone, ({ class: one }) => one.endsWith('s2'))))).toEqual([]);
  });
});

describe('E9 protected people', () => {
  const tom = teacher({ orgs: ['north'] });
  const taught = added(
    added(both, 'users', tom, teacher({ sourcedId: 'una', orgs: ['north'] })),
    'enrollments',
    ...['tom', 'una'].flatMap((who) =>
      ['north-s1', 'north-s2'].map((one) => enrollment({ user: who, class: one, role: 'teacher' })),
    ),
  );
  const idOf = ({ canvas }: RosterDistrict, login: string) => canvas.value('login', login, 'person') ?? '';
  const dropped = changed(taught, 'enrollments', 'e-tom-north-s1', { status: 'tobedeleted' });
  const renamed = changed(taught, 'users', 'tom', { familyName: 'Smith' });

  test.each([
    ['an administrator, or whoever the token belongs to', {}, true],
    ['somebody on the list, by login in any case', { protectedPeople: ['TOM.miller'] }, false],
    ['somebody on the list, by id', { protectedPeople: ['tom'] }, false],
  ])('%s: neither renamed nor taken out of a class without a word', (_name, settings, admin) => {
    const district = started(taught, settings);
    if (admin) district.protectedUsers.add(idOf(district, 'tom'));
    const plan = district.plan(renamed);
    expect(plan.result.holds).toMatchObject([
      {
        id: 'E9:user:north',
        releasable: true,
        message:
          'Tom Smith is protected: an administrator of Canvas, the owner of its token, or on your list. The change waits for your word.',
      },
    ]);
    expect(plan.result.holds.every(isSafetyHold)).toBe(true);
    expect(district.plan(dropped).result.holds).toMatchObject([
      {
        id: 'E9:enrollment:north',
        message: 'Removing Tom Miller in Class s1 (teacher) would touch a protected person. It waits for your word.',
      },
    ]);
    district.apply(district.plan(dropped), ['E9:enrollment:north']);
    expect(district.canvas.membership('north-s1', 'tom', 'teacher')).toBe('deleted');
  });

  test('what waits for better data, or for another word, waits on: a release for protected people does not let it go', () => {
    const district = started(taught, { protectedPeople: ['tom'] });
    const nameless = changed(taught, 'users', 'tom', { familyName: 'Smith', username: '' });
    expect(holdsOf(district.plan(nameless))).toEqual(['B1:user:north']);
    const taken = changed(taught, 'users', 'tom', { username: 'north-0.miller' });
    const swapped = changed(taken, 'users', 'north-0', { username: 'north-0.other' });
    expect(holdsOf(district.plan(swapped))).toEqual(['B2:user:north']);
  });

  test('others change as ever, and protected people may be added to classes', () => {
    const district = started(taught, { protectedPeople: ['una'] });
    expect(holdsOf(district.plan(renamed))).toEqual([]);
    const more = added(taught, 'enrollments', enrollment({ user: 'una', class: 'south-s1', role: 'teacher' }));
    expect(holdsOf(district.plan(more))).toEqual([]);
  });
});

describe('G4, E12 another integration', () => {
  const others = { count: 3, batch: 0, diffing: 0, people: ['District SIS'], newest: '2026-11-23T03:00:00Z' };

  test.each([
    ['in batch mode', { batch: 2 }, ['E12'], '2 of them in batch mode, which removes whatever is not in the file.'],
    ['with diffing', { diffing: 1 }, ['E12'], '1 of them with diffing, which undoes what others added.'],
    ['plain imports', {}, [], ''],
  ])('%s', (_name, over, holds, text) => {
    const district = new RosterDistrict();
    district.others = { ...others, ...over };
    const plan = district.plan(both);
    expect(holdsOf(plan)).toEqual(holds);
    for (const { message, count, everything } of plan.result.holds) {
      expect(message).toBe(
        `Another integration writes to this Canvas and may undo what is written here. 3 SIS imports of the last 14 days did not come from here, sent by “District SIS”; the newest on November 23, 2026. ${text} Find out who sends them before anything is written.`,
      );
      expect([count, everything]).toEqual([plan.changes.length, true]);
      expect(freeChanges(plan)).toEqual([]);
    }
  });

  test('holds nothing when there is nothing to write', () => {
    const district = started(both);
    district.others = { ...others, batch: 1 };
    expect(holdsOf(district.plan(both))).toEqual([]);
  });
});
