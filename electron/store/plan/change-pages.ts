import type { Change, ChangePage, ChangeQuery, ChangeSort, PlanFacets } from '../../../shared/plan.ts';
import { actionCodes, entityCodes } from '../codes.ts';
import type { Cell, Connection } from '../driver.ts';
import { KEPT_FROM } from '../store-api.ts';
import { baseOf, endOfChanges, searchTable } from './plan-tables.ts';
import { matchOf, withoutWordsOf } from './search-words.ts';
import type { StoredPlans } from './stored-plans.ts';

/** Totals are kept for so many questions: scrolling asks the same one again and again, and plans never change. */
const KEPT_TOTALS = 50;

interface Filter {
  /** Conditions on `l` (change_line or plan_facet), '' for none. */
  readonly where: string;
  readonly cells: readonly Cell[];
}

/** A page counted from the nearer end: a deep page is a walk over all that lies before it. */
interface Place {
  readonly order: 'ASC' | 'DESC';
  readonly offset: number;
  readonly count: number;
}

function placeOf(from: number, count: number, total: number): Place {
  if (from <= total / 2) return { order: 'ASC', offset: from, count };
  const end = Math.min(total, from + count);
  return { order: 'DESC', offset: total - end, count: end - from };
}

function inOrder(place: Place, read: (place: Place) => readonly Line[]): readonly Line[] {
  const lines = read(place);
  return place.order === 'ASC' ? lines : [...lines].reverse();
}

type Line = readonly [id: number, holdset: number];

/** Columns of `change_line` that changes can be listed by. */
type GroupedBy = Exclude<ChangeSort, 'written'>;

/** Changes that are the same in a column, by its code. */
interface Group {
  readonly code: number;
  readonly total: number;
}

/** What of a group stands on a page. */
interface GroupPart extends Group {
  readonly from: number;
  readonly count: number;
}

function groupsOn(groups: readonly Group[], from: number, count: number): readonly GroupPart[] {
  const parts: GroupPart[] = [];
  let before = 0;
  for (const group of groups) {
    const first = Math.max(0, from - before);
    const last = Math.min(group.total, from + count - before);
    if (first < last) parts.push({ ...group, from: first, count: last - first });
    before += group.total;
  }
  return parts;
}

/**
 * Pages of the review grid (DESIGN §9: ≤ 100 ms on a million changes). Without a search the total is a sum of facets and
 * the page a walk over the narrow table; with one the full-text table leads and the narrow table follows by CROSS JOIN,
 * because the planner would turn that round (31 s).
 */
export class ChangePages {
  readonly #db: Connection;
  readonly #plans: StoredPlans;
  readonly #totals = new Map<string, number>();
  readonly #grouped = new Map<string, readonly Group[]>();
  readonly #schoolNames = new Map<string, string>();

  constructor(db: Connection, plans: StoredPlans) {
    this.#db = db;
    this.#plans = plans;
  }

  page(query: ChangeQuery): ChangePage {
    const { total, changes } = this.inFull(query);
    return {
      total,
      lines: changes.map(({ seq, entity, action, how, label, schoolName, changed, holds, waiting }) => {
        return { seq, entity, action, how, label, schoolName, changed, holds, waiting };
      }),
    };
  }

