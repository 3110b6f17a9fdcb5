import { DateTime } from 'luxon';
import { isPaused } from './schedule/due.ts';
import type { Scheduled } from './schedule/scheduled.ts';
import type { Standing } from './standing.ts';

/** What the tray shows: a shape and the same in words. */
export type StateShape = 'well' | 'working' | 'waiting' | 'failed' | 'paused';
export interface AppState {
  readonly shape: StateShape;
  readonly words: string;
}

/** What is known of one district without asking the engine. */
export interface DistrictState {
  readonly name: string;
  readonly scheduled: Scheduled | null;
  readonly standing: Standing | null;
  /** What a run does now, null while none is under way. */
  readonly working: 'reading' | 'writing' | null;
}

/** One state for all districts: work is shown first, then what needs a person most. */
export function appState(districts: readonly DistrictState[], now: number): AppState {
  const several = districts.length > 1;
  const tell = (one: DistrictState, words: string) => (several ? `${one.name}: ${words}` : capital(words));
  const working = districts.find((one) => one.working !== null);
  if (working) return { shape: 'working', words: tell(working, working.working === 'writing' ? 'writing to Canvas' : 'reading') };
  const failed = districts.find(({ standing }) => standing?.state === 'failed');
  if (failed) return { shape: 'failed', words: tell(failed, 'the last sync did not succeed') };
  const waiting = districts.find(({ standing }) => standing?.state === 'held' || standing?.state === 'partial');
  if (waiting) return { shape: 'waiting', words: tell(waiting, waitingWords(waiting.standing)) };
  const running = districts.flatMap(({ scheduled }) => (scheduled?.schedule.on ? [scheduled] : []));
  if (running.length === 0) return { shape: 'well', words: 'No schedule is on' };
  if (running.every(({ schedule }) => isPaused(schedule, now))) return { shape: 'paused', words: pausedWords(running) };
  return { shape: 'well', words: nextWords(districts, several) };
}

function waitingWords(standing: Standing | null): string {
  if (standing?.state === 'partial') return 'synced, with problems';
  const holds = standing?.holds.length ?? 0;
  return holds === 1 ? 'a hold waits for you' : 'holds wait for you';
}

function pausedWords(paused: readonly Scheduled[]): string {
  const [first] = paused;
  const until = first?.schedule.paused?.until ?? null;
  if (first === undefined || until === null) return 'Paused until you resume';
  return `Paused until ${whenWords(until, first.timeZone)}`;
}

function nextWords(districts: readonly DistrictState[], several: boolean): string {
  const coming = districts
    .flatMap(({ name, scheduled }) =>
      scheduled?.memory.next ? [{ name, at: scheduled.memory.next, zone: scheduled.timeZone }] : [],
    )
    .sort((a, b) => a.at.localeCompare(b.at));
  const [first] = coming;
  if (first === undefined) return 'All is well. No sync is due';
  return `All is well. Next sync ${whenWords(first.at, first.zone)}${several ? ` (${first.name})` : ''}`;
}

/** "Sat 28 Nov, 02:00" on the district's own clock. */
export function whenWords(iso: string, timeZone: string): string {
  return DateTime.fromISO(iso, { zone: timeZone, locale: 'en' }).toFormat('ccc d LLL, HH:mm');
}

function capital(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
