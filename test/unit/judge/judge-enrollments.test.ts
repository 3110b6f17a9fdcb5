import { describe, expect, test } from 'vitest';
import {
  enrollment,
  judgeAfterFirstNight,
  judged,
  nightOf,
  placeOf,
  rowOf,
  rulesOf,
  STUDENTS,
  staff,
  type Tiny,
} from './tiny-district.ts';

const sisPlace = ({ sis }: Tiny, id: string) => rowOf(sis.enrollments, { sourcedId: id });

/** Lets the SIS forget an enrollment. */
function forget(district: Tiny, id: string): void {
  district.sis.enrollments = district.sis.enrollments.filter((row) => row.sourcedId !== id);
}

describe('nobody loses a class they should keep', () => {
  test('a quiet night accuses nobody', () => {
    expect(judged((district) => ({ after: district.canvas }))).toEqual([]);
  });

  test('somebody the SIS still lists is gone (C6)', () => {
    const found = judged((district) => {
      placeOf(district, 'alg', 's01').workflow_state = 'inactive';
      return { after: district.canvas };
    });
    expect(found).toEqual([
      { rule: 'C6', text: 'Kid01 Lopez (student) in Algebra lost access (inactive), though the SIS still lists them.' },
    ]);
  });

  test('absence seen once removes nobody; seen twice it must (D5)', () => {
    const removed = (state: string) => (district: Tiny) => {
      forget(district, 'alg-s01-student');
      placeOf(district, 'alg', 's01').workflow_state = state;
      return { sis: district.sis, after: district.canvas };
    };
    expect(rulesOf(judged(removed('inactive')))).toEqual(['D5']);
    const { judge, district } = judgeAfterFirstNight();
    forget(district, 'alg-s01-student');
    expect(judge.night(nightOf(district, { after: district.canvas }))).toEqual([]);
    const left = structuredClone(district);
    placeOf(left, 'alg', 's01').workflow_state = 'inactive';
    expect(judge.night(nightOf(district, { after: left.canvas, today: '2026-10-07' }))).toEqual([]);
  });

  test('still there after the second sighting (D5, D2)', () => {
    const { judge, district } = judgeAfterFirstNight();
    forget(district, 'alg-s01-student');
    judge.night(nightOf(district, { after: district.canvas }));
    const found = judge.night(nightOf(district, { after: district.canvas, today: '2026-10-07' }));
    expect(found.map(({ text }) => text)).toEqual([
      "Kid01 Lopez (student) in Algebra still has access, though the SIS ended it and the rules' delay is over.",
    ]);
  });

  test('a sighting in between begins the count anew (D5)', () => {
    const { judge, district } = judgeAfterFirstNight();
    const without = structuredClone(district);
    forget(without, 'alg-s01-student');
    judge.night(nightOf(without, { after: district.canvas }));
    judge.night(nightOf(district, { after: district.canvas, today: '2026-10-07' }));
    placeOf(without, 'alg', 's01').workflow_state = 'inactive';
    const found = judge.night(nightOf(without, { before: district.canvas, after: without.canvas, today: '2026-10-08' }));
    expect(rulesOf(found)).toEqual(['D5']);
  });

  test('a person who watches may remove at first sight (D5)', () => {
    const found = judged((district) => {
      forget(district, 'alg-s01-student');
      placeOf(district, 'alg', 's01').workflow_state = 'inactive';
      return { sis: district.sis, after: district.canvas, more: { attended: true } };
    });
    expect(found).toEqual([]);
  });

  test('a class that is over is frozen, whatever the SIS forgets (D1)', () => {
    const over = (change: (district: Tiny) => void) =>
      judged((district) => {
        forget(district, 'alg-s01-student');
        change(district);
        return { sis: district.sis, after: district.canvas, today: '2027-06-07', more: { attended: true } };
      });
    expect(over(() => undefined)).toEqual([]);
    expect(rulesOf(over((district) => Object.assign(placeOf(district, 'alg', 's01'), { workflow_state: 'inactive' })))).toEqual([
      'D1',
    ]);
  });

  test('a drop of a class that is over still counts for two weeks, a year-end formality never (D1)', () => {
    const dropped = (today: string, fields: object, state: string) =>
      judged((district) => {
        Object.assign(sisPlace(district, 'alg-s01-student'), fields);
        placeOf(district, 'alg', 's01').workflow_state = state;
        return { sis: district.sis, after: district.canvas, today, more: { attended: true } };
      });
    expect(rulesOf(dropped('2027-06-10', { status: 'tobedeleted' }, 'active'))).toEqual(['D2']);
    expect(dropped('2027-06-10', { status: 'tobedeleted' }, 'inactive')).toEqual([]);
    expect(rulesOf(dropped('2027-06-10', { endDate: '2027-06-03' }, 'inactive'))).toEqual(['D1']);
    expect(dropped('2027-06-10', { endDate: '2027-06-03' }, 'active')).toEqual([]);
    expect(rulesOf(dropped('2027-06-20', { status: 'tobedeleted' }, 'inactive'))).toEqual(['D1']);
  });

  test('a record that names somebody who cannot be read changes nothing (C6)', () => {
    const found = judged((district) => {
      district.sis.users = district.sis.users.filter((user) => user.sourcedId !== 's01');
      placeOf(district, 'alg', 's01').workflow_state = 'inactive';
      return { sis: district.sis, after: district.canvas };
    });
    expect(rulesOf(found)).toEqual(['C6']);
  });
});

