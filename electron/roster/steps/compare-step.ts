import { createHash } from 'node:crypto';
import type { EntityKind } from '../../../shared/entities.ts';
import { MOST_FINDINGS } from '../../../shared/most-findings.ts';
import type { EntityCounts, Hold } from '../../../shared/plan.ts';
import type { DistrictSettings } from '../../../shared/settings.ts';
import {
  BUCKETS,
  type DistrictStore,
  type LedgerRow,
  type PlannedChange,
  type PlanResultRow,
  type PlanWriter,
  type SideRow,
  type WorkFile,
} from '../../store/store-api.ts';
import { type EnrollmentTriple, judgeSection, roleOf, type SectionSpan, sectionOf, userOf } from '../compare/enrollments.ts';
import { merge, type Triple } from '../compare/merge.ts';
import { judgeObject, type ObjectKind } from '../compare/objects.ts';
import { desiredExtra, fieldsOf, ledgerExtraOf } from '../compare/sides.ts';
import type { FoundChange, Verdict } from '../compare/verdict.ts';
import { isSafetyHold, judgeRemovals, rowHold, rowHoldId } from '../holds.ts';
import { emptyCounts, Tallies } from '../tally.ts';
import { byText } from '../text.ts';
import { hash53, loginText } from './logins.ts';
import { bucketFor, CHECKPOINT_ROWS, type Step } from './step.ts';

export interface CompareInput {
  readonly store: DistrictStore;
  readonly work: WorkFile;
  readonly settings: DistrictSettings;
  readonly settingsDigest: string;
  readonly today: string;
  /** ISO instants: when the plan is made, and when both sides were read. */
  readonly now: string;
  readonly readAt: string;
  /** False when a side came from the ledger or a fallback route. */
  readonly complete: boolean;
}

const objectKinds: readonly ObjectKind[] = ['account', 'term', 'course', 'section', 'user'];
const kindWords: Readonly<Record<ObjectKind, string>> = {
  account: 'schools',
  term: 'terms',
  course: 'courses',
  section: 'sections',
  user: 'people',
};

/** Desired × Canvas × ledger → plan with counts, holds and a content hash as id (DESIGN §4). Returns the plan's number. */
export function* compareStep(input: CompareInput): Step<number> {
  const writer = input.store.beginPlan(input.now);
  let finished = false;
  try {
    const draft = new PlanDraft(input, writer);
    const takenLogins = yield* loginsInCanvas(input.work);
    for (const entity of objectKinds) yield* compareObjects(input, draft, entity, takenLogins);
    yield* compareEnrollments(input, draft);
    writer.finish(draft.close());
    finished = true;
    return writer.number;
  } finally {
    // Also when whoever drives the step stops it: half a plan must not be left behind.
    if (!finished) writer.discard();
  }
}

/** Gathers what comparison finds: rows for the plan, counts, holds, and the plan's content hash. */
class PlanDraft {
  readonly #input: CompareInput;
  readonly #writer: PlanWriter;
  readonly #counts: Record<EntityKind, EntityCounts> = emptyCounts();
  readonly #hash = createHash('sha256');
  readonly #rowHolds = new Map<string, Hold>();
  readonly #schools: ReadonlyMap<string, string>;
  #batch: PlannedChange[] = [];
  readonly tallies = new Tallies();
  /** People and sections that will not be in Canvas after this plan, with the reason (E13). */
  readonly heldParents = new Map<string, string>();

  constructor(input: CompareInput, writer: PlanWriter) {
    this.#input = input;
    this.#writer = writer;
    this.#schools = schoolNames(input);
    this.#hash.update(input.settingsDigest);
  }

