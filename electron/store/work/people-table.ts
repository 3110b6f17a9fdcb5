import { insertRows } from '../batch.ts';
import type { Connection } from '../driver.ts';
import type { Person } from '../store-api.ts';
import { joinCells, splitCells } from './cell-text.ts';

/**
 * What enrollment mapping needs of each person. User mapping reads users by id and so writes these in order, which is
 * why the one primary key here costs nothing.
 */
export class PeopleTable {
  readonly #db: Connection;

  constructor(db: Connection) {
    this.#db = db;
    db.script('CREATE TABLE people (sourced_id TEXT NOT NULL, facts TEXT NOT NULL, PRIMARY KEY (sourced_id)) WITHOUT ROWID;');
  }

  put(rows: readonly Person[]): void {
    this.#db.transaction(() => {
      insertRows(this.#db, 'INSERT OR REPLACE INTO people', 2, rows, (cells, row) => {
        cells.push(row.sourcedId, joinCells([row.userId, row.label, row.hold, row.group, row.school]));
      });
    });
  }

  /** Those of them that are known, by sourcedId. */
  find(sourcedIds: ReadonlySet<string>): ReadonlyMap<string, Person> {
    const wanted = [...sourcedIds];
    const rows = this.#db.all<readonly [at: number, facts: string]>(
      'SELECT w.key, p.facts FROM json_each(?) w CROSS JOIN people p ON p.sourced_id = w.value',
      [JSON.stringify(wanted)],
    );
    const found = new Map<string, Person>();
    for (const [at, facts] of rows) {
      const sourcedId = wanted[at] ?? '';
      const [userId = '', label = '', hold = '', group = '', school = ''] = splitCells(facts);
      found.set(sourcedId, { sourcedId, userId, label, hold, group, school });
    }
    return found;
  }
}
