import { describe, expect, test } from 'vitest';
import type { DistrictSettings } from '../../../shared/settings.ts';
import { holdsOf, RosterDistrict } from '../../helpers/roster-district.ts';
import { added, changed, cls, enrollment, type Feed, feed, org, session, teacher, user } from '../../helpers/sis-feed.ts';

/** Thirty students and a teacher in a class that runs all year; what is suspended of a few of them asks nobody (E2). */
const ids = Array.from({ length: 30 }, (_, i) => `u${String(i).padStart(2, '0')}`);
const full = feed({
  academicSessions: [session({ endDate: '2027-06-11' })],
  users: [...ids.map((id) => user({ sourcedId: id })), teacher()],
  enrollments: [...ids.map((id) => enrollment({ user: id })), enrollment({ user: 'tom', role: 'teacher' })],
});
const disabled = (from: Feed, ...who: readonly string[]) =>
  who.reduce((feedNow, id) => changed(feedNow, 'users', id, { enabledUser: false }), from);
const withoutClass = (from: Feed, id: string) => changed(from, 'enrollments', `e-${id}-alg-1`, null);
const gone = (from: Feed, id: string) => changed(withoutClass(from, id), 'users', id, null);

/** In use since 24 November, and past its first scheduled runs. */
function started(settings: Partial<DistrictSettings> = {}): RosterDistrict {
  const district = new RosterDistrict(settings);
  district.sync(full);
  district.store.scheduledRuns = 5;
  return district;
}

const state = (district: RosterDistrict, id = 'u01') => district.canvas.value('login', id, 'state');
/** Nights on which nobody watches. */
function nights(district: RosterDistrict, from: Feed, ...days: readonly string[]) {
  return days.map((day) => {
    district.moveTo(day);
    return district.night(from);
  });
}

describe('C9 whom the SIS disabled', () => {
  test('is suspended, keeps everything else, and may sign in again once the SIS says so', () => {
    const district = started();
    const plan = district.night(disabled(full, 'u01'));
    expect(plan.changes).toMatchObject([
      {
        entity: 'user',
        action: 'delete',
        how: 'suspended',
        label: 'U01 Miller',
        before: { status: 'active' },
        after: { status: 'suspended' },
        row: { user_id: 'u01', login_id: 'u01.miller', full_name: 'U01 Miller', status: 'suspended' },
        reason: { rule: 'C9', text: 'The SIS marks this person as disabled.' },
        waiting: false,
      },
    ]);
    expect(plan.result.counts.user).toMatchObject({ delete: 1, restore: 0 });
    expect([state(district), district.canvas.membership('alg-1', 'u01', 'student')]).toEqual(['suspended', 'active']);
    expect(district.night(disabled(full, 'u01')).changes).toEqual([]);
    const back = district.night(full);
    expect(back.changes).toMatchObject([
      { entity: 'user', action: 'restore', after: { status: 'active' }, reason: { rule: 'D3' } },
    ]);
    expect(state(district)).toBe('active');
    expect(district.night(full).changes).toEqual([]);
  });

  test('one row says all of it when the name changes as well', () => {
    const district = started();
    const renamed = changed(disabled(full, 'u01'), 'users', 'u01', { familyName: 'Smith' });
    expect(district.night(renamed).changes).toMatchObject([
      { action: 'delete', row: { full_name: 'U01 Smith', status: 'suspended' } },
    ]);
    expect(district.night(renamed).changes).toEqual([]);
    const married = changed(full, 'users', 'u01', { familyName: 'Jones' });
    expect(district.night(married).changes).toMatchObject([
      { action: 'restore', row: { full_name: 'U01 Jones', status: 'active' } },
    ]);
    expect(district.night(married).changes).toEqual([]);
  });

  test('staff too', () => {
    const district = started();
    district.night(disabled(full, 'tom'));
    expect(state(district, 'tom')).toBe('suspended');
  });

  test('a new person is made suspended, with their classes', () => {
    const more = added(
      added(full, 'users', user({ sourcedId: 'new', enabledUser: false })),
      'enrollments',
      enrollment({ user: 'new' }),
    );
    const district = started();
    expect(district.night(more).changes).toMatchObject([
      { entity: 'user', action: 'create', after: { status: 'suspended' }, reason: { rule: 'C9' } },
      { entity: 'enrollment', action: 'create' },
    ]);
    expect(state(district, 'new')).toBe('suspended');
    expect(district.night(more).changes).toEqual([]);
    district.night(changed(more, 'users', 'new', { enabledUser: true }));
    expect(state(district, 'new')).toBe('active');
  });

  test('5 % of all people and more is a question: nobody is suspended until a person says so', () => {
    const district = started();
    const two = disabled(full, 'u01', 'u02');
    const plan = district.night(changed(two, 'users', 'u05', { email: 'u05@x.org' }));
    expect(plan.result.holds).toMatchObject([
      {
        id: 'C9:user:north',
        count: 2,
        releasable: true,
        message:
          '2 people at North High are disabled in the SIS and wait for your word. One of them: The SIS marks 2 of 31 people as disabled, which is not fewer than the 5 % you allow. Nobody is suspended for it until you release this.',
      },
    ]);
    expect(plan.changes.map(({ key, holds }) => [key, holds])).toEqual([
      ['u01', ['C9:user:north']],
      ['u02', ['C9:user:north']],
      ['u05', []],
    ]);
    expect([state(district, 'u01'), state(district, 'u02')]).toEqual(['active', 'active']);
    const asked = district.plan(two);
    district.apply(asked, ['C9:user:north']);
    expect([state(district, 'u01'), state(district, 'u02')]).toEqual(['suspended', 'suspended']);
    expect(district.plan(two).changes).toEqual([]);
  });

  test('whoever waits for that answer is enrolled all the same', () => {
    const art = added(full, 'classes', cls({ sourcedId: 'art', title: 'Art' }));
    const more = added(art, 'enrollments', enrollment({ user: 'u01', class: 'art' }));
    const plan = started().plan(disabled(more, 'u01', 'u02'));
    expect(plan.changes.find(({ entity, key }) => entity === 'enrollment' && key.includes('u01'))).toMatchObject({ holds: [] });
  });

  test('the share is a setting, and so is whether the flag counts at all', () => {
    const two = disabled(full, 'u01', 'u02');
    expect(holdsOf(started({ disabledPercent: 10 }).plan(two))).toEqual([]);
    expect(started({ suspendDisabled: false }).plan(two).changes).toEqual([]);
  });

  test('a new person whose flag is in question is made as everybody else', () => {
    const three = disabled(full, 'u01', 'u02');
    const more = added(three, 'users', user({ sourcedId: 'new', enabledUser: false }));
    const district = started();
    district.night(more);
    expect(state(district, 'new')).toBe('active');
  });
});

