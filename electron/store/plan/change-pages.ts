import type { ChangePage, ChangeQuery } from '../../../shared/plan.ts';
import { actionCodes, entityCodes } from '../codes.ts';
import type { Cell, Connection } from '../driver.ts';
import { KEPT_FROM } from '../store-api.ts';
import { baseOf, endOfChanges, searchTable } from './plan-tables.ts';
import { matchOf } from './search-words.ts';
import type { StoredPlans } from './stored-plans.ts';

/** Totals are kept for so many questions: scrolling asks the same one again and again, and plans never change. */
const KEPT_TOTALS = 50;

interface Filter {
  /** Conditions on `l` (change_line or plan_facet), '' for none. */
  readonly where: string;
  readonly cells: readonly Cell[];
}

type Line = readonly [id: number, holdset: number];

/**
 * Pages of the review grid (DESIGN §9: ≤ 100 ms on a million changes). Without a search the total is a sum of facets and
 * the page a walk over the narrow table; with one the full-text table leads and the narrow table follows by CROSS JOIN,
 * because the planner would turn that round (31 s).
 */
export class ChangePages {
  readonly #db: Connection;
  readonly #plans: StoredPlans;
  readonly #totals = new Map<string, number>();

  constructor(db: Connection, plans: StoredPlans) {
    this.#db = db;
    this.#plans = plans;
  }

  page(query: ChangeQuery): ChangePage {
    if (this.#plans.readAt(query.plan) === null) return { total: 0, lines: [] };
    const match = matchOf(query.search);
    const filter = this.#filter(query);
    const total = this.#total(query, match, filter);
    if (query.from >= total) return { total, lines: [] };
    const lines = match === '' ? this.#filtered(query, filter) : this.#searched(query, match, filter);
    return {
      total,
      lines: this.#plans.changesAt(query.plan, lines).map((change) => {
        const { seq, entity, action, how, label, schoolName, changed, holds, waiting } = change;
        return { seq, entity, action, how, label, schoolName, changed, holds, waiting };
      }),
    };
  }

  #total(query: ChangeQuery, match: string, filter: Filter): number {
    const name = JSON.stringify({ ...query, from: 0, count: 0, search: match });
    const known = this.#totals.get(name);
    if (known !== undefined) return known;
    const total = match === '' ? this.#facetTotal(query.plan, filter) : this.#searchTotal(query.plan, match, filter);
    const oldest = this.#totals.keys().next();
    if (this.#totals.size >= KEPT_TOTALS && oldest.done !== true) this.#totals.delete(oldest.value);
    this.#totals.set(name, total);
    return total;
  }

  #facetTotal(plan: number, filter: Filter): number {
    const sql = `SELECT coalesce(sum(l.changes), 0) FROM plan_facet l WHERE l.plan = ? ${filter.where}`;
    return this.#db.one<readonly [number]>(sql, [plan, ...filter.cells])?.[0] ?? 0;
  }

  #searchTotal(plan: number, match: string, filter: Filter): number {
    const table = searchTable(plan);
    const join = filter.where === '' ? '' : `CROSS JOIN change_line l ON l.id = ${baseOf(plan)} + ${table}.rowid ${filter.where}`;
    const cells = filter.where === '' ? [match] : [...filter.cells, match];
    return (
      this.#db.one<readonly [number]>(
        `SELECT count(*) FROM ${table} ${join} WHERE ${table} MATCH ? AND ${table}.rowid <= ${KEPT_FROM}`,
        cells,
      )?.[0] ?? 0
    );
  }

  #filtered(query: ChangeQuery, filter: Filter): readonly Line[] {
    return this.#db.all<Line>(
      `SELECT l.id, l.holdset FROM change_line l WHERE l.id > ? AND l.id <= ? ${filter.where} ORDER BY l.id LIMIT ? OFFSET ?`,
      [baseOf(query.plan), endOfChanges(query.plan), ...filter.cells, query.count, query.from],
    );
  }

  #searched(query: ChangeQuery, match: string, filter: Filter): readonly Line[] {
    const table = searchTable(query.plan);
    return this.#db.all<Line>(
      `SELECT l.id, l.holdset FROM ${table} CROSS JOIN change_line l ON l.id = ${baseOf(query.plan)} + ${table}.rowid
       WHERE ${table} MATCH ? AND ${table}.rowid <= ${KEPT_FROM} ${filter.where} ORDER BY ${table}.rowid LIMIT ? OFFSET ?`,
      [match, ...filter.cells, query.count, query.from],
    );
  }

  #filter(query: ChangeQuery): Filter {
    const parts: string[] = [];
    const cells: Cell[] = [];
    if (query.entity !== null) {
      parts.push('AND l.entity = ?');
      cells.push(entityCodes[query.entity]);
    }
    if (query.action !== null) {
      parts.push('AND l.action = ?');
      cells.push(actionCodes[query.action]);
    }
    if (query.school !== null) {
      parts.push('AND l.school = ?');
      cells.push(this.#schoolNumber(query.plan, query.school));
    }
    if (query.hold !== null) {
      parts.push('AND l.holdset IN (SELECT value FROM json_each(?))');
      cells.push(this.#plans.setsOf(query.plan).containing(query.hold));
    }
    return { where: parts.join(' '), cells };
  }

  #schoolNumber(plan: number, school: string): number {
    const row = this.#db.one<readonly [number]>('SELECT number FROM plan_school WHERE plan = ? AND school = ?', [plan, school]);
    return row?.[0] ?? -1;
  }
}
