import { MatchEntity } from '../../../shared/conversion.ts';
import { type EntityKind, entityKinds } from '../../../shared/entities.ts';
import { receiptOutcomes } from '../../../shared/run.ts';
import type { ImportErrorRow } from '../../canvas/canvas-client.ts';
import { createPackageWriter, type PackageLimits } from '../../canvas/import-package.ts';
import { sectionOf } from '../../roster/compare/enrollment-key.ts';
import { sourceText } from '../../roster/compare/sides.ts';
import { confirmChange, learned } from '../../roster/confirm.ts';
import { isStale } from '../../roster/stale.ts';
import { CHECKPOINT_ROWS, type Step } from '../../roster/steps/step.ts';
import type {
  Bucketed,
  DistrictStore,
  LedgerRow,
  PackageRecord,
  SendableChange,
  SendableRow,
  StoredReceipt,
  WorkFile,
} from '../../store/store-api.ts';
import { NO_MESSAGES, type PlacedMessages, placeMessages, type SentRow } from './placed-messages.ts';
import type { Adoption, BuiltPackage, ConfirmCounts, Selection, Touched } from './worker-api.ts';

/**
 * ENGINE-NOTES §4: packages of at most 40 MB zipped. Rows are limited too, for enrollments pack so well that 40 MB are
 * 1.5 million of them: Canvas takes hours for those, and until it is done nobody knows what arrived. Fewer would be
 * read back more often, each time with a report of the whole district.
 */
const LIMITS: PackageLimits = { bytes: 40 * 1024 * 1024, rows: 500_000 };
const WRITING = 'Writing the import file';
const BATCH = 2000;
const EXAMPLES = 20;
const AGAIN = 'The next plan contains it again if it is still needed.';
const TAKEN_SILENTLY = `Canvas took the row without a word, but does not show the change. ${AGAIN}`;
const NOT_TAKEN = `Canvas could not use the import file, so this change was not made. ${AGAIN}`;
const STOPPED = `The import was stopped before this change was made. ${AGAIN}`;

const MOVED = 'Canvas has changed here since the preview, so this was left out. The next preview shows it as it is now.';

/** What a run needs of the store. */
export type RunStore = Pick<
  DistrictStore,
  'packageRows' | 'packageChanges' | 'transaction' | 'addReceipts' | 'seqsWith' | 'ledgerPut' | 'savePackage'
>;

/** Builds packages from a plan, and books what became of their rows. */
export class RunDesk {
  readonly #store: RunStore;
  /** Canvas' messages for the package being confirmed. */
  #messages: PlacedMessages = NO_MESSAGES;

  constructor(store: RunStore) {
    this.#store = store;
  }

  *next(selection: Selection, afterSeq: number): Step<BuiltPackage | null> {
    const writer = createPackageWriter(LIMITS);
    let firstSeq = 0;
    let lastSeq = afterSeq;
    let rows = 0;
    for (const { seq, entity, row } of this.#sent(selection, afterSeq + 1, Number.MAX_SAFE_INTEGER)) {
      if (!writer.add(entity, row)) break;
      if (firstSeq === 0) firstSeq = seq;
      lastSeq = seq;
      rows += 1;
      if (rows % CHECKPOINT_ROWS === 0) yield { step: WRITING, done: rows, total: null };
    }
    return firstSeq === 0 ? null : { ...writer.finish(), firstSeq, lastSeq };
  }

  *rebuild(selection: Selection, firstSeq: number, lastSeq: number): Step<BuiltPackage> {
    const writer = createPackageWriter({ bytes: Number.MAX_SAFE_INTEGER, rows: Number.MAX_SAFE_INTEGER });
    let rows = 0;
    for (const { entity, row } of this.#sent(selection, firstSeq, lastSeq)) {
      writer.add(entity, row);
      rows += 1;
      if (rows % CHECKPOINT_ROWS === 0) yield { step: WRITING, done: rows, total: null };
    }
    return { ...writer.finish(), firstSeq, lastSeq };
  }

  touched(selection: Selection, firstSeq: number, lastSeq: number, limit: number): Touched {
    const keys: { entity: EntityKind; key: string }[] = [];
    let rows = 0;
    for (const change of this.#rows(selection, firstSeq, lastSeq)) {
      rows += 1;
      if (rows > limit) return { rows, keys: [] };
      keys.push({ entity: change.entity, key: change.key });
    }
    return { rows, keys };
  }

