import type { RunStore } from '../../electron/engine/worker/run-desk.ts';
import type { MapStore } from '../../electron/roster/steps/map-context.ts';
import type { CompareStore } from '../../electron/roster/steps/plan-draft.ts';
import { perEntity } from '../../electron/store/codes.ts';
import { compareKeys } from '../../electron/store/key-order.ts';
import {
  type Bucketed,
  KEPT_FROM,
  type LedgerRow,
  type PlannedChange,
  type PlannedKept,
  type PlanResultRow,
  type SendableChange,
  type StoredReceipt,
  WAITING,
} from '../../electron/store/store-api.ts';
import type { EntityKind } from '../../shared/entities.ts';
import type { Finding } from '../../shared/finding.ts';
import type { Headcount } from '../../shared/headcount.ts';

/** A plan as written, with the holds of every change. */
export interface MemoryPlan {
  readonly number: number;
  readonly changes: readonly (PlannedChange & { readonly seq: number; readonly holds: readonly string[] })[];
  /** What the plan keeps as Canvas has it, by its number from 1. */
  readonly kept: readonly PlannedKept[];
  readonly result: PlanResultRow;
  readonly findings: readonly Finding[];
}

type Entry = LedgerRow & Bucketed;

/** The part of a district's store that mapping, comparing and booking use, in memory. */
export class MemoryStore implements MapStore, CompareStore, RunStore {
  readonly #minted = new Map<string, Map<string, string>>();
  readonly #ledger = new Map<EntityKind, Map<string, Entry>>();
  readonly plans: MemoryPlan[] = [];
  readonly receipts: StoredReceipt[] = [];

