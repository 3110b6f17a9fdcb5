import type { MatchChoice, MatchEntity } from '../../../shared/conversion.ts';
import type { District } from '../../../shared/district.ts';
import type { Collection, EntityKind } from '../../../shared/entities.ts';
import type { Outcome } from '../../../shared/outcome.ts';
import type { Decision } from '../../../shared/plan.ts';
import type { Run, RunEvent } from '../../../shared/run.ts';
import type { ImportErrorRow } from '../../canvas/canvas-client.ts';
import type { CanvasRow } from '../../canvas/canvas-row.ts';
import type { OtherImports } from '../../canvas/other-imports.ts';
import type { ReportKind } from '../../canvas/report-reader.ts';
import type { Pause } from '../../roster/pause.ts';
import type { RemovalInput } from '../../roster/removal-plan.ts';
import type { CollectionFacts, PageFacts } from '../../sis/pull.ts';
import type { ContactReview, PackageRecord, StoredSettings } from '../../store/store-api.ts';
import type { CanvasScope } from './canvas-desk.ts';

export interface OpenArgs {
  readonly dir: string;
  readonly key: string;
  readonly holder: { readonly title: string; readonly pid: number; readonly host: string };
  /** How long to wait while another process has the district. */
  readonly waitMs: number;
}

/** A package ready to be sent. */
export interface BuiltPackage {
  readonly zip: Uint8Array<ArrayBuffer>;
  readonly sha256: string;
  readonly rows: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** Canvas is to overwrite what it protects (canvas-sis.md §2.3): only ever rows a person chose for it (ROSTER-RULES F3). */
  readonly overrideStickiness: boolean;
}

/** Which changes of a plan a run sends. */
export interface Selection {
  readonly plan: number;
  readonly released: readonly string[];
  /** Seqs of the kept rows a person chose to overwrite, ascending. */
  readonly overrides: readonly number[];
  /** The run: what it found stale is left out (ROSTER-RULES F7). */
  readonly run: string;
}

/** An object without SIS id that is to get one (ROSTER-RULES G2). */
export interface Adoption {
  readonly seq: number;
  readonly entity: MatchEntity;
  readonly label: string;
  readonly canvasId: string;
  readonly sisId: string;
  /** Of a person: which of their logins. */
  readonly login: string;
}

/** Changes of the plan by their seq, both ends included. */
export interface SeqRange {
  readonly firstSeq: number;
  readonly lastSeq: number;
}

/** What a package touched, for reading it back: enrollments by section, the rest by key. */
export interface TouchedKey {
  readonly entity: EntityKind;
  readonly key: string;
  /** What the row of a person says they sign in with, '' for everything else. */
  readonly login: string;
}

export interface Touched {
  readonly rows: number;
  readonly keys: readonly TouchedKey[];
}

/** A change of a plan and the SIS id it is about. */
export interface SeqAndKey {
  readonly seq: number;
  readonly key: string;
}

export interface ConfirmCounts {
  readonly confirmed: number;
  readonly failed: number;
  /** First rows that did not end as meant, for the log. */
  readonly examples: readonly string[];
}

export interface CompareArgs {
  readonly now: string;
  readonly readAt: string;
  readonly complete: boolean;
  /** Nobody is watching (ROSTER-RULES D7). */
  readonly scheduled: boolean;
  /** The first contact with this Canvas was not reviewed yet (E11). */
  readonly contactOpen: boolean;
  readonly others: OtherImports | null;
  /** Canvas id of the token's own user (E9). */
  readonly self: string;
}

/**
 * What the district worker does (ENGINE-NOTES §1): it owns the only writing connection and all long work. Every call is
 * asynchronous, so that the same interface stands before a thread and before the service itself in tests.
 */
export interface DistrictWorker {
  open(args: OpenArgs): Promise<Outcome<void>>;
  close(): Promise<void>;
  cancel(): Promise<void>;

  saveDistrict(district: District): Promise<void>;
  saveSettings(version: Pick<StoredSettings, 'settings' | 'at' | 'by' | 'setUp'>): Promise<void>;

  /** @param scope everything of Canvas for a first contact; what a comparison needs when left out. */
  beginWork(id: string, scope?: CanvasScope): Promise<Outcome<void>>;
  endWork(): Promise<void>;
  restartCollection(collection: Collection): Promise<void>;
  openPage(collection: Collection, index: number, body: ArrayBuffer): Promise<Outcome<PageFacts>>;
  storePage(collection: Collection, index: number): Promise<Outcome<void>>;
  closeCollection(collection: Collection): Promise<Outcome<CollectionFacts>>;
  verifyPull(): Promise<Outcome<void>>;
  map(now: string): Promise<Outcome<void>>;

