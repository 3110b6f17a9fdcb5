import type { CanvasLogin } from './canvas-dump.ts';
import type { Case } from './case.ts';
import { isOwned } from './memory.ts';
import { isGuardian, otherOwner, sharesLogin, waitsFor, wantedLogin } from './people.ts';
import { canvasUserId, nameOf, type Place } from './places.ts';
import { isActive, type SisUser } from './sis-dump.ts';
import { disabledCase, hasLapsed, isDisabled } from './suspensions.ts';

/** People: who must be there, names, logins, suspensions (B, C9, D3). */
export function judgePeople(found: Case, places: readonly Place[]): void {
  const needed = new Set(places.filter((place) => place.standing === 'wanted').map((place) => place.userId));
  for (const user of found.sis.users.values()) {
    const login = found.after.loginsBySisId.get(canvasUserId(found, user.sourcedId));
    if (login === undefined) judgeMissing(found, user, needed);
    else judgePerson(found, user, login);
  }
  for (const user of found.memory.users.values()) if (!found.sis.users.has(user.sourcedId)) judgeGone(found, user);
  judgeLogins(found);
}

function judgeMissing(found: Case, user: SisUser, needed: ReadonlySet<string>): void {
  if (!needed.has(user.sourcedId) || waitsFor(found, user) !== undefined || sharesLogin(found, user)) return;
  const held = found.holds.some((hold) => /^[EGB]/.test(hold.rule) && ['user', 'enrollment', 'account'].includes(hold.entity));
  if (!held) found.accuse('B', `${nameOf(user, user.sourcedId)} has no user in Canvas.`);
}

function judgePerson(found: Case, user: SisUser, login: CanvasLogin): void {
  const before = found.before.loginsBySisId.get(canvasUserId(found, user.sourcedId));
  const name = nameOf(user, user.sourcedId);
  if (before === undefined) judgeNewcomer(found, user, login);
  if (!isOwned(found.memory, 'logins', login.id) && before !== undefined) return;
  if (login.workflow_state === 'deleted' && before?.workflow_state !== 'deleted')
    found.accuse('D3', `The login of ${name} was deleted.`);
  if (!isActive(user)) return;
  judgeName(found, user, login);
  judgeLoginText(found, user, login, before);
  judgeSuspension(found, user, login, before);
}

function judgeNewcomer(found: Case, user: SisUser, login: CanvasLogin): void {
  const name = nameOf(user, user.sourcedId);
  const rule = waitsFor(found, user);
  if (rule !== undefined) found.accuse(rule, `${name} was made in Canvas (${login.unique_id}), though they have to wait.`);
  if (isGuardian(user) && !found.settings.observers) {
    const teaches = found.sis.dump.enrollments.some((row) => row.user?.sourcedId === user.sourcedId);
    if (!teaches) found.accuse('C6', `${name}, a ${user.role}, was made in Canvas, though guardians are not wanted.`);
  }
}

function judgeName(found: Case, user: SisUser, login: CanvasLogin): void {
  const person = found.after.dump.users.find((row) => row.id === login.user_id);
  const was = found.before.dump.users.find((row) => row.id === login.user_id);
  if (person === undefined) return;
  const name = nameOf(user, user.sourcedId);
  const kept = person.stuck.includes('name') || found.memory.handEdited.has(`users:${person.id}:name`);
  if (person.name !== name && !kept && name !== '' && !isHeldHere(found, 'user'))
    found.accuse('F1', `${name} is called ${person.name} in Canvas.`);
  if (kept && was !== undefined && person.name !== was.name)
    found.accuse('F3', `The name ${was.name} was kept by hand and is gone.`);
}

function isHeldHere(found: Case, entity: string): boolean {
  return found.holds.some((hold) => hold.entity === entity && !found.night.released.includes(hold.id));
}

