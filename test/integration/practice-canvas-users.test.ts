import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CanvasUnderTest, canvasUnderTest, warnings } from './practice-canvas-client.ts';

let canvas: CanvasUnderTest;
beforeEach(async () => {
  canvas = await canvasUnderTest();
});
afterEach(() => canvas.close());

const HEAD = 'user_id,login_id,full_name,status';
const users = (...rows: string[]) => canvas.importCsv([HEAD, ...rows]);
const withColumns = (columns: string, ...rows: string[]) => canvas.importCsv([columns, ...rows]);
const login = (id = 'U1') => canvas.dump().logins.find((row) => row.sis_user_id === id) ?? {};
const user = (id = 'U1') => canvas.dump().users.find((row) => row.id === login(id).user_id) ?? {};
const course = () =>
  canvas.importFiles({
    'courses.csv': 'course_id,short_name,long_name,status\nC1,S,L,active\n',
    'sections.csv': 'section_id,course_id,name,status\nS1,C1,One,active\n',
  });
const enrollmentStates = () => canvas.dump().enrollments.map((row) => row.workflow_state);

describe('users.csv', () => {
  test('bad rows: no id, no login, no status, wrong status, in the order of the chunk', async () => {
    const done = await users(',ada,Ada,active', 'U1,,Ada,active', 'U1,ada,Ada,', 'U1,ada,Ada,gone', 'U2,bob,Bob,active');
    expect(warnings(done)).toEqual([
      'No user_id given for a user',
      'No login_id given for user U1',
      'No status given for user U1',
      'Improper status for user U1',
    ]);
    expect(done.data.counts.users).toBe(1);
  });

  test('§8.79 create, rename, rename in Canvas, rename by SIS → the name from Canvas', async () => {
    await users('U1,ada,Ada One,active');
    await users('U1,ada,Ada Two,active');
    expect(user().name).toBe('Ada Two');
    await canvas.ui('edit-user', { user: 'U1', name: 'Ada Ours' });
    await users('U1,ada,Ada Three,active');
    expect(user().name).toBe('Ada Ours');
  });

  test('§8.80 full beats first and last; sortable kept if given; "St. Clair, John" from parts', async () => {
    await withColumns(
      'user_id,login_id,first_name,last_name,full_name,sortable_name,status',
      'U1,a,First,Last,The Full Name,,active',
      'U2,b,First,Last,,"Sorted, Given",active',
      'U3,c,John,St. Clair,,,active',
    );
    expect(['U1', 'U2', 'U3'].map((id) => [user(id).name, user(id).sortable_name])).toEqual([
      ['The Full Name', 'Name, The Full'],
      ['First Last', 'Sorted, Given'],
      ['John St. Clair', 'St. Clair, John'],
    ]);
  });

  test('§8.81 fallbacks: sortable, short, login; §8.82 no name columns → name kept', async () => {
    await withColumns(
      'user_id,login_id,sortable_name,short_name,status',
      'U1,a,"Doe, Jane",,active',
      'U2,b,,Shorty,active',
      'U3,cee,,,active',
    );
    expect(['U1', 'U2', 'U3'].map((id) => user(id).name)).toEqual(['Doe, Jane', 'Shorty', 'cee']);
    await withColumns('user_id,login_id,status', 'U2,b,active');
    expect(user('U2').name).toBe('Shorty');
  });

  test('§8.83 a control character in the login → "Invalid login_id"', async () => {
    expect(warnings(await users('U1,a\u0007da,Ada,active'))).toEqual([
      "Could not save the user with user_id: 'U1'. Invalid login_id: 'a\u0007da'",
    ]);
  });

  test('§8.84 a login of more than 100 characters', async () => {
    expect(warnings(await users(`U1,${'a'.repeat(101)},Ada,active`))).toEqual([
      "Could not save the user with user_id: 'U1'. Unknown reason: unique_id is too long (maximum is 100 characters)",
    ]);
  });

  test('§8.85 the login of another SIS user → "already claimed", whatever the case', async () => {
    await users('U1,ada,Ada,active');
    expect(warnings(await users('U2,ADA,Other,active'))).toEqual([
      "An existing Canvas user with the SIS ID U1 has already claimed U2's user_id requested login information, skipping",
    ]);
  });

  test('§8.86 with update_sis_id_if_login_claimed the owner of the login gets the new id', async () => {
    await users('U1,ada,Ada,active');
    const before = login('U1').user_id;
    await canvas.importCsv([HEAD, 'U2,ada,Ada,active'], 'update_sis_id_if_login_claimed=true');
    expect(login('U2').user_id).toBe(before);
    expect(login('U1')).toEqual({});
  });

  test('§8.87 an integration id in use; §8.88 blank or absent keeps it', async () => {
    const columns = `${HEAD},integration_id`;
    await withColumns(columns, 'U1,ada,Ada,active,I1');
    expect(warnings(await withColumns(columns, 'U2,bob,Bob,active,I1'))).toEqual([
      "An existing Canvas user with the SIS ID U1 has already claimed U2's requested integration_id, skipping",
    ]);
    await withColumns(columns, 'U1,ada,Ada,active,');
    await users('U1,ada,Ada,active');
    expect(login().integration_id).toBe('I1');
  });

  test('§8.89 a login changes hands: giver first works, taker first is refused and the giver changed', async () => {
    await users('U1,ada,Ada,active', 'U2,bob,Bob,active');
    await users('U1,ada2,Ada,active', 'U2,ada,Bob,active');
    expect([login('U1').unique_id, login('U2').unique_id]).toEqual(['ada2', 'ada']);
    const done = await users('U1,ada,Ada,active', 'U2,bob2,Bob,active');
    expect(warnings(done)).toEqual([
      "An existing Canvas user with the SIS ID U2 has already claimed U1's user_id requested login information, skipping",
    ]);
    expect([login('U1').unique_id, login('U2').unique_id]).toEqual(['ada2', 'bob2']);
  });

  test('§8.90 an e-mail changes; §8.91 two users share one; blank keeps; a new user with e-mail makes two changes', async () => {
    const columns = `${HEAD},email`;
    const done = await withColumns(columns, 'U1,ada,Ada,active,a@x.example', 'U2,bob,Bob,active,a@x.example');
    expect(done.data.statistics).toMatchObject({
      total_state_changes: 4,
      Pseudonym: { created: 2 },
      CommunicationChannel: { created: 2 },
    });
    await withColumns(columns, 'U1,ada,Ada,active,b@x.example', 'U2,bob,Bob,active,');
    expect([user('U1').email, user('U2').email]).toEqual(['b@x.example', 'a@x.example']);
  });

  test('§8.92 created deleted → the login is deleted, the address retired; again → silent and not counted', async () => {
    await withColumns(`${HEAD},email`, 'U1,ada,Ada,deleted,a@x.example');
    expect(login().workflow_state).toBe('deleted');
    expect(user().email_state).toBe('retired');
    const done = await users('U1,ada,Ada,deleted');
    expect(done).toMatchObject({ workflow_state: 'imported', data: { counts: { users: 0 } } });
  });

  test('§8.93 the same login in another case for the same user → the last spelling', async () => {
    await users('U1,ada,Ada,active', 'U1,ADA,Ada,active');
    expect(login().unique_id).toBe('ADA');
  });

  test('§8.94 a login without SIS id is adopted; what its maker set stays', async () => {
    const made = await canvas.ui('create-user', { name: 'Hand Made', login_id: 'ada' });
    await users('U1,ada,Ada SIS,active');
    expect(login().user_id).toBe(made.id);
    expect(user().name).toBe('Hand Made');
  });

  test('§8.95 a login changed in Canvas sticks, an override applies', async () => {
    await users('U1,ada,Ada,active');
    await canvas.ui('edit-login', { login: 'U1', login_id: 'ours' });
    await users('U1,ada,Ada,active');
    expect(login().unique_id).toBe('ours');
    await canvas.importCsv([HEAD, 'U1,ada,Ada,active'], 'override_sis_stickiness=true');
    expect(login().unique_id).toBe('ada');
  });

  test('§8.96 deleted → enrollments gone; active → still gone; enrollment rows → back', async () => {
    await course();
    await users('U1,ada,Ada,active');
    const enroll = () => canvas.importCsv(['section_id,user_id,role,status', 'S1,U1,student,active']);
    await enroll();
    const done = await users('U1,ada,Ada,deleted');
    expect(done.data.statistics).toMatchObject({ Pseudonym: { deleted: 1 }, Enrollment: { deleted: 1 } });
    await users('U1,ada,Ada,active');
    expect(enrollmentStates()).toEqual(['deleted']);
    await enroll();
    expect(enrollmentStates()).toEqual(['active']);
  });

  test('§8.97 a second active login protects the enrollments', async () => {
    await course();
    await users('U1,ada,Ada,active');
    await canvas.importCsv(['section_id,user_id,role,status', 'S1,U1,student,active']);
    await canvas.ui('create-login', { user: 'U1', login_id: 'ada-sso' });
    await users('U1,ada,Ada,deleted');
    expect(enrollmentStates()).toEqual(['active']);
    expect(
      (await canvas.report('users', { include_deleted: 'true' })).filter((row) => row.canvas_user_id === String(user().id)),
    ).toHaveLength(2);
  });

  test('§8.98 observers’ enrollments go with the student', async () => {
    await course();
    await users('U1,ada,Ada,active', 'P1,pat,Pat,active');
    await canvas.importFiles({
      'enrollments.csv': 'section_id,user_id,role,status\nS1,U1,student,active\n',
      'user_observers.csv': 'observer_id,student_id,status\nP1,U1,active\n',
    });
    expect(enrollmentStates()).toEqual(['active', 'active']);
    await users('U1,ada,Ada,deleted');
    expect(enrollmentStates()).toEqual(['deleted', 'deleted']);
  });

  test('§8.99 an authentication provider is linked by its word, unlinked by a blank, and refused when absent', async () => {
    const columns = `${HEAD},authentication_provider_id`;
    expect(warnings(await withColumns(columns, 'U1,ada,Ada,active,saml'))).toEqual([
      'unrecognized authentication provider saml for U1, skipping',
    ]);
    const provider = await canvas.ui('create-provider', { auth_type: 'saml' });
    await withColumns(columns, 'U1,ada,Ada,active,saml');
    expect(login().authentication_provider_id).toBe(provider.id);
    await withColumns(columns, `U1,ada,Ada,active,${provider.id}`);
    expect(login().authentication_provider_id).toBe(provider.id);
    await users('U1,ada,Ada,active');
    expect(login().authentication_provider_id).toBeNull();
  });

  test('§8.100 NUL → message', async () => {
    expect(warnings(await users('U1,ada,A\u0000da,active'))).toEqual(['Some of the fields contain NULL character']);
    expect(canvas.dump().logins.find((row) => row.sis_user_id === 'U1')).toBeUndefined();
  });

  test('§8.101 suspend, create suspended, deleted → suspended', async () => {
    await users('U1,ada,Ada,active', 'U2,bob,Bob,suspended', 'U3,cy,Cy,deleted');
    await users('U1,ada,Ada,suspended', 'U3,cy,Cy,suspended');
    expect(['U1', 'U2', 'U3'].map((id) => login(id).workflow_state)).toEqual(['suspended', 'suspended', 'suspended']);
  });

  test('§8.102 pronouns set, <delete>, and the choice made in Canvas wins; §8.103 declared type kept when absent', async () => {
    const columns = `${HEAD},pronouns,declared_user_type`;
    await withColumns(columns, 'U1,ada,Ada,active,she/her,student', 'U2,bob,Bob,active,he/him,');
    await withColumns(columns, 'U2,bob,Bob,active,<delete>,');
    await users('U1,ada,Ada,active');
    expect([user('U1').pronouns, user('U2').pronouns, login('U1').declared_user_type]).toEqual(['she/her', null, 'student']);
    await canvas.ui('edit-user', { user: 'U1', pronouns: 'they/them' });
    await withColumns(columns, 'U1,ada,Ada,active,she/her,');
    expect(user('U1').pronouns).toBe('they/them');
  });

  test('§8.104 revival against a login made by hand → "Canvas ID n has already claimed"', async () => {
    await users('U1,ada,Ada,active', 'U1,ada,Ada,deleted');
    const other = await canvas.ui('create-user', { name: 'Other', login_id: 'ada' });
    expect(warnings(await users('U1,ada,Ada,active'))).toEqual([
      `An existing Canvas user with the Canvas ID ${other.id} has already claimed U1's user_id requested login information, skipping`,
    ]);
  });

  test('§8.105 nobody removes themselves', async () => {
    await canvas.ui('edit-login', { login: 1, sis_user_id: 'ME' });
    expect(warnings(await users('ME,canvas.admin@practice.example,Me,deleted'))).toEqual(["Can't remove yourself user_id 'ME'"]);
  });
});

