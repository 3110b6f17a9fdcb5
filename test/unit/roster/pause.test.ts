import { describe, expect, test } from 'vitest';
import { pauseText } from '../../../electron/roster/pause.ts';
import { RosterDistrict } from '../../helpers/roster-district.ts';
import { added, changed, cls, enrollment, type Feed, feed, session } from '../../helpers/sis-feed.ts';

/** The year ends on 11 June 2027; the next one starts on 16 August. */
const old = feed({ academicSessions: [session({ endDate: '2027-06-11' })] });
const fall = session({ sourcedId: 's3', startDate: '2027-08-16', endDate: '2027-12-17', schoolYear: '2028' });
const rolled = added(
  added({ ...old, academicSessions: [...old.academicSessions, fall] }, 'classes', cls({ sourcedId: 'bio', terms: ['s3'] })),
  'enrollments',
  enrollment({ class: 'bio' }),
);

function synced(from: Feed, settings = {}): RosterDistrict {
  const district = new RosterDistrict(settings);
  district.sync(from);
  return district;
}

const pauseOn = (day: string, from: Feed, settings = {}) => {
  const district = synced(old, settings);
  district.moveTo(day);
  return district.pause(from);
};

describe('D7 between two school years the schedule pauses by itself', () => {
  test.each([
    ['2027-06-11', 'the last day of the last session', null],
    ['2027-06-12', 'the day after', { leads: '2027-07-02', starts: '2027-08-16' }],
    ['2027-07-01', 'the day before the first lead day', { leads: '2027-07-02', starts: '2027-08-16' }],
    ['2027-07-02', 'the first lead day, 45 days before school', null],
  ])('%s, %s', (day, _name, expected) => {
    expect(pauseOn(day, rolled)).toEqual(expected);
  });

  test('until the SIS has a next year, however long that takes', () => {
    expect(pauseOn('2027-08-01', old)).toEqual({ leads: '', starts: '' });
  });

  test('also when the SIS has taken the old year away', () => {
    expect(pauseOn('2027-06-20', { ...old, classes: [], enrollments: [], academicSessions: [] })).toEqual({
      leads: '',
      starts: '',
    });
  });

  test('a class that the SIS lost while it runs is no end of the year', () => {
    expect(pauseOn('2027-05-20', { ...old, classes: [], enrollments: [], academicSessions: [] })).toBeNull();
  });

  test.each(['art', 'health'])('one class that still runs, summer school %s, keeps the schedule going', (sourcedId) => {
    const summer = session({ sourcedId: 'sum', title: 'Summer', startDate: '2027-06-14', endDate: '2027-07-23' });
    const sessions = { ...rolled, academicSessions: [...rolled.academicSessions, summer] };
    const school = added(sessions, 'classes', cls({ sourcedId, terms: ['sum'] }));
    expect(pauseOn('2027-06-12', school)).toBeNull();
    expect(pauseOn('2027-06-20', school)).toBeNull();
  });

  test('what a filter leaves out for good is no class of the next year', () => {
    const homeroom = changed(rolled, 'classes', 'bio', { classType: 'homeroom' });
    expect(pauseOn('2027-07-20', homeroom, { classFilters: ['homeroom'] })).toEqual({ leads: '', starts: '' });
  });

  test('the lead days are those of the settings', () => {
    expect(pauseOn('2027-07-10', rolled, { courseLeadDays: 20 })).toEqual({ leads: '2027-07-27', starts: '2027-08-16' });
  });

  test('a district that has not begun yet does not pause', () => {
    const district = new RosterDistrict();
    district.moveTo('2027-06-20');
    expect(district.pause(rolled)).toBeNull();
  });

  test('a person’s preview in summer works as ever', () => {
    const district = synced(old);
    district.moveTo('2027-06-20');
    expect(district.plan(changed(rolled, 'users', 'ann', { familyName: 'Smith' })).changes).toMatchObject([
      { entity: 'user', action: 'update' },
    ]);
  });

  test('says when school starts and until when it pauses', () => {
    expect(pauseText({ leads: '2027-06-26', starts: '2027-08-10' })).toBe(
      'The school year is over, the next one starts on 10 August 2027. The schedule pauses until 26 June 2027, when its first courses come.',
    );
    expect(pauseText({ leads: '', starts: '' })).toBe(
      'The school year is over, and the SIS has no next one yet. The schedule pauses until it does.',
    );
  });
});
