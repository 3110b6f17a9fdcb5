import { describe, expect, test } from 'vitest';
import type { DistrictSettings } from '../../../shared/settings.ts';
import { actionsOf, RosterDistrict } from '../../helpers/roster-district.ts';
import { added, changed, cls, enrollment, type Feed, feed, session, teacher, user } from '../../helpers/sis-feed.ts';

/** The data folder is gone; Canvas is as it was, and the settings were chosen again. */
function lost(settings: Partial<DistrictSettings>, ...feeds: readonly Feed[]): RosterDistrict {
  const before = new RosterDistrict(settings);
  for (const one of feeds) before.sync(one);
  const district = new RosterDistrict(settings);
  district.canvas = before.canvas;
  return district;
}

const taught = (from: Feed, ...ids: readonly string[]) =>
  ids.reduce(
    (all, id) =>
      added(
        added(all, 'classes', cls({ sourcedId: id, title: `Algebra ${id}` })),
        'enrollments',
        enrollment({ class: id }),
        enrollment({ user: 'tom', class: id, role: 'teacher' }),
      ),
    from,
  );
const none = feed({ classes: [], enrollments: [], users: [user(), teacher()] });

describe('D6 the ledger is lost', () => {
  test('nothing is made twice, nothing is removed, and the plan says so in one sentence', () => {
    const full = taught(none, 'b', 'c');
    const district = lost({}, full);
    const plan = district.plan(changed(full, 'enrollments', 'e-ann-c', { status: 'tobedeleted' }));
    expect(plan.changes).toEqual([]);
    expect(plan.result.notes).toEqual([
      'Canvas holds 11 records under ids that this program gives, but this data folder does not know of making them. They stay as they are, and nothing of them is removed, until you switch on “Adopt what is already there” in the settings and apply a preview.',
    ]);
    expect(lost({}, none).plan(full).result.notes).toEqual([]);
  });

  test('a term keeps its id, though a smaller session belongs to it by now (C2)', () => {
    const s2 = session({ sourcedId: 's2' });
    const before = { ...taught(none, 'b'), academicSessions: [s2], classes: [cls({ sourcedId: 'b', terms: ['s2'] })] };
    const s1 = session({ sourcedId: 's1' });
    const more = added({ ...before, academicSessions: [s1, s2] }, 'classes', cls({ sourcedId: 'a', terms: ['s1'] }));
    const joined = added(
      more,
      'enrollments',
      enrollment({ class: 'a' }),
      enrollment({ user: 'tom', class: 'a', role: 'teacher' }),
    );
    const district = lost({}, before);
    const plan = district.plan(joined);
    expect(actionsOf(plan)).toEqual(['course create', 'section create', 'enrollment create', 'enrollment create']);
    expect(plan.changes[0]?.row.term_id).toBe('s2');
  });

  test.each(['teacher', 'course'] as const)(
    'a new class joins the course its group has in Canvas (C4, model %s)',
    (courseModel) => {
      const district = lost({ courseModel }, taught(none, 'b'), taught(none, 'b', 'c'));
      const plan = district.plan(taught(none, 'a', 'b', 'c'));
      expect(actionsOf(plan)).toEqual(['section create', 'enrollment create', 'enrollment create']);
      expect(plan.changes[0]?.row.course_id).toBe('c-b');
    },
  );

  test.each(['class', 'teacher', 'course'] as const)(
    'adopted, all is as before: the next plan is empty (model %s)',
    (courseModel) => {
      const alone = added(taught(none, 'b', 'c'), 'classes', cls({ sourcedId: 'z', title: 'Homeroom', classType: 'homeroom' }));
      const full = added(alone, 'enrollments', enrollment({ class: 'z' }));
      const district = lost({ courseModel }, full);
      district.settings = { ...district.settings, adoptExisting: true };
      const before = district.canvas.dump();
      const adopting = district.sync(full);
      expect(new Set(adopting.changes.map(({ action }) => action))).toEqual(new Set(['adopt']));
      expect(adopting.result.notes).toEqual([]);
      expect(district.plan(full).changes).toEqual([]);
      expect(district.canvas.dump()).toEqual(before);
    },
  );

  test('a section that lives in a course of somebody else stays there once it is adopted (C4)', () => {
    const full = taught(none, 'b');
    const before = new RosterDistrict();
    before.sync(full);
    before.canvas.take('course', {
      course_id: 'X-9',
      short_name: 'X',
      long_name: 'X',
      account_id: 'north',
      term_id: 's1',
      status: 'active',
    });
    before.canvas.take('section', { section_id: 'b', course_id: 'X-9', name: 'Algebra b', status: 'active' });
    const district = new RosterDistrict({ adoptExisting: true });
    district.canvas = before.canvas;
    const home = district.canvas.courseOf('b');
    district.sync(full);
    const next = district.sync(full);
    expect(next.changes.filter(({ entity }) => entity === 'section')).toEqual([]);
    expect(district.canvas.courseOf('b')).toBe(home);
  });

  describe('whose Canvas id only the ledger knew (B3, B4)', () => {
    const ann = user({ email: 'ann@north.example' });
    const again = { ...ann, sourcedId: 'a-2' };
    const withAnn = (one: typeof ann) => feed({ classes: [], enrollments: [], users: [one, teacher()] });
    const planned = (one: typeof ann, edit: (district: RosterDistrict) => void = () => undefined) => {
      const district = lost({}, withAnn(ann));
      edit(district);
      return district.plan(withAnn(one));
    };
    const holdsOf = (plan: ReturnType<typeof planned>) => [
      plan.changes.map(({ action }) => action),
      plan.result.holds.map(({ id }) => id),
    ];

    test('waits: the login is somebody’s in Canvas (B2), or the address and the name are (B3)', () => {
      const same = planned(again);
      expect(holdsOf(same)).toEqual([['create'], ['B2:user:north']]);
      const other = planned({ ...again, username: 'miller.a', email: 'ANN@north.example ' });
      expect(holdsOf(other)).toEqual([['create'], ['B3:user:north']]);
      expect(other.result.holds[0]).toMatchObject({ releasable: true, count: 1 });
    });

    test.each<[string, Partial<typeof ann>, ((district: RosterDistrict) => void)?]>([
      ['the name is another’s: siblings share an address', { givenName: 'Ben' }],
      ['the address is another’s', { email: 'ann.m@north.example' }],
      ['nobody has an address', { email: '' }],
      ['who is like them was deleted in Canvas', {}, ({ canvas }) => canvas.edit('login', 'ann', { state: 'deleted' })],
      ['a person has seen who is alike (G1)', {}, (district) => void Object.assign(district, { contactReviewed: true })],
    ])('does not wait where %s', (_why, over, edit) => {
      const plan = planned({ ...again, username: 'miller.a', ...over }, edit);
      expect(holdsOf(plan)).toEqual([['create'], []]);
    });

    test('nor does anybody wait for a namesake whom the SIS names, or whom we made', () => {
      const district = new RosterDistrict();
      district.sync(withAnn(ann));
      const both = feed({ classes: [], enrollments: [], users: [ann, { ...again, username: 'miller.a' }, teacher()] });
      expect(holdsOf(district.plan(both))).toEqual([['create'], []]);
    });
  });
});
