import { safeStorage } from 'electron';
import type { Keyring } from './keyring.ts';

/** safeStorage as a keyring; to be asked only after the app is ready. */
export function electronKeyring(platform: string): Keyring {
  return {
    backend() {
      if (platform === 'win32') return 'dpapi';
      return platform === 'darwin' ? 'keychain' : safeStorage.getSelectedStorageBackend();
    },
    isAvailable: () => safeStorage.isEncryptionAvailable(),
    seal: (text) => safeStorage.encryptString(text),
    open: (sealed) => safeStorage.decryptString(sealed),
  };
}
