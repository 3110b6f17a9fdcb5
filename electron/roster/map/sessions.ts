import type { SisAcademicSession } from '../../sis/schema/rows.ts';
import { daysBetween, lastDay } from '../district-time.ts';
import { byText } from '../text.ts';

/** A session with its last day already told apart from its end date (ROSTER-RULES A2). */
export interface Session {
  readonly sourcedId: string;
  readonly title: string;
  readonly type: string;
  readonly schoolYear: string;
  readonly starts: string;
  readonly ends: string;
  readonly parent: string;
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
  };
}

/** First and last day of a class: over all its sessions that are known and dated; null when none is. */
export function classSpan(
  terms: readonly string[],
  sessions: ReadonlyMap<string, Session>,
): { readonly starts: string; readonly ends: string } | null {
  let starts = '';
  let ends = '';
  for (const id of terms) {
    const session = sessions.get(id);
    if (session === undefined || session.starts === '' || session.ends === '') continue;
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
  const only = terms.length === 1 ? sessions.get(terms[0] ?? '') : undefined;
  if (only !== undefined) return only;
  const own = new Set(terms);
  const covering = candidates.filter((c) => c.starts !== '' && c.ends !== '' && c.starts <= span.starts && c.ends >= span.ends);
  covering.sort(
    (a, b) =>
      daysBetween(a.starts, a.ends) - daysBetween(b.starts, b.ends) ||
      Number(own.has(b.sourcedId)) - Number(own.has(a.sourcedId)) ||
      byText(a.sourcedId, b.sourcedId),
  );
  return covering[0] ?? null;
}

/** The sessions given and everything above them. */
export function withAncestors(ids: Iterable<string>, sessions: ReadonlyMap<string, Session>): Session[] {
  const found = new Map<string, Session>();
  for (const id of ids) {
    let session = sessions.get(id);
    while (session !== undefined && !found.has(session.sourcedId)) {
      found.set(session.sourcedId, session);
      session = sessions.get(session.parent);
    }
  }
  return [...found.values()].sort((a, b) => byText(a.sourcedId, b.sourcedId));
}
