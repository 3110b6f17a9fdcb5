import { byId, bySisId, compareDumps, type Difference, partOf, type RawDump, type Row, told } from './raw-dump.ts';

/** A change as `plan --changes` prints it, and what the run's receipt says became of it. */
export interface SaidChange {
  readonly entity: string;
  readonly action: string;
  /** SIS id; of an enrollment section, user and role, joined by U+001F. */
  readonly key: string;
  readonly changed: readonly string[];
  readonly after: Readonly<Record<string, string>> | null;
  readonly outcome: string;
}

export interface CanvasWays {
  /** Which Canvas is played; the older one clears what a row leaves blank (§1.4–1.7). */
  readonly profile: string;
  /** What new logins sign in with, as the word of the provider; '' is none. */
  readonly provider: string;
  /** A person overwrites what others made stick (F3): only then may an import ignore stickiness. */
  readonly overwriting?: boolean;
}

/**
 * Judges one run from the dumps before and after it (ROSTER-RULES F1): each difference must be a column the plan named, on
 * the row it named, with the value it named; or one of the few things Canvas does by itself when that column changes. Any other
 * row must be as it was, byte for byte. And a change whose receipt says "confirmed" must be there.
 */
export function judgeWrites(before: RawDump, after: RawDump, said: readonly SaidChange[], ways: CanvasWays): readonly string[] {
  const { changed, added, gone } = compareDumps(before, after);
  const allowed = new Allowed(before, after, said, ways);
  const complaints = [
    ...gone.map(({ part, row }) => `${part} ${row.id} is gone from the dump`),
    ...changed.filter((one) => !allowed.change(one)).map((one) => `not named by the plan: ${told(one)}`),
    ...added.flatMap(({ part, row }) => allowed.addition(part, row)),
  ];
  for (const one of said) {
    if (one.outcome !== 'confirmed') continue;
    const lacking = lackingOf(one, after);
    if (lacking !== null) complaints.push(`said to be confirmed, but ${lacking}: ${one.entity} ${shownKey(one.key)}`);
  }
  return complaints;
}

/** Where a column of an import file lands: part of the dump and column; how its text is read there. */
const places: Readonly<Record<string, Readonly<Record<string, readonly [string, string]>>>> = {
  account: {
    name: ['accounts', 'name'],
    parent_account_id: ['accounts', 'parent_account_id'],
    status: ['accounts', 'workflow_state'],
  },
  term: {
    name: ['terms', 'name'],
    start_date: ['terms', 'start_at'],
    end_date: ['terms', 'end_at'],
    status: ['terms', 'workflow_state'],
  },
  course: {
    short_name: ['courses', 'course_code'],
    long_name: ['courses', 'name'],
    account_id: ['courses', 'account_id'],
    term_id: ['courses', 'enrollment_term_id'],
    status: ['courses', 'workflow_state'],
  },
  section: { course_id: ['sections', 'course_id'], name: ['sections', 'name'], status: ['sections', 'workflow_state'] },
  user: {
    login_id: ['logins', 'unique_id'],
    full_name: ['users', 'name'],
    sortable_name: ['users', 'sortable_name'],
    email: ['users', 'email'],
    status: ['logins', 'workflow_state'],
  },
  enrollment: { status: ['enrollments', 'workflow_state'] },
};

const enrollmentTypes: Readonly<Record<string, string>> = {
  student: 'StudentEnrollment',
  teacher: 'TeacherEnrollment',
  ta: 'TaEnrollment',
};

/** The rows of the dump that a change is about, by part. */
function rowsOf(dump: RawDump, { entity, key }: Pick<SaidChange, 'entity' | 'key'>): Readonly<Record<string, Row | undefined>> {
  if (entity === 'enrollment') return { enrollments: enrollmentOf(dump, key) };
  if (entity !== 'user') return { [`${entity}s`]: bySisId(dump, `${entity}s`, key) };
  const login = bySisId(dump, 'logins', key);
  return { logins: login, users: byId(dump, 'users', login?.user_id) };
}

