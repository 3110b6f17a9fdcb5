import type { DistrictSettings } from '../../../shared/settings.ts';
import type { NotYet } from '../desired.ts';
import { addDays } from '../district-time.ts';
import type { Session } from './sessions.ts';

/** The school year of a session by the year it ends in; told from its dates where the SIS does not say. */
export function schoolYearOf({ schoolYear, starts }: Session): string {
  if (schoolYear !== '' || starts === '') return schoolYear;
  const [year = '', month = ''] = starts.split('-');
  return Number(month) >= SUMMER ? String(Number(year) + 1) : year;
}

const SUMMER = 7;

/**
 * First day of each school year at each school (C8): that of the first session its classes name. A year session counts from the
 * first of its parts, because some run from 1 July. Once a part of the year has begun, the year runs.
 */
export class SchoolYears {
  readonly #firstDays = new Map<string, string>();
  readonly #families: Families;
  readonly #today: string;

  constructor(sessions: ReadonlyMap<string, Session>, today: string) {
    this.#families = new Families(sessions);
    this.#today = today;
  }

  /** A class of the school names this session. @param school account id. */
  noteSession(school: string, session: Session): void {
    const year = schoolYearOf(session);
    this.noteDay(school, year, isYear(session) ? this.#families.firstPart(session) || session.starts : session.starts);
    const begun = this.#families.firstPart(this.#families.topOf(session));
    if (begun <= this.#today) this.noteDay(school, year, begun);
  }

  noteDay(school: string, year: string, day: string): void {
    if (day === '') return;
    const key = `${school}\u001f${year}`;
    const known = this.#firstDays.get(key);
    if (known === undefined || day < known) this.#firstDays.set(key, day);
  }

  /** '' when no session tells. */
  firstDay(school: string, year: string): string {
    return this.#firstDays.get(`${school}\u001f${year}`) ?? '';
  }

  /** Whether some year is still to begin: only then it matters what the ledger remembers. */
  get hasComing(): boolean {
    return [...this.#firstDays.values()].some((day) => day > this.#today);
  }
}

/** When the parts of a session begin. */
class Families {
  readonly #sessions: ReadonlyMap<string, Session>;
  /** First day of any part within the same school year, by sourcedId of what it is a part of. */
  readonly #firstParts = new Map<string, string>();

  constructor(sessions: ReadonlyMap<string, Session>) {
    this.#sessions = sessions;
    for (const session of sessions.values()) {
      if (session.dropped || session.starts === '' || isYear(session)) continue;
      for (const above of this.#withAbove(session)) {
        if (schoolYearOf(above) !== schoolYearOf(session)) continue;
        const known = this.#firstParts.get(above.sourcedId);
        if (known === undefined || session.starts < known) this.#firstParts.set(above.sourcedId, session.starts);
      }
    }
  }

  /** '' when it has no parts; a session that is no year is a part of itself. */
  firstPart({ sourcedId }: Session): string {
    return this.#firstParts.get(sourcedId) ?? '';
  }

  topOf(session: Session): Session {
    return this.#withAbove(session).at(-1) ?? session;
  }

  /** The session and those above it, each once even when they point at each other in a ring. */
  #withAbove(session: Session): Session[] {
    const found: Session[] = [];
    for (let one: Session | undefined = session; one !== undefined && !found.includes(one); one = this.#sessions.get(one.parent))
      found.push(one);
    return found;
  }
}

function isYear({ type }: Session): boolean {
  return type === 'schoolYear';
}

/** What the lead times say (C8): classes and their staff first, students later. Null when they are due. */
export interface LeadTimes {
  readonly classes: NotYet | null;
  readonly students: NotYet | null;
}

/** @param firstDay of the school year, '' when unknown: then nothing waits. */
export function leadTimes(
  firstDay: string,
  { courseLeadDays, studentLeadDays }: Pick<DistrictSettings, 'courseLeadDays' | 'studentLeadDays'>,
  today: string,
): LeadTimes {
  const due = (who: NotYet['who'], days: number): NotYet | null => {
    const until = addDays(firstDay, -days);
    return until > today ? { rule: 'C8', until, who, filter: '' } : null;
  };
  // No student can come before the class.
  return { classes: due('class', Math.max(courseLeadDays, studentLeadDays)), students: due('students', studentLeadDays) };
}
