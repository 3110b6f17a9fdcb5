import type { Kept, KeptFilter, KeptNumbers, KeptPage, KeptQuery } from '../../../shared/kept.ts';
import { MOST_OVERRIDES } from '../../../shared/plan.ts';
import { entityCodes } from '../codes.ts';
import type { Cell, Connection } from '../driver.ts';
import { KEPT_FROM, type SendableChange } from '../store-api.ts';
import { bodyReader, type StoredKept } from './change-pack.ts';
import { BESIDE, FREE, HINDERED } from './kept-lines.ts';
import { baseOf, endOf, endOfChanges, searchTable } from './plan-tables.ts';
import { matchOf } from './search-words.ts';

const BATCH = 2_000;
const HELD_BESIDE = 'Another change of the same record is held in this plan. Release it and apply, then preview again.';

interface Selection {
  /** From and conditions of a query over `l`, the kept lines. */
  readonly from: string;
  readonly cells: readonly Cell[];
}

/**
 * What plans keep as Canvas has it (ROSTER-RULES F3). Usually few rows, at worst as many as the district has, so they are
 * paged and searched like changes.
 */
export class KeptRows {
  readonly #db: Connection;
  /** Finished plans only. */
  readonly #isReady: (plan: number) => boolean;

  constructor(db: Connection, isReady: (plan: number) => boolean) {
    this.#db = db;
    this.#isReady = isReady;
  }

  page(query: KeptQuery): KeptPage {
    if (!this.#isReady(query.plan)) return { total: 0, rows: [] };
    const { from, cells } = this.#selection(query);
    const total = this.#count(from, cells);
    const ids = this.#db.all<readonly [number]>(`SELECT l.id FROM ${from} ORDER BY l.id LIMIT ? OFFSET ?`, [
      ...cells,
      query.count,
      query.from,
    ]);
    return { total, rows: this.#rows(query.plan, ids) };
  }

