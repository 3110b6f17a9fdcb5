import type { SisProfileName } from '../../../shared/sis-profiles.ts';
import type { Oauth1Method } from '../oauth1.ts';

/** Where the credentials stand in a token request, and what is asked for (oneroster-1.1.md §4.2). */
export type CredentialPlace = 'body' | 'basic';
export type ScopePolicy = 'named' | 'none' | 'any';

/**
 * What is known of one SIS product. A profile says what is tried first and how, never what is believed: whatever it
 * leaves out is still tried afterwards, the way an unknown SIS is (oneroster-1.1.md §4.4).
 */
export interface SisProfile {
  readonly name: SisProfileName;
  /** Addresses this product is seen at; null where they tell nothing. */
  readonly address: RegExp | null;
  /** Token addresses to try first; `{base}`, `{root}` and `{origin}` stand for the parts of the SIS' address. */
  readonly tokenUrls: readonly string[];
  readonly places: readonly CredentialPlace[];
  readonly scopes: readonly ScopePolicy[];
  readonly authOrder: readonly ('oauth2' | 'oauth1')[];
  /** Signatures to try, in this order; empty where the product has retired them. */
  readonly signatures: readonly Oauth1Method[];
  /** Rows to ask for at first; slow servers get less. */
  readonly pageSize: number;
  /** Cookies of a token's answer go with later calls to the same host: load balancers need them. */
  readonly cookies: 'keep' | 'ignore';
  /** Ways of this product that explain what a doctor finds, in an admin's words. */
  readonly habits: {
    readonly noAdmins?: string;
    readonly noLogins?: string;
    readonly gradebook?: string;
  };
}
