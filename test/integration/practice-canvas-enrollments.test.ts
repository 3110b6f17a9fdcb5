import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CanvasUnderTest, canvasUnderTest, warnings } from './practice-canvas-client.ts';

let canvas: CanvasUnderTest;
beforeEach(async () => {
  canvas = await canvasUnderTest();
  await canvas.importFiles({
    'accounts.csv': 'account_id,parent_account_id,name,status\nA1,,One,active\nA2,,Two,active\n',
    'courses.csv': 'course_id,short_name,long_name,account_id,status\nC1,S1,One,A1,active\nC2,S2,Two,A1,active\n',
    'sections.csv': 'section_id,course_id,name,status\nS1,C1,One,active\nS2,C2,Two,active\nS3,C1,Three,active\n',
    'users.csv':
      'user_id,login_id,full_name,status,integration_id\nU1,ada,Ada,active,I1\nU2,bob,Bob,active,\nU3,cy,Cy,active,\nP1,pat,Pat,active,\n',
  });
});
afterEach(() => canvas.close());

const rows = (...lines: string[]) => canvas.importCsv(['course_id,section_id,user_id,role,status', ...lines]);
const wide = (columns: string, ...lines: string[]) =>
  canvas.importCsv([`course_id,section_id,user_id,role,status,${columns}`, ...lines]);
const states = () => canvas.dump().enrollments.map((row) => [row.of_user, row.of_section, row.workflow_state]);

