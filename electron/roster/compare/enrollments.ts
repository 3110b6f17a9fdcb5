import type { Fields } from '../../../shared/entities.ts';
import type { KeptWhy } from '../../../shared/kept.ts';
import type { Reason, RemovalKind } from '../../../shared/plan.ts';
import type { DistrictSettings } from '../../../shared/settings.ts';
import type { LedgerRow, SideRow } from '../../store/store-api.ts';
import { importRow } from '../columns.ts';
import { type DesiredExtra, ledgerExtra, type RowHold } from '../desired.ts';
import { adoption } from './adoption.ts';
import { datesOf, judgeDates } from './enrollment-dates.ts';
import { enrollmentLabel, roleOf, userOf } from './enrollment-key.ts';
import { keptRow, notDue } from './kept.ts';
import type { Triple } from './merge.ts';
import { heldWith, type Obstacle } from './parents.ts';
import { judgeLimit, limitOf } from './privileges.ts';
import { canvasExtra, desiredExtra, fieldsOf, ledgerExtraOf, sourceFrom } from './sides.ts';
import {
  ALREADY_THERE,
  type FoundChange,
  FROZEN,
  NOT_OURS,
  NOTHING,
  type PersonDecides,
  UNCHANGED,
  unmade,
  type Verdict,
} from './verdict.ts';

/** What judging a section's enrollments needs to know of the section, from the SIS or else from the ledger. */
export interface SectionFacts {
  readonly key: string;
  readonly label: string;
  readonly starts: string;
  readonly ends: string;
  readonly school: string;
  /** Canvas id of the course it lives in when another section of ours lives there too (cross-listed), '' otherwise. */
  readonly sharedCourse: string;
  /** Its term, where a term vanished (E8); '' otherwise. */
  readonly term: string;
}

export interface EnrollmentTriple extends Triple<SideRow, SideRow, LedgerRow> {
  /** The last complete pull did not name it either (D5). */
  readonly missedBefore: boolean;
}

export interface EnrollmentRules {
  readonly today: string;
  /** What keeps a person or section from being in Canvas (E13, F3); null when nothing does. */
  readonly obstacleTo: (enrollmentKey: string) => Obstacle | null;
  /** B2, B4: what waits because the id of the person or the class was issued again. */
  readonly remapFor: (enrollmentKey: string, label: string) => RowHold | null;
  /** D2: whether the person has another wanted enrollment with this role in the same Canvas course. */
  readonly staysInCourse: (section: SectionFacts, user: string, role: string) => boolean;
  /** E9: whom only a person's word takes out of anything. */
  readonly isProtected: (user: string) => boolean;
  /** D2: how a student leaves a class that has started. */
  readonly dropStatus: DistrictSettings['dropStatus'];
  /** Courses whose sections stay although the SIS would have them elsewhere (C4). */
  readonly keptCourses: ReadonlySet<string>;
  /** Source texts of enrollments the SIS names in a way that cannot be read: they are not absent (DESIGN promise 2). */
  readonly unreadable: ReadonlySet<string>;
  /** D6: what is in Canvas already becomes ours. */
  readonly adopt: boolean;
}

export interface JudgedEnrollment {
  readonly triple: EnrollmentTriple;
  readonly verdict: Verdict;
}

/**
 * Judges all enrollments of one section together, because a teacher may only leave once a replacement is there (D2).
 * What appears is listed before what leaves, so that the new row is written first.
 */
export function judgeSection(
  triples: readonly EnrollmentTriple[],
  section: SectionFacts | null,
  rules: EnrollmentRules,
): readonly JudgedEnrollment[] {
  const staying: JudgedEnrollment[] = [];
  const unwanted: EnrollmentTriple[] = [];
  for (const triple of triples) {
    const { desired } = triple;
    if (desired !== null && isWanted(desired)) staying.push({ triple, verdict: judgeWanted(triple, desired, rules) });
    else unwanted.push(triple);
  }
  if (unwanted.length === 0) return staying;
  const staff = staffAfter(staying);
  const leaving = unwanted.map((triple) => ({ triple, verdict: judgeUnwanted(triple, section, rules, staff) }));
  return [...staying, ...leaving];
}

/** What a row shows of a person's roles once the plan is applied: only who is there, or comes without a hold, replaces anybody. */
function staffAfter(staying: readonly JudgedEnrollment[]): ReadonlySet<string> {
  const roles = new Set<string>();
  for (const { triple, verdict } of staying) if (isThereAfter(verdict)) roles.add(roleOf(triple.key));
  return roles;
}

/** Whether a wanted enrollment is active in Canvas after the plan. */
export function isThereAfter(verdict: Verdict): boolean {
  if (verdict.kind === 'change' && verdict.change.action === 'adopt') return true;
  if (verdict.kind === 'change') return verdict.change.action !== 'delete' && verdict.change.hold === null;
  return verdict === UNCHANGED || verdict === ALREADY_THERE;
}

