import type { Blackout, ComingRun, Missed, Schedule, ScheduleView, Weekday } from '../../shared/schedule.ts';
import { joinWords } from '../ui/format.ts';

export const weekdayWords: readonly { readonly day: Weekday; readonly short: string; readonly long: string }[] = [
  { day: 1, short: 'Mon', long: 'Monday' },
  { day: 2, short: 'Tue', long: 'Tuesday' },
  { day: 3, short: 'Wed', long: 'Wednesday' },
  { day: 4, short: 'Thu', long: 'Thursday' },
  { day: 5, short: 'Fri', long: 'Friday' },
  { day: 6, short: 'Sat', long: 'Saturday' },
  { day: 7, short: 'Sun', long: 'Sunday' },
];

/** "every day", "Monday to Friday", "Mon, Wed and Fri". */
export function daysWords(days: readonly Weekday[]): string {
  const chosen = weekdayWords.filter(({ day }) => days.includes(day));
  if (chosen.length === 7) return 'every day';
  const [first, last] = [chosen[0], chosen.at(-1)];
  if (first && last && chosen.length > 2 && last.day - first.day === chosen.length - 1) return `${first.long} to ${last.long}`;
  return joinWords(chosen.map(({ short }) => short));
}

/** The whole schedule in one sentence. */
export function scheduleSentence({ nightly, intraday }: Schedule): string {
  const parts: string[] = [];
  if (nightly.times.length > 0 && nightly.days.length > 0) {
    const days = daysWords(nightly.days);
    parts.push(`${days === 'every day' ? 'Every night' : `On ${days}`} at ${joinWords([...nightly.times].sort())}`);
  }
  if (intraday !== null) {
    const often = intraday.everyHours === 1 ? 'every hour' : `every ${intraday.everyHours} hours`;
    parts.push(`${often} from ${intraday.from} to ${intraday.to}, ${daysWords(intraday.days)}`);
  }
  if (parts.length === 0) return 'No time is set yet.';
  const sentence = parts.join('; and ');
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

/** "Sat, 28 Nov, 02:00" on the district's clock. */
export function whenWords(iso: string, timeZone: string): string {
  return new Intl.DateTimeFormat(undefined, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  }).format(new Date(iso));
}

/** What the clocks do to a run; '' on all other nights. */
export function clocksWords({ clocks, local }: ComingRun): string {
  const time = local.slice(11);
  if (clocks === 'skipped') return `The clocks go forward and skip ${time}, so it runs right after.`;
  if (clocks === 'doubled') return `The clocks go back and ${time} comes twice. It runs the first time.`;
  return '';
}

const missedReasons: Readonly<Record<Missed['why'], string>> = {
  running: 'was skipped, because the one before was still at work',
  elsewhere: 'was skipped, because another Rosterbridge was at work in this district',
  blackout: 'was given up, because a day off had begun before it could be caught up',
  paused: 'was given up, because the schedule was paused',
};

export function missedWords({ at, why }: Missed, timeZone: string): string {
  return `The sync of ${whenWords(at, timeZone)} ${missedReasons[why]}.`;
}

/** The next run in one line, for a screen that shows no more of the schedule. */
export function nextRunWords({ schedule, coming, timeZone }: ScheduleView): string {
  if (!schedule.on) return 'Not scheduled';
  if (schedule.paused !== null) {
    return schedule.paused.until === null ? 'Paused' : `Paused until ${whenWords(schedule.paused.until, timeZone)}`;
  }
  const [next] = coming;
  return next === undefined ? 'None is due' : whenWords(next.at, timeZone);
}

/** What keeps a schedule from being saved, in an order a person would fix it. */
export function scheduleProblems(schedule: Schedule): string[] {
  const { on, nightly, intraday, blackouts } = schedule;
  const problems: string[] = [];
  if (nightly.times.some((time) => time === '')) problems.push('Fill in every time of the night, or remove it.');
  if (new Set(nightly.times).size < nightly.times.length) problems.push('A time of the night is there twice.');
  if (on && intraday === null && (nightly.times.length === 0 || nightly.days.length === 0)) {
    problems.push('Choose at least one time and one day, or switch the schedule off.');
  }
  if (intraday !== null && intraday.days.length === 0) problems.push('Choose at least one day for the syncs during the day.');
  if (intraday !== null && (intraday.from === '' || intraday.to === '')) {
    problems.push('Fill in when the syncs during the day begin and end.');
  } else if (intraday !== null && intraday.from > intraday.to) {
    problems.push('The syncs during the day must end after they begin.');
  }
  return [...problems, ...blackouts.flatMap(blackoutProblems)];
}

function blackoutProblems({ name, from, to }: Blackout): string[] {
  if (name.trim() === '') return ['Give every row of days off a name.'];
  if (from === '' || to === '') return [`Fill in the first and the last day of “${name}”.`];
  return from > to ? [`The last day of “${name}” comes before its first.`] : [];
}
