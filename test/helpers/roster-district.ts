import { importRows } from '../../electron/canvas/columns.ts';
import type { OtherImports } from '../../electron/canvas/other-imports.ts';
import { settingsDigest } from '../../electron/engine/settings-digest.ts';
import { CanvasDesk, termsToRead } from '../../electron/engine/worker/canvas-desk.ts';
import { RunDesk } from '../../electron/engine/worker/run-desk.ts';
import type { BuiltPackage, Selection } from '../../electron/engine/worker/worker-api.ts';
import { NO_WAITS } from '../../electron/roster/conversion/contact-waits.ts';
import { addDays, districtTime } from '../../electron/roster/district-time.ts';
import { holdsFor, isSafetyHold } from '../../electron/roster/holds/row-holds.ts';
import type { Pause } from '../../electron/roster/pause.ts';
import { compareStep } from '../../electron/roster/steps/compare-step.ts';
import { mapStep } from '../../electron/roster/steps/map-step.ts';
import { pauseStep } from '../../electron/roster/steps/pause-step.ts';
import { Presence } from '../../electron/roster/steps/presence.ts';
import { Reissues } from '../../electron/roster/steps/reissues.ts';
import { planRemap } from '../../electron/roster/steps/remap-plan.ts';
import type { Step } from '../../electron/roster/steps/step.ts';
import { KEPT_FROM, type PackageRecord, WAITING, type WorkFile } from '../../electron/store/store-api.ts';
import type { Failure } from '../../shared/failure.ts';
import type { DistrictSettings } from '../../shared/settings.ts';
import { CanvasModel } from './canvas-model.ts';
import { type MemoryPlan, MemoryStore } from './memory-store.ts';
import { memoryWork } from './memory-work.ts';
import { type Feed, NOON, settingsOf } from './sis-feed.ts';

const baseKinds = ['account', 'term', 'course', 'section', 'user'] as const;

/** Mapping, comparing, sending and booking without servers and files: the real rules on a memory store and a small Canvas. */
export class RosterDistrict {
  readonly store = new MemoryStore();
  canvas = new CanvasModel();
  settings: DistrictSettings;
  /** SIS imports of somebody else. */
  others: OtherImports | null = null;
  /** A person saw who is alike on both sides (G1). */
  contactReviewed = false;
  /** Canvas ids of administrators. */
  readonly protectedUsers = new Set<string>();
  now: number;
  /** The order in which reports and pages tell their rows, which must not matter. */
  readonly #ordered: <T>(rows: T[]) => T[];
  #runs = 0;

  constructor(settings: Partial<DistrictSettings> = {}, now = NOON, ordered: <T>(rows: T[]) => T[] = (rows) => rows) {
    this.settings = settingsOf(settings);
    this.now = now;
    this.#ordered = ordered;
  }

  /** `2026-12-19` → noon of that day in the district. */
  moveTo(date: string): void {
    this.now = Date.parse(`${date}T17:00:00Z`);
  }

  /** A plan from this feed, or why there is none. */
  tryPlan(feed: Feed, scheduled = false): MemoryPlan | Failure {
    const work = memoryWork(feed);
    const time = districtTime(this.settings.timeZone, this.now);
    const now = new Date(this.now).toISOString();
    const unreadable = new Set<string>();
    const presence = new Presence(this.store.lastSightingDay());
    const reissues = new Reissues(this.settings);
    const nothingMinted = !this.store.hasIdentities();
    const found = { unreadable, presence, reissues, nothingMinted };
    const map = () => finished(mapStep({ store: this.store, work, settings: this.settings, time, now, ...found }));
    const since = addDays(time.today, -this.settings.dropGraceDays);
    const refused = this.#readCanvas(work, () => termsToRead(this.store, work, since), map, nothingMinted);
    if (refused !== null) return refused;
    const digest = settingsDigest(this.settings);
    const input = { store: this.store, work, settings: this.settings, settingsDigest: digest, today: time.today };
    return this.store.plan(
      finished(
        compareStep({
          ...input,
          now,
          readAt: now,
          complete: true,
          scheduled,
          past: this.store,
          protectedUsers: this.protectedUsers,
          others: this.others,
          unreadable,
          presence,
          reissues,
          contact: NO_WAITS,
          contactOpen: false,
          contactReviewed: this.contactReviewed,
        }),
      ),
    );
  }

