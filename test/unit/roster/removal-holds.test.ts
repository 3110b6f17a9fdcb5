import { expect, test } from 'vitest';
import { judgeRemovals } from '../../../electron/roster/holds/removals.ts';
import type { Tally } from '../../../electron/roster/holds/tally.ts';
import { DistrictSettings } from '../../../shared/settings.ts';

const settings = DistrictSettings.parse({ timeZone: 'America/New_York' });
const students = (coming: boolean, removed: number, left: number): Tally => ({
  entity: 'enrollment',
  school: 'lincoln',
  role: 'student',
  phase: coming ? 'coming' : 'running',
  base: removed + left,
  removed,
  waiting: 0,
  left,
  created: 0,
  updated: 0,
  identity: 0,
});
const judged = (...tallies: readonly Tally[]) =>
  judgeRemovals(tallies, { settings, schoolName: () => 'Lincoln High' }).map(({ hold }) => hold);

test('a school that would lose too much of its running and of its coming classes has one hold, which tells both', () => {
  const holds = judged(students(false, 99, 87), students(true, 19, 12));
  expect(holds.map(({ id }) => id)).toEqual(['E2:enrollment:lincoln']);
  expect(holds[0]?.message).toContain('99 of 186 enrollments at Lincoln High would be removed (53 %)');
  expect(holds[0]?.message).toContain('19 of 31 enrollments at Lincoln High in classes that have not started');
});

test('classes that have not started may change by half before anybody is asked', () => {
  expect(judged(students(true, 40, 60))).toEqual([]);
  expect(judged(students(true, 51, 49))).toHaveLength(1);
});

test('10 rows, or 10 % of a school, may leave without a question; one more may not', () => {
  expect(judged(students(false, 10, 20))).toEqual([]);
  expect(judged(students(false, 11, 99))).toEqual([]);
  expect(judged(students(false, 11, 98))).toHaveLength(1);
});