  /** Opens a reader for a report; `kind` for a single csv, null for a zip of several. */
  beginReport(kind: ReportKind | null): Promise<number>;
  reportChunk(reader: number, chunk: Uint8Array, final: boolean): Promise<Outcome<number>>;
  addCanvasRows(rows: readonly CanvasRow[]): Promise<void>;
  sealCanvas(entities: readonly EntityKind[]): Promise<void>;
  /** Canvas ids of the terms whose enrollments the comparison needs (ROSTER-RULES F6). */
  /** Whether no id was ever minted here under the present settings: then Canvas is read before mapping (D6). */
  nothingMinted(now: string): Promise<boolean>;
  /** Whether the schedule pauses between two school years (D7); null when it does not. */
  pause(now: string): Promise<Outcome<Pause | null>>;
  termsToRead(now: string): Promise<readonly string[]>;
  /** The same for reading a package back (F5). */
  termsTouched(selection: Selection, firstSeq: number, lastSeq: number): Promise<Outcome<readonly string[]>>;
  /** Matches the mapped SIS rows with the whole Canvas (ROSTER-RULES G1) and stores what was found. */
  evaluate(now: string): Promise<Outcome<void>>;
  /** Records what a person decided about matches; the value is how many. */
  choose(choice: MatchChoice): Promise<number>;
  markReviewed(evaluation: number, review: ContactReview): Promise<void>;
  /** A plan of the adoptions that were decided and are not done yet, null when there are none. */
  planAdoptions(now: string): Promise<number | null>;
  compare(args: CompareArgs): Promise<Outcome<number>>;
  /** A plan of the ids that were issued again (ROSTER-RULES B4), from what was mapped; null when there are none. */
  planRemap(now: string): Promise<number | null>;
  /** Does what a remap plan says; the value is how many ids belong to another record from now on. */
  remap(selection: Selection, at: string): Promise<Outcome<number>>;

  /** Adoptions that go through the API, as one run sends them: those it has no receipt for. */
  adoptionsByApi(selection: Selection): Promise<readonly Adoption[]>;
  /** A person's removal of one object as a plan (D4); the value is its number. */
  planRemoval(input: Omit<RemovalInput, 'store' | 'settingsDigest'>): Promise<number>;
  /** The ledger takes as ours what the plan adopts as it is (D6); the value is how many. */
  remember(selection: Selection, at: string): Promise<Outcome<number>>;
  bookAdoption(
    selection: Selection,
    seq: number,
    result: { readonly message: string | null; readonly at: string },
  ): Promise<void>;

  createRun(run: Run): Promise<void>;
  updateRun(id: string, patch: Partial<Omit<Run, 'id' | 'scheduled'>> & { readonly decision?: number }): Promise<void>;
  addRunEvent(run: string, event: RunEvent): Promise<void>;
  saveDecision(decision: Decision, at: string): Promise<number>;
  decisionOf(run: string): Promise<Decision | null>;
  unfinishedRuns(): Promise<readonly Run[]>;
  /** How many changes of each entity this run leaves where they are: held, or waiting for a second sighting. */
  staying(selection: Selection): Promise<Record<EntityKind, number>>;
  backup(at: string): Promise<Outcome<void>>;
  packages(run: string): Promise<readonly PackageRecord[]>;
  savePackage(run: string, record: PackageRecord): Promise<void>;
  /** The next package after a change, or null when all are sent. */
  nextPackage(selection: Selection, afterSeq: number): Promise<Outcome<BuiltPackage | null>>;
  /** Books the changes after a seq under which Canvas moved since the plan, by what was read back; the value is their number (F7). */
  markStale(selection: Selection, afterSeq: number, at: string): Promise<Outcome<number>>;
  /** Sections among the rows a person chose to overwrite (F3). */
  overwrittenSections(selection: Selection): Promise<readonly SeqAndKey[]>;
  /** Leaves changes out of this run alone, as a person chose; the value is how many it would have sent. */
  spare(selection: Selection, seqs: readonly number[], why: { readonly message: string; readonly at: string }): Promise<number>;
  /** Leaves changes out of a run and of later plans: what Canvas has counts as kept from then on (F3). */
  leaveOut(selection: Selection, seqs: readonly number[], why: { readonly message: string; readonly at: string }): Promise<void>;
  /** The same package again, byte for byte, after a crash. */
  rebuildPackage(selection: Selection, firstSeq: number, lastSeq: number): Promise<Outcome<BuiltPackage>>;
  touched(selection: Selection, firstSeq: number, lastSeq: number, limit: number): Promise<Touched>;
  /** Remembers Canvas' messages about rows of a package until it is confirmed. */
  takeMessages(selection: Selection, record: PackageRecord, rows: readonly ImportErrorRow[]): Promise<Outcome<void>>;
  /** What is still to be booked of a package: all of it, or what a crash or a stop left over. */
  unbooked(run: string, record: PackageRecord): Promise<SeqRange>;
  /** Judges every unbooked row of the package against what was read back; commits receipts and ledger in batches. */
  confirm(args: {
    readonly run: string;
    readonly selection: Selection;
    readonly record: PackageRecord;
    readonly at: string;
  }): Promise<Outcome<ConfirmCounts>>;
  receiptCounts(run: string): Promise<Record<EntityKind, { sent: number; confirmed: number; failed: number }>>;
}
