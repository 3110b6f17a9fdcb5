import type { EntityKind } from '../../../shared/entities.ts';
import { sourceText } from '../../roster/compare/sides.ts';
import { confirmChange, learned } from '../../roster/confirm.ts';
import type {
  Bucketed,
  DistrictStore,
  LedgerRow,
  PackageRecord,
  SendableChange,
  StoredReceipt,
  WorkFile,
} from '../../store/store-api.ts';
import type { PlacedMessages, SentRow } from './placed-messages.ts';

const EXAMPLES = 20;
const AGAIN = 'The next plan contains it again if it is still needed.';
const TAKEN_SILENTLY = `Canvas took the row without a word, but does not show the change. ${AGAIN}`;
const NOT_TAKEN = `Canvas could not use the import file, so this change was not made. ${AGAIN}`;
const STOPPED = `The import was stopped before this change was made. ${AGAIN}`;

/** What booking needs of the store. */
export type BookingStore = Pick<DistrictStore, 'transaction' | 'addReceipts' | 'ledgerPut' | 'savePackage' | 'booked'>;

/** Collects receipts and ledger rows of one package; whoever fills it says when they are committed. */
export class Booking {
  readonly #store: BookingStore;
  readonly #run: string;
  readonly #importId: string | null;
  /** What is said of rows that did not arrive and that Canvas did not name. */
  readonly #silence: string;
  readonly #refused: boolean;
  readonly #at: string;
  #receipts: StoredReceipt[] = [];
  readonly #ledger = new Map<EntityKind, (LedgerRow & Bucketed)[]>();
  #rows = 0;
  #confirmed = 0;
  readonly examples: string[] = [];

  constructor(store: BookingStore, run: string, record: PackageRecord, at: string) {
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
    this.#rows += 1;
    if (confirmed) this.#confirmed += 1;
    if (!confirmed && this.examples.length < EXAMPLES) this.examples.push(`${change.label}: ${text}`);
    const refused = message !== null || this.#refused;
    const outcome = confirmed ? 'confirmed' : refused ? 'failed' : 'unconfirmed';
    this.#receipts.push({ ...receiptOf(change, this.#run, this.#at), outcome, importId: this.#importId, message: text });
    const known = learned(change, judged, refused);
    if (known !== null) this.#remember(change, known, canvasIdOf(present) || change.canvasId);
  }

  #remember(change: SendableChange, known: { readonly confirmed: boolean; readonly extra: string }, canvasId: string): void {
    const row = { ...ledgerRowOf(change, this.#run, known.confirmed, known.extra), canvasId };
    const list = this.#ledger.get(change.entity);
    if (list === undefined) this.#ledger.set(change.entity, [row]);
    else list.push(row);
  }

  get rows(): number {
    return this.#rows;
  }

  get confirmed(): number {
    return this.#confirmed;
  }

  get failed(): number {
    return this.#rows - this.#confirmed;
  }

  /** Rows that are judged but not yet written. */
  get waiting(): number {
    return this.#receipts.length;
  }

  /** Receipts and ledger rows go together or not at all; `record` is the package's own when it is done. */
  commit(record?: PackageRecord): void {
    this.#store.transaction(() => {
      this.#store.addReceipts(this.#receipts);
      for (const [entity, rows] of this.#ledger) this.#store.ledgerPut(entity, rows);
      if (record !== undefined) this.#store.savePackage(this.#run, record);
    });
    this.#receipts = [];
    this.#ledger.clear();
  }
}

function canvasIdOf(present: { readonly extra: string } | null): string {
  return present === null ? '' : (JSON.parse(present.extra) as { canvasId: string }).canvasId;
}

export function receiptOf(
  change: SendableChange,
  run: string,
  at: string,
): Pick<StoredReceipt, 'run' | 'seq' | 'entity' | 'label' | 'action' | 'at'> {
  const action = change.override === true ? 'override' : change.action;
  return { run, seq: change.seq, entity: change.entity, label: change.label, action, at };
}

/** Only the row of an adoption names an old id. */
export function sentRow({ seq, entity, row }: Pick<SendableChange, 'seq' | 'entity' | 'row'>): SentRow {
  return { seq, entity: row.old_id === undefined ? entity : 'change_sis_id', row };
}

export function ledgerRowOf(change: SendableChange, run: string, confirmed: boolean, extra: string): LedgerRow & Bucketed {
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
