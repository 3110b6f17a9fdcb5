import type { Fields } from '../../../shared/entities.ts';
import type { RemovalKind } from '../../../shared/plan.ts';
import { KEY_SEPARATOR } from '../../canvas/canvas-row.ts';
import type { LedgerRow, SideRow } from '../../store/store-api.ts';
import { importRow } from '../columns.ts';
import type { DesiredExtra } from '../desired.ts';
import type { Triple } from './merge.ts';
import { canvasExtra, desiredExtra, fieldsOf, ledgerExtraOf, sourceFrom } from './sides.ts';
import { ALREADY_THERE, FROZEN, KEPT, NOTHING, type PersonDecides, UNCHANGED, type Verdict } from './verdict.ts';

/** What judging a section's enrollments needs to know of the section, from the SIS or else from the ledger. */
export interface SectionSpan {
  readonly starts: string;
  readonly ends: string;
}

/** Why a person or section an enrollment needs is not in Canvas yet; null when it is, or is about to be (E13). */
export type HeldParent = (enrollmentKey: string) => string | null;

export type EnrollmentTriple = Triple<SideRow, SideRow, LedgerRow>;

/**
 * Judges all enrollments of one section together, because a teacher may only leave once a replacement is there (D2).
 * What appears is listed before what leaves, so that the new row is written first.
 */
export function judgeSection(
  triples: readonly EnrollmentTriple[],
  span: SectionSpan | null,
  today: string,
  heldParent: HeldParent,
): { readonly triple: EnrollmentTriple; readonly verdict: Verdict }[] {
  const staffed = wantedRoles(triples, heldParent);
  const judged = triples.map((triple) => ({ triple, verdict: judgeEnrollment(triple, span, today, staffed, heldParent) }));
  const leaves = (verdict: Verdict) => verdict.kind === 'change' && verdict.change.action === 'delete';
  return [...judged.filter((j) => !leaves(j.verdict)), ...judged.filter((j) => leaves(j.verdict))];
}

/** Whether teachers and TAs are wanted in this section and nothing keeps them from being there. */
function wantedRoles(triples: readonly EnrollmentTriple[], heldParent: HeldParent): ReadonlySet<string> {
  const roles = new Set<string>();
  for (const { desired, key } of triples) {
    if (desired === null || !isWanted(desired) || heldParent(key) !== null) continue;
    roles.add(roleOf(key));
  }
  return roles;
}

function judgeEnrollment(
  triple: EnrollmentTriple,
  span: SectionSpan | null,
  today: string,
  staffed: ReadonlySet<string>,
  heldParent: HeldParent,
): Verdict {
  const { desired } = triple;
  if (desired !== null && isWanted(desired)) return wantedEnrollment(triple, desired, heldParent);
  return unwantedEnrollment(triple, span, today, staffed);
}

function wantedEnrollment(triple: EnrollmentTriple, desired: SideRow, heldParent: HeldParent): Verdict {
  const { canvas, ledger } = triple;
  const state = canvas === null ? null : (fieldsOf(canvas).status ?? '');
  const ours = ledger === null ? null : (fieldsOf(ledger).status ?? '');
  if (state === 'active') return ledger === null ? ALREADY_THERE : UNCHANGED;
  const held = heldParent(triple.key);
  if (state === null) return appearing(triple, desired, 'create', null, held);
  // Canvas has it as over. If we had it active, somebody ended it there (F3); if we ended it, the SIS wants it back.
  if (ours === 'active' && ledger?.confirmed === true) return KEPT;
  return appearing(triple, desired, 'restore', state, held);
}

function appearing(
  triple: EnrollmentTriple,
  desired: SideRow,
  action: 'create' | 'restore',
  state: string | null,
  held: string | null,
): Verdict {
  const extra = desiredExtra(desired);
  return {
    kind: 'change',
    change: {
      entity: 'enrollment',
      action,
      how: null,
      key: triple.key,
      label: labelOf(extra, triple.key),
      school: extra.school,
      changed: ['status'],
      before: state === null ? null : { status: state },
      after: { status: 'active' },
      reason:
        action === 'create'
          ? { rule: 'C6', text: 'An active enrollment in a class that has not ended.' }
          : { rule: 'C6', text: 'The enrollment is active in the SIS again.' },
      source: { collection: extra.source[0], sourcedId: extra.source[1] },
      row: importRow('enrollment', triple.key, { status: 'active' }, null, ''),
      ledgerFields: JSON.stringify({ status: 'active' }),
      ledgerExtra: JSON.stringify({ label: extra.label, school: extra.school }),
      canvasId: triple.canvas === null ? '' : canvasExtra(triple.canvas).canvasId,
      hold: held === null ? null : { rule: 'E13', text: held },
    },
  };
}