  /** Sections whose enrollments the changes touch. */
  *sections(selection: Selection, firstSeq: number, lastSeq: number): Generator<string> {
    for (const change of this.#rows(selection, firstSeq, lastSeq)) {
      if (change.entity === 'enrollment') yield sectionOf(change.key);
    }
  }

  takeMessages(selection: Selection, record: PackageRecord, rows: readonly ImportErrorRow[]): void {
    const changes = () => this.#sent(selection, record.firstSeq, record.lastSeq);
    this.#messages = rows.length === 0 ? NO_MESSAGES : placeMessages(rows, changes);
  }

  confirm(run: string, selection: Selection, record: PackageRecord, work: WorkFile, at: string): ConfirmCounts {
    return this.#store.transaction(() => {
      const booking = new Booking(this.#store, run, record, at);
      for (const change of this.#changes(selection, record.firstSeq, record.lastSeq)) {
        booking.book(change, work, this.#messages);
      }
      booking.flush();
      this.#store.savePackage(run, { ...record, state: 'confirmed' });
      return booking.counts();
    });
  }

  /** Compares what Canvas has now with what the plan was made on, for everything a run has still to send. */
  markStale(selection: Selection, afterSeq: number, work: WorkFile, at: string): number {
    const receipts: StoredReceipt[] = [];
    for (const change of this.#changes(selection, afterSeq + 1, Number.MAX_SAFE_INTEGER)) {
      if (isStale(change, work.get('canvas', change.entity, change.bucket, change.key))) {
        receipts.push({ ...receiptOf(change, selection.run, at), outcome: 'stale', importId: null, message: MOVED });
      }
    }
    this.#store.addReceipts(receipts);
    return receipts.length;
  }

  /** Few enough to be listed: what was made by hand and belongs to an SIS record. */
  adoptionsByApi(selection: Selection): Adoption[] {
    const done = new Set(receiptOutcomes.flatMap((outcome) => this.#store.seqsWith(selection.run, outcome)));
    const adoptions: Adoption[] = [];
    for (const change of this.#store.packageChanges(selection.plan, selection.released, 1, Number.MAX_SAFE_INTEGER)) {
      // They come first in a plan (roster/conversion/adoption-plan.ts).
      if (!isByApi(change)) break;
      if (done.has(change.seq)) continue;
      const { seq, label, canvasId, key: sisId } = change;
      const entity = MatchEntity.parse(change.entity);
      adoptions.push({
        seq,
        entity,
        label,
        canvasId,
        sisId,
        login: change.row.login ?? '',
      });
    }
    return adoptions;
  }

  bookAdoption(
    selection: Selection,
    seq: number,
    { message, at }: { readonly message: string | null; readonly at: string },
  ): void {
    const [change] = this.#store.packageChanges(selection.plan, selection.released, seq, seq);
    if (change === undefined) throw new Error(`The plan has no adoption ${seq}.`);
    this.#store.transaction(() => {
      const outcome = message === null ? 'confirmed' : 'failed';
      this.#store.addReceipts([{ ...receiptOf(change, selection.run, at), outcome, importId: null, message }]);
      if (message === null) this.#store.ledgerPut(change.entity, [ledgerRowOf(change, selection.run, true, change.ledgerExtra)]);
    });
  }

  #changes({ plan, released, run }: Selection, firstSeq: number, lastSeq: number): Generator<SendableChange> {
    return this.#notStale(run, this.#store.packageChanges(plan, released, firstSeq, lastSeq));
  }

  #rows({ plan, released, run }: Selection, firstSeq: number, lastSeq: number): Generator<SendableRow> {
    return this.#notStale(run, this.#store.packageRows(plan, released, firstSeq, lastSeq));
  }

  /** The rows as they stand in import files: what adopts has one of its own. */
  *#sent(selection: Selection, firstSeq: number, lastSeq: number): Generator<SentRow> {
    for (const change of this.#rows(selection, firstSeq, lastSeq)) yield sentRow(change);
  }

  *#notStale<C extends SendableRow>(run: string, changes: Iterable<C>): Generator<C> {
    const stale = new Set(this.#store.seqsWith(run, 'stale'));
    for (const change of changes) if (!stale.has(change.seq) && !isByApi(change)) yield change;
  }
}

