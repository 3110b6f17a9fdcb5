import { describe, expect, it } from 'vitest';
import { healthOf } from '../../../renderer/overview/health.ts';
import type { Overview } from '../../../shared/district.ts';
import { sampleRun, sisDown } from '../../ui/sample-runs.ts';

const district = {
  id: 'd',
  name: 'Springfield',
  practice: false,
  connection: { sisUrl: 'https://sis', sisKey: 'k', sisAuth: 'auto' as const, sisTokenUrl: '', canvasUrl: 'https://canvas' },
  createdAt: '2026-08-01T08:00:00Z',
};
const stays = { waiting: 0, savedUp: 0, frozen: 0, kept: 0, early: 0, listed: 0 };
const plan = { id: 'p', number: 7, createdAt: '2026-11-12T07:00:00Z', changes: 12, held: 0, applied: false, stays };
const overview = (change: Partial<Overview>): Overview => ({
  district,
  lastPlan: null,
  setUp: null,
  lastRun: null,
  pause: null,
  running: null,
  unpublished: null,
  history: [],
  ...change,
});

describe('health in one sentence', () => {
  it('asks for a preview while there is none', () => {
    expect(healthOf(overview({}))).toMatchObject({ tone: 'info', next: 'preview' });
  });

  it('leads to the review when changes wait, and says what is held', () => {
    expect(healthOf(overview({ lastPlan: plan }))).toMatchObject({
      next: 'review',
      sentence: '12 changes wait for your review.',
    });
    expect(healthOf(overview({ lastPlan: { ...plan, held: 1 } })).sentence).toContain('1 change is held for safety');
  });

  it('says that there is nothing to do', () => {
    expect(healthOf(overview({ lastPlan: { ...plan, changes: 0 } }))).toMatchObject({ tone: 'good', next: 'nothing' });
  });

  it('does not say so while a hold waits, though nothing would change', () => {
    expect(healthOf(overview({ lastPlan: { ...plan, changes: 0, holds: 1 } }))).toMatchObject({ tone: 'held', next: 'review' });
  });

  it('is in step after an applied plan', () => {
    const lastRun = sampleRun(0, { state: 'done', endedAt: '2026-11-12T08:00:00Z' });
    expect(healthOf(overview({ lastPlan: { ...plan, applied: true }, lastRun }))).toMatchObject({ tone: 'good' });
  });

  it('does not call a partial or held sync well', () => {
    for (const state of ['partial', 'held'] as const) {
      expect(healthOf(overview({ lastPlan: { ...plan, applied: true }, lastRun: sampleRun(0, { state }) })).tone).not.toBe(
        'good',
      );
    }
  });

  it('says that the schedule pauses between two school years, whatever an older preview left', () => {
    const pause = 'The school year is over, the next one starts on 10 August 2027.';
    const lastRun = sampleRun(0, { state: 'paused' });
    expect(healthOf(overview({ lastPlan: plan, lastRun, pause }))).toEqual({ tone: 'good', sentence: pause, next: 'preview' });
  });

  it('tells a failed run only while no newer preview followed', () => {
    const lastRun = sampleRun(0, { state: 'failed', failure: sisDown, startedAt: '2026-11-12T09:00:00Z' });
    expect(healthOf(overview({ lastPlan: plan, lastRun })).tone).toBe('bad');
    expect(healthOf(overview({ lastPlan: { ...plan, createdAt: '2026-11-12T10:00:00Z' }, lastRun })).tone).toBe('info');
  });
});
