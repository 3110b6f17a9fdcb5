import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { districtTime } from '../../../electron/roster/district-time.ts';
import type { ClassContext } from '../../../electron/roster/map/classes.ts';
import { canvasRole, mapEnrollments } from '../../../electron/roster/map/enrollments.ts';
import type { SisEnrollment } from '../../../electron/sis/schema/rows.ts';
import { RosterDistrict } from '../../helpers/roster-district.ts';
import { added, changed, enrollment, feed, NOON, settingsOf, TODAY } from '../../helpers/sis-feed.ts';

const running: ClassContext = {
  classId: 'alg-1',
  sectionId: 'alg-1',
  school: 'north',
  title: 'Algebra 1',
  starts: '2026-08-24',
  ends: '2026-12-18',
  ended: false,
  settled: false,
  dropsBefore: '',
  dropped: false,
  studentsWait: null,
  limited: false,
  limitedIn: '',
  colleagues: '',
};
/** The same class, ended on 20 November: drops count until 4 December, end dates as drops before 15 November. */
const ended: ClassContext = { ...running, ends: '2026-11-20', ended: true, dropsBefore: '2026-11-15' };
const settled: ClassContext = { ...ended, settled: true };
const ann = { userId: 'ann', label: 'Ann Miller', dropped: false };

function mapped(rows: readonly Partial<SisEnrollment>[], cls = running, person = ann, settings = settingsOf()) {
  const inputs = rows.map((row, i) => ({ enrollment: enrollment({ sourcedId: `e${i}`, ...row }), person }));
  return mapEnrollments(inputs, cls, settings, districtTime(settings.timeZone, NOON)).map(({ key, fields, extra }) => ({
    role: key.split('\u001f')[2],
    status: fields.status,
    source: extra.source[1],
    drop: extra.dropped?.text,
  }));
}

describe('C6 which enrollments are wanted', () => {
  test.each([
    ['active, without dates', {}, 'active'],
    ['begun', { beginDate: '2026-08-24' }, 'active'],
    ['to begin', { beginDate: '2027-01-04' }, 'active'],
    ['ends today', { endDate: TODAY }, 'active'],
    ['ended yesterday', { endDate: '2026-11-23' }, 'dropped'],
    ['dropped', { status: 'tobedeleted' as const }, 'dropped'],
  ])('%s: %s', (_name, over, status) => {
    expect(mapped([over])).toMatchObject([{ status }]);
  });

  test('A2 an end date that is the day after ends a day earlier', () => {
    const dayAfter = settingsOf({ enrollmentEndDate: 'day-after' });
    expect(mapped([{ endDate: TODAY }], running, ann, dayAfter)).toMatchObject([{ status: 'dropped' }]);
    expect(mapped([{ endDate: '2026-11-25' }], running, ann, dayAfter)).toMatchObject([{ status: 'active' }]);
  });

  test('whoever was dropped as a person, and everybody of a dropped class, is dropped', () => {
    expect(mapped([{}], running, { ...ann, dropped: true })).toMatchObject([{ drop: 'The SIS dropped this person.' }]);
    expect(mapped([{}], { ...running, dropped: true })).toMatchObject([{ drop: 'The SIS dropped the class.' }]);
  });

  test.each([
    ['student', 'student'],
    ['teacher', 'teacher'],
    ['aide', 'ta'],
    ['administrator', null],
    ['proctor', null],
    ['guardian', null],
    ['parent', null],
    ['relative', null],
    ['counselor', undefined],
    ['', undefined],
  ])('role "%s" is %s in Canvas', (role, canvas) => {
    expect(canvasRole(role)).toBe(canvas);
    expect(mapped([{ role }]).map((row) => row.role)).toEqual(
      canvas === undefined ? ['student', 'teacher', 'ta'] : canvas === null ? [] : [canvas],
    );
  });

  test('the enrollment’s role beats the person’s: an administrator who teaches is the teacher', () => {
    const district = new RosterDistrict();
    district.sync(changed(feed(), 'users', 'tom', { role: 'administrator' }));
    expect(district.canvas.membership('alg-1', 'tom', 'teacher')).toBe('active');
  });

  test('a role that cannot be read leaves the person’s enrollments in that class as they are', () => {
    const district = new RosterDistrict();
    district.sync(feed());
    const plan = district.plan(changed(feed(), 'enrollments', 'e-ann-alg-1', { role: '' }));
    expect(plan.changes).toEqual([]);
    expect(plan.result.counts.enrollment.unchanged).toBe(2);
    const other = added(changed(feed(), 'enrollments', 'e-ann-alg-1', { status: 'tobedeleted' }), 'enrollments', {
      ...enrollment({ sourcedId: 'e2' }),
      role: '?',
    });
    expect(district.plan(other).changes.map(({ how }) => how)).toEqual(['inactive']);
  });

  test('both ends must be there: enrollments of nobody or in no class are counted, dropped ones are not', () => {
    const district = new RosterDistrict();
    const plan = district.plan(
      added(
        feed(),
        'enrollments',
        enrollment({ user: 'nobody' }),
        enrollment({ class: 'nowhere' }),
        enrollment({ user: 'nobody', class: 'nowhere', status: 'tobedeleted' }),
      ),
    );
    expect(plan.changes.filter(({ entity }) => entity === 'enrollment')).toHaveLength(2);
    expect(plan.result.findings.dropped).toBe(2);
  });
});

