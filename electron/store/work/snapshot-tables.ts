import type { Collection } from '../../../shared/entities.ts';
import { collections } from '../../../shared/entities.ts';
import { inBatches, insertRows, READ_BATCH } from '../batch.ts';
import { bucketOf } from '../bucket.ts';
import type { Connection } from '../driver.ts';
import { compareKeys } from '../key-order.ts';
import type { Person, SnapshotRow } from '../store-api.ts';
import { BUCKETS } from '../store-api.ts';
import { IdHashes } from './id-hashes.ts';

/** How many possible duplicates are looked up at a time, so that a feed full of them does not fill the memory. */
const SUSPECTS_AT_ONCE = 50_000;

type Step = (done: number, total: number) => void;
type BodyRow = readonly [id: string, body: string];
type ClassRow = readonly [id: string, body: string, course: string];
type EnrollmentCells = readonly [
  id: string,
  part: string,
  usr: string,
  role: string,
  body: string,
  userId: string | null,
  label: string | null,
  hold: string | null,
];

export interface EnrollmentRow {
  readonly id: string;
  readonly class: string;
  readonly user: string;
  readonly body: string;
  readonly person: Person | null;
}

/**
 * The pull as it came: one append-only table per collection, 16 for classes and enrollments (by the hash of the class
 * id). `n` counts the rows as they were read. Nothing is indexed before the collection is complete: a random primary
 * key takes ten times as long (ENGINE-NOTES §2).
 */
export class SnapshotTables {
  readonly #db: Connection;
  readonly #counts = new Map<Collection, number>();
  readonly #sealed = new Set<Collection>();
  readonly #hashes = new Map<Collection, IdHashes>();
  #read = 0;

  constructor(db: Connection) {
    this.#db = db;
    for (const collection of collections) this.restart(collection);
  }