  schoolName = (school: string): string => (school === '' ? 'the district' : (this.#schools.get(school) ?? school));

  take(verdict: Verdict, entity: EntityKind): void {
    if (verdict.kind === 'count') this.#counts[entity][verdict.count] += 1;
    if (verdict.kind === 'change') this.#add(verdict.change);
  }

  #add(found: FoundChange): void {
    const { hold, ...change } = found;
    const school = found.school;
    const holdId = hold === null ? '' : rowHoldId(hold.rule, found.entity, school);
    this.#counts[found.entity][found.action] += 1;
    if (hold !== null) {
      this.#counts[found.entity].held += 1;
      const before = this.#rowHolds.get(holdId);
      this.#rowHolds.set(
        holdId,
        before === undefined
          ? rowHold(hold.rule, found.entity, school, this.schoolName(school), hold.text, 1)
          : { ...before, count: before.count + 1 },
      );
      if (found.action === 'create' && (found.entity === 'user' || found.entity === 'section'))
        this.heldParents.set(`${found.entity}\u001f${found.key}`, hold.text);
    }
    this.#hash.update(JSON.stringify([found.entity, found.key, found.action, found.how, found.row, found.reason.rule, holdId]));
    const partition = found.entity === 'enrollment' ? sectionOf(found.key) : found.key;
    this.#batch.push({
      ...change,
      changed: [...change.changed],
      schoolName: this.schoolName(school),
      bucket: bucketFor(found.entity, partition),
      hold: holdId,
    });
    if (this.#batch.length >= CHECKPOINT_ROWS) this.#flush();
  }

  #flush(): void {
    if (this.#batch.length > 0) this.#writer.add(this.#batch);
    this.#batch = [];
  }

  close(): PlanResultRow {
    this.#flush();
    const removals = judgeRemovals(this.tallies.all(), this.#input.settings, this.schoolName).map(({ hold, entity, school }) => ({
      ...hold,
      count: this.#writer.holdRemovals(hold.id, entity, school),
    }));
    this.#countHeldRemovals(removals);
    const gathered = [...this.#rowHolds.values()].map((hold) =>
      hold.count > 1 ? { ...hold, message: `${hold.message} (and ${hold.count - 1} more like it)` } : hold,
    );
    const holds = [...removals, ...gathered].sort(
      (a, b) => Number(isSafetyHold(b)) - Number(isSafetyHold(a)) || byText(a.id, b.id),
    );
    this.#hash.update(JSON.stringify(removals.map((hold) => hold.id)));
    const findings = this.#input.work.findings();
    this.#writer.keepFindings(this.#input.work.firstFindings(MOST_FINDINGS));
    return {
      id: this.#hash.digest('hex').slice(0, 20),
      complete: this.#input.complete,
      settingsDigest: this.#input.settingsDigest,
      counts: this.#counts,
      holds,
      findings: { dropped: findings.dropped, warned: findings.warned },
      readAt: this.#input.readAt,
    };
  }

  /** A removal under several holds counts once. */
  #countHeldRemovals(holds: readonly Hold[]): void {
    const seen = new Set<string>();
    for (const hold of holds) {
      const place = `${hold.entity}\u001f${hold.school}`;
      if (seen.has(place)) continue;
      seen.add(place);
      const rowHeld = this.#rowHolds.get(rowHoldId('D2', hold.entity, hold.school))?.count ?? 0;
      this.#counts[hold.entity].held += hold.count - rowHeld;
    }
  }
}

function schoolNames(input: CompareInput): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const row of input.store.ledgerRows('account', 0)) names.set(row.key, ledgerExtraOf(row).label);
  for (const row of input.work.rows('desired', 'account', 0)) names.set(row.key, desiredExtra(row).label);
  return names;
}

/** Hashes of the logins that live Canvas users have, so that a new person never takes somebody's login (B2). */
function* loginsInCanvas(work: WorkFile): Step<ReadonlySet<number>> {
  const taken = new Set<number>();
  let done = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    for (const row of work.rows('canvas', 'user', bucket)) {
      const fields = fieldsOf(row);
      if (fields.status !== 'deleted') taken.add(hash53(loginText(fields.login_id ?? '')));
      done += 1;
      if (done % CHECKPOINT_ROWS === 0) yield { step: 'Checking logins', done, total: null };
    }
  }
  return taken;
}

function* compareObjects(
  input: CompareInput,
  draft: PlanDraft,
  entity: ObjectKind,
  takenLogins: ReadonlySet<number>,
): Step<void> {
  const rules = { today: input.today, newUserProvider: input.settings.authenticationProvider };
  const total = input.work.count('desired', entity);
  let done = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    for (const triple of sides(input, entity, bucket)) {
      const verdict = judgeObject(entity, triple, rules);
      draft.take(entity === 'user' ? withLoginCheck(verdict, takenLogins) : verdict, entity);
      done += 1;
      if (done % CHECKPOINT_ROWS === 0) yield { step: `Comparing ${kindWords[entity]}`, done, total };
    }
  }
}