describe('C6 duplicates collapse', () => {
  const current = { sourcedId: 'current', endDate: '2026-12-01' };
  const future = { sourcedId: 'future', beginDate: '2026-12-02', endDate: '2027-06-11' };
  const later = { sourcedId: 'later', endDate: '2026-12-18' };
  const open = { sourcedId: 'open' };
  const over = { sourcedId: 'over', endDate: '2026-10-01' };
  const dropped = { sourcedId: 'dropped', status: 'tobedeleted' as const };

  test.each([
    ['the current one before the future one', [future, current], 'current'],
    ['of two current ones the one that ends later', [current, later], 'later'],
    ['no end is the latest end', [later, open], 'open'],
    ['the future one before one that is over', [over, future], 'future'],
    ['one that is over before nothing', [over], 'over'],
    ['a wanted one before a dropped one', [dropped, current], 'current'],
    ['the smaller id when nothing else tells them apart', [{ sourcedId: 'b' }, { sourcedId: 'a' }], 'a'],
  ])('%s', (_name, rows, source) => {
    expect(mapped(rows)).toMatchObject([{ source }]);
    expect(mapped([...rows].reverse())).toMatchObject([{ source }]);
  });

  test('per role: a student who is also an aide is both', () => {
    expect(mapped([{ role: 'student' }, { role: 'aide' }]).map((row) => row.role)).toEqual(['student', 'ta']);
  });

  test('D1 in an ended class a natural end beats a dropped duplicate', () => {
    expect(mapped([dropped, { sourcedId: 'stayed', endDate: '2026-11-20' }], ended)).toEqual([
      { role: 'student', status: 'dropped', source: 'stayed', drop: undefined },
    ]);
  });
});

describe('D1 which ends still count as drops after a class ended', () => {
  test.each([
    ['dropped, within the days of grace', { status: 'tobedeleted' as const }, ended, 'The SIS dropped this enrollment.'],
    ['dropped, after them', { status: 'tobedeleted' as const }, settled, undefined],
    ['an end with the class', { endDate: '2026-11-20' }, ended, undefined],
    ['five days before it', { endDate: '2026-11-15' }, ended, undefined],
    ['more than five days before it', { endDate: '2026-11-14' }, ended, 'The enrollment ended on 2026-11-14 in the SIS.'],
    ['that, after the days of grace', { endDate: '2026-11-14' }, settled, undefined],
    ['no end', {}, ended, undefined],
  ])('%s', (_name, row, cls, drop) => {
    expect(mapped([row], cls)).toEqual([{ role: 'student', status: 'dropped', source: 'e0', drop }]);
  });
});

describe('any enrollments of one person in one class', () => {
  const anyRow = fc.record({
    sourcedId: fc.constantFrom('a', 'b', 'c', 'd'),
    role: fc.constantFrom('student', 'teacher', 'aide', 'proctor', ''),
    status: fc.constantFrom('active' as const, 'tobedeleted' as const),
    beginDate: fc.constantFrom('', '2026-08-24', '2027-01-04'),
    endDate: fc.constantFrom('', '2026-10-01', '2026-11-14', '2026-12-18'),
  });
  const anyRows = fc.uniqueArray(anyRow, { selector: (row) => row.sourcedId, maxLength: 4 });

  test('give at most one row per key, the same in any order', () => {
    fc.assert(
      fc.property(anyRows, fc.constantFrom(running, ended, settled), fc.gen(), (rows, cls, gen) => {
        const result = mapped(rows, cls);
        const keys = result.map((row) => row.role);
        expect(new Set(keys).size).toBe(keys.length);
        const shuffled = gen(fc.shuffledSubarray, rows, { minLength: rows.length });
        expect(mapped(shuffled, cls)).toEqual(result);
      }),
      { numRuns: 500 },
    );
  });
});
