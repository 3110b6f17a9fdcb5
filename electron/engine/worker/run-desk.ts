import { MatchEntity } from '../../../shared/conversion.ts';
import type { EntityKind } from '../../../shared/entities.ts';
import { receiptOutcomes } from '../../../shared/run.ts';
import type { ImportErrorRow } from '../../canvas/canvas-client.ts';
import { anySticky } from '../../canvas/field-knowledge.ts';
import { createPackageWriter, type PackageLimits } from '../../canvas/import-package.ts';
import { isOnlyRemembered } from '../../roster/compare/adoption.ts';
import { sectionOf } from '../../roster/compare/enrollment-key.ts';
import { fieldsOf, sourceText } from '../../roster/compare/sides.ts';
import { isStale } from '../../roster/stale.ts';
import { Hashes } from '../../roster/steps/hashes.ts';
import { loginText } from '../../roster/steps/logins.ts';
import { REMAP_FROM, REMAP_TO } from '../../roster/steps/remap-plan.ts';
import { bucketFor, eachRow, type Step } from '../../roster/steps/step.ts';
import {
  BUCKETS,
  type DistrictStore,
  KEPT_FROM,
  type PackageRecord,
  type SendableChange,
  type SendableRow,
  type StoredReceipt,
  type WorkFile,
} from '../../store/store-api.ts';
import { Booking, type BookingStore, ledgerRowOf, receiptOf, sentRow } from './booking.ts';
import { NO_MESSAGES, type PlacedMessages, placeMessages, type SentRow } from './placed-messages.ts';
import type { Adoption, BuiltPackage, ConfirmCounts, Selection, SeqAndKey, SeqRange, Touched, TouchedKey } from './worker-api.ts';

/**
 * ENGINE-NOTES §4: packages of at most 40 MB zipped. Rows are limited too, for enrollments pack so well that 40 MB are
 * 1.5 million of them: Canvas takes hours for those, and until it is done nobody knows what arrived. Fewer would be
 * read back more often, each time with a report of the whole district.
 */
const LIMITS: PackageLimits = { bytes: 40 * 1024 * 1024, rows: 500_000 };
const NO_LIMITS: PackageLimits = { bytes: Number.MAX_SAFE_INTEGER, rows: Number.MAX_SAFE_INTEGER };
const REMAPPED =
  'One of the two ids belongs to another record by now, so this was left out. The next preview shows it as it is now.';
const MOVED = 'Canvas has changed here since the preview, so this was left out. The next preview shows it as it is now.';
/** Rows whose receipts and ledger rows are committed together: well under a second, and few enough fsyncs. */
const BOOKED_TOGETHER = 8000;

/** What a run needs of the store. */
export type RunStore = BookingStore &
  Pick<
    DistrictStore,
    'packageRows' | 'packageChanges' | 'overrides' | 'seqsWith' | 'identities' | 'repointIdentity' | 'ledgerGet'
  >;

/** Builds packages from a plan, and books what became of their rows. */
export class RunDesk {
  readonly #store: RunStore;
  /** Canvas' messages for the package being confirmed. */
  #messages: PlacedMessages = NO_MESSAGES;

  constructor(store: RunStore) {
    this.#store = store;
  }

  /** The next package after a change: first all changes, then, apart, the rows a person chose to overwrite (F3). */
  *next(selection: Selection, afterSeq: number): Step<BuiltPackage | null> {
    if (afterSeq < KEPT_FROM) {
      const built = yield* pack(this.#sent(selection, afterSeq + 1, KEPT_FROM), LIMITS);
      if (built !== null) return { ...built, overrideStickiness: false };
    }
    return yield* this.#nextOverrides(selection, Math.max(afterSeq, KEPT_FROM));
  }

  /**
   * Rows that need no power over what Canvas protects do not get it: an enrollment's state is never sticky, but its dates,
   * which our row leaves blank, are, and somebody may have set them by hand (canvas-sis.md §4, C7).
   */
  *#nextOverrides(selection: Selection, afterSeq: number): Step<BuiltPackage | null> {
    const [first, ...others] = this.#changes(selection, afterSeq + 1, Number.MAX_SAFE_INTEGER);
    if (first === undefined) return null;
    const overrideStickiness = isSticky(first);
    const apart = others.findIndex((change) => isSticky(change) !== overrideStickiness);
    const rows = [first, ...(apart < 0 ? others : others.slice(0, apart))];
    const built = yield* pack(rows.map(sentRow), LIMITS);
    return built === null ? null : { ...built, overrideStickiness };
  }

