import { z } from 'zod';
import { Failure } from '../../../shared/failure.ts';
import { Hold } from '../../../shared/plan.ts';
import { ImportPackage, Run, RunCounts, RunEvent } from '../../../shared/run.ts';
import type { Cell, Connection } from '../driver.ts';
import { KEPT_FROM, type PackageRecord, type RunHistory } from '../store-api.ts';

const columns = `id, kind, "trigger", state, plan, plan_number, counts, holds, started_at, ended_at, seconds, failure, scheduled`;

type RunCells = readonly [
  id: string,
  kind: string,
  trigger: string,
  state: string,
  plan: string | null,
  planNumber: number | null,
  counts: string,
  holds: string,
  startedAt: string,
  endedAt: string | null,
  seconds: number,
  failure: string | null,
  scheduled: number,
];
type PackageCells = readonly [
  number: number,
  rows: number,
  bytes: number,
  state: string,
  importId: string | null,
  importState: string | null,
  sha256: string,
  intendedAt: string,
  firstSeq: number,
  lastSeq: number,
];

/** Everything of a run that can be patched, by its column. */
const patchColumns = {
  kind: 'kind',
  trigger: '"trigger"',
  state: 'state',
  plan: 'plan',
  planNumber: 'plan_number',
  decision: 'decision',
  counts: 'counts',
  holds: 'holds',
  startedAt: 'started_at',
  endedAt: 'ended_at',
  seconds: 'seconds',
  failure: 'failure',
} as const;

export type RunPatch = Partial<Omit<Run, 'id' | 'scheduled'>> & { readonly decision?: number };

/** Runs with their events and packages. */
export class Runs {
  readonly #db: Connection;

  constructor(db: Connection) {
    this.#db = db;
  }

  /** Whether anything ever left for Canvas, or may have. */
  everSent(): boolean {
    const sent = (table: string) => this.#db.one<readonly [number]>(`SELECT 1 FROM ${table} LIMIT 1`) !== undefined;
    return sent('package') || sent('receipt') || sent('ledger');
  }

  /** Newest first. */
  list(from: number, count: number): { readonly total: number; readonly runs: readonly Run[] } {
    const total = this.#db.one<readonly [number]>('SELECT count(*) FROM run')?.[0] ?? 0;
    const rows = this.#db.all<RunCells>(`SELECT ${columns} FROM run ORDER BY number DESC LIMIT ? OFFSET ?`, [count, from]);
    return { total, runs: rows.map(runOf) };
  }

  get(id: string): Run | null {
    const row = this.#db.one<RunCells>(`SELECT ${columns} FROM run WHERE id = ?`, [id]);
    return row === undefined ? null : runOf(row);
  }

  history(): RunHistory {
    const planned = `SELECT count(*) FROM run WHERE scheduled = 1 AND kind = 'plan' AND state = 'planned'`;
    const usedSince = this.#firstSent();
    const scheduledRuns = this.#db.one<readonly [number]>(planned)?.[0] ?? 0;
    return { scheduledRuns, fullySynced: usedSince !== null, usedSince };
  }