/** Whether a verdict takes access away. */
export function leaves({ verdict }: JudgedEnrollment): boolean {
  return verdict.kind === 'change' && verdict.change.action === 'delete';
}

export function isWanted(desired: SideRow): boolean {
  return fieldsOf(desired).status === 'active';
}

function judgeWanted(triple: EnrollmentTriple, desired: SideRow, rules: EnrollmentRules): Verdict {
  const { canvas, ledger } = triple;
  const state = canvas === null ? null : (fieldsOf(canvas).status ?? '');
  const limit = limitOf(triple.key, desired, rules.keptCourses);
  if (state === 'active' && canvas !== null) {
    if (ledger !== null) {
      const dates = roleOf(triple.key) === 'student' ? judgeDates(triple.key, desired, canvas, ledger) : null;
      return dates ?? judgeLimit(triple.key, desired, canvas, ledger, limit);
    }
    return rules.adopt ? adoption('enrollment', triple.key, desired, canvas) : ALREADY_THERE;
  }
  const extra = desiredExtra(desired);
  const change = appearing(triple, extra, state, { ...limit, ...datesOf(desired) });
  const obstacle = rules.obstacleTo(triple.key);
  // The person or the section was deleted in Canvas: nobody can be enrolled there, and that is theirs to mend (F3).
  if (obstacle?.kind === 'gone') return kept(change, 'removed', ledger, nowhere(change.label));
  const notYet = extra.notYet ?? (obstacle?.kind === 'not-yet' ? obstacle.notYet : undefined);
  const heldBack: FoundChange = obstacle?.kind === 'held' ? { ...change, hold: heldWith(obstacle) } : change;
  // Canvas has it as over. If we had it active, somebody ended it there (F3); if we ended it, the SIS wants it back.
  const ended = state !== null && ledger !== null && fieldsOf(ledger).status === 'active' && !isSentAgain(ledger);
  if (ended)
    return kept(heldBack, ledger.confirmed ? 'removed' : 'ignored', ledger, notYet === undefined ? '' : notDue(change.label));
  return notYet === undefined ? { kind: 'change', change: heldBack } : unmade(notYet, extra);
}

function kept(change: FoundChange, why: KeptWhy, ledger: LedgerRow | null, obstacle = ''): Verdict {
  const lastSynced: Fields = ledger === null ? {} : { status: fieldsOf(ledger).status ?? '' };
  return { kind: 'kept', kept: keptRow(change, why, lastSynced, obstacle), gone: false };
}

function nowhere(label: string): string {
  return `${label} cannot be enrolled because the person or the section was deleted in Canvas. Bring that back first, then preview again.`;
}

/** @param state what Canvas has, null for nothing. @param cells what else the row says */
function appearing(triple: EnrollmentTriple, extra: DesiredExtra, state: string | null, cells: Fields): FoundChange {
  const after: Fields = { ...cells, status: 'active' };
  return {
    entity: 'enrollment',
    action: state === null ? 'create' : 'restore',
    how: null,
    key: triple.key,
    label: enrollmentLabel(extra, triple.key),
    school: extra.school,
    changed: Object.keys(after),
    before: state === null ? null : { status: state },
    after,
    reason: appearingReason(triple, state, extra),
    source: { collection: extra.source[0], sourcedId: extra.source[1] },
    row: importRow('enrollment', triple.key, after, null, ''),
    ledgerFields: JSON.stringify(after),
    ledgerExtra: JSON.stringify(ledgerExtra(extra, triple.ledger === null ? {} : ledgerExtraOf(triple.ledger))),
    canvasId: triple.canvas === null ? '' : canvasExtra(triple.canvas).canvasId,
    hold: null,
  };
}

const newlyWanted: Reason = { rule: 'C6', text: 'The SIS lists this person in a class that has not ended.' };
const wantedAgain: Reason = { rule: 'C6', text: 'The SIS lists this person in the class again.' };
const sentAgain: Reason = { rule: 'F5', text: 'Sent before, but Canvas did not show it; sent once more.' };
const missing: Reason = {
  rule: 'F6',
  text: 'It was in Canvas after an earlier sync and is not there any more; it is made again.',
};

function appearingReason({ ledger }: EnrollmentTriple, state: string | null, { colleagues }: DesiredExtra): Reason {
  if (ledger !== null && isSentAgain(ledger)) return sentAgain;
  // C4: a teacher who joins a colleague's course is named.
  if (colleagues !== undefined)
    return { rule: 'C4', text: `Joins a course in which ${colleagues} teaches as well; each sees only their own sections.` };
  if (state !== null) return wantedAgain;
  return ledger !== null && fieldsOf(ledger).status === 'active' ? missing : newlyWanted;
}