  *rebuild(selection: Selection, firstSeq: number, lastSeq: number): Step<BuiltPackage> {
    const built = yield* pack(this.#sent(selection, firstSeq, lastSeq), NO_LIMITS);
    if (built === null) throw new Error('A package to be made again holds no row.');
    const [first] = firstSeq > KEPT_FROM ? this.#changes(selection, firstSeq, firstSeq) : [];
    return { ...built, overrideStickiness: first !== undefined && isSticky(first) };
  }

  touched(selection: Selection, firstSeq: number, lastSeq: number, limit: number): Touched {
    const keys: TouchedKey[] = [];
    let rows = 0;
    for (const change of this.#rows(selection, firstSeq, lastSeq)) {
      rows += 1;
      if (rows > limit) return { rows, keys: [] };
      const login = change.entity === 'user' ? (change.row.login_id ?? '') : '';
      keys.push({ entity: change.entity, key: change.key, login });
    }
    return { rows, keys };
  }

  /** Sections whose enrollments the changes touch. */
  *sections(selection: Selection, firstSeq: number, lastSeq: number): Step<ReadonlySet<string>> {
    const sections = new Set<string>();
    yield* eachRow('Looking which terms were touched', this.#rows(selection, firstSeq, lastSeq), ({ entity, key }) => {
      if (entity === 'enrollment') sections.add(sectionOf(key));
    });
    return sections;
  }

  *takeMessages(selection: Selection, record: PackageRecord, rows: readonly ImportErrorRow[]): Step<void> {
    const changes = () => this.#sent(selection, record.firstSeq, record.lastSeq);
    this.#messages = rows.length === 0 ? NO_MESSAGES : yield* placeMessages(rows, changes);
  }

