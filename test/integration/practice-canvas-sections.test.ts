import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CanvasUnderTest, canvasUnderTest, warnings } from './practice-canvas-client.ts';

let canvas: CanvasUnderTest;
beforeEach(async () => {
  canvas = await canvasUnderTest();
  await canvas.importFiles({
    'terms.csv': 'term_id,name,status\nT1,One,active\nT2,Two,active\n',
    'courses.csv':
      'course_id,short_name,long_name,term_id,status\nC1,S1,One,T1,active\nC2,S2,Two,T1,active\nC3,S3,Three,T1,active\nC9,S9,Gone,T1,deleted\n',
    'users.csv': 'user_id,login_id,full_name,status\nU1,ada,Ada L,active\n',
  });
});
afterEach(() => canvas.close());

const sections = (...rows: string[]) => canvas.importCsv(['section_id,course_id,name,status', ...rows]);
const xlist = (...rows: string[]) => canvas.importCsv(['xlist_course_id,section_id,status', ...rows]);
const courses = (...rows: string[]) => canvas.importCsv(['course_id,short_name,long_name,term_id,status', ...rows]);
const section = (id = 'S1') => canvas.dump().sections.find((row) => row.sis_source_id === id) ?? {};
const course = (id: string) => canvas.dump().courses.find((row) => row.sis_source_id === id) ?? {};

describe('sections.csv', () => {
  test('§8.59 five bad rows → five messages in order', async () => {
    const done = await sections(
      'S1,C1,Good,active',
      ',C1,No Id,active',
      'S2,,No Course,active',
      'S3,C1,Odd,inactive',
      'S4,C1,,active',
      'S5,C8,Lost,active',
    );
    expect(warnings(done)).toEqual([
      'No section_id given for a section in course C1',
      'No course_id given for a section S2',
      'Improper status "inactive" for section S3 in course C1',
      'No name given for section S4 in course C1',
      "Section S5 references course C8 which doesn't exist",
    ]);
    expect(done.data.counts.sections).toBe(1);
  });

  test('§8.60 a bad date still saves the section', async () => {
    const done = await canvas.importCsv(['section_id,course_id,name,status,start_date,end_date', 'S1,C1,One,active,2026-13-01,']);
    expect(warnings(done)).toEqual(['Bad date format for section S1']);
    expect(section()).toMatchObject({ name: 'One', start_at: null });
  });

  test('§8.61 delete without a name; §8.62 a new section may start deleted', async () => {
    await sections('S1,C1,One,active', 'S2,C1,Two,deleted');
    expect((await sections('S1,C1,,deleted')).workflow_state).toBe('imported');
    expect([section('S1').workflow_state, section('S2').workflow_state]).toEqual(['deleted', 'deleted']);
  });

  test('§8.63 the name given in Canvas is kept', async () => {
    await sections('S1,C1,One,active');
    await canvas.ui('edit-section', { section: 'S1', name: 'Period 3' });
    await sections('S1,C1,SIS,active');
    expect(section().name).toBe('Period 3');
  });

  test('§8.64 a move between courses takes the enrollments along; §8.65 to a deleted course without a message', async () => {
    await sections('S1,C1,One,active');
    await canvas.importCsv(['section_id,user_id,role,status', 'S1,U1,student,active']);
    await sections('S1,C2,One,active');
    expect(canvas.dump().enrollments).toMatchObject([{ of_course: 'C2', of_section: 'S1' }]);
    expect((await sections('S1,C9,One,active')).workflow_state).toBe('imported');
    expect(section().of_course).toBe('C9');
  });

  test('§8.66 delete → section, enrollment and group membership changes, three in all', async () => {
    await sections('S1,C1,One,active');
    await canvas.importCsv(['section_id,user_id,role,status', 'S1,U1,student,active']);
    await canvas.ui('join-group', { user: 'U1', course: 'C1', group: 'Red' });
    const done = await sections('S1,C1,One,deleted');
    expect(canvas.dump().group_memberships).toMatchObject([{ workflow_state: 'deleted' }]);
    expect(done.data.statistics).toMatchObject({
      total_state_changes: 3,
      GroupMembership: { deleted: 1 },
      CourseSection: { deleted: 1 },
      Enrollment: { deleted: 1 },
    });
  });

  test('§8.67 an extra column account_id is ignored', async () => {
    const done = await canvas.importCsv(['section_id,course_id,name,status,account_id', 'S1,C1,One,active,A1']);
    expect(done).toMatchObject({ workflow_state: 'imported', data: { counts: { sections: 1 } } });
  });

  test('section dates: any date restricts, blank clears, absent columns clear too', async () => {
    await canvas.importCsv(['section_id,course_id,name,status,start_date,end_date', 'S1,C1,One,active,2026-08-10,']);
    expect(section()).toMatchObject({ start_at: '2026-08-10T00:00:00Z', restrict_enrollments_to_section_dates: true });
    await sections('S1,C1,One,active');
    expect(section()).toMatchObject({ start_at: null, restrict_enrollments_to_section_dates: false });
  });

  test('dates a person set without restricting anybody: they stick, and the next row of the section restricts', async () => {
    await sections('S1,C1,One,active');
    await canvas.ui('edit-section', { section: 'S1', end_at: '2026-12-01T00:00:00Z' });
    expect(section()).toMatchObject({ restrict_enrollments_to_section_dates: false });
    await sections('S1,C1,Two,active');
    expect(section()).toMatchObject({
      name: 'Two',
      end_at: '2026-12-01T00:00:00Z',
      restrict_enrollments_to_section_dates: true,
    });
  });

  test('a restriction a person lifted stays lifted', async () => {
    await canvas.importCsv(['section_id,course_id,name,status,start_date,end_date', 'S1,C1,One,active,2026-08-10,']);
    await canvas.ui('edit-section', { section: 'S1', restrict: false });
    await canvas.importCsv(['section_id,course_id,name,status,start_date,end_date', 'S1,C1,One,active,2026-08-11,']);
    expect(section()).toMatchObject({ start_at: '2026-08-11T00:00:00Z', restrict_enrollments_to_section_dates: false });
  });
});

