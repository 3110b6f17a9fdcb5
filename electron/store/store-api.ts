import type { Evaluation, Match, MatchChoice, MatchEntity, MatchPage, MatchQuery } from '../../shared/conversion.ts';
import type { District } from '../../shared/district.ts';
import type { Collection, EntityKind, Fields } from '../../shared/entities.ts';
import type { Finding, FindingPage, FindingQuery } from '../../shared/finding.ts';
import type { FitStep } from '../../shared/fit-steps.ts';
import type { Headcount } from '../../shared/headcount.ts';
import type { HistoryEvent } from '../../shared/history.ts';
import type { Kept, KeptFilter, KeptNumbers, KeptPage, KeptQuery, KeptWhy } from '../../shared/kept.ts';
import type { Outcome } from '../../shared/outcome.ts';
import type {
  Change,
  ChangeAction,
  ChangePage,
  ChangeQuery,
  Decision,
  EntityCounts,
  Hold,
  PlanFacets,
  PlanSummary,
} from '../../shared/plan.ts';
import type { ImportPackage, Receipt, ReceiptPage, ReceiptQuery, Run, RunDetail, RunEvent } from '../../shared/run.ts';
import type { DistrictSettings } from '../../shared/settings.ts';
import type { Unpublished } from '../../shared/unpublished.ts';

/**
 * What the store offers (DESIGN §5, ENGINE-NOTES §2). It knows keys, buckets and texts, no rule: sorted cursors out,
 * batches in. Everything here is synchronous and runs in the district worker, which owns the only writing connection.
 */

/** Large entities are split into this many buckets by the hash of their partition key; accounts and terms use bucket 0 only. */
export const BUCKETS = 16;

/** One row of a side. `fields` and `extra` are canonical JSON texts owned by roster/; equal texts mean equal rows. */
export interface SideRow {
  readonly key: string;
  readonly fields: string;
  readonly extra: string;
}

/** What we last applied to one Canvas object and Canvas confirmed. */
export interface LedgerRow extends SideRow {
  /** Canvas' own id, '' while unknown. */
  readonly canvasId: string;
  /** True when made by us or adopted; only owned rows are ever removed (ROSTER-RULES D6). */
  readonly owned: boolean;
  /** False: sent, not yet seen by a read-back. */
  readonly confirmed: boolean;
  readonly source: string;
  readonly run: string;
}

/** Bucket of a row; enrollments go by their section, everything else by its own key. */
export interface Bucketed {
  readonly bucket: number;
}

export type Side = 'desired' | 'canvas';

/** The map SIS record ↔ Canvas id, minted once (ROSTER-RULES B). */
export interface Identity {
  readonly kind: 'account' | 'term' | 'course' | 'section' | 'user';
  readonly sourcedId: string;
  readonly sisId: string;
  readonly mintedAt: string;
}

/** A minted id with what its record was known by when the SIS last named it; `key` is the record's sourcedId. */
export interface KnownIdentity {
  readonly key: string;
  readonly sisId: string;
  /** A text of roster/, '' while nothing was noted. */
  readonly traits: string;
}

export interface RecordTraits {
  readonly sourcedId: string;
  readonly traits: string;
}

/** The kinds of records whose ids may be issued again (ROSTER-RULES B4). */
export type ReissuedKind = 'user' | 'section';

/** A record of the SIS that is new, and the one it seems to have been before. */
export interface Reissued {
  readonly kind: ReissuedKind;
  /** sourcedIds: as the SIS calls it now, and as it did. */
  readonly fresh: string;
  readonly old: string;
  /** Canvas SIS id of the old one. */
  readonly sisId: string;
  readonly label: string;
  /** Account id. */
  readonly school: string;
  /** False when it cannot be told for sure: then only a person's word, or a mended record, brings it to Canvas. */
  readonly sure: boolean;
}

/** The collections that are read record by record. */
export type RowCollection = Exclude<Collection, 'enrollments'>;