  /** The same page with everything of each change: the lines' bodies are read anyway. */
  inFull(query: ChangeQuery): { readonly total: number; readonly changes: readonly Change[] } {
    if (this.#plans.readAt(query.plan) === null) return { total: 0, changes: [] };
    const match = matchOf(this.#searchBeyondSchool(query));
    const filter = this.#filter(query);
    const total = this.#total(query, match, filter);
    if (query.from >= total) return { total, changes: [] };
    return { total, changes: this.#plans.changesAt(query.plan, this.#lines(query, match, filter, total)) };
  }

  facets(plan: number): PlanFacets {
    const sums = `SELECT sum(f.changes) FROM plan_facet f WHERE f.plan = t.plan AND`;
    const schools = this.#db.all<readonly [string, string, number | null]>(
      `SELECT t.school, t.name, (${sums} f.school = t.number) FROM plan_school t WHERE t.plan = ?`,
      [plan],
    );
    const rules = this.#db.all<readonly [string, number | null]>(
      `SELECT t.rule, (${sums} f.rule = t.number) FROM plan_rule t WHERE t.plan = ?`,
      [plan],
    );
    return {
      schools: schools
        .map(([id, name, changes]) => ({ id, name, changes: changes ?? 0 }))
        .sort((a, b) => a.name.localeCompare(b.name)),
      rules: rules
        .map(([rule, changes]) => ({ rule, changes: changes ?? 0 }))
        .filter(({ changes }) => changes > 0)
        .sort((a, b) => a.rule.localeCompare(b.rule, 'en', { numeric: true })),
    };
  }

  #lines(query: ChangeQuery, match: string, filter: Filter, total: number): readonly Line[] {
    const { sort = 'written' } = query;
    if (sort !== 'written') return this.#sorted(query, sort, match, filter);
    return match === '' ? this.#filtered(query, filter, total) : this.#searched(query, match, filter, total);
  }

  /**
   * Nothing is sorted: what is the same in the column sorted by stands together in the order it is written, so a page is at most
   * the end of one such group, some whole ones, and the beginning of another.
   */
  #sorted(query: ChangeQuery, sort: GroupedBy, match: string, filter: Filter): readonly Line[] {
    const groups = groupsOn(this.#groups(query, sort, match, filter), query.from, query.count);
    const whole = groups.filter((group) => group.from === 0 && group.count === group.total);
    const parts = groups.filter((group) => group.from > 0 || group.count < group.total);
    const within = (some: readonly GroupPart[], from: number, count: number, total: number) => {
      const narrowed = {
        where: `${filter.where} AND l.${sort} IN (SELECT value FROM json_each(?))`,
        cells: [...filter.cells, JSON.stringify(some.map(({ code }) => code))],
      };
      const page = { ...query, from, count };
      return match === '' ? this.#filtered(page, narrowed, total) : this.#searched(page, match, narrowed, total);
    };
    const lines = new Map<number, readonly Line[]>();
    for (const part of parts) lines.set(part.code, within([part], part.from, part.count, part.total));
    const rows = whole.reduce((sum, { total }) => sum + total, 0);
    if (rows > 0) {
      const codes = this.#codesOf(sort, within(whole, 0, rows, rows));
      for (const [line, code] of codes) lines.set(code, [...(lines.get(code) ?? []), line]);
    }
    return groups.flatMap(({ code }) => lines.get(code) ?? []);
  }

