import { expect, test } from 'vitest';
import type { ObjectTriple } from '../../../electron/roster/compare/objects.ts';
import { UnpublishedCourses } from '../../../electron/roster/steps/unpublished-courses.ts';

interface Case {
  readonly status?: string;
  readonly starts?: string;
  readonly ends?: string;
  readonly owned?: boolean | null;
  readonly school?: string;
}

function course(key: string, one: Case): ObjectTriple {
  const { status = 'unpublished', starts = '2026-08-17', ends = '2026-12-18', owned = true, school = 's1' } = one;
  const extra = { label: `Course ${key}`, school, source: ['classes', key], starts, ends };
  const side = { key, fields: JSON.stringify({ course_id: key, status }), extra: '{}' };
  return {
    key,
    desired: { ...side, extra: JSON.stringify(extra) },
    canvas: side,
    ledger: owned === null ? null : { key, owned },
  } as unknown as ObjectTriple;
}

function found(cases: Readonly<Record<string, Case>>, today = '2026-08-10') {
  const courses = new UnpublishedCourses(today, (school) => (school === 's1' ? 'Lincoln' : 'Adams'));
  for (const [key, one] of Object.entries(cases)) courses.take(course(key, one));
  return courses.result();
}

test('counts ours that are unpublished and begin within two weeks, or have begun and are not over', () => {
  const { courses } = found({
    soon: {},
    lastDay: { starts: '2026-08-24' },
    begun: { starts: '2026-08-03' },
    later: { starts: '2026-08-25' },
    over: { starts: '2026-01-05', ends: '2026-08-09' },
    published: { status: 'published' },
    deleted: { status: 'deleted' },
    theirs: { owned: false },
    unknown: { owned: null },
    undated: { starts: '' },
  });
  expect(courses.map(({ name }) => name)).toEqual(['Course begun', 'Course soon', 'Course lastDay']);
});

test('by school, most first; the list is of the earliest, the number of all', () => {
  const many = Object.fromEntries(
    Array.from({ length: 5_500 }, (_, at) => [`m${String(at).padStart(4, '0')}`, { school: 's2' }]),
  );
  const { total, schools, courses } = found({ ...many, first: { starts: '2026-08-11' } });
  expect(total).toBe(5_501);
  expect(schools).toEqual([
    { name: 'Adams', count: 5_500 },
    { name: 'Lincoln', count: 1 },
  ]);
  expect([courses.length, courses[0]?.name]).toEqual([300, 'Course first']);
});
