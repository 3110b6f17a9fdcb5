import type { EntityKind } from '../../shared/entities.ts';
import { inBatches, insertRows, READ_BATCH } from './batch.ts';
import { entityCodes } from './codes.ts';
import type { Cell, Connection } from './driver.ts';
import type { Bucketed, LedgerRow } from './store-api.ts';

type LedgerCells = readonly [
  key: string,
  canvasId: string,
  owned: number,
  confirmed: number,
  fields: string,
  extra: string,
  source: string,
  run: string,
];

const columns = 'key, canvas_id, owned, confirmed, fields, extra, source, run';
/** Not REPLACE: that would count a known row as a new one (see the triggers). */
const overwrite = `ON CONFLICT (entity, bucket, key) DO UPDATE SET canvas_id = excluded.canvas_id, owned = excluded.owned,
  confirmed = excluded.confirmed, fields = excluded.fields, extra = excluded.extra, source = excluded.source, run = excluded.run`;
const select = `SELECT ${columns} FROM ledger WHERE entity = ? AND bucket = ?`;

/** What we last applied, one row per Canvas object, stored in the order its cursors are read. */
export class Ledger {
  readonly #db: Connection;

  constructor(db: Connection) {
    this.#db = db;
  }

  *rows(entity: EntityKind, bucket: number): Generator<LedgerRow> {
    const place = [entityCodes[entity], bucket];
    const all = inBatches(
      () => this.#db.all<LedgerCells>(`${select} ORDER BY key LIMIT ${READ_BATCH}`, place),
      (last) => this.#db.all<LedgerCells>(`${select} AND key > ? ORDER BY key LIMIT ${READ_BATCH}`, [...place, last[0]]),
    );
    for (const cells of all) yield rowOf(cells);
  }

  get(entity: EntityKind, bucket: number, key: string): LedgerRow | null {
    const cells = this.#db.one<LedgerCells>(`${select} AND key = ?`, [entityCodes[entity], bucket, key]);
    return cells === undefined ? null : rowOf(cells);
  }

  from(entity: EntityKind, source: string): LedgerRow | null {
    const sql = `SELECT ${columns} FROM ledger WHERE entity = ? AND source = ? LIMIT 1`;
    const cells = this.#db.one<LedgerCells>(sql, [entityCodes[entity], source]);
    return cells === undefined ? null : rowOf(cells);
  }

  /** Rows whose key, source or some value holds each of the words, capitals or not. */
  withWords(entity: EntityKind, words: readonly string[], most: number): readonly LedgerRow[] {
    const holds = `AND (key LIKE ?1 OR source LIKE ?1 OR (fields LIKE ?1
      AND EXISTS (SELECT 1 FROM json_each(fields) v WHERE v.value LIKE ?1)))`;
    const patterns = words.map((word) => `%${word.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`);
    const conditions = patterns.map((_, at) => holds.replaceAll('?1', `?${at + 3} ESCAPE '\\'`)).join(' ');
    const sql = `SELECT ${columns} FROM ledger WHERE entity = ?1 ${conditions} LIMIT ?2`;
    return this.#db.all<LedgerCells>(sql, [entityCodes[entity], most, ...patterns]).map(rowOf);
  }

  put(entity: EntityKind, rows: readonly (LedgerRow & Bucketed)[]): void {
    const into = `INSERT INTO ledger (entity, bucket, ${columns})`;
    this.#db.transaction(() => insertRows(this.#db, into, 10, rows, (cells, row) => put(cells, entity, row), overwrite));
  }

  count(entity: EntityKind): number {
    return this.#db.one<readonly [number]>('SELECT rows FROM ledger_count WHERE entity = ?', [entityCodes[entity]])?.[0] ?? 0;
  }

  remove(entity: EntityKind, rows: readonly ({ readonly key: string } & Bucketed)[]): void {
    this.#db.transaction(() => {
      for (const row of rows) {
        this.#db.run('DELETE FROM ledger WHERE entity = ? AND bucket = ? AND key = ?', [
          entityCodes[entity],
          row.bucket,
          row.key,
        ]);
      }
    });
  }
}

function rowOf([key, canvasId, owned, confirmed, fields, extra, source, run]: LedgerCells): LedgerRow {
  return { key, canvasId, owned: owned === 1, confirmed: confirmed === 1, fields, extra, source, run };
}

function put(cells: Cell[], entity: EntityKind, row: LedgerRow & Bucketed): void {
  const { bucket, key, canvasId, owned, confirmed, fields, extra, source, run } = row;
  cells.push(entityCodes[entity], bucket, key, canvasId, owned ? 1 : 0, confirmed ? 1 : 0, fields, extra, source, run);
}
