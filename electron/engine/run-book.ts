import { entityKinds } from '../../shared/entities.ts';
import type { Failure } from '../../shared/failure.ts';
import type { Run, RunCounts, RunEvent, RunState } from '../../shared/run.ts';
import type { EngineOptions } from './engine-api.ts';
import { ProgressMeter } from './progress-meter.ts';
import type { Session } from './session.ts';

type RunPatch = Partial<Omit<Run, 'id' | 'scheduled' | 'state'>> & { readonly decision?: number };

export function emptyRunCounts(): RunCounts {
  return Object.fromEntries(entityKinds.map((e) => [e, { sent: 0, confirmed: 0, failed: 0, held: 0 }])) as RunCounts;
}

/** Keeps one run's record: state changes are written before the next step begins, events are its log. */
export class RunBook {
  readonly #options: EngineOptions;
  readonly #session: Session;
  #run: Run;
  readonly meter: ProgressMeter;

  constructor(options: EngineOptions, session: Session, run: Run) {
    this.#options = options;
    this.#session = session;
    this.#run = run;
    this.meter = new ProgressMeter(options.edge.now, (progress) =>
      options.emit('progressed', { district: session.id, run: run.id, state: this.#run.state, ...progress }),
    );
  }

  static begin(
    options: EngineOptions,
    session: Session,
    start: Pick<Run, 'kind' | 'trigger' | 'scheduled' | 'state' | 'plan' | 'planNumber' | 'holds'>,
  ): RunBook {
    const run: Run = {
      ...start,
      id: runIdAt(options.edge.now(), options.edge.random(), (id) => session.reader.run(id) !== null),
      counts: emptyRunCounts(),
      startedAt: new Date(options.edge.now()).toISOString(),
      endedAt: null,
      seconds: 0,
      failure: null,
    };
    return new RunBook(options, session, run);
  }

  get run(): Run {
    return this.#run;
  }

  async create(): Promise<void> {
    await this.#session.worker.createRun(this.#run);
  }

  async enter(state: RunState, patch: RunPatch = {}): Promise<void> {
    const { decision: _decision, ...known } = patch;
    this.#run = { ...this.#run, ...known, state };
    await this.#session.worker.updateRun(this.#run.id, { ...patch, state });
    this.meter.restart();
  }

  async say(level: RunEvent['level'], text: string): Promise<void> {
    const at = new Date(this.#options.edge.now()).toISOString();
    this.#options.log({ at, level, text: `${this.#session.id} ${this.#run.id} ${text}` });
    await this.#session.worker.addRunEvent(this.#run.id, { at, level, text });
  }

  /** Kept with the run only, which is encrypted: the log carries no names (DESIGN §1, promise 5). */
  async note(level: RunEvent['level'], text: string): Promise<void> {
    await this.#session.worker.addRunEvent(this.#run.id, { at: new Date(this.#options.edge.now()).toISOString(), level, text });
  }

  /** Ends the run; with a failure its words become the last event. */
  async end(state: RunState, patch: RunPatch = {}, failure: Failure | null = null): Promise<Run> {
    if (failure !== null) await this.say('error', `${failure.message} ${failure.consequence}`);
    const now = this.#options.edge.now();
    const seconds = Math.max(0, (now - Date.parse(this.#run.startedAt)) / 1000);
    await this.enter(state, { ...patch, endedAt: new Date(now).toISOString(), seconds, failure });
    this.#options.emit('runEnded', { district: this.#session.id, run: this.#run });
    return this.#run;
  }
}

const TAILS = 4096;

/** Sorts by time and is easy to say: `20261123-205901-4f2`; the next free one if another run of that second has it. */
export function runIdAt(now: number, chance: number, isTaken: (id: string) => boolean): string {
  const stamp = new Date(now).toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  const first = Math.floor(chance * TAILS);
  for (let n = 0; ; n += 1) {
    const tail = ((first + n) % TAILS).toString(16).padStart(3, '0');
    const id = `${stamp}-${tail}`;
    if (!isTaken(id) || n >= TAILS) return id;
  }
}
