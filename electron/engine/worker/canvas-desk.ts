import type { EntityKind, Fields } from '../../../shared/entities.ts';
import { fail, type Outcome } from '../../../shared/outcome.ts';
import { type CanvasRow, enrollmentKey, observerKey } from '../../canvas/canvas-row.ts';
import { type CanvasReportRow, createReportReader, type ReportKind, type ReportReader } from '../../canvas/report-reader.ts';
import { merge } from '../../roster/compare/merge.ts';
import { desiredExtra, fieldsOf, ledgerExtraOf } from '../../roster/compare/sides.ts';
import { HAND_MADE } from '../../roster/conversion/facts.ts';
import { Hashes, hash53 } from '../../roster/steps/hashes.ts';
import { bucketFor } from '../../roster/steps/step.ts';
import { BUCKETS, type Bucketed, type DistrictStore, type SideRow, type WorkFile } from '../../store/store-api.ts';

/** What a Canvas row carries beside its fields in the work file. */
interface StoredCanvasExtra {
  readonly canvasId: string;
  readonly bySis: boolean;
  /** Canvas id of a section's present course, and of a course's term and account. */
  readonly course?: string;
  readonly term?: string;
  readonly account?: string;
  /** Canvas id of an account's parent. */
  readonly parent?: string;
  /** A section that is cross-listed: its home is another course. */
  readonly crossListed?: true;
}

/**
 * How much of Canvas is kept. To compare, what carries a SIS id and a few things beside it; at first contact everything,
 * because what was made by hand may be what the SIS names (ROSTER-RULES G1).
 */
export type CanvasScope = 'compare' | 'everything';

/** Takes what Canvas told, from reports or single reads, into the Canvas side of a work file. */
export class CanvasDesk {
  readonly #work: WorkFile;
  readonly #scope: CanvasScope;
  readonly #readers = new Map<number, ReportReader>();
  /** Home course of cross-listed sections: the sections report shows where they live now (ROSTER-RULES F2). */
  readonly #homes = new Map<string, string>();
  /** SIS ids by Canvas id, of people who have several. */
  readonly #userIds = new Map<string, string[]>();
  #readerCount = 0;
  /** Canvas ids of the people who administer some account (ROSTER-RULES E9). */
  readonly administrators = new Set<string>();

  constructor(work: WorkFile, scope: CanvasScope) {
    this.#work = work;
    this.#scope = scope;
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
      if (row.entity === 'admin') {
        if (row.fields.status === 'active') this.administrators.add(row.canvasId);
        continue;
      }
      for (const side of this.#sideRows(row)) {
        const list = sides.get(row.entity);
        if (list === undefined) sides.set(row.entity, [side]);
        else list.push(side);
      }
    }
    for (const [entity, list] of sides) this.#work.append('canvas', entity, list);
  }

  /**
   * Finds the people with several SIS ids, once all people are sealed. Canvas reports their enrollments under one of the
   * ids, of its own choice; people are grouped by their Canvas id (ROSTER-RULES F6), so the others have them too.
   */
  notePeople(): void {
    const people = new Hashes();
    for (const { canvasId } of this.#people()) people.add(canvasId);
    const several = people.repeated();
    if (several.size === 0) return;
    for (const { canvasId, userId } of this.#people()) {
      if (several.has(hash53(canvasId))) this.#userIds.set(canvasId, [...(this.#userIds.get(canvasId) ?? []), userId]);
    }
  }

  *#people(): Generator<{ readonly canvasId: string; readonly userId: string }> {
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      for (const row of this.#work.rows('canvas', 'user', bucket)) {
        if (row.key.startsWith(HAND_MADE)) continue;
        yield { canvasId: (JSON.parse(row.extra) as StoredCanvasExtra).canvasId, userId: row.key };
      }
    }
  }

  #sideRows(row: CanvasRow): (SideRow & Bucketed)[] {
    // Canvas makes and ends them behind a link by itself (C6); others are somebody's own.
    if (row.entity === 'enrollment' && row.fields.role === 'observer') return [];
    const side = this.#sideRow(row);
    if (side === null) return [];
    if (row.entity === 'observer') return this.#linkRows(row, side);
    const others = row.entity === 'enrollment' ? this.#userIds.get(row.parents.user ?? '') : undefined;
    if (others === undefined) return [side];
    const { section_id = '', role = '' } = row.fields;
    return others.map((userId) => ({ ...side, key: enrollmentKey(section_id, userId, role) }));
  }

  #linkRows({ fields, parents }: CanvasRow, side: SideRow & Bucketed): (SideRow & Bucketed)[] {
    const observers = this.#userIds.get(parents.observer ?? '') ?? [fields.observer_id ?? ''];
    const students = this.#userIds.get(parents.student ?? '') ?? [fields.student_id ?? ''];
    return observers.flatMap((observer) =>
      students.map((student) => {
        const key = observerKey(observer, student);
        return { ...side, key, bucket: bucketFor('observer', key) };
      }),
    );
  }

  #sideRow(row: CanvasRow): (SideRow & Bucketed) | null {
    const key = keyOf(row, this.#scope);
    if (key === null) return null;
    const home = row.entity === 'section' ? this.#homes.get(key) : undefined;
    const fields = home === undefined ? comparedFields(row) : { ...row.fields, course_id: home };
    const extra: StoredCanvasExtra = {
      canvasId: row.canvasId,
      bySis: row.createdBySis,
      ...(row.entity === 'section' ? { course: row.parents.course ?? '' } : {}),
      ...(home === undefined && (row.parents.nonxlistCourse ?? '') === '' ? {} : { crossListed: true as const }),
      ...(row.entity === 'course' ? { term: row.parents.term ?? '' } : {}),
      ...(row.entity === 'course' && this.#scope === 'everything' ? { account: row.parents.account ?? '' } : {}),
      ...(row.entity === 'account' ? { parent: row.parents.parent ?? '' } : {}),
    };
    const partition = row.entity === 'enrollment' ? (row.fields.section_id ?? '') : key;
    return { key, fields: JSON.stringify(fields), extra: JSON.stringify(extra), bucket: bucketFor(row.entity, partition) };
  }
}