function enrollmentOf(dump: RawDump, key: string): Row | undefined {
  const [section, user, role = ''] = key.split('\u001f');
  const of = { section: bySisId(dump, 'sections', section)?.id, user: bySisId(dump, 'logins', user)?.user_id };
  return partOf(dump, 'enrollments').find(
    (row) =>
      row.course_section_id === of.section &&
      row.user_id === of.user &&
      row.type === enrollmentTypes[role] &&
      isBuiltIn(dump, row.role_id),
  );
}

function isBuiltIn(dump: RawDump, role: unknown): boolean {
  return byId(dump, 'roles', role)?.built_in === true;
}

/** C3: dates of one role in a term are fields of the term, `override:TeacherEnrollment` = "last instant" or "first/last". */
const OVERRIDE = 'override:';

function overridesAfter(one: SaidChange, before: Row | undefined): unknown {
  const overrides: Record<string, unknown> = { ...(before?.overrides as object | undefined) };
  for (const column of one.changed) {
    if (!column.startsWith(OVERRIDE)) continue;
    const [first, last] = `/${one.after?.[column] ?? ''}`.split('/').slice(-2);
    const type = column.slice(OVERRIDE.length);
    if (last === '') delete overrides[type];
    else overrides[type] = { start_at: first || null, end_at: last };
  }
  return overrides;
}

/** A cell of a change as the dump holds it; undefined when it says nothing. */
function valueIn(dump: RawDump, entity: string, column: string, text: string): unknown {
  if (column === 'parent_account_id') return text === '' ? 1 : bySisId(dump, 'accounts', text)?.id;
  if (column === 'account_id') return bySisId(dump, 'accounts', text)?.id;
  if (column === 'term_id') return bySisId(dump, 'terms', text)?.id;
  if (column === 'course_id') return bySisId(dump, 'courses', text)?.id;
  if (column.endsWith('_date')) return text === '' ? null : text;
  // A course comes back unpublished, whatever it was (§1.6).
  if (column === 'status' && entity === 'course') return text === 'active' ? 'claimed' : text;
  return text;
}

const NAMES = new Set(['name', 'short_name', 'long_name', 'full_name', 'sortable_name', 'email']);

/** What of a change the dump does not show; null when all is there. */
function lackingOf(one: SaidChange, dump: RawDump): string | null {
  const rows = rowsOf(dump, one);
  for (const [column, text] of Object.entries(one.after ?? {})) {
    if (column.startsWith(OVERRIDE)) {
      const has = sorted(rows.terms?.overrides);
      if (has !== sorted(overridesAfter(one, rows.terms))) return `${column} is not ${text} in ${has}`;
      continue;
    }
    const [part = '', name = ''] = places[one.entity]?.[column] ?? [];
    if (name === '') return `nobody knows where ${column} lands`;
    if (text === '' && NAMES.has(column)) continue;
    const row = rows[part];
    // The home of a cross-listed section is the other course.
    const has = name === 'course_id' ? (row?.nonxlist_course_id ?? row?.course_id) : row?.[name];
    const removal = one.action === 'delete' && (has === 'deleted' || (row === undefined && text === 'deleted'));
    if (!removal && has !== valueIn(dump, one.entity, column, text)) return `${column} is ${JSON.stringify(has)}, not “${text}”`;
  }
  return null;
}

class Allowed {
  readonly #before: RawDump;
  readonly #after: RawDump;
  readonly #ways: CanvasWays;
  /** `part id column` of rows that were there → values they may have now. */
  readonly #columns = new Map<string, unknown[]>();
  /** `part id` of rows a change is about. */
  readonly #rows = new Set<string>();
  /** `part id` of new rows → the change that makes them. */
  readonly #new = new Map<string, SaidChange>();
  /** Students whose enrollments a change touches: their observers follow. `section student`. */
  readonly #students = new Set<string>();
  readonly #followed = new Map<number, Set<string>>();

  constructor(before: RawDump, after: RawDump, said: readonly SaidChange[], ways: CanvasWays) {
    this.#before = before;
    this.#after = after;
    this.#ways = ways;
    // What the run left out must not have changed at all.
    for (const one of said) if (one.outcome !== 'stale') this.#take(one);
  }

