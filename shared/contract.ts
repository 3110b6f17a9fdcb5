import { z } from 'zod';
import { BackgroundState, Destination } from './background.ts';
import { CanvasSignedIn, CanvasSignInWish } from './canvas-sign-in.ts';
import { Evaluation, MatchChoice, MatchPage, MatchQuery } from './conversion.ts';
import { Check, ConnectRequest, ConnectResult, District, DoctorReport, Overview, SideRequest } from './district.ts';
import { Explainable, Explanation, LookUpResult } from './explain.ts';
import { FindingPage, FindingQuery } from './finding.ts';
import { FitStep } from './fit-steps.ts';
import { History, HistorySubject } from './history.ts';
import { KeptFilter, KeptNumbers, KeptPage, KeptQuery } from './kept.ts';
import { LoggedOutOffer } from './logged-out.ts';
import { Change, ChangePage, ChangeQuery, Decision, PlanFacets, PlanSummary } from './plan.ts';
import { RehearsalName, RehearsalState } from './rehearsals.ts';
import { Removal } from './removal.ts';
import { PlanResult, Progress, ReceiptPage, ReceiptQuery, Run, RunDetail } from './run.ts';
import { PauseWish, Schedule, ScheduleView } from './schedule.ts';
import { SettingCounts, StoredSettings } from './setting-counts.ts';
import { DistrictSettings } from './settings.ts';
import { SetupDraft } from './setup-draft.ts';

const call = <A extends z.ZodType, R extends z.ZodType>(args: A, result: R) => ({ kind: 'call' as const, args, result });
const event = <P extends z.ZodType>(payload: P) => ({ kind: 'event' as const, payload });

const id = z.string().min(1).max(60);
const none = z.object({});
const ofDistrict = z.object({ district: id });

/** Is there a keyring worth the name, and what does the shell know of itself? */
export const ShellState = z.object({
  version: z.string(),
  platform: z.string(),
  /** False where the OS offers no real keyring: real credentials are then refused (DESIGN §10). */
  keyring: z.object({ available: z.boolean(), backend: z.string(), explanation: z.string() }),
  districts: z.array(District),
  theme: z.enum(['system', 'light', 'dark']),
  setupDraft: SetupDraft.nullable(),
});
export type ShellState = z.infer<typeof ShellState>;

/**
 * Everything that crosses the bridge (DESIGN §6). `engine` calls are carried on to the engine process, `shell` calls
 * are answered by main. Both ends parse; no other channel exists.
 */