  /** Those that can be overwritten, by number; `total` counts them all. */
  numbers(filter: KeptFilter): KeptNumbers {
    if (!this.#isReady(filter.plan)) return { total: 0, numbers: [] };
    const { from, cells } = this.#selection(filter);
    const free = `${from} AND l.holdset <> ${HINDERED}`;
    const ids = this.#db.all<readonly [number]>(`SELECT l.id FROM ${free} ORDER BY l.id LIMIT ${MOST_OVERRIDES}`, cells);
    const numbers = ids.map(([id]) => id - endOfChanges(filter.plan));
    const held = new Set(this.notFree(filter.plan, numbers));
    return { total: this.#count(free, cells) - held.size, numbers: numbers.filter((number) => !held.has(number)) };
  }

  /** Those of these that are no kept rows, or cannot be overwritten. @param numbers ascending */
  notFree(plan: number, numbers: readonly number[]): readonly number[] {
    if (!this.#isReady(plan)) return numbers;
    const lines = new Map(
      this.#db.all<readonly [number, number]>(
        `SELECT l.id, l.holdset FROM json_each(?) n CROSS JOIN change_line l ON l.id = ${endOfChanges(plan)} + n.value`,
        [JSON.stringify(numbers)],
      ),
    );
    const bodies = bodyReader(this.#db, plan);
    return numbers.filter((number) => {
      const line = lines.get(endOfChanges(plan) + number);
      if (line !== BESIDE) return line !== FREE;
      return (
        this.#obstacleTo(
          plan,
          bodies(KEPT_FROM + number, (pack, index) => pack.kept(index)),
        ) !== ''
      );
    });
  }

  one(plan: number, number: number): Kept | null {
    const id = endOfChanges(plan) + number;
    if (number < 1 || id > endOf(plan) || !this.#isReady(plan)) return null;
    const found = this.#db.one('SELECT 1 FROM change_line WHERE id = ?', [id]);
    return found === undefined ? null : (this.#rows(plan, [[id]])[0] ?? null);
  }

  *each(plan: number): Generator<Kept> {
    if (!this.#isReady(plan)) return;
    let after = endOfChanges(plan);
    for (;;) {
      const ids = this.#db.all<readonly [number]>(
        `SELECT id FROM change_line WHERE id > ? AND id <= ? ORDER BY id LIMIT ${BATCH}`,
        [after, endOf(plan)],
      );
      yield* this.#rows(plan, ids);
      const last = ids[ids.length - 1];
      if (last === undefined || ids.length < BATCH) return;
      after = last[0];
    }
  }

  /** Kept rows as the changes that overwrite them; those that cannot be overwritten are passed over. */
  *overrides(plan: number, seqs: readonly number[], firstSeq: number, lastSeq: number): Generator<SendableChange> {
    const bodies = bodyReader(this.#db, plan);
    for (const seq of seqs) {
      if (seq < firstSeq || seq > lastSeq) continue;
      const row = bodies(seq, (pack, index) => pack.kept(index));
      const { why: _why, lastSynced: _set, obstacle: _obstacle, beside: _beside, ...change } = row;
      if (this.#obstacleTo(plan, row) === '') yield { ...change, seq, override: true };
    }
  }

  /** Both rows write the same cells: while the change is held, overwriting would write what is held as well. */
  #obstacleTo(plan: number, { obstacle, beside }: StoredKept): string {
    if (obstacle !== '' || beside === 0) return obstacle;
    const line = this.#db.one<readonly [number]>('SELECT holdset FROM change_line WHERE id = ?', [baseOf(plan) + beside]);
    return line?.[0] === 0 ? '' : HELD_BESIDE;
  }

  #count(from: string, cells: readonly Cell[]): number {
    return this.#db.one<readonly [number]>(`SELECT count(*) FROM ${from}`, cells)?.[0] ?? 0;
  }

  #selection({ plan, entity, school, search }: KeptFilter): Selection {
    const parts: string[] = [];
    const cells: Cell[] = [];
    if (entity !== null) {
      parts.push('AND l.entity = ?');
      cells.push(entityCodes[entity]);
    }
    if (school !== null) {
      const number = this.#db.one<readonly [number]>('SELECT number FROM plan_school WHERE plan = ? AND school = ?', [
        plan,
        school,
      ]);
      parts.push('AND l.school = ?');
      cells.push(number?.[0] ?? -1);
    }
    const match = matchOf(search);
    if (match === '') {
      return {
        from: `change_line l WHERE l.id > ? AND l.id <= ? ${parts.join(' ')}`,
        cells: [endOfChanges(plan), endOf(plan), ...cells],
      };
    }
    const words = searchTable(plan);
    const join = `${words} CROSS JOIN change_line l ON l.id = ${baseOf(plan)} + ${words}.rowid`;
    return {
      from: `${join} WHERE ${words} MATCH ? AND ${words}.rowid > ${KEPT_FROM} ${parts.join(' ')}`,
      cells: [match, ...cells],
    };
  }

  #rows(plan: number, ids: readonly (readonly [number])[]): Kept[] {
    const bodies = bodyReader(this.#db, plan);
    return ids.map(([id]) => {
      const row = bodies(id - baseOf(plan), (pack, index) => pack.kept(index));
      return publicKept({ ...row, obstacle: this.#obstacleTo(plan, row) }, id - endOfChanges(plan));
    });
  }
}

function publicKept(row: StoredKept, number: number): Kept {
  const { entity, action, how, key, label, school, schoolName, changed, before, after, why, lastSynced, reason, source } = row;
  const only = (fields: Readonly<Record<string, string>>) =>
    Object.fromEntries(changed.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])));
  return {
    number,
    entity,
    action,
    how,
    key,
    label,
    school,
    schoolName,
    fields: [...changed],
    inCanvas: before === null ? null : only(before),
    inSis: only(after ?? {}),
    lastSynced: only(lastSynced),
    why,
    reason,
    source,
    obstacle: row.obstacle,
  };
}
