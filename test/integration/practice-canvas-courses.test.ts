import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CanvasUnderTest, canvasUnderTest, warnings } from './practice-canvas-client.ts';

let canvas: CanvasUnderTest;
beforeEach(async () => {
  canvas = await canvasUnderTest();
  await canvas.importFiles({
    'accounts.csv': 'account_id,parent_account_id,name,status\nA1,,One,active\nA2,,Two,active\nA3,,Three,active\n',
    'terms.csv': 'term_id,name,status\nT1,One,active\nT2,Two,active\nT3,Three,active\nT4,Four,active\n',
  });
});
afterEach(() => canvas.close());

const row = (header: string, ...rows: string[]) => canvas.importCsv([`course_id,short_name,long_name,status${header}`, ...rows]);
const course = (id = 'C1') => canvas.dump().courses.find((found) => found.sis_source_id === id) ?? {};

describe('courses.csv', () => {
  test('§8.31 bad rows → id, status, short, long messages; an unknown term is the default term, silently', async () => {
    const done = await row(',term_id', ',S,L,active,', 'C2,S,L,inactive,', 'C3,,L,active,', 'C4,S,,active,', 'C5,S,L,active,T9');
    expect(warnings(done)).toEqual([
      'No course_id given for a course',
      'Improper status "inactive" for course C2',
      'No short_name given for course C3',
      'No long_name given for course C4',
    ]);
    expect(course('C5')).toMatchObject({ enrollment_term_id: 1, workflow_state: 'claimed' });
  });

  test('§8.32 unknown account → refused; §8.33 unless the fallback account is known', async () => {
    const done = await row(',account_id,fallback_account_id', 'C1,S,L,active,A9,', 'C2,S,L,active,A9,A2');
    expect(warnings(done)).toEqual(['Account not found "A9" for course C1']);
    expect(course('C2').of_account).toBe('A2');
  });

  test('§8.34 account set, then blank → kept', async () => {
    await row(',account_id', 'C1,S,L,active,A1');
    await row(',account_id', 'C1,S,L,active,');
    expect(course().of_account).toBe('A1');
  });

  test('§8.35 T1 → T2 by SIS, T3 in Canvas, T4 by SIS → T3', async () => {
    await row(',term_id', 'C1,S,L,active,T1');
    await row(',term_id', 'C1,S,L,active,T2');
    expect(course().of_term).toBe('T2');
    await canvas.ui('edit-course', { course: 'C1', term: 'T3' });
    await row(',term_id', 'C1,S,L,active,T4');
    expect(course().of_term).toBe('T3');
  });

  test('§8.36 the same for the account', async () => {
    await row(',account_id', 'C1,S,L,active,A1');
    await canvas.ui('edit-course', { course: 'C1', account: 'A2' });
    await row(',account_id', 'C1,S,L,active,A3');
    expect(course().of_account).toBe('A2');
  });

  test('§8.37 a rename without an edit in Canvas renames; §8.38 name and code edited in Canvas stay', async () => {
    await row('', 'C1,S,L,active');
    await row('', 'C1,S2,L2,active');
    expect(course()).toMatchObject({ course_code: 'S2', name: 'L2' });
    await canvas.ui('edit-course', { course: 'C1', name: 'Ours', course_code: 'OUR' });
    await row('', 'C1,S3,L3,active');
    expect(course()).toMatchObject({ course_code: 'OUR', name: 'Ours' });
  });

  test('§8.39 none, start, end, both dates → restriction false, true, true, true', async () => {
    await row(
      ',start_date,end_date',
      'C0,S,L,active,,',
      'C1,S,L,active,2026-08-10,',
      'C2,S,L,active,,2026-12-19',
      'C3,S,L,active,2026-08-10,2026-12-19',
    );
    expect(['C0', 'C1', 'C2', 'C3'].map((id) => course(id).restrict_enrollments_to_course_dates)).toEqual([
      false,
      true,
      true,
      true,
    ]);
  });

  test('§8.40 <delete> in both date cells → restriction off', async () => {
    await row(',start_date,end_date', 'C1,S,L,active,2026-08-10,2026-12-19');
    await row(',start_date,end_date', 'C1,S,L,active,<delete>,<delete>');
    expect(course()).toMatchObject({ start_at: null, conclude_at: null, restrict_enrollments_to_course_dates: false });
  });

  test('§8.41 restriction switched off in Canvas: dates still follow the SIS, the flag stays off', async () => {
    await row(',start_date,end_date', 'C1,S,L,active,2026-08-10,2026-12-19');
    await canvas.ui('edit-course', { course: 'C1', restrict: false });
    await row(',start_date,end_date', 'C1,S,L,active,2026-08-11,2026-12-20');
    expect(course()).toMatchObject({ start_at: '2026-08-11T00:00:00Z', restrict_enrollments_to_course_dates: false });
  });

  test('§8.42 dates edited in Canvas are kept', async () => {
    await row(',start_date,end_date', 'C1,S,L,active,2026-08-10,2026-12-19');
    await canvas.ui('edit-course', { course: 'C1', start_at: '2026-09-01T00:00:00Z' });
    await row(',start_date,end_date', 'C1,S,L,active,2026-08-11,2026-12-20');
    expect(course()).toMatchObject({ start_at: '2026-09-01T00:00:00Z', conclude_at: '2026-12-19T00:00:00Z' });
  });

  test('§8.43 absent date columns keep the dates; §8.44 blank cells clear them', async () => {
    await row(',start_date,end_date', 'C1,S,L,active,2026-08-10,2026-12-19');
    await row('', 'C1,S,L,active');
    expect(course().start_at).toBe('2026-08-10T00:00:00Z');
    await row(',start_date,end_date', 'C1,S,L,active,,');
    expect(course()).toMatchObject({ start_at: null, conclude_at: null });
  });

  test('§8.45 offered and concluded in Canvas, then an active row → still completed, without a message', async () => {
    await row('', 'C1,S,L,active');
    await canvas.ui('publish-course', { course: 'C1' });
    await canvas.ui('conclude-course', { course: 'C1' });
    expect((await row('', 'C1,S,L,active')).workflow_state).toBe('imported');
    expect(course().workflow_state).toBe('completed');
  });

  test('a course published in Canvas resists deleted and completed rows, an override wins (fact 3)', async () => {
    await row('', 'C1,S,L,active');
    await canvas.ui('publish-course', { course: 'C1' });
    await row('', 'C1,S,L,deleted');
    await row('', 'C1,S,L,completed');
    expect(course().workflow_state).toBe('available');
    await canvas.importCsv(['course_id,short_name,long_name,status', 'C1,S,L,completed'], 'override_sis_stickiness=true');
    expect(course()).toMatchObject({ workflow_state: 'completed', stuck: ['workflow_state'] });
  });

  test('override with clear frees the fields for good', async () => {
    await row('', 'C1,S,L,active');
    await canvas.ui('edit-course', { course: 'C1', name: 'Ours' });
    await canvas.importCsv(
      ['course_id,short_name,long_name,status', 'C1,S,SIS,active'],
      'override_sis_stickiness=true&clear_sis_stickiness=true',
    );
    await row('', 'C1,S,Later,active');
    expect(course()).toMatchObject({ name: 'Later', stuck: [] });
  });

  test('§8.46–48 published new → available; published on claimed → available; unpublished → claimed', async () => {
    await row('', 'C1,S,L,published', 'C2,S,L,active', 'C3,S,L,unpublished');
    await row('', 'C2,S,L,published');
    expect(['C1', 'C2', 'C3'].map((id) => course(id).workflow_state)).toEqual(['available', 'available', 'claimed']);
  });

  test('the other state rules: available stays, completed + active → available, deleted + active → claimed', async () => {
    await row('', 'C1,S,L,published', 'C2,S,L,completed', 'C3,S,L,deleted', 'C4,S,L,deleted');
    await row('', 'C1,S,L,active', 'C2,S,L,active', 'C3,S,L,active', 'C4,S,L,published');
    expect(['C1', 'C2', 'C3', 'C4'].map((id) => course(id).workflow_state)).toEqual([
      'available',
      'available',
      'claimed',
      'available',
    ]);
  });

  test('§8.49 course_format set, then blank → none; absent keeps; §8.50 FAT32 → message', async () => {
    await row(',course_format', 'C1,S,L,active,online', 'C2,S,L,active,on_campus', 'C3,S,L,active,blended');
    await row('', 'C1,S,L,active');
    await row(',course_format', 'C2,S,L,active,');
    expect(['C1', 'C2', 'C3'].map((id) => course(id).course_format)).toEqual(['online', null, 'blended']);
    expect(warnings(await row(',course_format', 'C1,S,L,active,FAT32'))).toEqual(['Invalid course_format "FAT32" for course C1']);
  });

  test('§8.51 grade passback in any case; cleared in Canvas stays cleared', async () => {
    await row(',grade_passback_setting', 'C1,S,L,active,nightly_sync', 'C2,S,L,active,Nightly');
    expect(course().grade_passback_setting).toBe('nightly_sync');
    await canvas.ui('edit-course', { course: 'C1', grade_passback_setting: null });
    await row(',grade_passback_setting', 'C1,S,L,active,nightly_sync');
    expect(course().grade_passback_setting).toBeNull();
  });

  test('§8.51 grade passback: blank clears, not_set clears, an absent column keeps, another word is refused', async () => {
    await row(',grade_passback_setting', 'C1,S,L,active,nightly_sync', 'C2,S,L,active,disabled', 'C3,S,L,active,nightly_sync');
    await row('', 'C1,S,L,active');
    await row(',grade_passback_setting', 'C2,S,L,active,', 'C3,S,L,active,not_set');
    expect(['C1', 'C2', 'C3'].map((id) => course(id).grade_passback_setting)).toEqual(['nightly_sync', null, null]);
    expect(warnings(await row(',grade_passback_setting', 'C1,S,L,active,weekly'))).toEqual([
      'Invalid grade_passback_setting "weekly" for course C1',
    ]);
  });

  test('§8.52 homeroom true, 0, blank → true, false, false; absent keeps', async () => {
    await row(',homeroom_course', 'C1,S,L,active,true', 'C2,S,L,active,0', 'C3,S,L,active,');
    await row('', 'C1,S,L,active');
    expect(['C1', 'C2', 'C3'].map((id) => course(id).homeroom_course)).toEqual([true, false, false]);
  });

  test('§8.53 a missing blueprint for three rows → three messages, the rows imported', async () => {
    const done = await row(',blueprint_course_id', 'C1,S,L,active,B9', 'C2,S,L,active,B9', 'C3,S,L,active,B9');
    expect(warnings(done)).toEqual(['C1', 'C2', 'C3'].map((id) => `Unknown blueprint course "B9" for course "${id}"`));
    expect(done.data.counts.courses).toBe(3);
  });

  test('§8.54 a blueprint itself, already associated, outside the chain → the three texts; §8.55 dissociate', async () => {
    await canvas.ui('create-course', { name: 'Blue', sis_course_id: 'B1', blueprint: true, account: 'A1' });
    await canvas.ui('create-course', { name: 'Other', sis_course_id: 'B2', blueprint: true, account: 'A1' });
    await row(',account_id,blueprint_course_id', 'C1,S,L,active,A1,B1');
    expect(course().blueprint_course_id).toBe(course('B1').id);
    const done = await row(
      ',account_id,blueprint_course_id',
      'B2,S,L,active,A1,B1',
      'C1,S,L,active,A1,B2',
      'C2,S,L,active,A2,B1',
    );
    expect(warnings(done)).toEqual([
      'Cannot associate course "B2" - is a blueprint course',
      'Cannot associate course "C1" - is associated to another blueprint course',
      'Cannot associate course "C2" - is not in the same or lower account as the blueprint course',
    ]);
    await row(',blueprint_course_id', 'C1,S,L,active,dissociate');
    expect(course().blueprint_course_id).toBeNull();
  });

  test('§8.56 a friendly name only in elementary accounts, below them too; blank keeps', async () => {
    await canvas.ui('edit-account', { account: 'A1', elementary: true });
    await canvas.importCsv(['account_id,parent_account_id,name,status', 'A1a,A1,Below,active']);
    const named = (...rows: string[]) => row(',account_id,friendly_name', ...rows);
    await named('C1,S,L,active,A1,Bees', 'C2,S,L,active,A1a,Ants', 'C3,S,L,active,A2,Cats');
    await named('C1,S,L,active,A1,');
    expect(['C1', 'C2', 'C3'].map((id) => course(id).friendly_name)).toEqual(['Bees', 'Ants', null]);
    expect(await canvas.get('courses/sis_course_id:C1')).toMatchObject({ friendly_name: 'Bees' });
  });

  test('§8.57 deleting a course with one student → two state changes; restoring restores no enrollment', async () => {
    await row('', 'C1,S,L,active');
    await canvas.importFiles({
      'users.csv': 'user_id,login_id,full_name,status\nU1,ada,Ada L,active\n',
      'sections.csv': 'section_id,course_id,name,status\nX1,C1,One,active\n',
      'enrollments.csv': 'section_id,user_id,role,status\nX1,U1,student,active\n',
    });
    const done = await row('', 'C1,S,L,deleted');
    expect(done.data.statistics).toMatchObject({ total_state_changes: 2, Course: { deleted: 1 }, Enrollment: { deleted: 1 } });
    await row('', 'C1,S,L,active');
    expect(canvas.dump().enrollments).toMatchObject([{ workflow_state: 'deleted' }]);
    expect(course().workflow_state).toBe('claimed');
  });

  test('concluding a course completes its active enrollments', async () => {
    await row('', 'C1,S,L,active');
    await canvas.importFiles({
      'users.csv': 'user_id,login_id,full_name,status\nU1,ada,Ada L,active\nU2,bob,Bob,active\n',
      'sections.csv': 'section_id,course_id,name,status\nX1,C1,One,active\n',
      'enrollments.csv': 'section_id,user_id,role,status\nX1,U1,student,active\nX1,U2,student,inactive\n',
    });
    const done = await row('', 'C1,S,L,completed');
    expect(done.data.statistics).toMatchObject({ Course: { concluded: 1 }, Enrollment: { concluded: 1 } });
    expect(canvas.dump().enrollments.map((found) => found.workflow_state)).toEqual(['completed', 'inactive']);
  });

  test('refusals of validation: too long, end before start, integration id in use; a bad date is still saved', async () => {
    const long = 'x'.repeat(256);
    const done = await row(
      ',start_date,end_date,integration_id',
      `C1,S,${long},active,,,`,
      'C2,S,L,active,2026-12-19,2026-08-10,',
      'C3,S,L,active,,,I1',
      'C4,S,L,active,,,I1',
      'C5,S,L,active,2026-13-40,2026-12-19,',
    );
    expect(warnings(done)).toEqual([
      'A course did not pass validation (course: C1 / S, error: Name is too long (maximum is 255 characters))',
      'A course did not pass validation (course: C2 / S, error: Conclude at End date cannot be before start date)',
      'A course did not pass validation (course: C4 / S, error: Integration ID "I1" is already in use)',
      'Bad date format for course C5',
    ]);
    expect(course('C5')).toMatchObject({ start_at: null, conclude_at: null });
    expect(done.data.counts.courses).toBe(2);
  });

  test('[M] a row that would revive a course in a deleted account is refused', async () => {
    await row(',account_id', 'C1,S,L,active,A1', 'C1,S,L,deleted,A1');
    await canvas.importCsv(['account_id,parent_account_id,name,status', 'A1,,One,deleted']);
    expect(warnings(await row('', 'C1,S,L,active'))).toEqual([
      'Cannot restore course C1 because the associated account A1 is deleted',
    ]);
  });
});
