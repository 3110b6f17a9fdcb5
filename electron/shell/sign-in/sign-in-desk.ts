import { randomUUID } from 'node:crypto';
import type { CanvasSignedIn, CanvasSignInWish } from '../../../shared/canvas-sign-in.ts';
import { fail, type Outcome, succeed } from '../../../shared/outcome.ts';
import type { CanvasAccess } from '../../engine/connect/canvas-access.ts';
import { type SignedIn, signInToCanvas } from '../../engine/connect/canvas-sign-in.ts';
import type { Edge } from '../../net/edge.ts';
import type { Vault } from '../../vault/vault.ts';
import { noDeveloperKey, signInForgotten } from './failures.ts';
import { waitOnLoopback } from './loopback.ts';

export interface SignInDeskParts {
  readonly edge: Edge;
  readonly vault: Vault;
  readonly access: Pick<CanvasAccess, 'tokenOf'>;
  readonly open: (address: string) => Promise<void>;
  readonly learn: (secret: string) => void;
  /** The person is done in the browser. */
  readonly back: () => void;
  /** Practice secrets are kept without a keyring. */
  readonly isPractice: (district: string) => boolean;
}

/** Sign-ins with a developer key: one at a time, kept in memory until a district is saved with them. */
export interface SignInDesk {
  signIn(wish: CanvasSignInWish): Promise<Outcome<CanvasSignedIn>>;
  /** With the developer key of a district that was signed in before. */
  again(district: string): Promise<Outcome<{ user: string }>>;
  cancel(): void;
  find(grant: string): Outcome<SignedIn>;
  token(grant: string): Promise<Outcome<string>>;
  forget(grant: string): void;
}

export function signInDesk(parts: SignInDeskParts): SignInDesk {
  const grants = new Map<string, SignedIn>();
  let waiting: AbortController | null = null;

  async function browse(wish: CanvasSignInWish): Promise<Outcome<SignedIn>> {
    waiting?.abort();
    const own = new AbortController();
    waiting = own;
    const signedIn = await signInToCanvas(wish, { ...parts, wait: waitOnLoopback(own.signal) });
    if (waiting === own) waiting = null;
    if (!own.signal.aborted) parts.back();
    return signedIn;
  }

  function find(grant: string): Outcome<SignedIn> {
    const known = grants.get(grant);
    return known === undefined ? fail(signInForgotten()) : succeed(known);
  }

  return {
    find,
    async signIn(wish) {
      const signedIn = await browse(wish);
      if (!signedIn.ok) return signedIn;
      const grant = randomUUID();
      grants.set(grant, signedIn.value);
      return succeed({ grant, user: signedIn.value.first.userName });
    },
    async again(district) {
      const kept = await parts.vault.read(district);
      if (!kept.ok) return kept;
      const { canvasKey } = kept.value;
      if (canvasKey === undefined) return fail(noDeveloperKey());
      const signedIn = await browse({ ...canvasKey, canvasUrl: canvasKey.origin });
      if (!signedIn.ok) return signedIn;
      const { key, first } = signedIn.value;
      const saved = await parts.vault.save(district, { ...kept.value, canvasKey: key }, parts.isPractice(district));
      return saved.ok ? succeed({ user: first.userName }) : saved;
    },
    cancel: () => waiting?.abort(),
    async token(grant) {
      const known = find(grant);
      return known.ok ? parts.access.tokenOf(known.value) : known;
    },
    forget: (grant) => void grants.delete(grant),
  };
}
