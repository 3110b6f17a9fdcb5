import { assertNever } from '../../../shared/assert-never.ts';
import type { EntityKind, Fields } from '../../../shared/entities.ts';
import type { KeptWhy } from '../../../shared/kept.ts';
import type { Reason } from '../../../shared/plan.ts';
import type { LedgerRow, SideRow } from '../../store/store-api.ts';
import { importRow } from '../columns.ts';
import { type DesiredExtra, type LedgerExtra, ledgerExtra } from '../desired.ts';
import { canonical } from '../text.ts';
import { adoption } from './adoption.ts';
import { keptRow, notDue } from './kept.ts';
import type { Triple } from './merge.ts';
import { heldWith, type Obstacle, type Parents } from './parents.ts';
import { canvasExtra, desiredExtra, fieldsOf, ledgerExtraOf } from './sides.ts';
import { withStaffAfterEnd } from './term-end.ts';
import { compareFields, type KeptOutcome, saidOf } from './three-way.ts';
import {
  ALREADY_THERE,
  FORGOTTEN,
  type FoundChange,
  type FoundKept,
  FROZEN,
  NOT_OURS,
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
  /** D6: what is in Canvas already becomes ours. */
  readonly adopt: boolean;
}

/** Judges one account, term, course, section or user. */
export function judgeObject(entity: ObjectKind, triple: ObjectTriple, rules: ObjectRules): Verdict {
  const { desired, canvas, ledger } = triple;
  if (desired === null) return unnamed(triple);
  const extra = desiredExtra(desired);
  if (extra.frozen === true) return ledger === null ? NOTHING : FROZEN;
  const memory = ledger === null ? null : ledgerExtraOf(ledger);
  const one = { entity, key: triple.key, desired, extra, memory, rules };
  const verdict = compared(one, canvas, ledger);
  if (extra.course !== undefined && rules.parents.of('course', extra.course)?.kind === 'gone') {
    return inDeletedCourse(verdict, one, canvas, goneText(extra.label, 'course'));
  }
  // Its row would bring it home (canvas-sis.md §1.7), and is a person's choice.
  if (livesInDeletedCourse(canvas, extra, rules)) return inDeletedCourse(verdict, one, canvas, '');
  if (verdict.kind !== 'change' && verdict.kind !== 'kept') return verdict;
  if (verdict.kind === 'change' && verdict.change.action === 'adopt') return verdict;
  if (extra.notYet !== undefined && verdict.kind === 'change' && verdict.change.action !== 'update')
    return unmade(extra.notYet, extra);
  return onItsParents(canvas === null ? verdict : withoutUnnamable(verdict, entity, canvas, rules), extra, rules.parents);
}

/** D3, D4: what the SIS no longer names stays as it is. D6: what we never made is none of our business. */
function unnamed({ canvas, ledger }: ObjectTriple): Verdict {
  if (canvas === null) return NOTHING;
  const isDeleted = fieldsOf(canvas).status === 'deleted';
  if (ledger === null) return isDeleted ? NOTHING : NOT_OURS;
  return isDeleted ? FORGOTTEN : FROZEN;
}