  #codesOf(sort: GroupedBy, lines: readonly Line[]): readonly (readonly [Line, number])[] {
    const rows = this.#db.all<readonly [number, number]>(
      `SELECT id, ${sort} FROM change_line WHERE id IN (SELECT value FROM json_each(?))`,
      [JSON.stringify(lines.map(([id]) => id))],
    );
    const codes = new Map(rows);
    return lines.map((line) => [line, codes.get(line[0]) ?? 0] as const);
  }

  /** The groups of a question with how many changes each has, in the order they are listed. */
  #groups(query: ChangeQuery, sort: GroupedBy, match: string, filter: Filter): readonly Group[] {
    const name = JSON.stringify({ ...query, from: 0, count: 0, search: match });
    const known = this.#grouped.get(name);
    if (known !== undefined) return known;
    const { plan } = query;
    const table = searchTable(plan);
    const rows =
      match === ''
        ? this.#db.all<readonly [number, number]>(
            `SELECT l.${sort}, sum(l.changes) FROM plan_facet l WHERE l.plan = ? ${filter.where} GROUP BY 1`,
            [plan, ...filter.cells],
          )
        : this.#db.all<readonly [number, number]>(
            `SELECT l.${sort}, count(*) FROM ${table} CROSS JOIN change_line l ON l.id = ${baseOf(plan)} + ${table}.rowid
             WHERE ${table} MATCH ? AND ${table}.rowid <= ${KEPT_FROM} ${filter.where} GROUP BY 1`,
            [match, ...filter.cells],
          );
    const rankOf = this.#ranks(plan, sort);
    const groups = rows.map(([code, total]) => ({ code, total })).sort((a, b) => rankOf(a.code) - rankOf(b.code));
    if (this.#grouped.size >= KEPT_TOTALS) this.#grouped.clear();
    this.#grouped.set(name, groups);
    return groups;
  }

  /** Where a group stands among the others: schools by name, rules by number, kinds of change as they are always told. */
  #ranks(plan: number, sort: GroupedBy): (code: number) => number {
    if (sort === 'action') return (code) => code;
    const names = this.#db.all<readonly [number, string]>(
      sort === 'school'
        ? 'SELECT number, name FROM plan_school WHERE plan = ?'
        : 'SELECT number, rule FROM plan_rule WHERE plan = ?',
      [plan],
    );
    const sorted = [...names].sort((a, b) => a[1].localeCompare(b[1], 'en', { numeric: true }) || a[0] - b[0]);
    const ranks = new Map(sorted.map(([number], rank) => [number, rank]));
    return (code) => ranks.get(code) ?? -1;
  }

  /**
   * A school's name stands in each of its rows. Once the school is chosen, looking for "high" in all of them would walk a
   * million rows to count what the facets know (344 ms).
   */
  #searchBeyondSchool({ plan, school, search }: ChangeQuery): string {
    if (school === null || search.trim() === '') return search;
    const name = this.#schoolName(plan, school);
    return name === null ? search : withoutWordsOf(search, name);
  }

  #schoolName(plan: number, school: string): string | null {
    const key = JSON.stringify([plan, school]);
    const known = this.#schoolNames.get(key);
    if (known !== undefined) return known;
    const line = this.#db.one<Line>(
      'SELECT id, holdset FROM change_line WHERE id > ? AND id <= ? AND school = ? ORDER BY id LIMIT 1',
      [baseOf(plan), endOfChanges(plan), this.#schoolNumber(plan, school)],
    );
    const name = line === undefined ? undefined : this.#plans.changesAt(plan, [line])[0]?.schoolName;
    if (name === undefined) return null;
    if (this.#schoolNames.size >= KEPT_TOTALS) this.#schoolNames.clear();
    this.#schoolNames.set(key, name);
    return name;
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

  #filtered(query: ChangeQuery, filter: Filter, total: number): readonly Line[] {
    const { plan, from, count } = query;
    // Without a filter the numbers themselves say where the page lies.
    if (filter.where === '') return this.#walk(plan, filter, baseOf(plan) + from, { order: 'ASC', offset: 0, count });
    return inOrder(placeOf(from, count, total), (place) => this.#walk(plan, filter, baseOf(plan), place));
  }

  #walk(plan: number, filter: Filter, after: number, { order, offset, count }: Place): readonly Line[] {
    return this.#db.all<Line>(
      `SELECT l.id, l.holdset FROM change_line l WHERE l.id > ? AND l.id <= ? ${filter.where}
       ORDER BY l.id ${order} LIMIT ? OFFSET ?`,
      [after, endOfChanges(plan), ...filter.cells, count, offset],
    );
  }

  #searched(query: ChangeQuery, match: string, filter: Filter, total: number): readonly Line[] {
    const table = searchTable(query.plan);
    return inOrder(placeOf(query.from, query.count, total), ({ order, offset, count }) =>
      this.#db.all<Line>(
        `SELECT l.id, l.holdset FROM ${table} CROSS JOIN change_line l ON l.id = ${baseOf(query.plan)} + ${table}.rowid
         WHERE ${table} MATCH ? AND ${table}.rowid <= ${KEPT_FROM} ${filter.where}
         ORDER BY ${table}.rowid ${order} LIMIT ? OFFSET ?`,
        [match, ...filter.cells, count, offset],
      ),
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
    if (typeof query.rule === 'string') {
      parts.push('AND l.rule = ?');
      cells.push(this.#ruleNumber(query.plan, query.rule));
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

  #ruleNumber(plan: number, rule: string): number {
    const row = this.#db.one<readonly [number]>('SELECT number FROM plan_rule WHERE plan = ? AND rule = ?', [plan, rule]);
    return row?.[0] ?? -1;
  }
}
