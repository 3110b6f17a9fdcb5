import type { DistrictSettings } from '../../../shared/settings.ts';
import type { DistrictStore, Reissued, RowCollection, WorkFile } from '../../store/store-api.ts';
import type { DesiredRow } from '../desired.ts';
import type { DistrictTime } from '../district-time.ts';
import { HeadcountTaker } from '../headcount/headcount-taker.ts';
import { type Minted, type Minting, mintingFrom } from '../map/minting.ts';
import { canonical } from '../text.ts';
import type { Presence } from './presence.ts';
import type { Reissues } from './reissues.ts';
import type { SamePeople } from './same-people.ts';
import { bucketFor, CHECKPOINT_ROWS } from './step.ts';

/** What mapping needs of the store: what was minted and applied before. */
export type MapStore = Pick<
  DistrictStore,
  | 'allIdentities'
  | 'identities'
  | 'identityOwners'
  | 'identityCount'
  | 'knownIdentities'
  | 'noteTraits'
  | 'sharedIdentities'
  | 'mint'
  | 'ledgerGet'
  | 'ledgerRows'
  | 'saveHeadcount'
>;

export type MapWork = Pick<
  WorkFile,
  | 'rows'
  | 'snapshotRows'
  | 'snapshotRowsAt'
  | 'snapshotCount'
  | 'classRows'
  | 'enrollmentRows'
  | 'staffRows'
  | 'putPeople'
  | 'people'
  | 'appendPairs'
  | 'pairs'
  | 'sealPeople'
  | 'append'
  | 'seal'
  | 'addFindings'
  | 'putReissued'
  | 'reissuedAmong'
>;

export interface MapInput {
  readonly store: MapStore;
  readonly work: MapWork;
  readonly settings: DistrictSettings;
  readonly time: DistrictTime;
  /** ISO instant for minted ids. */
  readonly now: string;
  /** Receives the source texts of active enrollments that name something the SIS did not send, beside those that could not be read. */
  readonly unreadable: Set<string>;
  /** Receives what the pull says of people beside their rows. */
  readonly presence: Presence;
  /** Nothing was ever minted here, and Canvas is read already (D6). */
  readonly nothingMinted: boolean;
  /** Receives whose ids were issued again (B4). */
  readonly reissues: Reissues;
}

/** Collects desired rows and minted ids, and writes them in batches. */
export class MapContext {
  readonly #input: MapInput;
  readonly #rows = new Map<DesiredRow['entity'], DesiredRow[]>();
  readonly #small: { readonly account: Map<string, string>; readonly term: Map<string, string> };
  #minted: Minted[] = [];
  #pending = 0;
  #known: ReadonlyMap<string, string> = new Map();
  #again: ReadonlyMap<string, Reissued> = new Map();
  readonly minting: Minting;
  /** People whom the SIS names several times (B3). */
  readonly same: SamePeople;
  /** What the records are in numbers, for the settings. */
  readonly headcount = new HeadcountTaker();

  constructor(input: MapInput, same: SamePeople) {
    this.#input = input;
    this.same = same;
    const { store } = input;
    this.#small = { account: new Map(store.allIdentities('account')), term: new Map(store.allIdentities('term')) };
    this.minting = mintingFrom(
      (kind, id) => (kind === 'account' || kind === 'term' ? this.#small[kind].get(id) : this.#known.get(`${kind}\u001f${id}`)),
      (minted) => {
        // Accounts and terms are asked for again within the pull; the many others come once each.
        if (minted.kind === 'account' || minted.kind === 'term') this.#small[minted.kind].set(minted.sourcedId, minted.sisId);
        this.#minted.push(minted);
      },
    );
  }

  /** sourcedIds by account id, of every account ever minted. */
  accountOwners(): ReadonlyMap<string, string> {
    return new Map([...this.#small.account].map(([sourcedId, sisId]) => [sisId, sourcedId]));
  }

  /** The record this one seems to have been before, of the batch that is known. */
  reissued(sourcedId: string): Reissued | undefined {
    return this.#again.get(sourcedId);
  }

  /** Loads what was minted before for a batch of large kinds, and whose ids were issued again. */
  know(kinds: readonly ('course' | 'section' | 'user')[], sourcedIds: readonly string[]): void {
    this.#again = this.#input.work.reissuedAmong(kinds.includes('user') ? 'user' : 'section', sourcedIds);
    const known = new Map<string, string>();
    for (const kind of kinds) {
      for (const [id, sisId] of this.#input.store.identities(kind, sourcedIds)) known.set(`${kind}\u001f${id}`, sisId);
    }
    this.#known = known;
  }

  /** A course id under a key that names several classes, or one (C4). */
  mintCourse(key: string, sisId: string): void {
    this.#minted.push({ kind: 'course', sourcedId: key, sisId });
  }

  /** One more record of somebody who has an id (B3). */
  mintShared(sourcedId: string, sisId: string): void {
    this.#minted.push({ kind: 'user', sourcedId, sisId });
  }

  append(rows: readonly DesiredRow[]): void {
    for (const row of rows) {
      const list = this.#rows.get(row.entity);
      if (list === undefined) this.#rows.set(row.entity, [row]);
      else list.push(row);
    }
    this.#pending += rows.length;
    if (this.#pending >= CHECKPOINT_ROWS) this.flush();
  }

  flush(): void {
    for (const [entity, rows] of this.#rows) {
      this.#input.work.append(
        'desired',
        entity,
        rows.map((row) => ({
          key: row.key,
          fields: canonical(row.fields),
          extra: JSON.stringify(row.extra),
          bucket: bucketFor(entity, row.partition),
        })),
      );
    }
    this.#rows.clear();
    this.#pending = 0;
    if (this.#minted.length > 0) this.#input.store.mint(this.#minted.map((m) => ({ ...m, mintedAt: this.#input.now })));
    this.#minted = [];
  }
}

/** The records of a collection in order of their ids. */
export function* rowsOf<T>(work: Pick<MapWork, 'snapshotRows'>, collection: RowCollection): Generator<T> {
  for (const row of work.snapshotRows(collection)) yield JSON.parse(row.body) as T;
}

/** The same, a few thousand at a time, for whoever looks things up for all of them at once. */
export function* batchesOf<T>(work: Pick<MapWork, 'snapshotRows'>, collection: RowCollection): Generator<readonly T[]> {
  let batch: T[] = [];
  for (const row of rowsOf<T>(work, collection)) {
    batch.push(row);
    if (batch.length < CHECKPOINT_ROWS) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
