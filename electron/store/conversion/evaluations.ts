import { z } from 'zod';
import {
  Evaluation,
  IdScheme,
  Match,
  type MatchChoice,
  type MatchDecision,
  type MatchEntity,
  type MatchGrade,
  type MatchPage,
  type MatchQuery,
  matchEntities,
  openGrades,
} from '../../../shared/conversion.ts';
import { insertRows } from '../batch.ts';
import { entityCodes } from '../codes.ts';
import type { Cell, Connection } from '../driver.ts';
import type { ContactReview, EvaluationWriter } from '../store-api.ts';

const BATCH = 1_000;

const ADOPTED = `decision LIKE '{"kind":"adopt"%'`;

/** Numbers on disk: add, never renumber. */
const gradeCodes: Readonly<Record<MatchGrade, number>> = {
  exact: 1,
  likely: 2,
  ambiguous: 3,
  collision: 4,
  new: 5,
  'canvas-only': 6,
};

const StoredCounts = z.record(
  z.enum(matchEntities),
  z.object({
    byId: z.int(),
    exact: z.int(),
    likely: z.int(),
    ambiguous: z.int(),
    collision: z.int(),
    new: z.int(),
    canvasOnly: z.int(),
  }),
);

type EvaluationRow = readonly [
  number: number,
  at: string,
  counts: string,
  schemes: string,
  by: string | null,
  reviewedAt: string | null,
];
type MatchRow = readonly [number: number, body: string, decision: string | null];

/** Evaluations of a first contact and what a person decided about each match; only the newest is kept. */
export class Evaluations {
  readonly #db: Connection;

  constructor(db: Connection) {
    this.#db = db;
  }

  newest(): Evaluation | null {
    const row = this.#db.one<EvaluationRow>(
      `SELECT number, at, counts, schemes, reviewed_by, reviewed_at FROM evaluation WHERE state = 'ready' ORDER BY number DESC LIMIT 1`,
    );
    if (row === undefined) return null;
    const [number, at, counts, schemes, by, reviewedAt] = row;
    const stored = StoredCounts.parse(JSON.parse(counts));
    return Evaluation.parse({
      number,
      at,
      counts: Object.fromEntries(
        matchEntities.map((entity) => [entity, { ...stored[entity], ...this.#decided(number, entity) }]),
      ),
      schemes: z.array(IdScheme).parse(JSON.parse(schemes)),
      reviewed: reviewedAt === null ? null : { at: reviewedAt, by: by ?? '' },
    });
  }

  #decided(evaluation: number, entity: MatchEntity): { readonly undecided: number; readonly adopt: number } {
    const open = openGrades.map((grade) => gradeCodes[grade]).join(',');
    const row = this.#db.one<readonly [number, number]>(
      `SELECT coalesce(sum(grade IN (${open}) AND decision IS NULL), 0), coalesce(sum(${ADOPTED}), 0)
       FROM evaluation_match WHERE evaluation = ? AND entity = ?`,
      [evaluation, entityCodes[entity]],
    );
    return { undecided: row?.[0] ?? 0, adopt: row?.[1] ?? 0 };
  }

  page({ evaluation, entity, grade, search, from, count }: MatchQuery): MatchPage {
    const cells: Cell[] = [evaluation, entityCodes[entity], gradeCodes[grade]];
    const words = search
      .trim()
      .toLocaleLowerCase('en')
      .split(/\s+/u)
      .filter((word) => word !== '');
    const where = ['evaluation = ? AND entity = ? AND grade = ?', ...words.map(() => 'instr(words, ?) > 0')].join(' AND ');
    cells.push(...words);
    const total = this.#db.one<readonly [number]>(`SELECT count(*) FROM evaluation_match WHERE ${where}`, cells)?.[0] ?? 0;
    const rows = this.#db.all<MatchRow>(
      `SELECT number, body, decision FROM evaluation_match WHERE ${where} ORDER BY number LIMIT ? OFFSET ?`,
      [...cells, count, from],
    );
    return { total, matches: rows.map(matchOf) };
  }

  each(evaluation: number): Generator<Match> {
    return this.#some(evaluation, '', []);
  }

  adopted(evaluation: number, entity: MatchEntity): Generator<Match> {
    return this.#some(evaluation, `AND entity = ? AND ${ADOPTED}`, [entityCodes[entity]]);
  }

  waiting(evaluation: number): Generator<Match> {
    return this.#some(evaluation, `AND (grade = ${gradeCodes.collision} OR ${ADOPTED})`, []);
  }

  *#some(evaluation: number, where: string, cells: readonly Cell[]): Generator<Match> {
    let after = 0;
    for (;;) {
      const rows = this.#db.all<MatchRow>(
        `SELECT number, body, decision FROM evaluation_match WHERE evaluation = ? AND number > ? ${where}
         ORDER BY number LIMIT ${BATCH}`,
        [evaluation, after, ...cells],
      );
      for (const row of rows) yield matchOf(row);
      const last = rows.at(-1);
      if (last === undefined || rows.length < BATCH) return;
      after = last[0];
    }
  }

  choose(choice: MatchChoice): number {
    return this.#db.transaction(() => {
      if (choice.kind === 'one') return this.#decide(choice.evaluation, choice.match, choice.decision);
      let decided = 0;
      for (const match of this.each(choice.evaluation)) {
        if (match.decision !== null || match.grade !== choice.grade) continue;
        if (choice.entity !== null && match.entity !== choice.entity) continue;
        const decision = decisionFor(match, choice.decide);
        if (decision !== null) decided += this.#decide(choice.evaluation, match.number, decision);
      }
      return decided;
    });
  }

  #decide(evaluation: number, match: number, decision: MatchDecision | null): number {
    const text = decision === null ? null : JSON.stringify(decision);
    return this.#db.run('UPDATE evaluation_match SET decision = ? WHERE evaluation = ? AND number = ?', [
      text,
      evaluation,
      match,
    ]);
  }

  markReviewed(evaluation: number, { pair, at, by }: ContactReview): void {
    this.#db.transaction(() => {
      this.#db.run('UPDATE evaluation SET reviewed_at = ?, reviewed_by = ? WHERE number = ?', [at, by, evaluation]);
      this.#db.run('INSERT OR REPLACE INTO contact_review (pair, at, reviewed_by) VALUES (?, ?, ?)', [pair, at, by]);
    });
  }

  review(pair: string): ContactReview | null {
    const row = this.#db.one<readonly [string, string]>('SELECT at, reviewed_by FROM contact_review WHERE pair = ?', [pair]);
    return row === undefined ? null : { pair, at: row[0], by: row[1] };
  }

  begin(at: string): EvaluationWriter {
    const row = this.#db.one<readonly [number]>(
      `INSERT INTO evaluation (at, state, counts, schemes) VALUES (?, 'building', '{}', '[]') RETURNING number`,
      [at],
    );
    if (row === undefined) throw new Error('An evaluation was inserted without a number.');
    const before = this.newest();
    return new StoredEvaluationWriter(this.#db, row[0], before === null ? [] : this.each(before.number));
  }
}

