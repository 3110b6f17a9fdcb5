import type { MatchChoice } from '../../../shared/conversion.ts';
import type { District } from '../../../shared/district.ts';
import type { Collection, EntityKind } from '../../../shared/entities.ts';
import { fail, type Outcome, succeed } from '../../../shared/outcome.ts';
import type { Decision } from '../../../shared/plan.ts';
import type { Run, RunEvent } from '../../../shared/run.ts';
import type { DistrictSettings } from '../../../shared/settings.ts';
import type { ImportErrorRow } from '../../canvas/canvas-client.ts';
import type { CanvasRow } from '../../canvas/canvas-row.ts';
import type { ReportKind } from '../../canvas/report-reader.ts';
import { planAdoptions } from '../../roster/conversion/adoption-plan.ts';
import { contactWaits } from '../../roster/conversion/contact-waits.ts';
import { addDays, districtTime } from '../../roster/district-time.ts';
import type { Pause } from '../../roster/pause.ts';
import { planRemoval, type RemovalInput } from '../../roster/removal-plan.ts';
import { compareStep } from '../../roster/steps/compare-step.ts';
import { evaluateStep } from '../../roster/steps/evaluate-step.ts';
import { mapStep } from '../../roster/steps/map-step.ts';
import { pauseStep } from '../../roster/steps/pause-step.ts';
import { Presence } from '../../roster/steps/presence.ts';
import { Reissues } from '../../roster/steps/reissues.ts';
import { planRemap } from '../../roster/steps/remap-plan.ts';
import type { Step, StepProgress } from '../../roster/steps/step.ts';
import type { CollectionFacts, PageFacts } from '../../sis/pull.ts';
import { openDistrictStore } from '../../store/open.ts';
import type { ContactReview, DistrictStore, PackageRecord, StoredSettings, WorkFile } from '../../store/store-api.ts';
import { cancelledFailure } from '../failures.ts';
import { identityScheme, settingsDigest } from '../settings-digest.ts';
import { CanvasDesk, type CanvasScope, termsOfSections, termsToRead } from './canvas-desk.ts';
import { drive } from './drive.ts';
import { PullDesk } from './pull-desk.ts';
import { RunDesk } from './run-desk.ts';
import type {
  Adoption,
  BuiltPackage,
  CompareArgs,
  ConfirmCounts,
  DistrictWorker,
  OpenArgs,
  Selection,
  SeqAndKey,
  SeqRange,
  Touched,
} from './worker-api.ts';

/** Older plans that no run refers to are dropped. */
const PLANS_KEPT = 30;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Everything the worker keeps while a pull or a confirmation is under way. */
interface Bench {
  readonly work: WorkFile;
  readonly pull: PullDesk;
  readonly canvas: CanvasDesk;
  readonly presence: Presence;
}

/** The worker's side of `DistrictWorker`: one district, one writing connection, one work file at a time. */
export class DistrictService implements DistrictWorker {
  readonly #onProgress: (progress: StepProgress) => void;
  #open: { readonly store: DistrictStore; readonly runs: RunDesk } | null = null;
  #bench: Bench | null = null;
  #cancelled = false;
  /** Of the pull that was mapped last. */
  #reissues = new Reissues({ reissuePercent: 100 });

  constructor(onProgress: (progress: StepProgress) => void) {
    this.#onProgress = onProgress;
  }

  async open(args: OpenArgs): Promise<Outcome<void>> {
    const opened = openDistrictStore({ ...args, now: Date.now });
    if (!opened.ok) return opened;
    this.#open = { store: opened.value, runs: new RunDesk(opened.value) };
    return succeed(undefined);
  }

  async close(): Promise<void> {
    await this.endWork();
    this.#open?.store.close();
    this.#open = null;
  }

  async cancel(): Promise<void> {
    this.#cancelled = true;
  }

  get #store(): DistrictStore {
    if (this.#open === null) throw new Error('The district is not open');
    return this.#open.store;
  }

