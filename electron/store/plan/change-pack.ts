import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Collection, EntityKind, Fields } from '../../../shared/entities.ts';
import type { KeptWhy } from '../../../shared/kept.ts';
import type { ChangeAction, RemovalKind } from '../../../shared/plan.ts';
import type { Connection } from '../driver.ts';
import type { PlannedChange, PlannedKept } from '../store-api.ts';
import { changeOfList, changeOfTexts } from './older-bodies.ts';
import { baseOf } from './plan-tables.ts';

/**
 * Bodies of changes, 32 to a block: a change with its rows and ledger texts is 1 to 2 KB of very repetitive text, so a
 * block is a tenth of that, and district.db, its backups and its clean-up shrink with it.
 *
 * A body is seven texts, the import row before the rest: whoever writes packages decodes and parses a third of it. The body of
 * a kept row has an eighth. A text that is the same as in the body before is `=`, neither written out nor deflated again.
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
const SAME = '=';

/** Bodies of this version have more texts than the older ones. */
const TEXTS = 7;

/** What changes of one kind at one school have in common. */
type Common = readonly [
  entity: EntityKind,
  action: ChangeAction,
  how: RemovalKind | null,
  school: string,
  schoolName: string,
  rule: string,
  text: string,
  collection: Collection | null,
  hold: string,
];
type Values = readonly [changed: readonly string[], before: Fields | null, after: Fields | null];
type Own = readonly [label: string, sourcedId: string, bucket: number, canvasId: string];

/** What a kept row has beside the change that would overwrite it. */
type WhyKept = readonly [why: KeptWhy, lastSynced: Fields, obstacle: string, beside: number];

export type StoredKept = StoredChange & Pick<PlannedKept, 'why' | 'lastSynced' | 'obstacle' | 'beside'>;

/** @param rows of one block, in order; kept rows when they say why */
export function packChanges(rows: readonly (PlannedChange | PlannedKept)[]): Buffer {
  let before: PlannedChange | null = null;
  let text = '';
  for (const row of rows) {
    if (before !== null) text += BETWEEN_BODIES;
    text += bodyOf(row, before);
    before = row;
  }
  return deflateRawSync(text, { level: 1 });
}

function bodyOf(row: PlannedChange | PlannedKept, before: PlannedChange | null): string {
  const { ledgerFields, ledgerExtra } = row;
  if (/[\t\n]/.test(ledgerFields) || /[\t\n]/.test(ledgerExtra)) throw new Error('A ledger text must be canonical JSON.');
  const own: Own = [row.label, row.source?.sourcedId ?? '', row.bucket, row.canvasId];
  const texts = [
    JSON.stringify(row.key),
    JSON.stringify(row.row),
    before?.ledgerFields === ledgerFields ? SAME : ledgerFields,
    ledgerExtra,
    before !== null && hasSameCommon(row, before) ? SAME : commonText(row),
    before !== null && hasSameValues(row, before) ? SAME : valuesText(row),
    JSON.stringify(own),
  ];
  if ('why' in row) texts.push(keptText(row));
  return texts.join(BETWEEN_TEXTS);
}

function commonText({ entity, action, how, school, schoolName, reason, source, hold }: PlannedChange): string {
  const { rule, text } = reason;
  const common: Common = [entity, action, how, school, schoolName, rule, text, source?.collection ?? null, hold];
  return JSON.stringify(common);
}

function hasSameCommon(a: PlannedChange, b: PlannedChange): boolean {
  return (
    a.entity === b.entity &&
    a.action === b.action &&
    a.how === b.how &&
    a.school === b.school &&
    a.schoolName === b.schoolName &&
    a.reason.rule === b.reason.rule &&
    a.reason.text === b.reason.text &&
    a.source?.collection === b.source?.collection &&
    a.hold === b.hold
  );
}

function valuesText({ changed, before, after }: PlannedChange): string {
  const values: Values = [changed, before, after];
  return JSON.stringify(values);
}

function hasSameValues(a: PlannedChange, b: PlannedChange): boolean {
  return (
    a.changed.length === b.changed.length &&
    a.changed.every((field, at) => field === b.changed[at]) &&
    areSame(a.before, b.before) &&
    areSame(a.after, b.after)
  );
}

function areSame(a: Fields | null, b: Fields | null): boolean {
  if (a === null || b === null) return a === b;
  const fields = Object.keys(a);
  return fields.length === Object.keys(b).length && fields.every((field) => a[field] === b[field]);
}

function keptText(row: PlannedKept): string {
  const kept: WhyKept = [row.why, row.lastSynced, row.obstacle, row.beside];
  return JSON.stringify(kept);
}

/** The bodies of one block; each is decoded and parsed only as far as it is asked for. It is our own text, not checked again. */
export class ChangePack {
  readonly #bytes: Buffer;
  /** Where each body begins, and behind the last one. */
  readonly #starts: number[] = [0];
  /** The texts of the first bodies, written out. */
  readonly #texts: (readonly string[])[] = [];

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
    if (body[0] === LIST_BEGINS) return changeOfList(body.toString('utf8'));
    const texts = this.#textsOf(index);
    if (texts.length < TEXTS) return changeOfTexts(texts);
    const [key = '', row = '', ledgerFields = '', ledgerExtra = '', common = '', values = '', own = ''] = texts;
    const [entity, action, how, school, schoolName, rule, text, collection, hold] = JSON.parse(common) as Common;
    const [changed, before, after] = JSON.parse(values) as Values;
    const [label, sourcedId, bucket, canvasId] = JSON.parse(own) as Own;
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
    const text = this.#body(index) === undefined ? undefined : this.#textsOf(index).at(-1);
    if (change === undefined || text === undefined) return undefined;
    const [why, lastSynced, obstacle, beside] = JSON.parse(text) as WhyKept;
    return { ...change, why, lastSynced, obstacle, beside };
  }

  /** Only what a package needs of a change. */
  row(index: number): Pick<StoredChange, 'key' | 'row'> | undefined {
    const body = this.#body(index);
    if (body === undefined) return undefined;
    if (body[0] === LIST_BEGINS) return changeOfList(body.toString('utf8'));
    const keyEnds = body.indexOf(TAB);
    const rowEnds = body.indexOf(TAB, keyEnds + 1);
    return {
      key: JSON.parse(body.toString('utf8', 0, keyEnds)) as string,
      row: JSON.parse(body.toString('utf8', keyEnds + 1, rowEnds)) as Fields,
    };
  }

  /** The texts of a body, with those that are the same as before. */
  #textsOf(index: number): readonly string[] {
    for (let at = this.#texts.length; at <= index; at += 1) {
      const before = this.#texts[at - 1] ?? [];
      const texts = (this.#body(at)?.toString('utf8') ?? '').split(BETWEEN_TEXTS);
      this.#texts.push(texts.map((text, n) => (text === SAME ? (before[n] ?? '') : text)));
    }
    return this.#texts[index] ?? [];
  }

  #body(index: number): Buffer | undefined {
    const start = this.#starts[index];
    const next = this.#starts[index + 1];
    return start === undefined || next === undefined ? undefined : this.#bytes.subarray(start, next - 1);
  }
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
