import { type CanvasDump, type CanvasKind, type CanvasRow, canvasKinds } from './canvas-dump.ts';
import { isLive } from './canvas-view.ts';
import { type Case, openCase } from './case.ts';
import { judgeEnrollments } from './judge-enrollments.ts';
import { judgeHolds } from './judge-holds.ts';
import { judgeLinks } from './judge-links.ts';
import { judgeObservers } from './judge-observers.ts';
import { isPaused, judgeBrokenFeed, judgeEnding, judgePause, judgeSecondPlan } from './judge-outcome.ts';
import { judgePeople } from './judge-people.ts';
import { judgePlaces } from './judge-places.ts';
import { judgeTerms } from './judge-terms.ts';
import { judgeUntouched, sameCanvas } from './judge-untouched.ts';
import { type Memory, newMemory } from './memory.ts';
import type { Night, Violation } from './night.ts';
import { type Link, linksOf, linkTalliesOf } from './observer-links.ts';
import { isMassReissue, reissued } from './people.ts';
import { canvasUserId, type Place, placesOf } from './places.ts';
import { talliesOf } from './removals.ts';
import { isActive } from './sis-dump.ts';
import { rememberTerms } from './terms.ts';

/**
 * Judges a school year night by night, from the rules' text alone (ROSTER-RULES A–G): it reads the SIS' rows, Canvas before
 * and after, the district's settings and what the commands printed, and remembers what it saw. Answers every breach in a
 * sentence; an empty list means that nothing happened to anybody that should not have.
 */
export class Judge {
  readonly #memory: Memory = newMemory();

  /** What a person decided to link at first contact (G2): ids are given, nothing else changes, and the objects are ours (D6). */
  linked(before: CanvasDump, after: CanvasDump): Violation[] {
    const violations: Violation[] = [];
    judgeLinks(this.#memory, before, after, (text) => violations.push({ rule: 'G2', text }));
    this.#memory.last = after;
    return violations;
  }

  night(night: Night): Violation[] {
    const violations: Violation[] = [];
    const found = openCase(this.#memory, night, violations);
    noteHandEdits(found);
    noteRemap(found);
    if (night.feed === 'broken') judgeBrokenFeed(found);
    else if (!night.attended && isPaused(found)) judgePause(found);
    else judgeCompleteNight(found);
    this.#memory.last = night.after;
    return violations;
  }
}

function judgeCompleteNight(found: Case): void {
  const { memory, night } = found;
  memory.firstDay ??= night.today;
  noteUserIds(found);
  const places = placesOf(found);
  const links = linksOf(found);
  noteSightings(found, places, links);
  rememberTerms(found);
  const tallies = talliesOf(found, places);
  judgeEnding(found);
  judgeHolds(found, tallies, links);
  claimOurs(found);
  if (!found.stopped && night.failure === null) {
    judgeEnrollments(found, places);
    judgePeople(found, places);
    judgeObservers(found, links);
    judgePlaces(found);
    judgeTerms(found);
    judgeUntouched(found, places, links);
    const waiting = new Set([
      ...tallies.flatMap((tally) => tally.waiting.map((one) => one.place.key)),
      ...linkTalliesOf(found, links).flatMap((tally) => tally.waiting.map((one) => one.key)),
    ]);
    judgeSecondPlan(found, waiting);
    memory.synced ||= places.some((place) => isLive(place.after) && place.type === 'StudentEnrollment');
  }
  noteTonight(found);
}

/** Between our runs others change Canvas: what differs from how we left it is theirs (F3). */
function noteHandEdits({ memory, before }: Case): void {
  if (memory.last === null || sameCanvas(memory.last, before.dump)) return;
  for (const kind of canvasKinds) {
    const left = new Map<number, CanvasRow>((memory.last[kind] as readonly CanvasRow[]).map((row) => [row.id, row]));
    for (const row of before.dump[kind] as readonly CanvasRow[]) {
      const [now, was] = [row as Record<string, unknown>, left.get(row.id) as Record<string, unknown> | undefined];
      if (was === undefined) continue;
      for (const field of Object.keys(now))
        if (JSON.stringify(now[field]) !== JSON.stringify(was[field])) memory.handEdited.add(`${kind}:${row.id}:${field}`);
    }
  }
}

/** B4: a person said that the new id is the old one's owner. */
function noteRemap({ memory, night }: Case): void {
  for (const [fresh, old] of night.remapped ?? []) {
    const id = memory.userIds.get(old);
    const user = memory.users.get(old);
    if (id !== undefined) memory.userIds.set(fresh, id);
    if (user !== undefined) memory.users.set(fresh, { ...user, sourcedId: fresh });
    memory.userIds.delete(old);
    memory.users.delete(old);
  }
}

/** B: an id once given to a person never changes, whatever it was made of. */
function noteUserIds(found: Case): void {
  for (const user of found.sis.users.values()) {
    const id = canvasUserId(found, user.sourcedId);
    if (found.after.loginsBySisId.has(id)) found.memory.userIds.set(user.sourcedId, id);
  }
}

/** D3, D5: who was wanted today, and how often in a row the SIS has left somebody out. */
function noteSightings({ memory, today }: Case, places: readonly Place[], links: readonly Link[]): void {
  const absent = new Map<string, number>();
  for (const { key, bond } of links) if (bond === 'absent') absent.set(key, (memory.absent.get(key) ?? 0) + 1);
  for (const place of places) {
    if (place.standing === 'absent') absent.set(place.key, (memory.absent.get(place.key) ?? 0) + 1);
    const until = place.standing === 'wanted' || place.standing === 'early' ? today : place.wantedUntil;
    const known = memory.lastWanted.get(place.userId) ?? '';
    if (until !== undefined && until > known) memory.lastWanted.set(place.userId, until);
  }
  memory.absent = absent;
}

/** D6: ours is what our runs made, and what they brought back. */
function claimOurs({ memory, before, after }: Case): void {
  for (const kind of canvasKinds) {
    const old = new Map<number, CanvasRow>((before.dump[kind] as readonly CanvasRow[]).map((row) => [row.id, row]));
    for (const row of after.dump[kind] as readonly CanvasRow[]) {
      const was = old.get(row.id);
      const broughtBack =
        (kind === 'enrollments' || kind === 'observer_links') && was !== undefined && !isLive(was) && isLive(row);
      if (was === undefined || broughtBack) memory.owned.add(ownedKey(kind, row));
    }
  }
}

function ownedKey(kind: CanvasKind, row: CanvasRow): string {
  return `${kind}:${row.id}`;
}

function noteTonight(found: Case): void {
  const { memory, sis, night } = found;
  memory.nights += 1;
  if (!night.attended) memory.scheduledRuns += 1;
  memory.lastDay = night.today;
  for (const session of sis.sessions.values()) memory.sessions.set(session.sourcedId, session);
  for (const row of sis.classes.values()) memory.classes.set(row.sourcedId, row);
  // While ids are re-issued the judge keeps believing in the old ones.
  const doubtful = isMassReissue(found) ? reissued(found) : new Map<string, string>();
  for (const user of sis.users.values())
    if (isActive(user) && !doubtful.has(user.sourcedId)) memory.users.set(user.sourcedId, user);
}
