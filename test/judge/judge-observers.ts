import { isLive } from './canvas-view.ts';
import type { Case } from './case.ts';
import { type Link, whyLinkStays } from './observer-links.ts';
import { isGuardian, sharesLogin, waitsFor } from './people.ts';
import { canvasUserId, nameOf } from './places.ts';

/** C6: who observes whom after the night. Nobody watches a child who should not, and no family loses sight of one. */
export function judgeObservers(found: Case, links: readonly Link[]): void {
  for (const link of links) {
    if (link.bond === 'wanted') judgeWanted(found, link);
    else if (link.bond === 'unreadable') judgeUnreadable(found, link);
    else judgeUnwanted(found, link);
  }
  judgeStrangers(found, links);
  judgeNewGuardians(found, links);
}

function wordsFor({ sis }: Case, { guardian, student }: Pick<Link, 'guardian' | 'student'>): string {
  return `${nameOf(sis.knownUser(guardian), guardian)} (observer of ${nameOf(sis.knownUser(student), student)})`;
}

function judgeWanted(found: Case, link: Link): void {
  const { before, after } = link;
  if (isLive(after)) {
    if (!isLive(before) && isKept(found, link, ['E6', 'E12']) === 'surely')
      found.accuse('E', `${wordsFor(found, link)} was linked, though it was held.`);
    return;
  }
  if (isLive(before)) found.accuse('C6', `${wordsFor(found, link)} lost sight, though the SIS still names them.`);
  else if (!mayBeMissing(found, link)) found.accuse('C6', `${wordsFor(found, link)} is not linked, though the SIS names them.`);
}

function mayBeMissing(found: Case, link: Link): boolean {
  const { sis, memory, after } = found;
  const logins = [link.guardian, link.student].map((id) => after.loginsBySisId.get(canvasUserId(found, id)));
  for (const id of [link.guardian, link.student]) {
    const user = sis.users.get(id);
    if (user === undefined || waitsFor(found, user) !== undefined || sharesLogin(found, user)) return true;
  }
  // The child is not in Canvas yet, or somebody may not sign in: there is nothing to link.
  if (logins[1] === undefined || logins.some((login) => login !== undefined && login.workflow_state !== 'active')) return true;
  if (link.before !== undefined && memory.handEdited.has(`observer_links:${link.before.id}:workflow_state`)) return true;
  return isKept(found, link, ['E6', 'E12']) !== 'no';
}

function judgeUnreadable(found: Case, link: Link): void {
  if (isLive(link.before) === isLive(link.after)) return;
  found.accuse('C6', `${wordsFor(found, link)} changed, though the SIS cannot be read there.`);
}

function judgeUnwanted(found: Case, link: Link): void {
  const { before, after, owned, bond } = link;
  const words = wordsFor(found, link);
  if (!isLive(before)) {
    if (isLive(after)) found.accuse('C6', `${words} was linked, though ${unwanted[bond]}.`);
    return;
  }
  if (!owned || bond === 'open') return;
  const stays = whyLinkStays(found, link);
  const kept = isKept(found, link, ['E2', 'E4', 'D7', 'E8', 'E12']);
  if (!isLive(after)) {
    if (stays !== undefined) found.accuse(stays.rule, `${words} lost sight, though ${stays.why}.`);
    else if (kept === 'surely') found.accuse('E', `${words} lost sight, though it was held.`);
  } else if (stays === undefined && kept === 'no') {
    found.accuse('C6', `${words} still sees everything, though ${unwanted[bond]}.`);
  }
}

const unwanted: Readonly<Record<Link['bond'], string>> = {
  apart: 'they are on the no-contact list',
  dropped: 'the SIS ended it',
  absent: 'the SIS does not name them any more',
  open: 'the student is not in these schools',
  wanted: '',
  unreadable: '',
};

/** Whether a hold of tonight keeps a link as it is; a hold of single rows, or of the people behind them, perhaps does. */
function isKept({ holds, night }: Case, { school }: Link, whole: readonly string[]): 'surely' | 'perhaps' | 'no' {
  const here = holds.filter((hold) => !night.released.includes(hold.id) && (hold.school === '' || hold.school === school));
  if (here.some((hold) => hold.entity === 'observer' && whole.includes(hold.rule) && !hold.firstSight)) return 'surely';
  const singly = (rule: string) => /^(E9|E13|B2|B3|B4)$/.test(rule) || whole.includes(rule);
  return here.some((hold) => ['observer', 'user'].includes(hold.entity) && singly(hold.rule)) ? 'perhaps' : 'no';
}

/** What a run makes is between two people whom the SIS names together; and nobody sees a course but through such a link. */
function judgeStrangers(found: Case, links: readonly Link[]): void {
  const { before, after } = found;
  const named = new Set(links.map((link) => link.after?.id));
  for (const row of after.dump.observer_links) {
    const old = before.dump.observer_links.find((one) => one.id === row.id);
    if (isLive(row) && !isLive(old) && !named.has(row.id))
      found.accuse('C6', `Somebody observes a student of whom the SIS does not name them (link ${row.id}).`);
  }
  const live = new Set(after.dump.observer_links.filter(isLive).map((row) => `${row.observer_id} ${row.student_id}`));
  for (const row of after.dump.enrollments) {
    if (row.type !== 'ObserverEnrollment' || !isLive(row) || typeof row.associated_user_id !== 'number') continue;
    const was = before.dump.enrollments.find((old) => old.id === row.id);
    if (!isLive(was) && !live.has(`${row.user_id} ${row.associated_user_id}`))
      found.accuse('C6', `An observer sees a course of a student they are not linked with (enrollment ${row.id}).`);
  }
}

/** Guardians come to Canvas to observe somebody, and for nothing else. */
function judgeNewGuardians(found: Case, links: readonly Link[]): void {
  const observing = new Set(links.filter(({ bond }) => bond === 'wanted').map(({ guardian }) => canvasUserId(found, guardian)));
  for (const user of found.sis.users.values()) {
    const id = canvasUserId(found, user.sourcedId);
    if (!isGuardian(user) || found.before.loginsBySisId.has(id) || !found.after.loginsBySisId.has(id)) continue;
    const teaches = found.sis.dump.enrollments.some((row) => row.user?.sourcedId === user.sourcedId);
    if (!teaches && !observing.has(id))
      found.accuse('C6', `${nameOf(user, user.sourcedId)}, a ${user.role}, was made in Canvas, though they observe nobody.`);
  }
}
