import { describe, expect, test } from 'vitest';
import { canvasDate } from '../../../electron/canvas/canvas-dates.ts';
import { importCells, importColumns } from '../../../electron/canvas/columns.ts';
import { nextLink } from '../../../electron/canvas/link-header.ts';
import { sisPath } from '../../../electron/canvas/sis-paths.ts';
import { roleFromCanvas, statusForImport, statusFromCanvas } from '../../../electron/canvas/status-words.ts';

describe('states of reports and API become one vocabulary', () => {
  test.each([
    ['course', 'active', 'published'],
    ['course', 'available', 'published'],
    ['course', 'unpublished', 'unpublished'],
    ['course', 'claimed', 'unpublished'],
    ['course', 'concluded', 'completed'],
    ['course', 'completed', 'completed'],
    ['course', 'deleted', 'deleted'],
    ['enrollment', 'invited', 'active'],
    ['enrollment', 'concluded', 'completed'],
    ['enrollment', 'inactive', 'inactive'],
    ['user', 'suspended', 'suspended'],
    ['section', 'active', 'active'],
  ] as const)('%s %s is %s', (entity, word, ours) => {
    expect(statusFromCanvas(entity, word)).toBe(ours);
  });

  test('"concluded" is never sent: it is not an importable word', () => {
    expect(statusForImport('enrollment', statusFromCanvas('enrollment', 'concluded'))).toBe('completed');
    expect(statusForImport('course', statusFromCanvas('course', 'concluded'))).toBe('completed');
  });

  test('a course row never publishes: published and unpublished are both sent as active', () => {
    expect(statusForImport('course', 'published')).toBe('active');
    expect(statusForImport('course', 'unpublished')).toBe('active');
  });

  test('built-in roles by any spelling, custom roles verbatim', () => {
    expect(['StudentEnrollment', 'student', 'TaEnrollment', 'Student Teacher'].map(roleFromCanvas)).toEqual([
      'student',
      'student',
      'ta',
      'Student Teacher',
    ]);
  });
});

describe('dates of the account zone become UTC', () => {
  test.each([
    ['2026-08-15T00:00:00-06:00', '2026-08-15T06:00:00Z'],
    ['2026-12-18T23:59:59-07:00', '2026-12-19T06:59:59Z'],
    ['2026-08-15T06:00:00Z', '2026-08-15T06:00:00Z'],
    ['2026-08-15T06:00:00.000Z', '2026-08-15T06:00:00Z'],
    ['2026-08-15 00:00:00 -0600', '2026-08-15T06:00:00Z'],
    ['2026-08-15T06:00:00', '2026-08-15T06:00:00Z'],
    ['2026-08-15', '2026-08-15T00:00:00Z'],
    ['', ''],
    ['next Friday', 'next Friday'],
    ['2026-13-01T00:00:00Z', '2026-13-01T00:00:00Z'],
  ])('%s is %s', (text, utc) => {
    expect(canvasDate(text)).toBe(utc);
  });
});

describe('the columns of an import file make it the type we mean (§1.2, first match wins)', () => {
  const detect = (columns: readonly string[]): string => {
    const has = (...names: string[]) => names.every((name) => columns.includes(name));
    if (has('old_id') || has('old_integration_id')) return 'change_sis_id';
    if (has('account_id', 'parent_account_id')) return 'account';
    if (has('term_id', 'name')) return 'term';
    if (has('course_id', 'short_name')) return 'course';
    if (has('section_id', 'name')) return 'section';
    if (has('xlist_course_id', 'section_id')) return 'xlist';
    if (has('user_id', 'login_id')) return 'user';
    if (has('section_id', 'user_id')) return 'enrollment';
    return has('observer_id', 'student_id') ? 'observer' : 'unknown';
  };

  test.each(Object.entries(importColumns))('%s', (entity, columns) => {
    expect(detect(columns)).toBe(entity);
  });

  test('no course dates, no enrollment course_id, no short_name, no password', () => {
    expect(importColumns.course).not.toContain('start_date');
    expect(importColumns.enrollment).not.toContain('course_id');
    expect(importColumns.user).not.toContain('short_name');
    expect(importColumns.user).not.toContain('password');
  });

  test('every user row carries the authentication provider: absent would unlink it', () => {
    const fields = { user_id: 'u1', login_id: 'ann', authentication_provider_id: '7', status: 'active', created_by: 'x' };
    expect(importCells('user', fields)).toEqual(['u1', '', 'ann', '7', '', '', '', 'active']);
  });
});

describe('addresses', () => {
  test('plain ids travel as they are, anything else as hex', () => {
    expect(sisPath('sis_course_id', 'c-12_A')).toBe('sis_course_id:c-12_A');
    expect(sisPath('sis_user_id', 'a/b.c#é')).toBe('hex:sis_user_id:612f622e6323c3a9');
  });

  test('only rel=next is followed', () => {
    const link =
      '<https://c.test/api/v1/x?page=1,2&per_page=10>; rel="current",<https://c.test/api/v1/x?page=bookmark:a,b>; rel="next",<https://c.test/x>; rel="first"';
    expect(nextLink(link)).toBe('https://c.test/api/v1/x?page=bookmark:a,b');
    expect(nextLink('<https://c.test/x>; rel="prev", <https://c.test/y>; rel="last"')).toBeNull();
    expect(nextLink(undefined)).toBeNull();
  });
});
