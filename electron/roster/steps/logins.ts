import type { SisUser } from '../../sis/schema/rows.ts';
import type { Claims } from '../map/users.ts';

/**
 * Who may have a login or id that several people in the SIS claim (ROSTER-RULES B1). Only hashes of all logins are kept
 * in memory; the few that occur twice are then looked at exactly.
 */
export class LoginClaims implements Claims {
  readonly #seen = new Set<number>();
  readonly #twice = new Set<number>();
  readonly #candidates = new Map<string, string[]>();
  readonly #owners = new Map<string, string>();

  /** First pass: every login and user id once. */
  note(text: string): void {
    const hash = hash53(text);
    if (this.#seen.has(hash)) this.#twice.add(hash);
    else this.#seen.add(hash);
  }

  get disputed(): boolean {
    return this.#twice.size > 0;
  }

  /** Second pass, in order of sourcedId, only when something is disputed. */
  candidate(text: string, sourcedId: string): void {
    if (this.#twice.has(hash53(text))) this.#candidates.set(text, [...(this.#candidates.get(text) ?? []), sourcedId]);
  }

  /** Settles each dispute: whoever has it in Canvas already keeps it, else the first by sourcedId. */
  settle(hasItAlready: (text: string, sourcedId: string) => boolean): void {
    this.#seen.clear();
    for (const [text, ids] of this.#candidates) {
      const owner = ids.find((id) => hasItAlready(text, id)) ?? ids[0];
      if (owner !== undefined) this.#owners.set(text, owner);
    }
  }

  login(login: string, sourcedId: string): boolean {
    return this.#granted(loginText(login), sourcedId);
  }

  userId(userId: string, sourcedId: string): boolean {
    return this.#granted(userIdText(userId), sourcedId);
  }

  #granted(text: string, sourcedId: string): boolean {
    const owner = this.#owners.get(text);
    return owner === undefined || owner === sourcedId;
  }
}

/** Logins are unique regardless of case (B1). */
export function loginText(login: string): string {
  return `l\u001f${login.toLowerCase()}`;
}

export function userIdText(userId: string): string {
  return `u\u001f${userId}`;
}

/** The SIS id a person would get when ids come from a field that several people may share. */
export function sharedIdOf(user: SisUser, source: 'sourcedId' | 'identifier'): string {
  return source === 'identifier' ? user.identifier : '';
}

/** A 53-bit hash of a text; two different texts meet once in billions, and then only cost an exact look. */
export function hash53(text: string): number {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 2654435761);
    b = Math.imul(b ^ unit, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 4294967296 * (2097151 & b) + (a >>> 0);
}