  allIdentities: MapStore['allIdentities'] = (kind) => new Map(this.#minted.get(kind));

  identities: MapStore['identities'] = (kind, ids) => {
    const all = this.#minted.get(kind);
    return new Map(ids.flatMap((id) => (all?.has(id) ? [[id, all.get(id) ?? ''] as const] : [])));
  };

  identityOwners: MapStore['identityOwners'] = (kind, sisIds) => {
    const owners = [...(this.#minted.get(kind) ?? [])].map(([sourcedId, sisId]) => [sisId, sourcedId] as const);
    return new Map(owners.filter(([sisId]) => sisIds.includes(sisId)).sort(([, a], [, b]) => (a < b ? 1 : -1)));
  };

  /** What the settings are counted by. */
  headcount: Headcount | null = null;
  saveHeadcount: MapStore['saveHeadcount'] = (headcount) => {
    this.headcount = headcount;
  };

  hasIdentities = () => this.#minted.size > 0;

  mint: MapStore['mint'] = (identities) => {
    for (const { kind, sourcedId, sisId } of identities) {
      const all = this.#minted.get(kind) ?? new Map<string, string>();
      if ((all.get(sourcedId) ?? sisId) !== sisId) throw new Error(`A second id would be minted for one ${kind} record.`);
      this.#minted.set(kind, all.set(sourcedId, sisId));
    }
  };

  readonly #traits = new Map<string, string>();

  identityCount: MapStore['identityCount'] = (kind) => this.#minted.get(kind)?.size ?? 0;

  knownIdentities: MapStore['knownIdentities'] = (kind) =>
    [...(this.#minted.get(kind) ?? [])]
      .map(([key, sisId]) => ({ key, sisId, traits: this.#traits.get(`${kind} ${key}`) ?? '' }))
      .sort((a, b) => compareKeys(a.key, b.key));

  sharedIdentities: MapStore['sharedIdentities'] = (kind) => {
    const ids = [...(this.#minted.get(kind)?.values() ?? [])];
    return [...new Set(ids.filter((id, n) => ids.indexOf(id) !== n))];
  };

  noteTraits: MapStore['noteTraits'] = (kind, records) => {
    for (const { sourcedId, traits } of records) {
      // As in the real one: who has no id is passed over, and what is known goes with the id.
      if (this.#minted.get(kind)?.has(sourcedId) === true) this.#traits.set(`${kind} ${sourcedId}`, traits);
    }
  };

  repointIdentity: RunStore['repointIdentity'] = (kind, from, to) => {
    const all = this.#minted.get(kind);
    const sisId = all?.get(from);
    if (all === undefined || sisId === undefined || all.has(to)) return false;
    all.delete(from);
    all.set(to, sisId);
    this.#traits.set(`${kind} ${to}`, this.#traits.get(`${kind} ${from}`) ?? '');
    return true;
  };

  ledgerGet: MapStore['ledgerGet'] = (entity, bucket, key) => {
    const row = this.#ledger.get(entity)?.get(key);
    return row?.bucket === bucket ? row : null;
  };

  ledgerRows = (entity: EntityKind, bucket: number): readonly LedgerRow[] => {
    const rows = [...(this.#ledger.get(entity)?.values() ?? [])].filter((row) => row.bucket === bucket);
    return rows.sort((a, b) => compareKeys(a.key, b.key));
  };

  ledgerPut: CompareStore['ledgerPut'] = (entity, rows) => {
    const all = this.#ledger.get(entity) ?? new Map<string, Entry>();
    for (const row of rows) all.set(row.key, row);
    this.#ledger.set(entity, all);
  };

  /** Every row we hold, whatever its bucket. */
  ledger(entity: EntityKind): readonly LedgerRow[] {
    return [...(this.#ledger.get(entity)?.values() ?? [])];
  }

  #seen: ReadonlyMap<string, readonly string[]> | null = null;
  #lastDay = '';
  readonly #lapses = new Map<number, Map<string, string>>();

  lastSightingDay = () => this.#lastDay;

  beginSightings: CompareStore['beginSightings'] = () => {
    const before = this.#seen;
    const found = new Map<string, string[]>();
    this.#seen = null;
    const lapsesOf = (bucket: number) => {
      const known = this.#lapses.get(bucket) ?? new Map<string, string>();
      this.#lapses.set(bucket, known);
      return known;
    };
    return {
      lastDay: this.#lastDay,
      follows: before !== null,
      lapses: (bucket) => [...lapsesOf(bucket)].map(([key, since]) => ({ key, since })).sort((a, b) => compareKeys(a.key, b.key)),
      putLapses: (bucket, rows) => {
        for (const { key, since } of rows) lapsesOf(bucket).set(key, since);
      },
      dropLapses: (bucket, keys) => {
        for (const key of keys) lapsesOf(bucket).delete(key);
      },
      before: (entity, bucket) => [...(before?.get(`${entity} ${bucket}`) ?? [])].sort(compareKeys),
      add: (entity, bucket, keys) => {
        const name = `${entity} ${bucket}`;
        found.set(name, [...(found.get(name) ?? []), ...keys]);
      },
      finish: (day) => {
        this.#seen = found;
        this.#lastDay = day;
      },
    };
  };

  /** How many unwatched runs came as far as a plan, and whether anything was ever sent. */
  scheduledRuns = 0;
  fullySynced = false;
  usedSince: string | null = null;

  beginPlan: CompareStore['beginPlan'] = () => {
    const number = this.plans.length + 1;
    const changes: (PlannedChange & { seq: number; holds: string[] })[] = [];
    const findings: Finding[] = [];
    const kept: PlannedKept[] = [];
    return {
      number,
      add: (more) => {
        for (const one of more) changes.push({ ...one, seq: changes.length + 1, holds: one.hold === '' ? [] : [one.hold] });
      },
      keep: (more) => void kept.push(...more),
      keepFindings: (more) => void findings.push(...more),
      hold: (hold, { entities, actions, school, ranges }) => {
        const held = changes.filter(
          (one) =>
            (entities?.includes(one.entity) ?? true) &&
            (actions?.includes(one.action) ?? true) &&
            (school === undefined || one.school === school) &&
            (ranges?.some(([first, last]) => first <= one.seq && one.seq <= last) ?? true),
        );
        for (const one of held) if (!one.holds.includes(hold)) one.holds.push(hold);
        return held.length;
      },
      heldCounts: () => perEntity((entity) => changes.filter((one) => one.entity === entity && one.holds.length > 0).length),
      finish: (result) => void this.plans.push({ number, changes, kept, result, findings }),
      discard: () => undefined,
    };
  };

  plan(number: number): MemoryPlan {
    const plan = this.plans[number - 1];
    if (plan === undefined) throw new Error(`There is no plan ${number}.`);
    return plan;
  }

  packageChanges: RunStore['packageChanges'] = (plan, released, firstSeq, lastSeq) =>
    this.#free(plan, released).filter((change) => change.seq >= firstSeq && change.seq <= lastSeq);

  packageRows: RunStore['packageRows'] = (plan, released, firstSeq, lastSeq) =>
    this.packageChanges(plan, released, firstSeq, lastSeq);

  overrides: RunStore['overrides'] = (plan, seqs, firstSeq, lastSeq) =>
    seqs
      .filter((seq) => seq >= firstSeq && seq <= lastSeq)
      .flatMap((seq) => {
        const row = this.plan(plan).kept[seq - KEPT_FROM - 1];
        if (row === undefined || row.obstacle !== '') return [];
        const { why: _why, lastSynced: _set, obstacle: _none, beside, ...change } = row;
        if ((this.plan(plan).changes[beside - 1]?.holds.length ?? 0) > 0) return [];
        return [{ ...change, seq, override: true as const }];
      });

  #free(plan: number, released: readonly string[]): SendableChange[] {
    const watched = released.includes(WAITING);
    return this.plan(plan).changes.filter(
      ({ holds, waiting }) => holds.every((hold) => released.includes(hold)) && (watched || !waiting),
    );
  }

  transaction: RunStore['transaction'] = (work) => work();
  addReceipts: RunStore['addReceipts'] = (receipts) => void this.receipts.push(...receipts);
  booked: RunStore['booked'] = (_run, firstSeq) => ({ lastSeq: firstSeq - 1, rows: 0, confirmed: 0 });
  seqsWith: RunStore['seqsWith'] = () => [];
  savePackage: RunStore['savePackage'] = () => undefined;
}
