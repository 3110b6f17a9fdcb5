import { insertRows } from '../batch.ts';
import { bucketOf } from '../bucket.ts';
import type { Connection } from '../driver.ts';
import { compareKeys } from '../key-order.ts';
import type { SealStep, SnapshotRow } from '../store-api.ts';
import { BUCKETS } from '../store-api.ts';
import { type Kind, Kinds } from './enrollment-kinds.ts';
import type { PlacedId, SnapshotPart } from './snapshot-part.ts';

/**
 * Rows gathered before they are written, a page as a rule: what lies about longer has to be moved by garbage collection.
 * Small pages are gathered, so that chunks stay few.
 */
const LOAD_ROWS = 1000;

/** Rows of one bucket as parallel lists, in the order they were read. */
interface Columns {
  readonly places: number[];
  readonly ids: string[];
  readonly classes: string[];
  readonly users: string[];
  readonly kinds: Kind[];
}

/** Where a chunk lies, and the first and last place of its rows. */
interface Chunk {
  readonly key: number;
  readonly first: number;
  readonly last: number;
}

export interface SnapshotEnrollment {
  readonly id: string;
  readonly class: string;
  readonly user: string;
  readonly role: string;
  readonly body: string;
}

/**
 * Enrollments are four rows of five. They are kept in chunks, a page's rows of one bucket as one JSON text, and a bucket
 * is sorted when it is read: a row of its own per enrollment takes five times as long to write, because each cell crosses
 * the driver's border, and an index on them is everything once more through the cipher.
 */
export class EnrollmentChunks implements SnapshotPart {
  readonly #db: Connection;
  readonly #kinds: Kinds;
  #chunks: Chunk[][] = [];
  #open: Columns[] = [];
  #opened = 0;
  #written = 0;

  constructor(db: Connection) {
    this.#db = db;
    this.#kinds = new Kinds(db);
    this.restart();
  }

  restart(): void {
    this.#db.script(`DROP TABLE IF EXISTS enrollments;
      CREATE TABLE enrollments (chunk INTEGER PRIMARY KEY, columns TEXT NOT NULL);`);
    this.#chunks = Array.from({ length: BUCKETS }, () => []);
    this.#open = Array.from({ length: BUCKETS }, noRows);
    this.#opened = 0;
  }

  append(rows: readonly SnapshotRow[], place: number): void {
    this.#db.transaction(() => {
      rows.forEach((row, i) => {
        const bucket = bucketOf(row.part);
        const open = this.#open[bucket];
        if (open === undefined) return;
        open.places.push(place + i);
        open.ids.push(row.id);
        open.classes.push(row.part);
        open.users.push(row.user);
        open.kinds.push(this.#kinds.of(row.role, row.body));
      });
      this.#opened += rows.length;
      if (this.#opened >= LOAD_ROWS) this.#write();
    });
  }

  seal(onStep: SealStep): void {
    onStep(0, 1);
    this.#db.transaction(() => this.#write());
  }

  *idsAt(places: ReadonlySet<number>): Generator<PlacedId> {
    for (const chunk of this.#holding(places)) {
      const columns = this.#read(chunk);
      for (const [i, place] of columns.places.entries()) {
        if (places.has(place)) yield { place, id: columns.ids[i] ?? '' };
      }
    }
  }

  drop(places: ReadonlySet<number>): void {
    this.#db.transaction(() => {
      for (const chunk of this.#holding(places)) {
        const all = this.#read(chunk);
        const kept = noRows();
        for (const [i, place] of all.places.entries()) if (!places.has(place)) move(all, i, kept);
        this.#db.run('UPDATE enrollments SET columns = ? WHERE chunk = ?', [textOf(kept), chunk.key]);
      }
    });
  }

  /** One bucket's enrollments of some roles by class, user, role and id, class by class. */
  *byClass(bucket: number, which: (role: string) => boolean): Generator<readonly SnapshotEnrollment[]> {
    const classes = new Map<string, SnapshotEnrollment[]>();
    for (const chunk of this.#chunks[bucket] ?? []) {
      const { ids, classes: parts, users, kinds } = this.#read(chunk);
      for (const [i, id] of ids.entries()) {
        const { role, body } = this.#kinds.read(kinds[i] ?? 0);
        if (!which(role)) continue;
        const part = parts[i] ?? '';
        const row = { id, class: part, user: users[i] ?? '', role, body };
        const mates = classes.get(part);
        if (mates === undefined) classes.set(part, [row]);
        else mates.push(row);
      }
    }
    for (const name of [...classes.keys()].sort(compareKeys)) yield (classes.get(name) ?? []).sort(byUserRoleId);
  }

  #write(): void {
    const loaded = this.#open.map((open, bucket) => ({ open, bucket })).filter(({ open }) => open.ids.length > 0);
    insertRows(this.#db, 'INSERT INTO enrollments', 2, loaded, (cells, { open, bucket }) => {
      this.#written += 1;
      cells.push(this.#written, textOf(open));
      this.#chunks[bucket]?.push({ key: this.#written, first: open.places[0] ?? 0, last: open.places.at(-1) ?? 0 });
    });
    this.#open = Array.from({ length: BUCKETS }, noRows);
    this.#opened = 0;
  }

  #read({ key }: Chunk): Columns {
    const row = this.#db.one<readonly [string]>('SELECT columns FROM enrollments WHERE chunk = ?', [key]);
    // Our own text, from an encrypted file: it is not checked again.
    const [places, ids, classes, users, kinds] = JSON.parse(row?.[0] ?? '') as Lists;
    return { places, ids, classes, users, kinds };
  }

  #holding(places: ReadonlySet<number>): readonly Chunk[] {
    const sorted = Float64Array.from(places).sort();
    return this.#chunks.flat().filter(({ first, last }) => (sorted[firstAtLeast(sorted, first)] ?? Number.NaN) <= last);
  }
}

type Lists = [places: number[], ids: string[], classes: string[], users: string[], kinds: Kind[]];

function textOf({ places, ids, classes, users, kinds }: Columns): string {
  const lists: Lists = [places, ids, classes, users, kinds];
  return JSON.stringify(lists);
}

function noRows(): Columns {
  return { places: [], ids: [], classes: [], users: [], kinds: [] };
}

function move(from: Columns, i: number, to: Columns): void {
  to.places.push(from.places[i] ?? 0);
  to.ids.push(from.ids[i] ?? '');
  to.classes.push(from.classes[i] ?? '');
  to.users.push(from.users[i] ?? '');
  to.kinds.push(from.kinds[i] ?? 0);
}

function byUserRoleId(a: SnapshotEnrollment, b: SnapshotEnrollment): number {
  return compareKeys(a.user, b.user) || compareKeys(a.role, b.role) || compareKeys(a.id, b.id);
}

/** Index of the first number that is not below `least`. */
function firstAtLeast(sorted: Float64Array, least: number): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((sorted[middle] ?? 0) < least) from = middle + 1;
    else to = middle;
  }
  return from;
}
