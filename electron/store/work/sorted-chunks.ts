import type { Connection } from '../driver.ts';
import { compareKeys } from '../key-order.ts';
import type { Bucketed, SideRow } from '../store-api.ts';
import { BUCKETS } from '../store-api.ts';
import { joinCells, splitCells } from './cell-text.ts';

/** So many rows are some 70 KB: larger texts are not let go until the whole heap is tidied up. */
const MOST_ROWS = 250;

/** Where some rows of a bucket lie, and the first of their keys. */
interface Chunk {
  readonly number: number;
  readonly first: string;
}

/** A chunk that is being read: its rows, and how many were given already. */
interface Run {
  readonly rows: readonly SideRow[];
  at: number;
}

/**
 * Rows that come nearly in the order of their keys, as mapping writes enrollments: kept as sorted chunks, one text for each, and
 * merged when they are read. A row of its own for each, with an index, takes four times as long to write.
 */
export class SortedChunks {
  readonly #db: Connection;
  readonly #table: string;
  readonly #chunks: readonly Chunk[][] = Array.from({ length: BUCKETS }, () => []);
  #written = 0;

  constructor(db: Connection, table: string) {
    this.#db = db;
    this.#table = table;
    db.script(`CREATE TABLE ${table} (chunk INTEGER PRIMARY KEY, rows TEXT NOT NULL)`);
  }

  append(rows: readonly (SideRow & Bucketed)[]): void {
    const byBucket = new Map<number, SideRow[]>();
    for (const row of rows) {
      const list = byBucket.get(row.bucket);
      if (list === undefined) byBucket.set(row.bucket, [row]);
      else list.push(row);
    }
    this.#db.transaction(() => {
      for (const [bucket, list] of byBucket) {
        const chunks = this.#chunks[bucket];
        if (chunks === undefined) throw new Error(`There is no bucket ${bucket}.`);
        list.sort((a, b) => compareKeys(a.key, b.key));
        for (let at = 0; at < list.length; at += MOST_ROWS) {
          const some = list.slice(at, at + MOST_ROWS);
          this.#written += 1;
          this.#db.run(`INSERT INTO ${this.#table} VALUES (?, ?)`, [this.#written, textOf(some)]);
          chunks.push({ number: this.#written, first: some[0]?.key ?? '' });
        }
      }
    });
  }

  /** All rows of a bucket by key. Only chunks that overlap are in memory together. */
  *rows(bucket: number): Generator<SideRow> {
    const pending = [...(this.#chunks[bucket] ?? [])].sort((a, b) => compareKeys(a.first, b.first));
    const runs: Run[] = [];
    let last: string | null = null;
    for (let opened = 0; opened < pending.length || runs.length > 0; ) {
      const next = pending[opened];
      const least = leastOf(runs);
      if (next !== undefined && (least === null || compareKeys(next.first, keyOf(least)) <= 0)) {
        runs.push({ rows: this.#read(next), at: 0 });
        opened += 1;
        continue;
      }
      if (least === null) return;
      for (const end = this.#endOf(least, runs, next); least.at < end; least.at += 1) {
        const row = least.rows[least.at];
        if (row === undefined) break;
        if (row.key === last) throw new Error(`Two rows of ${this.#table} have one key.`);
        last = row.key;
        yield row;
      }
      if (least.at >= least.rows.length) runs.splice(runs.indexOf(least), 1);
    }
  }

  get(bucket: number, key: string): SideRow | null {
    for (const chunk of this.#chunks[bucket] ?? []) {
      if (compareKeys(chunk.first, key) > 0) continue;
      const found = this.#read(chunk).find((row) => row.key === key);
      if (found !== undefined) return found;
    }
    return null;
  }

  /** How far a run may be given before another has its turn. */
  #endOf(run: Run, runs: readonly Run[], next: Chunk | undefined): number {
    if (runs.length > 1) return run.at + 1;
    if (next === undefined) return run.rows.length;
    let [from, to] = [run.at, run.rows.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (compareKeys(run.rows[middle]?.key ?? '', next.first) < 0) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  #read({ number }: Chunk): readonly SideRow[] {
    const row = this.#db.one<readonly [string]>(`SELECT rows FROM ${this.#table} WHERE chunk = ?`, [number]);
    return rowsFrom(row?.[0] ?? '');
  }
}

function leastOf(runs: readonly Run[]): Run | null {
  const [first, ...others] = runs;
  if (first === undefined) return null;
  return others.reduce((least, run) => (compareKeys(keyOf(run), keyOf(least)) < 0 ? run : least), first);
}

function keyOf({ rows, at }: Run): string {
  return rows[at]?.key ?? '';
}

const CELLS = 3;

function textOf(rows: readonly SideRow[]): string {
  const cells: string[] = [];
  for (const { key, fields, extra } of rows) cells.push(key, fields, extra);
  return joinCells(cells);
}

function rowsFrom(text: string): readonly SideRow[] {
  const cells = splitCells(text);
  const rows: SideRow[] = [];
  for (let at = 0; at + CELLS <= cells.length; at += CELLS) {
    rows.push({ key: copied(cells[at] ?? ''), fields: cells[at + 1] ?? '', extra: cells[at + 2] ?? '' });
  }
  return rows;
}

/** Keys outlive their rows in the changes of a plan, and a cut piece of a text keeps the whole text in memory. */
function copied(text: string): string {
  return Buffer.from(text).toString();
}
