import type { EntityKind, Fields } from '../../../shared/entities.ts';
import { fail, type Outcome } from '../../../shared/outcome.ts';
import type { CanvasRow } from '../../canvas/canvas-row.ts';
import { type CanvasReportRow, createReportReader, type ReportKind, type ReportReader } from '../../canvas/report-reader.ts';
import { merge } from '../../roster/compare/merge.ts';
import { desiredExtra, ledgerExtraOf } from '../../roster/compare/sides.ts';
import { bucketFor } from '../../roster/steps/step.ts';
import { BUCKETS, type Bucketed, type DistrictStore, type SideRow, type WorkFile } from '../../store/store-api.ts';

/** What a Canvas row carries beside its fields in the work file. */
interface StoredCanvasExtra {
  readonly canvasId: string;
  readonly bySis: boolean;
  /** Canvas id of a section's present course, and of a course's term. */
  readonly course?: string;
  readonly term?: string;
}

/** Takes what Canvas told, from reports or single reads, into the Canvas side of a work file. */
export class CanvasDesk {
  readonly #work: WorkFile;
  readonly #readers = new Map<number, ReportReader>();
  /** Home course of cross-listed sections: the sections report shows where they live now (ROSTER-RULES F2). */
  readonly #homes = new Map<string, string>();
  #readerCount = 0;

  constructor(work: WorkFile) {
    this.#work = work;
  }

  beginReport(kind: ReportKind | null): number {
    this.#readerCount += 1;
    this.#readers.set(this.#readerCount, createReportReader({ single: kind, onRows: (_kind, rows) => this.add(rows) }));
    return this.#readerCount;
  }

  chunk(reader: number, chunk: Uint8Array, final: boolean): Outcome<number> {
    const open = this.#readers.get(reader);
    if (open === undefined)
      return fail({
        code: 'app.bug',
        message: 'A report was read twice.',
        consequence: 'Nothing changes in Canvas.',
        remedy: 'Preview again.',
      });
    if (final) this.#readers.delete(reader);
    return open.push(chunk, final);
  }

  add(rows: readonly CanvasReportRow[]): void {
    const sides = new Map<EntityKind, (SideRow & Bucketed)[]>();
    for (const row of rows) {
      if (row.entity === 'xlist') {
        if (row.fields.status === 'active') this.#homes.set(row.key, row.fields.nonxlist_course_id ?? '');
        continue;
      }
      const side = this.#sideRow(row);
      if (side === null) continue;
      const list = sides.get(row.entity);
      if (list === undefined) sides.set(row.entity, [side]);
      else list.push(side);
    }
    for (const [entity, list] of sides) this.#work.append('canvas', entity, list);
  }

  #sideRow(row: CanvasRow): (SideRow & Bucketed) | null {
    const key = keyOf(row);
    if (key === null) return null;
    const home = row.entity === 'section' ? this.#homes.get(key) : undefined;
    const fields = home === undefined ? comparedFields(row) : { ...row.fields, course_id: home };
    const extra: StoredCanvasExtra = {
      canvasId: row.canvasId,
      bySis: row.createdBySis,
      ...(row.entity === 'section' ? { course: row.parents.course ?? '' } : {}),
      ...(row.entity === 'course' ? { term: row.parents.term ?? '' } : {}),
    };
    const partition = row.entity === 'enrollment' ? (row.fields.section_id ?? '') : key;
    return { key, fields: JSON.stringify(fields), extra: JSON.stringify(extra), bucket: bucketFor(row.entity, partition) };
  }
}

/** Section, person and role of an enrollment are its key already; millions of rows need them once. */
function comparedFields({ entity, fields }: CanvasRow): Fields {
  return entity === 'enrollment' ? { status: fields.status ?? '' } : fields;
}

/**
 * Hand-made objects have no SIS id and are not compared; only the logins of hand-made users count, because a new person
 * must not take one (B2).
 */
function keyOf(row: CanvasRow): string | null {
  if (row.key !== '') return row.key;
  return row.entity === 'user' ? `~canvas~${row.canvasId}~${row.fields.login_id ?? ''}` : null;
}

/**
 * Canvas ids of the terms whose enrollments must be read (F6): terms of courses that hold a wanted, or an owned and
 * unfrozen, section on or after `since`, cross-listed ones where they live now.
 */
export function termsToRead(store: DistrictStore, work: WorkFile, since: string): string[] {
  const terms = new TermFinder(work);
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    const sections = merge(
      work.rows('desired', 'section', bucket),
      work.rows('canvas', 'section', bucket),
      store.ledgerRows('section', bucket),
    );
    for (const { desired, canvas, ledger } of sections) {
      if (canvas === null) continue;
      const wanted = desired !== null && desiredExtra(desired).frozen !== true;
      const ends = ledger === null ? '' : (ledgerExtraOf(ledger).ends ?? '');
      const running = ledger !== null && (ends === '' || ends >= since);
      if (wanted || running) terms.noteSection(canvas);
    }
  }
  return terms.found();
}

/** The same for a read-back: terms of the courses that hold the sections a package touched (F5). */
export function termsOfSections(work: WorkFile, sections: Iterable<string>): string[] {
  const terms = new TermFinder(work);
  for (const section of new Set(sections)) {
    const canvas = work.get('canvas', 'section', bucketFor('section', section), section);
    if (canvas !== null) terms.noteSection(canvas);
  }
  return terms.found();
}

/** From a section's row to the term of the course it lives in now. */
class TermFinder {
  readonly #termOfCourse = new Map<string, string>();
  readonly #terms = new Set<string>();

  constructor(work: WorkFile) {
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      for (const row of work.rows('canvas', 'course', bucket)) {
        const extra = JSON.parse(row.extra) as StoredCanvasExtra;
        this.#termOfCourse.set(extra.canvasId, extra.term ?? '');
      }
    }
  }

  noteSection(section: SideRow): void {
    const course = (JSON.parse(section.extra) as StoredCanvasExtra).course ?? '';
    const term = this.#termOfCourse.get(course) ?? '';
    if (term !== '') this.#terms.add(term);
  }

  found(): string[] {
    return [...this.#terms].sort();
  }
}