describe('enrollments.csv', () => {
  test('§8.107 context, user and status messages precede role and associated-user messages', async () => {
    const done = await wide(
      'associated_user_id',
      ',S1,U1,cheater,active,',
      ',S1,U1,observer,active,U9',
      ',,U1,student,active,',
      ',S1,,student,active,',
      ',S1,U1,student,gone,',
    );
    expect(warnings(done)).toEqual([
      'No course_id or section_id given for an enrollment',
      'No user_id given for an enrollment',
      'Improper status "gone" for an enrollment',
      'Improper role "cheater" for an enrollment',
      'An enrollment referenced a non-existent associated user U9',
    ]);
    const listed = (await canvas.get(`accounts/self/sis_imports/${done.id}/errors`)).sis_import_errors as { row: number }[];
    expect(listed.map((message) => message.row)).toEqual([3, 2, 6, 5, 4]);
  });

  test('§8.108 unknown course, unknown section, unrelated pair, neither, unknown user → their texts', async () => {
    const done = await rows(
      'C9,S1,U1,student,active',
      'C1,S9,U1,student,active',
      'C2,S1,U1,student,active',
      ',S9,U1,student,active',
      ',S1,U9,student,active',
    );
    expect(warnings(done)).toEqual([
      'An enrollment referenced a non-existent course C9',
      'An enrollment referenced a non-existent section S9',
      'An enrollment listed a section (S1) and a course (C2) that are unrelated for user (U1)',
      'Neither course nor section existed for user enrollment (Course ID: , Section ID: S9, User ID: U1)',
      'User not found for enrollment (User ID: U9, Course ID: , Section ID: S1)',
    ]);
  });

  test('§8.109 all roles, the default section, dates, an observer link', async () => {
    const done = await wide(
      'start_date,end_date,associated_user_id',
      'C1,,U1,student,active,2026-08-10,2026-12-19,',
      ',S1,U1,Teacher,active,,,',
      ',S1,U2,ta,active,,,',
      ',S1,U2,designer,active,,,',
      ',S1,P1,observer,active,,,U1',
      ',S1,U3,StudentEnrollment,active,,,',
      ',S3,U3,Students of the band,active,,,',
    );
    expect(done).toMatchObject({ workflow_state: 'imported', data: { counts: { enrollments: 7 } } });
    const made = canvas.dump().enrollments;
    expect(made.map((row) => row.type)).toEqual([
      'StudentEnrollment',
      'TeacherEnrollment',
      'TaEnrollment',
      'DesignerEnrollment',
      'ObserverEnrollment',
      'StudentEnrollment',
      'StudentEnrollment',
    ]);
    expect(made[0]).toMatchObject({
      of_section: null,
      of_course: 'C1',
      start_at: '2026-08-10T00:00:00Z',
      end_at: '2026-12-19T00:00:00Z',
    });
    expect(canvas.dump().sections.find((row) => row.id === made[0]?.course_section_id)).toMatchObject({
      default_section: true,
      name: 'One',
    });
  });

  test('§8.110 by integration id', async () => {
    const done = await canvas.importCsv(['section_id,user_id,user_integration_id,role,status', 'S1,,I1,student,active']);
    expect(done.data.counts.enrollments).toBe(1);
    expect(states()).toEqual([['U1', 'S1', 'active']]);
  });

  test('§8.111 dates edited in Canvas are kept; otherwise blank clears', async () => {
    const dated = (start: string, end: string) => wide('start_date,end_date', `,S1,U1,student,active,${start},${end}`);
    await dated('2026-08-10', '2026-12-19');
    await rows(',S1,U1,student,active');
    expect(canvas.dump().enrollments).toMatchObject([{ start_at: null, end_at: null }]);
    await canvas.ui('edit-enrollment', { user: 'U1', section: 'S1', start_at: '2026-09-01T00:00:00Z' });
    await dated('2026-08-10', '2026-12-19');
    expect(canvas.dump().enrollments).toMatchObject([{ start_at: '2026-09-01T00:00:00Z', end_at: null }]);
  });

  test('§8.112 deleted creates deleted, active revives; §8.113 re-deletion is counted', async () => {
    expect((await rows(',S1,U1,student,deleted')).data.counts.enrollments).toBe(1);
    expect(states()).toEqual([['U1', 'S1', 'deleted']]);
    expect((await rows(',S1,U1,student,active')).data).toMatchObject({
      counts: { enrollments: 1 },
      statistics: { Enrollment: { restored: 1 } },
    });
    await rows(',S1,U1,student,deleted');
    const again = await rows(',S1,U1,student,deleted');
    expect(again.data).toMatchObject({ counts: { enrollments: 1 }, statistics: { total_state_changes: 0 } });
  });

  test('§8.114 [M] deleted enrollment and deleted login → warning, not counted, zero changes', async () => {
    await rows(',S1,U1,student,active');
    await canvas.importCsv(['user_id,login_id,full_name,status', 'U1,ada,Ada,deleted']);
    for (const status of ['active', 'deleted']) {
      const done = await rows(`C1,S1,U1,student,${status}`);
      expect(warnings(done)).toEqual(['Attempted enrolling with deleted sis login ada in course C1']);
      expect(done.data).toMatchObject({ counts: { enrollments: 0 }, statistics: { total_state_changes: 0 } });
    }
  });

  test('§8.115 student and teacher in one section → two enrollments', async () => {
    await rows(',S1,U1,student,active', ',S1,U1,teacher,active');
    expect(states()).toHaveLength(2);
  });

  test('§8.116 limit_section_privileges true, false, blank; blank later keeps', async () => {
    await wide('limit_section_privileges', ',S1,U1,student,active,true', ',S1,U2,student,active,false', ',S1,U3,student,active,');
    await wide('limit_section_privileges', ',S1,U1,student,active,');
    await rows(',S1,U1,student,active');
    expect(canvas.dump().enrollments.map((row) => row.limit_privileges_to_course_section)).toEqual([true, false, false]);
    expect((await canvas.report('enrollments')).map((row) => row.limit_section_privileges)).toEqual(['true', 'false', 'false']);
  });

  test('§8.117 an observer of two students → two; §8.118 the associated user counts for observers only', async () => {
    await wide('associated_user_id', ',S1,P1,observer,active,U1', ',S1,P1,observer,active,U2', ',S1,U3,student,active,U1');
    expect(canvas.dump().enrollments.map((row) => row.associated_user_id !== null)).toEqual([true, true, false]);
  });

  test('§8.119 the default section cross-listed by hand → the enrollment follows it', async () => {
    await rows('C1,,U1,student,active');
    const section = canvas.dump().sections.find((row) => row.default_section === true);
    await canvas.ui('cross-list', { section: section?.id, course: 'C2' });
    await rows('C1,,U2,student,active');
    expect(canvas.dump().enrollments.map((row) => [row.course_section_id, row.of_course])).toEqual([
      [section?.id, 'C2'],
      [section?.id, 'C2'],
    ]);
  });

  test('§8.120 custom roles: by name, by id, inactive, unknown, inherited, of a sibling account', async () => {
    const aide = await canvas.ui('create-role', { name: 'Aide', base_role_type: 'TaEnrollment' });
    await canvas.ui('create-role', { name: 'Off', base_role_type: 'TaEnrollment', inactive: true });
    await canvas.ui('create-role', { name: 'Own', base_role_type: 'StudentEnrollment', account: 'A1' });
    await canvas.ui('create-role', { name: 'Sibling', base_role_type: 'StudentEnrollment', account: 'A2' });
    const done = await wide(
      'role_id',
      ',S1,U1,Aide,active,',
      `,S1,U2,,active,${aide.id}`,
      ',S1,U1,Off,active,',
      ',S1,U1,Nothing,active,',
      ',S1,U3,Own,active,',
      ',S1,U1,Sibling,active,',
    );
    expect(warnings(done)).toEqual(['Off', 'Nothing', 'Sibling'].map((name) => `Improper role "${name}" for an enrollment`));
    expect((await canvas.report('enrollments')).map((row) => [row.role, row.base_role_type])).toEqual([
      ['Aide', 'TaEnrollment'],
      ['Aide', 'TaEnrollment'],
      ['Own', 'StudentEnrollment'],
    ]);
  });

  test('§8.121 deleting a student’s enrollment deletes the linked observer’s, restoring restores it', async () => {
    await rows(',S1,U1,student,active');
    await canvas.importCsv(['observer_id,student_id,status', 'P1,U1,active']);
    await rows(',S1,U1,student,deleted');
    expect(states().map(([, , state]) => state)).toEqual(['deleted', 'deleted']);
    await rows(',S1,U1,student,active');
    expect(states().map(([, , state]) => state)).toEqual(['active', 'active']);
  });

  test('§8.122 a user deleted in Canvas → "Attempted enrolling of deleted user", counted, a deleted enrollment', async () => {
    await canvas.ui('delete-user', { user: 'U1' });
    const done = await rows('C1,S1,U1,student,active');
    expect(warnings(done)).toEqual(['Attempted enrolling of deleted user U1 in course C1']);
    expect(done.data.counts.enrollments).toBe(1);
    expect(states()).toEqual([['U1', 'S1', 'deleted']]);
  });

  test('§8.123 a deleted login beside an active one → enrolled, with a warning', async () => {
    await canvas.ui('create-login', { user: 'U1', login_id: 'ada-sso' });
    await canvas.importCsv(['user_id,login_id,full_name,status', 'U1,ada,Ada,deleted']);
    const done = await rows('C1,S1,U1,student,active');
    expect(warnings(done)).toEqual(['Enrolled a user U1 in course C1, but referenced a deleted sis login']);
    expect(canvas.dump().enrollments).toMatchObject([{ workflow_state: 'active' }]);
  });

  test('§8.124 a deleted section → "is not a valid section"; a delete row passes', async () => {
    await canvas.importCsv(['section_id,course_id,name,status', 'S1,C1,One,deleted']);
    const done = await rows('C1,S1,U1,student,active', 'C1,S1,U2,student,deleted');
    expect(warnings(done)).toEqual([
      'An enrollment did not pass validation (course: C1, section: S1, user: U1, role: student, error: is not a valid section)',
    ]);
    expect(done.data.counts.enrollments).toBe(1);
  });

  test('§8.125 deleted_last_completed: three fresh → one completed, two deleted; beside an active one → all deleted', async () => {
    await canvas.importCsv(['section_id,course_id,name,status', 'S4,C1,Four,active']);
    const last = (user: string, ...sections: string[]) =>
      rows(...sections.map((section) => `,${section},${user},student,deleted_last_completed`));
    await last('U1', 'S1', 'S3', 'S4');
    expect(
      states()
        .map(([, , state]) => state)
        .toSorted(),
    ).toEqual(['completed', 'deleted', 'deleted']);
    await rows(',S1,U2,student,active');
    await last('U2', 'S3', 'S4');
    expect(
      states()
        .filter(([user]) => user === 'U2')
        .map(([, , state]) => state),
    ).toEqual(['active', 'deleted', 'deleted']);
  });

  test('§8.126 a bad last row is harmless', async () => {
    const done = await rows(',S1,U1,student,active', ',S1,U2,student,active', ',S9,U9,student,active');
    expect(done.data.counts.enrollments).toBe(2);
  });

  test('§8.127 a blueprint course takes teachers, no students and no observers', async () => {
    await canvas.ui('edit-course', { course: 'C1', blueprint: true });
    const done = await wide(
      'associated_user_id',
      ',S1,U1,teacher,active,',
      ',S1,U2,student,active,',
      ',S1,P1,observer,active,U2',
    );
    expect(warnings(done)).toEqual([
      'Student enrollment for "U2" not allowed in blueprint course "C1"',
      'Observer enrollment for "P1" not allowed in blueprint course "C1"',
    ]);
    expect(done.data.counts.enrollments).toBe(1);
  });

  test('completed, inactive and active again; a changed section is a new enrollment', async () => {
    await rows(',S1,U1,student,active');
    const done = await rows(',S1,U1,student,inactive');
    expect(done.data.statistics).toMatchObject({ Enrollment: { deactivated: 1 } });
    await rows(',S1,U1,student,completed', ',S3,U1,student,active');
    expect(states()).toEqual([
      ['U1', 'S1', 'completed'],
      ['U1', 'S3', 'active'],
    ]);
  });
});
