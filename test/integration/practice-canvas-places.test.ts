import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CanvasUnderTest, canvasUnderTest, warnings } from './practice-canvas-client.ts';

let canvas: CanvasUnderTest;
beforeEach(async () => {
  canvas = await canvasUnderTest();
});
afterEach(() => canvas.close());

const accounts = (...rows: string[]) => canvas.importCsv(['account_id,parent_account_id,name,status', ...rows]);
const terms = (...rows: string[]) => canvas.importCsv(['term_id,name,status,start_date,end_date', ...rows]);
const account = (id: string) => canvas.dump().accounts.find((row) => row.sis_source_id === id);
const term = (id: string) => canvas.dump().terms.find((row) => row.sis_source_id === id);

describe('accounts.csv', () => {
  test('§8.18 blank id, unknown parent, wrong status, blank name → four messages, the good row kept', async () => {
    const done = await accounts('A1,,Good,active', ',,No Id,active', 'A2,Nowhere,Lost,active', 'A3,,Odd,inactive', 'A4,,,active');
    expect(warnings(done)).toEqual([
      'No account_id given for an account',
      "Parent account didn't exist for A2",
      'Improper status "inactive" for account A3, skipping',
      'No name given for account A4, skipping',
    ]);
    expect(done).toMatchObject({ workflow_state: 'imported_with_messages', data: { counts: { accounts: 1, warning_count: 4 } } });
    expect(account('A1')).toMatchObject({ name: 'Good', parent_account_id: 1 });
  });

  test('§8.19 a chain A1 → A2 → A3 in order is built', async () => {
    await accounts('A1,,One,active', 'A2,A1,Two,active', 'A3,A2,Three,active');
    expect(account('A3')?.of_parent).toBe('A2');
    expect((await canvas.list('accounts/self/sub_accounts?recursive=true')).map((row) => row.sis_account_id)).toEqual([
      'A1',
      'A2',
      'A3',
    ]);
    expect(await canvas.list('accounts/sis_account_id:A1/sub_accounts')).toHaveLength(1);
  });

  test('§8.20 rows with a parent only → moved, name and state kept, a deleted account too', async () => {
    await accounts('A1,,One,active', 'A2,,Two,active', 'A3,,Three,active', 'A3,,Three,deleted');
    await canvas.importCsv(['account_id,parent_account_id,name,status', 'A2,A1,,', 'A3,A1,,']);
    expect(account('A2')).toMatchObject({ of_parent: 'A1', name: 'Two', workflow_state: 'active' });
    expect(account('A3')).toMatchObject({ of_parent: 'A1', name: 'Three', workflow_state: 'deleted' });
  });

  test('§8.21 deleting an account with an active child, or with courses, is refused', async () => {
    await accounts('A1,,One,active', 'A2,A1,Two,active');
    await canvas.importCsv(['course_id,short_name,long_name,account_id,status', 'C1,S,L,A2,active']);
    const done = await accounts('A1,,One,deleted', 'A2,A1,Two,deleted');
    expect(warnings(done)).toEqual([
      'Cannot delete the sub_account with ID: A1 because it has active sub accounts.',
      'Cannot delete the sub_account with ID: A2 because it has active courses.',
    ]);
    expect(account('A1')).toMatchObject({ workflow_state: 'active' });
  });

  test('§8.22 a rename in Canvas wins over a rename by SIS, which is counted without a message', async () => {
    await accounts('A1,,One,active');
    await canvas.ui('edit-account', { account: 'A1', name: 'Ours' });
    const done = await accounts('A1,,SIS says,active');
    expect(done).toMatchObject({ workflow_state: 'imported', data: { counts: { accounts: 1 } } });
    expect(account('A1')?.name).toBe('Ours');
  });

  test('§8.23 an add-sticky parent stays on a plain move and follows an add-sticky one', async () => {
    await accounts('A1,,One,active', 'A2,,Two,active', 'A3,,Three,active');
    const move = (parent: string, options = '') =>
      canvas.importCsv(['account_id,parent_account_id,name,status', `A3,${parent},Three,active`], options);
    await move('A1', 'override_sis_stickiness=1&add_sis_stickiness=1');
    await move('A2');
    expect(account('A3')?.of_parent).toBe('A1');
    await move('A2', 'override_sis_stickiness=1&add_sis_stickiness=1');
    expect(account('A3')?.of_parent).toBe('A2');
  });

  test('§8.24 a loop of parents is refused', async () => {
    await accounts('A1,,One,active', 'A2,A1,Two,active');
    expect(warnings(await accounts('A1,A2,One,active'))).toEqual(["Setting account A1's parent to A2 would create a loop"]);
  });

  test('§8.25 an unchanged row is still stamped with the new import', async () => {
    await accounts('A1,,One,active');
    const done = await accounts('A1,,One,active');
    expect(account('A1')?.sis_batch_id).toBe(done.id);
    expect(done.data.statistics.total_state_changes).toBe(0);
  });

  test('§8.25a [M] a row naming a deleted parent', async () => {
    await accounts('A1,,One,active', 'A1,,One,deleted');
    expect(warnings(await accounts('A2,A1,Two,active'))).toEqual([
      'Cannot restore sub_account with ID: A2 because parent_account with ID: A1 has been deleted.',
    ]);
  });

  test('§8.25b [M] a missing or blank integration_id column keeps the value; courses and sections too', async () => {
    await canvas.importCsv(['account_id,parent_account_id,name,status,integration_id', 'A1,,One,active,I1']);
    await accounts('A1,,One,active');
    await canvas.importCsv(['account_id,parent_account_id,name,status,integration_id', 'A1,,One,active,']);
    expect(account('A1')?.integration_id).toBe('I1');

    await canvas.importFiles({
      'courses.csv': 'course_id,short_name,long_name,status,integration_id\nC1,S,L,active,IC\n',
      'sections.csv': 'section_id,course_id,name,status,integration_id\nS1,C1,One,active,IS\n',
    });
    await canvas.importFiles({
      'courses.csv': 'course_id,short_name,long_name,status\nC1,S,L,active\n',
      'sections.csv': 'section_id,course_id,name,status\nS1,C1,One,active\n',
    });
    expect(await canvas.get('courses/sis_integration_id:IC')).toMatchObject({ sis_course_id: 'C1' });
    expect(await canvas.get('sections/sis_integration_id:IS')).toMatchObject({ sis_section_id: 'S1' });
  });
});

