import type { Destination } from '../../shared/background.ts';
import type { Standing } from './standing.ts';

/** A native notification. It names the district and numbers, never a person of it. */
export interface Notice {
  readonly kind: 'held' | 'failed' | 'partial' | 'recovered' | 'token-ends' | 'still-here';
  readonly title: string;
  readonly body: string;
  /** The screen a click opens. */
  readonly screen: Destination['screen'];
}

/**
 * What deserves a notification, given how the last sync left the district and how this one does: each event once, also when
 * it comes again night after night (codebase-models: switched off otherwise).
 */
export function noticeOf(name: string, before: Standing | null, after: Standing): Notice | null {
  switch (after.state) {
    case 'held':
      return before?.state === 'held' && sameHolds(before, after) ? null : heldNotice(name, after.holds.length);
    case 'failed':
      return before?.state === 'failed' && before.code === after.code ? null : failedNotice(name, after.code);
    case 'partial':
      return before?.state === 'partial' ? null : partialNotice(name);
    case 'well':
      return before === null || before.state === 'well' ? null : recoveredNotice(name);
  }
}

/** New holds are a new event; fewer of the same are not. */
function sameHolds(before: Standing, after: Standing): boolean {
  return after.holds.every((hold) => before.holds.includes(hold));
}

function heldNotice(name: string, holds: number): Notice {
  const what = holds === 1 ? 'A safety rule stopped it and waits' : `${holds} safety rules stopped it and wait`;
  return {
    kind: 'held',
    title: `${name}: the sync is held`,
    body: `${what} for you. Classrooms stay as they are until you have decided.`,
    screen: 'review',
  };
}

function failedNotice(name: string, code: string | null): Notice {
  const refused = code === 'canvas.token-rejected' || code?.startsWith('vault.') === true;
  return {
    kind: 'failed',
    title: `${name}: the sync did not succeed`,
    body: refused
      ? 'Its credentials could not be used. Nothing changes in Canvas until that is mended.'
      : 'Canvas was not brought up to date. Open Rosterbridge to see why and what to do.',
    screen: 'overview',
  };
}

function partialNotice(name: string): Notice {
  return {
    kind: 'partial',
    title: `${name}: synced, with problems`,
    body: 'Canvas did not take every change. The sync log lists the ones it refused.',
    screen: 'log',
  };
}

function recoveredNotice(name: string): Notice {
  return {
    kind: 'recovered',
    title: `${name}: syncing again`,
    body: 'The last sync went through. Nothing waits for you.',
    screen: 'overview',
  };
}

/** Days before the end of a token at which to say so. */
const warnDays = [30, 14, 7, 3, 1, 0];
const DAY_MS = 86_400_000;

/**
 * A Canvas token that ends soon: once for each of a few distances, the nearest one only after a long sleep.
 * @param told the distance that was last told of, null for none of this token.
 */
export function tokenNotice(
  name: string,
  endsAt: string,
  told: number | null,
  now: number,
): { readonly notice: Notice; readonly told: number } | null {
  const days = Math.max(0, Math.floor((Date.parse(endsAt) - now) / DAY_MS));
  const reached = warnDays.filter((one) => days <= one).at(-1);
  if (reached === undefined || (told !== null && told <= reached)) return null;
  const ended = Date.parse(endsAt) <= now;
  const when = days === 0 ? 'today' : days === 1 ? 'tomorrow' : `in ${days} days`;
  const notice: Notice = {
    kind: 'token-ends',
    title: ended ? `${name}: the Canvas token has ended` : `${name}: the Canvas token ends ${when}`,
    body: ended
      ? 'Nothing is synced any more. Make a new token in Canvas and enter it.'
      : 'From then on nothing is synced. Make a new token in Canvas and enter it before.',
    screen: 'doctor',
  };
  return { notice, told: reached };
}

/** The first close: where the app went, and how to get it back. */
export function stillHereNotice(hasTray: boolean): Notice {
  return {
    kind: 'still-here',
    title: 'Rosterbridge keeps running',
    body: hasTray
      ? 'It syncs in the background. Open it from its icon in the tray, or quit it there.'
      : 'It syncs in the background. Start Rosterbridge again to open its window.',
    screen: 'schedule',
  };
}
