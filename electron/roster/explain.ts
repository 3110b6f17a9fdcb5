import { assertNever } from '../../shared/assert-never.ts';
import type { EntityKind, Fields } from '../../shared/entities.ts';
import type { Explainable, Explanation } from '../../shared/explain.ts';
import type { Finding } from '../../shared/finding.ts';
import type { Change, Hold, Reason } from '../../shared/plan.ts';
import type { ClassFilter, DistrictSettings } from '../../shared/settings.ts';
import type { SisRows } from '../sis/schema/rows.ts';
import type { LedgerRow } from '../store/store-api.ts';
import { fieldsOf, ledgerExtraOf } from './compare/sides.ts';
import { lastDay, spokenDate } from './district-time.ts';
import { kindsOf } from './map/class-filters.ts';
import { canvasRole } from './map/enrollments.ts';
import { groupOf, isGuardian } from './map/users.ts';

/** A record of one collection, as the SIS says it now. */
export type SisRecord = { readonly [C in Explainable]: { readonly collection: C; readonly row: SisRows[C] } }[Explainable];

/** An object in Canvas that a record became, or would become. */
export interface Placed {
  readonly entity: EntityKind;
  readonly sisId: string;
  readonly ledger: LedgerRow | null;
}

export interface ExplainInput {
  readonly collection: Explainable;
  readonly sourcedId: string;
  /** Null when the SIS names no such record; undefined when it could not be asked. */
  readonly record: SisRecord | null | undefined;
  readonly sisTrouble: string | null;
  readonly settings: DistrictSettings;
  readonly today: string;
  readonly placed: readonly Placed[];
  /** Of the newest plan: what it does about the record, the holds it has, and what was noted of the record or its school. */
  readonly changes: readonly Change[];
  readonly kept: readonly Reason[];
  readonly holds: readonly Hold[];
  readonly findings: readonly Finding[];
  readonly plan: string;
}

/** Why a record changes Canvas, or why not: from the newest plan, the ledger, and what the SIS says at this moment. */
export function explain(input: ExplainInput): Explanation {
  const { collection, sourcedId, record, sisTrouble, placed, changes, findings, plan } = input;
  const { state, reasons } = judge(input);
  return {
    record: { collection, sourcedId, label: labelOf(input) },
    state,
    reasons,
    inSis: record ? flat(record.row) : null,
    sisTrouble,
    inCanvas: placed.map(({ entity, sisId, ledger }) => ({
      entity,
      sisId,
      lastSynced: ledger === null ? null : { ...fieldsOf(ledger) },
      confirmed: ledger?.confirmed ?? false,
      owned: ledger?.owned ?? false,
      run: ledger?.run ?? '',
    })),
    changes: [...changes],
    findings: [...findings],
    plan,
  };
}

type Judged = Pick<Explanation, 'state' | 'reasons'>;

function judge(input: ExplainInput): Judged {
  const { changes, kept, record } = input;
  const dropped = input.findings.filter((finding) => finding.level === 'dropped').map(reasonOfFinding);
  if (dropped.length > 0) return { state: 'filtered', reasons: dropped };
  if (changes.length > 0) return ofChanges(input);
  if (kept.length > 0) return { state: 'kept', reasons: [...kept] };
  const out = record ? leftOut(record, input) : null;
  const synced = input.placed.some(({ ledger }) => ledger !== null);
  const over = overSince(input);
  if (over !== null && synced) return { state: 'frozen', reasons: [over] };
  if (out !== null) return { state: 'filtered', reasons: [out] };
  const preset = synced || !record ? null : presetOf(record, input.settings);
  if (preset !== null) return { state: 'filtered', reasons: [preset] };
  const noted = input.findings.filter((finding) => finding.level === 'noted').map(reasonOfFinding);
  if (synced) return { state: 'settled', reasons: [settledReason(input), ...noted] };
  if (noted.length > 0) return { state: 'waiting', reasons: noted };
  if (record === null)
    return {
      state: 'unknown',
      reasons: [{ rule: 'D5', text: 'The SIS names no such record, and nothing was ever made of one in Canvas.' }],
    };
  if (input.plan === '')
    return { state: 'unknown', reasons: [{ rule: 'C6', text: 'No preview was made yet. Preview the changes first.' }] };
  if (record === undefined)
    return {
      state: 'unknown',
      reasons: [{ rule: 'D6', text: 'The newest preview changes nothing about it, and we never wrote it to Canvas.' }],
    };
  return { state: 'not-ours', reasons: [notOurs] };
}

const notOurs: Reason = {
  rule: 'D6',
  text: 'Canvas has it already and we did not make it, so it is left alone; or what it belongs to is not in Canvas.',
};

function ofChanges({ changes, holds }: ExplainInput): Judged {
  const ids = new Set(changes.flatMap((change) => change.holds));
  const held = holds.filter((hold) => ids.has(hold.id)).map(({ rule, message }) => ({ rule, text: message }));
  const reasons = unique([...held, ...changes.map(({ reason }) => reason)]);
  if (held.length > 0) return { state: 'held', reasons };
  if (changes.some((change) => change.waiting)) {
    const seen =
      'The SIS left it out for the first time. It is removed when the next complete read agrees, or when you apply it.';
    return { state: 'waiting', reasons: [{ rule: 'D5', text: seen }, ...reasons] };
  }
  return { state: 'change', reasons };
}

