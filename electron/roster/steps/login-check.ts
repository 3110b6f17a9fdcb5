import type { LedgerRow, SideRow } from '../../store/store-api.ts';
import { BUCKETS } from '../../store/store-api.ts';
import { merge } from '../compare/merge.ts';
import type { ObjectTriple } from '../compare/objects.ts';
import { canvasExtra, fieldsOf, ledgerExtraOf } from '../compare/sides.ts';
import type { FoundChange, FoundKept, Verdict } from '../compare/verdict.ts';
import { plainId, plainName } from '../conversion/traits.ts';
import type { RowHold } from '../desired.ts';
import { Hashes, hash53 } from './hashes.ts';
import { loginText } from './logins.ts';
import type { CompareInput } from './plan-draft.ts';
import { CHECKPOINT_ROWS, type Step } from './step.ts';

/** The logins that never pass to somebody else by themselves (B2), and who may be in Canvas under another id (B3). */
export interface Logins {
  /** Of everybody in Canvas: deleted users too, and people without SIS id, whose account a taken login would adopt. */
  readonly present: Hashes;
  /** What people had before, by the ledger. */
  readonly former: Hashes;
  /** Hashes of the Canvas ids of people with more than one login that works (F6). */
  several: ReadonlySet<number>;
  /** Those that stand in more than one row of Canvas, as hashes: of a deleted user, and of whoever took it since. */
  shared: ReadonlySet<number>;
  /** E-mail addresses with names of people in Canvas whose id nobody here wants or gave. */
  readonly strangers: Hashes;
}

export function* loginsInCanvas({ work, store, contactReviewed }: CompareInput): Step<Logins> {
  const [present, former, strangers] = [new Hashes(), new Hashes(), new Hashes()];
  const logins: Logins = { present, former, strangers, shared: new Set(), several: new Set() };
  const active = new Hashes();
  let done = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    // Once a person has seen who is alike (G1), strangers are strangers.
    const desired = contactReviewed ? [] : work.rows('desired', 'user', bucket);
    for (const one of merge(desired, work.rows('canvas', 'user', bucket), store.ledgerRows('user', bucket))) {
      const { canvas, ledger } = one;
      if (ledger?.extra.includes('"former"')) for (const login of formerLogins(ledger)) former.add(loginText(login));
      if (canvas === null) continue;
      const { login_id = '', status, email = '', full_name = '' } = fieldsOf(canvas);
      present.add(loginText(login_id));
      if (status === 'active') active.add(canvasExtra(canvas).canvasId);
      const isStranger = !contactReviewed && one.key !== '' && one.desired === null && ledger === null;
      if (isStranger && status !== 'deleted') strangers.add(whoText(email, full_name));
      done += 1;
      if (done % CHECKPOINT_ROWS === 0) yield { step: 'Checking logins', done, total: null };
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
  const hold = change.hold ?? doubtAbout(change, triple, logins);
  return { ...verdict, change: { ...change, hold }, ...(kept === undefined ? {} : { kept }) };
}

function doubtAbout(change: FoundChange, triple: ObjectTriple, logins: Logins): RowHold | null {
  if (takesLogin(change, triple, logins))
    return { rule: 'B2', text: `${loginOfAnother(change)} It passes on only when you say so.` };
  const { email = '', full_name = '' } = change.after ?? {};
  const who = whoText(email, full_name);
  // After the ledger was lost nothing else tells who has an id of another record (D6).
  if (change.action !== 'create' || who === '' || !logins.strangers.has(who)) return null;
  return {
    rule: 'B3',
    text: `${change.label} seems to be in Canvas under another id: somebody there has the same e-mail address and name. Link them in “First contact”, or release this if it is somebody else.`,
  };
}

/** '' for whoever lacks one of the two: siblings share an address, and many a name. */
function whoText(email: string, name: string): string {
  return email.trim() === '' || name.trim() === '' ? '' : `${plainId(email)}\u001f${plainName(name)}`;
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