/** A record as it was pulled; its place names it within the work file, in four bytes. */
export interface PlacedRow {
  readonly place: number;
  readonly id: string;
  readonly body: string;
}

export interface SnapshotRow {
  readonly id: string;
  /** Class sourcedId for enrollments (their bucket), course sourcedId for classes (their join), '' otherwise. */
  readonly part: string;
  /** User sourcedId and role of an enrollment, '' otherwise. */
  readonly user: string;
  readonly role: string;
  readonly body: string;
}

/** What enrollment mapping needs of a person, written by user mapping. */
export interface Person {
  readonly sourcedId: string;
  readonly userId: string;
  readonly label: string;
  /** Why this person cannot be provisioned ('' = can), shown with its enrollments. */
  readonly hold: string;
  /** What the person is here (student, staff, guardian), '' for none of these; and the account id of their school. */
  readonly group: string;
  readonly school: string;
}

/** Two texts that belong together, such as a trait and the key of a row that has it. */
export interface Pair {
  readonly first: string;
  readonly second: string;
}

/** An enrollment as it was pulled, with the person it names, null when there is none. */
export interface EnrollmentRow {
  readonly id: string;
  readonly class: string;
  readonly user: string;
  readonly body: string;
  readonly person: Person | null;
}

/** Called before each bucket is indexed (well under a second each): send progress, or throw to cancel. */
export type SealStep = (done: number, total: number) => void;

/** The throw-away file of one pull: snapshot, desired rows, Canvas rows. Deleted, never repaired. */
export interface WorkFile {
  readonly pullId: string;
  /** Forgets the rows of a collection (drift restart). */
  restartCollection(collection: Collection): void;
  appendSnapshot(collection: Collection, rows: readonly SnapshotRow[]): void;
  /** Readies a loaded collection for reading; the same id twice counts as duplicate, the last one read wins. */
  sealSnapshot(collection: Collection, onStep?: SealStep): { readonly distinct: number; readonly duplicates: number };
  snapshotCount(collection: Collection): number;
  /** All rows of a collection by id, read in batches; enrollments come bucket by bucket instead. */
  snapshotRows(collection: RowCollection): Iterable<PlacedRow>;
  /** Some of them by their places, in the order of these. */
  snapshotRowsAt(collection: RowCollection, places: readonly number[]): Iterable<PlacedRow>;
  /** Classes of one bucket (by class id) with their course's body, '' when the course is missing. */
  classRows(bucket: number): Iterable<{ readonly id: string; readonly body: string; readonly course: string }>;
  putPeople(rows: readonly Person[]): void;
  /** Those of them that are known, by sourcedId. */
  people(sourcedIds: ReadonlySet<string>): ReadonlyMap<string, Person>;
  sealPeople(): void;
  /** Enrollments of one bucket (by class id), ordered by class, user, role, id, with the person or null. */
  enrollmentRows(bucket: number): Iterable<EnrollmentRow>;
  /** Those of them that are not of students, in the same order. */
  staffRows(bucket: number): Iterable<EnrollmentRow>;
  append(side: Side, entity: EntityKind, rows: readonly (SideRow & Bucketed)[]): void;
  /** Indexes the buckets; a key twice: for `desired` a bug (throws), for `canvas` the last one wins. */
  seal(side: Side, entity: EntityKind, onStep?: SealStep): void;
  count(side: Side, entity: EntityKind): number;
  /** Sorted by key (binary order), read in batches of 5,000 by key. */
  rows(side: Side, entity: EntityKind, bucket: number): Iterable<SideRow>;
  get(side: Side, entity: EntityKind, bucket: number, key: string): SideRow | null;
  /** Adds to a list of text pairs that nobody has read yet; a pair given twice counts once. */
  appendPairs(list: string, rows: readonly (Pair & Bucketed)[]): void;
  /** The pairs of a bucket, sorted by both texts (binary order). */
  pairs(list: string, bucket: number): Iterable<Pair>;
  /** Records whose ids were issued again: each fresh one once. */
  putReissued(rows: readonly Reissued[]): void;
  /** Those among these records, by their fresh ids. */
  reissuedAmong(kind: ReissuedKind, fresh: readonly string[]): ReadonlyMap<string, Reissued>;
  /** All of a kind in order of their fresh ids. */
  reissued(kind: ReissuedKind): Iterable<Reissued>;
  addFindings(findings: readonly Finding[]): void;
  findings(): { readonly dropped: number; readonly warned: number; readonly first: readonly Finding[] };
  /** Why records of a collection were dropped, the most frequent reason first. */
  dropReasons(collection: Collection, most: number): readonly { readonly message: string; readonly times: number }[];
  /** The first findings, dropped records before warnings, each in the order they were read. */
  firstFindings(most: number): readonly Finding[];
  /** Closes and deletes the file. */
  discard(): void;
}

