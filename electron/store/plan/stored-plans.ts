import { z } from 'zod';
import type { EntityKind } from '../../../shared/entities.ts';
import type { Change } from '../../../shared/plan.ts';
import { Decision, Hold, PlanCounts, type PlanSummary } from '../../../shared/plan.ts';
import { Unpublished } from '../../../shared/unpublished.ts';
import { inBatches } from '../batch.ts';
import { entityOf, perEntity } from '../codes.ts';
import type { Connection } from '../driver.ts';
import { type KeptSince, type SendableChange, type SendableRow, WAITING } from '../store-api.ts';
import { bodyReader, type StoredChange } from './change-pack.ts';
import { HoldSets } from './hold-sets.ts';
import { baseOf, dropPlan, endOf, endOfChanges } from './plan-tables.ts';

/** How many changes a summary shows. */
const FIRST_CHANGES = 20;
const BATCH = 2_000;

type PlanRow = readonly [
  number: number,
  id: string,
  createdAt: string,
  complete: number,
  counts: string,
  changes: number,
  holds: string,
  dropped: number,
  warned: number,
  notes: string,
];
type Line = readonly [id: number, holdset: number];
type SendableLine = readonly [seq: number, entity: number];

/** Finished plans: what they say, change by change. */
export class StoredPlans {
  readonly #db: Connection;
  /** Finished plans never change, so what was read of one stays true. */
  #sets: { readonly plan: number; readonly sets: HoldSets } | null = null;

  constructor(db: Connection) {
    this.#db = db;
  }

  /** A plan by its number, the newest for null. */
  summary(number: number | null): PlanSummary | null {
    if (number === null) return this.#summary("state = 'ready' ORDER BY number DESC LIMIT 1", []);
    return this.#summary("state = 'ready' AND number = ?", [number]);
  }

  /** The newest plan with this content. */
  byId(id: string): PlanSummary | null {
    return this.#summary("state = 'ready' AND id = ? ORDER BY number DESC LIMIT 1", [id]);
  }

  /** Digest of the settings a plan was made with. */
  settingsOf(number: number): string | null {
    return this.#db.one<readonly [string]>('SELECT settings_digest FROM plan WHERE number = ?', [number])?.[0] ?? null;
  }

  readAt(number: number): string | null {
    return (
      this.#db.one<readonly [string]>("SELECT read_at FROM plan WHERE state = 'ready' AND number = ?", [number])?.[0] ?? null
    );
  }

  change(plan: number, seq: number): Change | null {
    const id = baseOf(plan) + seq;
    if (seq < 1 || id > endOfChanges(plan) || this.readAt(plan) === null) return null;
    const line = this.#db.one<Line>('SELECT id, holdset FROM change_line WHERE id = ?', [id]);
    return line === undefined ? null : (this.#changes(plan, [line])[0] ?? null);
  }

  /** Changes of the given line ids, in that order. */
  changesAt(plan: number, lines: readonly Line[]): readonly Change[] {
    return this.#changes(plan, lines);
  }

  *each(plan: number): Generator<Change> {
    if (this.readAt(plan) === null) return;
    const sql = `SELECT id, holdset FROM change_line WHERE id > ? AND id <= ? ORDER BY id LIMIT ${BATCH}`;
    let after = baseOf(plan);
    for (;;) {
      const lines = this.#db.all<Line>(sql, [after, endOfChanges(plan)]);
      yield* this.#changes(plan, lines);
      const last = lines[lines.length - 1];
      if (last === undefined || lines.length < BATCH) return;
      after = last[0];
    }
  }

  /** What a run may send of a range of changes: those without holds, or with all their holds released. */
  *packageChanges(plan: number, released: readonly string[], firstSeq: number, lastSeq: number): Generator<SendableChange> {
    const bodies = bodyReader(this.#db, plan);
    for (const [seq] of this.#sendableLines(plan, released, firstSeq, lastSeq)) {
      yield { ...bodies(seq, (pack, index) => pack.change(index)), seq };
    }
  }

  /** The same, but only what a package needs of them: three times as fast. */
  *packageRows(plan: number, released: readonly string[], firstSeq: number, lastSeq: number): Generator<SendableRow> {
    const bodies = bodyReader(this.#db, plan);
    for (const [seq, entity] of this.#sendableLines(plan, released, firstSeq, lastSeq)) {
      const { key, row } = bodies(seq, (pack, index) => pack.row(index));
      yield { seq, entity: entityOf(entity), key, row };
    }
  }

  *#sendableLines(plan: number, released: readonly string[], firstSeq: number, lastSeq: number): Generator<SendableLine> {
    const base = baseOf(plan);
    const last = Math.min(endOfChanges(plan), base + lastSeq);
    const sets = this.setsOf(plan).sendable(released);
    const after = (seq: number) =>
      this.#db.all<SendableLine>(
        `SELECT id - ${base}, entity FROM change_line WHERE id > ? AND id <= ? AND holdset IN (SELECT value FROM json_each(?))
         ORDER BY id LIMIT ${BATCH}`,
        [base + seq, last, sets],
      );
    yield* inBatches(
      () => after(firstSeq - 1),
      ([seq]) => after(seq),
      BATCH,
    );
  }

  stayingCounts(plan: number, released: readonly string[]): Record<EntityKind, number> {
    const held = perEntity(() => 0);
    const rows = this.#db.all<readonly [number, number]>(
      `SELECT entity, sum(changes) FROM plan_facet
       WHERE plan = ? AND holdset NOT IN (SELECT value FROM json_each(?)) GROUP BY entity`,
      [plan, this.setsOf(plan).sendable(released)],
    );
    for (const [entity, count] of rows) held[entityOf(entity)] = count;
    return held;
  }