describe('terms.csv', () => {
  test('§8.26 three bad rows → three messages in order', async () => {
    const done = await terms('T1,Good,active,,', 'T2,Odd,inactive,,', ',No Id,active,,', 'T3,,active,,');
    expect(warnings(done)).toEqual([
      'Improper status "inactive" for term T2',
      'No term_id given for a term',
      'No name given for term T3',
    ]);
  });

  test('§8.27 month 13 → "Bad date format", the term exists without dates', async () => {
    const done = await terms('T1,One,active,2026-13-01T00:00:00Z,2026-12-19T00:00:00Z');
    expect(warnings(done)).toEqual(['Bad date format for term T1']);
    expect(term('T1')).toMatchObject({ start_at: null, end_at: null });
  });

  test('§8.28 name and dates edited in Canvas stay', async () => {
    await terms('T1,One,active,2026-08-10,2026-12-19');
    await canvas.ui('edit-term', { term: 'T1', name: 'Ours', end_at: '2026-12-23T00:00:00Z' });
    await terms('T1,SIS,active,2026-08-01,2026-12-01');
    expect(term('T1')).toMatchObject({ name: 'Ours', start_at: '2026-08-10T00:00:00Z', end_at: '2026-12-23T00:00:00Z' });
  });

  test('blank dates clear', async () => {
    await terms('T1,One,active,2026-08-10,2026-12-19');
    await terms('T1,One,active,,');
    expect(term('T1')).toMatchObject({ start_at: null, end_at: null });
  });

  test('§8.29 deleting a term with an active course is refused, and accepted after the course is gone', async () => {
    await terms('T1,One,active,,');
    const course = (status: string) => canvas.importCsv(['course_id,short_name,long_name,term_id,status', `C1,S,L,T1,${status}`]);
    await course('active');
    expect(warnings(await terms('T1,One,deleted,,'))).toEqual([
      'A term did not pass validation (term: T1 / One, error: Cannot delete a term with active courses)',
    ]);
    await course('deleted');
    expect((await terms('T1,One,deleted,,')).workflow_state).toBe('imported');
    expect(term('T1')?.workflow_state).toBe('deleted');
  });

  test('§8.30 an override row sets a role’s dates, a deleted one removes them', async () => {
    await terms('T1,One,active,2026-08-10,2026-12-19');
    const override = (id: string, type: string, status: string) =>
      canvas.importCsv([
        'term_id,name,status,date_override_enrollment_type,start_date,end_date',
        `${id},,${status},${type},2026-08-01,2027-01-18`,
      ]);
    await override('T1', 'StudentEnrollment', 'active');
    const listed = async () =>
      (await canvas.get('accounts/self/terms?include[]=overrides')).enrollment_terms as Record<string, unknown>[];
    expect((await listed()).at(-1)).toMatchObject({
      sis_term_id: 'T1',
      start_at: '2026-08-10T00:00:00Z',
      overrides: { StudentEnrollment: { start_at: '2026-08-01T00:00:00Z', end_at: '2027-01-18T00:00:00Z' } },
    });
    await override('T1', 'StudentEnrollment', 'deleted');
    expect((await listed()).at(-1)).toMatchObject({ overrides: {} });
    expect(warnings(await override('T9', 'StudentEnrollment', 'active'))).toEqual([
      'Cannot set date override on non-existent term',
    ]);
    expect(warnings(await override('T1', 'Student', 'active'))).toEqual(['Invalid date_override_enrollment_type']);
  });
});

