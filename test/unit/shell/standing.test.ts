import { describe, expect, test } from 'vitest';
import { noticeOf, stillHereNotice, tokenNotice } from '../../../electron/shell/notices.ts';
import { type Standing, type SyncEnd, standingAfter } from '../../../electron/shell/standing.ts';
import type { Hold } from '../../../shared/plan.ts';

const NOW = Date.parse('2026-11-28T09:00:00Z');
const hold = (id: string, more: Partial<Hold> = {}): Hold => ({
  id,
  rule: 'E2',
  entity: 'enrollment',
  school: 'north',
  schoolName: 'North High',
  count: 40,
  message: 'Mia Larsen and 39 others would leave.',
  releasable: true,
  ...more,
});
const failure = (code: string) => ({ code, message: 'Mia Larsen', consequence: '', remedy: '' });
const run = (state: NonNullable<SyncEnd['run']>['state'], holds: Hold[] = [], kind: 'plan' | 'apply' = 'apply'): SyncEnd => ({
  run: { kind, state, holds, failure: state === 'failed' ? failure('canvas.down') : null },
  failure: null,
});
const stood = (end: SyncEnd): Standing => {
  const standing = standingAfter(end, NOW);
  if (standing === null) throw new Error('no standing');
  return standing;
};

describe('how a sync leaves its district', () => {
  test('done is well, refused rows are partial, a hold is held, a failure is failed', () => {
    expect(stood(run('done')).state).toBe('well');
    expect(stood(run('partial')).state).toBe('partial');
    expect(stood(run('held', [hold('E2:enrollment:north')]))).toMatchObject({ state: 'held', holds: ['E2:enrollment:north'] });
    expect(stood(run('failed'))).toMatchObject({ state: 'failed', code: 'canvas.down' });
    expect(stood({ run: null, failure: failure('vault.closed') })).toMatchObject({ state: 'failed', code: 'vault.closed' });
    expect(stood(run('paused', [], 'plan')).state).toBe('well');
  });

  test('nothing to do is well, but a hold that a person must decide is held though nothing changes (B4)', () => {
    expect(stood(run('planned', [], 'plan')).state).toBe('well');
    expect(stood(run('planned', [hold('B4:user:', { remap: true, releasable: false })], 'plan')).state).toBe('held');
  });

  test('first sightings (D5) and rows that lack data do not wait for a person', () => {
    expect(stood(run('done', [hold('E5:x', { firstSight: true })])).state).toBe('well');
    expect(stood(run('done', [hold('B1:user:north', { rule: 'B1', releasable: false })])).state).toBe('well');
    expect(stood(run('done', [hold('E2:user:north')])).state).toBe('held');
  });

  test('what a person stopped, or another process does, says nothing of the district', () => {
    expect(standingAfter(run('cancelled'), NOW)).toBeNull();
    expect(standingAfter(run('interrupted'), NOW)).toBeNull();
    for (const code of ['district.busy', 'district.running', 'run.cancelled']) {
      expect(standingAfter({ run: null, failure: failure(code) }, NOW)).toBeNull();
    }
  });
});

describe('what deserves a notification', () => {
  const held = (...ids: string[]) =>
    stood(
      run(
        'held',
        ids.map((id) => hold(id)),
      ),
    );
  const notice = (before: Standing | null, now: Standing) => noticeOf('Evergreen', before, now);

  test('held: once for the same holds, again for another one', () => {
    expect(notice(null, held('a'))).toMatchObject({ kind: 'held', screen: 'review' });
    expect(notice(held('a'), held('a'))).toBeNull();
    expect(notice(held('a', 'b'), held('b'))).toBeNull();
    expect(notice(held('a'), held('a', 'b'))).toMatchObject({ kind: 'held', body: expect.stringContaining('2 safety rules') });
  });

  test('failed: once for the same cause', () => {
    const down = stood(run('failed'));
    const locked = stood({ run: null, failure: failure('vault.closed') });
    expect(notice(stood(run('done')), down)).toMatchObject({ kind: 'failed', screen: 'overview' });
    expect(notice(down, down)).toBeNull();
    expect(notice(down, locked)).toMatchObject({ kind: 'failed', body: expect.stringContaining('credentials') });
  });

  test('recovered: only after trouble', () => {
    expect(notice(stood(run('failed')), stood(run('done')))).toMatchObject({ kind: 'recovered' });
    expect(notice(held('a'), stood(run('done')))).toMatchObject({ kind: 'recovered' });
    expect(notice(stood(run('done')), stood(run('done')))).toBeNull();
    expect(notice(null, stood(run('done')))).toBeNull();
  });

  test('refused rows: once, and the click leads to the log', () => {
    expect(notice(stood(run('done')), stood(run('partial')))).toMatchObject({ kind: 'partial', screen: 'log' });
    expect(notice(stood(run('partial')), stood(run('partial')))).toBeNull();
  });

  test('none names a child, whatever holds and failures say', () => {
    const all = [held('a'), stood(run('failed')), stood(run('partial')), stood(run('done'))];
    for (const before of [null, ...all]) {
      for (const now of all) expect(JSON.stringify(notice(before, now))).not.toContain('Larsen');
    }
  });

  test('a token’s end: at 30, 14, 7, 3 days, the day before and the day, each once', () => {
    let told: number | null = null;
    const days: number[] = [];
    const ends = NOW + 40 * 86_400_000 + 3_600_000;
    for (let day = 0; day <= 45; day += 1) {
      const due = tokenNotice('Evergreen', new Date(ends).toISOString(), told, NOW + day * 86_400_000);
      if (due === null) continue;
      told = due.told;
      days.push(40 - day);
    }
    expect(days).toEqual([30, 14, 7, 3, 1, 0]);
  });

  test('a token’s end after a long sleep: the nearest distance only', () => {
    const ends = new Date(NOW + 2 * 86_400_000).toISOString();
    expect(tokenNotice('Evergreen', ends, null, NOW)).toMatchObject({
      told: 3,
      notice: { title: 'Evergreen: the Canvas token ends in 2 days' },
    });
    expect(tokenNotice('Evergreen', ends, 3, NOW)).toBeNull();
    const over = tokenNotice('Evergreen', ends, 1, NOW + 3 * 86_400_000);
    expect(over?.notice.title).toBe('Evergreen: the Canvas token has ended');
  });

  test('the first close says how the window comes back, with and without a tray', () => {
    expect(stillHereNotice(true).body).toContain('tray');
    expect(stillHereNotice(false).body).toContain('Start Rosterbridge again');
  });
});
