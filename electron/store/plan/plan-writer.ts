import type { EntityKind } from '../../../shared/entities.ts';
import { insertRows } from '../batch.ts';
import { actionCodes, entityCodes, entityOf, perEntity } from '../codes.ts';
import type { Cell, Connection } from '../driver.ts';
import {
  type Finding,
  type HeldRows,
  KEPT_FROM,
  type PlannedChange,
  type PlannedKept,
  type PlanResultRow,
  type PlanWriter,
  WAITING,
} from '../store-api.ts';
import { PACK, packChanges } from './change-pack.ts';
import { HoldSets } from './hold-sets.ts';
import { lineOf } from './kept-lines.ts';
import { PlanFindings } from './plan-findings.ts';
import { baseOf, createSearchTable, dropPlan, endOfChanges, searchTable } from './plan-tables.ts';
import { SearchWords } from './search-words.ts';

/** Begins a plan that nobody sees before `finish`; what a crash leaves of it goes at the next opening. */
export function beginPlan(db: Connection, createdAt: string): PlanWriter {
  return db.transaction(() => {
    const row = db.one<readonly [number]>(
      `INSERT INTO plan (id, state, created_at, read_at, complete, settings_digest, counts, changes, holds, dropped, warned)
       VALUES ('', 'building', ?, '', 0, '', '{}', 0, '[]', 0, 0) RETURNING number`,
      [createdAt],
    );
    if (row === undefined) throw new Error('A plan was inserted without a number.');
    createSearchTable(db, row[0]);
    return new StoredPlanWriter(db, row[0]);
  });
}

/** One run of rows with their bodies: the changes of a plan, or what it keeps. */
class Bodies {
  readonly #from: number;
  seq: number;
  /** Index of the next pack. */
  packs: number;
  waiting: PlannedChange[] = [];

  constructor(from: number) {
    this.#from = from;
    this.seq = from;
    this.packs = from / PACK;
  }

  /** The first of so many new seqs. */
  take(count: number): number {
    const first = this.seq + 1;
    this.seq += count;
    if (this.seq - this.#from > KEPT_FROM) throw new Error('A plan cannot hold so many rows.');
    return first;
  }
}

class StoredPlanWriter implements PlanWriter {
  readonly number: number;
  readonly #db: Connection;
  readonly #sets: HoldSets;
  readonly #schools = new Map<string, number>();
  readonly #rules = new Map<string, number>();
  readonly #words = new SearchWords();
  readonly #changes = new Bodies(0);
  readonly #kept = new Bodies(KEPT_FROM);

  constructor(db: Connection, number: number) {
    this.#db = db;
    this.number = number;
    this.#sets = new HoldSets(db, number);
  }

