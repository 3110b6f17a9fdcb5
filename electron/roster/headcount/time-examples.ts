import type { Headcount } from '../../../shared/headcount.ts';
import type { SettingCount } from '../../../shared/setting-counts.ts';
import { addDays, lastDay, spokenDate } from '../district-time.ts';
import type { CountWorld } from './chosen.ts';

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** "Friday, 18 December 2026". */
export function longDate(date: string): string {
  const day = new Date(`${date}T00:00:00Z`).getUTCDay();
  return `${days[day] ?? ''}, ${spokenDate(date)}`;
}

type Session = Headcount['sessions'][number];

/**
 * A2 with a real example: the next session to end, a semester if there is one, because everybody knows when that ends. "Semester 1
 * ends Friday, 18 December 2026."
 */
export function dayExample({ head, settings, today }: CountWorld): SettingCount | null {
  const session = exampleSession(head.sessions, today);
  if (session === null) return null;
  const last = lastDay(session.endDate, settings.sessionEndDate);
  const weekend = [0, 6].includes(new Date(`${last}T00:00:00Z`).getUTCDay());
  return {
    text: `${session.title} ends ${longDate(last)}.${weekend ? ' That is no school day.' : ''}`,
    numbers: { sessions: head.sessions.length },
    warn: weekend,
  };
}

/** C3: the day until which staff keep the example's courses. */
export function staffExample({ head, settings, today }: CountWorld): SettingCount | null {
  const session = exampleSession(head.sessions, today);
  if (session === null) return null;
  const until = addDays(lastDay(session.endDate, settings.sessionEndDate), settings.staffDaysAfterTerm);
  return { text: `Those of ${session.title} until ${longDate(until)}.`, numbers: {}, warn: false };
}

const kinds = ['semester', 'term', 'gradingPeriod', 'schoolYear'];

function exampleSession(sessions: readonly Session[], today: string): Session | null {
  const coming = sessions.filter(({ endDate }) => endDate >= today);
  const rank = ({ type }: Session) => (kinds.includes(type) ? kinds.indexOf(type) : kinds.length);
  const order = (a: Session, b: Session) => rank(a) - rank(b) || (a.endDate < b.endDate ? -1 : a.endDate > b.endDate ? 1 : 0);
  return [...coming].sort(order)[0] ?? null;
}
