import type { LedgerRow, Sightings } from '../../store/store-api.ts';
import { BUCKETS, type Bucketed } from '../../store/store-api.ts';
import { judgeObject, type ObjectKind, type ObjectRules, type ObjectTriple } from '../compare/objects.ts';
import type { Parents } from '../compare/parents.ts';
import { canvasExtra, desiredExtra, fieldsOf, ledgerExtraOf, refreshed, sourceFrom } from '../compare/sides.ts';
import { judgeSignIn, refreshedPerson, signsIn, suspends, withSignIn } from '../compare/suspension.ts';
import { ALREADY_THERE, FORGOTTEN, FROZEN, heldUnder, type Verdict } from '../compare/verdict.ts';
import { touchesIdentity } from '../holds/additions.ts';
import { phaseOf, type Tallies, type Tally } from '../holds/tally.ts';
import type { Vanished } from '../holds/vanished.ts';
import { COURSE_PREFIX } from '../map/placement.ts';
import { Hashes } from './hashes.ts';
import { Lapses, noteUnreadable } from './lapses.ts';
import { loginsInCanvas, withLoginCheck } from './login-check.ts';
import type { CompareInput, PlanDraft } from './plan-draft.ts';
import type { ProtectedPeople } from './protected-people.ts';
import type { SectionHomes } from './section-homes.ts';
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

/** What was found out before objects are compared. */
interface Known {
  readonly parents: Parents;
  readonly people: ProtectedPeople;
  readonly homes: SectionHomes;
  readonly sightings: Sightings;
}

/** Everything but enrollments, in Canvas' dependency order; tells `parents` what will not be there. */
export function* compareObjects(input: CompareInput, draft: PlanDraft, known: Known): Step<void> {
  const { parents, people, homes, sightings } = known;
  const logins = yield* loginsInCanvas(input);
  yield* noteUnreadable(input);
  const lapses = new Lapses(input, sightings, logins.several);
  const judgeUser = (one: ObjectTriple, rules: ObjectRules) => {
    const suspension = lapses.meet(one);
    const triple = withSignIn(one, suspension);
    const verdict = judgeSignIn(judgeObject('user', triple, rules), triple, suspension);
    return people.check(withLoginCheck(verdict, triple, logins), triple);
  };
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
    housed: homes.housed,
    isDeletedCourse: (canvasId) => dead.has(canvasId),
    adopt: input.settings.adoptExisting,
  };
  for (const entity of objectKinds) yield* compareKind(input, draft, entity, rules, { judgeUser, lapses, homes });
}

/** What else it takes to judge people and sections. */
interface Judges {
  readonly judgeUser: (triple: ObjectTriple, rules: ObjectRules) => Verdict;
  readonly lapses: Lapses;
  readonly homes: SectionHomes;
}

function* compareKind(
  input: CompareInput,
  draft: PlanDraft,
  entity: ObjectKind,
  rules: ObjectRules,
  { judgeUser, lapses, homes }: Judges,
): Step<void> {
  const total = input.work.count('desired', entity);
  let done = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    const memories: (LedgerRow & Bucketed)[] = [];
    if (entity === 'user') lapses.open(bucket);
    for (const one of inOrder(entity, sides(input, entity, bucket))) {
      const triple = entity === 'section' ? homes.settle(one) : one;
      const judged = entity === 'user' ? judgeUser(triple, rules) : judgeObject(entity, triple, rules);
      const verdict = input.contact.judge(entity, triple.key, judged, rules.parents);
      noteObstacle(entity, triple, verdict, rules.parents);
      if (entity === 'term') askAbout(triple, draft);
      noteVanished(input, draft.vanished, entity, triple);
      if (entity === 'course') draft.unpublished.take(triple);
      tallyObject(draft.tallies, entity, triple, verdict, input.today);
      draft.take(verdict, entity);
      draft.gone.take(verdict, entity, triple);
      if (verdict === ALREADY_THERE && entity === 'course' && isMintedHere(triple)) draft.noteUnremembered();
      const memory = memoryOf(entity, triple, verdict);
      if (memory !== null) memories.push({ ...memory, bucket });
      done += 1;
      if (done % CHECKPOINT_ROWS === 0) yield { step: `Comparing ${kindWords[entity]}`, done, total };
    }
    if (memories.length > 0) input.store.ledgerPut(entity, memories);
    if (entity === 'user') lapses.close();
  }
  draft.closeKind(entity, rules.parents);
}

/** D6: courses are called after a class only by us (B). */
function isMintedHere({ key, canvas }: ObjectTriple): boolean {
  return key.startsWith(COURSE_PREFIX) && canvas !== null && canvasExtra(canvas).bySis;
}

/** Canvas wants an account before those below it (canvas-sis.md §1.4), and they are few. */
function inOrder(entity: ObjectKind, triples: Iterable<ObjectTriple>): Iterable<ObjectTriple> {
  if (entity !== 'account') return triples;
  const level = ({ desired }: ObjectTriple) => (desired === null ? 0 : (desiredExtra(desired).level ?? 0));
  return [...triples].sort((a, b) => level(a) - level(b));
}