describe('whoever leaves, leaves in the right way (D2)', () => {
  const drop = (id: string, how: (district: Tiny) => void, holds: { rule: string }[] = []) =>
    judged((district) => {
      sisPlace(district, id).status = 'tobedeleted';
      how(district);
      return { sis: district.sis, after: district.canvas, holds };
    });
  const to = (section: string, user: string, state: string) => (district: Tiny) =>
    void Object.assign(placeOf(district, section, user), { workflow_state: state });

  test('from a class that runs: inactive', () => {
    expect(drop('alg-s01-student', to('alg', 's01', 'inactive'))).toEqual([]);
    expect(drop('alg-s01-student', to('alg', 's01', 'deleted')).map(({ text }) => text)).toEqual([
      'Kid01 Lopez (student) in Algebra became deleted and should be inactive.',
    ]);
  });

  test('from a class that has not begun: deleted', () => {
    expect(drop('art-s01-student', to('art', 's01', 'deleted'))).toEqual([]);
    expect(rulesOf(drop('art-s01-student', to('art', 's01', 'inactive')))).toEqual(['D2']);
  });

  test('a teacher only once somebody else teaches', () => {
    const replaced = (state: string) =>
      drop('alg-t1-teacher', (district) => {
        district.sis.enrollments.push(enrollment('alg', 't2', 'teacher'));
        const old = placeOf(district, 'alg', 't1');
        old.workflow_state = state;
        district.canvas.enrollments.push({
          ...old,
          id: 900,
          user_id: rowOf(district.canvas.logins, { sis_user_id: 't2' }).user_id,
          workflow_state: 'active',
        });
      });
    expect(replaced('deleted')).toEqual([]);
    expect(rulesOf(replaced('inactive'))).toEqual(['D2']);
    expect(rulesOf(drop('alg-t1-teacher', to('alg', 't1', 'deleted'), [{ rule: 'D2' }]))).toEqual(['D2']);
    expect(drop('alg-t1-teacher', () => undefined, [{ rule: 'D2' }])).toEqual([]);
  });

  test('somebody who changes section within one Canvas course: the old row is deleted', () => {
    const moved = (state: string) =>
      judged((district) => {
        const algebra = rowOf(district.canvas.sections, { sis_source_id: 'alg' });
        const twin = { ...algebra, id: 901, sis_source_id: 'alg2', name: 'Algebra 2nd' };
        district.sis.classes.push({
          ...rowOf(district.sis.classes, { sourcedId: 'alg' }),
          sourcedId: 'alg2',
          title: 'Algebra 2nd',
        });
        sisPlace(district, 'alg-s01-student').status = 'tobedeleted';
        district.sis.enrollments.push(enrollment('alg2', 's01', 'student'));
        const before = structuredClone(district.canvas);
        before.sections.push(twin);
        district.canvas.sections.push(twin);
        const old = placeOf(district, 'alg', 's01');
        old.workflow_state = state;
        district.canvas.enrollments.push({ ...old, id: 902, course_section_id: 901, workflow_state: 'active' });
        return { sis: district.sis, before, after: district.canvas };
      });
    expect(moved('deleted')).toEqual([]);
    expect(rulesOf(moved('inactive'))).toEqual(['D2']);
  });

  test('rows we did not make stay, whatever the SIS says (D6)', () => {
    const byHand = (state: string) =>
      judged((district) => {
        district.sis.enrollments.push(enrollment('alg', 't2', 'student', { status: 'tobedeleted' }));
        const visitor = {
          ...placeOf(district, 'alg', 't1'),
          id: 903,
          type: 'StudentEnrollment',
          user_id: rowOf(district.canvas.logins, { sis_user_id: 't2' }).user_id,
        };
        const before = structuredClone(district.canvas);
        before.enrollments.push({ ...visitor });
        district.canvas.enrollments.push({ ...visitor, workflow_state: state });
        return { sis: district.sis, before, after: district.canvas };
      });
    expect(byHand('active')).toEqual([]);
    expect(rulesOf(byHand('inactive'))).toEqual(['D6']);
  });
});