/** What "all of them" means for one: several candidates are never adopted unseen. */
function decisionFor(match: Match, decide: 'adopt' | 'separate' | 'same'): MatchDecision | null {
  if (match.grade === 'collision') return decide === 'adopt' ? null : { kind: decide };
  if (decide === 'separate') return { kind: 'separate' };
  const [only, second] = match.candidates;
  return decide === 'adopt' && only !== undefined && second === undefined ? { kind: 'adopt', canvasId: only.canvasId } : null;
}

function matchOf([number, body, decision]: MatchRow): Match {
  return Match.parse({ ...JSON.parse(body), number, decision: decision === null ? null : JSON.parse(decision) });
}

function nameOf({ entity, key }: Pick<Match, 'entity' | 'key'>): string {
  return `${entity}\u001f${key}`;
}

class StoredEvaluationWriter implements EvaluationWriter {
  readonly #db: Connection;
  readonly #number: number;
  #matches = 0;
  /** What was decided about a match of the evaluation before holds as long as the candidate is still there. */
  readonly #decided: ReadonlyMap<string, MatchDecision>;

  constructor(db: Connection, number: number, before: Iterable<Match>) {
    this.#db = db;
    this.#number = number;
    const decided = new Map<string, MatchDecision>();
    for (const match of before) if (match.decision !== null) decided.set(nameOf(match), match.decision);
    this.#decided = decided;
  }

  add(matches: readonly Omit<Match, 'number'>[]): void {
    const first = this.#matches + 1;
    this.#matches += matches.length;
    const columns = 'evaluation, number, entity, grade, words, body, decision';
    this.#db.transaction(() => {
      insertRows(this.#db, `INSERT INTO evaluation_match (${columns})`, 7, matches, (cells, match, i) => {
        const { decision: _none, ...body } = match;
        const decision = this.#decisionOf(match);
        const words = [match.label, match.detail, match.key, ...match.candidates.flatMap((c) => [c.label, c.detail, c.sisId])];
        cells.push(this.#number, first + i, entityCodes[match.entity], gradeCodes[match.grade]);
        cells.push(
          words.join(' ').toLocaleLowerCase('en'),
          JSON.stringify(body),
          decision === null ? null : JSON.stringify(decision),
        );
      });
    });
  }

  #decisionOf(match: Omit<Match, 'number'>): MatchDecision | null {
    const decision = this.#decided.get(nameOf(match)) ?? null;
    if (decision === null || !openGrades.includes(match.grade)) return null;
    if (decision.kind !== 'adopt') return (decision.kind === 'same') === (match.grade === 'collision') ? decision : null;
    return match.candidates.some((candidate) => candidate.canvasId === decision.canvasId) ? decision : null;
  }

  finish({ counts, schemes }: Pick<Evaluation, 'counts' | 'schemes'>): void {
    this.#db.transaction(() => {
      this.#db.run("UPDATE evaluation SET state = 'ready', counts = ?, schemes = ? WHERE number = ?", [
        JSON.stringify(counts),
        JSON.stringify(schemes),
        this.#number,
      ]);
      this.#db.run('DELETE FROM evaluation_match WHERE evaluation <> ?', [this.#number]);
      this.#db.run('DELETE FROM evaluation WHERE number <> ?', [this.#number]);
    });
  }

  discard(): void {
    this.#db.run('DELETE FROM evaluation_match WHERE evaluation = ?', [this.#number]);
    this.#db.run('DELETE FROM evaluation WHERE number = ?', [this.#number]);
  }
}
