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
const states = () => canvas.dump().enrollments.map((row) => [row.of_user, row.of_section, row.workflow_state]);

describe('user_observers.csv', () => {
  const links = (...lines: string[]) => canvas.importCsv(['observer_id,student_id,status', ...lines]);

  test('§8.128 seven bad rows → seven messages', async () => {
    const done = await links(
      ',U1,active',
      'P1,,active',
      'P1,P1,active',
      'P1,U1,gone',
      'P9,U1,active',
      'P1,U9,active',
      'P1,U1,deleted',
    );
    expect(warnings(done)).toEqual([
      'No observer_id given for a user observer',
      'No user_id given for a user observer',
      "Can't observe yourself user P1",
      'Improper status "gone" for a user_observer',
      'An observer referenced a non-existent user P9',
      'A student referenced a non-existent user U9',
      "Can't delete a non-existent observer for observer: P1, student: U1",
    ]);
  });

  test('§8.129 ACTIVE, then deleted: the observer enrollments come and go', async () => {
    await rows(',S1,U1,student,active');
    await links('P1,U1,ACTIVE');
    await rows(',S2,U1,student,active');
    expect(states().filter(([user]) => user === 'P1')).toEqual([
      ['P1', 'S1', 'active'],
      ['P1', 'S2', 'active'],
    ]);
    await links('P1,U1,deleted');
    expect(
      states()
        .filter(([user]) => user === 'P1')
        .map(([, , state]) => state),
    ).toEqual(['deleted', 'deleted']);
  });
});

describe('observers by hand', () => {
  const link = { observer: 'P1', student: 'U1' };
  const live = () => canvas.dump().observer_links.filter((row) => row.workflow_state === 'active').length;

  test('§1.12 a link made in Canvas’ pages gives what the student has, one removed takes it; both are no import’s', async () => {
    await rows(',S1,U1,student,active');
    await canvas.ui('add-observer', link);
    expect([live(), states().filter(([user]) => user === 'P1')]).toEqual([1, [['P1', 'S1', 'active']]]);
    expect(canvas.dump().observer_links[0]).toMatchObject({ sis_batch_id: null });
    await canvas.ui('remove-observer', link);
    expect([live(), states().filter(([user]) => user === 'P1')]).toEqual([0, [['P1', 'S1', 'deleted']]]);
    await canvas.ui('add-observer', link);
    expect([live(), states().filter(([user]) => user === 'P1')]).toEqual([1, [['P1', 'S1', 'active']]]);
  });

  test('nobody observes themselves, and a link that is not there is not removed', async () => {
    await expect(canvas.ui('add-observer', { observer: 'P1', student: 'P1' })).rejects.toThrow('nobody observes themselves');
    await expect(canvas.ui('remove-observer', link)).rejects.toThrow('there is no such observer');
    await expect(canvas.ui('add-observer', { observer: 'P9', student: 'U1' })).rejects.toThrow('there is no observer P9');
  });
});

