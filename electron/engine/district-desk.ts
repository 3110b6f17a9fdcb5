import type { Evaluation, MatchChoice } from '../../shared/conversion.ts';
import type { District } from '../../shared/district.ts';
import type { FitStep } from '../../shared/fit-steps.ts';
import { fail, type Outcome, succeed } from '../../shared/outcome.ts';
import type { PlanSummary } from '../../shared/plan.ts';
import type { Removal } from '../../shared/removal.ts';
import type { Run, RunTrigger } from '../../shared/run.ts';
import { DistrictSettings } from '../../shared/settings.ts';
import { districtDirs, openDistrictReader } from '../store/open.ts';
import type { DistrictReader } from '../store/store-api.ts';
import { contactPair } from './contact-pair.ts';
import type { EngineOptions } from './engine-api.ts';
import { busyDistrict, evaluationOutdated, noEvaluation, noSuchDistrict, undecidedMatches } from './failures.ts';
import { type ApplyRequest, applyPlan } from './flows/apply-plan.ts';
import { evaluate } from './flows/evaluate.ts';
import { isLock } from './flows/first-contact-lock.ts';
import { makePlan, type Planned } from './flows/make-plan.ts';
import { remapSteps } from './flows/plan-remap.ts';
import { removeObject } from './flows/remove-object.ts';
import { resumeRuns } from './flows/resume-run.ts';
import { closeSession, connected, districtDir, isDistrictId, openSession, type Running, type Session } from './session.ts';
import { whoIsIt } from './who.ts';

/** Stands for the id of a run that has none yet. */
const STARTING = 'starting';

/** One district inside the engine: opened when needed, one run at a time. */
export class DistrictDesk {
  readonly #options: EngineOptions;
  readonly #id: string;
  #session: Session | null = null;
  #reader: DistrictReader | null = null;
  #running: Running | null = null;

  constructor(options: EngineOptions, id: string) {
    this.#options = options;
    this.#id = id;
  }

  /** Id of the run under way; a district that only looks for interrupted runs has none. */
  get running(): string | null {
    const run = this.#running?.run ?? STARTING;
    return run === STARTING ? null : run;
  }

  async read<T>(question: (reader: DistrictReader) => T): Promise<Outcome<T>> {
    const reader = await this.#openReader();
    return reader.ok ? succeed(question(reader.value)) : reader;
  }

  async makePlan(by: Pick<Run, 'trigger' | 'scheduled'>): Promise<Outcome<Planned>> {
    return this.#withRun(async (session, stop, onStart) => {
      const resumed = await resumeRuns(this.#options, session, stop, onStart);
      // Looking is allowed everywhere (G3): the interrupted run waits until the first contact with its Canvas is reviewed.
      if (!resumed.ok && !isLock(resumed.failure)) return resumed;
      return makePlan(this.#options, session, by, stop, onStart);
    });
  }

  /** A plan of the ids that the SIS issued again (B4). */
  async planRemap(trigger: RunTrigger): Promise<Outcome<Planned>> {
    return this.#withRun(async (session, stop, onStart) => {
      const resumed = await resumeRuns(this.#options, session, stop, onStart);
      if (!resumed.ok && !isLock(resumed.failure)) return resumed;
      return makePlan(this.#options, session, { trigger, scheduled: false }, stop, onStart, remapSteps);
    });
  }

  async apply(request: ApplyRequest): Promise<Outcome<Run>> {
    return this.#withRun(async (session, stop, onStart) => {
      const resumed = await resumeRuns(this.#options, session, stop, onStart);
      if (!resumed.ok) return resumed;
      const taken = resumed.value.find((run) => run.kind === 'apply' && run.planNumber === request.decision.plan);
      return taken === undefined ? applyPlan(this.#options, session, request, stop, onStart) : succeed(taken);
    });
  }

  async remove(removal: Removal, trigger: RunTrigger): Promise<Outcome<Run>> {
    return this.#withRun(async (session, stop, onStart) => {
      const resumed = await resumeRuns(this.#options, session, stop, onStart);
      if (!resumed.ok) return resumed;
      return removeObject(this.#options, session, { removal, trigger }, stop, onStart);
    });
  }

  async evaluate(trigger: RunTrigger): Promise<Outcome<Evaluation>> {
    return this.#withRun(async (session, stop, onStart) => {
      const resumed = await resumeRuns(this.#options, session, stop, onStart);
      if (!resumed.ok && !isLock(resumed.failure)) return resumed;
      return evaluate(this.#options, session, trigger, stop, onStart);
    });
  }

  /** Records decisions about the newest evaluation; the value is how many matches they were about. */
  async choose(choice: MatchChoice): Promise<Outcome<number>> {
    const session = await this.#openSession();
    if (!session.ok) return session;
    const evaluation = session.value.reader.evaluation();
    if (evaluation === null) return fail(noEvaluation());
    if (evaluation.number !== choice.evaluation) return fail(evaluationOutdated());
    return succeed(await session.value.worker.choose(choice));
  }

