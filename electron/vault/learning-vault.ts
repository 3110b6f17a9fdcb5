import type { DistrictSecrets, Vault } from './vault.ts';

/** A vault that tells the log's redactor what must never be written, before anyone else sees a secret. */
export function learningVault(vault: Vault, learn: (secret: string) => void): Vault {
  const learnAll = ({ storeKey, sisSecret, canvasToken, canvasKey }: DistrictSecrets) => {
    const secrets = [storeKey, sisSecret, canvasToken, canvasKey?.clientSecret ?? '', canvasKey?.refreshToken ?? ''];
    for (const secret of secrets) if (secret !== '') learn(secret);
  };
  return {
    keyring: () => vault.keyring(),
    async read(district) {
      const outcome = await vault.read(district);
      if (outcome.ok) learnAll(outcome.value);
      return outcome;
    },
    async storeKey(district) {
      const outcome = await vault.storeKey(district);
      if (outcome.ok) learn(outcome.value);
      return outcome;
    },
    mayKeep: (practice) => vault.mayKeep(practice),
    save(district, secrets, practice) {
      learnAll(secrets);
      return vault.save(district, secrets, practice);
    },
    remove: (district) => vault.remove(district),
  };
}