describe('change_sis_id.csv', () => {
  const change = (...lines: string[]) => canvas.importCsv(['old_id,new_id,old_integration_id,new_integration_id,type', ...lines]);

  test('§8.133 ids of five kinds, words in any case and with blanks around', async () => {
    await canvas.importCsv(['term_id,name,status', 'T1,One,active']);
    const done = await change('A1,A1x,,,Account', 'T1,T1x,,,term', 'C1,C1x,,,COURSE', 'S1,S1x,,,Section ', 'U1,U1x,,,user');
    expect(done.data.counts.change_sis_ids).toBe(5);
    expect(await canvas.get('courses/sis_course_id:C1x')).toMatchObject({ name: 'One' });
    expect(await canvas.get('users/sis_user_id:U1x')).toMatchObject({ name: 'Ada' });
    expect((await canvas.call('GET', 'users/sis_user_id:U1')).status).toBe(404);
  });

  test('§8.134 the refusals; a second run of the same file warns "non-existent"', async () => {
    const done = await change('U1,U2,,,user', 'U9,U8,,,user', ',U8,,,user', 'U1,,,,user', 'U1,U8,,,', 'U1,U8,,,pupil');
    expect(warnings(done)).toEqual([
      "A new_id, 'U2', referenced an existing user and the user with sis_user_id 'U1' was not updated",
      "An old_id, 'U9', referenced a non-existent user and was not changed.",
      'No old_id or old_integration_id given for change_sis_id',
      'No new_id or new_integration_id given for change_sis_id',
      'No type given for change_sis_id',
      "Invalid type 'pupil' for change_sis_id",
    ]);
    const ids = await change('U2,,,I1,user', ',U8,I9,,user', 'G1,,,IG,group_category', 'G1,G2,,,group');
    expect(warnings(ids)).toEqual([
      "A new_integration_id, 'I1', referenced an existing user and the user with integration_id '' was not updated",
      "An old_integration_id, 'I9', referenced a non-existent user and was not changed.",
      'Group categories should not have integration IDs.',
      "An old_id, 'G1', referenced a non-existent group and was not changed.",
    ]);
    await change('U1,U5,,,user');
    expect(warnings(await change('U1,U6,,,user'))).toEqual([
      "An old_id, 'U1', referenced a non-existent user and was not changed.",
    ]);
  });

  test('§8.135 <delete> empties the integration id; both ids at once must agree', async () => {
    await change('U1,U1x,I1,I1x,user');
    expect(canvas.dump().logins.find((row) => row.sis_user_id === 'U1x')).toMatchObject({ integration_id: 'I1x' });
    await change('U1x,,,<delete>,user');
    expect(canvas.dump().logins.find((row) => row.sis_user_id === 'U1x')).toMatchObject({ integration_id: null });
    await change('U2,,,I2,user');
    expect(warnings(await change('U3,U4,I2,,user'))).toEqual([
      "An old_id, 'U3', referenced a different user than the old_integration_id, 'I2'",
    ]);
  });
});

describe('admins.csv', () => {
  const admins = (...lines: string[]) => canvas.importCsv(['user_id,account_id,role,role_id,status', ...lines]);

  test('§8.130 eight bad rows → eight messages', async () => {
    const done = await admins(
      ',A1,AccountAdmin,,active',
      'U1,A1,AccountAdmin,,',
      'U1,A1,,,active',
      'U1,A1,AccountAdmin,,gone',
      'U1,A9,AccountAdmin,,active',
      'U1,A1,accountadmin,,active',
      'U1,A1,,99,active',
      'U9,A1,AccountAdmin,,active',
    );
    expect(warnings(done)).toEqual([
      'No user_id given for admin',
      'No status given for admin',
      'No role_id or role given for admin',
      'Invalid status gone for admin',
      'Invalid account_id given for admin',
      "Invalid role 'accountadmin' for admin",
      "Invalid role_id '99' for admin",
      "Invalid or unknown user_id 'U9' for admin",
    ]);
  });

  test('§8.131 blank account = root; an administrator of a sub-account is removed only when SIS-managed', async () => {
    await admins('U1,,AccountAdmin,,active', 'U2,A1,AccountAdmin,,active');
    const done = await admins('U2,A1,AccountAdmin,,deleted', 'U3,A1,AccountAdmin,,deleted');
    expect(done).toMatchObject({ workflow_state: 'imported', data: { counts: { admins: 1 } } });
    expect((await canvas.report('admins')).map((row) => [row.user_id, row.account_id])).toEqual([
      ['', ''],
      ['U1', ''],
    ]);
    await canvas.ui('create-admin', { user: 'U3', account: 'A1' });
    const byHand = await admins('U3,A1,AccountAdmin,,deleted');
    expect(byHand).toMatchObject({ workflow_state: 'imported', data: { counts: { admins: 0 } } });
    await admins('U3,A1,AccountAdmin,,active');
    await admins('U3,A1,AccountAdmin,,deleted');
    expect((await canvas.report('admins')).map((row) => row.user_id)).toEqual(['', 'U1']);
  });

  test('§8.132 one’s own root role stays', async () => {
    await canvas.ui('edit-login', { login: 1, sis_user_id: 'ME' });
    expect(warnings(await admins('ME,,AccountAdmin,,deleted'))).toEqual(["Can't remove yourself user_id 'ME'"]);
  });
});