export { WAITING } from '../../shared/plan.ts';
export type { Finding };

/**
 * Seqs up to this one are changes of a plan; kept rows stand behind it, seq = KEPT_FROM + number. So they share the tables
 * and the search of the changes, and no question about changes ever meets one.
 */
export const KEPT_FROM = 2 ** 24;

/** One planned change with the row to send. */
export interface PlannedChange extends Omit<Change, 'seq' | 'holds'> {
  readonly bucket: number;
  /** Cells of the import row, complete by the column policy (ROSTER-RULES F1). */
  readonly row: Fields;
  /** Ledger texts to store once confirmed. */
  readonly ledgerFields: string;
  readonly ledgerExtra: string;
  /** Canvas' own id where known, '' otherwise. */
  readonly canvasId: string;
  /** A hold that belongs to this row alone or to its parent, '' for none. */
  readonly hold: string;
}

/** The changes of a plan that a hold stops; what is left out does not narrow them. */
export interface HeldRows {
  readonly entities?: readonly EntityKind[];
  readonly actions?: readonly ChangeAction[];
  readonly school?: string;
  /** First and last seq, both included. */
  readonly ranges?: readonly (readonly [first: number, last: number])[];
}

/** A row the plan leaves as Canvas has it, with everything that overwriting it takes (ROSTER-RULES F3). */
export interface PlannedKept extends PlannedChange {
  readonly why: KeptWhy;
  readonly lastSynced: Fields;
  /** Why it cannot be overwritten now, '' when it can. */
  readonly obstacle: string;
  /** Seq of the plan's change of the same row in other fields, 0 for none: while that is held, so is this. */
  readonly beside: number;
}

export interface PlanWriter {
  readonly number: number;
  /** Appends in plan order; seq counts from 1. */
  add(changes: readonly PlannedChange[]): void;
  /** Appends rows that are kept, in plan order; their numbers count from 1. */
  keep(rows: readonly PlannedKept[]): void;
  /** Keeps findings with the plan, in this order; the first call only. */
  keepFindings(findings: readonly Finding[]): void;
  /** Puts a hold on what is there by now; the value is how many changes it stops. */
  hold(hold: string, rows: HeldRows): number;
  /** How many changes of each entity a hold stops, each once however many do. */
  heldCounts(): Record<EntityKind, number>;
  finish(result: PlanResultRow): void;
  discard(): void;
}

export interface PlanResultRow {
  readonly id: string;
  readonly complete: boolean;
  readonly settingsDigest: string;
  readonly counts: Record<EntityKind, EntityCounts>;
  readonly holds: readonly Hold[];
  readonly findings: { readonly dropped: number; readonly warned: number };
  /** Sentences about the plan as a whole. */
  readonly notes?: readonly string[];
  readonly unpublished?: Unpublished;
  /** When the SIS snapshot and Canvas were read (ISO). */
  readonly readAt: string;
}

/** A change as a run sends it. */
export interface SendableChange extends Omit<PlannedChange, 'waiting'> {
  /** Of an overwritten row: KEPT_FROM and its number. */
  readonly seq: number;
  /** A kept row that a person chose to overwrite. */
  readonly override?: true;
}

