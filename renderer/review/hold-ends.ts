import type { Hold } from '../../shared/plan.ts';

/** What ends a hold nobody can release: the first contact waits for a person, and what hangs on something held for that. */
export function endsWith({ rule, remap, releasable }: Pick<Hold, 'rule' | 'remap' | 'releasable'>): string {
  if (remap === true) return ' · ends with a remap plan, or when the SIS gives the old ids back';
  if (releasable) return '';
  if (rule === 'E11') return ' · ends when the first contact is reviewed';
  if (rule === 'E13') return ' · ends when what it belongs to does';
  return ' · ends when the records are mended in the SIS';
}