describe('edits by hand', () => {
  test('an id that another object of the kind has is refused, deleted ones included (§1.13)', async () => {
    await accounts('A1,,One,active', 'A2,,Two,active');
    await canvas.ui('edit-account', { account: 'A1', integration_id: 'I1' });
    await canvas.ui('delete-account', { account: 'A1' });
    const refused = async (action: string, body: object) =>
      ((await (await canvas.control('POST', `/ui/${action}`, body)).json()) as { error: string }).error;
    expect(await refused('create-account', { name: 'Three', sis_account_id: 'A1' })).toBe('sis_account_id A1 is already in use');
    expect(await refused('edit-account', { account: 'A2', sis_account_id: 'A1' })).toBe('sis_account_id A1 is already in use');
    expect(await refused('edit-account', { account: 'A2', integration_id: 'I1' })).toBe('integration_id I1 is already in use');
    await canvas.ui('create-user', { name: 'Ann', login_id: 'ann', sis_user_id: 'U1' });
    expect(await refused('create-user', { name: 'Ann Other', login_id: 'ANN' })).toBe('login_id ANN is already in use');
    expect(await refused('create-user', { name: 'Ben', login_id: 'ben', sis_user_id: 'U1' })).toBe(
      'sis_user_id U1 is already in use',
    );
    expect(canvas.dump().users.map((user) => user.name)).not.toContain('Ben');
  });

  test('names of 255 characters are taken however many bytes they have, longer ones are not (§1.4)', async () => {
    const name = '🎸'.repeat(255);
    expect(warnings(await accounts(`A1,,${name},active`, `A2,,${name}x,active`))).toEqual([
      'An account did not pass validation (account: A2, error: Name is too long (maximum is 255 characters))',
    ]);
    expect(account('A1')?.name).toBe(name);
  });
});