/**
 * Section, person and role of an enrollment are its key already; millions of rows need them once. What a student may see of other
 * sections is the teacher's affair; of staff it is compared (C4).
 */
function comparedFields({ entity, fields }: CanvasRow): Fields {
  if (entity !== 'enrollment') return fields;
  const { status = '', role, limit_section_privileges: limit } = fields;
  return role === 'student' || limit === undefined ? { status } : { status, limit_section_privileges: limit };
}

/**
 * Hand-made objects have no SIS id and are not compared. Some count all the same: the logins of hand-made users, because a
 * new person must not take one (B2), hand-made courses, because a section of ours may be cross-listed into one (F6), and
 * hand-made accounts, because a school of ours may have been moved below one (F1).
 */
function keyOf(row: CanvasRow, scope: CanvasScope): string | null {
  if (row.key !== '') return row.key;
  if (scope === 'everything' && (row.entity === 'term' || row.entity === 'section')) return `${HAND_MADE}${row.canvasId}`;
  if (row.entity === 'course' || row.entity === 'account') return `${HAND_MADE}${row.canvasId}`;
  return row.entity === 'user' ? `${HAND_MADE}${row.canvasId}~${row.fields.login_id ?? ''}` : null;
}

/**
 * Canvas ids of the terms whose enrollments must be read (F6): terms of courses that hold a wanted, or an owned and
 * unfrozen, section on or after `since`, cross-listed ones where they live now.
 */
export function termsToRead(store: Pick<DistrictStore, 'ledgerRows'>, work: WorkFile, since: string): string[] {
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
  readonly #work: WorkFile;

  constructor(work: WorkFile) {
    this.#work = work;
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      for (const row of work.rows('canvas', 'course', bucket)) {
        const extra = JSON.parse(row.extra) as StoredCanvasExtra;
        this.#termOfCourse.set(extra.canvasId, extra.term ?? '');
      }
    }
  }

  /** F6: for a section cross-listed over terms both, the one it lives in and its home's. */
  noteSection(section: SideRow): void {
    const { course = '', crossListed } = JSON.parse(section.extra) as StoredCanvasExtra;
    const home = crossListed === true ? this.#termOfHome(fieldsOf(section).course_id ?? '') : undefined;
    for (const term of [this.#termOfCourse.get(course), home]) if (term !== undefined && term !== '') this.#terms.add(term);
  }

  #termOfHome(courseId: string): string | undefined {
    const row = this.#work.get('canvas', 'course', bucketFor('course', courseId), courseId);
    return row === null ? undefined : (JSON.parse(row.extra) as StoredCanvasExtra).term;
  }

  found(): string[] {
    return [...this.#terms].sort();
  }
}