  /** Whether the schedule pauses on this feed (D7). */
  pause(feed: Feed): Pause | null {
    const work = memoryWork(feed);
    const time = districtTime(this.settings.timeZone, this.now);
    const now = new Date(this.now).toISOString();
    const input = { store: this.store, work, settings: this.settings };
    const found = { unreadable: new Set<string>(), presence: new Presence(''), reissues: new Reissues(this.settings) };
    finished(mapStep({ ...input, time, now, ...found, nothingMinted: false }));
    return finished(pauseStep({ ...input, today: time.today }));
  }

  plan(feed: Feed, scheduled = false): MemoryPlan {
    const plan = this.tryPlan(feed, scheduled);
    if ('code' in plan) throw new Error(`${plan.code}: ${plan.message}`);
    return plan;
  }

  /**
   * Sends a plan's free changes to Canvas, then what is to be overwritten, package by package; each is read back and booked.
   * The value is what Canvas refused. A person is watching unless told otherwise.
   */
  apply(plan: MemoryPlan, holds: readonly string[] = [], watched = true, overrides: readonly number[] = []): string[] {
    const seenOnce = plan.result.holds.filter((hold) => hold.firstSight === true).map((hold) => hold.id);
    const released = watched ? [...holds, WAITING] : [...holds, ...seenOnce];
    this.#runs += 1;
    const run = `run-${this.#runs}`;
    const selection: Selection = { plan: plan.number, released, overrides: overrides.map((one) => KEPT_FROM + one), run };
    const desk = new RunDesk(this.store);
    const refused: string[] = [];
    for (let after = 0; ; ) {
      const built = finished(desk.next(selection, after));
      if (built === null) {
        finished(desk.remember(selection, new Date(this.now).toISOString()));
        return refused;
      }
      refused.push(...this.#send(desk, selection, built));
      after = built.lastSeq;
    }
  }

  /** The same, with kept rows that a person chose to overwrite, by their numbers (F3). */
  overwrite(plan: MemoryPlan, numbers: readonly number[]): string[] {
    return this.apply(plan, [], true, numbers);
  }

  #send(desk: RunDesk, selection: Selection, { firstSeq, lastSeq, rows, overrideStickiness }: BuiltPackage): string[] {
    const sent = [
      ...[...this.store.packageChanges(selection.plan, selection.released, firstSeq, lastSeq)].filter(
        ({ row }) => Object.keys(row).length > 0,
      ),
      ...this.store.overrides(selection.plan, selection.overrides, firstSeq, lastSeq),
    ];
    const lines = sent.flatMap(({ entity, row }) => importRows(entity, row).map((one) => ({ entity, row: one })));
    if (lines.length !== rows) throw new Error('A package holds other rows than it should.');
    const counts = new Map<string, number>();
    const messages = lines.flatMap(({ entity, row }) => {
      const number = (counts.get(entity) ?? 0) + 1;
      counts.set(entity, number);
      const message = this.canvas.take(entity, row, overrideStickiness);
      return message === null ? [] : [{ file: fileOf[entity] ?? '', row: number + 1, message, rowInfo: '' }];
    });
    const record: PackageRecord = {
      ...{ index: 0, rows, bytes: 0, state: 'imported', importId: '1', importState: 'imported', sha256: '' },
      ...{ intendedAt: '', firstSeq, lastSeq },
    };
    this.store.fullySynced ||= sent.length > 0;
    if (this.store.fullySynced) this.store.usedSince ??= new Date(this.now).toISOString();
    finished(desk.takeMessages(selection, record, messages));
    const work = memoryWork(nothing);
    this.#readCanvas(work, () => this.#allTerms());
    finished(desk.confirm(selection.run, selection, record, work, new Date(this.now).toISOString()));
    return messages.map(({ message }) => message);
  }

