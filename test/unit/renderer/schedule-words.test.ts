import { describe, expect, test } from 'vitest';
import {
  clocksWords,
  daysWords,
  missedWords,
  nextRunWords,
  scheduleProblems,
  scheduleSentence,
} from '../../../renderer/schedule/schedule-words.ts';
import { Schedule, type ScheduleView, usualSchedule, weekdays } from '../../../shared/schedule.ts';

const made = (part: Partial<Schedule>): Schedule => ({ ...usualSchedule, on: true, ...part });
const intraday = { everyHours: 2, from: '08:00', to: '16:00', days: [1, 2, 3, 4, 5] };

describe('a schedule in words', () => {
  test('one sentence for all of it', () => {
    expect(scheduleSentence(made({}))).toBe('Every night at 02:00.');
    expect(scheduleSentence(made({ nightly: { times: ['23:30', '02:00'], days: [1, 3] } }))).toBe(
      'On Mon and Wed at 02:00 and 23:30.',
    );
    expect(scheduleSentence(made({ intraday }))).toBe(
      'Every night at 02:00; and every 2 hours from 08:00 to 16:00, Monday to Friday.',
    );
    expect(scheduleSentence(made({ nightly: { times: [], days: [...weekdays] } }))).toBe('No time is set yet.');
  });

  test('days together', () => {
    expect(daysWords([...weekdays])).toBe('every day');
    expect(daysWords([6, 7])).toBe('Sat and Sun');
    expect(daysWords([1, 2, 4])).toBe('Mon, Tue and Thu');
  });

  test('the nights on which the clocks change are explained', () => {
    const run = { at: '2026-03-08T09:00:00.000Z', local: '2026-03-08T02:30', clocks: 'skipped' as const };
    expect(clocksWords(run)).toContain('skip 02:30');
    expect(clocksWords({ ...run, clocks: 'doubled' })).toContain('comes twice');
    expect(clocksWords({ ...run, clocks: 'usual' })).toBe('');
  });

  test('the next run on the district’s own clock, or why there is none', () => {
    const view: ScheduleView = {
      district: 'a',
      schedule: made({}),
      timeZone: 'America/Denver',
      coming: [{ at: '2026-11-28T09:00:00.000Z', local: '2026-11-28T02:00', clocks: 'usual' }],
      blackout: null,
      missed: null,
      caughtUp: null,
    };
    expect(nextRunWords(view)).toMatch(/28.*02:00/);
    expect(nextRunWords({ ...view, schedule: usualSchedule })).toBe('Not scheduled');
    expect(nextRunWords({ ...view, schedule: made({ paused: { until: null } }) })).toBe('Paused');
    expect(nextRunWords({ ...view, coming: [] })).toBe('None is due');
    expect(missedWords({ at: '2026-11-28T09:00:00.000Z', why: 'running' }, 'America/Denver')).toMatch(
      /02:00 was skipped, because the one before/,
    );
  });
});

describe('what keeps a schedule from being saved', () => {
  test.each<[string, Partial<Schedule>]>([
    ['Fill in every time', { nightly: { times: ['02:00', ''], days: [1] } }],
    ['there twice', { nightly: { times: ['02:00', '02:00'], days: [1] } }],
    ['at least one time', { nightly: { times: ['02:00'], days: [] } }],
    ['one day for the syncs during the day', { intraday: { ...intraday, days: [] } }],
    ['begin and end', { intraday: { ...intraday, to: '' } }],
    ['end after they begin', { intraday: { ...intraday, from: '17:00' } }],
    ['a name', { blackouts: [{ name: ' ', from: '2026-12-21', to: '2027-01-03' }] }],
    ['first and the last day', { blackouts: [{ name: 'Break', from: '', to: '2027-01-03' }] }],
    ['before its first', { blackouts: [{ name: 'Break', from: '2026-12-21', to: '2026-12-01' }] }],
  ])('%s', (words, part) => {
    expect(scheduleProblems(made(part)).join(' ')).toContain(words);
  });

  test('what has no problem fits the contract', () => {
    const schedule = made({ intraday, blackouts: [{ name: 'Break', from: '2026-12-21', to: '2027-01-03' }] });
    expect(scheduleProblems(schedule)).toEqual([]);
    expect(Schedule.safeParse(schedule).success).toBe(true);
  });
});