  /** Ends the review: from now on this Canvas may be written to (G3). The value is the plan of what is to be linked, if any. */
  async finishReview(evaluation: number, by: string): Promise<Outcome<PlanSummary | null>> {
    const session = await this.#openSession();
    if (!session.ok) return session;
    const { reader, worker } = session.value;
    const known = connected(reader, this.#id);
    if (!known.ok) return known;
    const newest = reader.evaluation();
    if (newest === null) return fail(noEvaluation());
    if (newest.number !== evaluation) return fail(evaluationOutdated());
    const undecided = Object.values(newest.counts).reduce((sum, counts) => sum + counts.undecided, 0);
    if (undecided > 0) return fail(undecidedMatches(undecided));
    const at = new Date(this.#options.edge.now()).toISOString();
    await worker.markReviewed(evaluation, { pair: contactPair(known.value.district), at, by });
    const plan = await worker.planAdoptions(at);
    return succeed(plan === null ? null : reader.plan(plan));
  }

  async resume(): Promise<Outcome<Run[]>> {
    return this.#withRun((session, stop, onStart) => resumeRuns(this.#options, session, stop, onStart));
  }

  async cancel(): Promise<void> {
    this.#running?.stop.abort();
    await this.#session?.worker.cancel();
  }

  async save(district: District, timeZone: string, storeKey: string): Promise<Outcome<District>> {
    const session = await this.#openSession(storeKey);
    if (!session.ok) return session;
    const before = session.value.reader.settings();
    const settings = DistrictSettings.parse({ ...before?.settings, timeZone });
    await session.value.worker.saveDistrict(district);
    const at = new Date(this.#options.edge.now()).toISOString();
    // The practice district needs no answers; a real one is asked where set-up left off.
    const setUp = before === null ? (district.practice ? null : 'dates') : before.setUp;
    await session.value.worker.saveSettings({ settings, at, by: whoIsIt(), setUp });
    return succeed(district);
  }

  /**
   * @param by who changes them, '' for whoever is signed in to this computer.
   * @param setUp the question set-up stands at; as before when left out.
   */
  async saveSettings(settings: DistrictSettings, by: string, setUp?: FitStep | null): Promise<Outcome<void>> {
    const session = await this.#openSession();
    if (!session.ok) return session;
    const at = new Date(this.#options.edge.now()).toISOString();
    const before = session.value.reader.settings()?.setUp ?? null;
    await session.value.worker.saveSettings({ settings, at, by: by || whoIsIt(), setUp: setUp === undefined ? before : setUp });
    return succeed(undefined);
  }

  async close(): Promise<void> {
    await this.cancel();
    this.#reader?.close();
    this.#reader = null;
    const session = this.#session;
    this.#session = null;
    if (session !== null) await closeSession(session);
  }

  async #withRun<T>(
    work: (session: Session, stop: AbortController, onStart: (run: string) => void) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> {
    if (this.#running !== null) return fail(busyDistrict());
    const stop = new AbortController();
    this.#running = { run: STARTING, stop };
    try {
      const session = await this.#openSession();
      if (!session.ok) return session;
      // Asked anew for every run: a credential may have been replaced since the district was opened.
      const secrets = await this.#options.secrets(this.#id);
      if (!secrets.ok) return secrets;
      return await work({ ...session.value, secrets: secrets.value }, stop, (run) => {
        this.#running = { run, stop };
      });
    } finally {
      this.#running = null;
    }
  }

  async #openSession(storeKey?: string): Promise<Outcome<Session>> {
    if (this.#session !== null) return succeed(this.#session);
    if (!isDistrictId(this.#id)) return fail(noSuchDistrict(this.#id));
    // Only `save` makes a new store; a run of an unknown district must not leave a folder behind.
    if (storeKey === undefined && !districtDirs(this.#options.dataDir).includes(this.#id)) return fail(noSuchDistrict(this.#id));
    const secrets = await this.#options.secrets(this.#id);
    if (!secrets.ok && storeKey === undefined) return secrets;
    const known = secrets.ok ? secrets.value : { storeKey: '', sisSecret: '', canvasToken: '' };
    const session = await openSession(this.#options, this.#id, { ...known, storeKey: storeKey ?? known.storeKey });
    if (session.ok) this.#session = session.value;
    return session;
  }

  /** The session's own reader, or one beside whoever else writes. */
  async #openReader(): Promise<Outcome<DistrictReader>> {
    if (this.#session !== null) return succeed(this.#session.reader);
    if (this.#reader !== null) return succeed(this.#reader);
    if (!isDistrictId(this.#id)) return fail(noSuchDistrict(this.#id));
    const secrets = await this.#options.secrets(this.#id);
    if (!secrets.ok) return secrets;
    const reader = openDistrictReader({ dir: districtDir(this.#options.dataDir, this.#id), key: secrets.value.storeKey });
    if (!reader.ok) return reader.failure.code === 'store.missing' ? fail(noSuchDistrict(this.#id)) : reader;
    this.#reader = reader.value;
    return reader;
  }
}
