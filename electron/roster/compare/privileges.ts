import type { Fields } from '../../../shared/entities.ts';
import type { Reason } from '../../../shared/plan.ts';
import type { LedgerRow, SideRow } from '../../store/store-api.ts';
import { importRow } from '../columns.ts';
import { ledgerExtra } from '../desired.ts';
import { enrollmentLabel, roleOf } from './enrollment-key.ts';
import { keptRow } from './kept.ts';
import { canvasExtra, desiredExtra, fieldsOf, ledgerExtraOf } from './sides.ts';
import { fieldOutcome } from './three-way.ts';
import { type FoundChange, UNCHANGED, type Verdict } from './verdict.ts';

const LIMIT = 'limit_section_privileges';

/**
 * Staff of a course with other teachers' classes see their own sections only (ROSTER-RULES C4): 'true' for them, undefined for
 * all others.
 * @param keptCourses courses whose sections stay although the SIS would have them elsewhere.
 */
export function limitOf(key: string, desired: SideRow, keptCourses: ReadonlySet<string>): Fields {
  if (roleOf(key) === 'student') return {};
  const said = fieldsOf(desired)[LIMIT];
  if (said !== undefined) return { [LIMIT]: said };
  if (!desired.extra.includes('"limitedIn"')) return {};
  return keptCourses.has(desiredExtra(desired).limitedIn ?? '') ? { [LIMIT]: 'true' } : {};
}

/** Who is there already is told so, and let go of when it is no longer so. What somebody set in Canvas stays (F3). */
export function judgeLimit(key: string, desired: SideRow, canvas: SideRow, ledger: LedgerRow, limit: Fields): Verdict {
  const applied = fieldsOf(ledger)[LIMIT];
  const wanted = limit[LIMIT] ?? (applied === 'true' ? 'false' : undefined);
  if (wanted === undefined) return UNCHANGED;
  const present = fieldsOf(canvas)[LIMIT];
  const known = ledgerExtraOf(ledger);
  const outcome = fieldOutcome(wanted, present, applied, known.unseen?.includes(LIMIT));
  if (outcome === 'same') return UNCHANGED;
  const extra = desiredExtra(desired);
  const set: Fields = { status: 'active', [LIMIT]: wanted };
  const change: FoundChange = {
    entity: 'enrollment',
    action: 'update',
    how: null,
    key,
    label: enrollmentLabel(extra, key),
    school: extra.school,
    changed: [LIMIT],
    before: { [LIMIT]: present ?? 'false' },
    after: { [LIMIT]: wanted },
    reason: wanted === 'true' ? seesOwn : seesAll,
    source: { collection: extra.source[0], sourcedId: extra.source[1] },
    row: importRow('enrollment', key, set, null, ''),
    ledgerFields: JSON.stringify(wanted === 'true' ? set : { status: 'active' }),
    ledgerExtra: JSON.stringify(ledgerExtra(extra, known)),
    canvasId: canvasExtra(canvas).canvasId,
    hold: null,
  };
  if (outcome === 'sis-changed') return { kind: 'change', change };
  const why = outcome === 'edited' && !ledger.confirmed ? 'ignored' : outcome;
  return { kind: 'kept', kept: keptRow(change, why, applied === undefined ? {} : { [LIMIT]: applied }), gone: false };
}

const seesOwn: Reason = { rule: 'C4', text: 'The course has classes of other teachers, so each sees only their own sections.' };
const seesAll: Reason = { rule: 'C4', text: 'All classes of the course have the same teachers again.' };
