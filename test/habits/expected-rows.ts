import { oddId, oddName } from '../../electron/practice/sis/dialect.ts';
import type { Habits } from '../../electron/practice/sis/habits.ts';
import { isAmong } from '../../electron/practice/sis/where.ts';
import type { Collection } from '../../shared/entities.ts';

/** A row as the practice SIS holds it. */
export type HeldRow = Readonly<Record<string, unknown>> & { readonly sourcedId: string };

/**
 * What a complete pull must hold, worked out from the server's own rows alone: every key present, references as bare ids,
 * nothing more. Written apart from the client's readers on purpose.
 *
 * @param rows the collection, in the order of its sourcedIds
 */
export function expectedRows(collection: Collection, rows: readonly HeldRow[], habits: Habits): Map<string, unknown> {
  const expected = new Map<string, unknown>();
  rows.forEach((row, index) => {
    const nulled = isAmong(habits.nullRefs, collection, index);
    const lost = isAmong(habits.brokenRows, collection, index) || (nulled && collection === 'enrollments');
    if (lost) return;
    const writing = new Writing(row, habits, nulled);
    const made = {
      sourcedId: writing.id(row.sourcedId),
      status: isAmong(habits.noStatus, collection, index) ? 'active' : row.status,
      ...shapes[collection](writing),
    };
    const roled = isAmong(habits.unknownRoles, collection, index) ? { ...made, role: 'counselor' } : made;
    expected.set(made.sourcedId, roled);
  });
  return expected;
}

/** One row under habits that change what it says. */
class Writing {
  private readonly row: HeldRow;
  private readonly habits: Habits;
  private readonly nulled: boolean;

  constructor(row: HeldRow, habits: Habits, nulled: boolean) {
    this.row = row;
    this.habits = habits;
    this.nulled = nulled;
  }

  raw(key: string): unknown {
    return this.row[key];
  }
  id(sourcedId: string): string {
    return this.habits.oddIds ? oddId(sourcedId) : sourcedId;
  }
  text(key: string): string {
    return typeof this.row[key] === 'string' ? this.row[key] : '';
  }
  name(key: string): string {
    return this.habits.oddNames ? oddName(this.text(key)) : this.text(key);
  }
  ref(key: string): string {
    const value = this.row[key];
    return this.nulled || !isRef(value) ? '' : this.id(value.sourcedId);
  }
  refs(key: string): string[] {
    const value = this.row[key];
    return Array.isArray(value) ? value.filter(isRef).map((ref) => this.id(ref.sourcedId)) : [];
  }
  texts(key: string): unknown[] {
    const value = this.row[key];
    if (!Array.isArray(value)) return [];
    return key === 'periods' && this.habits.periodsAsText && value.length > 0 ? [value.join(', ')] : value;
  }
}

function isRef(value: unknown): value is { sourcedId: string } {
  return typeof value === 'object' && value !== null && 'sourcedId' in value;
}

const shapes: Readonly<Record<Collection, (row: Writing) => Record<string, unknown>>> = {
  orgs: (row) => ({
    name: row.name('name'),
    type: row.raw('type'),
    identifier: row.text('identifier'),
    parent: row.ref('parent') || null,
  }),
  academicSessions: (row) => ({
    title: row.name('title'),
    type: row.raw('type'),
    startDate: row.raw('startDate'),
    endDate: row.raw('endDate'),
    schoolYear: row.raw('schoolYear'),
    parent: row.ref('parent') || null,
  }),
  courses: (row) => ({ title: row.name('title'), courseCode: row.text('courseCode'), org: row.ref('org') }),
  classes: (row) => ({
    title: row.name('title'),
    classCode: row.text('classCode'),
    classType: row.text('classType'),
    course: row.ref('course'),
    school: row.ref('school'),
    terms: row.refs('terms'),
    periods: row.texts('periods'),
    grades: row.texts('grades'),
  }),
  users: (row) => ({
    enabledUser: row.raw('enabledUser'),
    givenName: row.raw('givenName'),
    familyName: row.name('familyName'),
    middleName: row.text('middleName'),
    preferredFirstName: row.text('preferredFirstName'),
    preferredLastName: row.text('preferredLastName'),
    username: row.text('username'),
    identifier: row.text('identifier'),
    email: row.text('email'),
    role: row.raw('role'),
    orgs: row.refs('orgs'),
    agents: row.refs('agents'),
    userIds: row.raw('userIds') ?? [],
    grades: row.texts('grades'),
    metadata: row.raw('metadata') ?? {},
  }),
  enrollments: (row) => ({
    user: row.ref('user'),
    class: row.ref('class'),
    school: row.ref('school'),
    role: row.raw('role'),
    primary: row.raw('primary') ?? false,
    beginDate: row.text('beginDate'),
    endDate: row.text('endDate'),
  }),
};
