import { type Outcome, succeed } from '../../shared/outcome.ts';
import type { Vault } from './vault.ts';

/** Reasons of the sealed vault that mean "no keyring opens here", as on a server without a login session. */
const closed = new Set(['vault.no-keyring', 'vault.closed']);

/**
 * Inside Electron without a window: the sealed vault first, the environment where no keyring opens (ENGINE-NOTES §5). A
 * district that is sealed somewhere else stays an error, it is not quietly replaced by what the environment holds.
 */
export function fallbackVault(sealed: Vault, environment: Vault): Vault {
  async function first<T>(ask: (vault: Vault) => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const answer = await ask(sealed);
    if (answer.ok) return answer;
    const unknown = answer.failure.code === 'vault.missing' && !sealed.keyring().available;
    return unknown || closed.has(answer.failure.code) ? ask(environment) : answer;
  }

  return {
    keyring: () => sealed.keyring(),
    read: (district) => first((vault) => vault.read(district)),
    async storeKey(district) {
      const known = await sealed.read(district);
      if (known.ok || sealed.keyring().available) return sealed.storeKey(district);
      return environment.storeKey(district);
    },
    mayKeep: () => succeed(undefined),
    async save(district, secrets, practice) {
      // A key that came from the environment may open other stores too: it is not written down, not even for practice.
      const known = await sealed.read(district);
      const keeper = known.ok || sealed.keyring().available ? sealed : environment;
      return keeper.save(district, secrets, practice);
    },
    remove: (district) => sealed.remove(district),
  };
}
