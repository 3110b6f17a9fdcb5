import type { FindingPage, FindingQuery } from '../../shared/finding.ts';

const all: FindingPage['findings'] = Array.from({ length: 43 }, (_, number) => ({
  number,
  rule: number < 12 ? 'C6' : 'B1',
  collection: number < 12 ? ('enrollments' as const) : ('users' as const),
  sourcedId: number % 9 === 8 ? '' : `8f3c2f1e-77aa-4c1d-9c6e-${String(number).padStart(12, '0')}`,
  level: number < 12 ? ('dropped' as const) : ('warned' as const),
  message: number < 12 ? 'It names a class that the SIS does not send.' : 'Its e-mail address is not one.',
  remedy: number < 12 ? 'Give the key access to the school of this class.' : 'Correct the address in the SIS.',
}));

/** What a plan of the harness left out or doubted. */
export function findingsOf({ level, collection, from, count }: FindingQuery): FindingPage {
  const found = all.filter(
    (one) => (level === null || one.level === level) && (collection === null || one.collection === collection),
  );
  return { total: found.length, findings: found.slice(from, from + count) };
}
