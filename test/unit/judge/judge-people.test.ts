import { describe, expect, test } from 'vitest';
import {
  enrollment,
  judgeAfterFirstNight,
  judged,
  nightOf,
  rowOf,
  rulesOf,
  STUDENTS,
  staff,
  type Tiny,
} from './tiny-district.ts';

const sisUser = ({ sis }: Tiny, id: string) => rowOf(sis.users, { sourcedId: id });
const login = ({ canvas }: Tiny, id: string) => rowOf(canvas.logins, { sis_user_id: id });
const person = (district: Tiny, id: string) => rowOf(district.canvas.users, { id: login(district, id).user_id });

/** A night in which this changed at the SIS and in Canvas. */
function aNight(change: (district: Tiny) => void, holds: { rule: string; entity?: string; school?: string }[] = []) {
  return judged((district) => {
    change(district);
    return { sis: district.sis, after: district.canvas, holds };
  });
}

describe('names and logins', () => {
  test('a name follows the SIS, and what was named by hand stays (F1, F3)', () => {
    const rename = (district: Tiny) => void Object.assign(sisUser(district, 's01'), { familyName: 'Diaz' });
    expect(rulesOf(aNight(rename))).toEqual(['F1']);
    expect(
      aNight((district) => {
        rename(district);
        person(district, 's01').name = 'Kid01 Diaz';
      }),
    ).toEqual([]);
    const { judge, district } = judgeAfterFirstNight();
    person(district, 's01').name = 'Sunny';
    rename(district);
    expect(judge.night(nightOf(district, { after: district.canvas }))).toEqual([]);
    const overwritten = structuredClone(district);
    person(overwritten, 's01').name = 'Kid01 Diaz';
    expect(rulesOf(judge.night(nightOf(district, { after: overwritten.canvas })))).toEqual(['F3']);
  });

  test('a login follows the SIS, a blank one changes nothing (B1)', () => {
    expect(rulesOf(aNight((district) => void Object.assign(sisUser(district, 's01'), { username: 'kid1' })))).toEqual(['B1']);
    expect(
      aNight((district) => {
        sisUser(district, 's01').username = 'kid1';
        login(district, 's01').unique_id = 'kid1';
      }),
    ).toEqual([]);
    const blank = (text: string) =>
      aNight(
        (district) => {
          sisUser(district, 's01').username = '';
          login(district, 's01').unique_id = text;
        },
        [{ rule: 'B1', entity: 'user', school: '' }],
      );
    expect(blank('s01')).toEqual([]);
    expect(rulesOf(blank('s01@pine.example'))).toEqual(['B1']);
  });

  test('nobody takes the login of somebody else (B2)', () => {
    const taken = (made: boolean) =>
      aNight(
        (district) => {
          district.sis.users.push({ ...staff('s99', 'New Kid', 'student'), username: 'S01' });
          district.sis.enrollments.push(enrollment('alg', 's99', 'student'));
          if (!made) return;
          district.canvas.users.push({ ...person(district, 's02'), id: 900, name: 'New Kid' });
          district.canvas.logins.push({ ...login(district, 's02'), id: 901, user_id: 900, unique_id: 'S01', sis_user_id: 's99' });
        },
        [{ rule: 'B2', entity: 'user', school: '' }],
      );
    expect(taken(false)).toEqual([]);
    expect(rulesOf(taken(true))).toEqual(['B2', 'B1']);
  });

  test('guardians are not made while observers are off (C6)', () => {
    const found = aNight((district) => {
      district.sis.users.push(staff('g1', 'Pat Lopez', 'guardian'));
      district.canvas.users.push({ ...person(district, 's02'), id: 900, name: 'Pat Lopez' });
      district.canvas.logins.push({ ...login(district, 's02'), id: 901, user_id: 900, unique_id: 'g1', sis_user_id: 'g1' });
    });
    expect(rulesOf(found)).toEqual(['C6']);
  });

  test('a person is not made a second time under another id (B3)', () => {
    const found = judged((district) => {
      const mail = { email: 's01@pine.example' };
      Object.assign(person(district, 's01'), mail);
      const before = structuredClone(district.canvas);
      district.canvas.users.push({ ...person(district, 's01'), id: 900 });
      return { before, after: district.canvas };
    });
    expect(rulesOf(found)).toEqual(['B3']);
  });
});

