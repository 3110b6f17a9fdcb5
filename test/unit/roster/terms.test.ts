import { describe, expect, test } from 'vitest';
import { actionsOf, findingsOf, holdsOf, RosterDistrict } from '../../helpers/roster-district.ts';
import { changed, cls, type Feed, feed, org, session } from '../../helpers/sis-feed.ts';

const north = session({ sourcedId: 'n1' });
const south = session({ sourcedId: 's1', title: 'Semester 1' });
const twoSchools = (sessions: Feed['academicSessions']) =>
  feed({
    orgs: [org(), org({ sourcedId: 'south', name: 'South' })],
    academicSessions: sessions,
    classes: [cls({ terms: ['n1'] }), cls({ sourcedId: 'bio', school: 'south', terms: ['s1'] })],
  });
const termIds = (district: RosterDistrict) =>
  district.store
    .ledger('term')
    .map((row) => row.key)
    .sort();

describe('C2 sessions become terms', () => {
  test('those with the same year, type, title and dates are one term, named by the smallest id', () => {
    const district = new RosterDistrict();
    district.sync(twoSchools([south, north]));
    expect(termIds(district)).toEqual(['n1']);
    expect(district.canvas.value('term', 'n1', 'name')).toBe('Semester 1 2026–27');
    expect(district.canvas.value('term', 'n1', 'start_date')).toBe('2026-08-24T04:00:00Z');
    expect(district.canvas.value('term', 'n1', 'end_date')).toBe('2026-12-19T04:59:59Z');
  });

  test.each([
    ['title', { title: 'Fall' }],
    ['type', { type: 'term' }],
    ['first day', { startDate: '2026-08-25' }],
    ['last day', { endDate: '2026-12-11' }],
    ['school year', { schoolYear: '2026' }],
  ])('another %s makes a term of its own', (_what, over) => {
    const district = new RosterDistrict();
    district.sync(twoSchools([north, { ...south, ...over }]));
    expect(termIds(district)).toEqual(['n1', 's1']);
  });

  test('all members move: the term moves; one moves: the term stays and a finding asks', () => {
    const district = new RosterDistrict();
    district.sync(twoSchools([north, south]));
    const later = { endDate: '2027-01-15' };
    const one = district.sync(twoSchools([north, { ...south, ...later }]));
    expect(one.changes).toEqual([]);
    expect(one.result.findings.warned).toBe(1);
    expect(
      actionsOf(
        district.sync(
          twoSchools([
            { ...north, ...later },
            { ...south, ...later },
          ]),
        ),
      ),
    ).toEqual(['term update']);
    expect(termIds(district)).toEqual(['n1']);
    expect(district.canvas.value('term', 'n1', 'end_date')).toBe('2027-01-16T04:59:59Z');
  });

  describe('one of two moves: a question, and the term stays unless a person answers', () => {
    const moved = twoSchools([north, { ...south, startDate: '2026-08-31', endDate: '2027-01-15' }]);
    const asked =
      '1 of the 2 sessions behind “Semester 1 2026–27” has other dates now: Semester 1 (s1) from 31 August 2026 to 15 January 2027. ' +
      'The term keeps the dates it has. If it should move for everybody, name the session under “Terms follow these sessions” in the settings; ' +
      'if not, name it under “Sessions that may differ from their term”, and nobody is asked again.';
    const district = (over: Partial<RosterDistrict['settings']> = {}) => {
      const one = new RosterDistrict();
      one.sync(twoSchools([north, south]));
      one.settings = { ...one.settings, ...over };
      return one;
    };
    const notesOf = (one: RosterDistrict) => one.plan(moved).result.notes ?? [];

    test('every plan asks, nothing waits for the answer', () => {
      const plan = district().plan(moved);
      expect(plan.result.notes).toEqual([asked]);
      expect([plan.changes, plan.result.holds]).toEqual([[], []]);
    });

    test('followed, the term takes its dates, with those of its staff, once', () => {
      const one = district({ followedSessions: ['s1'] });
      expect(actionsOf(one.sync(moved))).toEqual(['term update']);
      expect(one.canvas.value('term', 'n1', 'start_date')).toBe('2026-08-31T04:00:00Z');
      expect(one.canvas.value('term', 'n1', 'end_date')).toBe('2027-01-16T04:59:59Z');
      expect(one.canvas.value('term', 'n1', 'override:TeacherEnrollment')).toBe('2027-02-15T04:59:59Z');
      expect(notesOf(one)).toEqual([]);
      expect(one.plan(moved).changes).toEqual([]);
    });

    test('kept, nobody is asked again, and the findings tell it without a warning', () => {
      const one = district({ keptSessions: ['s1'] });
      const plan = one.plan(moved);
      expect([plan.changes, plan.result.notes ?? [], plan.result.findings.warned]).toEqual([[], [], 0]);
      expect(findingsOf(plan)).toEqual([
        'C2 n1 The sessions behind “Semester 1 2026–27” no longer have the same dates. The term keeps the dates it has.',
      ]);
    });

    test('the answer for one session answers for no other', () => {
      expect(notesOf(district({ keptSessions: ['n1'] }))).toEqual([asked]);
      expect(notesOf(district({ followedSessions: ['other'] }))).toEqual([asked]);
    });

    test('a session that lost its dates is not followed', () => {
      const one = district({ followedSessions: ['s1'] });
      expect(one.plan(twoSchools([north, { ...south, startDate: '', endDate: '' }])).changes).toEqual([]);
    });
  });

  test('membership sticks: the smallest member goes, the term keeps its id', () => {
    const district = new RosterDistrict();
    district.sync(twoSchools([north, south]));
    const without = changed(twoSchools([north, south]), 'academicSessions', 'n1', null);
    expect(district.plan(without).changes.filter(({ entity }) => entity === 'term')).toEqual([]);
    expect(district.store.allIdentities('term').get('s1')).toBe('n1');
  });

  test('a session that lost its dates does not clear those of the term', () => {
    const district = new RosterDistrict();
    district.sync(feed());
    const plan = district.plan(changed(feed(), 'academicSessions', 's1', { startDate: '', endDate: '' }));
    expect(plan.changes).toEqual([]);
  });

  test('sessions that only ended classes use are no terms, nor those of a preview nobody applied', () => {
    const district = new RosterDistrict();
    const old = session({ sourcedId: 's0', title: 'Summer', startDate: '2026-06-22', endDate: '2026-07-31' });
    district.plan(feed());
    district.moveTo('2026-12-19');
    district.sync(feed({ academicSessions: [session(), old], classes: [cls({ terms: ['s0'] }), cls({ sourcedId: 'bio' })] }));
    expect(termIds(district)).toEqual([]);
  });

  test('a dropped session is none, and neither are its dates', () => {
    const district = new RosterDistrict();
    const dropped = session({ sourcedId: 's0', status: 'tobedeleted', startDate: '2026-01-05' });
    district.sync(feed({ academicSessions: [session(), dropped], classes: [cls({ terms: ['s0', 's1'] })] }));
    expect(termIds(district)).toEqual(['s1']);
    expect(district.canvas.value('course', 'c-alg-1', 'term')).not.toBe('default');
  });

  test.each([
    ['Semester 1', '2027', 'Semester 1 2026–27'],
    ['Semester 1 2026–27', '2027', 'Semester 1 2026–27'],
    ['Fall 2026', '2027', 'Fall 2026'],
    ['Spring 2027', '2027', 'Spring 2027'],
    ['Semester 1', '', 'Semester 1'],
    ['', '2027', '2026–27'],
  ])('title "%s" of the year ending %s is called "%s"', (title, schoolYear, name) => {
    const district = new RosterDistrict();
    district.sync(feed({ academicSessions: [session({ title, schoolYear })] }));
    expect([name, 's1']).toContain(district.canvas.value('term', 's1', 'name'));
  });
});

