import type { Connection } from '../driver.ts';
import { KEPT_FROM } from '../store-api.ts';

/** A plan may have 16 million changes and as many kept rows; their ids stay exact numbers for 268 million plans. */
const SPAN = 2 * KEPT_FROM;

/** First id of a plan's lines and packs; line ids are this plus seq (from 1), pack ids this plus the pack's index. */
export function baseOf(plan: number): number {
  return plan * SPAN;
}

/** Last id a plan's changes can use; kept rows come behind it. */
export function endOfChanges(plan: number): number {
  return baseOf(plan) + KEPT_FROM;
}

/** Last id a plan can use. */
export function endOf(plan: number): number {
  return baseOf(plan) + SPAN - 1;
}

export function searchTable(plan: number): string {
  return `change_search_${plan}`;
}

/**
 * The shape of every plan's full-text table; all words are cut by search-words.ts. Tables for the first letters of words
 * (`prefix`) would be a fifth of the time of a first plan, and no search on a million changes needs them. A plan is written once, so
 * its parts are put together rarely: a quarter of the time of this table, and searches are no slower.
 */
export function createSearchTable(db: Connection, plan: number): void {
  db.script(`CREATE VIRTUAL TABLE ${searchTable(plan)}
    USING fts5 (words, content='', columnsize=0, detail=none, tokenize='ascii');
    INSERT INTO ${searchTable(plan)} (${searchTable(plan)}, rank) VALUES ('automerge', 0), ('crisismerge', 64)`);
}

/** Rows deleted per transaction: secure deletion overwrites them, and a step stays well under a second. */
const deleteBatches = { change_pack: 2_000, change_line: 100_000, plan_finding: 10_000 } as const;

/** Deletes a plan in steps; interrupted, the rest goes with the next clean-up because the plan is marked first. */
export function dropPlan(db: Connection, plan: number): void {
  db.run("UPDATE plan SET state = 'dropping' WHERE number = ?", [plan]);
  db.script(`DROP TABLE IF EXISTS ${searchTable(plan)}`);
  for (const [table, batch] of Object.entries(deleteBatches)) {
    const sql = `DELETE FROM ${table} WHERE id IN (SELECT id FROM ${table} WHERE id BETWEEN ? AND ? LIMIT ${batch})`;
    while (db.run(sql, [baseOf(plan), endOf(plan)]) > 0) {}
  }
  db.transaction(() => {
    for (const table of ['plan_school', 'plan_rule', 'plan_holdset', 'plan_facet'])
      db.run(`DELETE FROM ${table} WHERE plan = ?`, [plan]);
    db.run('DELETE FROM plan WHERE number = ?', [plan]);
  });
}