describe('who is suspended', () => {
  const disable = (ids: readonly string[], state: string) =>
    judged((district) => {
      // Fewer than 5 % needs more than twenty people.
      for (let n = 0; n < 40; n++) district.sis.users.push(staff(`x${n}`, `Extra Person${n}`, 'administrator'));
      for (const id of ids) {
        sisUser(district, id).enabledUser = false;
        login(district, id).workflow_state = state;
      }
      return { sis: district.sis, after: district.canvas };
    });

  test('whoever the SIS disabled, while they are few (C9)', () => {
    expect(disable(['s01'], 'suspended')).toEqual([]);
    expect(rulesOf(disable(['s01'], 'active'))).toEqual(['C9']);
    expect(rulesOf(disable(STUDENTS.slice(0, 6), 'suspended'))).toEqual(['C9']);
    expect(disable(STUDENTS.slice(0, 6), 'active')).toEqual([]);
  });

  test('nobody without a reason, and nobody is deleted (D3)', () => {
    const state = (id: string, value: string) =>
      aNight((district) => void Object.assign(login(district, id), { workflow_state: value }));
    expect(rulesOf(state('s01', 'suspended'))).toEqual(['D3']);
    expect(rulesOf(state('s01', 'deleted'))).toEqual(['D3']);
  });

  test('a student who is gone, after 30 days and not before (D3)', () => {
    const { judge, district } = judgeAfterFirstNight();
    const leave = (today: string, state: string) => {
      const gone = structuredClone(district);
      gone.sis.users = gone.sis.users.filter((user) => user.sourcedId !== 's01');
      gone.sis.enrollments = gone.sis.enrollments.filter((row) => JSON.stringify(row.user) !== '{"sourcedId":"s01"}');
      for (const row of gone.canvas.enrollments)
        if (row.user_id === login(gone, 's01').user_id)
          row.workflow_state =
            row.course_id === rowOf(gone.canvas.courses, { sis_source_id: 'c-art' }).id ? 'deleted' : 'inactive';
      const before = structuredClone(gone.canvas);
      login(gone, 's01').workflow_state = state;
      return judge.night(nightOf(gone, { before, after: gone.canvas, today, more: { attended: true } }));
    };
    expect(leave('2026-12-01', 'active')).toEqual([]);
    expect(leave('2027-01-04', 'suspended')).toEqual([]);
    const { judge: strict } = judgeAfterFirstNight();
    const staffGone = structuredClone(district);
    staffGone.sis.users = staffGone.sis.users.filter((user) => user.sourcedId !== 't2');
    login(staffGone, 't2').workflow_state = 'suspended';
    expect(rulesOf(strict.night(nightOf(staffGone, { before: district.canvas, after: staffGone.canvas })))).toEqual(['D3']);
  });
});

describe('ids that were issued again (B4)', () => {
  const reissue = (moved: boolean) =>
    aNight(
      (district) => {
        for (const id of STUDENTS.slice(0, 4)) {
          const user = sisUser(district, id);
          district.sis.users = district.sis.users.filter((one) => one !== user);
          district.sis.users.push({ ...user, sourcedId: `new-${id}` });
          for (const row of district.sis.enrollments)
            if (JSON.stringify(row.user) === `{"sourcedId":"${id}"}`) row.user = { sourcedId: `new-${id}` };
          if (!moved) continue;
          for (const row of district.canvas.enrollments)
            if (row.user_id === login(district, id).user_id) row.workflow_state = 'inactive';
        }
      },
      [
        { rule: 'B4', entity: 'user', school: '' },
        { rule: 'B2', entity: 'user', school: '' },
      ],
    );

  test('nothing happens to anybody until a person resolves it', () => {
    expect(reissue(false)).toEqual([]);
    expect(reissue(true).every(({ rule }) => rule === 'D5')).toBe(true);
    expect(reissue(true)).toHaveLength(8);
  });

  test('a re-issue that nothing held', () => {
    const found = judged((district) => {
      for (const user of district.sis.users) user.sourcedId = `new-${user.sourcedId}`;
      district.sis.enrollments = [];
      return { sis: district.sis, after: district.canvas };
    });
    expect(rulesOf(found)).toContain('E10');
  });
});
