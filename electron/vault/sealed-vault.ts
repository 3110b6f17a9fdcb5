import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { fail, type Outcome, succeed } from '../../shared/outcome.ts';
import { backendChanged, keyringClosed, keyringMissing, noSecrets, sealBroken } from './failures.ts';
import { type Keyring, keyringState } from './keyring.ts';
import { CanvasKey, type DistrictSecrets, type Vault } from './vault.ts';
import { type Entry, readVaultFile, writeVaultFile } from './vault-file.ts';

const Secrets = z.object({
  storeKey: z.string().regex(/^[0-9a-f]{64}$/),
  sisSecret: z.string().min(1),
  canvasToken: z.string(),
  canvasKey: CanvasKey.optional(),
});

/**
 * Secrets sealed by the operating system in `vault.json`. Weak or missing keyrings are refused on writing; on reading
 * every trouble is explained and nothing is ever wiped (electron-checklist.md §3).
 */
export function sealedVault(file: string, keyring: Keyring): Vault {
  async function read(district: string): Promise<Outcome<DistrictSecrets>> {
    const entries = readVaultFile(file);
    if (!entries.ok) return entries;
    const entry = entries.value[district];
    return entry === undefined ? fail(noSecrets(district)) : openEntry(entry, keyring);
  }

  return {
    keyring: () => keyringState(keyring),
    read,
    async storeKey(district) {
      const entries = readVaultFile(file);
      if (!entries.ok) return entries;
      if (entries.value[district] === undefined) return succeed(randomBytes(32).toString('hex'));
      const kept = await read(district);
      return kept.ok ? succeed(kept.value.storeKey) : kept;
    },
    mayKeep(practice) {
      const state = keyringState(keyring);
      return practice || state.available ? succeed(undefined) : fail(keyringMissing(state));
    },
    async save(district, secrets, practice) {
      const entries = readVaultFile(file);
      if (!entries.ok) return entries;
      const entry = practice ? succeed<Entry>({ kind: 'practice', ...Secrets.parse(secrets) }) : seal(secrets, keyring);
      return entry.ok ? writeVaultFile(file, { ...entries.value, [district]: entry.value }) : entry;
    },
    async remove(district) {
      const entries = readVaultFile(file);
      if (!entries.ok) return entries;
      const { [district]: _removed, ...rest } = entries.value;
      return writeVaultFile(file, rest, false);
    },
  };
}

function seal(secrets: DistrictSecrets, keyring: Keyring): Outcome<Entry> {
  const state = keyringState(keyring);
  if (!state.available) return fail(keyringMissing(state));
  try {
    const value = keyring.seal(JSON.stringify(Secrets.parse(secrets))).toString('base64');
    return succeed({ kind: 'sealed', backend: state.backend, value });
  } catch {
    return fail(keyringMissing(state));
  }
}

function openEntry(entry: Entry, keyring: Keyring): Outcome<DistrictSecrets> {
  if (entry.kind === 'practice') return succeed(pickSecrets(entry));
  const state = keyringState(keyring);
  if (state.backend !== entry.backend && !sameFamily(state.backend, entry.backend)) {
    return fail(state.available ? backendChanged(entry.backend, state.backend) : keyringClosed(state));
  }
  if (!state.available) return fail(keyringClosed(state));
  try {
    const secrets = Secrets.safeParse(JSON.parse(keyring.open(Buffer.from(entry.value, 'base64'))));
    return secrets.success ? succeed(secrets.data) : fail(sealBroken());
  } catch {
    return fail(sealBroken());
  }
}

/** KWallet changes its name between Plasma versions and still opens what it sealed: worth the try. */
function sameFamily(one: string, other: string): boolean {
  return one.startsWith('kwallet') && other.startsWith('kwallet');
}

function pickSecrets({ storeKey, sisSecret, canvasToken, canvasKey }: DistrictSecrets): DistrictSecrets {
  return { storeKey, sisSecret, canvasToken, ...(canvasKey === undefined ? {} : { canvasKey }) };
}