/** B1, B2: the login follows the SIS, unless it is somebody else's; a blank one keeps the old. */
function judgeLoginText(found: Case, user: SisUser, login: CanvasLogin, before: CanvasLogin | undefined): void {
  const text = wantedLogin(found, user);
  const name = nameOf(user, user.sourcedId);
  const changed = before !== undefined && before.unique_id !== login.unique_id;
  if (changed && otherOwner(found, user) !== undefined)
    found.accuse('B2', `${name} took the login ${login.unique_id} from somebody else.`);
  if (changed && text === '') found.accuse('B1', `The login of ${name} became ${login.unique_id}, though the SIS has none.`);
  if (text === '' || login.unique_id.toLowerCase() === text.toLowerCase()) return;
  const kept = login.stuck.includes('unique_id') || found.memory.handEdited.has(`logins:${login.id}:unique_id`);
  if (kept || otherOwner(found, user) !== undefined || sharesLogin(found, user) || isHeldHere(found, 'user')) return;
  found.accuse('B1', `${name} logs in as ${login.unique_id} and should as ${text}.`);
}

/** C9, D3. */
function judgeSuspension(found: Case, user: SisUser, login: CanvasLogin, before: CanvasLogin | undefined): void {
  const name = nameOf(user, user.sourcedId);
  const kept = login.stuck.includes('workflow_state') || found.memory.handEdited.has(`logins:${login.id}:workflow_state`);
  if (kept) return;
  const suspended = login.workflow_state === 'suspended';
  const lapsed = hasLapsed(found, user);
  const disabled = disabledCase(found, user);
  if (suspended && disabled === 'no' && lapsed === 'no' && before?.workflow_state !== 'suspended')
    return found.accuse(isDisabled(user) ? 'C9' : 'D3', `${name} was suspended, though no rule asks for it.`);
  if (isHeldHere(found, 'user') || (isProbation(found) && before !== undefined)) return;
  if (!suspended && disabled === 'yes') found.accuse('C9', `${name} is disabled in the SIS and not suspended in Canvas.`);
  if (!suspended && lapsed === 'yes') found.accuse('D3', `${name} has had no class for 30 days and is not suspended.`);
  if (suspended && disabled === 'no' && lapsed === 'no') found.accuse('C9', `${name} is still suspended, though they are back.`);
}

function isProbation({ night, memory, settings }: Case): boolean {
  return !night.attended && memory.scheduledRuns < settings.probationRuns;
}

/** D3: whoever the SIS no longer names keeps their user. */
function judgeGone(found: Case, user: SisUser): void {
  const id = canvasUserId(found, user.sourcedId);
  const [before, after] = [found.before.loginsBySisId.get(id), found.after.loginsBySisId.get(id)];
  if (before === undefined || before.workflow_state === after?.workflow_state) return;
  const name = nameOf(user, user.sourcedId);
  if (after === undefined || after.workflow_state === 'deleted')
    found.accuse('D3', `${name} is gone from the SIS and was deleted in Canvas.`);
  else if (user.role !== 'student')
    found.accuse('D3', `${name} of the staff is gone from the SIS and was ${after.workflow_state}.`);
  else if (after.workflow_state === 'suspended' && hasLapsed(found, user) === 'no')
    found.accuse('D3', `${name} was suspended before 30 days without a class, or before 60 days of use.`);
}

/** B1: no two people have the same login, whatever its case. */
function judgeLogins(found: Case): void {
  const seen = new Map<string, number>();
  for (const login of found.after.dump.logins) {
    if (login.workflow_state === 'deleted') continue;
    const text = login.unique_id.toLowerCase();
    const owner = seen.get(text);
    const isNew = !found.before.dump.logins.some((old) => old.id === login.id && old.unique_id.toLowerCase() === text);
    if (owner !== undefined && owner !== login.user_id && isNew)
      found.accuse('B1', `Two people in Canvas log in as ${login.unique_id}.`);
    seen.set(text, login.user_id);
  }
}
