import { describe, expect, test } from 'vitest';
import type { DistrictSettings } from '../../../shared/settings.ts';
import { actionsOf, findingsOf, RosterDistrict } from '../../helpers/roster-district.ts';
import { added, changed, cls, enrollment, type Feed, feed, org, session, user } from '../../helpers/sis-feed.ts';

/** The school year begins on 24 August: its classes are due on 10 July, its students on 17 August. */
function on(date: string, settings: Partial<DistrictSettings> = {}): RosterDistrict {
  const district = new RosterDistrict(settings);
  district.moveTo(date);
  return district;
}

const year = session({ sourcedId: 'y', title: 'Year', type: 'schoolYear', startDate: '2026-08-24', endDate: '2027-06-11' });
const s1 = session({ parent: 'y' });
const s2 = session({ sourcedId: 's2', title: 'Semester 2', startDate: '2027-01-04', endDate: '2027-06-11', parent: 'y' });

describe('C8 lead times', () => {
  test('until 45 days before the school year only schools and people are made', () => {
    const plan = on('2026-07-09').plan(feed());
    expect(actionsOf(plan)).toEqual(['account create', 'user create', 'user create']);
    const counts = plan.result.counts;
    expect([counts.term.early, counts.course.early, counts.section.early, counts.enrollment.early]).toEqual([1, 1, 1, 2]);
  });

  test('on the 45th day before, courses and teachers come; students wait', () => {
    const plan = on('2026-07-10').plan(feed());
    expect(actionsOf(plan)).toEqual([
      ...['account create', 'term create', 'course create', 'section create', 'user create', 'user create'],
      'enrollment create',
    ]);
    expect(plan.changes.at(-1)?.key).toBe('alg-1\u001ftom\u001fteacher');
    expect(plan.result.counts.enrollment.early).toBe(1);
  });

  test('students come on the 7th day before, not on the 8th', () => {
    const district = on('2026-08-16');
    district.sync(feed());
    expect(actionsOf(district.plan(feed()))).toEqual([]);
    district.moveTo('2026-08-17');
    expect(actionsOf(district.sync(feed()))).toEqual(['enrollment create']);
    expect(district.canvas.membership('alg-1', 'ann', 'student')).toBe('active');
  });

  test('what waits is told by school, with its day', () => {
    const two = added(added(feed(), 'users', user({ sourcedId: 'ben' })), 'enrollments', enrollment({ user: 'ben' }));
    expect(findingsOf(on('2026-07-09').plan(two))).toEqual([
      'C8 north 1 class at North High waits until 10 July 2026, because the school year has not begun.',
      'C8 north 2 student enrollments at North High wait until 17 August 2026, because the school year has not begun.',
    ]);
  });

  test('inside a running year nothing waits: a class of the second semester comes at once', () => {
    const later = feed({ academicSessions: [year, s1, s2], classes: [cls({ terms: ['s2'] })] });
    expect(actionsOf(on('2026-09-01').plan(later))).toContain('enrollment create');
    expect(on('2026-09-01').plan(later).result.counts.enrollment.early).toBe(0);
  });

  test('also when the SIS sends nothing of the first semester any more', () => {
    const both = feed({
      academicSessions: [year, s1, s2],
      classes: [cls(), cls({ sourcedId: 'bio', terms: ['s1'] })],
    });
    const district = on('2026-12-01');
    district.sync(both);
    district.moveTo('2026-12-20');
    const flipped = { ...both, academicSessions: [{ ...s2, parent: null }], classes: [cls({ sourcedId: 'art', terms: ['s2'] })] };
    const plan = district.plan({ ...flipped, enrollments: [enrollment({ class: 'art' })] });
    expect(plan.result.counts.enrollment).toMatchObject({ early: 0, create: 1 });
  });

  test('a year session that runs from 1 July begins with its first part', () => {
    const fiscal = { ...year, startDate: '2026-07-01', endDate: '2027-06-30' };
    const allYear = feed({ academicSessions: [fiscal, s1, s2], classes: [cls({ terms: ['y'] })] });
    expect(on('2026-07-09').plan(allYear).result.counts.section.early).toBe(1);
    expect(on('2026-08-16').plan(allYear).result.counts.enrollment).toMatchObject({ early: 1, create: 1 });
    expect(on('2026-08-17').plan(allYear).result.counts.enrollment).toMatchObject({ early: 0, create: 2 });
  });

  test('each school by its own calendar', () => {
    const late = session({ sourcedId: 'b1', startDate: '2026-08-31' });
    const two = feed({
      orgs: [org(), org({ sourcedId: 'south', name: 'South High' })],
      academicSessions: [session(), late],
      classes: [cls(), cls({ sourcedId: 'bio', school: 'south', terms: ['b1'] })],
      enrollments: [enrollment(), enrollment({ class: 'bio' })],
    });
    const plan = on('2026-08-17').plan(two);
    expect(plan.changes.filter(({ entity }) => entity === 'enrollment').map(({ key }) => key)).toEqual([
      'alg-1\u001fann\u001fstudent',
    ]);
  });

  test('what Canvas has is not taken back when the SIS moves the year', () => {
    const district = on('2026-08-17');
    district.sync(feed());
    const moved = changed(feed(), 'academicSessions', 's1', { startDate: '2026-09-08' });
    const plan = district.plan(moved);
    expect(actionsOf(plan)).toEqual(['term update']);
    expect(plan.result.counts.enrollment).toMatchObject({ unchanged: 2, early: 0 });
  });

  test('the days are settings, and no student comes before the class', () => {
    expect(actionsOf(on('2026-06-25', { courseLeadDays: 60 }).plan(feed()))).toContain('section create');
    const plan = on('2026-07-25', { courseLeadDays: 0, studentLeadDays: 30 }).plan(feed());
    expect(actionsOf(plan).filter((action) => action === 'enrollment create')).toHaveLength(2);
  });

  test('a session without a school year is of the year its dates are in', () => {
    const nameless: Feed = feed({ academicSessions: [{ ...s1, schoolYear: '', parent: null }] });
    expect(on('2026-07-09').plan(nameless).result.counts.section.early).toBe(1);
  });
});
