import type { Fields } from '../../../shared/entities.ts';
import type { DistrictSettings } from '../../../shared/settings.ts';
import { type DistrictTime, spokenDate } from '../district-time.ts';
import { isDated, type Session } from './sessions.ts';

export type TermAnswers = Pick<DistrictSettings, 'followedSessions' | 'keptSessions'>;

/** Which dates a term has (ROSTER-RULES C2). */
export interface TermDates {
  /** The session whose dates it takes. */
  readonly from: Session;
  /** It keeps the dates it has: its sessions do not agree. */
  readonly keeps: boolean;
  /** What a person is asked, '' for nothing. */
  readonly question: string;
}

/**
 * When all sessions of a term move, it moves. When only some do, it stays and a person is asked: they may let it follow one of
 * those, or keep it and not be asked again.
 * @param before fields of the term as last applied, undefined when it never was.
 */
export function termDates(
  label: string,
  [first, ...others]: readonly [Session, ...Session[]],
  before: Fields | undefined,
  time: DistrictTime,
  { followedSessions, keptSessions }: TermAnswers,
): TermDates {
  const group = [first, ...others];
  const lead = group.find((one) => isDated(one) && followedSessions.includes(one.sourcedId));
  if (lead !== undefined) return { from: lead, keeps: false, question: '' };
  if (isDated(first) && others.every((one) => one.starts === first.starts && one.ends === first.ends))
    return { from: first, keeps: false, question: '' };
  const moved = before === undefined ? [] : group.filter((one) => isDated(one) && !hasDates(one, before, time));
  const open = moved.filter((one) => !keptSessions.includes(one.sourcedId));
  return { from: first, keeps: true, question: open.length === 0 ? '' : questionText(label, group, open) };
}

function hasDates({ starts, ends }: Session, { start_date = '', end_date = '' }: Fields, time: DistrictTime): boolean {
  return time.startOf(starts) === start_date && time.endOf(ends) === end_date;
}

/** Sessions that are named one by one; all are counted. */
const MOST_NAMED = 3;

function questionText(label: string, group: readonly Session[], moved: readonly Session[]): string {
  const named = moved
    .slice(0, MOST_NAMED)
    .map((one) => `${one.title || 'a session'} (${one.sourcedId}) from ${spokenDate(one.starts)} to ${spokenDate(one.ends)}`);
  const more = moved.length > MOST_NAMED ? ` and ${moved.length - MOST_NAMED} more` : '';
  const has = moved.length === 1 ? 'has' : 'have';
  return (
    `${moved.length} of the ${group.length} sessions behind “${label}” ${has} other dates now: ${named.join('; ')}${more}. ` +
    'The term keeps the dates it has. If it should move for everybody, name the session under “Terms follow these sessions” in the settings; ' +
    'if not, name it under “Sessions that may differ from their term”, and nobody is asked again.'
  );
}