describe('C2 which term a class is in', () => {
  const year = session({ sourcedId: 'y', title: 'Year', type: 'schoolYear', endDate: '2027-06-11' });
  const s1 = session({ parent: 'y' });
  const s2 = session({ sourcedId: 's2', title: 'Semester 2', startDate: '2027-01-04', endDate: '2027-06-11', parent: 'y' });
  const wide = session({ sourcedId: 'a-wide', title: 'Wide', startDate: '2026-07-01', endDate: '2027-06-30' });
  const twin = session({ sourcedId: 'a-twin', title: 'Twin', endDate: '2027-06-11' });

  test.each([
    ['one session: that one', ['s1'], [s1, s2, year], 's1'],
    ['two: the one above both', ['s1', 's2'], [s1, s2, year], 'y'],
    ['two: the shortest that covers them', ['s1', 's2', 'a-wide'], [s1, s2, year, wide], 'a-wide'],
    ['a tie goes to one of its own', ['s1', 's2', 'y'], [s1, s2, year, twin], 'y'],
    ['the same one twice', ['s1', 's1'], [s1, s2, year], 's1'],
  ])('%s', (_name, terms, academicSessions, term) => {
    const district = new RosterDistrict();
    district.sync(feed({ academicSessions, classes: [cls({ terms })] }));
    expect(termIds(district)).toEqual([term]);
  });

  test('only sessions the school’s classes use, and those above them, can cover', () => {
    const alone = { ...s1, parent: null };
    const plan = new RosterDistrict().plan(
      feed({ academicSessions: [alone, { ...s2, parent: null }, wide], classes: [cls({ terms: ['s1', 's2'] })] }),
    );
    expect(holdsOf(plan)).toContain('C2:course:north');
  });

  test.each([
    ['no session', []],
    ['a session the SIS did not send', ['nowhere']],
    ['one of two the SIS did not send', ['s1', 'nowhere']],
    ['a session without dates', ['blank']],
  ])('%s: a new class waits, with its section and enrollments, and no other term is invented', (_name, terms) => {
    const district = new RosterDistrict();
    const blank = session({ sourcedId: 'blank', startDate: '', endDate: '' });
    const plan = district.sync(feed({ academicSessions: [session(), blank], classes: [cls({ terms })] }));
    expect(holdsOf(plan)).toEqual(['C2:course:north', 'C2:section:north', 'E13:enrollment:north']);
    expect(plan.result.holds.every((hold) => !hold.releasable)).toBe(true);
    expect(district.store.ledger('course')).toEqual([]);
  });

  test('a class in Canvas that loses its session stays where it is, and says so', () => {
    const district = new RosterDistrict();
    district.sync(feed());
    const plan = district.sync(changed(feed(), 'classes', 'alg-1', { terms: ['nowhere'] }));
    expect(plan.changes).toEqual([]);
    expect(plan.result.findings.warned).toBe(1);
  });

  test('a course is never placed in a term that somebody deleted in Canvas: it would land in the default term', () => {
    const district = new RosterDistrict();
    district.sync(feed());
    district.canvas.edit('term', 's1', { state: 'deleted' });
    const plan = district.sync(feed({ classes: [cls(), cls({ sourcedId: 'bio', title: 'Biology' })] }));
    expect(holdsOf(plan)).toContain('E13:course:north');
    expect(district.canvas.value('course', 'c-bio', 'state')).toBeUndefined();
    expect(plan.result.holds.find(({ id }) => id === 'E13:course:north')?.message).toBe(
      '“Biology” waits because its term was deleted in Canvas. Restore it there, then preview again.',
    );
  });
});
