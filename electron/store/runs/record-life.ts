import type { HistoryEvent } from '../../../shared/history.ts';
import { RunTrigger } from '../../../shared/run.ts';
import type { Connection } from '../driver.ts';
import { bodyReader, type StoredChange } from '../plan/change-pack.ts';
import { searchTable } from '../plan/plan-tables.ts';
import { matchOf } from '../plan/search-words.ts';
import { KEPT_FROM, type Living } from '../store-api.ts';
import { type ReceiptCells, receiptColumns, receiptOf } from './receipts.ts';

/** Changes of one plan looked at for one id: who has more in a night is told in part. */
const MOST_OF_A_PLAN = 1_000;
/** Runs looked through, newest first: more than two years of nights. */
const MOST_RUNS = 1_000;

type RunCells = readonly [number: number, id: string, trigger: string, plan: number];

/** One record's life over all runs whose plans are kept: found by the words of each plan, never by reading receipts through. */
export class RecordLife {
  readonly #db: Connection;

  constructor(db: Connection) {
    this.#db = db;
  }

  /** Newest first. */
  of(living: readonly Living[], most: number): { readonly events: readonly HistoryEvent[]; readonly more: boolean } {
    const events: HistoryEvent[] = [];
    const runs = this.#db.all<RunCells>(
      `SELECT r.number, r.id, r."trigger", r.plan_number FROM run r JOIN plan p ON p.number = r.plan_number AND p.state = 'ready'
       WHERE r.kind = 'apply' ORDER BY r.number DESC LIMIT ${MOST_RUNS}`,
    );
    for (const run of runs) {
      events.push(...this.#inRun(run, living));
      if (events.length > most) return { events: events.slice(0, most), more: true };
    }
    return { events, more: runs.length === MOST_RUNS };
  }

  #inRun([number, run, trigger, plan]: RunCells, living: readonly Living[]): readonly HistoryEvent[] {
    const seqs = new Set(living.flatMap(({ key }) => this.#naming(plan, key)));
    if (seqs.size === 0) return [];
    const receipts = this.#db.all<ReceiptCells>(
      `SELECT ${receiptColumns} FROM receipt r WHERE r.run = ? AND r.seq IN (SELECT value FROM json_each(?)) ORDER BY r.seq DESC`,
      [number, JSON.stringify([...seqs])],
    );
    const bodies = bodyReader(this.#db, plan);
    return receipts.map(receiptOf).flatMap(({ seq, outcome, message, at, label }) => {
      const change = bodies(seq, (pack, index) => pack.change(index));
      if (!living.some((one) => isAbout(change, one))) return [];
      const { entity, action, how, changed, before, after, reason } = change;
      const what = { entity, action, how, changed, before, after, reason, override: seq > KEPT_FROM };
      return [{ run, trigger: RunTrigger.parse(trigger), seq, outcome, message, at, label, ...what }];
    });
  }

  #naming(plan: number, key: string): readonly number[] {
    const match = matchOf(key.split('\u001f').slice(0, 2).join(' '));
    if (match === '') return [];
    const table = searchTable(plan);
    const rows = this.#db.all<readonly [number]>(`SELECT rowid FROM ${table} WHERE ${table} MATCH ? LIMIT ${MOST_OF_A_PLAN}`, [
      match,
    ]);
    return rows.map(([seq]) => seq);
  }
}

/** A person's enrollments and links are part of the person's life; a class has its own alone. */
function isAbout(change: StoredChange, { entity, key }: Living): boolean {
  if (change.entity === entity) return change.key === key;
  if (entity !== 'user') return false;
  const parts = change.key.split('\u001f');
  if (change.entity === 'enrollment') return parts[1] === key;
  return change.entity === 'observer' && parts.includes(key);
}
