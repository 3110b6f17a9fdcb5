import type { SisEnrollment } from './schema/rows.ts';

/** An enrollment as a pull keeps it: its three ids stand beside the body, which holds the rest. */
export interface StoredEnrollment {
  readonly id: string;
  readonly class: string;
  readonly user: string;
  readonly body: string;
}

type Rest = readonly [
  status: SisEnrollment['status'],
  role: string,
  school: string,
  primary: 0 | 1,
  beginDate: string,
  endDate: string,
];

/** Bodies remembered at a time. A district has a few thousand different ones: schools × terms × roles. */
const MOST_BODIES = 50_000;

type Level<T> = Map<string, T>;

/**
 * Writes and reads bodies. They hold no id, so the same few come again and again: each is made and parsed once, which
 * is several times quicker than once per enrollment.
 */
export class EnrollmentBodies {
  #written: Level<Level<Level<Level<Level<string>>>>> = new Map();
  #read = new Map<string, Rest>();
  #count = 0;

  bodyOf(row: SisEnrollment): string {
    const terms = below(below(below(this.#written, row.school), row.beginDate), row.endDate);
    const ways = below(terms, row.role);
    const way = row.primary ? `primary ${row.status}` : row.status;
    const known = ways.get(way);
    if (known !== undefined) return known;
    const made = enrollmentBody(row);
    ways.set(way, made);
    this.#count += 1;
    if (this.#count > MOST_BODIES) this.#forget();
    return made;
  }

  read({ id, class: cls, user, body }: StoredEnrollment): SisEnrollment {
    let rest = this.#read.get(body);
    if (rest === undefined) {
      rest = JSON.parse(body) as Rest;
      if (this.#read.size >= MOST_BODIES) this.#read.clear();
      this.#read.set(body, rest);
    }
    const [status, role, school, primary, beginDate, endDate] = rest;
    return { sourcedId: id, status, user, class: cls, school, role, primary: primary === 1, beginDate, endDate };
  }

  #forget(): void {
    this.#written = new Map();
    this.#count = 0;
  }
}

function enrollmentBody(row: SisEnrollment): string {
  const rest: Rest = [row.status, row.role, row.school, row.primary ? 1 : 0, row.beginDate, row.endDate];
  return JSON.stringify(rest);
}

function below<T>(level: Level<Level<T>>, name: string): Level<T> {
  const known = level.get(name);
  if (known !== undefined) return known;
  const made: Level<T> = new Map();
  level.set(name, made);
  return made;
}