/** The rule or setting that leaves the record out, by what it says itself. */
function leftOut({ collection, row }: SisRecord, { settings, today }: ExplainInput): Reason | null {
  switch (collection) {
    case 'orgs':
      if (row.status !== 'active') return dropped;
      if (row.type !== 'school')
        return {
          rule: 'C1',
          text:
            settings.accounts === 'org-tree'
              ? 'No chosen school belongs to it.'
              : `It is a ${row.type || 'record without a type'}, and only schools become sub-accounts.`,
        };
      return unchosen([row.sourcedId], settings);
    case 'academicSessions':
      return row.status === 'active' ? null : dropped;
    case 'classes':
      return row.status === 'active' ? unchosen([row.school], settings) : dropped;
    case 'users': {
      if (row.status !== 'active')
        return { rule: 'D3', text: 'The SIS marks the person as dropped. People are never deleted in Canvas; enrollments end.' };
      if (groupOf(row.role, settings) === null)
        return {
          rule: 'C6',
          text: `People with the role “${row.role}” are not made in Canvas${isGuardian(row.role) ? ' while your settings leave guardians out' : ''}.`,
        };
      return unchosen(row.orgs, settings);
    }
    case 'enrollments': {
      const role = canvasRole(row.role);
      if (role === null) return { rule: 'C6', text: `Enrollments with the role “${row.role}” are not made in Canvas.` };
      if (role === undefined)
        return {
          rule: 'C6',
          text: `The role “${row.role}” is not one that OneRoster knows, so the enrollment is left as it is.`,
        };
      if (row.status !== 'active') return { rule: 'D1', text: 'The SIS marks the enrollment as dropped.' };
      const last = lastDay(row.endDate, settings.enrollmentEndDate);
      return last !== '' && last < today ? { rule: 'C6', text: `The enrollment ended on ${spokenDate(last)}.` } : null;
    }
    default:
      return assertNever(collection);
  }
}

const presetWords: Readonly<Record<ClassFilter, string>> = {
  homeroom: 'homerooms',
  lunch: 'lunch',
  'study-hall': 'study halls',
  'no-teacher': 'classes without a teacher',
};

/** C5: the filter that leaves a class out, as far as its own record tells. */
function presetOf(record: SisRecord, { classFilters }: DistrictSettings): Reason | null {
  if (record.collection !== 'classes') return null;
  const kinds = kindsOf(record.row, null, { students: 1, teachers: 1 });
  const preset = classFilters.find((filter) => kinds.includes(filter));
  return preset === undefined ? null : { rule: 'C5', text: `Your settings leave ${presetWords[preset]} out.` };
}

const dropped: Reason = { rule: 'D1', text: 'The SIS marks the record as dropped.' };

function unchosen(schools: readonly string[], settings: DistrictSettings): Reason | null {
  if (settings.schools.length === 0 || schools.some((school) => settings.schools.includes(school))) return null;
  return { rule: 'C1', text: 'Its school is not among the chosen ones.' };
}

/** D1: what we made for a class that is over stays as it is. */
function overSince({ placed, today }: ExplainInput): Reason | null {
  const ends = placed.flatMap(({ ledger }) => (ledger === null ? [] : [ledgerExtraOf(ledger).ends ?? '']));
  const last = ends
    .filter((end) => end !== '')
    .sort()
    .at(-1);
  if (last === undefined || last >= today) return null;
  return {
    rule: 'D1',
    text: `The class ended on ${spokenDate(last)}. Nothing about it changes any more, whatever the SIS leaves out.`,
  };
}

function settledReason({ record, placed }: ExplainInput): Reason {
  const unconfirmed = placed.some(({ ledger }) => ledger !== null && !ledger.confirmed);
  if (unconfirmed) return { rule: 'F5', text: 'It was sent, but Canvas has not shown it as it was sent.' };
  if (placed.some(({ ledger }) => ledger !== null && fieldsOf(ledger).status === 'suspended')) {
    const why =
      record === null ? 'they have had no class for so long' : 'the SIS disabled them, or they have had no class for so long';
    return {
      rule: 'D3',
      text: `This person was suspended, because ${why}. They keep everything, and may sign in again once they are back.`,
    };
  }
  if (record === null) return { rule: 'D4', text: 'The SIS no longer names it. It stays in Canvas as it is.' };
  return { rule: 'F1', text: 'Canvas has what the SIS says; nothing has to change.' };
}

function reasonOfFinding({ rule, message, remedy }: Finding): Reason {
  return { rule, text: `${message} ${remedy}`.trim() };
}

function unique(reasons: readonly Reason[]): Reason[] {
  return [...new Map(reasons.map((reason) => [`${reason.rule} ${reason.text}`, reason])).values()];
}

function labelOf({ record, changes, placed, sourcedId }: ExplainInput): string {
  const ledger = placed.find((one) => one.ledger !== null)?.ledger ?? null;
  return (record ? nameIn(record) : '') || changes[0]?.label || (ledger === null ? '' : ledgerExtraOf(ledger).label) || sourcedId;
}

function nameIn({ collection, row }: SisRecord): string {
  switch (collection) {
    case 'orgs':
      return row.name;
    case 'academicSessions':
    case 'classes':
      return row.title;
    case 'users':
      return `${row.givenName} ${row.familyName}`.trim();
    case 'enrollments':
      return '';
    default:
      return assertNever(collection);
  }
}

/** A record as lines of text: lists joined, what is empty left out. */
function flat(row: object): Fields {
  const fields: Fields = {};
  for (const [name, value] of Object.entries(row) as [string, unknown][]) {
    const text = textOf(value);
    if (text !== '') fields[name] = text;
  }
  return fields;
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  if (value !== null && typeof value === 'object') return Object.values(value).map(textOf).join(' ');
  return value === null || value === undefined ? '' : String(value);
}
