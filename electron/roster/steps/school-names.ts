import { desiredExtra, ledgerExtraOf, sourceFrom } from '../compare/sides.ts';
import type { CompareInput } from './plan-draft.ts';
import type { SchoolName } from './wait-notes.ts';

interface NameSources {
  readonly store: Pick<CompareInput['store'], 'ledgerRows'>;
  readonly work: Pick<CompareInput['work'], 'rows'>;
}

/** What schools are called, by account id. */
export function schoolNames({ store, work }: NameSources): ReadonlyMap<string, SchoolName> {
  const names = new Map<string, SchoolName>();
  for (const row of store.ledgerRows('account', 0)) {
    names.set(row.key, { name: ledgerExtraOf(row).label, sourcedId: sourceFrom(row.source)?.sourcedId ?? '' });
  }
  for (const row of work.rows('desired', 'account', 0)) {
    const { label, source } = desiredExtra(row);
    names.set(row.key, { name: label, sourcedId: source[1] });
  }
  return names;
}
