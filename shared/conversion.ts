import { z } from 'zod';
import { Fields, SourceRecord } from './entities.ts';

/** What can be matched at first contact (ROSTER-RULES G1), in the order it is looked at: parents come first. */
export const matchEntities = ['account', 'term', 'course', 'section', 'user'] as const;
export const MatchEntity = z.enum(matchEntities);
export type MatchEntity = z.infer<typeof MatchEntity>;

/**
 * How sure it is that something the SIS names is in Canvas already under another id, or none:
 * `exact` and `likely` have one candidate, `ambiguous` has several, or one that several claim; `new` has none; `collision` has
 * the id in Canvas, but everything else says that it is somebody or something else. `canvas-only` is in Canvas and nothing
 * the SIS names looks like it.
 */
export const matchGrades = ['exact', 'likely', 'ambiguous', 'collision', 'new', 'canvas-only'] as const;
export const MatchGrade = z.enum(matchGrades);
export type MatchGrade = z.infer<typeof MatchGrade>;

/** Grades about which a person decides before the first contact counts as reviewed. */
export const openGrades: readonly MatchGrade[] = ['exact', 'likely', 'ambiguous', 'collision'];

/** What two sides agree in. */
export const matchTraits = [
  'login',
  'identifier',
  'integration id',
  'e-mail',
  'name',
  'similar name',
  'dates',
  'code',
  'only section',
] as const;
export const MatchTrait = z.enum(matchTraits);
export type MatchTrait = z.infer<typeof MatchTrait>;

/** A Canvas object that may be what the SIS names. */
export const MatchCandidate = z.object({
  canvasId: z.string(),
  /** Its present SIS id, '' when it has none. */
  sisId: z.string(),
  label: z.string(),
  /** A second line that tells it from others: a login, a code, dates. */
  detail: z.string(),
  traits: z.array(MatchTrait),
  /** Of a person: which of their logins it is. '' for everything else. */
  login: z.string(),
  /**
   * What is to count as applied once it is adopted, by import columns: what Canvas has, so that whatever the SIS says otherwise
   * becomes an ordinary, visible update; but what was set by hand stays in Canvas whatever is sent, and so is kept (G2).
   */
  applied: Fields,
});
export type MatchCandidate = z.infer<typeof MatchCandidate>;

/**
 * What a person decided: `adopt` gives the candidate the id of the SIS record (G2), `separate` says that they are two things,
 * `same` (collisions only) that they are one all the same.
 */
export const MatchDecision = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('adopt'), canvasId: z.string().max(60) }),
  z.object({ kind: z.literal('separate') }),
  z.object({ kind: z.literal('same') }),
]);
export type MatchDecision = z.infer<typeof MatchDecision>;

export const Match = z.object({
  number: z.int(),
  entity: MatchEntity,
  grade: MatchGrade,
  /** SIS id the record gets in Canvas; for `canvas-only` the SIS id it has, '' for none. */
  key: z.string(),
  label: z.string(),
  detail: z.string(),
  /** Account id of its school, '' for the district. */
  school: z.string(),
  schoolName: z.string(),
  source: SourceRecord.nullable(),
  candidates: z.array(MatchCandidate),
  /** What would happen if the sync began today without a decision. */
  otherwise: z.string(),
  decision: MatchDecision.nullable(),
});
export type Match = z.infer<typeof Match>;

const GradeCounts = z.object({
  /** Same SIS id on both sides, and nothing speaks against it. */
  byId: z.int(),
  exact: z.int(),
  likely: z.int(),
  ambiguous: z.int(),
  collision: z.int(),
  new: z.int(),
  canvasOnly: z.int(),
  /** Exact, likely, ambiguous and colliding ones that nobody decided about yet. */
  undecided: z.int(),
  adopt: z.int(),
});
export type GradeCounts = z.infer<typeof GradeCounts>;

/** How many SIS records already have their Canvas SIS id under one of the ways to make ids (ROSTER-RULES B). */
export const IdScheme = z.object({
  what: z.enum(['account', 'student', 'staff']),
  source: z.string(),
  /** Records that have a value under this scheme, and those whose value is a SIS id in Canvas. */
  records: z.int(),
  found: z.int(),
  chosen: z.boolean(),
});
export type IdScheme = z.infer<typeof IdScheme>;

export const Evaluation = z.object({
  number: z.int(),
  at: z.string(),
  counts: z.record(MatchEntity, GradeCounts),
  schemes: z.array(IdScheme),
  reviewed: z.object({ at: z.string(), by: z.string() }).nullable(),
});
export type Evaluation = z.infer<typeof Evaluation>;

export const MatchQuery = z.object({
  evaluation: z.int(),
  entity: MatchEntity,
  grade: MatchGrade,
  search: z.string().max(200),
  from: z.int().min(0),
  count: z.int().min(1).max(200),
});
export type MatchQuery = z.infer<typeof MatchQuery>;

export const MatchPage = z.object({ total: z.int(), matches: z.array(Match) });
export type MatchPage = z.infer<typeof MatchPage>;

/** Decides about one match, or about all of a grade that nobody decided yet. */
export const MatchChoice = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('one'), evaluation: z.int(), match: z.int(), decision: MatchDecision.nullable() }),
  z.object({
    kind: z.literal('all'),
    evaluation: z.int(),
    entity: MatchEntity.nullable(),
    grade: z.enum(['exact', 'likely', 'ambiguous', 'collision']),
    decide: z.enum(['adopt', 'separate', 'same']),
  }),
]);
export type MatchChoice = z.infer<typeof MatchChoice>;