/** D6: only what we own leaves. D1: nothing leaves a class that has ended, unless the SIS says so explicitly. */
function judgeUnwanted(
  triple: EnrollmentTriple,
  section: SectionFacts | null,
  rules: EnrollmentRules,
  staff: ReadonlySet<string>,
): Verdict {
  const { desired, canvas, ledger } = triple;
  if (canvas === null || fieldsOf(canvas).status !== 'active') return NOTHING;
  if (ledger === null || !isOurs(ledger, canvas)) return NOT_OURS;
  // Our removal was sent twice, and Canvas goes on showing the row as active.
  const isStillThere = fieldsOf(ledger).status !== 'active' && !isSentAgain(ledger);
  const extra = desired === null ? null : desiredExtra(desired);
  const dropped = extra?.dropped !== undefined;
  // Only a class that is known to run loses anybody without a drop.
  if (!dropped && hasEnded(section, rules.today)) return FROZEN;
  if (desired === null ? rules.unreadable.has(ledger.source) : fieldsOf(desired).status === 'unclear') return UNCHANGED;
  // Named by the SIS without a drop: it ended with its class, by days the ledger does not know yet.
  if (desired !== null && !dropped) return FROZEN;
  const change = leaving(triple, canvas, ledger, extra, section, rules, staff);
  // Choosing to overwrite it is the word of a person that D2 asks for.
  return isStillThere ? kept({ ...change, hold: null }, 'ignored', ledger) : { kind: 'change', change };
}

/** Owned, and neither undone by somebody nor, while Canvas never showed it to be ours, made by hand meanwhile (D6). */
export function isOurs(ledger: LedgerRow, canvas: SideRow): boolean {
  if (!ledger.owned) return false;
  // A removal of ours that Canvas showed and somebody undid is theirs.
  if (fieldsOf(ledger).status !== 'active') return !ledger.confirmed;
  return ledger.confirmed || canvasExtra(canvas).bySis;
}

/** Sent once and not shown by Canvas: it is sent a second time before it counts as kept (F3, F5). */
export function isSentAgain(ledger: LedgerRow): boolean {
  return !ledger.confirmed && ledgerExtraOf(ledger).unseen?.includes('status') === true;
}

function hasEnded(section: SectionFacts | null, today: string): boolean {
  return section === null || (section.ends !== '' && section.ends < today);
}

function leaving(
  triple: EnrollmentTriple,
  canvas: SideRow,
  ledger: LedgerRow,
  extra: DesiredExtra | null,
  section: SectionFacts | null,
  rules: EnrollmentRules,
  staff: ReadonlySet<string>,
): FoundChange {
  const role = roleOf(triple.key);
  const stays = section !== null && rules.staysInCourse(section, userOf(triple.key), role);
  const how = removalKind(role, section, rules, stays);
  const known = ledgerExtraOf(ledger);
  const label = enrollmentLabel(known, triple.key);
  const after: Fields = { status: how };
  const text = extra?.dropped?.text ?? 'The SIS no longer lists this enrollment.';
  return {
    entity: 'enrollment',
    action: 'delete',
    how,
    key: triple.key,
    label,
    school: section?.school || known.school,
    changed: ['status'],
    before: { status: 'active' },
    after,
    reason: { rule: 'D2', text: stays ? `${text} The person stays in the same course, in another section.` : text },
    source: extra === null ? sourceFrom(ledger.source) : { collection: extra.source[0], sourcedId: extra.source[1] },
    row: importRow('enrollment', triple.key, after, null, ''),
    ledgerFields: JSON.stringify(after),
    ledgerExtra: fieldsOf(ledger).status === 'active' ? JSON.stringify(ledgerExtra(known)) : ledger.extra,
    canvasId: canvasExtra(canvas).canvasId,
    hold:
      rules.remapFor(triple.key, label) ??
      (rules.isProtected(userOf(triple.key)) ? protectedPerson(label) : replacementMissing(role, staff, label)),
    ...(triple.desired === null && !triple.missedBefore ? { waiting: true as const } : {}),
  };
}

/**
 * D2: a student before the class starts is deleted, after it inactive (a setting), so that work and grades stay; who stays in the same
 * course is deleted from the old section; staff are deleted.
 */
function removalKind(
  role: string,
  section: SectionFacts | null,
  { today, dropStatus }: EnrollmentRules,
  stays: boolean,
): RemovalKind {
  if (role !== 'student' || stays) return 'deleted';
  return section !== null && section.starts > today ? 'deleted' : dropStatus;
}

export function protectedPerson(label: string): PersonDecides {
  return { rule: 'E9', text: `Removing ${label} would touch a protected person. It waits for your word.` };
}

function replacementMissing(role: string, staff: ReadonlySet<string>, label: string): PersonDecides | null {
  if (role === 'student') return null;
  if (staff.has('teacher') || (role === 'ta' && staff.has('ta'))) return null;
  return {
    rule: 'D2',
    text: `Removing ${label} would leave the class without a teacher. It waits for a new teacher, or until you release it.`,
  };
}