describe('nobody comes too early, and everybody in time', () => {
  const arrival = (today: string, made: readonly string[]) =>
    judged((district) => {
      const next = {
        startDate: '2027-08-09',
        endDate: '2028-06-02',
        schoolYear: '2028',
        type: 'schoolYear',
        title: '2027-2028 School Year',
      };
      district.sis.academicSessions.push({ sourcedId: 'y28', ...next });
      district.sis.classes.push({
        ...rowOf(district.sis.classes, { sourcedId: 'alg' }),
        sourcedId: 'geo',
        title: 'Geometry',
        terms: [{ sourcedId: 'y28' }],
      });
      district.sis.enrollments.push(enrollment('geo', 's01', 'student'), enrollment('geo', 't1', 'teacher'));
      const { canvas } = district;
      const term = {
        ...rowOf(canvas.terms, { sis_source_id: 'y27' }),
        id: 910,
        sis_source_id: 'y28',
        name: '2027-2028 School Year',
        start_at: '2027-08-09T04:00:00Z',
        end_at: '2028-06-03T03:59:59Z',
      };
      const overrides = Object.fromEntries(
        ['TeacherEnrollment', 'TaEnrollment', 'DesignerEnrollment'].map((type) => [
          type,
          { start_at: null, end_at: '2028-07-03T03:59:59Z' },
        ]),
      );
      const before = structuredClone(canvas);
      if (made.length > 0) {
        canvas.terms.push({ ...term, overrides });
        canvas.courses.push({
          ...rowOf(canvas.courses, { sis_source_id: 'c-alg' }),
          id: 911,
          sis_source_id: 'c-geo',
          name: 'Geometry',
          enrollment_term_id: 910,
        });
        canvas.sections.push({
          ...rowOf(canvas.sections, { sis_source_id: 'alg' }),
          id: 912,
          sis_source_id: 'geo',
          name: 'Geometry',
          course_id: 911,
        });
      }
      const place = (user: string) => ({
        ...placeOf(district, 'alg', user),
        id: user === 't1' ? 913 : 914,
        course_id: 911,
        course_section_id: 912,
      });
      canvas.enrollments.push(...made.filter((one) => one !== 'course').map(place));
      return { sis: district.sis, before, after: canvas, today, more: { attended: true }, settings: { suspendFromDay: 1000 } };
    });

  test('courses and teachers 45 days before the school year, students 7 (C8)', () => {
    expect(arrival('2027-06-24', [])).toEqual([]);
    expect(rulesOf(arrival('2027-06-24', ['course', 't1']))).toEqual(['C8']);
    expect(arrival('2027-06-25', ['course', 't1'])).toEqual([]);
    expect(rulesOf(arrival('2027-06-25', []))).toEqual(['C6', 'C8']);
    expect(rulesOf(arrival('2027-08-01', ['course', 't1', 's01']))).toEqual(['C8']);
    expect(arrival('2027-08-02', ['course', 't1', 's01'])).toEqual([]);
    expect(arrival('2027-08-02', ['course', 't1']).map(({ text }) => text)).toEqual([
      'Kid01 Lopez (student) in Geometry is not in Canvas (none), though the SIS wants it tonight.',
    ]);
  });

  test('somebody who was never named (C6)', () => {
    const found = judged((district) => {
      const place = placeOf(district, 'alg', 's01');
      const t2 = rowOf(district.canvas.logins, { sis_user_id: 't2' }).user_id;
      district.canvas.enrollments.push({ ...place, id: 920, user_id: t2, type: 'TeacherEnrollment' });
      return { after: district.canvas };
    });
    expect(rulesOf(found)).toEqual(['C6']);
  });

  test('a late student belongs there the same night; without a login they wait (C6, B1)', () => {
    const late = (username: string) =>
      judged((district) => {
        district.sis.users.push({ ...staff('s99', 'Late Comer', 'student'), username });
        district.sis.enrollments.push(enrollment('alg', 's99', 'student'));
        return {
          sis: district.sis,
          after: district.canvas,
          holds: username === '' ? [{ rule: 'B1', entity: 'user', school: '' }] : [],
        };
      });
    expect(rulesOf(late('late'))).toEqual(['C6', 'B']);
    expect(late('')).toEqual([]);
  });

  test('enrollment rows carry no dates (C7)', () => {
    const found = judged((district) => {
      placeOf(district, 'alg', 's01').end_at = '2027-06-05T03:59:59Z';
      return { after: district.canvas };
    });
    expect(rulesOf(found)).toEqual(['C7']);
  });
});

describe('while something is held', () => {
  const massDrop = (applied: boolean, holds: { rule: string; count?: number }[], more: object = {}) =>
    judged((district) => {
      for (const id of STUDENTS.slice(0, 11)) {
        sisPlace(district, `alg-${id}-student`).status = 'tobedeleted';
        if (applied) placeOf(district, 'alg', id).workflow_state = 'inactive';
      }
      return { sis: district.sis, after: district.canvas, holds, more };
    });
  const both = [
    { rule: 'E2', count: 11 },
    { rule: 'E5', count: 11 },
  ];

  test('nothing leaves (E2, E5)', () => {
    expect(massDrop(false, both)).toEqual([]);
    expect(rulesOf(massDrop(true, both))).toEqual(['E']);
    expect(rulesOf(massDrop(true, []))).toEqual(['E2', 'E5']);
  });

  test('a released part leaves', () => {
    expect(massDrop(true, both, { released: ['E2:pine', 'E5:pine'], attended: true })).toEqual([]);
  });
});
