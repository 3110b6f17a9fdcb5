import type { Claims } from '../map/users.ts';

/** How good somebody's right to a login or id is; the best wins, then the smaller sourcedId. */
export type Right = 'has it in Canvas' | 'of a chosen school' | 'of another school' | 'observes';
const rights: readonly Right[] = ['has it in Canvas', 'of a chosen school', 'of another school', 'observes'];

interface Candidate {
  readonly sourcedId: string;
  readonly right: Right;
}

/** Who may have a login or id that several people in the SIS claim (ROSTER-RULES B1). */
export class LoginClaims implements Claims {
  readonly #best = new Map<string, Candidate>();
  #givenTo: ReadonlyMap<string, string> = new Map();

  /** Somebody who claims a text: whoever has the best right keeps it. Of those whom nobody rivals, none has to be named. */
  candidate(text: string, sourcedId: string, right: Right): void {
    const before = this.#best.get(text);
    if (before === undefined || isBetter({ sourcedId, right }, before)) this.#best.set(text, { sourcedId, right });
  }

  login(login: string, sourcedId: string): boolean {
    return this.#granted(loginText(login), sourcedId);
  }

  userId(userId: string, sourcedId: string): boolean {
    return this.#granted(userIdText(userId), sourcedId);
  }

  /** Tells who was ever given the ids that the next people may get: sourcedIds by id. */
  know(givenTo: ReadonlyMap<string, string>): void {
    this.#givenTo = givenTo;
  }

  unused(userId: string, sourcedId: string): boolean {
    return (this.#givenTo.get(userId) ?? sourcedId) === sourcedId;
  }

  #granted(text: string, sourcedId: string): boolean {
    const owner = this.#best.get(text);
    return owner === undefined || owner.sourcedId === sourcedId;
  }
}

function isBetter(a: Candidate, b: Candidate): boolean {
  const rank = rights.indexOf(a.right) - rights.indexOf(b.right);
  return rank === 0 ? a.sourcedId < b.sourcedId : rank < 0;
}

/** Logins are unique regardless of case (B1). */
export function loginText(login: string): string {
  return `l\u001f${login.toLowerCase()}`;
}

export function userIdText(userId: string): string {
  return `u\u001f${userId}`;
}