  /** When the first run began that sent what it could. */
  #firstSent(): string | null {
    for (let after = 0; ; ) {
      const row = this.#db.one<readonly [number, string, string]>(
        `SELECT number, counts, started_at FROM run WHERE kind = 'apply' AND state IN ('done', 'partial', 'held') AND number > ?
         ORDER BY number LIMIT 1`,
        [after],
      );
      if (row === undefined) return null;
      if (Object.values(RunCounts.parse(JSON.parse(row[1]))).some(({ sent }) => sent > 0)) return row[2];
      after = row[0];
    }
  }

  /** Oldest first. */
  unfinished(): readonly Run[] {
    return this.#db.all<RunCells>(`SELECT ${columns} FROM run WHERE ended_at IS NULL ORDER BY number`).map(runOf);
  }

  create(run: Run): void {
    this.#db.run(`INSERT INTO run (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, [
      run.id,
      run.kind,
      run.trigger,
      run.state,
      run.plan,
      run.planNumber,
      JSON.stringify(run.counts),
      JSON.stringify(run.holds),
      run.startedAt,
      run.endedAt,
      run.seconds,
      run.failure === null ? null : JSON.stringify(run.failure),
      run.scheduled ? 1 : 0,
    ]);
  }

  update(id: string, patch: RunPatch): void {
    const sets: string[] = [];
    const cells: Cell[] = [];
    for (const [name, column] of Object.entries(patchColumns)) {
      const value = patch[name as keyof typeof patchColumns];
      if (value === undefined) continue;
      sets.push(`${column} = ?`);
      cells.push(value === null || typeof value !== 'object' ? value : JSON.stringify(value));
    }
    if (sets.length === 0) return;
    if (this.#db.run(`UPDATE run SET ${sets.join(', ')} WHERE id = ?`, [...cells, id]) === 0)
      throw new Error('There is no such run.');
  }

  /** What a run did goes line by line, in steps well under a second; that it was, and in numbers what it did, stays. */
  forget(before: string): number {
    const old = this.#db.all<readonly [number, string]>(
      `SELECT number, id FROM run r WHERE ended_at < ? AND EXISTS (SELECT 1 FROM run_event e WHERE e.run = r.id) ORDER BY number`,
      [before],
    );
    for (const [number, id] of old) {
      const some = `DELETE FROM receipt WHERE run = ? AND seq IN (SELECT seq FROM receipt WHERE run = ? LIMIT 50000)`;
      while (this.#db.run(some, [number, number]) > 0) {}
      this.#db.transaction(() => {
        this.#db.run('DELETE FROM package WHERE run = ?', [id]);
        this.#db.run('DELETE FROM run_event WHERE run = ?', [id]);
      });
    }
    return old.length;
  }

  decision(id: string): number | null {
    return this.#db.one<readonly [number | null]>('SELECT decision FROM run WHERE id = ?', [id])?.[0] ?? null;
  }

  addEvent(run: string, event: RunEvent): void {
    this.#db.run('INSERT INTO run_event (run, at, level, text) VALUES (?, ?, ?, ?)', [run, event.at, event.level, event.text]);
  }

  events(run: string): readonly RunEvent[] {
    const rows = this.#db.all<readonly [string, string, string]>(
      'SELECT at, level, text FROM run_event WHERE run = ? ORDER BY id',
      [run],
    );
    return rows.map(([at, level, text]) => RunEvent.parse({ at, level, text }));
  }

  packages(run: string): readonly PackageRecord[] {
    const rows = this.#db.all<PackageCells>(
      `SELECT number, rows, bytes, state, import_id, import_state, sha256, intended_at, first_seq, last_seq
       FROM package WHERE run = ? ORDER BY number`,
      [run],
    );
    return rows.map(packageOf);
  }

  savePackage(run: string, record: PackageRecord): void {
    this.#db.run('INSERT OR REPLACE INTO package VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)', [
      run,
      record.index,
      record.rows,
      record.bytes,
      record.state,
      record.importId,
      record.importState,
      record.sha256,
      record.intendedAt,
      record.firstSeq,
      record.lastSeq,
    ]);
  }
}

function runOf(cells: RunCells): Run {
  const [id, kind, trigger, state, plan, planNumber, counts, holds, startedAt, endedAt, seconds, failure, scheduled] = cells;
  return Run.parse({
    id,
    kind,
    trigger,
    state,
    plan,
    planNumber,
    counts: RunCounts.parse(JSON.parse(counts)),
    holds: z.array(Hold).parse(JSON.parse(holds)),
    startedAt,
    endedAt,
    seconds,
    failure: failure === null ? null : Failure.parse(JSON.parse(failure)),
    scheduled: scheduled === 1,
  });
}

function packageOf(cells: PackageCells): PackageRecord {
  const [index, rows, bytes, state, importId, importState, sha256, intendedAt, firstSeq, lastSeq] = cells;
  const shown = ImportPackage.parse({ index, rows, bytes, state, importId, importState });
  const override = firstSeq > KEPT_FROM ? { override: true as const } : {};
  return { ...shown, ...override, sha256, intendedAt, firstSeq, lastSeq };
}
