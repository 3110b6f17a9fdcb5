import { createHash } from 'node:crypto';
import { type EntityKind, entityKinds } from '../../../shared/entities.ts';
import { MOST_FINDINGS } from '../../../shared/most-findings.ts';
import type { EntityCounts, Hold } from '../../../shared/plan.ts';
import type { DistrictSettings } from '../../../shared/settings.ts';
import type { OtherImports } from '../../canvas/other-imports.ts';
import type {
  DistrictStore,
  PlannedChange,
  PlannedKept,
  PlanResultRow,
  PlanWriter,
  RunHistory,
  WorkFile,
} from '../../store/store-api.ts';
import { sectionOf } from '../compare/enrollment-key.ts';
import type { Parents } from '../compare/parents.ts';
import { type FoundChange, type FoundKept, heldUnder, type Verdict } from '../compare/verdict.ts';
import type { ContactWaits } from '../conversion/contact-waits.ts';
import { judgeAdditions, judgeUpdates } from '../holds/additions.ts';
import { judgeAdoptions } from '../holds/adoptions.ts';
import { ClassLosses, judgeClasses } from '../holds/class-losses.ts';
import { childrenText, DISTRICT, knownOtherwiseText, ledgerLostText } from '../holds/hold-words.ts';
import { judgeOthers } from '../holds/other-integration.ts';
import { type HoldRules, onlySeenOnce, type PlacedHold } from '../holds/placed-hold.ts';
import { judgeProbation, judgeRemovals } from '../holds/removals.ts';
import { firstContactHold, isSafetyHold, rowHold, rowHoldId } from '../holds/row-holds.ts';
import { emptyCounts, seenTwice, Tallies, type Tally } from '../holds/tally.ts';
import { judgeVanished, Vanished } from '../holds/vanished.ts';
import { byText } from '../text.ts';
import { GoneNotes } from './gone-notes.ts';
import { Hashes } from './hashes.ts';
import type { Presence } from './presence.ts';
import type { Reissues } from './reissues.ts';
import { bucketFor, CHECKPOINT_ROWS } from './step.ts';
import { UnpublishedCourses } from './unpublished-courses.ts';
import { type SchoolName, WaitNotes } from './wait-notes.ts';

/** What comparison needs of the store: what was applied before, and a plan to write. */
export type CompareStore = Pick<DistrictStore, 'ledgerRows' | 'ledgerGet' | 'ledgerPut' | 'beginPlan' | 'beginSightings'>;