export const contract = {
  shell: {
    state: call(none, ShellState),
    setTheme: call(z.object({ theme: z.enum(['system', 'light', 'dark']) }), none),
    /** Starts the practice servers, creates the practice district and tests it. */
    startPractice: call(z.object({ students: z.int().min(20).max(50_000), clean: z.boolean() }), ConnectResult),
    /** Tests both sides with what was typed; stores nothing. */
    testConnection: call(ConnectRequest, ConnectResult),
    /** Tests one side; a newer test of that side ends the one before. */
    testSide: call(SideRequest, z.object({ checks: z.array(Check) })),
    /** What was typed in a set-up that is not finished; null forgets it. */
    keepSetupDraft: call(z.object({ draft: SetupDraft.nullable() }), none),
    /** Tests and, when all is well, seals the secrets and stores the district. */
    connect: call(ConnectRequest, ConnectResult),
    /** Opens the browser to sign in to Canvas with a developer key; resolves when the person is back. */
    signInToCanvas: call(CanvasSignInWish, CanvasSignedIn),
    /** The same with the key a district was connected with; the new sign-in replaces the old one. */
    signInAgain: call(ofDistrict, z.object({ user: z.string() })),
    /** Waits for the browser no longer. */
    cancelSignIn: call(none, none),
    removeDistrict: call(ofDistrict, none),
    /** When the district syncs by itself, with its next runs. */
    schedule: call(ofDistrict, ScheduleView),
    saveSchedule: call(z.object({ district: id, schedule: Schedule }), ScheduleView),
    pauseSchedule: call(z.object({ district: id, pause: PauseWish }), ScheduleView),
    /** How the app lives without its window. */
    background: call(none, BackgroundState),
    setBackground: call(z.object({ closeToTray: z.boolean().optional(), startAtLogin: z.boolean().optional() }), BackgroundState),
    /** Whether syncs can start while nobody is signed in, and how. */
    loggedOut: call(ofDistrict, LoggedOutOffer),
    /** Asks for a folder and saves the definition for the system's scheduler there. */
    saveLoggedOut: call(ofDistrict, z.object({ folder: z.string().nullable() })),
    /** Where a notification or the tray wants the window to go; told once. */
    arrival: call(none, z.object({ to: Destination.nullable() })),
    /** Ends the app, also where it would stay in the tray. */
    quit: call(none, none),
    /** Which bad day the practice district plays, if this app can steer it. */
    rehearsal: call(ofDistrict, RehearsalState),
    /** Back to normal first, then this bad day. */
    rehearse: call(z.object({ district: id, name: RehearsalName }), none),
    endRehearsal: call(ofDistrict, none),
    /** Saves the changes of a plan that the admin narrowed the review to as a CSV file. */
    saveChanges: call(
      z.object({ district: id, query: ChangeQuery.omit({ from: true, count: true }) }),
      z.object({ file: z.string().nullable(), records: z.int() }),
    ),
    /** Saves what became of every change of a run as a CSV file. */
    saveRun: call(
      z.object({ district: id, query: ReceiptQuery.omit({ from: true, count: true }) }),
      z.object({ file: z.string().nullable(), records: z.int() }),
    ),
    /** Asks where, and saves a district's settings, without secrets and lists of people. */
    saveSettingsFile: call(ofDistrict, z.object({ file: z.string().nullable() })),
    /** Asks which file, and reads settings from it; changes nothing. */
    openSettingsFile: call(
      none,
      z.object({ file: z.string().nullable(), settings: z.record(z.string(), z.unknown()).nullable() }),
    ),
    /** Asks where, and saves the findings shown as a CSV file; `file` is null when the admin thought better of it. */
    saveFindings: call(
      z.object({ district: id, ...FindingQuery.pick({ plan: true, level: true, collection: true }).shape }),
      z.object({ file: z.string().nullable(), records: z.int() }),
    ),
  },
  engine: {
    overview: call(ofDistrict, Overview),
    /** Pull, map, compare; resolves when the plan is stored. Progress arrives as events. */
    makePlan: call(ofDistrict, PlanResult),
    /** A plan of nothing but the ids that the SIS issued again (ROSTER-RULES B4); applied like any other. */
    planRemap: call(ofDistrict, PlanResult),
    plan: call(z.object({ district: id, number: z.int().nullable() }), PlanSummary.nullable()),
    changes: call(z.object({ district: id, query: ChangeQuery }), ChangePage),
    change: call(z.object({ district: id, plan: z.int(), seq: z.int() }), Change),
    /** What the changes of a plan can be narrowed to. */
    facets: call(z.object({ district: id, plan: z.int() }), PlanFacets),
    /** What every run did to one record. */
    history: call(z.object({ district: id, subject: HistorySubject }), History),
    /** What a plan keeps as Canvas has it, and which of it can be overwritten (ROSTER-RULES F3). */
    kept: call(z.object({ district: id, query: KeptQuery }), KeptPage),
    keptNumbers: call(z.object({ district: id, filter: KeptFilter }), KeptNumbers),
    apply: call(z.object({ district: id, decision: Decision }), Run),
    /** Removes what the SIS no longer has, if by Canvas' own answer nothing and nobody is in it (ROSTER-RULES D4). */
    remove: call(z.object({ district: id, removal: Removal }), Run),
    cancel: call(ofDistrict, none),
    runs: call(
      z.object({ district: id, from: z.int().min(0), count: z.int().min(1).max(200) }),
      z.object({ total: z.int(), runs: z.array(Run) }),
    ),
    run: call(z.object({ district: id, run: id }), RunDetail),
    receipts: call(z.object({ district: id, query: ReceiptQuery }), ReceiptPage),
    /** What was dropped or doubtful in the SIS' records of a plan. */
    findings: call(z.object({ district: id, query: FindingQuery }), FindingPage),
    /** When the Canvas token ends, as Canvas tells; null where it does not, or where access is renewed by itself. */
    canvasTokenEnd: call(ofDistrict, z.object({ endsAt: z.string().nullable() })),
    /** Examines both sides, reads only. */
    doctor: call(ofDistrict, DoctorReport),
    /** Why a record changes Canvas, or why not; asks the SIS for that one record. */
    explain: call(z.object({ district: id, collection: Explainable, sourcedId: z.string().min(1).max(300) }), Explanation),
    /** Records by name, login or id, from what is stored: what "why?" can be asked about. */
    lookUp: call(
      z.object({
        district: id,
        text: z.string().trim().min(1).max(200),
        /** The SIS is asked as well, with a few requests. */
        askSis: z.boolean().default(false),
      }),
      LookUpResult,
    ),
    /** The newest version of a district's settings. */
    settings: call(ofDistrict, StoredSettings),
    /** What each setting would yield with these values, from the newest complete read of the SIS; asks nobody. */
    settingCounts: call(z.object({ district: id, settings: DistrictSettings }), SettingCounts),
    /** A new version of all settings. */
    saveSettings: call(
      z.object({
        district: id,
        settings: DistrictSettings,
        by: z.string().trim().min(1).max(200),
        /** The question set-up stands at, null when all are answered; as before when left out. */
        setUp: FitStep.nullable().optional(),
      }),
      StoredSettings,
    ),
    /** Looks through a living Canvas for what the SIS names (ROSTER-RULES G1); reads only. Progress arrives as events. */
    evaluate: call(ofDistrict, Evaluation),
    /** The newest evaluation, null before the first. */
    evaluation: call(ofDistrict, Evaluation.nullable()),
    matches: call(z.object({ district: id, query: MatchQuery }), MatchPage),
    choose: call(z.object({ district: id, choice: MatchChoice }), z.object({ decided: z.int() })),
    /** Opens the lock on this Canvas; the result is the plan of what is to be linked, null when nothing is. */
    finishReview: call(
      z.object({ district: id, evaluation: z.int(), by: z.string().trim().min(1).max(200) }),
      PlanSummary.nullable(),
    ),
  },
  events: {
    progressed: event(Progress),
    runEnded: event(z.object({ district: id, run: Run })),
    /** A schedule, or what comes of it, changed: ask again. */
    scheduleChanged: event(ofDistrict),
    /** The window is wanted somewhere: ask for the arrival. */
    called: event(z.object({ to: Destination })),
    /** A district was added, removed or changed its address. */
    districtsChanged: event(z.object({ districts: z.array(District) })),
  },
} as const;

type Calls = { [D in 'shell' | 'engine']: keyof (typeof contract)[D] & string };
export type ShellCall = Calls['shell'];
export type EngineCall = Calls['engine'];
export type EventName = keyof typeof contract.events & string;

export type Args<D extends 'shell' | 'engine', N extends keyof (typeof contract)[D]> = (typeof contract)[D][N] extends {
  args: infer A extends z.ZodType;
}
  ? z.infer<A>
  : never;
export type Result<D extends 'shell' | 'engine', N extends keyof (typeof contract)[D]> = (typeof contract)[D][N] extends {
  result: infer R extends z.ZodType;
}
  ? z.infer<R>
  : never;
export type Payload<E extends EventName> = z.infer<(typeof contract.events)[E]['payload']>;
