import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Collection, EntityKind, Fields } from '../../../shared/entities.ts';
import type { KeptWhy } from '../../../shared/kept.ts';
import type { ChangeAction, RemovalKind } from '../../../shared/plan.ts';
import type { Connection } from '../driver.ts';
import type { PlannedChange, PlannedKept } from '../store-api.ts';
import { baseOf } from './plan-tables.ts';

/**
 * Bodies of changes, 32 to a block: a change with its rows and ledger texts is 1 to 2 KB of very repetitive text, so a
 * block is a tenth of that, and district.db, its backups and its clean-up shrink with it.
 *
 * A body is five texts, the import row before the rest: whoever writes packages decodes and parses a third of it. The body of
 * a kept row has a sixth. Bodies of older plans are one list (`ListedBody`).
 */
export const PACK = 32;

/** A change without what its holds tell. */
export type StoredChange = Omit<PlannedChange, 'waiting'>;

/** JSON holds no raw line break and no raw tab, so these separate bodies and the texts of one. */
const BETWEEN_BODIES = '\n';
const BETWEEN_TEXTS = '\t';
const LINE_BREAK = 0x0a;
const TAB = 0x09;
const LIST_BEGINS = 0x5b;

type Rest = readonly [
  entity: EntityKind,
  action: ChangeAction,
  how: RemovalKind | null,
  label: string,
  school: string,
  schoolName: string,
  changed: readonly string[],
  before: Fields | null,
  after: Fields | null,
  rule: string,
  text: string,
  collection: Collection | null,
  sourcedId: string,
  bucket: number,
  canvasId: string,
  hold: string,
];

export function packChanges(texts: readonly string[]): Buffer {
  return deflateRawSync(texts.join(BETWEEN_BODIES), { level: 1 });
}

export function changeText(change: PlannedChange): string {
  const rest: Rest = [
    change.entity,
    change.action,
    change.how,
    change.label,
    change.school,
    change.schoolName,
    change.changed,
    change.before,
    change.after,
    change.reason.rule,
    change.reason.text,
    change.source?.collection ?? null,
    change.source?.sourcedId ?? '',
    change.bucket,
    change.canvasId,
    change.hold,
  ];
  const { ledgerFields, ledgerExtra } = change;
  if (/[\t\n]/.test(ledgerFields) || /[\t\n]/.test(ledgerExtra)) throw new Error('A ledger text must be canonical JSON.');
  return [JSON.stringify(change.key), JSON.stringify(change.row), ledgerFields, ledgerExtra, JSON.stringify(rest)].join(
    BETWEEN_TEXTS,
  );
}

/** What a kept row has beside the change that would overwrite it. */
type WhyKept = readonly [why: KeptWhy, lastSynced: Fields, obstacle: string, beside: number];

export type StoredKept = StoredChange & Pick<PlannedKept, 'why' | 'lastSynced' | 'obstacle' | 'beside'>;

export function keptText(row: PlannedKept): string {
  const kept: WhyKept = [row.why, row.lastSynced, row.obstacle, row.beside];
  return [changeText(row), JSON.stringify(kept)].join(BETWEEN_TEXTS);
}

/** The bodies of one block; each is decoded and parsed only as far as it is asked for. It is our own text, not checked again. */
export class ChangePack {
  readonly #bytes: Buffer;
  /** Where each body begins, and behind the last one. */
  readonly #starts: number[] = [0];

