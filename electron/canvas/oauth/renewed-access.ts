import { type Outcome, succeed } from '../../../shared/outcome.ts';
import type { Edge } from '../../net/edge.ts';
import { type DeveloperKeyPair, type GrantedToken, refresh } from './token-endpoint.ts';

/** Gives access tokens of one sign-in. */
export interface RenewedAccess {
  /** @param refused the token Canvas did not take; '' for whoever has none yet. */
  token(refused: string): Promise<Outcome<string>>;
}

export interface RenewedAccessOptions {
  readonly edge: Edge;
  readonly key: DeveloperKeyPair;
  readonly refreshToken: string;
  /** What a sign-in just brought, so that it is not renewed at once. */
  readonly first?: Pick<GrantedToken, 'accessToken' | 'endsAt'>;
  /** Every new secret, before anybody else sees it. */
  readonly learn: (secret: string) => void;
  /** Where Canvas replaces the refresh token, the old one is worth nothing: the new one is kept before it is used. */
  readonly keep: (refreshToken: string) => Promise<Outcome<void>>;
}

/** A token that ends within this time is not handed out any more. */
const MARGIN_MS = 2 * 60_000;

/**
 * Access tokens last an hour, a run may last longer. They are renewed when they end or when Canvas refuses them, by one request
 * however many ask meanwhile: each renewal ends the token of before.
 */
export function renewedAccess({ edge, key, refreshToken, first, learn, keep }: RenewedAccessOptions): RenewedAccess {
  let current = first ?? null;
  let refreshing: Promise<Outcome<string>> | null = null;
  let newest = refreshToken;

  async function renew(): Promise<Outcome<string>> {
    const renewed = await refresh(edge, key, newest);
    if (!renewed.ok) return renewed;
    const { accessToken, endsAt } = renewed.value;
    learn(accessToken);
    if (renewed.value.refreshToken !== null && renewed.value.refreshToken !== newest) {
      newest = renewed.value.refreshToken;
      learn(newest);
      const kept = await keep(newest);
      if (!kept.ok) return kept;
    }
    current = { accessToken, endsAt };
    return succeed(accessToken);
  }

  return {
    token(refused) {
      if (current !== null && current.accessToken !== refused && current.endsAt - edge.now() > MARGIN_MS) {
        return Promise.resolve(succeed(current.accessToken));
      }
      refreshing ??= renew().finally(() => {
        refreshing = null;
      });
      return refreshing;
    },
  };
}