/** What a package needs of a change. */
export type SendableRow = Pick<SendableChange, 'seq' | 'entity' | 'key' | 'row'>;
/** That somebody reviewed the first contact of one SIS with one Canvas (ROSTER-RULES G1). */
export interface ContactReview {
  /** Both addresses, in one text: another Canvas is another first contact. */
  readonly pair: string;
  readonly at: string;
  readonly by: string;
}

/** Writes one evaluation; nobody sees it before `finish`, which replaces the one before. */
export interface EvaluationWriter {
  /** In the order they are shown; numbers count from 1. */
  add(matches: readonly Omit<Match, 'number'>[]): void;
  finish(result: Pick<Evaluation, 'counts' | 'schemes'>): void;
  discard(): void;
}

export interface PackageRecord extends ImportPackage {
  readonly sha256: string;
  readonly intendedAt: string;
  readonly firstSeq: number;
  readonly lastSeq: number;
}

export interface StoredReceipt extends Receipt {
  readonly run: string;
}

/** How far the booking of a package has come; changes are booked in their order. */
export interface BookedRange {
  readonly lastSeq: number;
  readonly rows: number;
  readonly confirmed: number;
}

/** What complete pulls did not name, from one to the next (ROSTER-RULES D5). */
export interface Sightings {
  /** Keys the last complete pull did not name, sorted. */
  before(entity: EntityKind, bucket: number): Iterable<string>;
  /** Keys this one does not name. */
  add(entity: EntityKind, bucket: number, keys: readonly string[]): void;
  /** District's day of the last complete round, '' when there was none. */
  readonly lastDay: string;
  /** False when a round was stopped since then, or there was none: nothing was seen right before this one. */
  readonly follows: boolean;
  /** People who had no wanted enrollment (D3), sorted by key. */
  lapses(bucket: number): Iterable<Lapse>;
  /** Notes people, or corrects what is known of them. */
  putLapses(bucket: number, lapses: readonly Lapse[]): void;
  /** They are wanted again. */
  dropLapses(bucket: number, keys: readonly string[]): void;
  /** This round is the last complete one from now on. @param day the district's */
  finish(day: string): void;
}

/** Somebody without a wanted enrollment, and the last day they had one. */
export interface Lapse {
  readonly key: string;
  readonly since: string;
}

/** What the log knows of a district's past, as the rules need it. */
export interface RunHistory {
  /** Runs nobody watched that came as far as a plan (D7). */
  readonly scheduledRuns: number;
  /** Whether a run ever sent what a plan let it send, to its end (E6). */
  readonly fullySynced: boolean;
  /** When the first of these began (D3), null when there is none. */
  readonly usedSince: string | null;
}

/** The newest version of a district's settings. */
export interface StoredSettings {
  readonly settings: DistrictSettings;
  readonly digest: string;
  readonly version: number;
  readonly at: string;
  /** Who saved it, '' where nobody said. */
  readonly by: string;
  /** The question set-up stands at, null when all were answered. */
  readonly setUp: FitStep | null;
}

/** Something in Canvas whose life is asked for. */
export interface Living {
  readonly entity: EntityKind;
  readonly key: string;
}

