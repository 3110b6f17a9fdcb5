import type { LedgerRow, SideRow } from '../../store/store-api.ts';
import { BUCKETS } from '../../store/store-api.ts';
import type { ObjectTriple } from '../compare/objects.ts';
import { fieldsOf, ledgerExtraOf } from '../compare/sides.ts';
import type { Verdict } from '../compare/verdict.ts';
import { Hashes } from './hashes.ts';
import { loginText } from './logins.ts';
import type { CompareInput } from './plan-draft.ts';
import { CHECKPOINT_ROWS, type Step } from './step.ts';

/** The logins that never pass to somebody else by themselves (B2). */
export interface Logins {
  /** Of everybody in Canvas: deleted users too, and people without SIS id, whose account a taken login would adopt. */
  readonly present: Hashes;
  /** What people had before, by the ledger. */
  readonly former: Hashes;
}

export function* loginsInCanvas({ work, store }: CompareInput): Step<Logins> {
  const logins: Logins = { present: new Hashes(), former: new Hashes() };
  let done = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    for (const row of work.rows('canvas', 'user', bucket)) {
      logins.present.add(loginText(loginOfRow(row)));
      done += 1;
      if (done % CHECKPOINT_ROWS === 0) yield { step: 'Checking logins', done, total: null };
    }
    for (const row of store.ledgerRows('user', bucket)) {
      if (row.extra.includes('"former"')) for (const login of formerLogins(row)) logins.former.add(loginText(login));
    }
  }
  return logins;
}

function formerLogins(row: LedgerRow | null): readonly string[] {
  return row === null ? [] : (ledgerExtraOf(row).former ?? []);
}

export function withLoginCheck(verdict: Verdict, { canvas, ledger }: ObjectTriple, logins: Logins): Verdict {
  if (verdict.kind !== 'change' || verdict.change.hold !== null) return verdict;
  const { change } = verdict;
  const login = loginText(change.after?.login_id ?? '');
  if (login === loginText('') || login === loginText(loginOfRow(canvas))) return verdict;
  const theirs = logins.former.has(login) && !formerLogins(ledger).map(loginText).includes(login);
  if (!theirs && !logins.present.has(login)) return verdict;
  const text = `The login of ${change.label} is, or was, somebody else’s in Canvas. It passes on only when you say so.`;
  return { kind: 'change', change: { ...change, hold: { rule: 'B2', text } } };
}

function loginOfRow(row: SideRow | null): string {
  return row === null ? '' : (fieldsOf(row).login_id ?? '');
}
