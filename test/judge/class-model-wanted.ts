import { instantOf } from './dates.ts';
import { byId, bySisId, partOf, type RawDump, type Row } from './raw-dump.ts';

/** The rostering rows of the practice SIS as `GET /state/sis` tells them (reference/oneroster-1.1.md §2). */
interface Ref {
  readonly sourcedId: string;
}
interface SisRow {
  readonly sourcedId: string;
  readonly status: string;
  readonly [field: string]: unknown;
}
export type Sis = Readonly<Record<string, readonly SisRow[]>>;

export async function readSis(controlUrl: string): Promise<Sis> {
  return (await (await fetch(`${controlUrl}/state/sis`)).json()) as Sis;
}

/** What the judge knows of a district beside the two dumps. */
export interface Circumstances {
  /** `2026-11-24`, and the zone of the district. */
  readonly today: string;
  readonly zone: string;
  /** `part id` of every row that one of our runs made, and `part id column` of what somebody else changed. */
  readonly ours: ReadonlySet<string>;
  readonly hands: ReadonlySet<string>;
  /** `entity key` of what the plan holds back. */
  readonly held: ReadonlySet<string>;
  /** Last day of each class as the SIS once said, for classes whose sessions it no longer tells. */
  readonly lastDays: ReadonlyMap<string, string>;
}

/**
 * Judges a Canvas once nothing is left to send: each row of ours that nobody else touched, that is not held and not frozen, is as
 * the SIS says (ROSTER-RULES B, C1–C6, D1, D2, read as simply as possible, for the model "one course per class").
 */
export function judgeWanted(canvas: RawDump, sis: Sis, told: Circumstances): readonly string[] {
  const judge = new Wanted(canvas, sis, told);
  return [...judge.accounts(), ...judge.terms(), ...judge.classes(), ...judge.people(), ...judge.memberships()];
}

const roles: Readonly<Record<string, readonly [string, string]>> = {
  student: ['student', 'StudentEnrollment'],
  teacher: ['teacher', 'TeacherEnrollment'],
  aide: ['ta', 'TaEnrollment'],
};

class Wanted {
  readonly #canvas: RawDump;
  readonly #sis: Sis;
  readonly #told: Circumstances;

  constructor(canvas: RawDump, sis: Sis, told: Circumstances) {
    this.#canvas = canvas;
    this.#sis = sis;
    this.#told = told;
  }

