import type { SisClass, SisEnrollment } from '../../electron/sis/schema/rows.ts';
import type { Feed } from './sis-feed.ts';

/** What ROSTER-RULES C6 and D1 say of memberships, written a second time and as simply as possible. */
export interface NaiveMembership {
  readonly user: string;
  readonly class: string;
  readonly role: string;
}

const canvasRoles: Readonly<Record<string, string>> = { student: 'student', teacher: 'teacher', aide: 'ta' };

/** Last day of a class by its sessions; null when one of them is unknown, or it has none. */
export function lastDayOf(one: SisClass, feed: Feed): string | null {
  const ends = one.terms.map((id) => feed.academicSessions.find((s) => s.sourcedId === id)?.endDate);
  return ends.length === 0 || ends.includes(undefined) ? null : (ends.sort().at(-1) ?? null);
}

/** Memberships the SIS wants: active rows, not over, of active people in active classes of a school that are not over. */
export function wantedMemberships(feed: Feed, today: string, lastDays: ReadonlyMap<string, string>): NaiveMembership[] {
  const schools = new Set(feed.orgs.map((org) => org.sourcedId));
  return feed.enrollments.flatMap((row) => {
    const one = feed.classes.find((c) => c.sourcedId === row.class);
    const who = feed.users.find((u) => u.sourcedId === row.user);
    const role = canvasRoles[row.role];
    if (one === undefined || who === undefined || role === undefined) return [];
    const ends = lastDayOf(one, feed) ?? lastDays.get(one.sourcedId) ?? '9999';
    const live = row.status === 'active' && one.status === 'active' && who.status === 'active';
    if (!live || !schools.has(one.school) || ends < today || isOver(row, today)) return [];
    return [{ user: row.user, class: row.class, role }];
  });
}

function isOver({ endDate }: SisEnrollment, today: string): boolean {
  return endDate !== '' && endDate < today;
}

/** Whether the SIS lists somebody in a class with a role nobody knows. */
export function isUnclear(feed: Feed, { user, class: one }: NaiveMembership): boolean {
  return feed.enrollments.some((row) => row.user === user && row.class === one && row.status === 'active' && row.role === '');
}

/** Whether the SIS still names an enrollment, but with a person, class or school it does not send: a flaw, not a drop. */
export function isDangling(feed: Feed, source: string): boolean {
  const row = feed.enrollments.find((one) => `enrollments/${one.sourcedId}` === source && one.status === 'active');
  if (row === undefined) return false;
  const one = feed.classes.find((c) => c.sourcedId === row.class);
  const school = feed.orgs.some((org) => org.sourcedId === one?.school);
  return one === undefined || !school || !feed.users.some((u) => u.sourcedId === row.user);
}