/** Read-only questions; the engine's main thread answers them from its own reading connection. */
export interface DistrictReader {
  district(): District | null;
  settings(): StoredSettings | null;
  /** What the newest complete pull held, in numbers. */
  headcount(): Headcount | null;
  plan(number: number | null): PlanSummary | null;
  planById(id: string): PlanSummary | null;
  changes(query: ChangeQuery): ChangePage;
  changesInFull(query: ChangeQuery): { readonly total: number; readonly changes: readonly Change[] };
  /** What the changes of a plan can be narrowed to. */
  facets(plan: number): PlanFacets;
  change(plan: number, seq: number): Change | null;
  /** All changes in plan order, in batches (for `plan --changes`). */
  eachChange(plan: number): Iterable<Change>;
  /** What a plan keeps as Canvas has it: a page, all of it, one row, or the numbers of those that can be overwritten. */
  kept(query: KeptQuery): KeptPage;
  eachKept(plan: number): Iterable<Kept>;
  keptRow(plan: number, number: number): Kept | null;
  keptNumbers(filter: KeptFilter): KeptNumbers;
  /** Of these numbers, the ones that name no kept row, or one that cannot be overwritten. */
  notOverridable(plan: number, numbers: readonly number[]): readonly number[];
  /** Findings kept with a plan, a page or all of them. */
  findings(query: FindingQuery): FindingPage;
  eachFinding(plan: number): Iterable<Finding>;
  planReadAt(plan: number): string | null;
  /** Courses that were not published though their first day is near; null where a plan did not look. */
  unpublished(plan: number): Unpublished | null;
  /** Digest of the settings a plan was made with. */
  planSettings(plan: number): string | null;
  /** The newest finished evaluation of a first contact. */
  evaluation(): Evaluation | null;
  /** The Canvas SIS id minted for a record, null when none was. */
  identityOf(kind: Identity['kind'], sourcedId: string): string | null;
  ledgerRow(entity: EntityKind, bucket: number, key: string): LedgerRow | null;
  /** The row that came from a source record (its text, `enrollments/…`); looks through all of the entity. */
  ledgerFrom(entity: EntityKind, source: string): LedgerRow | null;
  /** Rows whose key, source or some value holds each of the words; reads all of the entity when few do. */
  ledgerWith(entity: EntityKind, words: readonly string[], most: number): readonly LedgerRow[];
  /** Findings a plan keeps about these records. */
  findingsAbout(plan: number, sourcedIds: readonly string[]): readonly Finding[];
  /** Since when ids are made from the present settings; plans made before name ids that nothing has any more. */
  identitiesSince(): string | null;
  contactReview(pair: string): ContactReview | null;
  matches(query: MatchQuery): MatchPage;
  /** All matches in order, with their decisions. */
  eachMatch(evaluation: number): Iterable<Match>;
  /** Those of an entity that are to be adopted. */
  adoptedMatches(evaluation: number, entity: MatchEntity): Iterable<Match>;
  /** Collisions, and what is to be adopted: what a plan must not write as it stands. */
  waitingMatches(evaluation: number): Iterable<Match>;
  runs(from: number, count: number): { readonly total: number; readonly runs: readonly Run[] };
  run(id: string): RunDetail | null;
  receipts(query: ReceiptQuery): ReceiptPage;
  /** What runs did to these objects in Canvas, newest first, as far as their plans are kept. */
  lifeOf(living: readonly Living[], most: number): { readonly events: readonly HistoryEvent[]; readonly more: boolean };
  /** Runs that never ended, oldest first. */
  unfinishedRuns(): readonly Run[];
  close(): void;
}

/** Instants: runs that ended before, and previews, need not be kept line by line. '' keeps all. */
export interface KeptSince {
  readonly runs: string;
  readonly previews: string;
}

export interface DistrictStore extends DistrictReader {
  saveDistrict(district: District): void;
  saveSettings(version: Omit<StoredSettings, 'version'>): void;
  saveHeadcount(headcount: Headcount): void;

  /** Sorted by key within the bucket, in batches. */
  ledgerRows(entity: EntityKind, bucket: number): Iterable<LedgerRow>;
  ledgerGet(entity: EntityKind, bucket: number, key: string): LedgerRow | null;
  ledgerPut(entity: EntityKind, rows: readonly (LedgerRow & Bucketed)[]): void;
  ledgerRemove(entity: EntityKind, rows: readonly ({ readonly key: string } & Bucketed)[]): void;

