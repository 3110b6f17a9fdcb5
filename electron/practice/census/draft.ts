import type { AcademicSession, Class, Course, Org, Ref, User } from '../oneroster-data.ts';
import type { Calendar } from './calendar.ts';
import type { Level } from './catalogue.ts';
import type { Ids } from './random.ts';

/** A user and the one reference object all its enrollments share (a large district would not fit otherwise). */
export interface Person {
  row: User;
  ref: Ref;
}

export interface School {
  org: Org;
  ref: Ref;
  level: Level;
  calendar: Calendar;
  /** By grade, in the order of GRADES[level]. */
  grades: Person[][];
  teachers: Person[];
  /** Sections taught per subject so far: tells when the next teacher is hired. */
  load: Map<string, { teacher: Person; sections: number }>;
}

export interface StaffPlace {
  person: Person;
  role: 'teacher' | 'aide' | 'administrator';
  primary: boolean;
}

/** A place in a class that is over, or that the SIS wants removed: schedule history. */
export interface PastPlace {
  person: Person;
  beginDate: string;
  endDate: string;
  status: 'active' | 'tobedeleted';
}

/** A class with its people, before enrollments are written out. */
export interface ClassDraft {
  row: Class;
  ref: Ref;
  school: School;
  sessions: AcademicSession[];
  students: Person[];
  staff: StaffPlace[];
  past: PastPlace[];
}

/** A district under construction: tidy first, then (in the full census) made as messy as real ones are. */
export interface Draft {
  seed: number;
  ids: Ids;
  today: string;
  /** `dateLastModified` of what did not change lately. */
  modified: string;
  district: Org;
  schools: School[];
  calendars: Calendar[];
  courses: Map<string, { row: Course; ref: Ref }>;
  /** Everybody, in the order of their making. */
  people: Person[];
  classes: ClassDraft[];
  /** Staff usernames given so far, for the numbers behind equal ones. */
  logins: Map<string, number>;
  /** Running numbers behind the ids, per kind. */
  counters: Map<string, number>;
}

/** The next sourcedId of a kind. */
export function nextId(draft: Draft, kind: string): string {
  const n = draft.counters.get(kind) ?? 0;
  draft.counters.set(kind, n + 1);
  return draft.ids(kind, n);
}