  #take(one: SaidChange): void {
    const now = rowsOf(this.#after, one);
    const known = rowsOf(this.#before, one);
    for (const [part, row] of Object.entries(now)) {
      if (row === undefined) continue;
      if (byId(this.#before, part, row.id) === undefined) this.#new.set(`${part} ${row.id}`, one);
      else if (known[part]?.id === row.id) this.#rows.add(`${part} ${row.id}`);
    }
    for (const column of one.action === 'delete' ? ['status'] : one.changed) {
      const [part = '', name = ''] = places[one.entity]?.[column] ?? [];
      const row = now[part];
      if (row === undefined) continue;
      this.#permit(part, row.id, name, this.#valuesFor(one, column));
      if (one.entity === 'course') this.#followed.set(row.id, (this.#followed.get(row.id) ?? new Set()).add(name));
    }
    const term = rowsOf(this.#before, one).terms;
    if (term !== undefined) this.#permit('terms', term.id, 'overrides', [overridesAfter(one, term)]);
    this.#takeCompany(one, now);
  }

  #valuesFor(one: SaidChange, column: string): unknown[] {
    const text = one.after?.[column] ?? '';
    const value = valueIn(this.#after, one.entity, column, text);
    return one.action === 'delete' ? [text, 'deleted'] : [value];
  }

  /** What Canvas does by itself to the row a change is about, and to rows that hang on it. */
  #takeCompany(one: SaidChange, now: Readonly<Record<string, Row | undefined>>): void {
    if (one.entity === 'user' && now.users !== undefined && one.changed.includes('email'))
      this.#permit('users', now.users.id, 'email_state', ['active']);
    // A deleted user comes back with the login.
    if (one.entity === 'user' && now.users !== undefined && one.changed.includes('status'))
      this.#permit('users', now.users.id, 'workflow_state', ['registered']);
    // A section moves with its enrollments (§1.7).
    const moved = one.changed.includes('course_id') ? now.sections : undefined;
    if (moved !== undefined) {
      const members = partOf(this.#after, 'enrollments').filter((row) => row.course_section_id === moved.id);
      for (const row of members) this.#permit('enrollments', row.id, 'course_id', [moved.course_id]);
    }
    const enrollment = now.enrollments;
    if (enrollment === undefined) return;
    // C7: an enrollment row carries blank dates; those a person set stay (§1.11).
    if (!stuck(enrollment, 'start_at') && !stuck(enrollment, 'end_at')) {
      this.#permit('enrollments', enrollment.id, 'start_at', [null]);
      this.#permit('enrollments', enrollment.id, 'end_at', [null]);
    }
    if (enrollment.type === 'StudentEnrollment') this.#students.add(`${enrollment.course_section_id} ${enrollment.user_id}`);
    for (const row of partOf(this.#after, 'group_memberships')) {
      const left = row.user_id === enrollment.user_id && row.course_id === enrollment.course_id;
      if (left && enrollment.workflow_state === 'deleted')
        this.#permit('group_memberships', row.id, 'workflow_state', ['deleted']);
    }
  }

  #permit(part: string, id: number, column: string, values: readonly unknown[]): void {
    const place = `${part} ${id} ${column}`;
    this.#columns.set(place, [...(this.#columns.get(place) ?? []), ...values]);
  }

  change({ part, id, column, after }: Difference): boolean {
    if (part === 'imports') return false;
    if (column === 'sis_batch_id' && this.#rows.has(`${part} ${id}`)) return true;
    if (this.#columns.get(`${part} ${id} ${column}`)?.some((value) => sorted(value) === sorted(after)) === true) return true;
    const row = byId(this.#after, part, id);
    if (row === undefined) return false;
    if (column === 'integration_id' && after === null && this.#ways.profile === '2022' && this.#isUntold(part, id)) return true;
    return this.#isObserver(part, row, column) || this.#isFollower(part, row, column);
  }

  /** No read tells a term's integration id, nor that of an account that was deleted: the older Canvas clears it (§1.4, §1.5, §1.13). */
  #isUntold(part: string, id: number): boolean {
    if (!this.#rows.has(`${part} ${id}`)) return false;
    return part === 'terms' || (part === 'accounts' && byId(this.#before, part, id)?.workflow_state === 'deleted');
  }

  /** Observers come and go with their student's enrollment (§1.11). */
  #isObserver(part: string, row: Row, column: string): boolean {
    const beside = part === 'enrollments' && row.type === 'ObserverEnrollment';
    return beside && column === 'workflow_state' && this.#students.has(`${row.course_section_id} ${row.associated_user_id}`);
  }

  /** A course that some integration's cross-listing made follows the one it copies (§1.8). */
  #isFollower(part: string, row: Row, column: string): boolean {
    const followed = part === 'courses' && typeof row.follows_course_id === 'number' ? row.follows_course_id : null;
    return followed !== null && (column === 'sis_batch_id' || this.#followed.get(followed)?.has(column) === true);
  }

  /** Complaints about a new row: nobody asked for it, or it is not as new ones are to be. */
  addition(part: string, row: Row): string[] {
    if (part === 'imports') return importComplaints(row, this.#ways.overwriting === true);
    const one = this.#new.get(`${part} ${row.id}`);
    if (one === undefined)
      return this.#isObserver(part, row, 'workflow_state') ? [] : [`nobody asked for ${part} ${JSON.stringify(row)}`];
    return Object.entries(this.#newValues(part, one, row))
      .filter(([column, value]) => sorted(row[column]) !== sorted(value))
      .map(
        ([column, value]) => `new ${part} ${row.id}: ${column} is ${JSON.stringify(row[column])}, not ${JSON.stringify(value)}`,
      );
  }

  /** F1: what the plan says, and whatever is never sent as Canvas leaves it. */
  #newValues(part: string, one: SaidChange, row: Row): Record<string, unknown> {
    const values: Record<string, unknown> = { ...neverSent[part] };
    for (const [column, text] of Object.entries(one.after ?? {})) {
      const [place, name = ''] = places[one.entity]?.[column] ?? [];
      if (place !== part || (text === '' && NAMES.has(column))) continue;
      values[name] = valueIn(this.#after, one.entity, column, text);
    }
    if (part === 'logins') {
      const provider = partOf(this.#after, 'providers').find((known) => known.auth_type === this.#ways.provider);
      values.authentication_provider_id = provider?.id ?? null;
    }
    if (part === 'users') values.short_name = row.name;
    if (part === 'terms') values.overrides = overridesAfter(one, undefined);
    return values;
  }
}

const neverSent: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  accounts: { stuck: [], integration_id: null, workflow_state: 'active' },
  terms: { stuck: [], integration_id: null, workflow_state: 'active' },
  courses: {
    stuck: [],
    workflow_state: 'claimed',
    start_at: null,
    conclude_at: null,
    restrict_enrollments_to_course_dates: false,
    course_format: null,
    grade_passback_setting: null,
    homeroom_course: false,
    friendly_name: null,
    blueprint: false,
    blueprint_course_id: null,
    integration_id: null,
  },
  sections: {
    stuck: [],
    workflow_state: 'active',
    nonxlist_course_id: null,
    start_at: null,
    end_at: null,
    restrict_enrollments_to_section_dates: false,
    integration_id: null,
  },
  users: { stuck: [], pronouns: null, workflow_state: 'registered' },
  logins: { stuck: [], integration_id: null, declared_user_type: null, workflow_state: 'active' },
  enrollments: {
    stuck: [],
    start_at: null,
    end_at: null,
    associated_user_id: null,
    limit_privileges_to_course_section: false,
  },
};

/** F4: never batch mode, never Canvas' own diffing, and stickiness is nobody's business but a person's. */
function importComplaints(row: Row, overwriting: boolean): string[] {
  const options = (row.options ?? {}) as Readonly<Record<string, unknown>>;
  const found = Object.entries(options).filter(
    ([name, value]) => value === true && !(overwriting && name === 'override_sis_stickiness'),
  );
  const foreign = Object.keys((row.foreign ?? {}) as object);
  return [...found.map(([name]) => name), ...foreign].map((name) => `import ${row.id} was sent with ${name}`);
}

/** As text, whatever the order of keys. */
function sorted(value: unknown): string {
  const isPlain = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isPlain) return JSON.stringify(value) ?? '';
  return `{${Object.entries(value)
    .map(([key, inner]) => `${JSON.stringify(key)}:${sorted(inner)}`)
    .sort()
    .join()}}`;
}

function stuck(row: Row, column: string): boolean {
  return Array.isArray(row.stuck) && row.stuck.includes(column);
}

function shownKey(key: string): string {
  return key.replaceAll('\u001f', ' / ');
}