describe('logins.csv', () => {
  const HEADER = 'user_id,login_id,existing_user_id,existing_integration_id,existing_canvas_user_id,authentication_provider_id';
  const logins = (...rows: string[]) => canvas.importCsv([HEADER, ...rows]);

  test('§8.106 by user id, integration id, Canvas id; unknown, mismatching, taken, missing → four messages', async () => {
    await canvas.ui('create-provider', { auth_type: 'saml' });
    await withColumns(`${HEAD},integration_id`, 'U1,ada,Ada,active,I1', 'U2,bob,Bob,active,I2');
    const id = login('U1').user_id;
    const done = await logins(
      'L1,ada1,U1,,,',
      'L2,ada2,,I1,,',
      `L3,ada3,,,${id},`,
      'L4,ada4,U9,,,',
      'L5,ada5,U1,I2,,',
      'L6,bob,U1,,,',
      'L7,ada7,,,,',
      'L8,bob,U1,,,saml',
    );
    expect(warnings(done)).toEqual([
      'Could not find the existing user for login with SIS ID L4, skipping',
      'An existing user does not match existing user ids provided for login with SIS ID L5, skipping',
      'An existing Canvas user with the SIS ID L6 or login of bob already exists, skipping',
      'No existing user provided for login with SIS ID L7',
    ]);
    expect(['L1', 'L2', 'L3', 'L8'].map((sisId) => login(sisId).user_id)).toEqual([id, id, id, id]);
    expect(warnings(await logins('L1,ada1,U1,,,'))).toEqual([
      'An existing Canvas user with the SIS ID L1 or login of ada1 already exists, skipping',
    ]);
  });
});
