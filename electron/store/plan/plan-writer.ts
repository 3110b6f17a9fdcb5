import type { EntityKind } from '../../../shared/entities.ts';
import { insertRows } from '../batch.ts';
import { actionCodes, entityCodes, entityOf, perEntity } from '../codes.ts';
import type { Cell, Connection } from '../driver.ts';
import { type Finding, type HeldRows, type PlannedChange, type PlanResultRow, type PlanWriter, WAITING } from '../store-api.ts';
import { changeText, PACK, packChanges } from './change-pack.ts';
import { HoldSets } from './hold-sets.ts';
import { PlanFindings } from './plan-findings.ts';
import { baseOf, createSearchTable, dropPlan, endOf, searchTable } from './plan-tables.ts';
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

class StoredPlanWriter implements PlanWriter {
  readonly number: number;
  readonly #db: Connection;
  readonly #sets: HoldSets;
  readonly #schools = new Map<string, number>();
  readonly #words = new SearchWords();
  #seq = 0;
  #packs = 0;
  #waiting: string[] = [];

  constructor(db: Connection, number: number) {
    this.#db = db;
    this.number = number;
    this.#sets = new HoldSets(db, number);
  }

  add(changes: readonly PlannedChange[]): void {
    const base = baseOf(this.number);
    this.#db.transaction(() => {
      const first = this.#seq + 1;
      this.#seq += changes.length;
      insertRows(this.#db, 'INSERT INTO change_line (id, entity, action, school, holdset)', 5, changes, (cells, change, i) => {
        const { entity, action, school, hold, waiting } = change;
        const set = this.#sets.with(this.#sets.with(0, hold), waiting ? WAITING : '');
        const numbers = [entityCodes[entity], actionCodes[action], this.#school(school), set] as const;
        cells.push(base + first + i, ...numbers);
      });
      insertRows(this.#db, `INSERT INTO ${searchTable(this.number)} (rowid, words)`, 2, changes, (cells, change, i) => {
        cells.push(first + i, this.#words.of(change));
      });
      for (const change of changes) this.#waiting.push(changeText(change));
      this.#storePacks(PACK);
    });
  }

  keepFindings(findings: readonly Finding[]): void {
    new PlanFindings(this.#db).keep(this.number, findings);
  }

  hold(hold: string, rows: HeldRows): number {
    const { where, cells } = this.#narrowed(rows);
    const spans = rows.ranges ?? [[1, this.#seq] as const];
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
      [baseOf(this.number), endOf(this.number)],
    );
    for (const [entity, set, changes] of rows) {
      if (this.#sets.holdsOf(set).some((one) => one !== WAITING)) held[entityOf(entity)] += changes;
    }
    return held;
  }

  finish(result: PlanResultRow): void {
    this.#db.transaction(() => {
      this.#storePacks(1);
      this.#db.run(
        `INSERT INTO plan_facet (plan, entity, action, school, holdset, changes)
         SELECT ?, entity, action, school, holdset, count(*) FROM change_line WHERE id BETWEEN ? AND ? GROUP BY 2, 3, 4, 5`,
        [this.number, baseOf(this.number), endOf(this.number)],
      );
      this.#db.run(
        `UPDATE plan SET id = ?, state = 'ready', read_at = ?, complete = ?, settings_digest = ?, counts = ?, changes = ?,
         holds = ?, dropped = ?, warned = ? WHERE number = ?`,
        [
          result.id,
          result.readAt,
          result.complete ? 1 : 0,
          result.settingsDigest,
          JSON.stringify(result.counts),
          this.#seq,
          JSON.stringify(result.holds),
          result.findings.dropped,
          result.findings.warned,
          this.number,
        ],
      );
    });
  }

  discard(): void {
    dropPlan(this.#db, this.number);
  }

  /** Stores waiting bodies in full packs, and with `least` 1 the last one too. */
  #storePacks(least: number): void {
    const packs: Buffer[] = [];
    let at = 0;
    while (this.#waiting.length - at >= least && at < this.#waiting.length) {
      packs.push(packChanges(this.#waiting.slice(at, at + PACK)));
      at += PACK;
    }
    this.#waiting = this.#waiting.slice(at);
    const first = baseOf(this.number) + this.#packs;
    this.#packs += packs.length;
    insertRows(this.#db, 'INSERT INTO change_pack (id, pack)', 2, packs, (cells, pack, i) => cells.push(first + i, pack));
  }

  #school(school: string): number {
    const known = this.#schools.get(school);
    if (known !== undefined) return known;
    const number = this.#schools.size + 1;
    this.#db.run('INSERT INTO plan_school (plan, number, school) VALUES (?, ?, ?)', [this.number, number, school]);
    this.#schools.set(school, number);
    return number;
  }
}
