import type { Fields } from '../../../shared/entities.ts';
import type { Reason } from '../../../shared/plan.ts';
import type { LedgerRow, SideRow } from '../../store/store-api.ts';
import { importRow } from '../columns.ts';
import { ledgerExtra } from '../desired.ts';
import { enrollmentLabel } from './enrollment-key.ts';
import { canvasExtra, desiredExtra, fieldsOf, ledgerExtraOf } from './sides.ts';
import { fieldOutcome } from './three-way.ts';
import type { Verdict } from './verdict.ts';

const dateFields = ['start_date', 'end_date'] as const;

/** The dates a student's enrollment carries where a district wants that: both, or none (ROSTER-RULES C7). */
export function datesOf(row: SideRow): Fields {
  const { start_date, end_date } = fieldsOf(row);
  return start_date === undefined || end_date === undefined ? {} : { start_date, end_date };
}

/**
 * An enrollment that is there gets the dates the SIS has by now, or loses those it got from us. No read tells them, so the ledger
 * alone knows (F5), and nobody is said to have edited them. Null when they are as they should be.
 */
export function judgeDates(key: string, desired: SideRow, canvas: SideRow, ledger: LedgerRow): Verdict | null {
  // Millions of rows have none.
  if (!desired.fields.includes('_date') && !ledger.fields.includes('_date')) return null;
  const wanted = datesOf(desired);
  const applied = datesOf(ledger);
  const none = { start_date: '', end_date: '' };
  const after: Fields = Object.keys(wanted).length > 0 ? wanted : Object.keys(applied).length > 0 ? none : {};
  const changed = dateFields.filter(
    (name) => after[name] !== undefined && fieldOutcome(after[name] ?? '', undefined, applied[name] ?? '') !== 'same',
  );
  if (changed.length === 0) return null;
  const extra = desiredExtra(desired);
  return {
    kind: 'change',
    change: {
      entity: 'enrollment',
      action: 'update',
      how: null,
      key,
      label: enrollmentLabel(extra, key),
      school: extra.school,
      changed,
      before: { ...none, ...applied },
      after,
      reason: after === none ? noDates : newDates,
      source: { collection: extra.source[0], sourcedId: extra.source[1] },
      // Both go together: Canvas uses them only as a pair, and a blank one clears.
      row: importRow('enrollment', key, { status: 'active', ...after }, null, ''),
      ledgerFields: JSON.stringify({ ...wanted, status: 'active' }),
      ledgerExtra: JSON.stringify(ledgerExtra(extra, ledgerExtraOf(ledger))),
      canvasId: canvasExtra(canvas).canvasId,
      hold: null,
    },
  };
}

const newDates: Reason = { rule: 'C7', text: 'Students carry the dates of their enrollment, which the SIS changed.' };
const noDates: Reason = {
  rule: 'C7',
  text: 'The SIS has no such dates any more, or students are not to carry them: the term’s dates count.',
};
