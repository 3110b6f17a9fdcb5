import { createHash } from 'node:crypto';
import type { EntityKind } from '../../../shared/entities.ts';
import { MOST_FINDINGS } from '../../../shared/most-findings.ts';
import type { EntityCounts, Hold } from '../../../shared/plan.ts';
import type { DistrictSettings } from '../../../shared/settings.ts';
import type { DistrictStore, PlannedChange, PlanResultRow, PlanWriter, WorkFile } from '../../store/store-api.ts';
import { sectionOf } from '../compare/enrollment-key.ts';
import type { FoundChange, Verdict } from '../compare/verdict.ts';
import { DISTRICT } from '../hold-words.ts';
import { isSafetyHold, judgeRemovals, rowHold, rowHoldId } from '../holds.ts';
import { emptyCounts, Tallies } from '../tally.ts';
import { byText } from '../text.ts';
import { bucketFor, CHECKPOINT_ROWS } from './step.ts';
import { type SchoolName, WaitNotes } from './wait-notes.ts';

/** What comparison needs of the store: what was applied before, and a plan to write. */
export type CompareStore = Pick<
  DistrictStore,
  'ledgerRows' | 'ledgerGet' | 'ledgerPut' | 'beginPlan' | 'beginSightings' | 'runHistory'
>;

export type CompareWork = Pick<WorkFile, 'rows' | 'count' | 'findings' | 'firstFindings' | 'addFindings'>;

export interface CompareInput {
  readonly store: CompareStore;
  readonly work: CompareWork;
  readonly settings: DistrictSettings;
  readonly settingsDigest: string;
  readonly today: string;
  /** ISO instants: when the plan is made, and when both sides were read. */
  readonly now: string;
  readonly readAt: string;
  /** False when a side came from the ledger or a fallback route. */
  readonly complete: boolean;
  /** Nobody is watching (D7). */
  readonly scheduled: boolean;
  /** Source texts of enrollments the SIS names in a way that cannot be read: they are not absent. */
  readonly unreadable: ReadonlySet<string>;
}

interface GatheredHold {
  readonly rule: string;
  readonly entity: EntityKind;
  readonly school: string;
  /** The sentence of the first row. */
  readonly example: string;
  count: number;
}

/** Gathers what comparison finds: rows for the plan, counts, holds, and the plan's content hash. */
export class PlanDraft {
  readonly #input: CompareInput;
  readonly #writer: PlanWriter;
  readonly #counts: Record<EntityKind, EntityCounts> = emptyCounts();
  readonly #hash = createHash('sha256');
  readonly #rowHolds = new Map<string, GatheredHold>();
  readonly #schools: ReadonlyMap<string, SchoolName>;
  readonly #waits: WaitNotes;
  #batch: PlannedChange[] = [];
  readonly tallies = new Tallies();

  /** @param schools by account id. */
  constructor(input: CompareInput, writer: PlanWriter, schools: ReadonlyMap<string, SchoolName>) {
    this.#input = input;
    this.#writer = writer;
    this.#schools = schools;
    this.#waits = new WaitNotes(this.#schoolOf);
    this.#hash.update(input.settingsDigest);
  }

  readonly #schoolOf = (school: string): SchoolName =>
    school === '' ? { name: DISTRICT, sourcedId: '' } : (this.#schools.get(school) ?? { name: school, sourcedId: school });
  readonly #schoolName = (school: string): string => this.#schoolOf(school).name;

  take(verdict: Verdict, entity: EntityKind): void {
    if (verdict.kind === 'count') this.#counts[entity][verdict.count] += 1;
    if (verdict.kind === 'not-yet') {
      this.#counts[entity][verdict.notYet.until === '' ? 'filtered' : 'early'] += 1;
      this.#waits.take(verdict, entity);
    }
    if (verdict.kind === 'change') this.#add(verdict.change);
  }

  #add(found: FoundChange): void {
    const { hold, waiting = false, ...change } = found;
    const { entity, school } = found;
    const holdId = hold === null ? '' : rowHoldId(hold.rule, entity, school);
    const counts = this.#counts[entity];
    counts[found.action] += 1;
    if (waiting) counts.waiting += 1;
    if (hold !== null) {
      counts.held += 1;
      const gathered = this.#rowHolds.get(holdId);
      if (gathered !== undefined) gathered.count += 1;
      else this.#rowHolds.set(holdId, { rule: hold.rule, entity, school, example: hold.text, count: 1 });
    }
    this.#hash.update(JSON.stringify([entity, found.key, found.action, found.how, found.row, found.reason.rule, holdId]));
    const partition = entity === 'enrollment' ? sectionOf(found.key) : found.key;
    this.#batch.push({
      ...change,
      changed: [...change.changed],
      schoolName: this.#schoolName(school),
      bucket: bucketFor(entity, partition),
      hold: holdId,
      waiting,
    });
    if (this.#batch.length >= CHECKPOINT_ROWS) this.#flush();
  }

  #flush(): void {
    if (this.#batch.length > 0) this.#writer.add(this.#batch);
    this.#batch = [];
  }

  /** What the finished plan is; its id names its content, not when or how it was read (DESIGN §4). */
  close(): PlanResultRow {
    this.#flush();
    const removals = this.#holdRemovals();
    const gathered = [...this.#rowHolds.values()].map((hold) =>
      rowHold(hold.rule, hold.entity, hold.school, this.#schoolName(hold.school), hold),
    );
    const holds = [...removals, ...gathered].sort(
      (a, b) => Number(isSafetyHold(b)) - Number(isSafetyHold(a)) || byText(a.id, b.id),
    );
    this.#hash.update(JSON.stringify(removals.map((hold) => hold.id)));
    const { work, complete, settingsDigest, readAt } = this.#input;
    work.addFindings(this.#waits.findings());
    const { dropped, warned } = work.findings();
    this.#writer.keepFindings(work.firstFindings(MOST_FINDINGS));
    const id = this.#hash.digest('hex').slice(0, 20);
    return { id, complete, settingsDigest, counts: this.#counts, holds, findings: { dropped, warned }, readAt };
  }

  /** Puts the E2 and E4 holds on the removals they stop; a removal under several counts as held once. */
  #holdRemovals(): Hold[] {
    const held = judgeRemovals(this.tallies.all(), this.#input.settings, this.#schoolName).map(({ hold, entity, school }) => ({
      ...hold,
      count: this.#writer.holdRemovals(hold.id, entity, school),
    }));
    const places = new Map(held.map((hold) => [`${hold.entity}\u001f${hold.school}`, hold]));
    for (const { entity, school, count } of places.values()) {
      const heldAlready = this.#rowHolds.get(rowHoldId('D2', entity, school))?.count ?? 0;
      this.#counts[entity].held += count - heldAlready;
    }
    return held;
  }
}
