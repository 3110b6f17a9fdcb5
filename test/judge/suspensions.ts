import type { Case } from './case.ts';
import { addDays } from './dates.ts';
import { isOwned } from './memory.ts';
import { canvasUserId } from './places.ts';
import { isActive, type SisUser } from './sis-dump.ts';

export function isDisabled(user: SisUser): boolean {
  return user.enabledUser === false || (typeof user.enabledUser === 'string' && user.enabledUser.toLowerCase() === 'false');
}

/** C9: only when fewer than 5 % are disabled; of the people in classes or of all, where the two differ either fits. */
export function disabledCase(found: Case, user: SisUser): 'yes' | 'no' | 'perhaps' {
  if (!isDisabled(user)) return 'no';
  const share = (users: readonly SisUser[]) => (users.filter(isDisabled).length * 100) / Math.max(1, users.length);
  const active = found.sis.dump.users.filter(isActive);
  const taught = active.filter((user) => ['student', 'teacher', 'aide', 'administrator'].includes(user.role));
  const few = [share(active), share(taught)].map((percent) => percent < found.settings.disabledPercent);
  if (few.every(Boolean)) return 'yes';
  return few.some(Boolean) ? 'perhaps' : 'no';
}

/** D3: a student without a wanted enrollment for 30 days, once the product has been in use for 60. */
export function hasLapsed(found: Case, user: SisUser): 'yes' | 'no' | 'perhaps' {
  const { memory, today, settings } = found;
  if (user.role !== 'student' || memory.firstDay === null) return 'no';
  const since = memory.lastWanted.get(user.sourcedId);
  const reference = since ?? memory.firstDay;
  if (addDays(reference, settings.suspendAfterDays) > today) return 'no';
  if (addDays(memory.firstDay, settings.suspendFromDay) > today) return 'no';
  // From the thirtieth day to the next, and for somebody who never had a class, either reading fits.
  return since !== undefined && addDays(reference, settings.suspendAfterDays + 1) <= today ? 'yes' : 'perhaps';
}

/** Whether tonight takes the log-in away from somebody who has it (C9, D3). */
export function lapseOf(found: Case, user: SisUser): 'yes' | 'no' | 'perhaps' {
  const login = found.before.loginsBySisId.get(canvasUserId(found, user.sourcedId));
  if (login?.workflow_state !== 'active' || !isOwned(found.memory, 'logins', login.id)) return 'no';
  const answers = [disabledCase(found, user), hasLapsed(found, user)];
  return answers.find((answer) => answer === 'yes') ?? answers.find((answer) => answer === 'perhaps') ?? 'no';
}
