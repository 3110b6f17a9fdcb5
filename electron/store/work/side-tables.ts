import type { EntityKind } from '../../../shared/entities.ts';
import { inBatches, insertRows, READ_BATCH } from '../batch.ts';
import type { Connection } from '../driver.ts';
import type { Bucketed, Side, SideRow } from '../store-api.ts';
import { BUCKETS } from '../store-api.ts';
import { SortedChunks } from './sorted-chunks.ts';

type SideCells = readonly [key: string, fields: string, extra: string];

/**
 * Desired and Canvas rows: one append-only table per side, entity and bucket that has any, indexed when complete. Wanted enrollments,
 * the bulk of what mapping writes, and nearly in order, are sorted chunks.
 */
export class SideTables {
  readonly #db: Connection;
  readonly #tables = new Set<string>();
  readonly #counts = new Map<string, number>();
  readonly #sealed = new Set<string>();
  readonly #wanted: SortedChunks;

  constructor(db: Connection) {
    this.#db = db;
    this.#wanted = new SortedChunks(db, WANTED);
  }

  append(side: Side, entity: EntityKind, rows: readonly (SideRow & Bucketed)[]): void {
    const name = nameOf(side, entity);
    if (this.#sealed.has(name)) throw new Error(`${name} rows were sealed.`);
    this.#counts.set(name, this.count(side, entity) + rows.length);
    if (name === WANTED) return this.#wanted.append(rows);
    const byBucket = new Map<number, (SideRow & Bucketed)[]>();
    for (const row of rows) {
      const list = byBucket.get(row.bucket);
      if (list === undefined) byBucket.set(row.bucket, [row]);
      else list.push(row);
    }
    this.#db.transaction(() => {
      for (const [bucket, list] of byBucket) {
        const into = `INSERT INTO ${this.#table(name, bucket)}`;
        insertRows(this.#db, into, 3, list, (cells, row) => cells.push(row.key, row.fields, row.extra));
      }
    });
  }

  seal(side: Side, entity: EntityKind, onStep: (done: number, total: number) => void = () => {}): void {
    const name = nameOf(side, entity);
    if (this.#sealed.has(name)) return;
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      onStep(bucket, BUCKETS);
      const table = `${name}_${bucket}`;
      if (!this.#tables.has(table)) continue;
      // A desired key twice breaks the unique index and so throws: mapping may never give one object two states.
      // Canvas sends its rows in an order of its own, so their index holds whole rows; mapping writes nearly in order.
      const index = side === 'desired' ? ['UNIQUE', 'key'] : ['', 'key, fields, extra'];
      this.#db.script(`CREATE ${index[0]} INDEX ${table}_key ON ${table} (${index[1]})`);
      if (side === 'canvas') this.#keepLast(name, table);
    }
    this.#sealed.add(name);
  }

  count(side: Side, entity: EntityKind): number {
    return this.#counts.get(nameOf(side, entity)) ?? 0;
  }

  rows(side: Side, entity: EntityKind, bucket: number): Generator<SideRow> {
    const table = this.#sealedTable(side, entity, bucket);
    return nameOf(side, entity) === WANTED ? this.#wanted.rows(bucket) : this.#rowsOf(table);
  }

  *#rowsOf(table: string | null): Generator<SideRow> {
    if (table === null) return;
    const sql = (after: string) => `SELECT key, fields, extra FROM ${table} ${after} ORDER BY key LIMIT ${READ_BATCH}`;
    const all = inBatches(
      () => this.#db.all<SideCells>(sql('')),
      (last) => this.#db.all<SideCells>(sql('WHERE key > ?'), [last[0]]),
    );
    for (const [key, fields, extra] of all) yield { key, fields, extra };
  }

  get(side: Side, entity: EntityKind, bucket: number, key: string): SideRow | null {
    const table = this.#sealedTable(side, entity, bucket);
    if (nameOf(side, entity) === WANTED) return this.#wanted.get(bucket, key);
    if (table === null) return null;
    const row = this.#db.one<SideCells>(`SELECT key, fields, extra FROM ${table} WHERE key = ?`, [key]);
    return row === undefined ? null : { key: row[0], fields: row[1], extra: row[2] };
  }

  #keepLast(name: string, table: string): void {
    const repeated = this.#db.all<readonly [string, number]>(
      `SELECT key, max(rowid) FROM ${table} GROUP BY key HAVING count(*) > 1`,
    );
    let dropped = 0;
    this.#db.transaction(() => {
      for (const [key, last] of repeated) {
        dropped += this.#db.run(`DELETE FROM ${table} WHERE key = ? AND rowid <> ?`, [key, last]);
      }
    });
    this.#counts.set(name, (this.#counts.get(name) ?? 0) - dropped);
  }

  #sealedTable(side: Side, entity: EntityKind, bucket: number): string | null {
    const name = nameOf(side, entity);
    const table = `${name}_${bucket}`;
    if (name !== WANTED && !this.#tables.has(table)) return null;
    if (!this.#sealed.has(name)) throw new Error(`${name} rows are read before they are sealed.`);
    return table;
  }

  #table(name: string, bucket: number): string {
    if (!Number.isInteger(bucket) || bucket < 0 || bucket >= BUCKETS) throw new Error(`There is no bucket ${bucket}.`);
    const table = `${name}_${bucket}`;
    if (!this.#tables.has(table)) {
      this.#db.script(`CREATE TABLE ${table} (key TEXT NOT NULL, fields TEXT NOT NULL, extra TEXT NOT NULL)`);
      this.#tables.add(table);
    }
    return table;
  }
}

const WANTED = nameOf('desired', 'enrollment');

function nameOf(side: Side, entity: EntityKind): string {
  return `${side}_${entity}`;
}
