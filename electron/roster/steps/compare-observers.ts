import type { Finding } from '../../store/store-api.ts';
import { BUCKETS } from '../../store/store-api.ts';
import { observerOf, studentOf } from '../compare/observer-key.ts';
import { judgeObserver, type ObserverRules, type ObserverTriple } from '../compare/observers.ts';
import type { Parents } from '../compare/parents.ts';
import { desiredExtra, fieldsOf, ledgerExtraOf } from '../compare/sides.ts';
import { ALREADY_THERE, FROZEN, NOT_OURS, UNCHANGED, type Verdict } from '../compare/verdict.ts';
import type { Tallies } from '../holds/tally.ts';
import type { Absences } from './absences.ts';
import type { CompareInput, PlanDraft } from './plan-draft.ts';
import type { ProtectedPeople } from './protected-people.ts';
import { sides } from './sides-of-bucket.ts';
import { bucketFor, CHECKPOINT_ROWS, type Step } from './step.ts';

/** What was found out before links are compared. */
interface Known {
  readonly parents: Parents;
  readonly people: ProtectedPeople;
  readonly absences: Absences;
}

const STEP = 'Comparing guardians';

/** Links of guardians to students (ROSTER-RULES C6); only where the district wants observers. */
export function* compareObservers(input: CompareInput, draft: PlanDraft, { parents, people, absences }: Known): Step<void> {
  const alone = yield* studentsAlone(input);
  const rules: ObserverRules = {
    adopt: input.settings.adoptExisting,
    obstacleTo: (key) => parents.of('user', studentOf(key)) ?? parents.of('user', observerOf(key)),
    isWanted: (student) => input.work.get('desired', 'user', bucketFor('user', student), student) !== null,
    isAlone: (student) => alone.has(student),
    isProtected: (user) => people.has(user),
  };
  const total = input.work.count('desired', 'observer');
  let done = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    absences.open(bucket);
    for (const one of sides(input, 'observer', bucket)) {
      const triple = { ...one, missedBefore: one.desired === null && absences.missedBefore(one.key) };
      const verdict = judgeObserver(triple, rules);
      if (isRemoval(verdict) && triple.desired === null) absences.note(triple.key);
      tally(draft.tallies, triple, verdict);
      draft.take(verdict, 'observer');
      const student = verdict === NOT_OURS ? alone.get(studentOf(triple.key)) : undefined;
      if (student !== undefined) input.work.addFindings([handMadeLink(student)]);
      done += 1;
      if (done % CHECKPOINT_ROWS === 0) yield { step: STEP, done, total };
    }
    absences.flush();
  }
}

interface Student {
  readonly label: string;
  readonly sourcedId: string;
}

/** Students whom nobody observes, by Canvas SIS id: a list that people write, so they are few. */
function* studentsAlone({ work, settings }: CompareInput): Step<ReadonlyMap<string, Student>> {
  const alone = new Map<string, Student>();
  if (settings.noContact.length === 0) return alone;
  let done = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    for (const row of work.rows('desired', 'user', bucket)) {
      done += 1;
      if (done % CHECKPOINT_ROWS === 0) yield { step: STEP, done, total: null };
      const { noContact, label, source } = desiredExtra(row);
      if (noContact === true) alone.set(row.key, { label, sourcedId: source[1] });
    }
  }
  return alone;
}

function isRemoval(verdict: Verdict): boolean {
  return verdict.kind === 'change' && verdict.change.action === 'delete';
}

/** E: base = live, owned, unfrozen links of a school. */
function tally(tallies: Tallies, { desired, canvas, ledger }: ObserverTriple, verdict: Verdict): void {
  if (verdict.kind === 'nothing' || verdict === NOT_OURS || verdict === FROZEN) return;
  const school = desired === null ? (ledger === null ? '' : ledgerExtraOf(ledger).school) : desiredExtra(desired).school;
  const entry = tallies.of('observer', school, '', 'running');
  if (canvas !== null && ledger?.owned === true && fieldsOf(canvas).status === 'active') entry.base += 1;
  if (verdict === UNCHANGED || verdict === ALREADY_THERE) entry.left += 1;
  if (verdict.kind !== 'change') return;
  const { action, hold, waiting } = verdict.change;
  if (action === 'delete') {
    entry.removed += 1;
    if (waiting === true) entry.waiting += 1;
  } else if (hold === null) {
    entry.left += 1;
    if (action === 'create') entry.created += 1;
  }
}

function handMadeLink({ label, sourcedId }: Student): Finding {
  return {
    rule: 'C6',
    level: 'warned',
    collection: 'users',
    sourcedId,
    message: `${label} is on the no-contact list, and somebody observes them in Canvas whom Rosterbridge did not link.`,
    remedy: 'Look at the student’s observers in Canvas, and remove them there if they should not see anything.',
  };
}
