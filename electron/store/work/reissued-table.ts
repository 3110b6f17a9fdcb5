import { inBatches, insertRows, READ_BATCH } from '../batch.ts';
import type { Connection } from '../driver.ts';
import type { Reissued, ReissuedKind } from '../store-api.ts';

type Cells = readonly [fresh: string, old: string, sisId: string, label: string, school: string, sure: number];

const columns = 'fresh, old, sis_id, label, school, sure';

/** Records whose ids were issued again; on most days there are none, and then nothing is ever asked of the table. */
export class ReissuedTable {
  readonly #db: Connection;
  readonly #filled = new Set<ReissuedKind>();

  constructor(db: Connection) {
    this.#db = db;
    db.script(`CREATE TABLE reissued (kind TEXT NOT NULL, fresh TEXT NOT NULL, old TEXT NOT NULL, sis_id TEXT NOT NULL,
      label TEXT NOT NULL, school TEXT NOT NULL, sure INTEGER NOT NULL, PRIMARY KEY (kind, fresh)) WITHOUT ROWID;`);
  }

  put(rows: readonly Reissued[]): void {
    this.#db.transaction(() => {
      insertRows(this.#db, `INSERT INTO reissued (kind, ${columns})`, 7, rows, (cells, row) => {
        this.#filled.add(row.kind);
        cells.push(row.kind, row.fresh, row.old, row.sisId, row.label, row.school, row.sure ? 1 : 0);
      });
    });
  }

  among(kind: ReissuedKind, fresh: readonly string[]): ReadonlyMap<string, Reissued> {
    const found = new Map<string, Reissued>();
    if (!this.#filled.has(kind)) return found;
    const sql = `SELECT ${columns} FROM json_each(?) w CROSS JOIN reissued r ON r.kind = ? AND r.fresh = w.value`;
    for (let at = 0; at < fresh.length; at += READ_BATCH) {
      const wanted = JSON.stringify(fresh.slice(at, at + READ_BATCH));
      for (const cells of this.#db.all<Cells>(sql, [wanted, kind])) found.set(cells[0], rowOf(kind, cells));
    }
    return found;
  }

  *rows(kind: ReissuedKind): Generator<Reissued> {
    if (!this.#filled.has(kind)) return;
    const sql = (after: string) => `SELECT ${columns} FROM reissued WHERE kind = ? ${after} ORDER BY fresh LIMIT ${READ_BATCH}`;
    const all = inBatches(
      () => this.#db.all<Cells>(sql(''), [kind]),
      (last) => this.#db.all<Cells>(sql('AND fresh > ?'), [kind, last[0]]),
    );
    for (const cells of all) yield rowOf(kind, cells);
  }
}

function rowOf(kind: ReissuedKind, [fresh, old, sisId, label, school, sure]: Cells): Reissued {
  return { kind, fresh, old, sisId, label, school, sure: sure === 1 };
}
