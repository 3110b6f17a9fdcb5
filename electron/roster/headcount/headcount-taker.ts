import type { ClassCount, Headcount, PeopleCount } from '../../../shared/headcount.ts';
import { loginFields } from '../../../shared/headcount.ts';
import type { SisAcademicSession, SisClass, SisOrg, SisUser } from '../../sis/schema/rows.ts';
import { lastDay } from '../district-time.ts';
import type { ClassKind } from '../map/class-filters.ts';
import { idSourcesOf, idsFrom } from '../map/id-sources.ts';
import { type ClassFacts, type CourseModel, courseModels, groupOf, listOf } from '../map/placement.ts';
import { byText, canvasText } from '../text.ts';
import { patternOf, SharedLogins } from './shared-logins.ts';

/** A class of a chosen school, as mapping found it. */
export interface CountedClass extends ClassFacts {
  readonly sisSchool: string;
  readonly kinds: readonly ClassKind[];
  readonly yearStarts: string;
  readonly starts: string;
  readonly over: boolean;
  /** A preset leaves it out, so it becomes no course. */
  readonly filtered: boolean;
  readonly students: number;
}

/** A product may write any number of fields of its own; so many are counted. */
const MOST_SOURCES = 40;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Counts while mapping walks through the records anyway; what it keeps grows with schools and terms, not with people. */
export class HeadcountTaker {
  readonly #people = new Map<string, Mutable<PeopleCount> & { patterns: number[] }>();
  readonly #classes = new Map<string, Mutable<ClassCount>>();
  readonly #groups = new Map<string, Record<CourseModel, Set<string>>>();
  readonly #perSchool = new Map<string, number>();
  readonly #roles = new Map<string, number>();
  readonly #ends = { none: 0, onLastDay: 0, onDayAfter: 0, elsewhere: 0 };
  /** Records come in the order of their ids, so it is always the same ones. */
  readonly #sources = new Set<string>();
  readonly logins = new SharedLogins();

  takePerson(user: SisUser): void {
    if (user.status !== 'active') return;
    const schools = [...new Set(user.orgs)].sort(byText);
    const count = listOf(this.#people, `${user.role}\u001f${schools.join('\u001f')}`, () => ({
      schools,
      role: user.role,
      patterns: new Array<number>(2 ** loginFields.length).fill(0),
      disabled: 0,
      preferred: 0,
      ids: {} as Record<string, number>,
    }));
    const pattern = patternOf(user);
    count.patterns[pattern] = (count.patterns[pattern] ?? 0) + 1;
    for (const source of this.#ownSources(user)) count.ids[source] = (count.ids[source] ?? 0) + 1;
    if (!user.enabledUser) count.disabled += 1;
    if (canvasText(user.preferredFirstName) !== '' || canvasText(user.preferredLastName) !== '') count.preferred += 1;
  }

  /** Sources that have exactly one value for a person; several are as good as none (B). */
  #ownSources(user: SisUser): readonly string[] {
    const found: string[] = [];
    for (const source of idSourcesOf(user)) {
      if (source === 'sourcedId' || source === 'identifier') continue;
      if (!this.#sources.has(source) && this.#sources.size >= MOST_SOURCES) continue;
      this.#sources.add(source);
      if (idsFrom(user, source).length === 1) found.push(source);
    }
    return found;
  }

  /** Of every school, chosen or not. */
  takeSisClass({ status, school }: SisClass): void {
    if (status === 'active') this.#perSchool.set(school, (this.#perSchool.get(school) ?? 0) + 1);
  }

  takeClass(cls: CountedClass): void {
    const { sisSchool: school, kinds, yearStarts, starts, over } = cls;
    const name = [school, kinds.join(), yearStarts, starts, over].join('\u001f');
    const count = listOf(this.#classes, name, () => ({
      ...{ school, kinds: [...kinds], yearStarts, starts, over, classes: 0, students: 0 },
    }));
    count.classes += 1;
    count.students += cls.students;
    if (over || cls.filtered) return;
    const groups = listOf(this.#groups, school, () => ({ class: new Set(), teacher: new Set(), course: new Set() }));
    for (const model of courseModels) groups[model].add(groupOf(model, cls) ?? cls.classId);
  }

  /** An active enrollment of a class. @param ends last day of the class, '' when nobody knows. */
  takeEnrollment(role: string, endDate: string, ends: string): void {
    this.#roles.set(role, (this.#roles.get(role) ?? 0) + 1);
    if (endDate === '') this.#ends.none += 1;
    else if (endDate === ends) this.#ends.onLastDay += 1;
    else if (lastDay(endDate, 'day-after') === ends) this.#ends.onDayAfter += 1;
    else this.#ends.elsewhere += 1;
  }

  /** @param chosen sourcedIds of the schools that are provisioned. @param used of the sessions that classes need. */
  result(
    takenAt: string,
    orgs: Iterable<SisOrg>,
    chosen: ReadonlySet<string>,
    sessions: Iterable<SisAcademicSession>,
    used: ReadonlySet<string>,
  ): Headcount {
    return {
      takenAt,
      schools: [...orgs]
        .filter(({ type, status }) => type === 'school' && status === 'active')
        .map(({ sourcedId, name, identifier }) => ({
          ...{ sourcedId, name: canvasText(name) || sourcedId, identifier: identifier.trim() !== '' },
          ...{ classes: this.#perSchool.get(sourcedId) ?? 0, chosen: chosen.has(sourcedId) },
        }))
        .sort((a, b) => byText(a.name, b.name)),
      people: valuesInOrder(this.#people),
      classes: valuesInOrder(this.#classes),
      models: [...this.#groups]
        .sort(([a], [b]) => byText(a, b))
        .map(([school, { class: one, teacher, course }]) => ({
          ...{ school, class: one.size, teacher: teacher.size, course: course.size },
        })),
      sessions: [...sessions]
        .filter(({ sourcedId }) => used.has(sourcedId))
        .map(({ title, type, schoolYear, startDate, endDate }) => ({ title, type, schoolYear, starts: startDate, endDate })),
      ends: this.#ends,
      roles: [...this.#roles].sort(([a], [b]) => byText(a, b)).map(([role, enrollments]) => ({ role, enrollments })),
      ...this.logins.result(),
    };
  }
}

/** In an order that does not depend on that of the records. */
function valuesInOrder<T>(counts: ReadonlyMap<string, T>): T[] {
  return [...counts].sort(([a], [b]) => byText(a, b)).map(([, count]) => count);
}
