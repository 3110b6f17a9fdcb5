import type { KeyringState } from './vault.ts';

/** The operating system's cipher, as Electron's safeStorage offers it. */
export interface Keyring {
  /** `gnome_libsecret`, `kwallet6`, `dpapi`, `keychain`, `basic_text`, `unknown`… */
  backend(): string;
  isAvailable(): boolean;
  seal(text: string): Buffer;
  /** Throws when the sealed value was made by another user, computer or keyring. */
  open(sealed: Buffer): string;
}

/** Backends that only scramble with a fixed password: no protection at all (electron-checklist.md §3). */
const weak = new Set(['basic_text', 'unknown']);

/** Judges a keyring; `available` means real protection, not merely that something answers. */
export function keyringState(keyring: Keyring): KeyringState {
  const backend = keyring.backend();
  if (weak.has(backend)) return { available: false, backend, explanation: NO_KEYRING };
  if (!keyring.isAvailable()) return { available: false, backend, explanation: LOCKED };
  return { available: true, backend, explanation: `Secrets are sealed by ${nameOf(backend)} of this computer.` };
}

const NO_KEYRING =
  'This computer offers no keyring, so there is no safe place for your SIS secret and Canvas token. Install and unlock one (on Linux: GNOME Keyring or KWallet) and sign in to your desktop again. The practice district works without it.';
const LOCKED =
  'The keyring of this computer is locked or does not answer, so your SIS secret and Canvas token cannot be kept safely. Unlock it, or sign in to your desktop again, then restart Rosterbridge. The practice district works without it.';

export function nameOf(backend: string): string {
  if (backend === 'dpapi') return 'Windows data protection';
  if (backend === 'keychain') return 'the macOS keychain';
  if (backend === 'gnome_libsecret') return 'the GNOME keyring (Secret Service)';
  if (backend.startsWith('kwallet')) return 'KWallet';
  return `“${backend}”`;
}
