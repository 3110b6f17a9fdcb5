import { inBatches, insertRows, READ_BATCH } from '../batch.ts';
import type { Connection } from '../driver.ts';
import type { Pair } from '../store-api.ts';
import { BUCKETS } from '../store-api.ts';

type PairCells = readonly [first: string, second: string];

/**
 * Lists of text pairs, spread over buckets by whoever appends, read in order: what a join of two large sides needs without
 * holding either in memory. Append-only, indexed at the first reading like every work table; repetitions are read once.
 */
export class PairTables {
  readonly #db: Connection;
  readonly #tables = new Set<string>();
  readonly #sealed = new Set<string>();

  constructor(db: Connection) {
    this.#db = db;
  }

  append(list: string, rows: readonly (Pair & { readonly bucket: number })[]): void {
    const byBucket = new Map<number, Pair[]>();
    for (const row of rows) {
      const bucket = byBucket.get(row.bucket);
      if (bucket === undefined) byBucket.set(row.bucket, [row]);
      else bucket.push(row);
    }
    this.#db.transaction(() => {
      for (const [bucket, pairs] of byBucket) {
        const table = this.#table(list, bucket);
        insertRows(this.#db, `INSERT INTO ${table}`, 2, pairs, (cells, { first, second }) => cells.push(first, second));
      }
    });
  }

  *rows(list: string, bucket: number): Generator<Pair> {
    const table = `${list}_${bucket}`;
    if (!this.#tables.has(table)) return;
    this.#seal(table);
    const sql = (after: string) =>
      `SELECT DISTINCT first, second FROM ${table} ${after} ORDER BY first, second LIMIT ${READ_BATCH}`;
    const all = inBatches(
      () => this.#db.all<PairCells>(sql('')),
      (last) => this.#db.all<PairCells>(sql('WHERE (first, second) > (?, ?)'), [...last]),
    );
    for (const [first, second] of all) yield { first, second };
  }

  #seal(table: string): void {
    if (this.#sealed.has(table)) return;
    this.#db.script(`CREATE INDEX ${table}_pair ON ${table} (first, second)`);
    this.#sealed.add(table);
  }

  #table(list: string, bucket: number): string {
    if (!/^[a-z_]+$/.test(list)) throw new Error(`${list} is no name of a list.`);
    if (!Number.isInteger(bucket) || bucket < 0 || bucket >= BUCKETS) throw new Error(`There is no bucket ${bucket}.`);
    const table = `${list}_${bucket}`;
    if (this.#sealed.has(table)) throw new Error(`${list} was read already.`);
    if (!this.#tables.has(table)) {
      this.#db.script(`CREATE TABLE ${table} (first TEXT NOT NULL, second TEXT NOT NULL)`);
      this.#tables.add(table);
    }
    return table;
  }
}
