import type { Args, EngineCall, EventName, Payload, Result } from '../../shared/contract.ts';
import type { Evaluation, Match, MatchChoice } from '../../shared/conversion.ts';
import type {
  Check,
  Connection,
  ConnectRequest,
  ConnectResult,
  District,
  DoctorReport,
  SideRequest,
} from '../../shared/district.ts';
import type { Explainable, Explanation } from '../../shared/explain.ts';
import type { Finding } from '../../shared/finding.ts';
import type { FitStep } from '../../shared/fit-steps.ts';
import type { Kept } from '../../shared/kept.ts';
import type { Outcome } from '../../shared/outcome.ts';
import type { Change, ChangeQuery, Decision, PlanSummary } from '../../shared/plan.ts';
import type { Removal } from '../../shared/removal.ts';
import type { PlanResult, Run, RunTrigger } from '../../shared/run.ts';
import type { SettingCounts } from '../../shared/setting-counts.ts';
import type { DistrictSettings } from '../../shared/settings.ts';
import type { Edge } from '../net/edge.ts';

/** The secrets of a district. They come per call from the vault or, in plain Node, from the environment. */
export interface DistrictSecrets {
  /** 64 hex digits. */
  readonly storeKey: string;
  readonly sisSecret: string;
  /** '' where a developer key signs in. */
  readonly canvasToken: string;
  /** Access tokens of a developer key, which the keeper of the secrets renews; left out for a token that was entered. */
  readonly canvasAccess?: ((refused: string) => Promise<Outcome<string>>) | undefined;
}

/** Asked whenever a district is opened or a run starts; nothing is kept longer than the district is open. */
export type SecretSource = (district: string) => Promise<Outcome<DistrictSecrets>>;

export interface LogLine {
  readonly at: string;
  readonly level: 'info' | 'warning' | 'error';
  readonly text: string;
}

export interface EngineOptions {
  /** Holds `districts/<id>/`. */
  readonly dataDir: string;
  readonly edge: Edge;
  readonly secrets: SecretSource;
  /** File URL or path of the built district worker (`dist/district-worker.js`). */
  readonly workerFile: string;
  readonly emit: <E extends EventName>(event: E, payload: Payload<E>) => void;
  /** Lines are redacted before they get here. */
  readonly log: (line: LogLine) => void;
}

/** What became of a sync; between two school years the schedule plans nothing, and says so (ROSTER-RULES D7). */
export type Synced =
  | (PlanResult & { readonly applied: Run | null; readonly pause: null })
  | { readonly run: Run; readonly plan: null; readonly applied: null; readonly pause: string };

/** The engine: owns the stores and does all work; the same in Electron's utility process, in plain Node and in tests. */
export interface Engine {
  /** The calls of the contract's engine side. Arguments and results are parsed by whoever carries them. */
  readonly calls: { readonly [N in EngineCall]: (args: Args<'engine', N>) => Promise<Outcome<Result<'engine', N>>> };
  /** Tests one side while it is typed; a newer test of that side ends the one before. */
  testSide(request: SideRequest): Promise<Outcome<{ checks: Check[] }>>;
  /** Tests both sides with the given credentials; stores nothing. `connection` is filled in with what was detected. */
  test(request: ConnectRequest): Promise<
    Outcome<{
      readonly checks: Check[];
      readonly ok: boolean;
      readonly connection: Connection;
      readonly practice: boolean;
      readonly timeZone: string | null;
    }>
  >;
  /** Creates or updates a district's store with an already tested connection. */
  saveDistrict(district: District, timeZone: string, storeKey: string): Promise<Outcome<District>>;
  /** Every district found in the data folder that opens with its secrets. */
  districts(): Promise<Outcome<District[]>>;
  removeDistrict(district: string): Promise<Outcome<void>>;
  /** The whole examination of both sides; reads only. */
  doctor(district: string): Promise<Outcome<DoctorReport>>;
  makePlan(district: string, trigger: RunTrigger): Promise<Outcome<PlanResult>>;
  /** A plan of nothing but the ids that the SIS issued again (ROSTER-RULES B4). */
  planRemap(district: string, trigger: RunTrigger): Promise<Outcome<PlanResult>>;
  apply(
    district: string,
    decision: Decision,
    options: { readonly trigger: RunTrigger; readonly attended: boolean },
  ): Promise<Outcome<Run>>;
  /** plan + apply when nothing holds (DESIGN §6). */
  sync(district: string, options: { readonly trigger: RunTrigger; readonly attended: boolean }): Promise<Outcome<Synced>>;
  /** A person removes one object that the SIS no longer has and in which nothing and nobody is (ROSTER-RULES D4). */
  remove(district: string, removal: Removal, trigger: RunTrigger): Promise<Outcome<Run>>;
  /** The look at a living Canvas before the first sync (ROSTER-RULES G1); writes nothing to either side. */
  evaluate(district: string, trigger: RunTrigger): Promise<Outcome<Evaluation>>;
  eachMatch(district: string, onMatch: (match: Match) => void): Promise<Outcome<void>>;
  choose(district: string, choice: MatchChoice): Promise<Outcome<number>>;
  /** @param by who reviewed. The value is the plan of what is to be linked, null when nothing is. */
  finishReview(district: string, evaluation: number, by: string): Promise<Outcome<PlanSummary | null>>;
  /** Why a record changes Canvas, or why not; asks the SIS for that one record. */
  explain(
    district: string,
    record: { readonly collection: Explainable; readonly sourcedId: string },
  ): Promise<Outcome<Explanation>>;
  planNumber(district: string, id: string): Promise<Outcome<number | null>>;
  /** A page of changes with everything of each. */
  changesInFull(district: string, query: ChangeQuery): Promise<Outcome<{ total: number; changes: Change[] }>>;
  eachChange(district: string, plan: number, onChange: (change: Change) => void): Promise<Outcome<void>>;
  /** What a plan keeps as Canvas has it (ROSTER-RULES F3), in plan order. */
  eachKept(district: string, plan: number, onKept: (kept: Kept) => void): Promise<Outcome<void>>;
  /** The findings kept with a plan, dropped records first. */
  eachFinding(district: string, plan: number, onFinding: (finding: Finding) => void): Promise<Outcome<void>>;
  settings(district: string): Promise<Outcome<DistrictSettings>>;
  /**
   * A new version of them.
   * @param by who changes them; whoever is signed in to this computer when left out.
   * @param setUp the question set-up stands at; as before when left out.
   */
  saveSettings(district: string, settings: DistrictSettings, by?: string, setUp?: FitStep | null): Promise<Outcome<void>>;
  /** What each setting yields with these values, or the stored ones, from the newest complete read of the SIS; asks nobody. */
  settingCounts(district: string, settings?: DistrictSettings): Promise<Outcome<SettingCounts>>;
  /** When the Canvas token ends (ISO), null where it does not or Canvas does not tell. */
  tokenEnd(district: string): Promise<Outcome<string | null>>;
  /** Takes up runs a crash interrupted after approval; ends earlier ones as interrupted. */
  resume(district: string): Promise<Outcome<Run[]>>;
  close(): Promise<void>;
}

export type { ConnectResult };
