import { inBatches, insertRows, READ_BATCH } from '../batch.ts';
import type { Connection } from '../driver.ts';
import { compareKeys } from '../key-order.ts';
import type { PlacedRow, SealStep, SnapshotRow } from '../store-api.ts';
import type { PlacedId, SnapshotPart } from './snapshot-part.ts';

type BodyRow = readonly [id: string, body: string, place: number];

/**
 * One append-only table, or one per bucket, with a row per record; indexed when complete: a random primary key takes ten
 * times as long (ENGINE-NOTES §2).
 */
export class RowTables implements SnapshotPart {
  readonly #db: Connection;
  readonly #tables: readonly string[];
  readonly #tableOf: (row: SnapshotRow) => number;

  /** @param tableOf index of the table a row goes to */
  constructor(db: Connection, tables: readonly string[], tableOf: (row: SnapshotRow) => number) {
    this.#db = db;
    this.#tables = tables;
    this.#tableOf = tableOf;
    this.restart();
  }

  restart(): void {
    for (const table of this.#tables) {
      this.#db.script(`DROP TABLE IF EXISTS ${table};
        CREATE TABLE ${table} (place INTEGER PRIMARY KEY, id TEXT NOT NULL, part TEXT NOT NULL, body TEXT NOT NULL);`);
    }
  }

  append(rows: readonly SnapshotRow[], place: number): void {
    const lists = this.#tables.map((): { readonly place: number; readonly row: SnapshotRow }[] => []);
    rows.forEach((row, i) => {
      lists[this.#tableOf(row)]?.push({ place: place + i, row });
    });
    this.#db.transaction(() => {
      lists.forEach((list, table) => {
        insertRows(this.#db, `INSERT INTO ${this.#tables[table]}`, 4, list, (cells, { place, row }) => {
          cells.push(place, row.id, row.part, row.body);
        });
      });
    });
  }

  seal(onStep: SealStep): void {
    this.#tables.forEach((table, done) => {
      onStep(done, this.#tables.length);
      this.#db.script(`CREATE INDEX ${table}_id ON ${table} (id)`);
    });
  }

  *idsAt(places: ReadonlySet<number>): Generator<PlacedId> {
    const wanted = JSON.stringify([...places]);
    for (const table of this.#tables) {
      const sql = `SELECT place, id FROM ${table} WHERE place IN (SELECT value FROM json_each(?))`;
      for (const [place, id] of this.#db.all<readonly [number, string]>(sql, [wanted])) yield { place, id };
    }
  }

  drop(places: ReadonlySet<number>): void {
    this.#db.transaction(() => {
      for (const table of this.#tables) {
        for (const place of places) this.#db.run(`DELETE FROM ${table} WHERE place = ?`, [place]);
      }
    });
  }

  /** Rows in the order of their places as given. */
  *rowsAt(places: readonly number[]): Generator<PlacedRow> {
    for (let at = 0; at < places.length; at += READ_BATCH) {
      const wanted = places.slice(at, at + READ_BATCH);
      const found = new Map<number, PlacedRow>();
      for (const table of this.#tables) {
        const sql = `SELECT id, body, place FROM ${table} WHERE place IN (SELECT value FROM json_each(?))`;
        for (const [id, body, place] of this.#db.all<BodyRow>(sql, [JSON.stringify(wanted)]))
          found.set(place, { place, id, body });
      }
      for (const place of wanted) {
        const row = found.get(place);
        if (row !== undefined) yield row;
      }
    }
  }

  /** All rows by id. */
  rows(): Generator<PlacedRow> {
    return merged(this.#tables.map((table) => this.#byId(table, Math.ceil(READ_BATCH / this.#tables.length))));
  }

  #byId(table: string, size: number): Generator<BodyRow> {
    const sql = (after: string) => `SELECT id, body, place FROM ${table} ${after} ORDER BY id LIMIT ${size}`;
    return inBatches(
      () => this.#db.all<BodyRow>(sql('')),
      (last) => this.#db.all<BodyRow>(sql('WHERE id > ?'), [last[0]]),
      size,
    );
  }
}

/** Few sorted cursors as one. */
function* merged(cursors: readonly Generator<BodyRow>[]): Generator<PlacedRow> {
  const heads = cursors.map((cursor) => ({ cursor, at: cursor.next() }));
  for (;;) {
    let least: (typeof heads)[number] | null = null;
    for (const head of heads) {
      if (head.at.done === true) continue;
      if (least === null || least.at.done === true || compareKeys(head.at.value[0], least.at.value[0]) < 0) least = head;
    }
    if (least === null || least.at.done === true) return;
    const [id, body, place] = least.at.value;
    yield { place, id, body };
    least.at = least.cursor.next();
  }
}
