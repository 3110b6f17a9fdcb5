import { describe, expect, test } from 'vitest';
import type { Judge } from '../../judge/judge.ts';
import type { JudgedHold } from '../../judge/night.ts';
import {
  judgeAfterFirstNight,
  judged,
  judgeOnProbation,
  nightOf,
  rowOf,
  rulesOf,
  STUDENTS,
  type Tiny,
  tinyDistrict,
} from './tiny-district.ts';

/** A night on which the SIS changed like this, Canvas did not, and these holds were printed. */
function heldNight(change: (district: Tiny) => void, holds: readonly Partial<JudgedHold>[], more: object = {}) {
  return judged((district) => {
    const after = structuredClone(district.canvas);
    change(district);
    return { sis: district.sis, after, holds, more };
  });
}

const drop =
  (...ids: readonly string[]) =>
  (district: Tiny) => {
    for (const id of ids) rowOf(district.sis.enrollments, { sourcedId: id }).status = 'tobedeleted';
  };
const nothing = () => undefined;

describe('a hold without a cause', () => {
  test.each(['E2', 'E3', 'E4', 'E5', 'E6', 'E7', 'E8', 'D7', 'B1', 'B4', 'C2'])('%s', (rule) => {
    expect(rulesOf(heldNight(nothing, [{ rule }]))).toContain(rule);
  });
});

describe('a danger without a hold', () => {
  test.each<[string, (district: Tiny) => void]>([
    ['E2', drop(...STUDENTS.slice(0, 11).map((id) => `alg-${id}-student`))],
    ['E5', drop(...STUDENTS.slice(0, 6).map((id) => `alg-${id}-student`))],
    ['E5', drop('alg-t1-teacher')],
    ['E8', (district) => void Object.assign(district.sis, { orgs: [] })],
    ['E8', (district) => void district.sis.academicSessions.splice(1, 1)],
    ['B1', (district) => void Object.assign(rowOf(district.sis.users, { sourcedId: 's01' }), { username: '' })],
    ['C2', (district) => void Object.assign(rowOf(district.sis.classes, { sourcedId: 'art' }), { terms: [] })],
  ])('%s', (rule, change) => {
    expect(rulesOf(heldNight(change, []))).toContain(rule);
  });

  test('D7: a removal in one of the first five scheduled runs', () => {
    const district = tinyDistrict();
    const judge = judgeOnProbation(district);
    drop('alg-s01-student')(district);
    const quiet = { after: district.canvas };
    expect(rulesOf(judge.night(nightOf(district, quiet)))).toEqual(['D7', 'D2']);
    expect(judge.night(nightOf(district, { ...quiet, holds: [{ rule: 'D7' }] }))).toEqual([]);
  });

  test('D1: a late drop of a class that is over counts in no hold but D7', () => {
    const over = (judge: Judge, rule: string) => {
      const district = tinyDistrict();
      const quarter = {
        title: 'Quarter 1',
        type: 'gradingPeriod',
        startDate: '2026-08-10',
        endDate: '2026-10-02',
        schoolYear: '2027',
      };
      district.sis.academicSessions.push({ sourcedId: 'q1', ...quarter });
      rowOf(district.sis.classes, { sourcedId: 'alg' }).terms = [{ sourcedId: 'q1' }];
      drop('alg-s01-student')(district);
      return rulesOf(judge.night(nightOf(district, { after: district.canvas, holds: [{ rule }] })));
    };
    expect(over(judgeOnProbation(tinyDistrict()), 'D7')).toEqual([]);
    expect(over(judgeOnProbation(tinyDistrict()), 'E4')).toEqual(['D7', 'E4']);
    expect(over(judgeAfterFirstNight().judge, 'E4')).toEqual(['E4']);
  });

  test('E12: another integration imports in batch mode', () => {
    const found = judged((district) => {
      const foreign = { id: 5, user_id: 77, created_at: '2026-10-01T10:00:00Z', foreign: { batch_mode: true } };
      const before = { ...district.canvas, imports: [foreign] };
      return { before, after: before };
    });
    expect(rulesOf(found)).toEqual(['E12']);
  });
});

describe('the sentence of a hold', () => {
  const change = drop(...STUDENTS.slice(0, 11).map((id) => `alg-${id}-student`));
  const holds = (message: string, count = 11) => [
    { rule: 'E2', count, message },
    { rule: 'E5', count: 11 },
  ];

  test('has words, and the numbers', () => {
    expect(heldNight(change, holds('11 of 26 enrollments at Pine High would be removed.'))).toEqual([]);
    expect(rulesOf(heldNight(change, holds('Too many enrollments at Pine High would be removed.')))).toEqual(['E2']);
    expect(rulesOf(heldNight(change, holds('held')))).toEqual(['E2']);
  });

  test('counts right', () => {
    expect(rulesOf(heldNight(change, holds('40 of 26 enrollments at Pine High would be removed.', 40)))).toEqual(['E2']);
  });
});
