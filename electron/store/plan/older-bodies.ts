import type { Collection, EntityKind, Fields } from '../../../shared/entities.ts';
import type { ChangeAction, RemovalKind } from '../../../shared/plan.ts';
import type { StoredChange } from './change-pack.ts';

/** Bodies of changes as earlier versions stored them: their plans hold the before-images of an undo. */

/** The first ones: one list. */
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

export function changeOfList(list: string): StoredChange {
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

/** The next ones: five texts, the last of them a list. */
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

export function changeOfTexts([
  key = '',
  row = '',
  ledgerFields = '',
  ledgerExtra = '',
  rest = '',
]: readonly string[]): StoredChange {
  const [entity, action, how, label, school, schoolName, changed, before, after, rule, text, ...last] = JSON.parse(rest) as Rest;
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