  /**
   * Books every row of a package by what was read back. Each batch is a transaction of its own, in the package's order: a
   * crash or a stop leaves whole batches booked, and the next call goes on behind the last of them.
   */
  *confirm(run: string, selection: Selection, record: PackageRecord, work: WorkFile, at: string): Step<ConfirmCounts> {
    const before = this.#store.booked(run, record.firstSeq, record.lastSeq);
    const booking = new Booking(this.#store, run, record, at);
    for (const change of this.#changes(selection, before.lastSeq + 1, record.lastSeq)) {
      booking.book(change, work, this.#messages);
      if (booking.waiting < BOOKED_TOGETHER) continue;
      booking.commit();
      yield { step: 'Recording what arrived', done: before.rows + booking.rows, total: record.rows };
    }
    booking.commit({ ...record, state: 'confirmed' });
    const { confirmed, failed, examples } = booking;
    return { confirmed: before.confirmed + confirmed, failed: before.rows - before.confirmed + failed, examples };
  }

  /** What a stop or a crash left unbooked of a package that Canvas has taken. */
  unbooked(run: string, record: PackageRecord): SeqRange {
    return { firstSeq: this.#store.booked(run, record.firstSeq, record.lastSeq).lastSeq + 1, lastSeq: record.lastSeq };
  }

  /** Compares what Canvas has now with what the plan was made on, for everything a run has still to send. */
  *markStale(selection: Selection, afterSeq: number, work: WorkFile, at: string): Step<number> {
    let receipts: StoredReceipt[] = [];
    let stale = 0;
    const flush = () => {
      this.#store.addReceipts(receipts);
      stale += receipts.length;
      receipts = [];
    };
    const logins = loginsIn(work);
    const changes = this.#changes(selection, afterSeq + 1, Number.MAX_SAFE_INTEGER);
    yield* eachRow('Looking what changed since the preview', changes, (change) => {
      const present = work.get('canvas', change.entity, change.bucket, change.key);
      if (!isStale(change, present) && !takesLogin(change, logins)) return;
      receipts.push({ ...receiptOf(change, selection.run, at), outcome: 'stale', importId: null, message: MOVED });
      if (receipts.length >= BOOKED_TOGETHER) flush();
    });
    flush();
    return stale;
  }

  /** Sections among the rows a person chose to overwrite. */
  overwrittenSections(selection: Selection): readonly SeqAndKey[] {
    const sections = [...this.#overrides(selection, KEPT_FROM, Number.MAX_SAFE_INTEGER)].filter(
      ({ entity }) => entity === 'section',
    );
    return sections.map(({ seq, key }) => ({ seq, key }));
  }

  /** What a person left out of this run alone: the next plan shows it again. The value is how many it would have sent. */
  spare(
    selection: Selection,
    seqs: readonly number[],
    { message, at }: { readonly message: string; readonly at: string },
  ): number {
    const spared = seqs.flatMap((seq) => [...this.#changes(selection, seq, seq)]);
    const receipt = { outcome: 'left-out' as const, importId: null, message };
    this.#store.addReceipts(spared.map((change) => ({ ...receiptOf(change, selection.run, at), ...receipt })));
    return spared.length;
  }

  /** The ledger takes what was planned as said, so that what Canvas has differs by somebody's choice (F3). */
  leaveOut(
    selection: Selection,
    seqs: readonly number[],
    { message, at }: { readonly message: string; readonly at: string },
  ): void {
    const { run } = selection;
    this.#store.transaction(() => {
      for (const change of seqs.flatMap((seq) => [...this.#changes(selection, seq, seq)])) {
        this.#store.addReceipts([{ ...receiptOf(change, run, at), outcome: 'stale', importId: null, message }]);
        // What was to be overwritten is kept already.
        if (change.seq > KEPT_FROM) continue;
        this.#store.ledgerPut(change.entity, [ledgerRowOf(change, run, false, change.ledgerExtra)]);
      }
    });
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

  /**
   * The ledger takes what is in Canvas already as ours (D6). After all packages: a receipt of these between those of a package
   * would look as if the package were booked so far.
   */
  *remember(selection: Selection, at: string): Step<number> {
    const { plan, released, run } = selection;
    let batch: SendableChange[] = [];
    let done = 0;
    const flush = () => {
      this.#store.transaction(() => {
        this.#store.addReceipts(
          batch.map((change) => ({
            ...receiptOf(change, run, at),
            outcome: 'confirmed' as const,
            importId: null,
            message: null,
          })),
        );
        for (const change of batch) this.#store.ledgerPut(change.entity, [ledgerRowOf(change, run, true, change.ledgerExtra)]);
      });
      batch = [];
    };
    for (const change of this.#store.packageChanges(plan, released, 1, KEPT_FROM)) {
      if (!isOnlyRemembered(change.row)) continue;
      batch.push(change);
      done += 1;
      if (batch.length < BOOKED_TOGETHER) continue;
      flush();
      yield { step: 'Adopting what is in Canvas already', done, total: null };
    }
    flush();
    return done;
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

  /**
   * What a remap plan says, done here and nowhere else (ROSTER-RULES B4): ids we gave belong to other records from now on. After a
   * crash those without a receipt are left to do. The value is how many were done now.
   */
  *remap(selection: Selection, at: string): Step<number> {
    const booked = new Set(receiptOutcomes.flatMap((outcome) => this.#store.seqsWith(selection.run, outcome)));
    let done = 0;
    let batch: SendableChange[] = [];
    const flush = () => {
      this.#store.transaction(() => {
        for (const change of batch) this.#remapOne(change, selection.run, at);
      });
      done += batch.length;
      batch = [];
    };
    for (const change of this.#store.packageChanges(selection.plan, selection.released, 1, Number.MAX_SAFE_INTEGER)) {
      // A plan remaps or writes, never both.
      if (!isRemap(change)) break;
      if (booked.has(change.seq)) continue;
      batch.push(change);
      if (batch.length < BOOKED_TOGETHER) continue;
      flush();
      yield { step: 'Noting the new ids', done, total: null };
    }
    flush();
    return done;
  }

  #remapOne(change: SendableChange, run: string, at: string): void {
    const { entity, key, bucket, row } = change;
    const { [REMAP_FROM]: from = '', [REMAP_TO]: to = '' } = row;
    const kind = entity === 'user' ? 'user' : 'section';
    const isDone = this.#store.repointIdentity(kind, from, to);
    const outcome = isDone ? 'confirmed' : 'stale';
    this.#store.addReceipts([{ ...receiptOf(change, run, at), outcome, importId: null, message: isDone ? null : REMAPPED }]);
    if (!isDone) return;
    this.#noteSource(entity, bucket, key, change.source);
    if (kind !== 'section') return;
    const course = this.#store.identities('course', [from]).get(from);
    if (course === undefined || !this.#store.repointIdentity('course', from, to)) return;
    this.#noteSource('course', bucketFor('course', course), course, change.source);
  }

  #noteSource(entity: EntityKind, bucket: number, key: string, source: SendableChange['source']): void {
    const known = this.#store.ledgerGet(entity, bucket, key);
    if (known !== null) this.#store.ledgerPut(entity, [{ ...known, bucket, source: sourceText(source) }]);
  }

  #changes(selection: Selection, firstSeq: number, lastSeq: number): Generator<SendableChange> {
    const { plan, released, run } = selection;
    const changes = this.#store.packageChanges(plan, released, firstSeq, lastSeq);
    return this.#notStale(run, joined(changes, this.#overrides(selection, firstSeq, lastSeq)));
  }

  #rows(selection: Selection, firstSeq: number, lastSeq: number): Generator<SendableRow> {
    const { plan, released, run } = selection;
    const rows = this.#store.packageRows(plan, released, firstSeq, lastSeq);
    return this.#notStale(run, joined<SendableRow>(rows, this.#overrides(selection, firstSeq, lastSeq)));
  }

  #overrides({ plan, overrides }: Selection, firstSeq: number, lastSeq: number): Iterable<SendableChange> {
    return overrides.length === 0 ? [] : this.#store.overrides(plan, overrides, firstSeq, lastSeq);
  }

