import { isActive, type SisClass, type SisDump, type SisEnrollment, type SisSession, type SisUser } from '../judge/sis-dump.ts';
import type { SchoolYear } from './school-year.ts';

/** C6: whom the SIS may name of a student. */
export type Guardian = 'guardian' | 'parent' | 'relative';

type Fields = Record<string, unknown>;
type Collection = 'orgs' | 'academicSessions' | 'courses' | 'classes' | 'users' | 'enrollments';

/** The people at the SIS: everything they do goes through the control API, one record at a time. */
export class SisOffice {
  readonly #year: SchoolYear;
  #made = 0;

  constructor(year: SchoolYear) {
    this.#year = year;
  }

  change(collection: Collection, sourcedId: string, fields: Fields): Promise<unknown> {
    return this.#year.control('PATCH', `/sis/${collection}/${encodeURIComponent(sourcedId)}`, fields);
  }

  async add(collection: Collection, sourcedId: string, row: Fields): Promise<string> {
    await this.#year.control('PUT', `/sis/${collection}/${encodeURIComponent(sourcedId)}`, row);
    return sourcedId;
  }

  remove(collection: Collection, sourcedId: string): Promise<unknown> {
    return this.#year.control('DELETE', `/sis/${collection}/${encodeURIComponent(sourcedId)}`);
  }

  /** Takes a record out of the feed and hands it back later, unchanged. */
  async hide(collection: Collection, rows: readonly { readonly sourcedId: string }[]): Promise<() => Promise<void>> {
    for (const row of rows) await this.remove(collection, row.sourcedId);
    return async () => {
      for (const row of rows) await this.add(collection, row.sourcedId, row);
    };
  }

  newId(kind: string): string {
    this.#made += 1;
    return `office-${kind}-${String(this.#made).padStart(4, '0')}`;
  }

  enroll(row: SisClass, user: string, role: 'student' | 'teacher' | 'aide', fields: Fields = {}): Promise<string> {
    const refs = { user: ref(user, 'user'), class: ref(row.sourcedId, 'class'), school: row.school };
    return this.add('enrollments', this.newId('enrollment'), { ...refs, role, ...fields });
  }

  /** A student or teacher nobody has heard of yet. */
  arrive(
    role: 'student' | 'teacher' | 'aide' | Guardian,
    familyName: string,
    school: string,
    fields: Fields = {},
  ): Promise<string> {
    const id = this.newId(role);
    const login = `${familyName.toLowerCase()}.${id}`;
    const person = { givenName: 'Noor', familyName, username: login, email: `${login}@pinecounty.example`, identifier: id };
    return this.add('users', id, { enabledUser: true, role, orgs: [ref(school, 'org')], ...person, ...fields });
  }

  /** A class like another, without anybody in it. */
  openLike(row: SisClass, title: string, fields: Fields = {}): Promise<string> {
    return this.add('classes', this.newId('class'), { ...row, title, classCode: title.toUpperCase().slice(0, 6), ...fields });
  }

  /** From now on these two belong together, as the record of either says, or of both. */
  async link(guardian: string, student: string, saidBy: readonly ('guardian' | 'student')[]): Promise<void> {
    const { users } = await this.#year.sis();
    for (const who of saidBy) {
      const [of, other] = who === 'guardian' ? [guardian, student] : [student, guardian];
      const known = users.find((user) => user.sourcedId === of)?.agents ?? [];
      await this.change('users', of, { agents: [...known, ref(other, 'user')] });
    }
  }

  /** No record names these two together any more. */
  async unlink(guardian: string, student: string): Promise<void> {
    const { users } = await this.#year.sis();
    for (const [of, other] of [
      [guardian, student],
      [student, guardian],
    ]) {
      const known = users.find((user) => user.sourcedId === of)?.agents ?? [];
      await this.change('users', of ?? '', { agents: known.filter((agent) => agent.sourcedId !== other) });
    }
  }

  drop(row: SisEnrollment): Promise<unknown> {
    return this.change('enrollments', row.sourcedId, { status: 'tobedeleted' });
  }
}

export function ref(sourcedId: string, type: string): { sourcedId: string; type: string } {
  return { sourcedId, type };
}

/** Reading aids over what the SIS holds. */
export function schoolNamed({ orgs }: SisDump, level: 'Elementary' | 'Middle' | 'High'): string {
  const found = orgs.find((org) => org.type === 'school' && org.name?.includes(`${level} School`));
  if (found === undefined) throw new Error(`The district has no ${level} School`);
  return found.sourcedId;
}

export function classesOf({ classes }: SisDump, school: string, session?: SisSession): SisClass[] {
  return classes.filter(
    (row) =>
      isActive(row) &&
      row.school?.sourcedId === school &&
      (session === undefined || row.terms?.some((term) => term.sourcedId === session.sourcedId)),
  );
}

export function classNamed(sis: SisDump, school: string, title: string): SisClass {
  const found = classesOf(sis, school).find((row) => row.title?.startsWith(title));
  if (found === undefined) throw new Error(`The SIS has no class ${title}`);
  return found;
}

export function rowsOf({ enrollments }: SisDump, { sourcedId }: SisClass, role?: string): SisEnrollment[] {
  return enrollments.filter(
    (row) => row.class?.sourcedId === sourcedId && (role === undefined || row.role === role) && isActive(row),
  );
}

export function rowsOfUser({ enrollments }: SisDump, user: string): SisEnrollment[] {
  return enrollments.filter((row) => row.user?.sourcedId === user);
}

export function userOf({ users }: SisDump, row: SisEnrollment | undefined): SisUser {
  const found = users.find((user) => user.sourcedId === row?.user?.sourcedId);
  if (found === undefined) throw new Error('The SIS has no such person');
  return found;
}

/** Whether an enrollment is in a class of this school. */
export function isOf({ classes }: SisDump, row: SisEnrollment, school: string): boolean {
  return classes.some((one) => one.sourcedId === row.class?.sourcedId && one.school?.sourcedId === school);
}
