import { UNPUBLISHED_DAYS, type Unpublished } from '../../../shared/unpublished.ts';
import type { ObjectTriple } from '../compare/objects.ts';
import { desiredExtra, fieldsOf } from '../compare/sides.ts';
import { addDays } from '../district-time.ts';
import { byText } from '../text.ts';

type Course = Unpublished['courses'][number];

/** More than anybody reads; all of them are counted. */
const LISTED = 300;
/** Kept while they are gathered, so that a district of unpublished courses does not fill the memory. */
const GATHERED = 5_000;

/** Gathers courses of ours that students cannot see though their first day is near, or was. */
export class UnpublishedCourses {
  readonly #today: string;
  readonly #until: string;
  readonly #schoolName: (school: string) => string;
  readonly #counts = new Map<string, number>();
  #courses: Course[] = [];

  constructor(today: string, schoolName: (school: string) => string) {
    this.#today = today;
    this.#until = addDays(today, UNPUBLISHED_DAYS);
    this.#schoolName = schoolName;
  }

  take({ desired, canvas, ledger }: ObjectTriple): void {
    if (desired === null || canvas === null || ledger?.owned !== true || fieldsOf(canvas).status !== 'unpublished') return;
    const { starts = '', ends = '', school, label, frozen } = desiredExtra(desired);
    if (starts === '' || starts > this.#until || (ends !== '' && ends < this.#today) || frozen === true) return;
    const name = this.#schoolName(school);
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    this.#courses.push({ name: label, school: name, starts });
    if (this.#courses.length > GATHERED) this.#courses = this.#earliest();
  }

  result(): Unpublished {
    const schools = [...this.#counts].map(([name, count]) => ({ name, count }));
    return {
      total: schools.reduce((sum, { count }) => sum + count, 0),
      schools: schools.sort((a, b) => b.count - a.count || byText(a.name, b.name)),
      courses: this.#earliest(),
    };
  }

  #earliest(): Course[] {
    return this.#courses
      .sort((a, b) => byText(a.starts, b.starts) || byText(a.school, b.school) || byText(a.name, b.name))
      .slice(0, LISTED);
  }
}