  /** The rows as they stand in import files: what adopts has one of its own. */
  *#sent(selection: Selection, firstSeq: number, lastSeq: number): Generator<SentRow> {
    for (const change of this.#rows(selection, firstSeq, lastSeq)) yield sentRow(change);
  }

  *#notStale<C extends SendableRow>(run: string, changes: Iterable<C>): Generator<C> {
    const out = new Set([...this.#store.seqsWith(run, 'stale'), ...this.#store.seqsWith(run, 'left-out')]);
    for (const change of changes) {
      if (out.has(change.seq) || isByApi(change) || isRemap(change) || isOnlyRemembered(change.row)) continue;
      yield change;
    }
  }
}

/** What a plan changes, then what is overwritten: in the order of their seqs. */
function* joined<C>(first: Iterable<C>, second: Iterable<C>): Generator<C> {
  yield* first;
  yield* second;
}

function isSticky({ entity, changed }: SendableChange): boolean {
  return anySticky(entity, changed);
}

/** Packs rows until a limit is reached; null when there are none. */
function* pack(rows: Iterable<SentRow>, limits: PackageLimits): Step<Omit<BuiltPackage, 'overrideStickiness'> | null> {
  const writer = createPackageWriter(limits);
  let firstSeq = 0;
  let lastSeq = 0;
  yield* eachRow('Writing the import file', rows, ({ seq, entity, row }) => {
    if (!writer.add(entity, row)) return 'enough';
    if (firstSeq === 0) firstSeq = seq;
    lastSeq = seq;
  });
  return firstSeq === 0 ? null : { ...writer.finish(), firstSeq, lastSeq };
}

/** What people in Canvas sign in with, those without SIS id too. */
function loginsIn(work: WorkFile): Hashes {
  const logins = new Hashes();
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    for (const row of work.rows('canvas', 'user', bucket)) logins.add(loginText(fieldsOf(row).login_id ?? ''));
  }
  return logins;
}

/** Canvas would give the new person the account that somebody made meanwhile (canvas-sis.md §1.9, ROSTER-RULES B2, G2). */
function takesLogin({ entity, action, after }: SendableChange, logins: Hashes): boolean {
  return entity === 'user' && action === 'create' && logins.has(loginText(after?.login_id ?? ''));
}

/** What has no SIS id in Canvas cannot be named in an import: it gets its id through the API (ROSTER-RULES G2). */
function isByApi({ row }: Pick<SendableRow, 'row'>): boolean {
  return row.old_id === '';
}

/** Nothing of it goes to Canvas. */
function isRemap({ row }: Pick<SendableRow, 'row'>): boolean {
  return row[REMAP_TO] !== undefined;
}
