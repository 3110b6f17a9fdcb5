import { assertNever } from '../../../shared/assert-never.ts';
import type { EntityKind, Fields } from '../../../shared/entities.ts';
import type { Reason } from '../../../shared/plan.ts';
import type { LedgerRow, SideRow } from '../../store/store-api.ts';
import { importRow } from '../columns.ts';
import { type DesiredExtra, type LedgerExtra, ledgerExtra } from '../desired.ts';
import { canonical } from '../text.ts';
import type { Triple } from './merge.ts';
import { heldWith, type Parents } from './parents.ts';
import { canvasExtra, desiredExtra, fieldsOf, ledgerExtraOf } from './sides.ts';
import { withStaffAfterEnd } from './term-end.ts';
import { compareFields, saidOf } from './three-way.ts';
import {
  ALREADY_THERE,
  FORGOTTEN,
  type FoundChange,
  FROZEN,
  GONE,
  KEPT,
  NOTHING,
  UNCHANGED,
  unmade,
  type Verdict,
} from './verdict.ts';

/** Accounts, terms, courses, sections and users: everything but memberships. They are never removed here (D3, D4). */
export type ObjectKind = Exclude<EntityKind, 'enrollment' | 'observer'>;

export type ObjectTriple = Triple<SideRow, SideRow, LedgerRow>;

export interface ObjectRules {
  /** F1: what new users sign in with. */
  readonly newUserProvider: string;
  /** What was found out about the kinds before: they come in Canvas' dependency order. */
  readonly parents: Parents;
  /** Canvas ids of all sub-accounts; the root account is not among them. */
  readonly accounts: ReadonlySet<string>;
  /** Courses whose sections all live elsewhere in Canvas already, by key (C4: Canvas is the memory). */
  readonly housed: ReadonlySet<string>;
  /** Whether the course with this Canvas id is deleted there. */
  readonly isDeletedCourse: (canvasId: string) => boolean;
}

/** Judges one account, term, course, section or user. */
export function judgeObject(entity: ObjectKind, triple: ObjectTriple, rules: ObjectRules): Verdict {
  const { desired, ledger } = triple;
  if (desired === null) return unnamed(triple);
  const extra = desiredExtra(desired);
  if (extra.frozen === true) return ledger === null ? NOTHING : FROZEN;
  if (extra.course !== undefined && rules.parents.of('course', extra.course)?.kind === 'gone') return GONE;
  if (livesInDeletedCourse(triple.canvas, extra, rules)) return GONE;
  const verdict = compared(entity, triple, desired, extra, rules);
  if (verdict.kind !== 'change') return verdict;
  if (extra.notYet !== undefined && verdict.change.action !== 'update') return unmade(extra.notYet, extra);
  if (triple.canvas !== null && cannotBeNamed(entity, triple.canvas, verdict.change, rules)) return KEPT;
  return onItsParents(verdict.change, extra, rules.parents);
}

/** D3, D4: what the SIS no longer names stays as it is. */
function unnamed({ canvas, ledger }: ObjectTriple): Verdict {
  if (ledger === null || canvas === null) return NOTHING;
  return fieldsOf(canvas).status === 'deleted' ? FORGOTTEN : FROZEN;
}

/**
 * F2: a section that somebody moved into a course which was deleted later. Its row would bring it home and nobody with it; new
 * people Canvas would refuse.
 */
function livesInDeletedCourse(section: SideRow | null, { course }: DesiredExtra, rules: ObjectRules): boolean {
  if (section === null || course === undefined) return false;
  const { course: lives = '', crossListed } = canvasExtra(section);
  const elsewhere = crossListed === true || fieldsOf(section).course_id !== course;
  return elsewhere && lives !== '' && rules.isDeletedCourse(lives);
}

/**
 * F1: rows can only name by SIS id what an object belongs to. A school moved below an account without one would be moved to the top by
 * a blank parent, a section moved into a course without one would be refused: nothing at all is sent of them.
 */
function cannotBeNamed(entity: ObjectKind, canvas: SideRow, { action, after }: FoundChange, rules: ObjectRules): boolean {
  const present = fieldsOf(canvas);
  if (entity === 'account') return present.parent_account_id === '' && rules.accounts.has(canvasExtra(canvas).parent ?? '');
  return entity === 'section' && action === 'update' && present.course_id === '' && after?.course_id === undefined;
}

function compared(
  entity: ObjectKind,
  { key, canvas, ledger }: ObjectTriple,
  desired: SideRow,
  extra: DesiredExtra,
  rules: ObjectRules,
): Verdict {
  const memory = ledger === null ? null : ledgerExtraOf(ledger);
  const one = { entity, key, desired, extra, memory, rules };
  if (canvas === null && entity === 'course' && ledger === null && rules.housed.has(key)) return ALREADY_THERE;
  if (canvas === null) return appearing(one, 'create', null);
  const present = fieldsOf(canvas);
  if (present.status !== 'deleted') return ledger === null ? ALREADY_THERE : changing(one, canvas, present, ledger);
  // Deleted in Canvas although we had it live: somebody's decision (F3). Never ours: the SIS wants it back.
  const ours = memory !== null && memory.unseen?.includes('status') !== true;
  return ours ? GONE : appearing(one, 'restore', canvas);
}

/** One wanted object, with everything both kinds of change need. */
interface Wanted {
  readonly entity: ObjectKind;
  readonly key: string;
  readonly desired: SideRow;
  readonly extra: DesiredExtra;
  readonly memory: LedgerExtra | null;
  readonly rules: ObjectRules;
}