  /** The ids that this feed issues again, as a plan; null for none (B4). */
  planRemap(feed: Feed): MemoryPlan | null {
    const work = memoryWork(feed);
    const { store, settings } = this;
    const now = new Date(this.now).toISOString();
    const reissues = new Reissues(settings);
    const time = districtTime(settings.timeZone, this.now);
    const presence = new Presence('');
    finished(mapStep({ store, work, settings, time, now, unreadable: new Set(), presence, reissues, nothingMinted: false }));
    const number = planRemap({ store, work, settingsDigest: settingsDigest(settings), now });
    return number === null ? null : store.plan(number);
  }

  /** A person applies it. */
  remap(feed: Feed): MemoryPlan {
    const plan = this.planRemap(feed);
    if (plan === null) throw new Error('There is nothing to remap.');
    this.applyRemap(plan);
    return plan;
  }

  applyRemap(plan: MemoryPlan): void {
    this.#runs += 1;
    const selection: Selection = { plan: plan.number, released: [], overrides: [], run: `run-${this.#runs}` };
    finished(new RunDesk(this.store).remap(selection, new Date(this.now).toISOString()));
  }

  /** As the schedule does it: nobody is watching, and a safety hold stops everything. */
  night(feed: Feed): MemoryPlan {
    const plan = this.plan(feed, true);
    this.store.scheduledRuns += 1;
    const stopped = holdsFor(plan.result.holds, false).some(isSafetyHold);
    if (this.settings.safePartsProceed || !stopped) this.apply(plan, [], false);
    return plan;
  }

  /** Plans and applies; the plan. */
  sync(feed: Feed): MemoryPlan {
    const plan = this.plan(feed);
    this.apply(plan);
    return plan;
  }

  #allTerms(): string[] {
    return [...[...this.canvas.base()].filter((row) => row.entity === 'term').map((row) => row.canvasId), 'default'];
  }

  /** Canvas is read after mapping, or before it, when nothing was ever minted here (D6). */
  #readCanvas(
    work: WorkFile,
    terms: () => readonly string[],
    map: () => Failure | null = () => null,
    first = false,
  ): Failure | null {
    const early = first ? null : map();
    if (early !== null) return early;
    const desk = new CanvasDesk(work, 'compare');
    desk.add(this.#ordered([...this.canvas.crossLists()]));
    desk.add(this.#ordered([...this.canvas.base()]));
    desk.add(this.#ordered([...this.canvas.terms()]));
    for (const kind of baseKinds) work.seal('canvas', kind);
    desk.notePeople();
    desk.add(this.#ordered([...this.canvas.observers()]));
    work.seal('canvas', 'observer');
    const late = first ? map() : null;
    if (late !== null) return late;
    for (const term of terms()) desk.add(this.#ordered([...this.canvas.enrollments(term)]));
    work.seal('canvas', 'enrollment');
    return null;
  }
}

const fileOf: Readonly<Record<string, string>> = {
  account: '1-accounts.csv',
  term: '2-terms.csv',
  course: '3-courses.csv',
  section: '4-sections.csv',
  user: '5-users.csv',
  enrollment: '6-enrollments.csv',
  observer: '7-user_observers.csv',
};

const nothing: Feed = { orgs: [], academicSessions: [], courses: [], classes: [], users: [], enrollments: [] };

/** Runs a step to its end. */
export function finished<T>(step: Step<T>): T {
  for (;;) {
    const turn = step.next();
    if (turn.done === true) return turn.value;
  }
}

/** `course update`, `enrollment delete`, … of a plan, in its order. */
export function actionsOf(plan: MemoryPlan): string[] {
  return plan.changes.map(({ entity, action }) => `${entity} ${action}`);
}

/** Ids of a plan's holds. */
export function holdsOf(plan: MemoryPlan): string[] {
  return plan.result.holds.map((hold) => hold.id);
}

/** The changes a run would send. */
export function freeChanges(plan: MemoryPlan): MemoryPlan['changes'] {
  return plan.changes.filter((change) => change.holds.length === 0);
}

/** Rule, record and sentence of a plan's findings. */
export function findingsOf(plan: MemoryPlan): string[] {
  return plan.findings.map(({ rule, sourcedId, message }) => `${rule} ${sourcedId} ${message}`);
}