describe('xlists.csv', () => {
  beforeEach(() => sections('S1,C1,One,active'));

  test('§8.68 four bad rows → four messages', async () => {
    expect(warnings(await xlist(',S1,active', 'X1,,active', 'X1,S1,gone', 'X1,S9,active'))).toEqual([
      'No xlist_course_id given for a cross-listing',
      'No section_id given for a cross-listing',
      'Improper status "gone" for a cross-listing',
      'A cross-listing referenced a non-existent section S9',
    ]);
  });

  test('§8.69 active to an unknown course → made, section moved, original remembered; deleted → back', async () => {
    await xlist('X1,S1,active');
    expect(course('X1')).toMatchObject({ name: 'One', course_code: 'S1', of_term: 'T1', workflow_state: 'claimed' });
    expect(section()).toMatchObject({ of_course: 'X1', of_nonxlist_course: 'C1' });
    await xlist('X1,S1,deleted');
    expect(section()).toMatchObject({ of_course: 'C1', nonxlist_course_id: null });
  });

  test('§8.70 active three times and deleted three times → the same result each time', async () => {
    for (let time = 0; time < 3; time += 1) {
      expect((await xlist('X1,S1,active')).data.counts.xlists).toBe(1);
      expect(section().of_course).toBe('X1');
    }
    for (let time = 0; time < 3; time += 1) {
      await xlist('X1,S1,deleted');
      expect(section().of_course).toBe('C1');
    }
  });

  test('§8.71 X0 → X1 → X2, then deleted with the unknown X101 → home; with another existing one → a no-op', async () => {
    await xlist('X0,S1,active');
    await xlist('X1,S1,active');
    await xlist('X2,S1,active');
    expect((await xlist('X0,S1,deleted')).data.counts.xlists).toBe(1);
    expect(section()).toMatchObject({ of_course: 'X2', of_nonxlist_course: 'C1' });
    await xlist('X101,S1,deleted');
    expect(section().of_course).toBe('C1');
  });

  test('§8.72 a sections row with the original course → stays cross-listed, name updated', async () => {
    await xlist('X1,S1,active');
    await sections('S1,C1,Renamed,active');
    expect(section()).toMatchObject({ of_course: 'X1', of_nonxlist_course: 'C1', name: 'Renamed' });
  });

  test('§8.73 a sections row with a third course → un-cross-listed and moved', async () => {
    await xlist('X1,S1,active');
    await sections('S1,C2,One,active');
    expect(section()).toMatchObject({ of_course: 'C2', nonxlist_course_id: null });
  });

  test('§8.74 the xlist course destroyed → an active row brings the section home', async () => {
    await xlist('X1,S1,active');
    await canvas.ui('delete-course', { course: 'X1' });
    await sections('S1,C1,One,active');
    expect(section()).toMatchObject({ of_course: 'C1', nonxlist_course_id: null });
  });

  test('§8.75 cross-listed in Canvas: SIS delete and other xlists are ignored and not counted', async () => {
    await canvas.ui('cross-list', { section: 'S1', course: 'C2' });
    const done = await xlist('C2,S1,deleted', 'C3,S1,active');
    expect(done).toMatchObject({ workflow_state: 'imported', data: { counts: { xlists: 0 } } });
    expect(section()).toMatchObject({ of_course: 'C2', of_nonxlist_course: 'C1' });
    await sections('S1,C1,Renamed,active');
    expect(section()).toMatchObject({ of_course: 'C2', name: 'Renamed' });
  });

  test('§8.76 un-cross-listed in Canvas: SIS active ignored', async () => {
    await xlist('X1,S1,active');
    await canvas.ui('end-cross-list', { section: 'S1' });
    const done = await xlist('X1,S1,active');
    expect(done).toMatchObject({ workflow_state: 'imported', data: { counts: { xlists: 0 } } });
    expect(section()).toMatchObject({ of_course: 'C1', nonxlist_course_id: null });
  });

  test('§8.77 an enrollment C1 + S1 while S1 lives in X1 → counted, in X1', async () => {
    await xlist('X1,S1,active');
    const done = await canvas.importCsv(['course_id,section_id,user_id,role,status', 'C1,S1,U1,student,active']);
    expect(done.data.counts.enrollments).toBe(1);
    expect(canvas.dump().enrollments).toMatchObject([{ of_course: 'X1', of_section: 'S1', workflow_state: 'active' }]);
  });

  test('§8.78 an active row on the deleted X1 revives it', async () => {
    await xlist('X1,S1,active');
    await courses('X1,S,L,,deleted');
    await xlist('X1,S1,active');
    expect(course('X1').workflow_state).toBe('claimed');
  });

  test('§8.58 a generated course follows its base until a side is edited in Canvas', async () => {
    await xlist('X1,S1,active');
    await courses('C1,NEW,New name,T2,active');
    expect(course('X1')).toMatchObject({ name: 'New name', course_code: 'NEW', of_term: 'T2' });
    await canvas.ui('edit-course', { course: 'X1', name: 'Ours' });
    await courses('C1,NEWER,Newer name,T1,active');
    expect(course('X1')).toMatchObject({ name: 'Ours', course_code: 'NEWER', of_term: 'T1' });
  });

  test('§8.58 account and dates are followed too; what was edited at the base is not followed any more', async () => {
    await canvas.importCsv(['account_id,parent_account_id,name,status', 'A1,,One,active']);
    await xlist('X1,S1,active');
    await canvas.importCsv([
      'course_id,short_name,long_name,account_id,status,start_date,end_date',
      'C1,S1,One,A1,active,2026-08-10,2026-12-19',
    ]);
    expect(course('X1')).toMatchObject({
      of_account: 'A1',
      start_at: '2026-08-10T00:00:00Z',
      conclude_at: '2026-12-19T00:00:00Z',
      restrict_enrollments_to_course_dates: true,
    });
    await canvas.ui('edit-course', { course: 'C1', name: 'Edited at the base' });
    await courses('C1,AGAIN,Again,T1,active');
    expect(course('X1')).toMatchObject({ name: 'One', course_code: 'AGAIN' });
  });
});
