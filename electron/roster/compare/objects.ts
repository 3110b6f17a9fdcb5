import { assertNever } from '../../../shared/assert-never.ts';
import type { EntityKind, Fields } from '../../../shared/entities.ts';
import type { Reason } from '../../../shared/plan.ts';
import type { LedgerRow, SideRow } from '../../store/store-api.ts';
import { importRow } from '../columns.ts';
import { type DesiredExtra, ledgerExtra } from '../desired.ts';
import { canonical } from '../text.ts';
import type { Triple } from './merge.ts';
import { canvasExtra, desiredExtra, fieldsOf, ledgerExtraOf, unseenOf } from './sides.ts';
import { compareFields } from './three-way.ts';
import { ALREADY_THERE, type FoundChange, FROZEN, KEPT, NOTHING, UNCHANGED, type Verdict } from './verdict.ts';

/** Accounts, terms, courses, sections and users: everything but memberships. They are never removed here (D3, D4). */
export type ObjectKind = Exclude<EntityKind, 'enrollment' | 'observer'>;

export interface ObjectRules {
  readonly today: string;
  /** F1: what new users sign in with. */
  readonly newUserProvider: string;
}

/** Judges one account, term, course, section or user. */
export function judgeObject(entity: ObjectKind, triple: Triple<SideRow, SideRow, LedgerRow>, rules: ObjectRules): Verdict {
  const { desired, canvas, ledger } = triple;
  if (desired === null) return ledger === null || canvas === null ? NOTHING : FROZEN;
  const extra = desiredExtra(desired);
  if (extra.frozen === true) return ledger === null ? NOTHING : FROZEN;
  if (canvas === null) return appearing(entity, 'create', triple.key, desired, extra, null, rules);
  const present = fieldsOf(canvas);
  if (present.status === 'deleted') {
    // Deleted in Canvas although we had it live: somebody's decision (F3). Never ours: the SIS wants it back.
    const ours = ledger !== null && !unseenOf(ledger).includes('status');
    return ours ? KEPT : appearing(entity, 'restore', triple.key, desired, extra, canvas, rules, unseenOf(ledger));
  }
  if (ledger === null) return ALREADY_THERE;
  return changing(entity, triple.key, desired, extra, canvas, present, ledger, rules);
}

function appearing(
  entity: ObjectKind,
  action: 'create' | 'restore',
  key: string,
  desired: SideRow,
  extra: DesiredExtra,
  canvas: SideRow | null,
  rules: ObjectRules,
  unseen: readonly string[] = [],
): Verdict {
  const fields = fieldsOf(desired);
  const present = canvas === null ? null : fieldsOf(canvas);
  const change: FoundChange = {
    entity,
    action,
    how: null,
    key,
    label: extra.label,
    school: extra.school,
    changed: Object.keys(fields),
    before: present === null ? null : pick(present, Object.keys(fields)),
    after: fields,
    reason: reasonFor(entity, action),
    source: { collection: extra.source[0], sourcedId: extra.source[1] },
    row: importRow(entity, key, fields, present, rules.newUserProvider),
    ledgerFields: desired.fields,
    ledgerExtra: JSON.stringify(ledgerExtra(extra, unseen)),
    canvasId: canvas === null ? '' : canvasExtra(canvas).canvasId,
    hold: extra.hold ?? null,
  };
  return { kind: 'change', change };
}

function changing(
  entity: ObjectKind,
  key: string,
  desired: SideRow,
  extra: DesiredExtra,
  canvas: SideRow,
  present: Fields,
  ledger: LedgerRow,
  rules: ObjectRules,
): Verdict {
  const wanted = fieldsOf(desired);
  const unseen = unseenOf(ledger);
  const result = compareFields(wanted, present, fieldsOf(ledger), unseen);
  if (result.changed.length === 0) return result.kept.length > 0 ? KEPT : UNCHANGED;
  const set = pick(wanted, result.changed);
  return {
    kind: 'change',
    change: {
      entity,
      action: 'update',
      how: null,
      key,
      label: extra.label,
      school: extra.school || ledgerExtraOf(ledger).school,
      changed: result.changed,
      before: pick(present, result.changed),
      after: set,
      reason: reasonFor(entity, 'update'),
      source: { collection: extra.source[0], sourcedId: extra.source[1] },
      row: importRow(entity, key, set, present, rules.newUserProvider),
      ledgerFields: canonical(result.applied),
      ledgerExtra: JSON.stringify(ledgerExtra(extra, unseen)),
      canvasId: canvasExtra(canvas).canvasId,
      hold: extra.hold ?? null,
    },
  };
}

export function pick(fields: Fields, names: readonly string[]): Fields {
  const picked: Fields = {};
  for (const name of names) picked[name] = fields[name] ?? '';
  return picked;
}

function reasonFor(entity: ObjectKind, action: 'create' | 'update' | 'restore'): Reason {
  if (action === 'update') return { rule: 'F1', text: 'The SIS changed it since the last sync.' };
  if (action === 'restore') return { rule: 'C6', text: 'The SIS names it, and Canvas has it as deleted.' };
  switch (entity) {
    case 'account':
      return { rule: 'C1', text: 'A chosen school that Canvas does not have yet.' };
    case 'term':
      return { rule: 'C2', text: 'A session that running classes use and Canvas does not have yet.' };
    case 'course':
      return { rule: 'C4', text: 'A class that has no course in Canvas yet.' };
    case 'section':
      return { rule: 'C4', text: 'A class that has no section in Canvas yet.' };
    case 'user':
      return { rule: 'B', text: 'An active person of a chosen school whom Canvas does not have yet.' };
    default:
      return assertNever(entity);
  }
}
