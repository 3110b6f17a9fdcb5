import type { Hold } from '../../../shared/plan.ts';
import type { DistrictSettings } from '../../../shared/settings.ts';
import type { Reissued, ReissuedKind } from '../../store/store-api.ts';
import type { RowHold } from '../desired.ts';
import { DISTRICT, reissuedRowText, reissuedText } from '../holds/hold-words.ts';
import { byText } from '../text.ts';
import { Hashes } from './hashes.ts';
import type { MapStore, MapWork } from './map-context.ts';
import type { SamePeople } from './same-people.ts';

interface Group {
  /** Active records of the kind. */
  base: number;
  count: number;
  example: Reissued | null;
  /** What they are called by in Canvas, as hashes: it may be a whole district. */
  readonly canvasIds: Hashes;
}

/**
 * Whose ids were issued again, as mapping found it (ROSTER-RULES B2, B4). Such a record is mapped as what it was before, so that
 * nobody comes twice and nobody goes; whatever else changes of it waits until a remap plan says that both are one.
 */
export class Reissues {
  readonly #percent: number;
  readonly #groups: Readonly<Record<ReissuedKind, Group>> = { user: noGroup(), section: noGroup() };

  constructor({ reissuePercent }: Pick<DistrictSettings, 'reissuePercent'>) {
    this.#percent = reissuePercent;
  }

  /** One more active record, whatever its id. */
  count(kind: ReissuedKind): void {
    this.#groups[kind].base += 1;
  }

  take(row: Reissued): void {
    if (!row.sure) return;
    const group = this.#groups[row.kind];
    group.count += 1;
    group.canvasIds.add(row.sisId);
    if (group.example === null || byText(row.fresh, group.example.fresh) < 0) group.example = row;
  }

  get any(): boolean {
    return this.#groups.user.count + this.#groups.section.count > 0;
  }

  /** What a change of the one who has this id in Canvas waits for; null for everybody else. */
  waitOf(kind: ReissuedKind, canvasId: string, label: string): RowHold | null {
    const group = this.#groups[kind];
    return group.count > 0 && group.canvasIds.has(canvasId) ? this.rowHold(kind, label) : null;
  }

  rowHold(kind: ReissuedKind, label: string): RowHold {
    return { rule: this.#rule(kind), text: reissuedRowText(label), with: this.#holdId(kind) };
  }

  /** Whoever stands on one of them waits with it (E13). */
  waiting(kind: ReissuedKind): { readonly keys: Hashes; readonly hold: Pick<Hold, 'id' | 'message'> } | null {
    const { count, canvasIds } = this.#groups[kind];
    return count === 0 ? null : { keys: canvasIds, hold: { id: this.#holdId(kind), message: reissuedRowText('') } };
  }

  /** B4: more than 2 % of all; fewer are id changes, which need a person as well (B2). */
  #rule(kind: ReissuedKind): 'B4' | 'B2' {
    const { count, base } = this.#groups[kind];
    return count * 100 > base * this.#percent ? 'B4' : 'B2';
  }

  #holdId(kind: ReissuedKind): string {
    const rule = this.#rule(kind);
    return rule === 'B4' ? `${rule}:${kind}:` : `${rule}:${kind}::reissued`;
  }

  /** What nobody can release: only a remap plan ends it. They are there whether or not anything else changes of those records. */
  holds(): Hold[] {
    return (['user', 'section'] as const).flatMap((kind) => {
      const { count, base, example } = this.#groups[kind];
      if (example === null) return [];
      const rule = this.#rule(kind);
      const message = reissuedText(kind, { count, base, limit: rule === 'B4' ? this.#percent : null }, example);
      const id = this.#holdId(kind);
      return [{ id, rule, entity: kind, school: '', schoolName: DISTRICT, count: 0, message, releasable: false, remap: true }];
    });
  }
}

function noGroup(): Group {
  return { base: 0, count: 0, example: null, canvasIds: new Hashes() };
}

/**
 * The store as mapping is to see it: a record whose id was issued again has what it had before (B4), one of several of the same
 * person what that person has (B3).
 */
export function withReissued(store: MapStore, work: Pick<MapWork, 'reissuedAmong'>, same: SamePeople): MapStore {
  return {
    ...storeParts(store),
    identities(kind, sourcedIds) {
      const given = store.identities(kind, sourcedIds);
      const known = kind === 'user' ? withShared(given, sourcedIds, same) : given;
      if (kind !== 'user' && kind !== 'section' && kind !== 'course') return known;
      const again = work.reissuedAmong(
        kind === 'user' ? 'user' : 'section',
        sourcedIds.filter((id) => !known.has(id)),
      );
      const sure = [...again.values()].filter((row) => row.sure);
      if (sure.length === 0) return known;
      if (kind !== 'course') return new Map([...known, ...sure.map(({ fresh, sisId }) => [fresh, sisId] as const)]);
      const courses = store.identities(
        'course',
        sure.map(({ old }) => old),
      );
      return new Map([...known, ...sure.flatMap(({ fresh, old }) => pairOf(fresh, courses.get(old)))]);
    },
  };
}

function withShared(
  known: ReadonlyMap<string, string>,
  sourcedIds: readonly string[],
  same: SamePeople,
): ReadonlyMap<string, string> {
  const shared = sourcedIds.flatMap((id) => (known.has(id) ? [] : pairOf(id, same.idOf(id))));
  return shared.length === 0 ? known : new Map([...known, ...shared]);
}

function pairOf(fresh: string, id: string | undefined): (readonly [string, string])[] {
  return id === undefined ? [] : [[fresh, id]];
}

function storeParts(store: MapStore): Omit<MapStore, 'identities'> {
  return {
    allIdentities: (kind) => store.allIdentities(kind),
    identityOwners: (kind, sisIds) => store.identityOwners(kind, sisIds),
    identityCount: (kind) => store.identityCount(kind),
    knownIdentities: (kind) => store.knownIdentities(kind),
    sharedIdentities: (kind) => store.sharedIdentities(kind),
    noteTraits: (kind, records) => store.noteTraits(kind, records),
    mint: (identities) => store.mint(identities),
    ledgerGet: (entity, bucket, key) => store.ledgerGet(entity, bucket, key),
    ledgerRows: (entity, bucket) => store.ledgerRows(entity, bucket),
    saveHeadcount: (headcount) => store.saveHeadcount(headcount),
  };
}