describe('D3 a student without a class', () => {
  const left = gone(full, 'u01');

  test('is suspended after 30 days, though the SIS no longer names them, and let in again when they come back', () => {
    const district = started();
    const plans = nights(district, full, '2027-02-01');
    plans.push(...nights(district, left, '2027-02-02', '2027-02-03', '2027-03-02'));
    expect(plans.at(-1)?.changes).toEqual([]);
    const [due] = nights(district, left, '2027-03-03');
    expect(due?.changes).toMatchObject([
      {
        entity: 'user',
        how: 'suspended',
        label: 'U01 Miller',
        school: 'north',
        source: { collection: 'users', sourcedId: 'u01' },
        row: { user_id: 'u01', login_id: 'u01.miller', full_name: 'U01 Miller', status: 'suspended' },
        reason: { rule: 'D3', text: 'They have had no class since 1 February 2027.' },
        waiting: false,
      },
    ]);
    expect(state(district)).toBe('suspended');
    expect(nights(district, left, '2027-03-04', '2027-06-01').map(({ changes }) => changes)).toEqual([[], []]);
    const [back] = nights(district, full, '2027-06-02');
    expect(back?.changes.map(({ entity, action }) => `${entity} ${action}`)).toEqual(['user restore', 'enrollment restore']);
    expect([state(district), district.canvas.membership('alg-1', 'u01', 'student')]).toEqual(['active', 'active']);
    expect(nights(district, full, '2027-06-03').map(({ changes }) => changes)).toEqual([[]]);
  });

  test('the SIS still names them, without any class', () => {
    const district = started();
    const idle = withoutClass(full, 'u01');
    nights(district, full, '2027-02-01');
    nights(district, idle, '2027-02-02', '2027-02-03');
    expect(state(district)).toBe('active');
    nights(district, idle, '2027-03-05');
    expect(state(district)).toBe('suspended');
  });

  test('the days count from the last day of the class, where that is later', () => {
    const district = started();
    const ending = changed(full, 'enrollments', 'e-u01-alg-1', { endDate: '2027-02-10' });
    nights(district, ending, '2027-02-01', '2027-02-20', '2027-03-11');
    expect(state(district)).toBe('active');
    nights(district, ending, '2027-03-12');
    expect(state(district)).toBe('suspended');
  });

  test('nobody is suspended in the first 60 days of use; the days of absence count from the beginning', () => {
    const district = started();
    nights(district, left, '2026-11-25', '2026-11-26', '2027-01-22');
    expect(state(district)).toBe('active');
    nights(district, left, '2027-01-23');
    expect(state(district)).toBe('suspended');
  });

  test('both numbers of days are settings, and so is whether at all', () => {
    const soon = started({ suspendAfterDays: 3, suspendFromDay: 5 });
    nights(soon, left, '2026-11-25', '2026-11-26', '2026-11-28');
    expect(state(soon)).toBe('active');
    nights(soon, left, '2026-11-29');
    expect(state(soon)).toBe('suspended');
    const never = started({ suspendLeavers: false });
    nights(never, left, '2026-11-25', '2026-11-26', '2027-05-28');
    expect(state(never)).toBe('active');
  });

  test('one class is enough to stay, one that is still to come too', () => {
    const later = session({ sourcedId: 's9', title: 'Quarter 4', startDate: '2027-04-05', endDate: '2027-06-11' });
    const coming = added(
      { ...left, academicSessions: [...full.academicSessions, later] },
      'classes',
      cls({ sourcedId: 'art', title: 'Art', terms: ['s9'] }),
    );
    const stays = added(
      added(coming, 'users', user({ sourcedId: 'u01' })),
      'enrollments',
      enrollment({ user: 'u01', class: 'art' }),
    );
    const district = started();
    nights(district, stays, '2027-02-02', '2027-02-03', '2027-03-20');
    expect(state(district)).toBe('active');
  });

  test('a class for a day begins the count anew', () => {
    const district = started();
    nights(district, left, '2027-02-02', '2027-02-20');
    nights(district, full, '2027-02-21');
    nights(district, left, '2027-02-22', '2027-02-23', '2027-03-10');
    expect(state(district)).toBe('active');
    nights(district, left, '2027-03-23');
    expect(state(district)).toBe('suspended');
  });

  test('staff who are gone keep their user as it is', () => {
    const district = started();
    const noTeacher = changed(changed(full, 'users', 'tom', null), 'enrollments', 'e-tom-alg-1', null);
    const plans = nights(district, noTeacher, '2027-02-02', '2027-02-03', '2027-05-03');
    expect(state(district, 'tom')).toBe('active');
    expect(plans.at(-1)?.findings).toMatchObject([
      {
        rule: 'D3',
        level: 'noted',
        sourcedId: 'tom',
        message: 'The SIS no longer has Tom Miller, who was staff. Their Canvas user stays and may sign in.',
      },
    ]);
  });

  test('an enrollment that cannot be read may be a class', () => {
    const district = started();
    const odd = changed(full, 'enrollments', 'e-u01-alg-1', { role: 'pupil' });
    nights(district, odd, '2027-02-02', '2027-02-03', '2027-05-03');
    expect(state(district)).toBe('active');
    const lost = changed(full, 'enrollments', 'e-u02-alg-1', { class: 'nowhere' });
    nights(district, lost, '2027-05-04', '2027-05-05', '2027-06-08');
    expect(state(district, 'u02')).toBe('active');
    const nameless = changed(full, 'users', 'u03', null);
    nights(district, nameless, '2027-05-04', '2027-05-05', '2027-06-08');
    expect(state(district, 'u03')).toBe('active');
  });

  test('whoever is at a school that was not chosen has not left', () => {
    const district = started();
    const elsewhere = changed(withoutClass(full, 'u01'), 'users', 'u01', { orgs: ['south'] });
    nights(district, elsewhere, '2027-02-02', '2027-02-03', '2027-05-03');
    expect(state(district)).toBe('active');
  });
});

