import { Collection } from '../../../shared/entities.ts';
import { type Finding, FindingLevel, type FindingPage, type FindingQuery } from '../../../shared/finding.ts';
import { insertRows } from '../batch.ts';
import type { Cell, Connection } from '../driver.ts';
import { baseOf, endOf } from './plan-tables.ts';

type Cells = readonly [
  id: number,
  rule: string,
  level: string,
  collection: string,
  sourcedId: string,
  message: string,
  remedy: string,
];

const columns = 'id, rule, level, collection, sourced_id, message, remedy';
const BATCH = 1_000;

/** The findings kept with each plan; a plan has few, so pages are cut by offset. */
export class PlanFindings {
  readonly #db: Connection;

  constructor(db: Connection) {
    this.#db = db;
  }

  keep(plan: number, findings: readonly Finding[]): void {
    this.#db.transaction(() => {
      insertRows(this.#db, `INSERT INTO plan_finding (${columns})`, 7, findings, (cells, finding, at) => {
        const { rule, level, collection, sourcedId, message, remedy } = finding;
        cells.push(baseOf(plan) + at + 1, rule, level, collection, sourcedId, message, remedy);
      });
    });
  }

  page({ plan, level, collection, from, count }: FindingQuery): FindingPage {
    const parts = ['id BETWEEN ? AND ?'];
    const cells: Cell[] = [baseOf(plan), endOf(plan)];
    if (level !== null) {
      parts.push('level = ?');
      cells.push(level);
    }
    if (collection !== null) {
      parts.push('collection = ?');
      cells.push(collection);
    }
    const where = parts.join(' AND ');
    const total = this.#db.one<readonly [number]>(`SELECT count(*) FROM plan_finding WHERE ${where}`, cells)?.[0] ?? 0;
    const rows = this.#db.all<Cells>(`SELECT ${columns} FROM plan_finding WHERE ${where} ORDER BY id LIMIT ? OFFSET ?`, [
      ...cells,
      count,
      from,
    ]);
    return { total, findings: rows.map((row) => ({ ...findingOf(row), number: row[0] - baseOf(plan) })) };
  }

  /** Few records are asked about at once. */
  about(plan: number, sourcedIds: readonly string[]): readonly Finding[] {
    return this.#db
      .all<Cells>(
        `SELECT ${columns} FROM plan_finding WHERE id BETWEEN ? AND ? AND sourced_id IN (SELECT value FROM json_each(?)) ORDER BY id`,
        [baseOf(plan), endOf(plan), JSON.stringify(sourcedIds)],
      )
      .map(findingOf);
  }

  *each(plan: number): Generator<Finding> {
    let after = baseOf(plan);
    for (;;) {
      const rows = this.#db.all<Cells>(
        `SELECT ${columns} FROM plan_finding WHERE id > ? AND id <= ? ORDER BY id LIMIT ${BATCH}`,
        [after, endOf(plan)],
      );
      for (const row of rows) yield findingOf(row);
      const last = rows.at(-1);
      if (last === undefined || rows.length < BATCH) return;
      after = last[0];
    }
  }
}

function findingOf([, rule, level, collection, sourcedId, message, remedy]: Cells): Finding {
  return {
    rule,
    level: FindingLevel.parse(level),
    collection: Collection.parse(collection),
    sourcedId,
    message,
    remedy,
  };
}
