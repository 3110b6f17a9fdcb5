import { compareKeys } from '../../store/key-order.ts';

/** What the store gives for one key of one side: canonical texts. */
export interface Sided {
  readonly key: string;
}

/** One key as all three sides know it (DESIGN §4: SIS says / Canvas has / we last applied). */
export interface Triple<D extends Sided, C extends Sided, L extends Sided> {
  readonly key: string;
  readonly desired: D | null;
  readonly canvas: C | null;
  readonly ledger: L | null;
}

/** Walks three cursors, each sorted by key in code point order, in one pass. */
export function* merge<D extends Sided, C extends Sided, L extends Sided>(
  desired: Iterable<D>,
  canvas: Iterable<C>,
  ledger: Iterable<L>,
): Generator<Triple<D, C, L>> {
  const d = desired[Symbol.iterator]();
  const c = canvas[Symbol.iterator]();
  const l = ledger[Symbol.iterator]();
  let fromD = next(d);
  let fromC = next(c);
  let fromL = next(l);
  for (;;) {
    const key = least(least(fromD?.key ?? null, fromC?.key ?? null), fromL?.key ?? null);
    if (key === null) return;
    const triple = {
      key,
      desired: fromD?.key === key ? fromD : null,
      canvas: fromC?.key === key ? fromC : null,
      ledger: fromL?.key === key ? fromL : null,
    };
    if (triple.desired !== null) fromD = next(d);
    if (triple.canvas !== null) fromC = next(c);
    if (triple.ledger !== null) fromL = next(l);
    yield triple;
  }
}

function next<T>(iterator: Iterator<T>): T | null {
  const step = iterator.next();
  return step.done === true ? null : step.value;
}

function least(a: string | null, b: string | null): string | null {
  if (a === null) return b;
  if (b === null) return a;
  return compareKeys(a, b) <= 0 ? a : b;
}
