import { isLive } from './canvas-view.ts';
import type { Case } from './case.ts';
import { keptByHold } from './holds.ts';
import { isLeaving, leavingOf } from './leaving.ts';
import { sharesLogin, waitsFor } from './people.ts';
import { type Place, wordsFor } from './places.ts';

/** Who is in which class after the night: nobody lost it who should not, nobody has it too early, nobody is left over. */
export function judgeEnrollments(found: Case, places: readonly Place[]): void {
  for (const place of places) {
    if (place.standing === 'wanted') judgeWanted(found, place);
    else if (place.standing === 'dropped' || place.standing === 'absent') judgeUnwanted(found, place, places);
    else judgeUnchanged(found, place);
    judgeDates(found, place);
  }
  const named = new Set(places.map((place) => place.after?.id));
  for (const row of found.after.dump.enrollments) {
    if (named.has(row.id) || found.before.dump.enrollments.some((old) => old.id === row.id)) continue;
    if (row.type === 'ObserverEnrollment') continue;
    const section = found.after.section(row.course_section_id);
    found.accuse('C6', `Somebody the SIS does not name was enrolled in ${section?.name ?? 'a section'}.`);
  }
}

const stateOf = (row: { readonly workflow_state: string } | undefined) => row?.workflow_state ?? 'none';

function judgeWanted(found: Case, place: Place): void {
  const { before, after } = place;
  if (isLive(before)) {
    if (stateOf(after) === stateOf(before)) return;
    found.accuse('C6', `${wordsFor(found, place)} lost access (${stateOf(after)}), though the SIS still lists them.`);
    return;
  }
  if (isLive(after)) {
    judgeTooSoon(found, place);
    return;
  }
  if (mayBeMissing(found, place)) return;
  found.accuse('C6', `${wordsFor(found, place)} is not in Canvas (${stateOf(after)}), though the SIS wants it tonight.`);
}

/** Nobody who waits for a login or a decision is enrolled. */
function judgeTooSoon(found: Case, place: Place): void {
  const user = found.sis.users.get(place.userId);
  const rule = user === undefined ? undefined : waitsFor(found, user);
  if (rule !== undefined && rule !== 'B1')
    found.accuse(rule, `${wordsFor(found, place)} was enrolled, though the person waits for a decision.`);
  if (keptByHold(found, place) === 'surely') found.accuse('E', `${wordsFor(found, place)} was enrolled, though it was held.`);
}

function mayBeMissing(found: Case, place: Place): boolean {
  const user = found.sis.users.get(place.userId);
  if (user === undefined || waitsFor(found, user) !== undefined || sharesLogin(found, user)) return true;
  if (place.row === undefined || found.sis.covering(place.row).length === 0) return true;
  if (keptByHold(found, place) !== 'no') return true;
  if (place.before !== undefined && found.memory.handEdited.has(`enrollments:${place.before.id}:workflow_state`)) return true;
  const section = found.after.sectionsBySisId.get(place.classId);
  if (section === undefined) return false;
  const course = found.after.course(section.course_id);
  return section.workflow_state === 'deleted' || course?.workflow_state === 'completed' || course?.workflow_state === 'deleted';
}

function judgeUnchanged(found: Case, place: Place): void {
  const { before, after, standing } = place;
  if (stateOf(before) === stateOf(after)) return;
  const words = wordsFor(found, place);
  if (standing === 'early') {
    const rule = waitsForStudents(found, place) ? 'C5' : 'C8';
    if (isLive(after)) found.accuse(rule, `${words} gained access before the lead time.`);
    else found.accuse('C6', `${words} lost access (${stateOf(after)}) while the SIS lists them for later.`);
    return;
  }
  if (standing === 'frozen') {
    found.accuse('D1', `${words} went from ${stateOf(before)} to ${stateOf(after)}, though the class is over.`);
    return;
  }
  found.accuse('C6', `${words} went from ${stateOf(before)} to ${stateOf(after)}, though the SIS cannot be read there.`);
}

/** The lead time has come, only the class has nobody to teach yet (C5). */
function waitsForStudents({ today, settings }: Case, { span, type }: Place): boolean {
  if (span === undefined || type === 'StudentEnrollment') return false;
  return Date.parse(today) >= Date.parse(span.yearStart) - settings.courseLeadDays * 86_400_000;
}

function judgeUnwanted(found: Case, place: Place, all: readonly Place[]): void {
  const { before, after, owned } = place;
  const words = wordsFor(found, place);
  const changed = stateOf(before) !== stateOf(after);
  const answer = leavingOf(found, place, all);
  if (answer === undefined) {
    if (!changed || (owned && stateOf(after) === 'deleted')) return;
    const rule = owned || before === undefined ? 'C6' : 'D6';
    found.accuse(rule, `${words} went from ${stateOf(before)} to ${stateOf(after)}, which nothing asked for.`);
    return;
  }
  if (!isLeaving(answer)) {
    if (changed && !isReleased(found))
      found.accuse(answer.rule, `${words} lost access (${stateOf(after)}), though ${answer.why}.`);
    return;
  }
  const kept = keptByHold(found, place);
  if (kept === 'surely' && changed) found.accuse('E', `${words} lost access (${stateOf(after)}), though it was held.`);
  else if (changed && !answer.states.includes(stateOf(after)))
    found.accuse('D2', `${words} became ${stateOf(after)} and should be ${answer.states.join(' or ')}.`);
  else if (!changed && answer.must && kept === 'no')
    found.accuse('D2', `${words} still has access, though the SIS ended it and the rules' delay is over.`);
}

/** A person who releases a hold on a teacher says so (D2). */
function isReleased({ night }: Case): boolean {
  return night.released.length > 0;
}

/** C7: enrollment rows carry no dates. */
function judgeDates(found: Case, { before, after, ...place }: Place): void {
  if (after === undefined) return;
  const [start, end] = [before?.start_at ?? null, before?.end_at ?? null];
  if (after.start_at !== start || after.end_at !== end)
    found.accuse('C7', `${wordsFor(found, place)} was given dates of its own in Canvas.`);
}
