import type { Collection } from '../../../shared/entities.ts';
import { collections } from '../../../shared/entities.ts';
import { inBatches, READ_BATCH } from '../batch.ts';
import { bucketOf } from '../bucket.ts';
import type { Connection } from '../driver.ts';
import type { EnrollmentRow, PlacedRow, RowCollection, SealStep, SnapshotRow } from '../store-api.ts';
import { BUCKETS } from '../store-api.ts';
import { EnrollmentChunks, type SnapshotEnrollment } from './enrollment-chunks.ts';
import { IdHashes } from './id-hashes.ts';
import type { PeopleTable } from './people-table.ts';
import { RowTables } from './row-tables.ts';
import type { SnapshotPart } from './snapshot-part.ts';

/** How many possible duplicates are looked up at a time, so that a feed full of them does not fill the memory. */
const SUSPECTS_AT_ONCE = 50_000;

type ClassRow = readonly [id: string, body: string, course: string];

/** The pull as it came, each record once. Nothing is sorted or indexed before a collection is complete. */
export class SnapshotTables {
  readonly #db: Connection;
  readonly #people: PeopleTable;
  readonly #rows: { readonly [C in RowCollection]: RowTables };
  readonly #enrollments: EnrollmentChunks;
  readonly #counts = new Map<Collection, number>();
  readonly #sealed = new Set<Collection>();
  readonly #hashes = new Map<Collection, IdHashes>(collections.map((name) => [name, new IdHashes()]));

  constructor(db: Connection, people: PeopleTable) {
    this.#db = db;
    this.#people = people;
    const one = (name: RowCollection) => new RowTables(db, [name], () => 0);
    const classes = Array.from({ length: BUCKETS }, (_, bucket) => `classes_${bucket}`);
    this.#rows = {
      orgs: one('orgs'),
      academicSessions: one('academicSessions'),
      courses: one('courses'),
      classes: new RowTables(db, classes, (row) => bucketOf(row.id)),
      users: one('users'),
    };
    this.#enrollments = new EnrollmentChunks(db);
  }

  restart(collection: Collection): void {
    this.#part(collection).restart();
    this.#counts.set(collection, 0);
    this.#sealed.delete(collection);
    this.#hashes.set(collection, new IdHashes());
  }

  append(collection: Collection, rows: readonly SnapshotRow[]): void {
    const hashes = this.#hashes.get(collection);
    if (hashes === undefined) throw new Error(`${collection} was sealed; restart it before appending.`);
    const place = hashes.count;
    for (const row of rows) hashes.add(row.id);
    this.#part(collection).append(rows, place);
    this.#counts.set(collection, this.count(collection) + rows.length);
  }

  seal(collection: Collection, onStep: SealStep = () => {}): { distinct: number; duplicates: number } {
    this.#part(collection).seal(onStep);
    const duplicates = this.#dropDuplicates(collection);
    this.#hashes.delete(collection);
    const distinct = this.count(collection) - duplicates;
    this.#counts.set(collection, distinct);
    this.#sealed.add(collection);
    return { distinct, duplicates };
  }

  count(collection: Collection): number {
    return this.#counts.get(collection) ?? 0;
  }

  rows(collection: RowCollection): Iterable<PlacedRow> {
    this.#mustBeSealed(collection);
    return this.#rows[collection].rows();
  }

  rowsAt(collection: RowCollection, places: readonly number[]): Iterable<PlacedRow> {
    this.#mustBeSealed(collection);
    return this.#rows[collection].rowsAt(places);
  }

  *classRows(bucket: number): Generator<{ readonly id: string; readonly body: string; readonly course: string }> {
    this.#mustBeSealed('classes');
    this.#mustBeSealed('courses');
    const sql = (after: string) => `SELECT c.id, c.body, coalesce(k.body, '')
      FROM classes_${bucket} c LEFT JOIN courses k ON k.id = c.part ${after} ORDER BY c.id LIMIT ${READ_BATCH}`;
    const all = inBatches(
      () => this.#db.all<ClassRow>(sql('')),
      (last) => this.#db.all<ClassRow>(sql('WHERE c.id > ?'), [last[0]]),
    );
    for (const [id, body, course] of all) yield { id, body, course };
  }

  /** One bucket by class, user, role and id; people are looked up for a few thousand rows at a time. */
  enrollmentRows(bucket: number): Generator<EnrollmentRow> {
    return this.#enrollmentsOf(bucket, () => true);
  }

  staffRows(bucket: number): Generator<EnrollmentRow> {
    return this.#enrollmentsOf(bucket, (role) => role !== 'student');
  }

  *#enrollmentsOf(bucket: number, which: (role: string) => boolean): Generator<EnrollmentRow> {
    this.#mustBeSealed('enrollments');
    let batch: SnapshotEnrollment[] = [];
    for (const mates of this.#enrollments.byClass(bucket, which)) {
      for (const row of mates) batch.push(row);
      if (batch.length < READ_BATCH) continue;
      yield* this.#withPeople(batch);
      batch = [];
    }
    yield* this.#withPeople(batch);
  }

  *#withPeople(rows: readonly SnapshotEnrollment[]): Generator<EnrollmentRow> {
    const people = this.#people.find(new Set(rows.map((row) => row.user)));
    for (const { id, class: part, user, body } of rows) yield { id, class: part, user, body, person: people.get(user) ?? null };
  }

  /** The same id may come back under another class, so all rows are compared; the one read last stays. */
  #dropDuplicates(collection: Collection): number {
    const hashes = this.#hashes.get(collection);
    const suspects = hashes?.repeated() ?? [];
    let dropped = 0;
    for (let at = 0; at < suspects.length; at += SUSPECTS_AT_ONCE) {
      const places = hashes?.positionsOf(new Set(suspects.slice(at, at + SUSPECTS_AT_ONCE))) ?? [];
      dropped += this.#dropAmong(this.#part(collection), new Set(places));
    }
    return dropped;
  }

  #dropAmong(part: SnapshotPart, places: ReadonlySet<number>): number {
    const last = new Map<string, number>();
    const losers = new Set<number>();
    for (const { id, place } of part.idsAt(places)) {
      const known = last.get(id);
      if (known !== undefined) losers.add(Math.min(known, place));
      last.set(id, Math.max(known ?? place, place));
    }
    part.drop(losers);
    return losers.size;
  }

  #part(collection: Collection): SnapshotPart {
    return collection === 'enrollments' ? this.#enrollments : this.#rows[collection];
  }

  #mustBeSealed(collection: Collection): void {
    if (!this.#sealed.has(collection)) throw new Error(`${collection} is read before it is sealed.`);
  }
}