  add(changes: readonly PlannedChange[]): void {
    this.#append(this.#changes, changes, ({ hold, waiting }) => {
      return this.#sets.with(this.#sets.with(0, hold), waiting ? WAITING : '');
    });
  }

  /** Of a kept row the column holds no set of holds, but whether it can be overwritten. */
  keep(rows: readonly PlannedKept[]): void {
    this.#append(this.#kept, rows, lineOf);
  }

  #append<T extends PlannedChange>(bodies: Bodies, rows: readonly T[], setOf: (row: T) => number): void {
    const base = baseOf(this.number);
    this.#db.transaction(() => {
      const first = bodies.take(rows.length);
      insertRows(this.#db, 'INSERT INTO change_line (id, entity, action, school, holdset, rule)', 6, rows, (cells, row, i) => {
        const { entity, action } = row;
        const [school, rule] = [this.#school(row), this.#rule(row.reason.rule)];
        cells.push(base + first + i, entityCodes[entity], actionCodes[action], school, setOf(row), rule);
      });
      insertRows(this.#db, `INSERT INTO ${searchTable(this.number)} (rowid, words)`, 2, rows, (cells, row, i) => {
        cells.push(first + i, this.#words.of(row));
      });
      bodies.waiting.push(...rows);
      this.#storePacks(bodies, PACK);
    });
  }

  keepFindings(findings: readonly Finding[]): void {
    new PlanFindings(this.#db).keep(this.number, findings);
  }

  hold(hold: string, rows: HeldRows): number {
    const { where, cells } = this.#narrowed(rows);
    const spans = rows.ranges ?? [[1, this.#changes.seq] as const];
    const base = baseOf(this.number);
    let held = 0;
    this.#db.transaction(() => {
      for (const [first, last] of spans) held += this.#holdSpan(hold, where, [base + first, base + last, ...cells]);
    });
    return held;
  }

  #holdSpan(hold: string, where: string, place: readonly Cell[]): number {
    const sets = this.#db.all<readonly [number, number]>(
      `SELECT holdset, count(*) FROM change_line WHERE ${where} GROUP BY holdset`,
      place,
    );
    let held = 0;
    for (const [set, count] of sets) {
      held += count;
      const wider = this.#sets.with(set, hold);
      if (wider === set) continue;
      this.#db.run(`UPDATE change_line SET holdset = ? WHERE ${where} AND holdset = ?`, [wider, ...place, set]);
    }
    return held;
  }

  #narrowed({ entities, actions, school }: HeldRows): { readonly where: string; readonly cells: readonly Cell[] } {
    const parts = ['id BETWEEN ? AND ?'];
    const cells: Cell[] = [];
    const among = (column: string, codes: readonly number[]) => {
      parts.push(`${column} IN (SELECT value FROM json_each(?))`);
      cells.push(JSON.stringify(codes));
    };
    if (entities !== undefined)
      among(
        'entity',
        entities.map((entity) => entityCodes[entity]),
      );
    if (actions !== undefined)
      among(
        'action',
        actions.map((action) => actionCodes[action]),
      );
    if (school !== undefined) {
      parts.push('school = ?');
      cells.push(this.#schools.get(school) ?? -1);
    }
    return { where: parts.join(' AND '), cells };
  }

  heldCounts(): Record<EntityKind, number> {
    const held = perEntity(() => 0);
    const rows = this.#db.all<readonly [entity: number, set: number, changes: number]>(
      'SELECT entity, holdset, count(*) FROM change_line WHERE id BETWEEN ? AND ? AND holdset <> 0 GROUP BY 1, 2',
      [baseOf(this.number), endOfChanges(this.number)],
    );
    for (const [entity, set, changes] of rows) {
      if (this.#sets.holdsOf(set).some((one) => one !== WAITING)) held[entityOf(entity)] += changes;
    }
    return held;
  }

  finish(result: PlanResultRow): void {
    this.#db.transaction(() => {
      this.#storePacks(this.#changes, 1);
      this.#storePacks(this.#kept, 1);
      this.#db.run(
        `INSERT INTO plan_facet (plan, entity, action, school, holdset, rule, changes)
         SELECT ?, entity, action, school, holdset, rule, count(*) FROM change_line WHERE id BETWEEN ? AND ?
         GROUP BY 2, 3, 4, 5, 6`,
        [this.number, baseOf(this.number), endOfChanges(this.number)],
      );
      this.#db.run(
        `UPDATE plan SET id = ?, state = 'ready', read_at = ?, complete = ?, settings_digest = ?, counts = ?, changes = ?,
         holds = ?, dropped = ?, warned = ?, notes = ?, unpublished = ? WHERE number = ?`,
        [
          result.id,
          result.readAt,
          result.complete ? 1 : 0,
          result.settingsDigest,
          JSON.stringify(result.counts),
          this.#changes.seq,
          JSON.stringify(result.holds),
          result.findings.dropped,
          result.findings.warned,
          JSON.stringify(result.notes ?? []),
          result.unpublished === undefined ? '' : JSON.stringify(result.unpublished),
          this.number,
        ],
      );
    });
  }

  discard(): void {
    dropPlan(this.#db, this.number);
  }

  /** Stores waiting bodies in full packs, and with `least` 1 the last one too. */
  #storePacks(bodies: Bodies, least: number): void {
    const packs: Buffer[] = [];
    let at = 0;
    while (bodies.waiting.length - at >= least && at < bodies.waiting.length) {
      packs.push(packChanges(bodies.waiting.slice(at, at + PACK)));
      at += PACK;
    }
    bodies.waiting = bodies.waiting.slice(at);
    const first = baseOf(this.number) + bodies.packs;
    bodies.packs += packs.length;
    insertRows(this.#db, 'INSERT INTO change_pack (id, pack)', 2, packs, (cells, pack, i) => cells.push(first + i, pack));
  }

  #school({ school, schoolName }: PlannedChange): number {
    return numbered(this.#schools, school, (number) =>
      this.#db.run('INSERT INTO plan_school (plan, number, school, name) VALUES (?, ?, ?, ?)', [
        this.number,
        number,
        school,
        schoolName,
      ]),
    );
  }

  #rule(rule: string): number {
    return numbered(this.#rules, rule, (number) =>
      this.#db.run('INSERT INTO plan_rule (plan, number, rule) VALUES (?, ?, ?)', [this.number, number, rule]),
    );
  }
}

/** A text's number within the plan, counted from 1; a new one is told. */
function numbered(known: Map<string, number>, text: string, onNew: (number: number) => void): number {
  const before = known.get(text);
  if (before !== undefined) return before;
  const number = known.size + 1;
  known.set(text, number);
  onNew(number);
  return number;
}
