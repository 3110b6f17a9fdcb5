import { redirectAddress } from '../../../shared/canvas-sign-in.ts';
import { fail, type Outcome, succeed } from '../../../shared/outcome.ts';
import { signInDenied, signInRefused } from '../../canvas/canvas-failures.ts';
import { canvasOrigin } from '../../canvas/canvas-url.ts';
import { authorizeAddress, newSignInProof } from '../../canvas/oauth/authorize-address.ts';
import { exchangeCode, type GrantedToken } from '../../canvas/oauth/token-endpoint.ts';
import type { Edge } from '../../net/edge.ts';

/** What a developer key needs to stay signed in; kept in the vault. */
export interface CanvasKey {
  /** The only place the secrets go. */
  readonly origin: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly refreshToken: string;
  /** Port of the redirect address. */
  readonly port: number;
}

/** How the browser came back: with a code, or with Canvas' refusal. */
export type CameBack =
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'refused'; readonly error: string; readonly words: string };

/** Waits on the redirect address. `ready` runs once it listens. */
export type WaitForBrowser = (wish: {
  readonly port: number;
  readonly state: string;
  readonly ready: () => Promise<void>;
}) => Promise<Outcome<CameBack>>;

export interface SignInParts {
  readonly edge: Edge;
  readonly wait: WaitForBrowser;
  /** Opens the person's own browser. */
  readonly open: (address: string) => Promise<void>;
  readonly learn: (secret: string) => void;
}

export interface SignedIn {
  readonly key: CanvasKey;
  readonly first: GrantedToken;
}

/** Whether this address is the Canvas that somebody signed in to. */
export function isSignedInTo({ key }: Pick<SignedIn, 'key'>, canvasUrl: string): boolean {
  const origin = canvasOrigin(canvasUrl);
  return origin.ok && origin.value === key.origin;
}

/** The whole sign-in with a developer key (RFC 8252, canvas-sis.md §5.1): browser, consent, code, tokens. */
export async function signInToCanvas(
  wish: { readonly canvasUrl: string; readonly clientId: string; readonly clientSecret: string; readonly port: number },
  { edge, wait, open, learn }: SignInParts,
): Promise<Outcome<SignedIn>> {
  const { clientId, clientSecret, port } = wish;
  const origin = canvasOrigin(wish.canvasUrl);
  if (!origin.ok) return origin;
  learn(clientSecret);
  const proof = newSignInProof();
  const redirectUri = redirectAddress(port);
  const address = authorizeAddress(origin.value, clientId, redirectUri, proof);
  const back = await wait({ port, state: proof.state, ready: () => open(address) });
  if (!back.ok) return back;
  if (back.value.kind === 'refused') {
    const { error, words } = back.value;
    return fail(error === 'access_denied' ? signInDenied() : signInRefused(`${error}.`, words));
  }
  const { code } = back.value;
  learn(code);
  const pair = { origin: origin.value, clientId, clientSecret };
  const granted = await exchangeCode(edge, pair, { code, redirectUri, verifier: proof.verifier });
  if (!granted.ok) return granted;
  const { accessToken, refreshToken } = granted.value;
  learn(accessToken);
  if (refreshToken === null) return fail(signInRefused('it gave no lasting access.', 'no refresh token'));
  learn(refreshToken);
  return succeed({ key: { ...pair, refreshToken, port }, first: granted.value });
}
