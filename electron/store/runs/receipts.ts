import type { EntityKind } from '../../../shared/entities.ts';
import { Receipt, type ReceiptPage, type ReceiptQuery } from '../../../shared/run.ts';
import { insertRows } from '../batch.ts';
import { entityCodes, entityOf, perEntity } from '../codes.ts';
import type { Cell, Connection } from '../driver.ts';
import { searchTable } from '../plan/plan-tables.ts';
import { matchOf } from '../plan/search-words.ts';
import type { BookedRange, StoredReceipt } from '../store-api.ts';

/** Problems shown with a run; the rest is paged. */
const PROBLEMS = 200;
export const receiptColumns = 'r.seq, r.entity, r.label, r.action, r.outcome, r.import_id, r.message, r.at';

export type ReceiptCells = readonly [
  seq: number,
  entity: number,
  label: string,
  action: string,
  outcome: string,
  importId: string | null,
  message: string | null,
  at: string,
];

interface Selection {
  readonly from: string;
  readonly cells: readonly Cell[];
}

/** What became of each change of a run: one receipt per run and seq, the newest word wins. */
export class Receipts {
  readonly #db: Connection;

  constructor(db: Connection) {
    this.#db = db;
  }

  add(receipts: readonly StoredReceipt[]): void {
    const numbers = new Map<string, number>();
    this.#db.transaction(() => {
      insertRows(this.#db, 'INSERT OR REPLACE INTO receipt', 9, receipts, (cells, receipt) => {
        const { seq, entity, label, action, outcome, importId, message, at } = receipt;
        cells.push(
          this.#runNumber(receipt.run, numbers),
          seq,
          entityCodes[entity],
          label,
          action,
          outcome,
          importId,
          message,
          at,
        );
      });
    });
  }

  page(query: ReceiptQuery): ReceiptPage {
    const run = this.#run(query.run);
    if (run === null) return { total: 0, receipts: [] };
    const selection = this.#selection(query, run);
    const total = this.#db.one<readonly [number]>(`SELECT count(*) FROM ${selection.from}`, selection.cells)?.[0] ?? 0;
    const rows = this.#db.all<ReceiptCells>(`SELECT ${receiptColumns} FROM ${selection.from} ORDER BY r.seq LIMIT ? OFFSET ?`, [
      ...selection.cells,
      query.count,
      query.from,
    ]);
    return { total, receipts: rows.map(receiptOf) };
  }

  /** The first receipts that did not end confirmed, and how many receipts there are. */
  ofRun(id: string): { readonly problems: readonly Receipt[]; readonly total: number } {
    const run = this.#run(id)?.number ?? -1;
    const total = this.#db.one<readonly [number]>('SELECT count(*) FROM receipt WHERE run = ?', [run])?.[0] ?? 0;
    const rows = this.#db.all<ReceiptCells>(
      `SELECT ${receiptColumns} FROM receipt r WHERE r.run = ? AND r.outcome IN ('unconfirmed', 'failed', 'stale', 'held', 'sent')
       ORDER BY r.seq LIMIT ${PROBLEMS}`,
      [run],
    );
    return { problems: rows.map(receiptOf), total };
  }

  seqsWith(id: string, outcome: string): readonly number[] {
    const run = this.#run(id);
    if (run === null) return [];
    const sql = 'SELECT seq FROM receipt WHERE run = ? AND outcome = ? ORDER BY seq';
    return this.#db.all<readonly [number]>(sql, [run.number, outcome]).map(([seq]) => seq);
  }

  /** Of a range of changes, those that were sent and judged. */
  booked(id: string, firstSeq: number, lastSeq: number): BookedRange {
    const row = this.#db.one<readonly [last: number | null, rows: number, confirmed: number]>(
      `SELECT max(seq), count(*), count(*) FILTER (WHERE outcome = 'confirmed') FROM receipt
       WHERE run = ? AND seq BETWEEN ? AND ? AND outcome IN ('confirmed', 'unconfirmed', 'failed')`,
      [this.#run(id)?.number ?? -1, firstSeq, lastSeq],
    );
    return { lastSeq: row?.[0] ?? firstSeq - 1, rows: row?.[1] ?? 0, confirmed: row?.[2] ?? 0 };
  }

  /** `sent` counts everything that left; `failed` also what Canvas took silently without showing it (ROSTER-RULES F5). */
  counts(id: string): Record<EntityKind, { sent: number; confirmed: number; failed: number }> {
    const counts = perEntity(() => ({ sent: 0, confirmed: 0, failed: 0 }));
    const rows = this.#db.all<readonly [number, string, number]>(
      'SELECT entity, outcome, count(*) FROM receipt WHERE run = ? GROUP BY outcome, entity',
      [this.#run(id)?.number ?? -1],
    );
    for (const [entity, outcome, count] of rows) {
      const of = counts[entityOf(entity)];
      if (outcome !== 'stale' && outcome !== 'held' && outcome !== 'left-out') of.sent += count;
      if (outcome === 'confirmed') of.confirmed += count;
      if (outcome === 'failed' || outcome === 'unconfirmed') of.failed += count;
    }
    return counts;
  }

  /** A search is answered by the words of the run's plan, which is kept as long as the run. */
  #selection(query: ReceiptQuery, run: { readonly number: number; readonly plan: number | null }): Selection {
    const outcome = query.outcome === null ? '' : 'AND r.outcome = ?';
    const cells: Cell[] = query.outcome === null ? [run.number] : [run.number, query.outcome];
    const match = matchOf(query.search);
    if (match === '') return { from: `receipt r WHERE r.run = ? ${outcome}`, cells };
    if (run.plan !== null && this.#hasWords(run.plan)) {
      const words = searchTable(run.plan);
      const join = `${words} CROSS JOIN receipt r ON r.seq = ${words}.rowid`;
      return { from: `${join} WHERE r.run = ? ${outcome} AND ${words} MATCH ?`, cells: [...cells, match] };
    }
    const pattern = `%${query.search.trim().replace(/[\\%_]/g, '\\$&')}%`;
    return { from: `receipt r WHERE r.run = ? ${outcome} AND r.label LIKE ? ESCAPE '\\'`, cells: [...cells, pattern] };
  }

  #hasWords(plan: number): boolean {
    return this.#db.one("SELECT 1 FROM plan WHERE number = ? AND state = 'ready'", [plan]) !== undefined;
  }

  #run(id: string): { readonly number: number; readonly plan: number | null } | null {
    const row = this.#db.one<readonly [number, number | null]>('SELECT number, plan_number FROM run WHERE id = ?', [id]);
    return row === undefined ? null : { number: row[0], plan: row[1] };
  }

  #runNumber(id: string, known: Map<string, number>): number {
    const number = known.get(id) ?? this.#run(id)?.number;
    if (number === undefined) throw new Error('A receipt names a run that does not exist.');
    known.set(id, number);
    return number;
  }
}

export function receiptOf([seq, entity, label, action, outcome, importId, message, at]: ReceiptCells): Receipt {
  return Receipt.parse({ seq, entity: entityOf(entity), label, action, outcome, importId, message, at });
}
