import type { CanvasDump, CanvasKind } from './canvas-dump.ts';
import type { SisClass, SisSession, SisUser } from './sis-dump.ts';

/** C2: sessions that make one Canvas term; who belongs together at first sight stays together. */
export interface TermGroup {
  readonly members: Set<string>;
  /** Ids the term may have been given: the smallest of the members, by either reading of "members". */
  readonly candidates: ReadonlySet<string>;
  /** Set once it was seen in Canvas; from then on it never changes. */
  termId: string | null;
  /** School year, type, title and dates at first sight. */
  readonly key: string;
}

/** What the judge saw on earlier nights. It learns only from dumps and from the SIS' rows. */
export interface Memory {
  /** Complete nights so far. */
  nights: number;
  firstDay: string | null;
  scheduledRuns: number;
  /** A run has once done all there was to do (E6). */
  synced: boolean;
  readonly sessions: Map<string, SisSession>;
  readonly classes: Map<string, SisClass>;
  readonly users: Map<string, SisUser>;
  readonly groups: TermGroup[];
  /** SIS id of a person → the SIS id their Canvas login was given. */
  readonly userIds: Map<string, string>;
  /** Places by key → how many complete nights in a row the SIS has not named them. */
  absent: Map<string, number>;
  readonly lastWanted: Map<string, string>;
  /** The last complete night. */
  lastDay: string | null;
  /** Canvas user whose token writes. */
  tokenUser: number;
  /** `kind:canvas id` of everything our runs made or brought back. */
  readonly owned: Set<string>;
  /** `kind:canvas id:field` that somebody else changed after us. */
  readonly handEdited: Set<string>;
  last: CanvasDump | null;
}

export function newMemory(): Memory {
  return {
    nights: 0,
    firstDay: null,
    scheduledRuns: 0,
    synced: false,
    sessions: new Map(),
    classes: new Map(),
    users: new Map(),
    groups: [],
    userIds: new Map(),
    absent: new Map(),
    lastWanted: new Map(),
    lastDay: null,
    tokenUser: 1,
    owned: new Set(),
    handEdited: new Set(),
    last: null,
  };
}

export function isOwned(memory: Memory, kind: CanvasKind, id: number): boolean {
  return memory.owned.has(`${kind}:${id}`);
}
