import { fail, type Outcome, succeed } from '../../../shared/outcome.ts';
import { tokenRefused } from '../../canvas/canvas-failures.ts';
import { type RenewedAccess, renewedAccess } from '../../canvas/oauth/renewed-access.ts';
import type { Edge } from '../../net/edge.ts';
import type { DistrictSecrets } from '../engine-api.ts';
import type { CanvasKey, SignedIn } from './canvas-sign-in.ts';

/** What the vault keeps of a district. */
export interface KeptSecrets {
  readonly storeKey: string;
  readonly sisSecret: string;
  readonly canvasToken: string;
  readonly canvasKey?: CanvasKey | undefined;
}

export interface CanvasAccessParts {
  readonly edge: Edge;
  readonly learn: (secret: string) => void;
  readonly read: (district: string) => Promise<Outcome<KeptSecrets>>;
  /** Keeps the refresh token Canvas replaced. */
  readonly keep: (district: string, secrets: KeptSecrets) => Promise<Outcome<void>>;
}

/** The engine's secrets of each district. A developer key and its refresh token stay with the keeper; the engine gets access tokens. */
export interface CanvasAccess {
  secrets(district: string): Promise<Outcome<DistrictSecrets>>;
  /** @param refused the token Canvas did not take, '' for the first. */
  token(district: string, refused: string): Promise<Outcome<string>>;
  /** An access token of a sign-in that belongs to no district yet. */
  tokenOf(signedIn: SignedIn): Promise<Outcome<string>>;
}

export function canvasAccess({ edge, learn, read, keep }: CanvasAccessParts): CanvasAccess {
  const open = new Map<string, { refreshToken: string; readonly access: RenewedAccess }>();
  const unsaved = new WeakMap<SignedIn, RenewedAccess>();

  async function token(district: string, refused: string): Promise<Outcome<string>> {
    const kept = await read(district);
    if (!kept.ok) return kept;
    const { canvasKey } = kept.value;
    if (canvasKey === undefined) return fail(tokenRefused('no developer key is kept'));
    const known = open.get(district);
    // Signed in anew since: what was renewed from the old sign-in is worth nothing.
    if (known?.refreshToken === canvasKey.refreshToken) return known.access.token(refused);
    const opened = {
      refreshToken: canvasKey.refreshToken,
      access: renewedAccess({
        edge,
        learn,
        key: canvasKey,
        refreshToken: canvasKey.refreshToken,
        async keep(refreshToken) {
          const saved = await keep(district, { ...kept.value, canvasKey: { ...canvasKey, refreshToken } });
          if (saved.ok) opened.refreshToken = refreshToken;
          return saved;
        },
      }),
    };
    open.set(district, opened);
    return opened.access.token(refused);
  }

  return {
    token,
    async secrets(district) {
      const kept = await read(district);
      if (!kept.ok) return kept;
      const { storeKey, sisSecret, canvasToken, canvasKey } = kept.value;
      if (canvasKey === undefined) return succeed({ storeKey, sisSecret, canvasToken });
      return succeed({ storeKey, sisSecret, canvasToken: '', canvasAccess: (refused) => token(district, refused) });
    },
    tokenOf(signedIn) {
      const { key, first } = signedIn;
      const access =
        unsaved.get(signedIn) ??
        renewedAccess({
          ...{ edge, learn, key, refreshToken: key.refreshToken, first },
          // A sign-in whose refresh token is replaced at every renewal is of no use for nightly runs.
          keep: async () => fail(tokenRefused('the developer key is a public one')),
        });
      unsaved.set(signedIn, access);
      return access.token('');
    },
  };
}
