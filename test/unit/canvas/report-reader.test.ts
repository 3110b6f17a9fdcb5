import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { type CanvasReportRow, createReportReader, type ReportKind } from '../../../electron/canvas/report-reader.ts';

interface Result {
  rows: CanvasReportRow[];
  batches: number[];
  kinds: readonly ReportKind[];
  code: string | null;
}

function read(bytes: Uint8Array, single: ReportKind | null, chunk = 65_536): Result {
  const rows: CanvasReportRow[] = [];
  const batches: number[] = [];
  const reader = createReportReader({
    single,
    onRows: (_, batch) => {
      rows.push(...batch);
      batches.push(batch.length);
    },
  });
  for (let at = 0; at < bytes.length || at === 0; at += chunk) {
    const outcome = reader.push(bytes.subarray(at, at + chunk), at + chunk >= bytes.length);
    if (!outcome.ok) return { rows, batches, kinds: reader.kinds(), code: outcome.failure.code };
  }
  return { rows, batches, kinds: reader.kinds(), code: null };
}

const csv = (...lines: string[]) => strToU8(`${lines.join('\n')}\n`);

const courseHeader =
  'canvas_course_id,course_id,integration_id,short_name,long_name,canvas_account_id,account_id,canvas_term_id,term_id,status,start_date,end_date,course_format,blueprint_course_id,created_by_sis';
const userHeader =
  'canvas_user_id,user_id,integration_id,authentication_provider_id,login_id,first_name,last_name,full_name,sortable_name,short_name,email,status,created_by_sis,pronouns';
const enrollmentHeader =
  'canvas_course_id,course_id,canvas_user_id,user_id,role,role_id,canvas_section_id,section_id,status,canvas_associated_user_id,associated_user_id,created_by_sis,base_role_type,limit_section_privileges,canvas_enrollment_id';