  *accounts(): Generator<string> {
    for (const org of this.#schools()) {
      const row = this.#expectRow('account', 'accounts', org.sourcedId);
      if (typeof row === 'string') yield row;
      // F1: the row of a school that somebody moved below an account without SIS id is never sent.
      else if (row !== null && !this.#touched('accounts', row, 'parent_account_id'))
        yield* this.#expect('accounts', row, { name: plain(org.name) || null, parent_account_id: 1 });
    }
  }

  *terms(): Generator<string> {
    for (const session of this.#rows('academicSessions')) {
      const row = bySisId(this.#canvas, 'terms', session.sourcedId);
      if (row === undefined || !this.#isOurs('terms', row) || session.status !== 'active') continue;
      yield* this.#expect('terms', row, {
        start_at: this.#instant(session.startDate, 'start'),
        end_at: this.#instant(session.endDate, 'end'),
      });
    }
  }

  *classes(): Generator<string> {
    for (const cls of this.#rows('classes')) {
      if (cls.status !== 'active' || this.#schoolOf(cls) === undefined) continue;
      const last = this.#lastDay(cls);
      if (last !== null && last < this.#told.today) continue;
      // Without a session that covers it a class waits (C2), and its course keeps the term it has.
      const term = this.#termOf(cls);
      const title = plain(cls.title);
      const course = this.#expectRow('course', 'courses', `c-${cls.sourcedId}`);
      const section = this.#expectRow('section', 'sections', cls.sourcedId);
      if (typeof section === 'string') yield section;
      // C4: a section that Canvas has keeps its home course; none is made beside it.
      if (typeof course === 'string' && !this.#isElsewhere(cls.sourcedId)) yield course;
      if (typeof course === 'object' && course !== null) {
        const termRow = term === null ? undefined : bySisId(this.#canvas, 'terms', term);
        yield* this.#expect('courses', course, {
          name: title || null,
          course_code: plain(cls.classCode) || null,
          account_id: bySisId(this.#canvas, 'accounts', refId(cls.school))?.id ?? null,
          enrollment_term_id: termRow === undefined || termRow.workflow_state === 'deleted' ? null : termRow.id,
        });
      }
      if (typeof section === 'object' && section !== null && title !== '' && !this.#isAdrift(section)) {
        const name = String(section.name);
        const periods = (cls.periods as readonly string[] | undefined) ?? [];
        const named = name.startsWith(title) && (title.length > 200 || periods.every((period) => name.includes(period)));
        if (!named && !this.#touched('sections', section, 'name')) yield `section ${cls.sourcedId} is called “${name}”`;
      }
    }
  }

  *people(): Generator<string> {
    for (const user of this.#rows('users')) {
      if (user.status !== 'active' || !['student', 'teacher', 'aide', 'administrator', 'proctor'].includes(String(user.role)))
        continue;
      const school = (user.orgs as readonly Ref[]).find((ref) => this.#schools().some((org) => org.sourcedId === ref.sourcedId));
      const login = school === undefined ? null : this.#expectRow('user', 'logins', user.sourcedId);
      if (typeof login === 'string') yield login;
      if (typeof login === 'string' || login === null) continue;
      const [given, family] = [plain(user.givenName), plain(user.familyName)];
      const full = plain(`${given} ${family}`);
      const person = byId(this.#canvas, 'users', login.user_id);
      yield* this.#expect('logins', login, { unique_id: String(user.username ?? '').trim() || null });
      if (person === undefined || !this.#isOurs('users', person)) continue;
      const sortable = given !== '' && family !== '' ? `${family}, ${given}` : full;
      const email = String(user.email ?? '').trim() || null;
      yield* this.#expect('users', person, { name: full || null, sortable_name: sortable || null, email });
    }
  }

  *memberships(): Generator<string> {
    const wanted = new Set<string>();
    for (const one of this.#rows('enrollments')) {
      const cls = this.#row('classes', refId(one.class));
      const user = this.#row('users', refId(one.user));
      const role = roles[String(one.role)];
      if (cls === undefined || user === undefined || role === undefined) continue;
      const live = [one, cls, user].every(({ status }) => status === 'active');
      const ends = this.#lastDay(cls) ?? '9999';
      const over = typeof one.endDate === 'string' && one.endDate !== '' && one.endDate < this.#told.today;
      if (!live || over || ends < this.#told.today || this.#schoolOf(cls) === undefined) continue;
      const place = [cls.sourcedId, user.sourcedId, role[0]].join('\u001f');
      wanted.add(place);
      const lacking = this.#lacking(place, role[1]);
      if (lacking !== null) yield lacking;
    }
    for (const row of partOf(this.#canvas, 'enrollments')) yield* this.#surplus(row, wanted);
  }

  #lacking(place: string, type: string): string | null {
    const [section = '', user = ''] = place.split('\u001f');
    const login = bySisId(this.#canvas, 'logins', user);
    const at = bySisId(this.#canvas, 'sections', section);
    if (this.#isHeld('enrollment', place) || this.#isHeld('user', user) || this.#isHeld('section', section)) return null;
    // C6: of a role that is not provisioned, only those we made before keep what the enrollments say.
    if (this.#isNobodysRole(user) && (login === undefined || !this.#isOurs('logins', login))) return null;
    if (login === undefined) return `nobody is there for ${shown(place)}`;
    if (at === undefined) return this.#isHeld('course', `c-${section}`) ? null : `there is no section for ${shown(place)}`;
    // What somebody deleted in Canvas stays deleted, and nobody can be enrolled there (F3).
    const course = byId(this.#canvas, 'courses', at.course_id);
    const dead = [login, at, course].some((row) => row === undefined || row.workflow_state === 'deleted');
    if (dead || bySisId(this.#canvas, 'courses', `c-${section}`)?.workflow_state === 'deleted') return null;
    const rows = partOf(this.#canvas, 'enrollments').filter(
      (row) => row.course_section_id === at.id && row.user_id === login.user_id && row.type === type,
    );
    if (rows.some((row) => row.workflow_state === 'active' || row.workflow_state === 'invited')) return null;
    return rows.some((row) => this.#touched('enrollments', row, 'workflow_state')) ? null : `not enrolled: ${shown(place)}`;
  }

  *#surplus(row: Row, wanted: ReadonlySet<string>): Generator<string> {
    if (!this.#isOurs('enrollments', row) || row.workflow_state !== 'active' || row.type === 'ObserverEnrollment') return;
    if (this.#touched('enrollments', row, 'workflow_state')) return;
    const section = String(byId(this.#canvas, 'sections', row.course_section_id)?.sis_source_id ?? '');
    const role = Object.values(roles).find(([, type]) => type === row.type)?.[0] ?? '';
    const users = partOf(this.#canvas, 'logins').flatMap((login) =>
      login.user_id === row.user_id && login.sis_user_id !== null ? [String(login.sis_user_id)] : [],
    );
    const places = users.map((user) => [section, user, role].join('\u001f'));
    if (places.some((place) => wanted.has(place) || this.#isHeld('enrollment', place))) return;
    if (this.#isFrozen(section) || users.some((user) => this.#isNamedUnclearly(section, user))) return;
    yield `still enrolled: ${places.map(shown).join(' or ')}`;
  }

  /** D1: a class that is over loses nobody by absence; without the SIS' word its last known day or its term tells. */
  #isFrozen(section: string): boolean {
    const cls = this.#row('classes', section);
    const days = [this.#told.lastDays.get(section), cls === undefined ? undefined : this.#lastDay(cls)];
    const course = bySisId(this.#canvas, 'courses', `c-${section}`);
    const term = byId(this.#canvas, 'terms', course?.enrollment_term_id);
    const session = this.#row('academicSessions', String(term?.sis_source_id ?? ''));
    const ends = [...days, typeof session?.endDate === 'string' ? session.endDate : undefined];
    return ends.some((day) => typeof day === 'string' && day < this.#told.today);
  }

  /** The SIS names the membership in a way that cannot be read, or with a class or school it does not send: that is no absence. */
  #isNamedUnclearly(section: string, user: string): boolean {
    const cls = this.#row('classes', section);
    return this.#rows('enrollments').some((one) => {
      if (refId(one.class) !== section || refId(one.user) !== user || one.status !== 'active') return false;
      const school = cls !== undefined && this.#rows('orgs').some((org) => org.sourcedId === refId(cls.school));
      return !school || this.#row('users', user) === undefined || !isKnownRole(String(one.role));
    });
  }

  /** The row of a wanted object when it is ours; a complaint when it is missing; null when it is held or none of ours. */
  #expectRow(entity: string, part: string, key: string): Row | string | null {
    if (this.#isHeld(entity, key)) return null;
    const row = bySisId(this.#canvas, part, key);
    if (row === undefined) return `missing: ${entity} ${key}`;
    return this.#isOurs(part, row) && row.workflow_state !== 'deleted' ? row : null;
  }

  /** Whether a section lives in a course other than its own, so that none is made for it. */
  #isElsewhere(section: string): boolean {
    const row = bySisId(this.#canvas, 'sections', section);
    return row !== undefined && !this.#isOurs('sections', row);
  }

  /** A section whose home has no SIS id, whose course is deleted, or that has dates which limit nobody: no row is sent of it. */
  #isAdrift(section: Row): boolean {
    const dated = section.start_at !== null || section.end_at !== null;
    if (dated && section.restrict_enrollments_to_section_dates === false) return true;
    const lives = byId(this.#canvas, 'courses', section.course_id);
    const home = byId(this.#canvas, 'courses', section.nonxlist_course_id ?? section.course_id);
    const own = bySisId(this.#canvas, 'courses', `c-${String(section.sis_source_id)}`);
    return [lives, home, own].some((course) => course?.workflow_state === 'deleted') || home?.sis_source_id === null;
  }

  *#expect(part: string, row: Row, columns: Readonly<Record<string, unknown>>): Generator<string> {
    for (const [column, value] of Object.entries(columns)) {
      if (value === null || row[column] === value || this.#touched(part, row, column)) continue;
      yield `${part} ${row.id} (${String(row.sis_source_id ?? row.sis_user_id ?? '')}): ${column} is ${JSON.stringify(row[column])}, not ${JSON.stringify(value)}`;
    }
  }

  #termOf(cls: SisRow): string | null {
    const named = (cls.terms as readonly Ref[]).map((ref) => ref.sourcedId);
    const sessions = named.map((id) => this.#row('academicSessions', id));
    if (named.length === 0 || sessions.includes(undefined)) return null;
    if (named.length === 1) return named[0] ?? null;
    const parents = new Set(sessions.map((session) => refId(session?.parent)));
    const [parent = ''] = parents;
    return parents.size === 1 && parent !== '' ? parent : null;
  }

  #lastDay(cls: SisRow): string | null {
    const ends = (cls.terms as readonly Ref[]).map((ref) => this.#row('academicSessions', ref.sourcedId)?.endDate);
    const known = ends.filter((end): end is string => typeof end === 'string').sort();
    if (known.length === 0 || known.length < ends.length) return this.#told.lastDays.get(cls.sourcedId) ?? null;
    return known.at(-1) ?? null;
  }

  #schools(): readonly SisRow[] {
    return this.#rows('orgs').filter((org) => org.type === 'school' && org.status === 'active');
  }

  #schoolOf(cls: SisRow): SisRow | undefined {
    return this.#schools().find((org) => org.sourcedId === refId(cls.school));
  }

  #isNobodysRole(user: string): boolean {
    const role = this.#row('users', user)?.role;
    return !['student', 'teacher', 'aide', 'administrator', 'proctor'].includes(String(role));
  }

  #isOurs(part: string, row: Row): boolean {
    return this.#told.ours.has(`${part} ${row.id}`);
  }

  #isHeld(entity: string, key: string): boolean {
    return this.#told.held.has(`${entity} ${key}`);
  }

  #touched(part: string, row: Row, column: string): boolean {
    return this.#told.hands.has(`${part} ${row.id} ${column}`);
  }

  #rows(collection: string): readonly SisRow[] {
    return this.#sis[collection] ?? [];
  }

  #row(collection: string, sourcedId: string): SisRow | undefined {
    return this.#rows(collection).find((row) => row.sourcedId === sourcedId);
  }

  #instant(day: unknown, edge: 'start' | 'end'): string | null {
    if (typeof day !== 'string' || day === '') return null;
    return instantOf(day, edge === 'start' ? '00:00:00' : '23:59:59', this.#told.zone);
  }
}

function isKnownRole(role: string): boolean {
  return ['student', 'teacher', 'aide', 'administrator', 'proctor', 'guardian', 'parent', 'relative'].includes(role);
}

function refId(value: unknown): string {
  return typeof value === 'object' && value !== null && 'sourcedId' in value ? String(value.sourcedId) : '';
}

/** As Canvas keeps a name: single blanks, at most 255 characters. */
function plain(value: unknown): string {
  const text = String(value ?? '')
    .replace(/\s+/g, ' ')
    .trim();
  return Array.from(text).slice(0, 255).join('');
}

function shown(place: string): string {
  return place.replaceAll('\u001f', ' / ');
}