/** A section whose course was deleted in Canvas: nothing can be placed there (F3). */
function inDeletedCourse(verdict: Verdict, one: Wanted, canvas: SideRow | null, obstacle: string): Verdict {
  if (verdict.kind === 'kept') return { ...verdict, kept: { ...verdict.kept, obstacle }, gone: true };
  if (canvas === null)
    return { kind: 'kept', kept: keptRow(appearing(one, 'create', null), 'removed', {}, obstacle), gone: true };
  const back = appearing(one, 'restore', canvas);
  // Whatever its own state says, a section of a deleted course is there for nobody.
  const change = { ...back, changed: [...new Set(['status', ...back.changed])], before: { ...back.before, status: 'deleted' } };
  return { kind: 'kept', kept: keptRow(change, 'removed', {}, obstacle), gone: true };
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

/** A verdict about which something is sent, or could be. */
type Judged = Extract<Verdict, { readonly kind: 'change' | 'kept' }>;

/** Nothing is sent of an object whose row could not name what it belongs to. */
function withoutUnnamable(verdict: Judged, entity: ObjectKind, canvas: SideRow, rules: ObjectRules): Judged {
  const unnamable = (change: FoundChange) => cannotBeNamed(entity, canvas, change, rules);
  const { kept } = verdict;
  const hindered = kept === undefined || !unnamable(kept.change) ? kept : { ...kept, obstacle: unnamableText(kept.change) };
  if (verdict.kind === 'kept') return { ...verdict, kept: hindered ?? verdict.kept };
  const { change } = verdict;
  if (!unnamable(change)) return hindered === undefined ? verdict : { ...verdict, kept: hindered };
  return { kind: 'kept', kept: hindered ?? keptRow(change, 'edited', {}, unnamableText(change)), gone: false };
}

function unnamableText({ entity, label }: FoundChange): string {
  return entity === 'account'
    ? `“${label}” stands below a sub-account without SIS id in Canvas, and writing anything of it would move it to the top. Give that sub-account a SIS id in Canvas, then preview again.`
    : `“${label}” was moved into a course without SIS id in Canvas, so nothing can be written of it. Give that course a SIS id in Canvas, then preview again.`;
}

function compared(one: Wanted, canvas: SideRow | null, ledger: LedgerRow | null): Verdict {
  const { entity, key, memory, rules } = one;
  if (canvas === null && entity === 'course' && ledger === null && rules.housed.has(key)) return ALREADY_THERE;
  if (canvas === null) return { kind: 'change', change: appearing(one, 'create', null) };
  const present = fieldsOf(canvas);
  if (present.status !== 'deleted' && ledger !== null) return changing(one, canvas, present, ledger);
  if (present.status !== 'deleted') return rules.adopt ? adoption(entity, key, one.desired, canvas) : ALREADY_THERE;
  const restored = appearing(one, 'restore', canvas);
  // Deleted in Canvas although we had it live: somebody's decision (F3). Never ours: the SIS wants it back.
  const removedByUs = ledger !== null && fieldsOf(ledger).status === 'deleted';
  const ours = ledger !== null && memory?.unseen?.includes('status') !== true && !removedByUs;
  if (!ours) return { kind: 'change', change: restored };
  return { kind: 'kept', kept: keptRow(restored, 'removed', { status: 'active', ...fieldsOf(ledger) }), gone: true };
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

function appearing(one: Wanted, action: 'create' | 'restore', canvas: SideRow | null): FoundChange {
  const { entity, key, desired, extra, memory, rules } = one;
  const present = canvas === null ? null : fieldsOf(canvas);
  const fields = named(fieldsOf(desired), present, extra.label);
  const after: Fields = present === null ? { ...fields } : { status: 'active', ...fields };
  const names = Object.keys(after);
  return {
    entity,
    action,
    how: null,
    key,
    label: extra.label,
    school: extra.school,
    changed: present === null ? names : names.filter((name) => (present[name] ?? '') !== after[name]),
    before: present === null ? null : pick(present, names),
    after,
    reason: appearingReason(entity, action, memory, extra),
    source: { collection: extra.source[0], sourcedId: extra.source[1] },
    row: importRow(entity, key, fields, present, rules.newUserProvider),
    ledgerFields: canonical(saidOf(entity, fields)),
    ledgerExtra: JSON.stringify(ledgerExtra(extra, memory ?? {})),
    canvasId: canvas === null ? '' : canvasExtra(canvas).canvasId,
    hold: extra.hold ?? null,
  };
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
  const { entity, desired } = one;
  const said = fieldsOf(desired);
  const lastSet = fieldsOf(ledger);
  const wanted = entity === 'term' ? withStaffAfterEnd(said, present, lastSet, one.memory?.unseen) : said;
  const result = compareFields(entity, wanted, present, lastSet, one.memory?.unseen);
  const { changed, kept } = result;
  if (changed.length === 0 && kept.size === 0) return UNCHANGED;
  const before = { ...lastSet, ...present };
  const ordinary = changed.length === 0 ? null : update(one, canvas, before, pick(wanted, changed), result.applied);
  if (kept.size === 0 && ordinary !== null) return { kind: 'change', change: ordinary };
  // What overwriting writes is the whole row as the SIS wants it: echoing old cells would take back the ordinary change.
  const all = { ...result.applied, ...pick(wanted, [...kept.keys()]) };
  const over = { ...update(one, canvas, before, pick(wanted, [...kept.keys(), ...changed]), all), changed: [...kept.keys()] };
  const row = keptRow(over, whyKept(kept, ledger), pick(lastSet, [...kept.keys()]));
  return ordinary === null ? { kind: 'kept', kept: row, gone: false } : { kind: 'change', change: ordinary, kept: row };
}

function whyKept(kept: ReadonlyMap<string, KeptOutcome>, ledger: LedgerRow): KeptWhy {
  if ([...kept.values()].includes('both')) return 'both';
  return ledger.confirmed ? 'edited' : 'ignored';
}

/** Setting these fields of a row that is live in Canvas. @param before what Canvas has, or we last set where no read tells. */
function update(one: Wanted, canvas: SideRow, before: Fields, set: Fields, applied: Fields): FoundChange {
  const { entity, key, extra, rules } = one;
  const memory = one.memory ?? { label: extra.label, school: extra.school };
  const present = fieldsOf(canvas);
  const names = Object.keys(set);
  return {
    entity,
    action: 'update',
    how: null,
    key,
    label: extra.label,
    school: extra.school || memory.school,
    changed: names,
    before: pick(before, names),
    after: set,
    reason: updateReason(names, memory.unseen),
    source: { collection: extra.source[0], sourcedId: extra.source[1] },
    row: importRow(entity, key, set, present, rules.newUserProvider),
    ledgerFields: canonical(applied),
    ledgerExtra: JSON.stringify(ledgerExtra(extra, withFormerLogin(memory, present, set))),
    canvasId: canvasExtra(canvas).canvasId,
    hold: extra.hold ?? null,
  };
}

/** B2: who gives a login up had it, and nobody else gets it without a person's word. */
function withFormerLogin(memory: LedgerExtra, present: Fields, set: Fields): LedgerExtra {
  const gives = present.login_id ?? '';
  if (set.login_id === undefined || gives === '') return memory;
  return { ...memory, former: [...new Set([...(memory.former ?? []), gives])].filter((login) => login !== set.login_id) };
}

/** E13: what would be placed under something that is not in Canvas waits; Canvas would put it elsewhere or refuse it (C2). */
function onItsParents(verdict: Judged, extra: DesiredExtra, parents: Parents): Verdict {
  if (verdict.kind === 'kept') return { ...verdict, kept: keptOnItsParents(verdict.kept, extra, parents) };
  const missing = verdict.change.hold === null ? missingParent(verdict.change, extra, parents) : null;
  if (missing?.kind === 'not-yet') return unmade(missing.notYet, extra);
  const change: FoundChange = missing === null ? verdict.change : { ...verdict.change, hold: heldWith(missing) };
  if (verdict.kept === undefined) return { kind: 'change', change };
  const kept = keptOnItsParents(verdict.kept, extra, parents);
  // What keeps the ordinary change from being written keeps the whole row: both would write the same cells.
  return { kind: 'change', change, kept: change.hold === null ? kept : { ...kept, obstacle: change.hold.text } };
}

function keptOnItsParents(kept: FoundKept, extra: DesiredExtra, parents: Parents): FoundKept {
  if (kept.obstacle !== '') return kept;
  if (extra.notYet !== undefined && kept.change.action !== 'update') return { ...kept, obstacle: notDue(extra.label) };
  const missing = missingParent(kept.change, extra, parents);
  if (missing === null) return kept;
  return { ...kept, obstacle: missing.kind === 'not-yet' ? notDue(extra.label) : missing.text };
}

type MissingParent = Exclude<Obstacle, { readonly kind: 'gone' }>;

/** Which parent is not in Canvas and will not be, in words; null for none. */
function missingParent({ label, after }: FoundChange, extra: DesiredExtra, parents: Parents): MissingParent | null {
  const named = [
    ['account', after?.account_id],
    ['account', after?.parent_account_id],
    ['term', after?.term_id],
    ['course', extra.course],
  ] as const;
  for (const [entity, key] of named) {
    const obstacle = key === undefined ? null : parents.of(entity, key);
    if (obstacle !== null) return obstacle.kind === 'gone' ? { kind: 'held', text: goneText(label, entity) } : obstacle;
  }
  return null;
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
  if (changed.includes('parent_account_id')) return moves;
  return { rule: 'F1', text: 'The SIS changed it since the last sync.' };
}

const moves: Reason = {
  rule: 'C1',
  text: 'It moves below another account, because your settings or the SIS’ organisation changed.',
};
const staffStay: Reason = { rule: 'C3', text: 'Staff keep their access for some days after the term has ended.' };
const sentAgain: Reason = { rule: 'F5', text: 'Sent before, but Canvas did not show it; sent once more.' };
const missing: Reason = {
  rule: 'F6',
  text: 'It was in Canvas after an earlier sync and is not there any more; it is made again.',
};

/** @param memory what the ledger knows of it, null when we never made it. */
function appearingReason(
  entity: ObjectKind,
  action: 'create' | 'restore',
  memory: LedgerExtra | null,
  { school }: DesiredExtra,
): Reason {
  if (action === 'restore') return { rule: 'C6', text: 'The SIS lists it, but in Canvas it is deleted.' };
  if (memory !== null) return memory.unseen === undefined ? missing : sentAgain;
  switch (entity) {
    case 'account':
      return {
        rule: 'C1',
        text:
          school === ''
            ? 'Chosen schools belong to it in the SIS, and Canvas does not have it yet.'
            : 'A chosen school that Canvas does not have yet.',
      };
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
