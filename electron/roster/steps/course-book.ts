import type { DesiredRow, NotYet } from '../desired.ts';

interface Entry {
  readonly row: DesiredRow;
  readonly leads: boolean;
  readonly notYet: NotYet | null;
}

/** Courses that several classes share (ROSTER-RULES C4), put together from what each class says of them. */
export class CourseBook {
  readonly #courses = new Map<string, Entry>();

  /**
   * @param leads the class is where the model wants it, and so speaks for the course.
   */
  add(row: DesiredRow, leads: boolean): void {
    const { notYet = null } = row.extra;
    const before = this.#courses.get(row.key);
    const entry = { row, leads, notYet };
    this.#courses.set(row.key, before === undefined ? entry : joined(before, entry));
  }

  *rows(): Generator<DesiredRow> {
    for (const { row, notYet } of this.#courses.values()) {
      const { notYet: _, ...extra } = row.extra;
      yield { ...row, extra: notYet === null ? extra : { ...extra, notYet } };
    }
  }
}

/** The better class speaks; the course runs as long as any of them, and is made with the first (C5, C8). */
function joined(a: Entry, b: Entry): Entry {
  const [first, other] = speaksFirst(a, b) ? [a, b] : [b, a];
  const { frozen: _, ...extra } = first.row.extra;
  const frozen = a.row.extra.frozen === true && b.row.extra.frozen === true;
  const { starts = '', ends = '' } = extra;
  const days = { starts: earlier(starts, other.row.extra.starts ?? ''), ends: later(ends, other.row.extra.ends ?? '') };
  return {
    row: { ...first.row, extra: { ...extra, ...days, ...(frozen ? { frozen: true as const } : {}) } },
    leads: first.leads,
    notYet: sooner(a.notYet, b.notYet),
  };
}

/** Running before ended, in its place before elsewhere, then the smaller id. */
function speaksFirst(a: Entry, b: Entry): boolean {
  const over = Number(a.row.extra.frozen === true) - Number(b.row.extra.frozen === true);
  if (over !== 0) return over < 0;
  if (a.leads !== b.leads) return a.leads;
  return a.row.extra.source[1] < b.row.extra.source[1];
}

function earlier(a: string, b: string): string {
  return a === '' || (b !== '' && b < a) ? b : a;
}

/** Who does not know when it ends does not end first. */
function later(a: string, b: string): string {
  return a === '' || b === '' ? '' : a > b ? a : b;
}

function sooner(a: NotYet | null, b: NotYet | null): NotYet | null {
  if (a === null || b === null) return null;
  if (a.until === '') return b;
  return b.until !== '' && b.until < a.until ? b : a;
}
