import { type Collection, collections } from '../../../shared/entities.ts';
import { fail, type Outcome, succeed } from '../../../shared/outcome.ts';
import { sourceText } from '../../roster/compare/sides.ts';
import { refusePull } from '../../roster/verify.ts';
import { type OpenedPage, openPage } from '../../sis/parse-page.ts';
import { type CollectionFacts, type PageFacts, pageFacts } from '../../sis/pull.ts';
import type { SisRows } from '../../sis/schema/rows.ts';
import { EnrollmentBodies } from '../../sis/stored-enrollment.ts';
import type { DistrictStore, Finding, SnapshotRow, WorkFile } from '../../store/store-api.ts';

/** How many kinds of unusable records a refused pull names. */
const MOST_REASONS = 3;
/** Rows of a page read and stored at once: of 5,000, most would live long enough to be moved by garbage collection. */
const SLICE_ROWS = 500;

/** Takes the pages of a pull: counts them at once, reads and stores their rows after (ENGINE-NOTES §3). */
export class PullDesk {
  readonly #store: DistrictStore;
  readonly #work: WorkFile;
  readonly #bodies = new EnrollmentBodies();
  readonly #opened = new Map<string, OpenedPage>();
  /** The last record of each collection's newest page. */
  readonly #last = new Map<Collection, string>();
  readonly #dropped = new Map<Collection, number>();
  readonly #distinct = new Map<Collection, number>();
  /** Source texts of enrollments that were there but could not be read: named, so not absent (DESIGN promise 2). */
  readonly unreadable = new Set<string>();

  constructor(store: DistrictStore, work: WorkFile) {
    this.#store = store;
    this.#work = work;
  }

  restart(collection: Collection): void {
    this.#work.restartCollection(collection);
    this.#dropped.set(collection, 0);
    this.#last.delete(collection);
    if (collection === 'enrollments') this.unreadable.clear();
  }

  open(collection: Collection, index: number, body: ArrayBuffer): Outcome<PageFacts> {
    const page = openPage(collection, body);
    if (!page.ok) return page;
    this.#opened.set(`${collection}/${index}`, page.value);
    return succeed(pageFacts(page.value));
  }

  store(collection: Collection, index: number): Outcome<void> {
    const name = `${collection}/${index}`;
    const page = this.#opened.get(name);
    this.#opened.delete(name);
    if (page === undefined) return succeed(undefined);
    // A page begins with the last record of the one before, to show that nothing moved (sis/paging.ts): it is here already.
    const again = page.first !== '' && page.first === this.#last.get(collection);
    this.#last.set(collection, page.last);
    for (let from = again ? 1 : 0; from < page.received; from += SLICE_ROWS) {
      this.#storeRows(collection, page, from);
    }
    return succeed(undefined);
  }

  #storeRows(collection: Collection, page: OpenedPage, from: number): void {
    const { rows, findings } = page.rows(from, from + SLICE_ROWS);
    const kept: SnapshotRow[] = [];
    for (const row of rows) {
      const snapshot = this.#snapshotRow(collection, row);
      if (!page.escaped || storable(snapshot)) kept.push(snapshot);
      else findings.push(unstorable(collection, snapshot));
    }
    this.#work.appendSnapshot(collection, kept);
    this.#work.addFindings(findings);
    const dropped = findings.filter((finding) => finding.level === 'dropped');
    this.#dropped.set(collection, (this.#dropped.get(collection) ?? 0) + dropped.length);
    if (collection === 'enrollments')
      for (const { sourcedId } of dropped) this.unreadable.add(sourceText({ collection, sourcedId }));
  }

  #snapshotRow<C extends Collection>(collection: C, row: SisRows[C]): SnapshotRow {
    const id = row.sourcedId;
    if (collection === 'enrollments') {
      const enrollment = row as SisRows['enrollments'];
      const { class: part, user, role } = enrollment;
      return { id, part, user, role, body: this.#bodies.bodyOf(enrollment) };
    }
    const part = collection === 'classes' ? (row as SisRows['classes']).course : '';
    return { id, part, user: '', role: '', body: JSON.stringify(row) };
  }

  close(collection: Collection): CollectionFacts {
    const sealed = this.#work.sealSnapshot(collection);
    this.#distinct.set(collection, sealed.distinct);
    const dropped = this.#dropped.get(collection) ?? 0;
    const reasons = dropped === 0 ? [] : this.#work.dropReasons(collection, MOST_REASONS);
    const told = reasons.map(({ message, times }) => `${message} (${times} times)`).join(' ');
    return { unique: sealed.distinct, dropped, reasons: told };
  }

  /** ROSTER-RULES E1, before anything is made of the pull. */
  verify(): Outcome<void> {
    const refused = refusePull({
      distinct: record((c) => this.#distinct.get(c) ?? 0),
      dropped: record((c) => this.#dropped.get(c) ?? 0),
      knownBefore: record((c) => this.#knownBefore(c)),
    });
    return refused === null ? succeed(undefined) : fail(refused);
  }

  /** How many the ledger knows; only whether there were any matters, so enrollments go by their sections. */
  #knownBefore(collection: Collection): number {
    switch (collection) {
      case 'orgs':
        return this.#store.identityCount('account');
      case 'academicSessions':
        return this.#store.identityCount('term');
      case 'users':
        return this.#store.identityCount('user');
      case 'classes':
      case 'courses':
        return this.#store.identityCount('section');
      case 'enrollments':
        return this.#store.ledgerCount('enrollment');
    }
  }
}

function record(value: (collection: Collection) => number): Record<Collection, number> {
  return Object.fromEntries(collections.map((c) => [c, value(c)])) as Record<Collection, number>;
}

function storable({ id, part, user, role }: SnapshotRow): boolean {
  return isStorable(id) && isStorable(part) && isStorable(user) && isStorable(role);
}

/** SQLite ends a text at U+0000, and UTF-8 cannot hold half a character: such an id would silently become another one. */
function isStorable(text: string): boolean {
  return !text.includes('\u0000') && !/\p{Surrogate}/u.test(text);
}

function unstorable(collection: Collection, row: SnapshotRow): Finding {
  return {
    rule: 'B',
    level: 'dropped',
    collection,
    sourcedId: row.id.replaceAll('\u0000', '').replaceAll(/\p{Surrogate}/gu, ''),
    message: 'A record’s id, or one it refers to, contains a character that no id may have.',
    remedy: 'Ask your SIS support to correct the id of this record.',
  };
}