describe('the provisioning report, read by column name (§6)', () => {
  test('a course: report words become import words, Canvas ids of its parents are kept', () => {
    const { rows } = read(csv(courseHeader, '7,c-1,i7,ALG,Algebra,3,school-1,2,t-1,active,,,,,true'), 'courses');
    expect(rows).toEqual([
      {
        entity: 'course',
        key: 'c-1',
        canvasId: '7',
        fields: {
          course_id: 'c-1',
          short_name: 'ALG',
          long_name: 'Algebra',
          account_id: 'school-1',
          term_id: 't-1',
          status: 'published',
          integration_id: 'i7',
        },
        createdBySis: true,
        parents: { account: '3', term: '2' },
      },
    ]);
  });

  test('a hand-made course has a blank SIS id: no key', () => {
    const { rows } = read(csv(courseHeader, '8,,,ART,Art,3,school-1,2,t-1,concluded,,,,,false'), 'courses');
    expect(rows[0]).toMatchObject({ key: '', canvasId: '8', createdBySis: false, fields: { status: 'completed' } });
  });

  test('an enrollment is section, user and role; concluded becomes completed, invited active', () => {
    const { rows } = read(
      csv(
        enrollmentHeader,
        '7,c-1,5,u-1,student,3,9,s-1,concluded,,,true,StudentEnrollment,false,44',
        '7,c-1,6,u-2,Student Teacher,12,9,s-1,invited,,,false,TaEnrollment,false,45',
        '7,c-1,6,,teacher,4,9,s-1,active,,,false,TeacherEnrollment,false,46',
      ),
      'enrollments',
    );
    expect(rows.map((row) => row.key)).toEqual(['s-1\u001fu-1\u001fstudent', 's-1\u001fu-2\u001fStudent Teacher', '']);
    expect(rows.map((row) => row.fields.status)).toEqual(['completed', 'active', 'active']);
    expect(rows[0]?.parents).toEqual({ course: '7', section: '9', user: '5', observed: '' });
  });

  test('a parent who observes two students in one section has two keys', () => {
    const { rows } = read(
      csv(
        enrollmentHeader,
        '7,c-1,5,p-1,observer,3,9,s-1,active,61,u-1,true,ObserverEnrollment,false,44',
        '7,c-1,5,p-1,observer,3,9,s-1,active,62,u-2,true,ObserverEnrollment,false,45',
      ),
      'enrollments',
    );
    expect(new Set(rows.map((row) => row.key)).size).toBe(2);
  });

  test('a user with two logins has two rows with one Canvas id', () => {
    const { rows } = read(
      csv(
        userHeader,
        '5,u-1,,4,ann,Ann,Lee,Ann Lee,"Lee, Ann",Ann,ann@x.org,active,true,',
        '5,,,,ann.lee,Ann,Lee,Ann Lee,"Lee, Ann",Ann,ann@x.org,suspended,false,',
      ),
      'users',
    );
    expect(rows.map((row) => [row.canvasId, row.key, row.fields.status])).toEqual([
      ['5', 'u-1', 'active'],
      ['5', '', 'suspended'],
    ]);
    expect(rows[0]?.fields).toMatchObject({ sortable_name: 'Lee, Ann', authentication_provider_id: '4' });
  });

  test('terms and sections: dates in the account zone become UTC', () => {
    const terms = csv(
      'canvas_term_id,term_id,name,status,start_date,end_date,created_by_sis',
      '2,t-1,Fall,active,2026-08-10T00:00:00-06:00,2026-12-18T23:59:59-07:00,true',
    );
    expect(read(terms, 'terms').rows[0]?.fields).toMatchObject({
      start_date: '2026-08-10T06:00:00Z',
      end_date: '2026-12-19T06:59:59Z',
    });
  });

  test('the home course of a cross-listed section comes from the xlist file', () => {
    const xlist = csv(
      'canvas_xlist_course_id,xlist_course_id,canvas_section_id,section_id,status,canvas_nonxlist_course_id,nonxlist_course_id',
      '20,c-20,9,s-1,active,7,c-1',
    );
    expect(read(xlist, 'xlist').rows).toEqual([
      {
        entity: 'xlist',
        key: 's-1',
        canvasId: '9',
        fields: { section_id: 's-1', nonxlist_course_id: 'c-1', xlist_course_id: 'c-20', status: 'active' },
        createdBySis: false,
        parents: { course: '20', nonxlistCourse: '7' },
      },
    ]);
  });

  test('several kinds come as a zip; files of other kinds are passed over', () => {
    const zip = zipSync({
      'courses.csv': csv(courseHeader, '7,c-1,,ALG,Algebra,3,school-1,2,t-1,unpublished,,,,,true'),
      'groups.csv': csv('canvas_group_id,group_id', '1,g'),
      'enrollments.csv': csv(enrollmentHeader, '7,c-1,5,u-1,student,3,9,s-1,active,,,true,StudentEnrollment,false,44'),
    });
    for (const chunk of [1, 7, 1000]) {
      const { rows, kinds, code } = read(zip, null, chunk);
      expect(code).toBeNull();
      expect(kinds).toEqual(['courses', 'enrollments']);
      expect(rows.map((row) => row.entity)).toEqual(['course', 'enrollment']);
    }
  });

  test('columns are found by name in any order; an optional one that is missing is no field', () => {
    const { rows } = read(csv('status,login_id,user_id,canvas_user_id', 'active,ann,u-1,5'), 'users');
    expect(rows[0]).toMatchObject({ key: 'u-1', fields: { user_id: 'u-1', login_id: 'ann', status: 'active' } });
    expect(rows[0]?.fields).not.toHaveProperty('email');
  });

  test('rows come in batches of at most 2,000', () => {
    const lines = Array.from({ length: 4500 }, (_, i) => `${i},u${i},,,l${i},,,,,,,active,true,`);
    const { batches, rows } = read(csv(userHeader, ...lines), 'users');
    expect(rows).toHaveLength(4500);
    expect(Math.max(...batches)).toBe(2000);
  });

  test('a BOM, CRLF line ends, quotes, line breaks in cells and emoji survive any chunking', () => {
    const text = `\ufeff${userHeader}\r\n5,u-1,,,ann,,,"Ann ""Annie""\nLee 🎓","Lée, Ann",,,active,true,\r\n6,u-2,,,bob,,,Bob,Bob,,,active,true,\r\n`;
    const bytes = strToU8(text);
    for (let chunk = 1; chunk < 40; chunk += 3) {
      const { rows, code } = read(bytes, 'users', chunk);
      expect(code).toBeNull();
      expect(rows.map((row) => row.fields.full_name)).toEqual(['Ann "Annie"\nLee 🎓', 'Bob']);
    }
  });

  test('any cells come back as they were written', () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.replaceAll('\r', ''));
    const property = fc.property(
      fc.array(fc.tuple(cell, cell), { maxLength: 20 }),
      fc.integer({ min: 1, max: 50 }),
      (pairs, chunk) => {
        const quote = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
        const lines = pairs.map(([name, email], i) => `${i},u${i},,,l${i},,,${quote(name)},,,${quote(email)},active,true,`);
        const { rows } = read(csv(userHeader, ...lines), 'users', chunk);
        expect(rows.map((row) => [row.fields.full_name, row.fields.email])).toEqual(pairs);
      },
    );
    fc.assert(property, { numRuns: 60, seed: 7 });
  });
});

describe('an incomplete report is a failure, because a missing row must never look like a deletion', () => {
  const zip = zipSync({
    'users.csv': csv(userHeader, ...Array.from({ length: 300 }, (_, i) => `${i},u${i},,,l${i},,,,,,,active,true,`)),
  });

  test('a zip cut off anywhere', () => {
    for (let end = 4; end < zip.length; end += 37) expect(read(zip.subarray(0, end), null).code).toBe('canvas.report-damaged');
  });

  test('a csv cut off in the middle of a row', () => {
    const bytes = csv(userHeader, '5,u-1,,,ann,,,,,,,active,true,');
    expect(read(bytes.subarray(0, bytes.length - 8), 'users').code).toBe('canvas.report-damaged');
  });

  test.each([
    ['nothing at all', new Uint8Array(0), 'users'],
    ['a quote that never closes', csv(userHeader, '5,u-1,,,"ann'), 'users'],
    ['no UTF-8', new Uint8Array([0x61, 0xff, 0xfe, 0x0a]), 'users'],
    ['a column missing', csv('canvas_user_id,login_id', '5,ann'), 'users'],
    ['an HTML page', csv('<html><body>Sign in</body></html>'), 'users'],
    ['a csv where a zip was due', csv(userHeader), null],
  ] as const)('%s', (_, bytes, single) => {
    expect(read(bytes, single).code).toBe('canvas.report-damaged');
  });

  test('a report without rows is complete', () => {
    expect(read(csv(userHeader), 'users')).toMatchObject({ rows: [], kinds: ['users'], code: null });
  });
});
