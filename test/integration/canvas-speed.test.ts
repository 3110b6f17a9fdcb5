import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { createPackageWriter } from '../../electron/canvas/import-package.ts';
import { createReportReader } from '../../electron/canvas/report-reader.ts';

// Prints figures for DESIGN §9; asserts only what does not depend on the machine.
const ROWS = 100_000;
const uuid = (kind: string, n: number) => `${kind}5d1c0de-8d34-4a10-9b1e-${n.toString(16).padStart(12, '0')}`;

function rate(started: number): string {
  return `${Math.round(ROWS / ((performance.now() - started) / 1000)).toLocaleString('en')} rows/s`;
}

test('an enrollments report is read and normalised', () => {
  const header =
    'canvas_course_id,course_id,canvas_user_id,user_id,role,role_id,canvas_section_id,section_id,status,canvas_associated_user_id,associated_user_id,created_by_sis,base_role_type,limit_section_privileges,canvas_enrollment_id';
  const lines = [header];
  for (let i = 0; i < ROWS; i += 1) {
    const [c, u] = [i % 4000, i % 15_000];
    lines.push(
      `${c},c-${uuid('a', c)},${u},${uuid('b', u)},student,3,${c},${uuid('a', c)},active,,,true,StudentEnrollment,false,${i}`,
    );
  }
  const zip = zipSync({ 'enrollments.csv': strToU8(`${lines.join('\n')}\n`) });
  let rows = 0;
  const reader = createReportReader({
    single: null,
    onRows: (_, batch) => {
      rows += batch.length;
    },
  });
  const started = performance.now();
  for (let at = 0; at < zip.length; at += 65_536) {
    expect(reader.push(zip.subarray(at, at + 65_536), at + 65_536 >= zip.length).ok).toBe(true);
  }
  console.log(`report read: ${rate(started)}`);
  expect(rows).toBe(ROWS);
});

test('an import package is written', () => {
  const writer = createPackageWriter({ bytes: 40 * 1024 * 1024, rows: ROWS });
  const rows = Array.from({ length: ROWS }, () => ({
    section_id: crypto.randomUUID(),
    user_id: crypto.randomUUID(),
    role: 'student',
    status: 'active',
  }));
  const started = performance.now();
  for (const row of rows) writer.add('enrollment', row);
  const done = writer.finish();
  console.log(`package written: ${rate(started)}, ${(done.zip.length / 1e6).toFixed(1)} MB`);
  expect(done.rows).toBe(ROWS);
});
