import { createHash, randomBytes } from 'node:crypto';
import { canvasScopes } from '../../../shared/canvas-scopes.ts';

/** What belongs to one try to sign in; none of it is used twice. */
export interface SignInProof {
  readonly state: string;
  /** PKCE: newer Canvas checks it, older Canvas takes no notice (canvas-sis.md §5.1). */
  readonly verifier: string;
}

export function newSignInProof(): SignInProof {
  return { state: randomBytes(24).toString('base64url'), verifier: randomBytes(48).toString('base64url') };
}

/** The page of Canvas that asks the person for consent. */
export function authorizeAddress(origin: string, clientId: string, redirectUri: string, proof: SignInProof): string {
  const address = new URL('/login/oauth2/auth', origin);
  const fields = {
    client_id: clientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    state: proof.state,
    scope: canvasScopes.join(' '),
    purpose: 'Rosterbridge',
    code_challenge: createHash('sha256').update(proof.verifier).digest('base64url'),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(fields)) address.searchParams.set(name, value);
  return address.href;
}
