import { addDays, latest, least } from './dates.ts';
import type { Memory } from './memory.ts';
import type { JudgedSettings } from './night.ts';
import { isActive, type SisClass, type SisDump, type SisEnrollment, type SisSession, type SisUser } from './sis-dump.ts';

/** When a class meets, as its own sessions say (D1), and when its school year begins (C8). */
export interface Span {
  readonly first: string;
  readonly last: string;
  readonly yearStart: string;
}

/** The SIS of tonight, with what is remembered of records it no longer sends. */
export class SisView {
  readonly dump: SisDump;
  readonly classes: ReadonlyMap<string, SisClass>;
  readonly users: ReadonlyMap<string, SisUser>;
  readonly sessions: ReadonlyMap<string, SisSession>;
  readonly #memory: Memory;
  readonly #settings: JudgedSettings;
  readonly #schools: ReadonlyMap<string, string>;

  constructor(dump: SisDump, memory: Memory, settings: JudgedSettings) {
    this.dump = dump;
    this.#memory = memory;
    this.#settings = settings;
    this.classes = byId(dump.classes);
    this.users = byId(dump.users);
    this.sessions = byId(dump.academicSessions);
    const chosen = settings.schools;
    this.#schools = new Map(
      dump.orgs
        .filter((org) => isActive(org) && org.type === 'school' && (chosen.length === 0 || chosen.includes(org.sourcedId)))
        .map((org) => [org.sourcedId, org.name ?? '']),
    );
  }

  /** C1. */
  isChosen(school: string | undefined): boolean {
    return school !== undefined && this.#schools.has(school);
  }

  schoolName(school: string): string {
    return this.#schools.get(school) ?? this.dump.orgs.find((org) => org.sourcedId === school)?.name ?? school;
  }

  /** Tonight's row, else the one last seen. */
  knownClass(id: string): SisClass | undefined {
    return this.classes.get(id) ?? this.#memory.classes.get(id);
  }

  knownUser(id: string): SisUser | undefined {
    return this.users.get(id) ?? this.#memory.users.get(id);
  }

  session(id: string): SisSession | undefined {
    return this.sessions.get(id) ?? this.#memory.sessions.get(id);
  }

  schoolOf(classId: string): string {
    return this.knownClass(classId)?.school?.sourcedId ?? '';
  }

  sessionsOf(row: SisClass): SisSession[] {
    return (row.terms ?? []).map((ref) => this.session(ref.sourcedId)).filter((session) => session !== undefined);
  }

  lastDay(session: SisSession): string {
    const day = session.endDate.slice(0, 10);
    return this.#settings.sessionEndDate === 'last-day' ? day : addDays(day, -1);
  }

  span(row: SisClass): Span | undefined {
    const sessions = this.sessionsOf(row);
    const first = least(sessions.map((session) => session.startDate.slice(0, 10)));
    const last = latest(sessions.map((session) => this.lastDay(session)));
    const [some] = sessions;
    if (first === undefined || last === undefined || some === undefined) return undefined;
    return { first, last, yearStart: this.#yearStart(some) ?? first };
  }

  /** C8: the first day of the school year above a session. */
  #yearStart(session: SisSession): string | undefined {
    const top = this.root(session);
    return top.type === 'schoolYear' ? top.startDate.slice(0, 10) : undefined;
  }

  /** The topmost session above this one. */
  root(session: SisSession): SisSession {
    let top = session;
    for (let step = 0; step < 10; step++) {
      const above = top.parent === null || top.parent === undefined ? undefined : this.session(top.parent.sourcedId);
      if (above === undefined) return top;
      top = above;
    }
    return top;
  }

  /** C2: the one session of a class, or the shortest of its calendar that covers them all; equal ones all count. */
  covering(row: SisClass): SisSession[] {
    const own = this.sessionsOf(row).filter(isActive);
    const [some, ...more] = own;
    if (some === undefined) return [];
    if (more.length === 0) return [some];
    const first = least(own.map((session) => session.startDate)) ?? '';
    const last = latest(own.map((session) => session.endDate)) ?? '';
    const top = this.root(some).sourcedId;
    const covers = [...this.sessions.values()].filter(
      (session) =>
        isActive(session) && this.root(session).sourcedId === top && session.startDate <= first && session.endDate >= last,
    );
    const shortest = least(covers.map(lengthOf));
    return covers.filter((session) => lengthOf(session) === shortest);
  }

  /** Last day of an enrollment, undefined when it has no end. */
  lastDayOf(row: SisEnrollment): string | undefined {
    const end = row.endDate?.slice(0, 10);
    if (end === undefined || end === '') return undefined;
    return this.#settings.enrollmentEndDate === 'last-day' ? end : addDays(end, -1);
  }
}

function byId<T extends { readonly sourcedId: string }>(rows: readonly T[]): ReadonlyMap<string, T> {
  return new Map(rows.map((row) => [row.sourcedId, row]));
}

/** Comparable as text. */
function lengthOf(session: SisSession): string {
  const days = (Date.parse(session.endDate.slice(0, 10)) - Date.parse(session.startDate.slice(0, 10))) / 86_400_000;
  return String(days).padStart(6, '0');
}
