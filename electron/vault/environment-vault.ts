import { fail, type Outcome, succeed } from '../../shared/outcome.ts';
import { storeKeyMalformed, variableMissing } from './failures.ts';
import type { DistrictSecrets, Vault } from './vault.ts';

export const SIS_SECRET = 'ROSTERBRIDGE_SIS_SECRET';
export const CANVAS_TOKEN = 'ROSTERBRIDGE_CANVAS_TOKEN';
export const STORE_KEY = 'ROSTERBRIDGE_STORE_KEY';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Secrets from the environment, where no keyring exists. Nothing is stored and nothing is ever generated: a key that was
 * made up would lock its owner out of the store at the next start (ENGINE-NOTES §5).
 */
export function environmentVault(env: Environment): Vault {
  return {
    keyring: () => ({
      available: false,
      backend: 'environment',
      explanation: 'Secrets come from the environment and are not stored.',
    }),
    async read() {
      const storeKey = storeKeyOf(env);
      if (!storeKey.ok) return storeKey;
      const sides = sideSecrets(env);
      return sides.ok ? succeed({ storeKey: storeKey.value, ...sides.value }) : sides;
    },
    storeKey: async () => storeKeyOf(env),
    mayKeep: () => succeed(undefined),
    save: async () => succeed(undefined),
    remove: async () => succeed(undefined),
  };
}

/** The two secrets of the sides; set-up needs them even where a keyring keeps the store's key. */
export function sideSecrets(env: Environment): Outcome<Pick<DistrictSecrets, 'sisSecret' | 'canvasToken'>> {
  const sisSecret = env[SIS_SECRET] ?? '';
  if (sisSecret === '') return fail(variableMissing(SIS_SECRET, 'the client secret of your SIS connection'));
  const canvasToken = env[CANVAS_TOKEN] ?? '';
  if (canvasToken === '') return fail(variableMissing(CANVAS_TOKEN, 'the Canvas access token'));
  return succeed({ sisSecret, canvasToken });
}

function storeKeyOf(env: Environment): Outcome<string> {
  const key = env[STORE_KEY] ?? '';
  if (key === '') return fail(variableMissing(STORE_KEY, 'the key that encrypts the local store (64 hexadecimal digits)'));
  return /^[0-9a-fA-F]{64}$/.test(key) ? succeed(key.toLowerCase()) : fail(storeKeyMalformed(STORE_KEY));
}