  constructor(pack: Uint8Array) {
    this.#bytes = inflateRawSync(pack);
    for (let at = this.#bytes.indexOf(LINE_BREAK); at >= 0; at = this.#bytes.indexOf(LINE_BREAK, at + 1))
      this.#starts.push(at + 1);
    this.#starts.push(this.#bytes.length + 1);
  }

  /** Undefined when the block has no such body. */
  change(index: number): StoredChange | undefined {
    const body = this.#body(index);
    if (body === undefined) return undefined;
    if (body[0] === LIST_BEGINS) return ofList(body.toString('utf8'));
    const [key = '', row = '', ledgerFields = '', ledgerExtra = '', rest = ''] = body.toString('utf8').split(BETWEEN_TEXTS);
    const [entity, action, how, label, school, schoolName, changed, before, after, rule, text, ...last] = JSON.parse(
      rest,
    ) as Rest;
    const [collection, sourcedId, bucket, canvasId, hold] = last;
    return {
      entity,
      action,
      how,
      key: JSON.parse(key) as string,
      label,
      school,
      schoolName,
      changed: [...changed],
      before,
      after,
      reason: { rule, text },
      source: collection === null ? null : { collection, sourcedId },
      bucket,
      row: JSON.parse(row) as Fields,
      ledgerFields,
      ledgerExtra,
      canvasId,
      hold,
    };
  }

  kept(index: number): StoredKept | undefined {
    const change = this.change(index);
    const text = this.#body(index)?.toString('utf8').split(BETWEEN_TEXTS)[5];
    if (change === undefined || text === undefined) return undefined;
    const [why, lastSynced, obstacle, beside] = JSON.parse(text) as WhyKept;
    return { ...change, why, lastSynced, obstacle, beside };
  }

  /** Only what a package needs of a change. */
  row(index: number): Pick<StoredChange, 'key' | 'row'> | undefined {
    const body = this.#body(index);
    if (body === undefined) return undefined;
    if (body[0] === LIST_BEGINS) return ofList(body.toString('utf8'));
    const keyEnds = body.indexOf(TAB);
    const rowEnds = body.indexOf(TAB, keyEnds + 1);
    return {
      key: JSON.parse(body.toString('utf8', 0, keyEnds)) as string,
      row: JSON.parse(body.toString('utf8', keyEnds + 1, rowEnds)) as Fields,
    };
  }

  #body(index: number): Buffer | undefined {
    const start = this.#starts[index];
    const next = this.#starts[index + 1];
    return start === undefined || next === undefined ? undefined : this.#bytes.subarray(start, next - 1);
  }
}

/** A body as plans were first stored. */
type ListedBody = readonly [
  entity: EntityKind,
  action: ChangeAction,
  how: RemovalKind | null,
  key: string,
  label: string,
  school: string,
  schoolName: string,
  changed: readonly string[],
  before: Fields | null,
  after: Fields | null,
  rule: string,
  text: string,
  collection: Collection | null,
  sourcedId: string,
  bucket: number,
  row: Fields,
  ledgerFields: string,
  ledgerExtra: string,
  canvasId: string,
  hold: string,
];

function ofList(list: string): StoredChange {
  const listed = JSON.parse(list) as ListedBody;
  const [entity, action, how, key, label, school, schoolName, changed, before, after, rule, text, ...rest] = listed;
  const [collection, sourcedId, bucket, row, ledgerFields, ledgerExtra, canvasId, hold] = rest;
  return {
    entity,
    action,
    how,
    key,
    label,
    school,
    schoolName,
    changed: [...changed],
    before,
    after,
    reason: { rule, text },
    source: collection === null ? null : { collection, sourcedId },
    bucket,
    row,
    ledgerFields,
    ledgerExtra,
    canvasId,
    hold,
  };
}

/** Reads something of a plan's bodies by seq; neighbours come from the same unpacked block. */
export type BodyReader = <T>(seq: number, read: (pack: ChangePack, index: number) => T | undefined) => T;

export function bodyReader(db: Connection, plan: number): BodyReader {
  let at = -1;
  let pack: ChangePack | null = null;
  return (seq, read) => {
    const index = Math.floor((seq - 1) / PACK);
    if (index !== at) {
      const row = db.one<readonly [Uint8Array]>('SELECT pack FROM change_pack WHERE id = ?', [baseOf(plan) + index]);
      pack = row === undefined ? null : new ChangePack(row[0]);
      at = index;
    }
    const body = pack === null ? undefined : read(pack, (seq - 1) % PACK);
    if (body === undefined) throw new Error(`Plan ${plan} has no body for change ${seq}.`);
    return body;
  };
}
