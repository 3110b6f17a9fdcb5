import { byText } from '../text.ts';
import { type ClassTeacher, listOf, type PlaceableClass, type Placement } from './placement.ts';

/** Who teaches in the course of a class beside its own teachers (ROSTER-RULES C4). */
export interface Neighbours {
  /** The classes of the course do not all have the same teachers: each sees only their own sections. */
  readonly limited: boolean;
  /** A course in which it is so as well if a class stays in it that would leave it, '' for none. */
  readonly limitedIn: string;
  /** Teachers of the other classes, in words. */
  readonly colleagues: string;
}

/** Where classes go that may share a course. */
export interface Places {
  of(classId: string): Placement | null;
  /** Whether several classes live, or may live, in the course. */
  isShared(course: string): boolean;
  teachersOf(classId: string): Neighbours;
  /** Classes that stay in a course of another school or term than the SIS has them in by now, because they have started. */
  strays(): readonly string[];
}

const ALONE: Neighbours = { limited: false, limitedIn: '', colleagues: '' };

/** One course per class and nothing else in Canvas: nothing has to be looked up. */
export const ALL_APART: Places = { of: () => null, isShared: () => false, teachersOf: () => ALONE, strays: () => [] };

/** The places of classes that were placed together. */
export class PlacedClasses implements Places {
  readonly #placements: ReadonlyMap<string, Placement>;
  readonly #classes: ReadonlyMap<string, PlaceableClass>;
  readonly #byCourse = new Map<string, string[]>();
  /** Classes that would leave the course they live in, by that course. */
  readonly #leaving = new Map<string, string[]>();

  constructor(classes: readonly PlaceableClass[], placements: ReadonlyMap<string, Placement>) {
    this.#placements = placements;
    this.#classes = new Map(classes.map((one) => [one.classId, one]));
    for (const [classId, { course, home }] of placements) {
      listOf(this.#byCourse, course, () => []).push(classId);
      if (home !== '') listOf(this.#leaving, home, () => []).push(classId);
    }
  }

  of(classId: string): Placement | null {
    return this.#placements.get(classId) ?? null;
  }

  isShared(course: string): boolean {
    return this.#leaving.has(course) || (this.#byCourse.get(course)?.length ?? 0) > 1;
  }

  strays(): readonly string[] {
    return [...this.#byCourse.values()].flatMap((classIds) => {
      const classes = this.#running(classIds);
      const first = classes.find(({ classId }) => this.#placements.get(classId)?.leads === true) ?? classes[0];
      const apart = classes.filter(({ school, term }) => term !== '' && (school !== first?.school || term !== first.term));
      return apart.map(({ classId }) => classId);
    });
  }

  teachersOf(classId: string): Neighbours {
    const { course = '', home = '' } = this.#placements.get(classId) ?? {};
    const others = this.#running(this.#byCourse.get(course) ?? []);
    const limited = differ(others);
    // Before the year starts it is not known here which classes somebody keeps where they are by publishing their course.
    const left = home === '' ? course : home;
    const leaving = this.#running(this.#leaving.get(left) ?? []);
    const staying = leaving.length > 0 && differ([...this.#running(this.#byCourse.get(left) ?? []), ...leaving]);
    const mine = new Set(this.#classes.get(classId)?.teachers.map(({ userId }) => userId));
    const colleagues = others.flatMap(({ teachers }) => teachers).filter(({ userId }) => !mine.has(userId));
    return {
      limited,
      limitedIn: staying && !limited ? left : '',
      colleagues: limited ? [...new Set(colleagues.map(({ label }) => label))].sort(byText).join(', ') : '',
    };
  }

  #running(classIds: readonly string[]): PlaceableClass[] {
    return classIds.flatMap((id) => this.#classes.get(id) ?? []).filter(({ over }) => !over);
  }
}

function differ(classes: readonly PlaceableClass[]): boolean {
  const [first, ...others] = classes.map(({ teachers }) => namesOf(teachers));
  return others.some((names) => names !== first);
}

function namesOf(teachers: readonly ClassTeacher[]): string {
  return teachers.map(({ userId }) => userId).join('\u001f');
}
