import { describe, expect, it } from 'vitest';
import { fieldRows } from '../../../renderer/review/field-rows.ts';
import { endsWith } from '../../../renderer/review/hold-ends.ts';
import { entityTabs, verdictOf } from '../../../renderer/review/plan-numbers.ts';
import { sampleChange, sampleHolds, samplePlan } from '../../ui/sample-plan.ts';

describe('what a decision means in numbers', () => {
  const { summary } = samplePlan(1, 640, sampleHolds);

  it('holds everything the plan counts as held while nothing is released', () => {
    const verdict = verdictOf(summary, {});
    expect(verdict.open).toHaveLength(3);
    expect(verdict.held).toBe(Object.values(summary.counts).reduce((sum, { held }) => sum + held, 0));
    expect(verdict.heldIsUpperBound).toBe(false);
  });

  it('calls the rest an upper bound when only some holds are released, because holds overlap', () => {
    const verdict = verdictOf(summary, { 'E2:enrollment:200': 'new building' });
    expect(verdict.released.map(({ id }) => id)).toEqual(['E2:enrollment:200']);
    expect(verdict.held).toBeLessThanOrEqual(4);
    expect(verdict.heldIsUpperBound).toBe(true);
  });

  it('holds nothing once every hold is released', () => {
    const all = Object.fromEntries(sampleHolds.map(({ id }) => [id, 'checked']));
    expect(verdictOf(summary, all)).toMatchObject({ held: 0, heldIsUpperBound: false });
  });

  it('shows the guardians tab only when there is something in it', () => {
    expect(entityTabs(summary).map(({ entity }) => entity)).not.toContain('observer');
  });
});

describe('the fields of a change', () => {
  it('puts what differs first, with was and now, and hides Canvas’ own key', () => {
    const rows = fieldRows(sampleChange(1));
    expect(rows[0]).toMatchObject({ word: 'ends', differs: true });
    expect(rows.map(({ field }) => field)).not.toContain('term_id');
  });

  it('has no "was" for something new', () => {
    expect(fieldRows(sampleChange(0)).every(({ was, differs }) => was === null && !differs)).toBe(true);
  });
});

describe('how a hold ends', () => {
  it('is said where nobody can release it, by what it waits for', () => {
    expect(endsWith({ rule: 'E2', releasable: true })).toBe('');
    expect(endsWith({ rule: 'B1', releasable: false })).toContain('mended in the SIS');
    expect(endsWith({ rule: 'B4', releasable: false, remap: true })).toContain('remap plan');
    expect(endsWith({ rule: 'E11', releasable: false })).toContain('when the first contact is reviewed');
    expect(endsWith({ rule: 'E13', releasable: false })).toContain('when what it belongs to does');
  });
});
