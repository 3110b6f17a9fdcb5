import type { LedgerRow, SideRow } from '../../store/store-api.ts';
import { BUCKETS, type Bucketed } from '../../store/store-api.ts';
import { judgeObject, type ObjectKind, type ObjectRules, type ObjectTriple } from '../compare/objects.ts';
import type { Parents } from '../compare/parents.ts';
import { canvasExtra, desiredExtra, fieldsOf, ledgerExtraOf, refreshed } from '../compare/sides.ts';
import { FORGOTTEN, FROZEN, GONE, heldUnder, type Verdict } from '../compare/verdict.ts';
import { touchesIdentity } from '../holds/additions.ts';
import type { Tallies } from '../holds/tally.ts';
import { Hashes } from './hashes.ts';
import { housedCourses } from './housed-courses.ts';
import { loginText } from './logins.ts';
import type { CompareInput, PlanDraft } from './plan-draft.ts';
import { sides } from './sides-of-bucket.ts';
import { CHECKPOINT_ROWS, type Step } from './step.ts';

const objectKinds: readonly ObjectKind[] = ['account', 'term', 'course', 'section', 'user'];
const kindWords: Readonly<Record<ObjectKind, string>> = {
  account: 'schools',
  term: 'terms',
  course: 'courses',
  section: 'sections',
  user: 'people',
};

/** Everything but enrollments, in Canvas' dependency order; tells `parents` what will not be there. */
export function* compareObjects(input: CompareInput, draft: PlanDraft, parents: Parents): Step<void> {
  const logins = yield* loginsInCanvas(input);
  const accounts = new Set<string>();
  for (const row of input.work.rows('canvas', 'account', 0)) {
    const { canvasId, parent = '' } = canvasExtra(row);
    if (parent !== '') accounts.add(canvasId);
  }
  const dead = yield* deletedCourses(input);
  const rules: ObjectRules = {
    newUserProvider: input.settings.authenticationProvider,
    parents,
    accounts,
    housed: yield* housedCourses(input),
    isDeletedCourse: (canvasId) => dead.has(canvasId),
  };
  for (const entity of objectKinds) yield* compareKind(input, draft, entity, rules, logins);
}

function* compareKind(input: CompareInput, draft: PlanDraft, entity: ObjectKind, rules: ObjectRules, logins: Logins): Step<void> {
  const total = input.work.count('desired', entity);
  let done = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    const memories: (LedgerRow & Bucketed)[] = [];
    for (const triple of sides(input, entity, bucket)) {
      const judged = judgeObject(entity, triple, rules);
      const checked = entity === 'user' ? withLoginCheck(judged, triple, logins) : judged;
      const verdict = input.contact.judge(entity, triple.key, checked, rules.parents);
      noteObstacle(entity, triple, verdict, rules.parents);
      tallyObject(draft.tallies, entity, triple, verdict, input.today);
      draft.take(verdict, entity);
      const memory = entity === 'section' ? memoryOf(triple) : null;
      if (memory !== null) memories.push({ ...memory, bucket });
      done += 1;
      if (done % CHECKPOINT_ROWS === 0) yield { step: `Comparing ${kindWords[entity]}`, done, total };
    }
    if (memories.length > 0) input.store.ledgerPut(entity, memories);
  }
  draft.closeKind(entity, rules.parents);
}

/** E: base = live, owned, unfrozen rows of an entity × school. */
function tallyObject(tallies: Tallies, entity: ObjectKind, triple: ObjectTriple, verdict: Verdict, today: string): void {
  const { desired, canvas, ledger } = triple;
  if (desired === null || verdict.kind === 'nothing' || verdict === FROZEN || verdict === GONE) return;
  const { school, starts = '' } = desiredExtra(desired);
  const entry = tallies.of(entity, school, '', starts > today);
  if (canvas !== null && ledger?.owned === true && fieldsOf(canvas).status !== 'deleted') entry.base += 1;
  if (verdict.kind !== 'change' || verdict.change.hold !== null) return;
  if (verdict.change.action === 'create') entry.created += 1;
  if (verdict.change.action === 'update') entry.updated += 1;
  if (verdict.change.action === 'update' && touchesIdentity(verdict.change.changed)) entry.identity += 1;
}

function noteObstacle(entity: ObjectKind, { key }: ObjectTriple, verdict: Verdict, parents: Parents): void {
  if (verdict === GONE || verdict === FORGOTTEN) parents.set(entity, key, { kind: 'gone' });
  if (verdict.kind === 'not-yet') parents.set(entity, key, { kind: 'not-yet', notYet: verdict.notYet });
  if (verdict.kind !== 'change' || verdict.change.action === 'update' || verdict.change.hold === null) return;
  const { text } = verdict.change.hold;
  const hold = heldUnder(verdict.change.hold);
  parents.set(entity, key, hold === undefined ? { kind: 'held', text } : { kind: 'held', text, hold });
}

function memoryOf({ desired, ledger }: ObjectTriple): LedgerRow | null {
  return desired === null || ledger === null ? null : refreshed(ledger, desiredExtra(desired));
}

/** Canvas ids of the courses that are deleted there, by whomever they were made. */
function* deletedCourses({ work }: CompareInput): Step<Hashes> {
  const deleted = new Hashes();
  let done = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    for (const row of work.rows('canvas', 'course', bucket)) {
      if (fieldsOf(row).status === 'deleted') deleted.add(canvasExtra(row).canvasId);
      done += 1;
      if (done % CHECKPOINT_ROWS === 0) yield { step: 'Comparing courses', done, total: null };
    }
  }
  return deleted;
}

/** The logins that never pass to somebody else by themselves (B2). */
interface Logins {
  /** Of everybody in Canvas: deleted users too, and people without SIS id, whose account a taken login would adopt. */
  readonly present: Hashes;
  /** What people had before, by the ledger. */
  readonly former: Hashes;
}

function* loginsInCanvas({ work, store }: CompareInput): Step<Logins> {
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

function withLoginCheck(verdict: Verdict, { canvas, ledger }: ObjectTriple, logins: Logins): Verdict {
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
