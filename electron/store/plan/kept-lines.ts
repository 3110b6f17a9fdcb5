import type { PlannedKept } from '../store-api.ts';

/** What the holdset column of a kept row says: whether it can be overwritten, or only while the change beside it is free. */
export const FREE = 0;
export const HINDERED = 1;
export const BESIDE = 2;

export function lineOf({ obstacle, beside }: PlannedKept): number {
  return obstacle !== '' ? HINDERED : beside === 0 ? FREE : BESIDE;
}
