import { insertRows } from '../batch.ts';
import type { Connection } from '../driver.ts';
import type { Person } from '../store-api.ts';

/**
 * What enrollment mapping needs of each person. User mapping reads users by id and so writes these in order, which is
 * why the one primary key here costs nothing.
 */
export class PeopleTable {
  readonly #db: Connection;

  constructor(db: Connection) {
    this.#db = db;
    db.script(`CREATE TABLE people (sourced_id TEXT NOT NULL, user_id TEXT NOT NULL, label TEXT NOT NULL,
      hold TEXT NOT NULL, part TEXT NOT NULL, school TEXT NOT NULL, PRIMARY KEY (sourced_id)) WITHOUT ROWID;`);
  }

  put(rows: readonly Person[]): void {
    this.#db.transaction(() => {
      insertRows(this.#db, 'INSERT OR REPLACE INTO people', 6, rows, (cells, row) => {
        cells.push(row.sourcedId, row.userId, row.label, row.hold, row.group, row.school);
      });
    });
  }

  /** Those of them that are known, by sourcedId. */
  find(sourcedIds: ReadonlySet<string>): ReadonlyMap<string, Person> {
    const rows = this.#db.all<readonly [string, string, string, string, string, string]>(
      `SELECT p.sourced_id, p.user_id, p.label, p.hold, p.part, p.school
       FROM json_each(?) wanted CROSS JOIN people p ON p.sourced_id = wanted.value`,
      [JSON.stringify([...sourcedIds])],
    );
    return new Map(
      rows.map(([sourcedId, userId, label, hold, group, school]) => [
        sourcedId,
        { sourcedId, userId, label, hold, group, school },
      ]),
    );
  }
}
