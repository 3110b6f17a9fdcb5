import type { Fields } from '../../../shared/entities.ts';
import { overrideField, overrideTypes } from '../../canvas/term-overrides.ts';
import { fieldOutcome } from './three-way.ts';

/**
 * The fields wanted of a term whose last day somebody changed in Canvas (F3): staff then keep their access as long after that
 * day, and for ever where it has none (C3). Otherwise a longer term would end for its teachers first.
 */
export function withStaffAfterEnd(wanted: Fields, present: Fields, applied: Fields, unseen: readonly string[] = []): Fields {
  const { end_date = '' } = wanted;
  const outcome = fieldOutcome(end_date, present.end_date ?? '', applied.end_date, unseen.includes('end_date'));
  if (outcome !== 'edited' && outcome !== 'both') return wanted;
  const result = { ...wanted };
  for (const field of overrideTypes.map(overrideField)) {
    if (wanted[field] !== undefined) result[field] = moved(wanted[field], end_date, present.end_date ?? '');
  }
  return result;
}

/** As long after `to` as it was after `from`; '' after no end. */
function moved(instant: string, from: string, to: string): string {
  const at = Date.parse(to) + Date.parse(instant) - Date.parse(from);
  return Number.isNaN(at) ? '' : new Date(at).toISOString().replace('.000Z', 'Z');
}
