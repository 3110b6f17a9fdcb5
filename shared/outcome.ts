import type { Failure } from './failure.ts';

/** The result of anything that can fail in an expected way. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

export function succeed<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

export function fail<T = never>(failure: Failure): Outcome<T> {
  return { ok: false, failure };
}