  restart(collection: Collection): void {
    for (const table of tablesOf(collection)) {
      this.#db.script(`DROP TABLE IF EXISTS ${table};
        CREATE TABLE ${table} (n INTEGER PRIMARY KEY, id TEXT NOT NULL, part TEXT NOT NULL, usr TEXT NOT NULL,
          role TEXT NOT NULL, body TEXT NOT NULL);`);
    }
    this.#counts.set(collection, 0);
    this.#sealed.delete(collection);
    this.#hashes.set(collection, new IdHashes());
  }

  append(collection: Collection, rows: readonly SnapshotRow[]): void {
    if (this.#sealed.has(collection)) throw new Error(`${collection} was sealed; restart it before appending.`);
    const hashes = this.#hashes.get(collection);
    const byTable = new Map<string, { readonly n: number; readonly row: SnapshotRow }[]>();
    for (const row of rows) {
      hashes?.add(row.id);
      this.#read += 1;
      const table = tableOf(collection, row);
      const list = byTable.get(table);
      if (list === undefined) byTable.set(table, [{ n: this.#read, row }]);
      else list.push({ n: this.#read, row });
    }
    this.#db.transaction(() => {
      for (const [table, list] of byTable) {
        insertRows(this.#db, `INSERT INTO ${table}`, 6, list, (cells, { n, row }) => {
          cells.push(n, row.id, row.part, row.user, row.role, row.body);
        });
      }
    });
    this.#counts.set(collection, this.count(collection) + rows.length);
  }

  seal(collection: Collection, onStep: Step = () => {}): { distinct: number; duplicates: number } {
    const duplicates = this.#dropDuplicates(collection);
    this.#hashes.delete(collection);
    const tables = tablesOf(collection);
    tables.forEach((table, done) => {
      onStep(done, tables.length);
      // The index holds whole enrollments: their table is in another order, and each row would be a page of its own to decrypt.
      const columns = collection === 'enrollments' ? 'part, usr, role, id, body' : 'id';
      this.#db.script(`CREATE INDEX ${table}_order ON ${table} (${columns})`);
    });
    const distinct = this.count(collection) - duplicates;
    this.#counts.set(collection, distinct);
    this.#sealed.add(collection);
    return { distinct, duplicates };
  }

  count(collection: Collection): number {
    return this.#counts.get(collection) ?? 0;
  }

  rows(collection: Collection): Iterable<{ readonly id: string; readonly body: string }> {
    this.#mustBeSealed(collection);
    const tables = tablesOf(collection);
    if (collection === 'enrollments') this.#indexEnrollmentIds();
    return merged(tables.map((table) => this.#byId(table, Math.ceil(READ_BATCH / tables.length))));
  }

  *classRows(bucket: number): Generator<{ readonly id: string; readonly body: string; readonly course: string }> {
    this.#mustBeSealed('classes');
    this.#mustBeSealed('courses');
    const sql = (after: string) => `SELECT c.id, c.body, coalesce(k.body, '')
      FROM classes_${bucket} c LEFT JOIN courses_0 k ON k.id = c.part ${after} ORDER BY c.id LIMIT ${READ_BATCH}`;
    const all = inBatches(
      () => this.#db.all<ClassRow>(sql('')),
      (last) => this.#db.all<ClassRow>(sql('WHERE c.id > ?'), [last[0]]),
    );
    for (const [id, body, course] of all) yield { id, body, course };
  }

  *enrollmentRows(bucket: number): Generator<EnrollmentRow> {
    this.#mustBeSealed('enrollments');
    const sql = (after: string) => `SELECT e.id, e.part, e.usr, e.role, e.body, p.user_id, p.label, p.hold
      FROM enrollments_${bucket} e LEFT JOIN people p ON p.sourced_id = e.usr
      ${after} ORDER BY e.part, e.usr, e.role, e.id LIMIT ${READ_BATCH}`;
    const rest = sql('WHERE (e.part, e.usr, e.role, e.id) > (?, ?, ?, ?)');
    const all = inBatches(
      () => this.#db.all<EnrollmentCells>(sql('')),
      ([id, part, usr, role]) => this.#db.all<EnrollmentCells>(rest, [part, usr, role, id]),
    );
    for (const [id, part, usr, , body, userId, label, hold] of all) {
      const person = userId === null ? null : { sourcedId: usr, userId, label: label ?? '', hold: hold ?? '' };
      yield { id, class: part, user: usr, body, person };
    }
  }

  #byId(table: string, size: number): Generator<BodyRow> {
    const sql = (after: string) => `SELECT id, body FROM ${table} ${after} ORDER BY id LIMIT ${size}`;
    return inBatches(
      () => this.#db.all<BodyRow>(sql('')),
      (last) => this.#db.all<BodyRow>(sql('WHERE id > ?'), [last[0]]),
      size,
    );
  }

  /** Enrollments are read by class; whoever wants them by id pays for that index then. */
  #indexEnrollmentIds(): void {
    for (const table of tablesOf('enrollments')) {
      this.#db.script(`CREATE INDEX IF NOT EXISTS ${table}_id ON ${table} (id)`);
    }
  }

  /** The same id may come back under another class, so rows of all buckets are compared; the one read last stays. */
  #dropDuplicates(collection: Collection): number {
    const suspects = this.#hashes.get(collection)?.repeated() ?? [];
    let dropped = 0;
    for (let at = 0; at < suspects.length; at += SUSPECTS_AT_ONCE) {
      dropped += this.#dropAmong(collection, new Set(suspects.slice(at, at + SUSPECTS_AT_ONCE)));
    }
    return dropped;
  }

  #dropAmong(collection: Collection, suspects: ReadonlySet<number>): number {
    const last = new Map<string, { readonly table: string; readonly n: number }>();
    const losers: { readonly table: string; readonly n: number }[] = [];
    for (const table of tablesOf(collection)) {
      for (const [n, id] of this.#ids(table)) {
        if (!suspects.has(IdHashes.of(id))) continue;
        const known = last.get(id);
        const row = { table, n };
        if (known === undefined || known.n < n) last.set(id, row);
        if (known !== undefined) losers.push(known.n < n ? known : row);
      }
    }
    this.#db.transaction(() => {
      for (const { table, n } of losers) this.#db.run(`DELETE FROM ${table} WHERE n = ?`, [n]);
    });
    return losers.length;
  }

  #ids(table: string): Generator<readonly [n: number, id: string]> {
    const sql = `SELECT n, id FROM ${table} WHERE n > ? ORDER BY n LIMIT ${READ_BATCH}`;
    const from = (n: number) => this.#db.all<readonly [number, string]>(sql, [n]);
    return inBatches(
      () => from(0),
      (last) => from(last[0]),
    );
  }

  #mustBeSealed(collection: Collection): void {
    if (!this.#sealed.has(collection)) throw new Error(`${collection} is read before it is sealed.`);
  }
}

function tableOf(collection: Collection, row: SnapshotRow): string {
  if (collection === 'classes') return `classes_${bucketOf(row.id)}`;
  if (collection === 'enrollments') return `enrollments_${bucketOf(row.part)}`;
  return `${collection}_0`;
}

function tablesOf(collection: Collection): readonly string[] {
  const buckets = collection === 'classes' || collection === 'enrollments' ? BUCKETS : 1;
  return Array.from({ length: buckets }, (_, bucket) => `${collection}_${bucket}`);
}

/** Few sorted cursors as one. */
function* merged(cursors: readonly Generator<BodyRow>[]): Generator<{ readonly id: string; readonly body: string }> {
  const heads = cursors.map((cursor) => ({ cursor, at: cursor.next() }));
  for (;;) {
    let least: (typeof heads)[number] | null = null;
    for (const head of heads) {
      if (head.at.done === true) continue;
      if (least === null || least.at.done === true || compareKeys(head.at.value[0], least.at.value[0]) < 0) least = head;
    }
    if (least === null || least.at.done === true) return;
    const [id, body] = least.at.value;
    yield { id, body };
    least.at = least.cursor.next();
  }
}
