import { describe, expect, test } from 'vitest';
import { slotsAfter } from '../../../../electron/shell/schedule/slots.ts';
import { type Schedule, usualSchedule, weekdays } from '../../../../shared/schedule.ts';

const DENVER = 'America/Denver';

function slots(schedule: Partial<Schedule>, from: string, count: number, zone = DENVER): string[] {
  const found: string[] = [];
  for (const { at, local, clocks } of slotsAfter({ ...usualSchedule, ...schedule }, zone, Date.parse(from))) {
    found.push(`${new Date(at).toISOString().slice(0, 16)} ${local.slice(5)}${clocks === 'usual' ? '' : ` ${clocks}`}`);
    if (found.length === count) break;
  }
  return found;
}

const nightly = (...times: string[]) => ({ nightly: { times, days: [...weekdays] } });

describe('times of a schedule', () => {
  test('are on the district’s own clock, wherever the computer is', () => {
    expect(slots({}, '2026-01-15T12:00:00Z', 2)).toEqual(['2026-01-16T09:00 01-16T02:00', '2026-01-17T09:00 01-17T02:00']);
    expect(slots({}, '2026-01-15T12:00:00Z', 1, 'Pacific/Auckland')).toEqual(['2026-01-15T13:00 01-16T02:00']);
  });

  test('in spring a skipped time runs once, right after the gap', () => {
    // On 8 March 2026 Denver's clocks go from 02:00 to 03:00, at 09:00 UTC.
    expect(slots(nightly('02:30'), '2026-03-07T12:00:00Z', 2)).toEqual([
      '2026-03-08T09:00 03-08T02:30 skipped',
      '2026-03-09T08:30 03-09T02:30',
    ]);
  });

  test('several skipped times, and the one at the end of the gap, are one', () => {
    expect(slots(nightly('02:00', '02:30', '03:00'), '2026-03-07T12:00:00Z', 2)).toEqual([
      '2026-03-08T09:00 03-08T03:00',
      '2026-03-09T08:00 03-09T02:00',
    ]);
  });

  test('in autumn a time that comes twice runs the first time only', () => {
    // On 1 November 2026 Denver's 01:00–02:00 comes twice, at 07:00 and at 08:00 UTC.
    expect(slots(nightly('01:30'), '2026-10-31T12:00:00Z', 2)).toEqual([
      '2026-11-01T07:30 11-01T01:30 doubled',
      '2026-11-02T08:30 11-02T01:30',
    ]);
    expect(slots(nightly('01:30'), '2026-11-01T08:00:00Z', 1)).toEqual(['2026-11-02T08:30 11-02T01:30']);
  });

  test('half-hour changes of the clock are right too', () => {
    // Lord Howe Island goes from 02:00 to 02:30 on 4 October 2026, at 15:30 UTC the day before.
    expect(slots(nightly('02:15'), '2026-10-03T00:00:00Z', 1, 'Australia/Lord_Howe')).toEqual([
      '2026-10-03T15:30 10-04T02:15 skipped',
    ]);
  });

  test('clocks that change at midnight neither lose nor repeat a day', () => {
    // In Beirut midnight of 29 March 2026 does not exist.
    expect(slots(nightly('00:00'), '2026-03-27T23:00:00Z', 3, 'Asia/Beirut')).toEqual([
      '2026-03-28T22:00 03-29T00:00 skipped',
      '2026-03-29T21:00 03-30T00:00',
      '2026-03-30T21:00 03-31T00:00',
    ]);
  });

  test('during the day: every two hours between two times, on chosen weekdays, beside the nights', () => {
    const schedule = { intraday: { everyHours: 2, from: '08:00', to: '13:00', days: [1, 2, 3, 4, 5] } };
    // Friday the 16th of January; Saturday has no daytime runs.
    expect(slots(schedule, '2026-01-16T12:00:00Z', 5)).toEqual([
      '2026-01-16T15:00 01-16T08:00',
      '2026-01-16T17:00 01-16T10:00',
      '2026-01-16T19:00 01-16T12:00',
      '2026-01-17T09:00 01-17T02:00',
      '2026-01-18T09:00 01-18T02:00',
    ]);
  });

  test('nights only on chosen days', () => {
    const schedule = { nightly: { times: ['22:00'], days: [7, 1, 2, 3, 4] } };
    expect(slots(schedule, '2026-01-16T00:00:00Z', 2)).toEqual(['2026-01-16T05:00 01-15T22:00', '2026-01-19T05:00 01-18T22:00']);
  });

  test('days off have none, both ends included', () => {
    const blackouts = [{ name: 'Winter break', from: '2026-12-21', to: '2027-01-03' }];
    expect(slots({ blackouts }, '2026-12-20T00:00:00Z', 2)).toEqual([
      '2026-12-20T09:00 12-20T02:00',
      '2027-01-04T09:00 01-04T02:00',
    ]);
  });

  test('without a time, or days off for years, there is none', () => {
    expect(slots({ nightly: { times: [], days: [...weekdays] } }, '2026-01-01T00:00:00Z', 1)).toEqual([]);
    expect(slots({ blackouts: [{ name: 'Closed', from: '2026-01-01', to: '2099-01-01' }] }, '2026-01-01T12:00:00Z', 1)).toEqual(
      [],
    );
  });
});
