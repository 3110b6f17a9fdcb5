import { Collection } from '../../../shared/entities.ts';
import { FindingLevel } from '../../../shared/finding.ts';
import { insertRows } from '../batch.ts';
import type { Connection } from '../driver.ts';
import type { Finding } from '../store-api.ts';

/** How many findings are handed out as examples; all are counted. */
const EXAMPLES = 200;

type FindingCells = readonly [
  rule: string,
  level: string,
  collection: string,
  sourcedId: string,
  message: string,
  remedy: string,
];

/** What was dropped or doubtful in the feed. */
export class FindingsTable {
  readonly #db: Connection;

  constructor(db: Connection) {
    this.#db = db;
    db.script(`CREATE TABLE findings (rule TEXT NOT NULL, level TEXT NOT NULL, collection TEXT NOT NULL,
      sourced_id TEXT NOT NULL, message TEXT NOT NULL, remedy TEXT NOT NULL);`);
  }

  add(findings: readonly Finding[]): void {
    this.#db.transaction(() => {
      insertRows(
        this.#db,
        'INSERT INTO findings',
        6,
        findings,
        (cells, { rule, level, collection, sourcedId, message, remedy }) => {
          cells.push(rule, level, collection, sourcedId, message, remedy);
        },
      );
    });
  }

  /** Forgets what was noticed in a collection that is read again. */
  forget(collection: Collection): void {
    this.#db.run('DELETE FROM findings WHERE collection = ?', [collection]);
  }

  dropReasons(collection: Collection, most: number): readonly { readonly message: string; readonly times: number }[] {
    const rows = this.#db.all<readonly [string, number]>(
      `SELECT min(message), count(*) FROM findings WHERE level = 'dropped' AND collection = ?
       GROUP BY rule ORDER BY 2 DESC, 1 LIMIT ?`,
      [collection, most],
    );
    return rows.map(([message, times]) => ({ message, times }));
  }

  first(most: number): readonly Finding[] {
    const cells = this.#db.all<FindingCells>(
      `SELECT rule, level, collection, sourced_id, message, remedy FROM findings
       ORDER BY CASE level WHEN 'dropped' THEN 0 WHEN 'warned' THEN 1 ELSE 2 END, rowid LIMIT ?`,
      [most],
    );
    return cells.map(findingOf);
  }

  summary(): { readonly dropped: number; readonly warned: number; readonly first: readonly Finding[] } {
    const counts = new Map(this.#db.all<readonly [string, number]>('SELECT level, count(*) FROM findings GROUP BY level'));
    const first = this.#db.all<FindingCells>(
      `SELECT rule, level, collection, sourced_id, message, remedy FROM findings ORDER BY rowid LIMIT ${EXAMPLES}`,
    );
    return { dropped: counts.get('dropped') ?? 0, warned: counts.get('warned') ?? 0, first: first.map(findingOf) };
  }
}

function findingOf([rule, level, collection, sourcedId, message, remedy]: FindingCells): Finding {
  return {
    rule,
    level: FindingLevel.parse(level),
    collection: Collection.parse(collection),
    sourcedId,
    message,
    remedy,
  };
}
