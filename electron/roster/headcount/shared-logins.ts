import type { Headcount } from '../../../shared/headcount.ts';
import { loginFields } from '../../../shared/headcount.ts';
import type { DistrictSettings } from '../../../shared/settings.ts';
import type { SisUser } from '../../sis/schema/rows.ts';
import type { HouseRole } from '../desired.ts';
import { roleGroup } from '../map/users.ts';
import { hash53 } from '../steps/hashes.ts';

const fallbacks: readonly DistrictSettings['loginFallback'][] = ['none', 'email', 'identifier'];

/** Somebody who has something that others have as well, as hashes. */
interface Suspect {
  readonly group: HouseRole;
  readonly chosen: boolean;
  readonly values: readonly number[];
}

type Groups = { student: number; staff: number };

/**
 * How many people would wait because somebody else has what they would sign in with (B1), for every choice of sources at once. Only
 * people are looked at who have something that somebody else has too.
 */
export class SharedLogins {
  readonly #suspects: Suspect[] = [];

  /** @param chosen the person is of a chosen school, and so has the better right. */
  look(user: SisUser, chosen: boolean): void {
    const group = roleGroup(user.role);
    if (group === null) return;
    this.#suspects.push({ group, chosen, values: valuesOf(user).map((value) => (value === '' ? 0 : hash53(value))) });
  }

  result(): Pick<Headcount, 'shared' | 'sharedIdentifiers'> {
    const shared: Record<string, Groups> = {};
    for (const student of loginFields) {
      for (const staff of loginFields) {
        for (const fallback of fallbacks) {
          const source = { studentLogin: student, staffLogin: staff, loginFallback: fallback };
          shared[sharedName(source)] = losersAmong(this.#suspects, ({ group, values }) => loginAmong(values, group, source));
        }
      }
    }
    const identifier = loginFields.indexOf('identifier');
    return { shared, sharedIdentifiers: losersAmong(this.#suspects, ({ values }) => values[identifier] ?? 0) };
  }
}

type Sources = Pick<DistrictSettings, 'studentLogin' | 'staffLogin' | 'loginFallback'>;

export function sharedName({ studentLogin, staffLogin, loginFallback }: Sources): string {
  return [studentLogin, staffLogin, loginFallback].join('|');
}

function loginAmong(values: readonly number[], group: HouseRole, sources: Sources): number {
  const at = (field: string) => values[(loginFields as readonly string[]).indexOf(field)] ?? 0;
  return at(group === 'student' ? sources.studentLogin : sources.staffLogin) || at(sources.loginFallback);
}

/** One of those who share a login keeps it: somebody of a chosen school if there is one (B1). */
function losersAmong(suspects: readonly Suspect[], loginHash: (suspect: Suspect) => number): Groups {
  const kept = new Set<number>();
  const losers: Groups = { student: 0, staff: 0 };
  for (const suspect of suspects) {
    const value = loginHash(suspect);
    if (value === 0 || !suspect.chosen) continue;
    if (kept.has(value)) losers[suspect.group] += 1;
    kept.add(value);
  }
  return losers;
}

/** What somebody could sign in with, each text once. */
export function loginsOf(user: SisUser): readonly string[] {
  return [...new Set(valuesOf(user))];
}

/** Logins are unique whatever their capitals (B1). */
function valuesOf(user: SisUser): readonly string[] {
  return loginFields.map((field) => user[field].trim().toLowerCase());
}

/** Which login fields somebody has, as bits. */
export function patternOf(user: SisUser): number {
  return valuesOf(user).reduce((bits, value, at) => (value === '' ? bits : bits | (1 << at)), 0);
}

/** Whether somebody with these fields has this one, or else that. */
export function hasEither(pattern: number, first: string, second: string): boolean {
  return [first, second].some((field) => (pattern & (1 << (loginFields as readonly string[]).indexOf(field))) !== 0);
}

/** Whether somebody with these fields would have a login at all. */
export function hasLogin(pattern: number, group: HouseRole, sources: Sources): boolean {
  return (
    loginAmong(
      loginFields.map((_, at) => pattern & (1 << at)),
      group,
      sources,
    ) !== 0
  );
}