export type CompareWork = Pick<WorkFile, 'rows' | 'get' | 'count' | 'findings' | 'firstFindings' | 'addFindings'>;

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
  /** SIS imports of the last 14 days that are not ours (E12, G4). */
  readonly others: OtherImports | null;
  /** Canvas ids of administrators and of the token's own user (E9). */
  readonly protectedUsers: ReadonlySet<string>;
  /** What earlier runs were. */
  readonly past: RunHistory;
  /** Source texts of enrollments the SIS names in a way that cannot be read: they are not absent. */
  readonly unreadable: ReadonlySet<string>;
  /** Whose ids were issued again, as mapping found it (B4). */
  readonly reissues: Reissues;
  /** What a first contact found and that must not be written as it stands, by entity and key (contact-waits.ts). */
  readonly contact: ContactWaits;
  /** E11: nobody reviewed the first contact with this Canvas yet, so nothing of the plan may be sent. */
  readonly contactOpen: boolean;
  /** G1: a person saw who is alike on both sides, and decided. */
  readonly contactReviewed: boolean;
  /** What the pull says of people beside their rows (C9, D3). */
  readonly presence: Presence;
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
  readonly gone: GoneNotes;
  readonly #placed: Hold[] = [];
  /** How many changes wait under a hold because their parents do (E13), by the hold's id. */
  readonly #joined = new Map<string, number>();
  /** Keys of what the plan adds, by school, of the kind that is compared now. */
  #added = new Map<string, Hashes>();
  #batch: PlannedChange[] = [];
  #seq = 0;
  readonly #questions: string[] = [];
  #unremembered = 0;
  #keptBatch: PlannedKept[] = [];
  readonly tallies = new Tallies();
  readonly classes = new ClassLosses();
  readonly vanished = new Vanished();
  readonly unpublished: UnpublishedCourses;
  readonly rules: HoldRules;

  /** @param schools by account id. */
  constructor(input: CompareInput, writer: PlanWriter, schools: ReadonlyMap<string, SchoolName>) {
    this.#input = input;
    this.#writer = writer;
    this.#schools = schools;
    this.#waits = new WaitNotes(this.#schoolOf);
    this.gone = new GoneNotes(input.today);
    this.unpublished = new UnpublishedCourses(input.today, this.#schoolName);
    this.#hash.update(input.settingsDigest);
    this.rules = { settings: input.settings, schoolName: this.#schoolName };
  }

  readonly #schoolOf = (school: string): SchoolName =>
    school === '' ? { name: DISTRICT, sourcedId: '' } : (this.#schools.get(school) ?? { name: school, sourcedId: school });
  readonly #schoolName = (school: string): string => this.#schoolOf(school).name;

  /** Number of the last change taken. */
  get seq(): number {
    return this.#seq;
  }

  /** D6: in Canvas under an id of a kind that only we give, and not in the ledger. */
  noteUnremembered(): void {
    this.#unremembered += 1;
  }

  /** C2: what a person is asked, though nothing waits for the answer. */
  ask(question: string): void {
    this.#questions.push(question);
  }

  #notes(): string[] {
    if (this.#unremembered === 0) return this.#questions;
    const there = entityKinds.reduce((sum, entity) => sum + this.#counts[entity].alreadyThere, 0);
    const isKnownOtherwise = [...this.#rowHolds.values()].some(({ rule, entity }) => entity === 'user' && /^B[23]$/.test(rule));
    return [...this.#questions, ledgerLostText(there), ...(isKnownOtherwise ? [knownOtherwiseText()] : [])];
  }

  take(verdict: Verdict, entity: EntityKind): void {
    if (verdict.kind === 'count') this.#counts[entity][verdict.count] += 1;
    if (verdict.kind === 'not-yet') {
      this.#counts[entity][verdict.notYet.until === '' ? 'filtered' : 'early'] += 1;
      this.#waits.take(verdict, entity);
    }
    if (verdict.kind === 'change') this.#add(verdict.change);
    if (verdict.kind === 'kept') this.#keep(verdict.kept, 0);
    if (verdict.kind === 'change' && verdict.kept !== undefined) this.#keep(verdict.kept, this.#seq);
  }

  /**
   * F3: counted apart, and no change of the plan; but the plan says which rows they are, so they are part of its id.
   * @param beside seq of the change of the same row in other fields, 0 for none.
   */
  #keep({ change, why, lastSynced, obstacle }: FoundKept, beside: number): void {
    const { entity, key, action, how, row } = change;
    this.#counts[entity].kept += 1;
    this.#hash.update(JSON.stringify(['kept', entity, key, action, how, row, why, obstacle !== '']));
    this.#keptBatch.push({ ...this.#planned(change, '', false), why, lastSynced, obstacle, beside });
    if (this.#keptBatch.length >= CHECKPOINT_ROWS) this.#flush();
  }

  /** Copied field by field: spreading a million rows took a tenth of a first plan. */
  #planned(found: FoundChange, hold: string, waiting: boolean): PlannedChange {
    const { entity, key, school } = found;
    return {
      entity,
      action: found.action,
      how: found.how,
      key,
      label: found.label,
      school,
      schoolName: this.#schoolName(school),
      changed: [...found.changed],
      before: found.before,
      after: found.after,
      reason: found.reason,
      source: found.source,
      bucket: bucketFor(entity, entity === 'enrollment' ? sectionOf(key) : key),
      row: found.row,
      ledgerFields: found.ledgerFields,
      ledgerExtra: found.ledgerExtra,
      canvasId: found.canvasId,
      hold,
      waiting,
    };
  }

  #add(found: FoundChange): void {
    const { entity, school, hold, waiting = false } = found;
    const holdId = hold === null ? '' : (heldUnder(hold) ?? rowHoldId(hold.rule, entity, school));
    const counts = this.#counts[entity];
    counts[found.action] += 1;
    if (waiting) counts.waiting += 1;
    if (hold !== null && heldUnder(hold) !== undefined) this.#joined.set(holdId, (this.#joined.get(holdId) ?? 0) + 1);
    else if (hold !== null) {
      const gathered = this.#rowHolds.get(holdId);
      if (gathered !== undefined) gathered.count += 1;
      else this.#rowHolds.set(holdId, { rule: hold.rule, entity, school, example: hold.text, count: 1 });
    }
    if (found.action === 'create' && entity !== 'enrollment') this.#noteAdded(school, found.key);
    this.#hash.update(JSON.stringify([entity, found.key, found.action, found.how, found.row, found.reason.rule, holdId]));
    this.#seq += 1;
    this.#batch.push(this.#planned(found, holdId, waiting));
    if (this.#batch.length >= CHECKPOINT_ROWS) this.#flush();
  }

  #noteAdded(school: string, key: string): void {
    if (!this.#input.past.fullySynced) return;
    const keys = this.#added.get(school) ?? new Hashes();
    this.#added.set(school, keys);
    keys.add(key);
  }

  #flush(): void {
    if (this.#batch.length > 0) this.#writer.add(this.#batch);
    if (this.#keptBatch.length > 0) this.#writer.keep(this.#keptBatch);
    this.#batch = [];
    this.#keptBatch = [];
  }

  /** Puts holds on the changes taken so far; the ids of all of them are part of the plan's content. */
  place(holds: Iterable<PlacedHold>): readonly Hold[] {
    this.#flush();
    const placed = [...holds].map(({ hold, rows }) => ({ ...hold, count: this.#writer.hold(hold.id, rows) }));
    const real = placed.filter(({ count }) => count > 0);
    this.#placed.push(...real);
    return real;
  }

  /** E6, E7: a kind is compared; what must wait of it keeps its children waiting as well (E13). */
  closeKind(entity: EntityKind, parents: Parents): void {
    const tallies = this.tallies.all().filter((tally) => tally.entity === entity);
    this.place(judgeUpdates(tallies, this.rules));
    if (this.#input.past.fullySynced) {
      for (const hold of this.place(judgeAdditions(tallies, this.rules))) {
        parents.setAll(entity, this.#added.get(hold.school) ?? new Hashes(), hold);
      }
    }
    this.#added = new Map();
  }

  /**
   * Holds on removals, judged twice: with all of them, as a person's apply would make them, and without first sightings, as a
   * run nobody watches does (D5). What only first sightings call for must not stop such a run.
   */
  #placeRemovals(): void {
    const tallies = this.tallies.all();
    const all = this.#judgeLosses(tallies, this.classes);
    const sure = this.#judgeLosses(tallies.map(seenTwice), this.classes.seenTwice(this.#input.settings));
    const [allIds, sureIds] = [all, sure].map((list) => new Set(list.map(({ hold }) => hold.id)));
    this.place(all.map((placed) => (sureIds?.has(placed.hold.id) === true ? placed : onlySeenOnce(placed))));
    this.place(sure.filter(({ hold }) => allIds?.has(hold.id) !== true));
  }

  #judgeLosses(tallies: readonly Tally[], classes: ClassLosses): PlacedHold[] {
    const watch = { ...this.#input.past, scheduled: this.#input.scheduled };
    return [
      ...judgeRemovals(tallies, this.rules),
      ...judgeClasses(classes, this.rules),
      ...judgeProbation(tallies, this.rules, watch),
    ];
  }

  #withChildren(hold: Hold): Hold {
    const joined = this.#joined.get(hold.id) ?? 0;
    return joined === 0 ? hold : { ...hold, count: hold.count + joined, message: `${hold.message} ${childrenText(joined)}` };
  }

  /** What the finished plan is; its id names its content, not when or how it was read (DESIGN §4). */
  close(): PlanResultRow {
    this.#flush();
    this.#placeRemovals();
    // A school or term that is gone is suspect at first sight.
    this.place(judgeVanished(this.vanished, this.tallies.all(), this.rules));
    this.place(judgeOthers(this.#input.others));
    this.place(judgeAdoptions((entity) => this.#counts[entity].adopt, this.#input.scheduled));
    const gathered = [...this.#rowHolds.values()].map((hold) =>
      rowHold(hold.rule, hold.entity, hold.school, this.#schoolName(hold.school), hold),
    );
    const total = Object.values(this.#counts).reduce(
      (sum, { create, update, restore, adopt, ...c }) => sum + create + update + restore + adopt + c.delete,
      0,
    );
    const locked = this.#input.contactOpen && total > 0 ? [firstContactHold(total)] : [];
    const reissued = this.#input.reissues.holds();
    const placed = [...reissued, ...this.#placed].map((hold) => this.#withChildren(hold));
    const holds = [...locked, ...placed, ...gathered].sort(
      (a, b) => Number(isSafetyHold(b)) - Number(isSafetyHold(a)) || byText(a.id, b.id),
    );
    this.#hash.update(JSON.stringify([...this.#placed.map((hold) => hold.id), ...reissued.map(({ id, count }) => [id, count])]));
    const held = this.#writer.heldCounts();
    for (const entity of entityKinds) this.#counts[entity].held += held[entity];
    const { work, complete, settingsDigest, readAt } = this.#input;
    work.addFindings([...this.#waits.findings(), ...this.gone.findings()]);
    const { dropped, warned } = work.findings();
    this.#writer.keepFindings(work.firstFindings(MOST_FINDINGS));
    const id = this.#hash.digest('hex').slice(0, 20);
    return {
      id,
      complete,
      settingsDigest,
      counts: this.#counts,
      holds,
      findings: { dropped, warned },
      notes: this.#notes(),
      unpublished: this.unpublished.result(),
      readAt,
    };
  }
}
