import type { SisAcademicSession } from '../../sis/schema/rows.ts';
import { daysBetween, lastDay } from '../district-time.ts';
import { byText } from '../text.ts';

/** A session with its last day already told apart from its end date (ROSTER-RULES A2). */
export interface Session {
  readonly sourcedId: string;
  readonly title: string;
  readonly type: string;
  readonly schoolYear: string;
  /** First and last day, '' when the SIS gives none. */
  readonly starts: string;
  readonly ends: string;
  readonly parent: string;
  /** The SIS withdrew it: whoever still names it does not mean it. */
  readonly dropped: boolean;
}

/** First and last day of something. */
export interface Span {
  readonly starts: string;
  readonly ends: string;
}

export function readSession(row: SisAcademicSession, endDateMeans: 'last-day' | 'day-after'): Session {
  return {
    sourcedId: row.sourcedId,
    title: row.title,
    type: row.type,
    schoolYear: row.schoolYear,
    starts: row.startDate,
    ends: lastDay(row.endDate, endDateMeans),
    parent: row.parent ?? '',
    dropped: row.status !== 'active',
  };
}

/**
 * First and last day of a class: over all its sessions. Null when one of them is unknown or without dates: what is then
 * left would end too early, and the end of a class decides what may be removed (D1).
 */
export function classSpan(terms: readonly string[], sessions: ReadonlyMap<string, Session>): Span | null {
  let starts = '';
  let ends = '';
  for (const id of terms) {
    const session = sessions.get(id);
    if (session?.dropped === true) continue;
    if (session === undefined || !isDated(session)) return null;
    if (starts === '' || session.starts < starts) starts = session.starts;
    if (ends === '' || session.ends > ends) ends = session.ends;
  }
  return starts === '' ? null : { starts, ends };
}

/**
 * The shortest session of its school that covers all sessions of a class (C2): among those the school's classes use and
 * their ancestors. A tie goes to one of the class's own, then to the smaller id. Null when none covers them.
 */
export function coveringSession(
  terms: readonly string[],
  candidates: readonly Session[],
  sessions: ReadonlyMap<string, Session>,
): Session | null {
  const span = classSpan(terms, sessions);
  if (span === null) return null;
  const own = new Set(terms.filter((id) => sessions.get(id)?.dropped === false));
  const [only = ''] = own;
  if (own.size === 1) return sessions.get(only) ?? null;
  let best: Session | null = null;
  for (const session of candidates) {
    if (!isDated(session) || session.starts > span.starts || session.ends < span.ends) continue;
    if (best === null || compareCovers(session, best, own) < 0) best = session;
  }
  return best;
}

function compareCovers(a: Session, b: Session, own: ReadonlySet<string>): number {
  return (
    daysBetween(a.starts, a.ends) - daysBetween(b.starts, b.ends) ||
    Number(own.has(b.sourcedId)) - Number(own.has(a.sourcedId)) ||
    byText(a.sourcedId, b.sourcedId)
  );
}

export function isDated(session: Session): boolean {
  return session.starts !== '' && session.ends !== '';
}

/** The sessions given and everything above them, but nothing the SIS withdrew. */
export function withAncestors(ids: Iterable<string>, sessions: ReadonlyMap<string, Session>): Session[] {
  const found = new Map<string, Session>();
  for (const id of ids) {
    let session = sessions.get(id);
    while (session !== undefined && !found.has(session.sourcedId)) {
      found.set(session.sourcedId, session);
      session = sessions.get(session.parent);
    }
  }
  return [...found.values()].filter((session) => !session.dropped).sort((a, b) => byText(a.sourcedId, b.sourcedId));
}