/** E: base = live, owned, unfrozen rows of an entity × school. */
function tallyObject(tallies: Tallies, entity: ObjectKind, triple: ObjectTriple, verdict: Verdict, today: string): void {
  if (entity === 'user') return tallyPerson(tallies, triple, verdict);
  const { desired, canvas, ledger } = triple;
  if (desired === null || verdict.kind === 'nothing' || verdict === FROZEN || isGone(verdict)) return;
  const extra = desiredExtra(desired);
  const entry = tallies.of(entity, extra.school, '', phaseOf(entity === 'term' ? {} : extra, today));
  if (canvas !== null && ledger?.owned === true && fieldsOf(canvas).status !== 'deleted') entry.base += 1;
  tallyChange(entry, verdict);
}

/** The same for people, who may be suspended though the SIS no longer names them (C9, D3); who is suspended is not live. */
function tallyPerson(tallies: Tallies, { desired, canvas, ledger }: ObjectTriple, verdict: Verdict): void {
  const leaves = suspends(verdict);
  if (verdict.kind === 'nothing' || isGone(verdict) || (desired === null && !leaves)) return;
  const known = desired !== null ? desiredExtra(desired) : ledger !== null ? ledgerExtraOf(ledger) : null;
  // C6: the first guardians are a first load (E6).
  const entry = tallies.of('user', known?.school ?? '', known?.role === 'observer' ? 'observer' : '', 'running');
  if (canvas !== null && ledger?.owned === true && fieldsOf(canvas).status === 'active') entry.base += 1;
  // C9 asks by itself; one question is enough.
  const asked = verdict.kind === 'change' && verdict.change.hold?.rule === 'C9';
  if (leaves && !asked) {
    entry.removed += 1;
    if (verdict.kind === 'change' && verdict.change.waiting === true) entry.waiting += 1;
  } else if (signsIn(verdict, canvas)) entry.left += 1;
  tallyChange(entry, verdict);
}

function tallyChange(entry: Tally, verdict: Verdict): void {
  if (verdict.kind !== 'change' || verdict.change.hold !== null) return;
  if (verdict.change.action === 'create') entry.created += 1;
  if (verdict.change.action === 'update') entry.updated += 1;
  if (verdict.change.action === 'update' && touchesIdentity(verdict.change.changed)) entry.identity += 1;
}

/** Deleted in Canvas (F3). */
function isGone(verdict: Verdict): boolean {
  return verdict.kind === 'kept' && verdict.gone;
}

function noteObstacle(entity: ObjectKind, { key, canvas }: ObjectTriple, verdict: Verdict, parents: Parents): void {
  if (isGone(verdict) || verdict === FORGOTTEN) parents.set(entity, key, { kind: 'gone' });
  if (verdict.kind === 'not-yet') parents.set(entity, key, { kind: 'not-yet', notYet: verdict.notYet });
  if (verdict.kind !== 'change' || verdict.change.action === 'update' || verdict.change.hold === null) return;
  // Whoever is in Canvas can be enrolled, whether they may sign in or not.
  if (canvas !== null && fieldsOf(canvas).status !== 'deleted') return;
  const { text } = verdict.change.hold;
  const hold = heldUnder(verdict.change.hold);
  parents.set(entity, key, hold === undefined ? { kind: 'held', text } : { kind: 'held', text, hold });
}

function askAbout({ desired }: ObjectTriple, draft: PlanDraft): void {
  const question = desired === null ? undefined : desiredExtra(desired).question;
  if (question !== undefined) draft.ask(question);
}

/** E8: a school or a term that is not over, which the SIS names no more. A school the admin no longer chose has not vanished. */
function noteVanished({ settings, today }: CompareInput, vanished: Vanished, entity: ObjectKind, triple: ObjectTriple): void {
  const { key, desired, canvas, ledger } = triple;
  if (desired !== null || (entity !== 'account' && entity !== 'term')) return;
  if (canvas === null || ledger?.owned !== true || fieldsOf(canvas).status === 'deleted') return;
  const { label, school, ends = '' } = ledgerExtraOf(ledger);
  if (entity === 'term') {
    if (ends === '' || ends >= today) vanished.addTerm(key, label);
    return;
  }
  // What stands above schools (C1) holds nothing itself.
  if (school === '') return;
  const org = sourceFrom(ledger.source)?.sourcedId ?? '';
  if (settings.schools.length === 0 || settings.schools.includes(org)) vanished.schools.add(key);
}

function memoryOf(entity: ObjectKind, { desired, canvas, ledger }: ObjectTriple, verdict: Verdict): LedgerRow | null {
  if (desired === null || ledger === null) return null;
  if (entity === 'section') return refreshed(ledger, desiredExtra(desired));
  return entity === 'user' ? refreshedPerson(ledger, desiredExtra(desired), verdict, canvas) : null;
}

/** Canvas ids of the courses that are deleted there, by whomever they were made; of years past too, so only hashes are held. */
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