describe('D5, D7, E, F6: a suspension takes access away', () => {
  const days = ['2027-02-02', '2027-02-03'] as const;

  test('an absence seen only once waits for the next pull, unless a person applies it (D5)', () => {
    const seenOnce = () => {
      const district = started();
      district.moveTo('2027-03-10');
      return district;
    };
    const district = seenOnce();
    const first = district.night(gone(full, 'u01'));
    expect(first.changes.filter(({ entity }) => entity === 'user')).toMatchObject([{ how: 'suspended', waiting: true }]);
    expect(state(district)).toBe('active');
    district.night(gone(full, 'u01'));
    expect(state(district)).toBe('suspended');
    const watched = seenOnce();
    watched.sync(gone(full, 'u01'));
    expect(state(watched)).toBe('suspended');
  });

  test('a comparison that was stopped ends the chain (D5)', () => {
    const district = started();
    nights(district, full, '2027-02-01');
    nights(district, gone(full, 'u01'), ...days);
    district.store.beginSightings();
    district.moveTo('2027-03-10');
    expect(district.night(gone(full, 'u01')).changes).toMatchObject([{ entity: 'user', waiting: true }]);
    expect(state(district)).toBe('active');
  });

  test('the first scheduled runs hold it (D7), and additions-only saves it up', () => {
    const fresh = started();
    fresh.store.scheduledRuns = 0;
    const plan = fresh.night(disabled(full, 'u01'));
    expect(plan.result.holds).toMatchObject([
      {
        id: 'D7:user:',
        count: 1,
        message: 'Scheduled run 1 of the first 5, which remove nobody: 1 removal of people waits for you to apply a preview.',
      },
    ]);
    expect(state(fresh)).toBe('active');
    const saving = started({ additionsOnly: true });
    expect(holdsOf(saving.plan(disabled(full, 'u01')))).toEqual(['D7:user:']);
  });

  test('more than 10 % and 10 people of a school wait (E2), and so does a school’s last (E4)', () => {
    const many = ids.slice(0, 12);
    const district = started();
    const left = many.reduce((from, id) => gone(from, id), full);
    nights(district, left, ...days);
    const [due] = nights(district, left, '2027-03-10');
    const users = due?.result.holds.filter(({ entity }) => entity === 'user');
    expect(users).toMatchObject([
      {
        id: 'E2:user:north',
        count: 12,
        message: expect.stringMatching(/^12 of 31 people at North High would be suspended \(39 %\)/),
      },
    ]);
    expect(state(district)).toBe('active');
    const all = started({ disabledPercent: 100, deletePercent: 100, districtUsers: 10 });
    const plan = all.plan(disabled(full, ...ids));
    expect(holdsOf(plan)).toEqual(['E3:user:']);
    const south = added(
      added(full, 'orgs', org({ sourcedId: 'south', name: 'South' })),
      'users',
      user({ sourcedId: 'z', orgs: ['south'] }),
    );
    const last = started();
    last.sync(south);
    expect(last.plan(disabled(south, 'z')).result.holds).toMatchObject([
      {
        id: 'E4:user:south',
        message: 'The only person at South (1 of 1) would be suspended. Removals of people there wait until you release them.',
      },
    ]);
  });

  test('administrators and protected people wait for a person’s word (E9)', () => {
    const district = started({ protectedPeople: ['u01.miller'] });
    expect(holdsOf(district.plan(disabled(full, 'u01')))).toEqual(['E9:user:north']);
    expect(district.plan(disabled(full, 'u01')).changes).toHaveLength(1);
  });

  test('who was in Canvas before us and is not ours stays (D6)', () => {
    const district = new RosterDistrict();
    district.canvas.addLogin('u01', 'u01.miller');
    district.sync(full);
    district.store.scheduledRuns = 5;
    expect(district.plan(disabled(full, 'u01')).changes).toEqual([]);
    nights(district, gone(full, 'u01'), ...days, '2027-03-10');
    expect(state(district)).toBe('active');
  });

  test('another login that works protects (F6)', () => {
    const district = started();
    district.canvas.addLogin('', 'u01.private', 'u01');
    expect(district.plan(disabled(full, 'u01')).changes).toEqual([]);
    nights(district, gone(full, 'u01'), ...days, '2027-03-10');
    expect(state(district)).toBe('active');
  });

  test('whom somebody else suspended stays suspended, here and back', () => {
    const district = started();
    district.canvas.edit('login', 'u01', { state: 'suspended' });
    expect(district.night(disabled(full, 'u01')).changes).toEqual([]);
    const plan = district.night(full);
    expect([plan.changes, plan.kept]).toEqual([[], []]);
    expect(state(district)).toBe('suspended');
  });

  test('whom somebody let in again by hand stays in: kept (F3), for the disabled and for those who are gone', () => {
    const district = started();
    const both = gone(disabled(full, 'u01'), 'u02');
    nights(district, both, ...days, '2027-03-10');
    expect([state(district, 'u01'), state(district, 'u02')]).toEqual(['suspended', 'suspended']);
    for (const id of ['u01', 'u02']) district.canvas.edit('login', id, { state: 'active' });
    const plan = district.night(both);
    expect(plan.changes).toEqual([]);
    expect(plan.kept).toMatchObject([
      { key: 'u01', why: 'edited', lastSynced: { status: 'suspended' } },
      { key: 'u02', why: 'edited', lastSynced: { status: 'suspended' } },
    ]);
    district.overwrite(plan, [1, 2]);
    expect([state(district, 'u01'), state(district, 'u02')]).toEqual(['suspended', 'suspended']);
  });

  test('let in by hand, wanted again, disabled again: that is a new suspension', () => {
    const district = started();
    district.night(disabled(full, 'u01'));
    district.canvas.take('user', { user_id: 'u01', login_id: 'u01.miller', full_name: 'U01 Miller', status: 'active' });
    expect(district.night(full).changes).toEqual([]);
    district.night(disabled(full, 'u01'));
    expect(state(district)).toBe('suspended');
  });
});
