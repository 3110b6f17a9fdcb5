import { describe, expect, test } from 'vitest';
import { RosterDistrict } from '../../helpers/roster-district.ts';
import { changed, type Feed, feed } from '../../helpers/sis-feed.ts';

const dated = changed(
  changed(feed(), 'enrollments', 'e-ann-alg-1', { beginDate: '2026-08-31', endDate: '2026-12-11' }),
  'enrollments',
  'e-tom-alg-1',
  { beginDate: '2026-08-31', endDate: '2026-12-11' },
);
/** 31 August and 11 December in New York, from the first to the last second (A1). */
const dates = { start_date: '2026-08-31T04:00:00Z', end_date: '2026-12-12T04:59:59Z' };

function rowsOf(district: RosterDistrict, from: Feed, role = 'student') {
  const plan = district.sync(from);
  return plan.changes
    .filter(({ entity, key }) => entity === 'enrollment' && key.endsWith(role))
    .map(({ action, changed: names, row, reason }) => ({ action, names, row, rule: reason.rule }));
}

describe('C7 dates of enrollments', () => {
  test('decide only who is wanted: rows carry none, as long as the district does not want it', () => {
    const [row] = rowsOf(new RosterDistrict(), dated);
    expect(row?.row).toEqual({ section_id: 'alg-1', user_id: 'ann', role: 'student', status: 'active' });
  });

  test('go with students where the district wants it, and never with teachers; a second run is empty', () => {
    const district = new RosterDistrict({ carryDates: true });
    const plan = district.sync(dated);
    const rows = plan.changes.filter(({ entity }) => entity === 'enrollment').map(({ row }) => row);
    expect(rows).toContainEqual({ section_id: 'alg-1', user_id: 'ann', role: 'student', status: 'active', ...dates });
    expect(rows).toContainEqual({ section_id: 'alg-1', user_id: 'tom', role: 'teacher', status: 'active' });
    expect(district.plan(dated).changes).toEqual([]);
  });

  test.each([
    ['only a first day', { endDate: '' }],
    ['only a last day', { beginDate: '' }],
    ['a last day before the first', { beginDate: '2026-12-14', endDate: '2026-12-11' }],
  ])('%s: both or none', (_name, over) => {
    const [row] = rowsOf(new RosterDistrict({ carryDates: true }), changed(dated, 'enrollments', 'e-ann-alg-1', over));
    expect(row?.row.start_date).toBeUndefined();
    expect(row?.row.end_date).toBeUndefined();
  });

  test('that the SIS moves are sent as a pair, told by the ledger alone; those it takes away are cleared', () => {
    const district = new RosterDistrict({ carryDates: true });
    district.sync(dated);
    const moved = changed(dated, 'enrollments', 'e-ann-alg-1', { endDate: '2026-12-04' });
    expect(rowsOf(district, moved)).toEqual([
      {
        action: 'update',
        names: ['end_date'],
        row: {
          section_id: 'alg-1',
          user_id: 'ann',
          role: 'student',
          status: 'active',
          ...dates,
          end_date: '2026-12-05T04:59:59Z',
        },
        rule: 'C7',
      },
    ]);
    expect(district.plan(moved).changes).toEqual([]);
    const open = changed(dated, 'enrollments', 'e-ann-alg-1', { endDate: '' });
    expect(rowsOf(district, open)).toMatchObject([{ action: 'update', row: { start_date: '', end_date: '' } }]);
    expect(district.plan(open).changes).toEqual([]);
  });

  test('come and go with the setting', () => {
    const district = new RosterDistrict();
    district.sync(dated);
    district.settings = { ...district.settings, carryDates: true };
    expect(rowsOf(district, dated)).toMatchObject([{ action: 'update', names: ['start_date', 'end_date'], row: dates }]);
    district.settings = { ...district.settings, carryDates: false };
    expect(rowsOf(district, dated)).toMatchObject([{ action: 'update', row: { start_date: '', end_date: '' } }]);
    expect(district.plan(dated).changes).toEqual([]);
  });

  test('come again with somebody who left and came back', () => {
    const district = new RosterDistrict({ carryDates: true });
    district.sync(dated);
    const plan = district.plan(changed(dated, 'enrollments', 'e-ann-alg-1', { status: 'tobedeleted' }));
    district.apply(
      plan,
      plan.result.holds.map(({ id }) => id),
    );
    expect(rowsOf(district, dated)).toMatchObject([{ action: 'restore', row: dates }]);
    expect(district.plan(dated).changes).toEqual([]);
  });
});
