import { describe, expect, test } from 'vitest';
import { actionsOf, RosterDistrict } from '../../helpers/roster-district.ts';
import { changed, feed } from '../../helpers/sis-feed.ts';

/** Semester 1 ends on 18 December 2026; 30 days later is 17 January. */
const STAFF_END = '2027-01-18T04:59:59Z';
const STAFF = ['override:DesignerEnrollment', 'override:TaEnrollment', 'override:TeacherEnrollment'];
const overrides = (district: RosterDistrict) => STAFF.map((field) => district.canvas.value('term', 's1', field));

function synced(settings = {}): RosterDistrict {
  const district = new RosterDistrict(settings);
  district.sync(feed());
  return district;
}

describe('C3 staff keep their access after the term', () => {
  test('teachers, assistants and designers until 30 days after its end; students get no dates of their own', () => {
    const district = synced();
    expect(overrides(district)).toEqual([STAFF_END, STAFF_END, STAFF_END]);
    expect(district.canvas.value('term', 's1', 'override:StudentEnrollment')).toBeUndefined();
    expect(district.plan(feed()).changes).toEqual([]);
  });

  test('the days are a setting; changing it changes the term, and says why', () => {
    const district = synced();
    district.settings = { ...district.settings, staffDaysAfterTerm: 14 };
    const plan = district.sync(feed());
    expect(plan.changes).toMatchObject([
      {
        entity: 'term',
        action: 'update',
        changed: STAFF,
        before: { 'override:TaEnrollment': STAFF_END },
        reason: { rule: 'C3' },
      },
    ]);
    expect(overrides(district)).toEqual(Array(3).fill('2027-01-02T04:59:59Z'));
  });

  test('they move with the end of the term', () => {
    const district = synced();
    const later = changed(feed(), 'academicSessions', 's1', { endDate: '2027-01-15' });
    expect(district.sync(later).changes).toMatchObject([{ changed: ['end_date', ...STAFF] }]);
    expect(overrides(district)[0]).toBe('2027-02-15T04:59:59Z');
  });

  test('a term from before this rule gets them', () => {
    const district = synced();
    const [term] = district.store.ledger('term');
    const { name, start_date, end_date } = JSON.parse(term?.fields ?? '') as Record<string, string>;
    district.store.ledgerPut('term', [{ ...term, fields: JSON.stringify({ name, start_date, end_date }), bucket: 0 } as never]);
    for (const field of STAFF) district.canvas.edit('term', 's1', { [field]: '' });
    expect(actionsOf(district.sync(feed()))).toEqual(['term update']);
    expect(overrides(district)).toEqual([STAFF_END, STAFF_END, STAFF_END]);
  });

  test('dates of a role that somebody set in Canvas stay, before and after ours', () => {
    const district = synced();
    district.canvas.edit('term', 's1', { 'override:TeacherEnrollment': '2026-08-01T04:00:00Z/2027-03-01T05:00:00Z' });
    expect(district.plan(feed()).changes).toEqual([]);
    expect(district.plan(feed()).result.counts.term.kept).toBe(1);
    district.settings = { ...district.settings, staffDaysAfterTerm: 14 };
    district.sync(feed());
    expect(overrides(district)).toEqual([
      ...['2027-01-02T04:59:59Z', '2027-01-02T04:59:59Z', '2026-08-01T04:00:00Z/2027-03-01T05:00:00Z'],
    ]);
  });

  test('dates of a role that were there before we ever set any stay', () => {
    const district = synced();
    const [term] = district.store.ledger('term');
    const { name, start_date, end_date } = JSON.parse(term?.fields ?? '') as Record<string, string>;
    district.store.ledgerPut('term', [{ ...term, fields: JSON.stringify({ name, start_date, end_date }), bucket: 0 } as never]);
    district.canvas.edit('term', 's1', { 'override:TaEnrollment': '2027-05-01T04:00:00Z' });
    const plan = district.sync(feed());
    expect(overrides(district)[1]).toBe('2027-05-01T04:00:00Z');
    expect(plan.changes).toEqual([]);
    expect(district.plan(feed()).result.counts.term.kept).toBe(1);
  });

  test('a term prolonged in Canvas keeps its staff as long after the new end', () => {
    const district = synced();
    district.canvas.edit('term', 's1', { end_date: '2027-03-31T03:59:59Z' });
    expect(district.sync(feed()).changes).toMatchObject([{ changed: STAFF, reason: { rule: 'C3' } }]);
    expect(overrides(district)[0]).toBe('2027-04-30T03:59:59Z');
    expect(district.plan(feed()).changes).toEqual([]);
  });

  test('a term whose end somebody took away in Canvas ends for nobody', () => {
    const district = synced();
    district.canvas.edit('term', 's1', { end_date: '' });
    district.sync(feed());
    expect(overrides(district)).toEqual(['', '', '']);
    expect(district.plan(feed()).changes).toEqual([]);
  });

  test('a term that is not ours is left alone', () => {
    const district = new RosterDistrict();
    district.canvas.take('term', { term_id: 's1', name: 'Fall', status: 'active', start_date: '', end_date: '' });
    const plan = district.sync(feed());
    expect(plan.result.counts.term).toMatchObject({ alreadyThere: 1, create: 0, update: 0 });
    expect(overrides(district)).toEqual([undefined, undefined, undefined]);
  });

  test('what Canvas takes without showing it is sent once more, and is then not pending for ever', () => {
    const district = synced();
    const drop = () => {
      for (const field of STAFF) district.canvas.edit('term', 's1', { [field]: '' });
    };
    drop();
    expect(district.plan(feed()).result.counts.term.kept).toBe(1);
    expect(district.plan(feed()).changes).toEqual([]);
  });
});
