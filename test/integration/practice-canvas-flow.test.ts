import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CanvasUnderTest, canvasUnderTest } from './practice-canvas-client.ts';

let canvas: CanvasUnderTest;
beforeEach(async () => {
  canvas = await canvasUnderTest();
});
afterEach(() => canvas.close());

const DISTRICT = {
  'accounts.csv': 'account_id,parent_account_id,name,status\nS1,,Lincoln High,active\n',
  'terms.csv': 'term_id,name,status,start_date,end_date\nT1,Semester 1,active,2026-08-10T04:00:00Z,2026-12-19T04:59:59Z\n',
  'courses.csv': 'course_id,short_name,long_name,account_id,term_id,status\nC1,ALG,Algebra I,S1,T1,active\n',
  'sections.csv': 'section_id,course_id,name,status\nX1,C1,Algebra I - 1,active\n',
  'users.csv':
    'user_id,login_id,first_name,last_name,email,status\nU1,ada,Ada,"St. Clair",ada@x.example,active\nU2,bob,Bob,Ray,,active\n',
  'enrollments.csv': 'section_id,user_id,role,status\nX1,U1,teacher,active\nX1,U2,student,active\n',
};

describe('a whole district in one zip', () => {
  test('is imported in the order of the types, and reports read it back', async () => {
    const done = await canvas.importFiles(DISTRICT);
    expect(done.workflow_state).toBe('imported');
    expect(done.progress).toBe(100);
    expect(done.data.supplied_batches).toEqual(['account', 'term', 'course', 'section', 'user', 'enrollment']);
    expect(done.data.counts).toMatchObject({
      accounts: 1,
      terms: 1,
      courses: 1,
      sections: 1,
      users: 2,
      enrollments: 2,
      error_count: 0,
    });
    expect(done.data.statistics.total_state_changes).toBe(9);

    expect(await canvas.report('terms')).toContainEqual(
      expect.objectContaining({ term_id: 'T1', start_date: '2026-08-10T00:00:00-04:00', end_date: '2026-12-18T23:59:59-05:00' }),
    );
    expect(await canvas.report('enrollments', { enrollment_term_id: 'sis_term_id:T1' })).toEqual([
      expect.objectContaining({
        course_id: 'C1',
        section_id: 'X1',
        user_id: 'U1',
        role: 'teacher',
        status: 'active',
        created_by_sis: 'true',
      }),
      expect.objectContaining({
        user_id: 'U2',
        role: 'student',
        base_role_type: 'StudentEnrollment',
        limit_section_privileges: 'false',
      }),
    ]);
    expect(await canvas.report('users')).toContainEqual(
      expect.objectContaining({ user_id: 'U1', full_name: 'Ada St. Clair', sortable_name: 'St. Clair, Ada', status: 'active' }),
    );
    expect(await canvas.get('courses/sis_course_id:C1')).toMatchObject({
      name: 'Algebra I',
      workflow_state: 'unpublished',
      sis_import_id: 1,
    });
  });
});
