import { describe, expect, test } from 'vitest';
import { judgeAfterFirstNight, judged, nightOf, placeOf, rowOf, rulesOf, staff } from './tiny-district.ts';

describe('a feed that was not read completely (E1)', () => {
  const failure = { code: 'sis.incomplete', message: 'The SIS did not send all of its enrollments.' };
  const broken = (state: string, more: object) =>
    judged((district) => {
      const before = structuredClone(district.canvas);
      placeOf(district, 'alg', 's01').workflow_state = state;
      return { before, after: district.canvas, more: { feed: 'broken', run: null, failure, ...more } };
    });

  test('changes nothing and says so', () => {
    expect(broken('active', {})).toEqual([]);
    expect(rulesOf(broken('inactive', {}))).toEqual(['E1']);
    expect(rulesOf(broken('active', { failure: null, run: { state: 'done', counts: {}, holds: [] } }))).toEqual(['E1']);
  });

  test('is no second sighting of anybody (D5)', () => {
    const { judge, district } = judgeAfterFirstNight();
    district.sis.enrollments = district.sis.enrollments.filter((row) => row.sourcedId !== 'alg-s01-student');
    const quiet = { after: district.canvas };
    judge.night(nightOf(district, quiet));
    judge.night(nightOf(district, { ...quiet, today: '2026-10-07', more: { feed: 'broken', run: null, failure } }));
    expect(judge.night(nightOf(district, { ...quiet, today: '2026-10-08' })).map(({ rule }) => rule)).toEqual(['D2']);
  });
});

describe('how a run ends', () => {
  const heldBy = (rule: string) => [
    { id: rule, rule, entity: 'user', school: '', count: 1, message: '1 person has to wait for better data.', firstSight: false },
  ];
  const run = (state: string, more: object = {}) => ({ state, counts: {}, holds: [], ...more });

  test('well, or with the failure in words', () => {
    expect(rulesOf(judged((district) => ({ after: district.canvas, more: { run: run('partial') } })))).toEqual(['run']);
    const failure = { code: 'canvas.busy', message: 'Canvas did not answer for ten minutes.' };
    expect(rulesOf(judged((district) => ({ after: district.canvas, more: { run: null, failure } })))).toEqual(['run']);
  });

  test('stopped at a hold: then nothing was written, and what merely lacks data stops nothing', () => {
    const late = (rule: string) =>
      judged((district) => {
        placeOf(district, 'alg', 's01').workflow_state = 'inactive';
        const before = structuredClone(district.canvas);
        placeOf(district, 'alg', 's01').workflow_state = rule === 'B1' ? 'inactive' : 'active';
        const sis = { ...district.sis, users: [...district.sis.users, staff('x', 'No Login')] };
        return { sis, before, after: district.canvas, holds: [{ rule }], more: { run: run('held', { holds: heldBy(rule) }) } };
      });
    expect(rulesOf(late('E8'))).toContain('E');
    expect(rulesOf(late('B1'))).not.toContain('E');
  });

  test('with nothing left to do (promise 7)', () => {
    const second = (holds: string[]) => ({
      id: 'p',
      changes: 1,
      holds: [],
      firstChanges: [{ entity: 'course', action: 'update', key: 'c-alg', label: 'Algebra', holds }],
    });
    expect(rulesOf(judged((district) => ({ after: district.canvas, more: { second: second([]) } })))).toEqual(['second']);
    expect(judged((district) => ({ after: district.canvas, more: { second: second(['E2:pine']) } }))).toEqual([]);
  });
});

describe('between the school years (D7)', () => {
  test('a scheduled run changes nothing', () => {
    const summer = (name: string) =>
      judged((district) => {
        rowOf(district.sis.classes, { sourcedId: 'alg' }).title = 'Algebra I';
        const before = structuredClone(district.canvas);
        rowOf(district.canvas.courses, { sis_source_id: 'c-alg' }).name = name;
        return { sis: district.sis, before, after: district.canvas, today: '2027-06-20' };
      });
    expect(summer('Algebra')).toEqual([]);
    expect(rulesOf(summer('Algebra I'))).toEqual(['D7 pause']);
  });
});
