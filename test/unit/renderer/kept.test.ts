import { beforeEach, describe, expect, test } from 'vitest';
import { choiceFor, overridesOf, useKept } from '../../../renderer/state/kept.ts';
import { keptFields, sideWords } from '../../../renderer/ui/kept-words.ts';
import type { Kept } from '../../../shared/kept.ts';

const kept: Kept = {
  number: 1,
  entity: 'course',
  action: 'update',
  how: null,
  key: 'c-1',
  label: 'Algebra',
  school: 'north',
  schoolName: 'North High',
  fields: ['account_id', 'long_name', 'short_name'],
  inCanvas: { account_id: 'south', long_name: 'Ms. Lee', short_name: '' },
  inSis: { account_id: 'north', long_name: 'Algebra', short_name: 'ALG' },
  lastSynced: {},
  why: 'edited',
  reason: { rule: 'F3', text: '' },
  source: null,
  obstacle: '',
};

describe('a kept row in words', () => {
  test('names its fields as an admin does, in the order a person would tell them', () => {
    expect(keptFields(kept)).toEqual(['long_name', 'short_name', 'account_id']);
    expect(sideWords(kept, kept.inCanvas)).toBe('course name: Ms. Lee, course code: nothing and 1 more');
    expect(sideWords(kept, kept.inSis, 9)).toBe('course name: Algebra, course code: ALG, school: the one with number north');
  });

  test('with one field says just its value, and nothing of what is not there', () => {
    const one = { ...kept, fields: ['long_name'] };
    expect(sideWords(one, one.inCanvas)).toBe('Ms. Lee');
    expect(sideWords(one, null)).toBe('not there');
  });

  test('that was removed is about that alone', () => {
    const removed = { ...kept, why: 'removed' as const, fields: ['status', 'long_name'] };
    expect(sideWords(removed, { status: 'deleted', long_name: 'x' })).toBe('removed');
  });
});

describe('what a person chooses to overwrite', () => {
  beforeEach(() => {
    useKept.getState().begin('north', 0);
    useKept.getState().begin('north', 7);
  });

  test('is ticked first, and decided only with a reason', () => {
    const { choose, decide } = useKept.getState();
    choose([3, 1, 2]);
    expect(useKept.getState().overrides.size).toBe(0);
    decide([3, 1], 'agreed');
    expect([...useKept.getState().chosen]).toEqual([2]);
    decide([2], 'another');
    expect(overridesOf(useKept.getState().overrides)).toEqual([
      { reason: 'agreed', rows: [1, 3] },
      { reason: 'another', rows: [2] },
    ]);
  });

  test('ticking again what is decided keeps its reason, and leaving takes both back', () => {
    const { choose, decide, leave, leaveAll } = useKept.getState();
    decide([1, 2], 'agreed');
    choose([1, 5]);
    expect([...useKept.getState().chosen]).toEqual([5]);
    leave([1, 5]);
    expect([[...useKept.getState().chosen], [...useKept.getState().overrides]]).toEqual([[], [[2, 'agreed']]]);
    leaveAll();
    expect(useKept.getState().overrides.size).toBe(0);
  });

  test('is forgotten with the preview it was made for: numbers mean other rows in the next', () => {
    useKept.getState().decide([1], 'agreed');
    useKept.getState().begin('north', 7);
    expect(useKept.getState().overrides.size).toBe(1);
    useKept.getState().begin('north', 8);
    expect([useKept.getState().overrides.size, useKept.getState().chosen.size]).toEqual([0, 0]);
  });

  test('is forgotten with the district: its previews are numbered the same', () => {
    useKept.getState().decide([1], 'agreed');
    useKept.getState().choose([2]);
    useKept.getState().begin('south', 7);
    expect([useKept.getState().overrides.size, useKept.getState().chosen.size]).toEqual([0, 0]);
  });

  test('counts for its own preview alone, also before another one has begun', () => {
    useKept.getState().decide([1], 'agreed');
    useKept.getState().choose([2]);
    const sizes = (district: string, plan: number) => {
      const { overrides, chosen } = choiceFor(useKept.getState(), district, plan);
      return [overrides.size, chosen.size];
    };
    expect(sizes('north', 7)).toEqual([1, 1]);
    expect(sizes('north', 8)).toEqual([0, 0]);
    expect(sizes('south', 7)).toEqual([0, 0]);
  });
});