  get #runs(): RunDesk {
    if (this.#open === null) throw new Error('The district is not open');
    return this.#open.runs;
  }

  get #atWork(): Bench {
    if (this.#bench === null) throw new Error('No pull is under way');
    return this.#bench;
  }

  async saveDistrict(district: District): Promise<void> {
    this.#store.saveDistrict(district);
  }

  async saveSettings(version: Pick<StoredSettings, 'settings' | 'at' | 'by' | 'setUp'>): Promise<void> {
    this.#store.saveSettings({ ...version, digest: settingsDigest(version.settings) });
  }

  async beginWork(id: string, scope: CanvasScope = 'compare'): Promise<Outcome<void>> {
    await this.endWork();
    this.#cancelled = false;
    const work = this.#store.openWork(id);
    if (!work.ok) return work;
    this.#bench = {
      work: work.value,
      pull: new PullDesk(this.#store, work.value),
      canvas: new CanvasDesk(work.value, scope),
      presence: new Presence(this.#store.lastSightingDay()),
    };
    return succeed(undefined);
  }

  async endWork(): Promise<void> {
    this.#bench?.work.discard();
    this.#bench = null;
  }

  async restartCollection(collection: Collection): Promise<void> {
    this.#atWork.pull.restart(collection);
  }

  async openPage(collection: Collection, index: number, body: ArrayBuffer): Promise<Outcome<PageFacts>> {
    return this.#atWork.pull.open(collection, index, body);
  }

  async storePage(collection: Collection, index: number): Promise<Outcome<void>> {
    return this.#atWork.pull.store(collection, index);
  }

  async closeCollection(collection: Collection): Promise<Outcome<CollectionFacts>> {
    return succeed(this.#atWork.pull.close(collection));
  }

  async verifyPull(): Promise<Outcome<void>> {
    return this.#atWork.pull.verify();
  }

  async nothingMinted(now: string): Promise<boolean> {
    this.#store.setIdentityScheme(identityScheme(this.#settings()), now);
    return !this.#store.hasIdentities();
  }

  async map(now: string): Promise<Outcome<void>> {
    const settings = this.#settings();
    const time = districtTime(settings.timeZone, Date.parse(now));
    const nothingMinted = await this.nothingMinted(now);
    const { work, pull, presence } = this.#atWork;
    this.#reissues = new Reissues(settings);
    const mapped = await this.#drive(
      mapStep({
        ...{ store: this.#store, work, settings, time, now, presence, nothingMinted },
        unreadable: pull.unreadable,
        reissues: this.#reissues,
      }),
    );
    if (!mapped.ok) return mapped;
    return mapped.value === null ? succeed(undefined) : fail(mapped.value);
  }

  async pause(now: string): Promise<Outcome<Pause | null>> {
    const settings = this.#settings();
    const { today } = districtTime(settings.timeZone, Date.parse(now));
    return this.#drive(pauseStep({ store: this.#store, work: this.#atWork.work, settings, today }));
  }

  async beginReport(kind: ReportKind | null): Promise<number> {
    return this.#atWork.canvas.beginReport(kind);
  }

  async reportChunk(reader: number, chunk: Uint8Array, final: boolean): Promise<Outcome<number>> {
    return this.#atWork.canvas.chunk(reader, chunk, final);
  }

  async addCanvasRows(rows: readonly CanvasRow[]): Promise<void> {
    this.#atWork.canvas.add(rows);
  }

  async sealCanvas(entities: readonly EntityKind[]): Promise<void> {
    const { work, canvas } = this.#atWork;
    for (const entity of entities) work.seal('canvas', entity);
    if (entities.includes('user')) canvas.notePeople();
  }

  async termsToRead(now: string): Promise<readonly string[]> {
    const settings = this.#settings();
    const { today } = districtTime(settings.timeZone, Date.parse(now));
    return termsToRead(this.#store, this.#atWork.work, addDays(today, -settings.dropGraceDays));
  }

  /** What the district no longer wants kept of old runs and previews; the ledger never goes. */
  #forgetOld({ keepRunDays, keepPreviewDays }: DistrictSettings, now: number): void {
    const before = (days: number) => new Date(now - days * DAY_MS).toISOString();
    const runs = before(keepRunDays);
    this.#store.forgetRuns(runs);
    this.#store.prunePlans(PLANS_KEPT, { runs, previews: before(keepPreviewDays) });
  }

  async termsTouched(selection: Selection, firstSeq: number, lastSeq: number): Promise<Outcome<readonly string[]>> {
    const sections = await this.#driveAnew(this.#runs.sections(selection, firstSeq, lastSeq));
    return sections.ok ? succeed(termsOfSections(this.#atWork.work, sections.value)) : sections;
  }

  async compare(args: CompareArgs): Promise<Outcome<number>> {
    const settings = this.#settings();
    const { today } = districtTime(settings.timeZone, Date.parse(args.now));
    const planned = await this.#drive(
      compareStep({
        store: this.#store,
        work: this.#atWork.work,
        settings,
        settingsDigest: settingsDigest(settings),
        today,
        unreadable: this.#atWork.pull.unreadable,
        presence: this.#atWork.presence,
        reissues: this.#reissues,
        past: this.#store.runHistory(),
        contact: contactWaits(this.#store),
        contactReviewed: (this.#store.evaluation()?.reviewed ?? null) !== null,
        protectedUsers: new Set([...this.#atWork.canvas.administrators, args.self]),
        ...args,
      }),
    );
    if (planned.ok) this.#forgetOld(settings, Date.parse(args.now));
    return planned;
  }

  async planRemap(now: string): Promise<number | null> {
    const digest = settingsDigest(this.#settings());
    return planRemap({ store: this.#store, work: this.#atWork.work, settingsDigest: digest, now });
  }

  async remap(selection: Selection, at: string): Promise<Outcome<number>> {
    return this.#driveAnew(this.#runs.remap(selection, at));
  }

  async evaluate(now: string): Promise<Outcome<void>> {
    const settings = this.#settings();
    const { today } = districtTime(settings.timeZone, Date.parse(now));
    return this.#drive(evaluateStep({ store: this.#store, work: this.#atWork.work, settings, today, now }));
  }

  async choose(choice: MatchChoice): Promise<number> {
    return this.#store.choose(choice);
  }

  async markReviewed(evaluation: number, review: ContactReview): Promise<void> {
    this.#store.markReviewed(evaluation, review);
  }

  async planAdoptions(now: string): Promise<number | null> {
    return planAdoptions({ store: this.#store, settingsDigest: settingsDigest(this.#settings()), now });
  }

  async adoptionsByApi(selection: Selection): Promise<readonly Adoption[]> {
    return this.#runs.adoptionsByApi(selection);
  }

  async planRemoval(input: Omit<RemovalInput, 'store' | 'settingsDigest'>): Promise<number> {
    return planRemoval({ ...input, store: this.#store, settingsDigest: settingsDigest(this.#settings()) });
  }

  async remember(selection: Selection, at: string): Promise<Outcome<number>> {
    return this.#driveAnew(this.#runs.remember(selection, at));
  }

  async bookAdoption(
    selection: Selection,
    seq: number,
    result: { readonly message: string | null; readonly at: string },
  ): Promise<void> {
    this.#runs.bookAdoption(selection, seq, result);
  }

  async createRun(run: Run): Promise<void> {
    this.#store.createRun(run);
  }

  async updateRun(id: string, patch: Partial<Omit<Run, 'id' | 'scheduled'>> & { readonly decision?: number }): Promise<void> {
    this.#store.updateRun(id, patch);
  }

  async addRunEvent(run: string, event: RunEvent): Promise<void> {
    this.#store.addRunEvent(run, event);
  }

  async saveDecision(decision: Decision, at: string): Promise<number> {
    return this.#store.saveDecision(decision, at);
  }

  async decisionOf(run: string): Promise<Decision | null> {
    const id = this.#store.runDecision(run);
    return id === null ? null : this.#store.decision(id);
  }

  async unfinishedRuns(): Promise<readonly Run[]> {
    return this.#store.unfinishedRuns();
  }

  async staying(selection: Selection): Promise<Record<EntityKind, number>> {
    return this.#store.stayingCounts(selection.plan, selection.released);
  }

  async backup(at: string): Promise<Outcome<void>> {
    return this.#store.backup(at);
  }

  async packages(run: string): Promise<readonly PackageRecord[]> {
    return this.#store.packages(run);
  }

  async savePackage(run: string, record: PackageRecord): Promise<void> {
    this.#store.savePackage(run, record);
  }

  async nextPackage(selection: Selection, afterSeq: number): Promise<Outcome<BuiltPackage | null>> {
    return this.#driveAnew(this.#runs.next(selection, afterSeq));
  }

  async markStale(selection: Selection, afterSeq: number, at: string): Promise<Outcome<number>> {
    return this.#driveAnew(this.#runs.markStale(selection, afterSeq, this.#atWork.work, at));
  }

  async overwrittenSections(selection: Selection): Promise<readonly SeqAndKey[]> {
    return this.#runs.overwrittenSections(selection);
  }

  async spare(
    selection: Selection,
    seqs: readonly number[],
    why: { readonly message: string; readonly at: string },
  ): Promise<number> {
    return this.#runs.spare(selection, seqs, why);
  }

  async leaveOut(
    selection: Selection,
    seqs: readonly number[],
    why: { readonly message: string; readonly at: string },
  ): Promise<void> {
    this.#runs.leaveOut(selection, seqs, why);
  }

  async rebuildPackage(selection: Selection, firstSeq: number, lastSeq: number): Promise<Outcome<BuiltPackage>> {
    return this.#driveAnew(this.#runs.rebuild(selection, firstSeq, lastSeq));
  }

  async touched(selection: Selection, firstSeq: number, lastSeq: number, limit: number): Promise<Touched> {
    return this.#runs.touched(selection, firstSeq, lastSeq, limit);
  }

  async takeMessages(selection: Selection, record: PackageRecord, rows: readonly ImportErrorRow[]): Promise<Outcome<void>> {
    return this.#driveAnew(this.#runs.takeMessages(selection, record, rows));
  }

  async unbooked(run: string, record: PackageRecord): Promise<SeqRange> {
    return this.#runs.unbooked(run, record);
  }

  async confirm(args: {
    readonly run: string;
    readonly selection: Selection;
    readonly record: PackageRecord;
    readonly at: string;
  }): Promise<Outcome<ConfirmCounts>> {
    const { run, selection, record, at } = args;
    return this.#driveAnew(this.#runs.confirm(run, selection, record, this.#atWork.work, at));
  }

  async receiptCounts(run: string): Promise<Record<EntityKind, { sent: number; confirmed: number; failed: number }>> {
    return this.#store.receiptCounts(run);
  }

  #settings(): DistrictSettings {
    const stored = this.#store.settings();
    if (stored === null) throw new Error('The district has no settings yet');
    return stored.settings;
  }

  /** For a step that belongs to no pull: what was cancelled before it is over. */
  #driveAnew<T>(step: Step<T>): Promise<Outcome<T>> {
    this.#cancelled = false;
    return this.#drive(step);
  }

  async #drive<T>(step: Step<T>): Promise<Outcome<T>> {
    const driven = await drive(step, { cancelled: () => this.#cancelled, onProgress: this.#onProgress });
    return driven.done ? succeed(driven.value) : fail(cancelledFailure());
  }
}
