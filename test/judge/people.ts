import type { CanvasLogin } from './canvas-dump.ts';
import type { Case } from './case.ts';
import { canvasUserId } from './places.ts';
import { isActive, type SisUser } from './sis-dump.ts';

/** B1: the login a person is to have, '' when the SIS has none. */
export function wantedLogin({ settings }: Case, user: SisUser): string {
  const house = user.role === 'student' ? settings.studentLogin : settings.staffLogin;
  const source = isGuardian(user) ? settings.observerLogin : house;
  const value = user[source]?.trim() ?? '';
  if (value !== '' || settings.loginFallback === 'none') return value;
  return user[settings.loginFallback]?.trim() ?? '';
}

/** C6. */
export function isGuardian({ role }: SisUser): boolean {
  return role === 'guardian' || role === 'parent' || role === 'relative';
}

/** Somebody else's live login of the same text, whatever its case (B1, B2). */
export function otherOwner(found: Case, user: SisUser): CanvasLogin | undefined {
  const text = wantedLogin(found, user).toLowerCase();
  const mine = canvasUserId(found, user.sourcedId);
  const own = found.before.loginsBySisId.get(mine)?.user_id;
  if (text === '') return undefined;
  return found.before.dump.logins.find(
    (login) =>
      login.workflow_state !== 'deleted' &&
      login.unique_id.toLowerCase() === text &&
      login.sis_user_id !== mine &&
      login.user_id !== own,
  );
}

/** Whether somebody of the SIS shares the wanted login with another of the SIS: either may be the one who waits. */
export function sharesLogin(found: Case, user: SisUser): boolean {
  const text = wantedLogin(found, user).toLowerCase();
  return found.sis.dump.users.some(
    (other) =>
      other.sourcedId !== user.sourcedId && isActive(other) && text !== '' && wantedLogin(found, other).toLowerCase() === text,
  );
}

/** B4: tonight's new ids whose owners were here under an id that is gone, new id → old id. */
export function reissued({ sis, memory }: Case): ReadonlyMap<string, string> {
  const gone = [...memory.users.values()].filter((user) => !sis.users.has(user.sourcedId));
  const pairs = new Map<string, string>();
  if (memory.nights === 0 || gone.length === 0) return pairs;
  for (const user of sis.users.values()) {
    if (memory.users.has(user.sourcedId) || !isActive(user)) continue;
    const old = gone.find((one) => isSame(one, user));
    if (old !== undefined) pairs.set(user.sourcedId, old.sourcedId);
  }
  return pairs;
}

function isSame(a: SisUser, b: SisUser): boolean {
  const equal = (x: string | null | undefined, y: string | null | undefined) =>
    x !== undefined && x !== null && x.trim() !== '' && x.trim().toLowerCase() === y?.trim().toLowerCase();
  return equal(a.identifier, b.identifier) || equal(a.username, b.username) || equal(a.email, b.email);
}

/** B4: more than 2 % of the people. */
export function isMassReissue(found: Case): boolean {
  const active = found.sis.dump.users.filter(isActive).length;
  return reissued(found).size > active * 0.02;
}

/** Why a person has to wait for better data or for somebody's decision; undefined when they can be in Canvas. */
export function waitsFor(found: Case, user: SisUser): string | undefined {
  const known = found.before.loginsBySisId.get(canvasUserId(found, user.sourcedId));
  if (wantedLogin(found, user) === '') return 'B1';
  if (known !== undefined && known.workflow_state !== 'deleted') return undefined;
  if (otherOwner(found, user) !== undefined) return 'B2';
  return reissued(found).has(user.sourcedId) && isMassReissue(found) ? 'B4' : undefined;
}
