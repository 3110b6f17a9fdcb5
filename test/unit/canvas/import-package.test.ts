import { randomBytes } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { csvLine } from '../../../electron/canvas/csv-line.ts';
import { createPackageWriter, indexOfRow, rowNumberOf } from '../../../electron/canvas/import-package.ts';
import type { EntityKind, Fields } from '../../../shared/entities.ts';

const MB = 1024 * 1024;
const noLimit = { bytes: 40 * MB, rows: Number.MAX_SAFE_INTEGER };

function packed(rows: readonly (readonly [EntityKind, Fields])[], limits = noLimit) {
  const writer = createPackageWriter(limits);
  for (const [entity, fields] of rows) expect(writer.add(entity, fields)).toBe(true);
  return writer.finish();
}

function cellsOf(zip: Uint8Array, name: string): string[][] {
  const bytes = unzipSync(zip)[name];
  if (bytes === undefined) throw new Error(`${name} is not in the package`);
  return parse(strFromU8(bytes));
}

const enrollment = (section: string, user: string): [EntityKind, Fields] => [
  'enrollment',
  { section_id: section, user_id: user, role: 'student', status: 'active' },
];
const randomId = () => randomBytes(16).toString('hex');

describe('F4 an import package', () => {
  test('one file per entity, in the order Canvas processes them, with telling names', () => {
    const { files, rows, zip } = packed([
      ['account', { account_id: 'a1', name: 'North High', status: 'active' }],
      [
        'course',
        { course_id: 'c1', short_name: 'ALG', long_name: 'Algebra', account_id: 'a1', term_id: 't1', status: 'published' },
      ],
      enrollment('s1', 'u1'),
      enrollment('s1', 'u2'),
    ]);
    expect(rows).toBe(4);
    expect(files).toEqual([
      { name: '1-accounts.csv', entity: 'account', rows: 1 },
      { name: '3-courses.csv', entity: 'course', rows: 1 },
      { name: '6-enrollments.csv', entity: 'enrollment', rows: 2 },
    ]);
    expect(Object.keys(unzipSync(zip))).toEqual(files.map((file) => file.name));
    expect(cellsOf(zip, '3-courses.csv')).toEqual([
      ['course_id', 'short_name', 'long_name', 'account_id', 'term_id', 'status', 'integration_id'],
      ['c1', 'ALG', 'Algebra', 'a1', 't1', 'active', ''],
    ]);
  });

  test('equal rows give equal bytes, whatever the time and the zone of the computer', () => {
    const rows = [enrollment('s1', 'u1'), enrollment('s2', 'u2')];
    const zone = process.env.TZ;
    const first = packed(rows);
    process.env.TZ = 'Pacific/Auckland';
    const second = packed(rows);
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
    expect(second.sha256).toBe(first.sha256);
    expect(Buffer.compare(first.zip, second.zip)).toBe(0);
    expect(packed([...rows, enrollment('s3', 'u3')]).sha256).not.toBe(first.sha256);
  });

  test('awkward values arrive as they are: quotes, line breaks, unicode, 255 characters, zeros, formulas, <delete>', () => {
    const values = [
      'say "hi", ok',
      'two\nlines',
      'carriage\rreturn',
      'Łódź 🎓',
      'x'.repeat(255),
      '00123',
      '=1+1',
      '<delete>',
      ' a ',
    ];
    const { zip } = packed(
      values.map((value, i) => ['section', { section_id: `s${i}`, course_id: 'c', name: value, status: 'active' }]),
    );
    expect(
      cellsOf(zip, '4-sections.csv')
        .slice(1)
        .map((cells) => cells[2]),
    ).toEqual(values);
  });

  test('a package that a limit ended is made again without one, byte for byte: so a crash is taken up', () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => enrollment(`section-${i % 200}`, randomId()));
    const writer = createPackageWriter({ ...noLimit, bytes: 300_000 });
    const fitting = rows.findIndex((row) => !writer.add(...row));
    expect(fitting).toBeGreaterThan(5000);
    expect(packed(rows.slice(0, fitting)).sha256).toBe(writer.finish().sha256);
  });

  test('it holds no more rows than its limit', () => {
    const writer = createPackageWriter({ ...noLimit, rows: 2 });
    expect(['u1', 'u2', 'u3', 'u4'].map((user) => writer.add(...enrollment('s1', user)))).toEqual([true, true, false, false]);
    expect(writer.finish().rows).toBe(2);
  });

  test('any cells come back from a csv reader as they were (property)', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', ';', '=', 'ł', '🎓', '\t'), maxLength: 8 });
    const records = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(records, (given) => {
        expect(parse(given.map(csvLine).join(''), { record_delimiter: '\n' })).toEqual(given);
      }),
    );
  });

  test('a package never grows beyond its limit, and the row that did not fit starts the next one', () => {
    const rows = Array.from({ length: 30_000 }, () => enrollment(randomId(), randomId()));
    const maxBytes = 300_000;
    const sizes: number[] = [];
    let sent = 0;
    for (let at = 0; at < rows.length; ) {
      const writer = createPackageWriter({ ...noLimit, bytes: maxBytes });
      for (let row = rows[at]; row !== undefined && writer.add(...row); row = rows[at]) at += 1;
      const done = writer.finish();
      sizes.push(done.zip.length);
      sent += done.rows;
    }
    expect(sent).toBe(rows.length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(maxBytes);
    // Well filled, too: all but the last use more than half of what they may.
    expect(Math.min(...sizes.slice(0, -1))).toBeGreaterThan(maxBytes / 2);
  });

  test('a first row is taken however small the limit is', () => {
    const writer = createPackageWriter({ ...noLimit, bytes: 10 });
    expect(writer.add(...enrollment('s1', 'u1'))).toBe(true);
    expect(writer.add(...enrollment('s1', 'u2'))).toBe(false);
    expect(writer.finish().rows).toBe(1);
  });

  test('what compresses better than 50 : 1 is stored, because Canvas refuses beyond 100 : 1', () => {
    const same: [EntityKind, Fields] = ['section', { section_id: 's', course_id: 'c', name: 'x'.repeat(200), status: 'active' }];
    const { zip, files } = packed([...Array.from({ length: 5000 }, () => same), enrollment('s', 'u')]);
    const raw = Object.values(unzipSync(zip)).reduce((sum, bytes) => sum + bytes.length, 0);
    expect(raw / zip.length).toBeLessThan(50);
    expect(files.map((file) => file.rows)).toEqual([5000, 1]);
    expect(cellsOf(zip, '4-sections.csv')).toHaveLength(5001);
  });

  test('rows out of order are a bug', () => {
    const writer = createPackageWriter(noLimit);
    writer.add(...enrollment('s', 'u'));
    expect(() => writer.add('course', { course_id: 'c' })).toThrow('out of order');
  });

  test('row numbers of messages lead back to the row: the header is row 1', () => {
    const file = { name: '6-enrollments.csv', entity: 'enrollment', rows: 3 } as const;
    expect(rowNumberOf(0)).toBe(2);
    expect([1, 2, 4, 5].map((row) => indexOfRow(file, row))).toEqual([null, 0, 2, null]);
  });
});