function appearing(one: Wanted, action: 'create' | 'restore', canvas: SideRow | null): Verdict {
  const { entity, key, desired, extra, memory, rules } = one;
  const present = canvas === null ? null : fieldsOf(canvas);
  const fields = named(fieldsOf(desired), present, extra.label);
  const after: Fields = present === null ? { ...fields } : { status: 'active', ...fields };
  const names = Object.keys(after);
  const change: FoundChange = {
    entity,
    action,
    how: null,
    key,
    label: extra.label,
    school: extra.school,
    changed: present === null ? names : names.filter((name) => (present[name] ?? '') !== after[name]),
    before: present === null ? null : pick(present, names),
    after,
    reason: reasonFor(entity, action),
    source: { collection: extra.source[0], sourcedId: extra.source[1] },
    row: importRow(entity, key, fields, present, rules.newUserProvider),
    ledgerFields: canonical(saidOf(entity, fields)),
    ledgerExtra: JSON.stringify(ledgerExtra(extra, memory ?? {})),
    canvasId: canvas === null ? '' : canvasExtra(canvas).canvasId,
    hold: extra.hold ?? null,
  };
  return { kind: 'change', change };
}

/** A new object needs a name even where the SIS gives none; one in Canvas keeps the name it has. */
function named(wanted: Fields, present: Fields | null, label: string): Fields {
  const fields = { ...wanted };
  for (const name of ['name', 'short_name', 'long_name']) {
    if (fields[name] === '') fields[name] = present?.[name] || label;
  }
  return fields;
}

function changing(one: Wanted, canvas: SideRow, present: Fields, ledger: LedgerRow): Verdict {
  const { entity, key, desired, extra, rules } = one;
  const memory = one.memory ?? ledgerExtraOf(ledger);
  const applied = fieldsOf(ledger);
  const said = fieldsOf(desired);
  const wanted = entity === 'term' ? withStaffAfterEnd(said, present, applied, memory.unseen) : said;
  const result = compareFields(entity, wanted, present, applied, memory.unseen);
  if (result.changed.length === 0) return result.kept.size > 0 ? KEPT : UNCHANGED;
  const set = pick(wanted, result.changed);
  return {
    kind: 'change',
    change: {
      entity,
      action: 'update',
      how: null,
      key,
      label: extra.label,
      school: extra.school || memory.school,
      changed: result.changed,
      before: pick(present, result.changed),
      after: set,
      reason: updateReason(result.changed, memory.unseen),
      source: { collection: extra.source[0], sourcedId: extra.source[1] },
      row: importRow(entity, key, set, present, rules.newUserProvider),
      ledgerFields: canonical(result.applied),
      ledgerExtra: JSON.stringify(ledgerExtra(extra, withFormerLogin(memory, present, set))),
      canvasId: canvasExtra(canvas).canvasId,
      hold: extra.hold ?? null,
    },
  };
}

/** B2: who gives a login up had it, and nobody else gets it without a person's word. */
function withFormerLogin(memory: LedgerExtra, present: Fields, set: Fields): LedgerExtra {
  const gives = present.login_id ?? '';
  if (set.login_id === undefined || gives === '') return memory;
  return { ...memory, former: [...new Set([...(memory.former ?? []), gives])].filter((login) => login !== set.login_id) };
}

/** E13: what would be placed under something that is not in Canvas waits; Canvas would put it elsewhere or refuse it (C2). */
function onItsParents(change: FoundChange, extra: DesiredExtra, parents: Parents): Verdict {
  if (change.hold !== null) return { kind: 'change', change };
  const set = change.after ?? {};
  const named = [
    ['account', set.account_id],
    ['term', set.term_id],
    ['course', extra.course],
  ] as const;
  for (const [entity, key] of named) {
    const obstacle = key === undefined ? null : parents.of(entity, key);
    if (obstacle === null) continue;
    if (obstacle.kind === 'not-yet') return unmade(obstacle.notYet, extra);
    const hold = heldWith(obstacle.kind === 'held' ? obstacle : { kind: 'held', text: goneText(change.label, entity) });
    return { kind: 'change', change: { ...change, hold } };
  }
  return { kind: 'change', change };
}

function goneText(label: string, parent: 'account' | 'term' | 'course'): string {
  const word = parent === 'account' ? 'school’s sub-account' : parent;
  return `“${label}” waits because its ${word} was deleted in Canvas. Restore it there, then preview again.`;
}

export function pick(fields: Fields, names: readonly string[]): Fields {
  const picked: Fields = {};
  for (const name of names) picked[name] = fields[name] ?? '';
  return picked;
}

function updateReason(changed: readonly string[], unseen: readonly string[] = []): Reason {
  if (changed.every((name) => unseen.includes(name))) return sentAgain;
  if (changed.every((name) => name.startsWith('override:'))) return staffStay;
  return { rule: 'F1', text: 'The SIS changed it since the last sync.' };
}

const staffStay: Reason = { rule: 'C3', text: 'Staff keep their access for some days after the term has ended.' };
const sentAgain: Reason = { rule: 'F5', text: 'Sent before, but Canvas did not show it; sent once more.' };

function reasonFor(entity: ObjectKind, action: 'create' | 'restore'): Reason {
  if (action === 'restore') return { rule: 'C6', text: 'The SIS lists it, but in Canvas it is deleted.' };
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