/** B2: a login that somebody in Canvas already uses never passes on by itself. */
function withLoginCheck(verdict: Verdict, takenLogins: ReadonlySet<number>): Verdict {
  if (verdict.kind !== 'change' || verdict.change.hold !== null) return verdict;
  const { change } = verdict;
  const login = change.after?.login_id;
  if (login === undefined || login === '' || login.toLowerCase() === change.before?.login_id?.toLowerCase()) return verdict;
  if (!takenLogins.has(hash53(loginText(login)))) return verdict;
  const text = `The login of ${change.label} is used by somebody else in Canvas already. It never passes from one person to another by itself.`;
  return { kind: 'change', change: { ...change, hold: { rule: 'B2', text } } };
}

function sides(input: CompareInput, entity: EntityKind, bucket: number): Generator<Triple<SideRow, SideRow, LedgerRow>> {
  return merge(
    input.work.rows('desired', entity, bucket),
    input.work.rows('canvas', entity, bucket),
    input.store.ledgerRows(entity, bucket),
  );
}

/** Enrollments bucket by bucket, section by section. */
function* compareEnrollments(input: CompareInput, draft: PlanDraft): Step<void> {
  const total = input.work.count('desired', 'enrollment');
  const heldParent = (key: string) =>
    draft.heldParents.size === 0
      ? null
      : (draft.heldParents.get(`section\u001f${sectionOf(key)}`) ?? draft.heldParents.get(`user\u001f${userOf(key)}`) ?? null);
  let done = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    const spans = sectionSpans(input, bucket);
    let group: EnrollmentTriple[] = [];
    const judge = () => {
      const section = sectionOf(group[0]?.key ?? '');
      for (const { triple, verdict } of judgeSection(group, spans.get(section) ?? null, input.today, heldParent)) {
        tally(draft, triple, verdict);
        draft.take(verdict, 'enrollment');
      }
      group = [];
    };
    for (const triple of sides(input, 'enrollment', bucket)) {
      if (group[0] !== undefined && sectionOf(group[0].key) !== sectionOf(triple.key)) judge();
      group.push(triple);
      done += 1;
      if (done % CHECKPOINT_ROWS === 0) yield { step: 'Comparing enrollments', done, total };
    }
    judge();
    yield { step: 'Comparing enrollments', done, total };
  }
}

/** When each section of the bucket runs: as the SIS says, or as the ledger remembers when the SIS no longer names it (D1). */
function sectionSpans(input: CompareInput, bucket: number): Map<string, SectionSpan> {
  const spans = new Map<string, SectionSpan>();
  for (const row of input.store.ledgerRows('section', bucket)) {
    const extra = ledgerExtraOf(row);
    spans.set(row.key, { starts: extra.starts ?? '', ends: extra.ends ?? '' });
  }
  for (const row of input.work.rows('desired', 'section', bucket)) {
    const extra = desiredExtra(row);
    spans.set(row.key, { starts: extra.starts ?? '', ends: extra.ends ?? '' });
  }
  return spans;
}

/** E: base = live, owned, unfrozen rows of an entity × school × role. */
function tally(draft: PlanDraft, triple: EnrollmentTriple, verdict: Verdict): void {
  const { desired, canvas, ledger } = triple;
  const school = desired === null ? (ledger === null ? '' : ledgerExtraOf(ledger).school) : desiredExtra(desired).school;
  const frozen = verdict.kind === 'count' && verdict.count === 'frozen';
  const wanted = desired !== null && fieldsOf(desired).status === 'active';
  if (frozen || (ledger === null && !wanted)) return;
  const entry = draft.tallies.of('enrollment', school, roleOf(triple.key));
  const live = canvas !== null && fieldsOf(canvas).status === 'active';
  const removal = verdict.kind === 'change' && verdict.change.action === 'delete';
  if (live && ledger?.owned === true && (removal || wanted)) entry.base += 1;
  if (removal) entry.removed += 1;
  if (wanted) entry.wanted += 1;
}