  identities(kind: Identity['kind'], sourcedIds: readonly string[]): ReadonlyMap<string, string>;
  allIdentities(kind: Identity['kind']): ReadonlyMap<string, string>;
  /** sourcedIds by minted id: who was ever given each of these. */
  identityOwners(kind: Identity['kind'], sisIds: readonly string[]): ReadonlyMap<string, string>;
  mint(identities: readonly Identity[]): void;
  identityCount(kind: Identity['kind']): number;
  /** Every id of a kind in order of its record. */
  knownIdentities(kind: Identity['kind']): Iterable<KnownIdentity>;
  /** Ids that belong to several records, as those of one person may (ROSTER-RULES B3). */
  sharedIdentities(kind: Identity['kind']): readonly string[];
  noteTraits(kind: Identity['kind'], records: readonly RecordTraits[]): void;
  /** The id of one record belongs to another from now on; false, and nothing changed, when either is not as it should be. */
  repointIdentity(kind: Identity['kind'], from: string, to: string): boolean;
  ledgerCount(entity: EntityKind): number;

  beginEvaluation(at: string): EvaluationWriter;
  /** Records a person's decision; the value is how many matches it was about. */
  choose(choice: MatchChoice): number;
  /** The evaluation was looked at and everything in it decided. */
  markReviewed(evaluation: number, review: ContactReview): void;
  /**
   * Tells from which settings ids are made now. While nothing was ever written to Canvas, other settings forget what was
   * minted; afterwards minted ids stay, whatever the settings say (ROSTER-RULES B).
   */
  /** Whether any id was ever minted here. */
  hasIdentities(): boolean;
  setIdentityScheme(scheme: string, now: string): void;

  beginPlan(createdAt: string): PlanWriter;
  beginSightings(): Sightings;
  /** District's day of the last complete round of sightings, '' when there was none. */
  lastSightingDay(): string;
  runHistory(): RunHistory;
  /** The unfinished remains of plans a crash left behind are deleted. */
  dropUnfinishedPlans(): void;
  /** Deletes all but the newest `keep` plans, never one of a run that is kept since; gives how many went. */
  prunePlans(keep: number, since?: KeptSince): number;
  /**
   * Deletes receipts, packages and events of runs that ended before; the runs themselves stay, because rules count them (D3, D7), and
   * so does the ledger. Gives of how many runs.
   */
  forgetRuns(before: string): number;
  saveDecision(decision: Decision, at: string): number;
  decision(id: number): Decision | null;

  createRun(run: Run): void;
  /** Replaces what is given, keeps the rest. */
  updateRun(id: string, patch: Partial<Omit<Run, 'id' | 'scheduled'>> & { readonly decision?: number }): void;
  runDecision(id: string): number | null;
  addRunEvent(run: string, event: RunEvent): void;

  /** Changes a run may send, in plan order, both ends included: without holds, or with all their holds released. */
  packageChanges(plan: number, released: readonly string[], firstSeq: number, lastSeq: number): Iterable<SendableChange>;
  /** The same, but only what a package needs of them, which is much faster. */
  packageRows(plan: number, released: readonly string[], firstSeq: number, lastSeq: number): Iterable<SendableRow>;
  /** How many changes of each entity are not among the sendable ones. */
  stayingCounts(plan: number, released: readonly string[]): Record<EntityKind, number>;
  packages(run: string): readonly PackageRecord[];
  savePackage(run: string, record: PackageRecord): void;
  /** What is booked of a range of changes: the last one (`firstSeq - 1` for none), how many, and how many of them confirmed. */
  booked(run: string, firstSeq: number, lastSeq: number): BookedRange;
  /** Of these kept rows, by their seqs in order, those between two seqs, as changes that overwrite them. */
  overrides(plan: number, seqs: readonly number[], firstSeq: number, lastSeq: number): Iterable<SendableChange>;
  addReceipts(receipts: readonly StoredReceipt[]): void;
  /** Changes of a run with this outcome, by seq. */
  seqsWith(run: string, outcome: Receipt['outcome']): readonly number[];
  receiptCounts(run: string): Record<EntityKind, { sent: number; confirmed: number; failed: number }>;

  /** Copies the file (VACUUM INTO) before a run writes; the last three are kept. */
  backup(at: string): Outcome<void>;
  openWork(pullId: string): Outcome<WorkFile>;
  /** Runs in one transaction; the first error wins. */
  transaction<T>(work: () => T): T;
  close(): void;
}