  setsOf(plan: number): HoldSets {
    if (this.#sets?.plan === plan) return this.#sets.sets;
    const sets = new HoldSets(this.#db, plan);
    if (this.readAt(plan) !== null) this.#sets = { plan, sets };
    return sets;
  }

  /** Whatever is not ready was interrupted, while it was made or while it was dropped. */
  dropUnfinished(): void {
    for (const [number] of this.#db.all<readonly [number]>("SELECT number FROM plan WHERE state <> 'ready'")) {
      dropPlan(this.#db, number);
    }
  }

  /**
   * Drops old plans but the newest. What a run did is said by its plan, which holds the before-images of an undo too: a plan
   * stays as long as a run that applied it, or previewed it, is kept.
   */
  prune(keep: number, { runs, previews }: KeptSince): number {
    const old = this.#db.all<readonly [number]>(
      `SELECT number FROM plan p WHERE state = 'ready'
       AND number NOT IN (SELECT number FROM plan WHERE state = 'ready' ORDER BY number DESC LIMIT ?)
       AND NOT EXISTS (SELECT 1 FROM run r WHERE r.plan_number = p.number
         AND (r.ended_at IS NULL OR r.ended_at >= CASE r.kind WHEN 'apply' THEN ? ELSE ? END))`,
      [keep, runs, previews],
    );
    for (const [number] of old) dropPlan(this.#db, number);
    return old.length;
  }

  saveDecision(decision: Decision, at: string): number {
    const row = this.#db.one<readonly [number]>(
      'INSERT INTO decision (plan, decision, decided_at) VALUES (?, ?, ?) RETURNING id',
      [decision.plan, JSON.stringify(decision), at],
    );
    if (row === undefined) throw new Error('A decision was stored without an id.');
    return row[0];
  }

  decision(id: number): Decision | null {
    const row = this.#db.one<readonly [string]>('SELECT decision FROM decision WHERE id = ?', [id]);
    return row === undefined ? null : Decision.parse(JSON.parse(row[0]));
  }

  unpublished(plan: number): Unpublished | null {
    const text = this.#db.one<readonly [string]>('SELECT unpublished FROM plan WHERE number = ?', [plan])?.[0] ?? '';
    return text === '' ? null : Unpublished.parse(JSON.parse(text));
  }

  #summary(where: string, cells: readonly (string | number)[]): PlanSummary | null {
    const row = this.#db.one<PlanRow>(
      `SELECT number, id, created_at, complete, counts, changes, holds, dropped, warned, notes FROM plan WHERE ${where}`,
      cells,
    );
    if (row === undefined) return null;
    const [number, id, createdAt, complete, counts, changes, holds, dropped, warned, notes] = row;
    const first = this.#db.all<Line>(
      `SELECT id, holdset FROM change_line WHERE id > ? AND id <= ? ORDER BY id LIMIT ${FIRST_CHANGES}`,
      [baseOf(number), endOfChanges(number)],
    );
    return {
      id,
      number,
      createdAt,
      complete: complete === 1,
      counts: PlanCounts.parse(JSON.parse(counts)),
      changes,
      holds: z.array(Hold).parse(JSON.parse(holds)),
      findings: { dropped, warned, gone: this.#gone(number) },
      notes: z.array(z.string()).parse(JSON.parse(notes)),
      firstChanges: [...this.#changes(number, first)],
    };
  }

  #gone(plan: number): number {
    const sql = `SELECT count(*) FROM plan_finding WHERE id BETWEEN ? AND ? AND level = 'noted' AND rule IN ('D3', 'D4')`;
    return this.#db.one<readonly [number]>(sql, [baseOf(plan), endOf(plan)])?.[0] ?? 0;
  }

  #changes(plan: number, lines: readonly Line[]): readonly Change[] {
    const sets = this.setsOf(plan);
    const bodies = bodyReader(this.#db, plan);
    const base = baseOf(plan);
    return lines.map(([id, holdset]) => {
      const seq = id - base;
      return publicChange(
        bodies(seq, (pack, index) => pack.change(index)),
        seq,
        sets.holdsOf(holdset),
      );
    });
  }
}

function publicChange(change: StoredChange, seq: number, marks: readonly string[]): Change {
  const { entity, action, how, key, label, school, schoolName, changed, before, after, reason, source } = change;
  const holds = marks.filter((mark) => mark !== WAITING);
  const waiting = holds.length < marks.length;
  return { seq, entity, action, how, key, label, school, schoolName, changed, before, after, reason, source, holds, waiting };
}
