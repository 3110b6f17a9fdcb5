/** The keys of a record that names every case of a union, in the order they are written. */
export function keysOf<K extends string>(record: Readonly<Record<K, unknown>>): readonly K[] {
  return Object.keys(record) as K[];
}

/** The case a control's value names; null for anything else. */
export function caseOf<K extends string>(cases: readonly K[], value: unknown): K | null {
  return cases.find((one) => one === value) ?? null;
}