/** D6: only what we own leaves. D1: nothing leaves a class that has ended, unless the SIS says so explicitly. */
function unwantedEnrollment(
  triple: EnrollmentTriple,
  span: SectionSpan | null,
  today: string,
  staffed: ReadonlySet<string>,
): Verdict {
  const { desired, canvas, ledger } = triple;
  if (canvas === null || ledger?.owned !== true) return NOTHING;
  const dropped = desired === null ? undefined : desiredExtra(desired).dropped;
  if (fieldsOf(canvas).status !== 'active') return NOTHING;
  // A removal of ours that Canvas never showed is tried again; one it showed and somebody undid is theirs.
  if (fieldsOf(ledger).status !== 'active' && ledger.confirmed) return NOTHING;
  const ended = span === null || (span.ends !== '' && span.ends < today);
  if (ended && dropped === undefined) return FROZEN;
  return leaving(triple, canvas, ledger, dropped?.text ?? null, span, today, staffed);
}

function leaving(
  triple: EnrollmentTriple,
  canvas: SideRow,
  ledger: LedgerRow,
  droppedText: string | null,
  span: SectionSpan | null,
  today: string,
  staffed: ReadonlySet<string>,
): Verdict {
  const role = roleOf(triple.key);
  const how = removalKind(role, span, today);
  const known = ledgerExtraOf(ledger);
  const after: Fields = { status: how };
  return {
    kind: 'change',
    change: {
      entity: 'enrollment',
      action: 'delete',
      how,
      key: triple.key,
      label: `${known.label} (${roleWord(role)})`,
      school: known.school,
      changed: ['status'],
      before: { status: 'active' },
      after,
      reason: { rule: 'D2', text: droppedText ?? 'The SIS no longer lists this enrollment.' },
      source:
        triple.desired === null
          ? sourceFrom(ledger.source)
          : { collection: 'enrollments', sourcedId: desiredExtra(triple.desired).source[1] },
      row: importRow('enrollment', triple.key, after, null, ''),
      ledgerFields: JSON.stringify(after),
      ledgerExtra: ledger.extra,
      canvasId: canvasExtra(canvas).canvasId,
      hold: replacementMissing(role, staffed, known.label),
    },
  };
}

/** D2: a student before the class starts is deleted, after it inactive, so that work and grades stay; staff are deleted. */
function removalKind(role: string, span: SectionSpan | null, today: string): RemovalKind {
  if (role !== 'student') return 'deleted';
  return span !== null && span.starts > today ? 'deleted' : 'inactive';
}

function replacementMissing(role: string, staffed: ReadonlySet<string>, label: string): PersonDecides | null {
  if (role === 'student') return null;
  if (staffed.has('teacher') || (role === 'ta' && staffed.has('ta'))) return null;
  return {
    rule: 'D2',
    text: `${label} would leave the class without a teacher. It waits for a replacement, or for you to say so.`,
  };
}

function isWanted(desired: SideRow): boolean {
  return fieldsOf(desired).status === 'active';
}

export function roleOf(key: string): string {
  return key.slice(key.lastIndexOf(KEY_SEPARATOR) + 1);
}

export function sectionOf(key: string): string {
  return key.slice(0, key.indexOf(KEY_SEPARATOR));
}

export function userOf(key: string): string {
  return key.split(KEY_SEPARATOR)[1] ?? '';
}

function labelOf(extra: DesiredExtra, key: string): string {
  return `${extra.label} (${roleWord(roleOf(key))})`;
}

function roleWord(role: string): string {
  return role === 'ta' ? 'teaching assistant' : role;
}
