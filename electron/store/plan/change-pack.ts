import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Collection, EntityKind, Fields } from '../../../shared/entities.ts';
import type { ChangeAction, RemovalKind } from '../../../shared/plan.ts';
import type { PlannedChange } from '../store-api.ts';

/**
 * Bodies of changes, 32 to a block: a change with its rows and ledger texts is 1 to 2 KB of very repetitive text, so a
 * block is a tenth of that, and district.db, its backups and its clean-up shrink with it. One change of a block is read
 * without parsing the others.
 */
export const PACK = 32;

/** A change without what its holds tell. */
export type StoredChange = Omit<PlannedChange, 'waiting'>;

type Packed = readonly [
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

export function packChanges(texts: readonly string[]): Buffer {
  // JSON holds no raw line break, so one separates the changes.
  return deflateRawSync(texts.join('\n'), { level: 1 });
}

export function unpackTexts(pack: Uint8Array): readonly string[] {
  return inflateRawSync(pack).toString('utf8').split('\n');
}

export function changeText(change: PlannedChange): string {
  const packed: Packed = [
    change.entity,
    change.action,
    change.how,
    change.key,
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
    change.row,
    change.ledgerFields,
    change.ledgerExtra,
    change.canvasId,
    change.hold,
  ];
  return JSON.stringify(packed);
}

/** The text is our own, from an encrypted file: it is not checked again, a million times. */
export function changeOf(text: string): StoredChange {
  const packed = JSON.parse(text) as Packed;
  const [entity, action, how, key, label, school, schoolName, changed, before, after, rule, sentence, ...rest] = packed;
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
    reason: { rule, text: sentence },
    source: collection === null ? null : { collection, sourcedId },
    bucket,
    row,
    ledgerFields,
    ledgerExtra,
    canvasId,
    hold,
  };
}
