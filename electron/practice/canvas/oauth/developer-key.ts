import { createHash, randomBytes } from 'node:crypto';
import type { CanvasSettings } from '../settings.ts';

/** A request to sign in that was shown to the person, kept like Canvas' session. */
export interface Asked {
  readonly redirectUri: string;
  readonly state: string | null;
  readonly scopes: readonly string[];
  readonly purpose: string;
  readonly challenge: string | null;
}

interface Code extends Asked {
  readonly endsAt: number;
}

/** One approved integration: a refresh token for good, and the one access token it has at a time. */
export interface Grant {
  readonly refreshToken: string;
  readonly scopes: readonly string[];
  accessToken: string;
  endsAt: number;
}

const CODE_MS = 10 * 60_000;

/** Canvas' side of its one developer key: codes, grants and who opens what (canvas-sis.md §5.1). */
export class DeveloperKey {
  readonly id: string;
  readonly secret: string;
  readonly #sessions = new Map<string, Asked>();
  readonly #codes = new Map<string, Code>();
  readonly #grants = new Map<string, Grant>();
  readonly #settings: CanvasSettings;
  readonly #now: () => number;
  /** How often access tokens were renewed. */
  renewals = 0;

  constructor(settings: CanvasSettings, now: () => number, secret: string | undefined) {
    this.id = '10000000000007';
    this.secret = secret ?? randomBytes(32).toString('hex');
    this.#settings = settings;
    this.#now = now;
  }

  /** The address has to be one of the key's, or on the same host as its one address of the old kind. */
  mayRedirectTo(address: string): boolean {
    const { redirectUris, legacyRedirectUri } = this.#settings.developerKey;
    if (redirectUris.includes(address)) return true;
    if (!URL.canParse(address) || !URL.canParse(legacyRedirectUri)) return false;
    const [asked, known] = [new URL(address), new URL(legacyRedirectUri)];
    return asked.protocol === known.protocol && asked.hostname === known.hostname;
  }

  /** Scopes that were asked for and the key does not have; a key that does not enforce any refuses none. */
  missing(scopes: readonly string[]): readonly string[] {
    const { enforceScopes, scopes: known } = this.#settings.developerKey;
    if (!enforceScopes) return [];
    return scopes.length === 0 ? ['(none)'] : scopes.filter((scope) => !known.includes(scope));
  }

  openSession(asked: Asked): string {
    const session = randomBytes(12).toString('hex');
    this.#sessions.set(session, asked);
    return session;
  }

  session(id: string): Asked | undefined {
    return this.#sessions.get(id);
  }

  codeFor(session: string): string | undefined {
    const asked = this.#sessions.get(session);
    if (asked === undefined) return undefined;
    this.#sessions.delete(session);
    const code = randomBytes(64).toString('hex');
    this.#codes.set(code, { ...asked, endsAt: this.#now() + CODE_MS });
    return code;
  }

  /** A code counts once, for ten minutes; its proof is asked for where one was announced and a verifier comes. */
  exchange(code: string, verifier: string | null): Grant | undefined {
    const known = this.#codes.get(code);
    if (known === undefined || known.endsAt <= this.#now()) return undefined;
    if (verifier !== null && this.#settings.profile !== '2022' && challengeOf(verifier) !== known.challenge) return undefined;
    this.#codes.delete(code);
    const grant: Grant = { refreshToken: newToken(), scopes: known.scopes, accessToken: newToken(), endsAt: this.#end() };
    this.#grants.set(grant.refreshToken, grant);
    return grant;
  }

  /** The access token of before ends at that moment: Canvas gives the same record a new secret. */
  refresh(refreshToken: string): Grant | undefined {
    const grant = this.#grants.get(refreshToken);
    if (grant === undefined) return undefined;
    grant.accessToken = newToken();
    grant.endsAt = this.#end();
    this.renewals += 1;
    return grant;
  }

  /** Whoever an access token belongs to; a key that is switched off opens nothing. */
  grantOf(accessToken: string | undefined): Grant | undefined {
    if (!this.#settings.developerKey.on) return undefined;
    const grant = [...this.#grants.values()].find((one) => one.accessToken === accessToken);
    return grant !== undefined && grant.endsAt > this.#now() ? grant : undefined;
  }

  /** Ends one grant, or all of them, as the list of approved integrations does. */
  revoke(grant?: Grant): number {
    const before = this.#grants.size;
    if (grant === undefined) this.#grants.clear();
    else this.#grants.delete(grant.refreshToken);
    return before - this.#grants.size;
  }

  #end(): number {
    return this.#now() + this.#settings.developerKey.accessSeconds * 1000;
  }
}

function newToken(): string {
  return `1~${randomBytes(32).toString('hex')}`;
}

function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}
