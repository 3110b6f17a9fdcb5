import type { LedgerRow, SideRow } from '../../store/store-api.ts';
import { BUCKETS } from '../../store/store-api.ts';
import type { ObjectTriple } from '../compare/objects.ts';
import { canvasExtra, fieldsOf, ledgerExtraOf } from '../compare/sides.ts';
import type { FoundChange, FoundKept, Verdict } from '../compare/verdict.ts';
import { Hashes, hash53 } from './hashes.ts';
import { loginText } from './logins.ts';
import type { CompareInput } from './plan-draft.ts';
import { CHECKPOINT_ROWS, type Step } from './step.ts';

/** The logins that never pass to somebody else by themselves (B2). */
export interface Logins {
  /** Of everybody in Canvas: deleted users too, and people without SIS id, whose account a taken login would adopt. */
  readonly present: Hashes;
  /** What people had before, by the ledger. */
  readonly former: Hashes;
  /** Hashes of the Canvas ids of people with more than one login that works (F6). */
  several: ReadonlySet<number>;
  /** Those that stand in more than one row of Canvas, as hashes: of a deleted user, and of whoever took it since. */
  shared: ReadonlySet<number>;
}

export function* loginsInCanvas({ work, store }: CompareInput): Step<Logins> {
  const logins: Logins = { present: new Hashes(), former: new Hashes(), shared: new Set(), several: new Set() };
  const active = new Hashes();
  let done = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    for (const row of work.rows('canvas', 'user', bucket)) {
      logins.present.add(loginText(loginOfRow(row)));
      if (fieldsOf(row).status === 'active') active.add(canvasExtra(row).canvasId);
      done += 1;
      if (done % CHECKPOINT_ROWS === 0) yield { step: 'Checking logins', done, total: null };
    }
    for (const row of store.ledgerRows('user', bucket)) {
      if (row.extra.includes('"former"')) for (const login of formerLogins(row)) logins.former.add(loginText(login));
    }
  }
  logins.shared = logins.present.repeated();
  logins.several = active.repeated();
  return logins;
}

function formerLogins(row: LedgerRow | null): readonly string[] {
  return row === null ? [] : (ledgerExtraOf(row).former ?? []);
}

export function withLoginCheck(verdict: Verdict, triple: ObjectTriple, logins: Logins): Verdict {
  if (verdict.kind !== 'change' && verdict.kind !== 'kept') return verdict;
  const kept = verdict.kept === undefined ? undefined : keptWithLoginCheck(verdict.kept, triple, logins);
  if (verdict.kind === 'kept') return kept === undefined ? verdict : { ...verdict, kept };
  const { change } = verdict;
  if (change.hold !== null || !takesLogin(change, triple, logins)) return kept === undefined ? verdict : { ...verdict, kept };
  const text = `${loginOfAnother(change)} It passes on only when you say so.`;
  return { ...verdict, change: { ...change, hold: { rule: 'B2', text } }, ...(kept === undefined ? {} : { kept }) };
}

function keptWithLoginCheck(kept: FoundKept, triple: ObjectTriple, logins: Logins): FoundKept {
  if (kept.obstacle !== '' || !takesLogin(kept.change, triple, logins)) return kept;
  return { ...kept, obstacle: `${loginOfAnother(kept.change)} Mend that in Canvas or in the SIS first, then preview again.` };
}

function loginOfAnother({ label }: FoundChange): string {
  return `The login of ${label} is, or was, somebody else’s in Canvas.`;
}

/** Whether a change would give a login that is, or was, somebody else's. */
function takesLogin({ action, after }: FoundChange, { canvas, ledger }: ObjectTriple, logins: Logins): boolean {
  const login = loginText(after?.login_id ?? '');
  if (login === loginText('')) return false;
  // Their own; but while they were deleted, somebody else may have taken it.
  if (login === loginText(loginOfRow(canvas))) return action === 'restore' && logins.shared.has(hash53(login));
  const theirs = logins.former.has(login) && !formerLogins(ledger).map(loginText).includes(login);
  return theirs || logins.present.has(login);
}

function loginOfRow(row: SideRow | null): string {
  return row === null ? '' : (fieldsOf(row).login_id ?? '');
}
