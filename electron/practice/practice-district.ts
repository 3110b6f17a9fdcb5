import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { makeGradebook } from './census/gradebook.ts';
import { CENSUS_VERSION, makeDistrict } from './census.ts';
import type { CanvasSide } from './control.ts';
import { startControl } from './control.ts';
import type { OneRosterData } from './oneroster-data.ts';
import type { Habits } from './sis/habits.ts';
import { noHabits } from './sis/habits.ts';
import { startPracticeSis } from './sis/server.ts';
import type { Changes } from './sis/store.ts';
import { SisStore } from './sis/store.ts';
import { makeStateFile } from './state-file.ts';

export interface PracticeDistrictOptions {
  students: number;
  /** Default 1. */
  seed?: number;
  /** A tidy SIS and an empty Canvas; otherwise the census of DESIGN §7 in both. */
  clean?: boolean;
  sisPort?: number;
  canvasPort?: number;
  controlPort?: number;
  /** The local date the school year is laid around; default: the computer's. A saved state keeps its own. */
  today?: string;
  /** Where the state is kept between starts; the Canvas' lies beside it. Absent: nothing is kept. */
  stateFile?: string;
  clock?: () => Date;
}

/** What headless `practice` prints (DESIGN §6). */
export interface PracticeAddresses {
  sis: { url: string; key: string; secret: string };
  canvas: { url: string; token: string; developerKey: { id: string; secret: string } };
  control: { url: string };
}

export interface PracticeDistrict extends PracticeAddresses {
  close(): Promise<void>;
}

/** What a practice district asks of its Canvas. */
export interface CanvasPart extends CanvasSide {
  readonly token: string;
  readonly developerKey: { readonly id: string; readonly secret: string };
  seedCensus(sis: OneRosterData): void;
  close(): Promise<void>;
}
export interface CanvasPartOptions {
  port?: number;
  token: string;
  keySecret: string;
  seed: number;
  stateFile?: string;
  clock?: () => Date;
}
export type StartCanvas = (options: CanvasPartOptions) => Promise<CanvasPart>;

/** Everything the SIS side needs to come back: the census is made again, the changes are laid over it. */
interface SavedState {
  version: number;
  census: { students: number; seed: number; clean: boolean; today: string };
  changes: Changes;
  habits: Partial<Habits>;
}

/** Starts SIS, Canvas and control API on loopback. Same options, same district; with a state file also the same after a restart. */
export async function startDistrict(options: PracticeDistrictOptions, startCanvas: StartCanvas): Promise<PracticeDistrict> {
  const { seed = 1, clean = false, clock = () => new Date() } = options;
  const canvasFile = options.stateFile === undefined ? undefined : `${options.stateFile}.canvas`;
  const asked = { students: options.students, seed, clean, today: options.today ?? localDate(clock()) };
  const state = options.stateFile === undefined ? undefined : makeStateFile(options.stateFile, () => snapshot());
  const saved = fitting(state?.read(), asked);
  if (!saved && canvasFile !== undefined) rmSync(canvasFile, { force: true });
  const census = saved?.census ?? asked;

  const made = () => {
    const district = makeDistrict(census);
    return { ...district, ...makeGradebook(district, census.seed, census.today) };
  };
  const store = new SisStore(made());
  if (saved) store.apply(saved.changes);
  const sis = await startPracticeSis({
    store,
    key: `practice-${credential('key', seed)}`,
    secret: credential('secret', seed),
    clock,
    ...(options.sisPort === undefined ? {} : { port: options.sisPort }),
  });
  if (saved) Object.assign(sis.habits, saved.habits);
  const snapshot = (): SavedState => ({ version: CENSUS_VERSION, census, changes: store.changes(), habits: sis.habits });

  const canvas = await startCanvas({
    seed,
    token: credential('token', seed),
    keySecret: credential('developer key', seed),
    clock,
    ...(options.canvasPort === undefined ? {} : { port: options.canvasPort }),
    ...(canvasFile === undefined ? {} : { stateFile: canvasFile }),
  });
  if (!saved && !clean) canvas.seedCensus(makeDistrict(census));
  store.onChange(() => state?.touch());
  state?.flush();
  const control = await startControl({
    sis,
    canvas,
    seed,
    today: census.today,
    clock,
    touched: () => state?.touch(),
    reset: () => {
      Object.assign(sis.habits, noHabits());
      store.load(made());
    },
    ...(options.controlPort === undefined ? {} : { port: options.controlPort }),
  });
  return {
    sis: { url: sis.url, key: sis.key, secret: sis.secret },
    canvas: { url: canvas.url, token: canvas.token, developerKey: { ...canvas.developerKey } },
    control: { url: control.url },
    close: async () => {
      await Promise.all([control.close(), sis.close(), canvas.close()]);
      state?.flush();
    },
  };
}

/** The saved state, if it is of this very district and of a census this version makes. */
function fitting(value: unknown, asked: SavedState['census']): SavedState | undefined {
  const saved = value as SavedState | undefined;
  if (saved?.version !== CENSUS_VERSION) return undefined;
  const { students, seed, clean } = saved.census;
  return students === asked.students && seed === asked.seed && clean === asked.clean ? saved : undefined;
}

/** Stable over restarts, so that a district that was connected stays connected. Worth nothing: loopback and invented children. */
function credential(kind: string, seed: number): string {
  return createHash('sha256').update(`practice ${kind} ${seed}`).digest('hex').slice(0, 32);
}

function localDate(now: Date): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
