import type { SettingCount, SettingCounts } from '../../shared/setting-counts.ts';
import type { DistrictSettings } from '../../shared/settings.ts';

const said = (text: string, warn = false): SettingCount => ({ text, numbers: {}, warn });

/** Counts as a district of three schools would have them. */
export function sampleCounts({ schools }: DistrictSettings): SettingCounts {
  const names = ['Lincoln High School', 'Washington Middle School', 'Springfield Elementary School'];
  const logins = {
    username: said('All 1,240 have one of their own.'),
    email: said('1,198 of 1,240 can sign in; 42 would wait (30 without, 12 share theirs).', true),
    identifier: said('1,239 of 1,240 can sign in; 1 would wait (1 without).', true),
  };
  return {
    takenAt: '2026-11-12T07:00:00Z',
    schoolsUnread: false,
    schools: names.map((name, n) => ({ sourcedId: `school-${n}`, name })),
    counts: {
      timeZone: { now: said('There it is Thursday, 12 November 2026.'), options: {} },
      sessionEndDate: {
        now: said('Semester 1 ends Friday, 18 December 2026.'),
        options: {
          'last-day': said('Semester 1 ends Friday, 18 December 2026.'),
          'day-after': said('Semester 1 ends Thursday, 17 December 2026.'),
        },
      },
      schools: {
        now: said(`${schools.length || 3} schools: 412 classes, 1,240 students, 96 staff.`),
        options: Object.fromEntries(names.map((_, n) => [`school-${n}`, said(`${120 + n} classes, 410 students, 32 staff`)])),
      },
      studentLogin: { now: logins.username, options: logins },
      staffLogin: { now: said('All 96 have one of their own.'), options: {} },
      courseModel: {
        now: said('412 courses for 412 classes.'),
        options: {
          class: said('412 courses for 412 classes.'),
          teacher: said('233 courses for 412 classes.'),
          course: said('118 courses for 412 classes.'),
        },
      },
      classFilters: {
        now: said('All 412 classes come to Canvas.'),
        options: { homeroom: said('38 classes'), lunch: said('12 classes') },
      },
    },
  };
}