function receiptOf(
  change: SendableChange,
  run: string,
  at: string,
): Pick<StoredReceipt, 'run' | 'seq' | 'entity' | 'label' | 'action' | 'at'> {
  return { run, seq: change.seq, entity: change.entity, label: change.label, action: change.action, at };
}

/** What has no SIS id in Canvas cannot be named in an import: it gets its id through the API (ROSTER-RULES G2). */
function isByApi({ row }: Pick<SendableRow, 'row'>): boolean {
  return row.old_id === '';
}

/** Only the row of an adoption names an old id. */
function sentRow({ seq, entity, row }: Pick<SendableRow, 'seq' | 'entity' | 'row'>): SentRow {
  return { seq, entity: row.old_id === undefined ? entity : 'change_sis_id', row };
}

function ledgerRowOf(change: SendableChange, run: string, confirmed: boolean, extra: string): LedgerRow & Bucketed {
  return {
    key: change.key,
    bucket: change.bucket,
    fields: change.ledgerFields,
    extra,
    canvasId: change.canvasId,
    owned: true,
    confirmed,
    source: sourceText(change.source),
    run,
  };
}

/** Collects receipts and ledger rows of one package and writes them in batches. */
class Booking {
  readonly #store: RunStore;
  readonly #run: string;
  readonly #importId: string | null;
  /** What is said of rows that did not arrive and that Canvas did not name. */
  readonly #silence: string;
  readonly #refused: boolean;
  readonly #at: string;
  #receipts: StoredReceipt[] = [];
  readonly #ledger = new Map<EntityKind, (LedgerRow & Bucketed)[]>();
  #confirmed = 0;
  #failed = 0;
  readonly #examples: string[] = [];

  constructor(store: RunStore, run: string, record: PackageRecord, at: string) {
    this.#store = store;
    this.#run = run;
    this.#importId = record.importId;
    const state = record.importState ?? '';
    this.#refused = state === 'failed' || state === 'aborted';
    this.#silence = state === 'aborted' ? STOPPED : state === 'failed' ? NOT_TAKEN : TAKEN_SILENTLY;
    this.#at = at;
  }

  book(change: SendableChange, work: WorkFile, messages: PlacedMessages): void {
    const present = work.get('canvas', change.entity, change.bucket, change.key);
    const judged = confirmChange(change, present);
    const confirmed = judged.kind === 'confirmed';
    const message = messages.of(sentRow(change), confirmed);
    const text = confirmed ? message : (message ?? this.#silence);
    if (confirmed) this.#confirmed += 1;
    else this.#failed += 1;
    if (!confirmed && this.#examples.length < EXAMPLES) this.#examples.push(`${change.label}: ${text}`);
    const refused = message !== null || this.#refused;
    const outcome = confirmed ? 'confirmed' : refused ? 'failed' : 'unconfirmed';
    this.#receipts.push({ ...receiptOf(change, this.#run, this.#at), outcome, importId: this.#importId, message: text });
    const known = learned(change, judged, refused);
    if (known !== null) this.#remember(change, known, canvasIdOf(present) || change.canvasId);
    if (this.#receipts.length >= BATCH) this.flush();
  }

  #remember(change: SendableChange, known: { readonly confirmed: boolean; readonly extra: string }, canvasId: string): void {
    const row = { ...ledgerRowOf(change, this.#run, known.confirmed, known.extra), canvasId };
    const list = this.#ledger.get(change.entity);
    if (list === undefined) this.#ledger.set(change.entity, [row]);
    else list.push(row);
  }

  flush(): void {
    this.#store.addReceipts(this.#receipts);
    this.#receipts = [];
    for (const entity of entityKinds) {
      const rows = this.#ledger.get(entity);
      if (rows !== undefined) this.#store.ledgerPut(entity, rows);
    }
    this.#ledger.clear();
  }

  counts(): ConfirmCounts {
    return { confirmed: this.#confirmed, failed: this.#failed, examples: this.#examples };
  }
}

function canvasIdOf(present: { readonly extra: string } | null): string {
  return present === null ? '' : (JSON.parse(present.extra) as { canvasId: string }).canvasId;
}
