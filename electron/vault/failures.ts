import type { Failure } from '../../shared/failure.ts';
import { nameOf } from './keyring.ts';
import type { KeyringState } from './vault.ts';

const NOTHING = 'Nothing was read or changed in the SIS or in Canvas.';

export function keyringMissing(state: KeyringState): Failure {
  return {
    code: 'vault.no-keyring',
    message: 'The SIS secret and the Canvas token cannot be kept safely on this computer.',
    consequence: 'They were not stored, so this district cannot be connected here yet.',
    remedy: state.explanation,
    detail: `backend ${state.backend}`,
  };
}

export function keyringClosed(state: KeyringState): Failure {
  return {
    code: 'vault.closed',
    message: 'The stored SIS secret and Canvas token cannot be opened right now.',
    consequence: NOTHING,
    remedy: state.explanation,
    detail: `backend ${state.backend}`,
  };
}

export function backendChanged(before: string, now: string): Failure {
  return {
    code: 'vault.backend-changed',
    message: `The secrets of this district were sealed by ${nameOf(before)}, but this computer now offers ${nameOf(now)}.`,
    consequence: `They are still there, unopened. ${NOTHING}`,
    remedy: `Make ${nameOf(before)} available again, or enter the SIS secret and the Canvas token once more in set-up.`,
  };
}

export function sealBroken(): Failure {
  return {
    code: 'vault.unreadable',
    message: 'The stored secrets of this district cannot be opened by this user on this computer.',
    consequence: `They are still there, unopened. ${NOTHING}`,
    remedy:
      'This happens when files were copied from another computer or user, or after a password was reset from outside. Enter the SIS secret and the Canvas token again in set-up.',
  };
}

export function noSecrets(district: string): Failure {
  return {
    code: 'vault.missing',
    message: `No SIS secret and Canvas token are stored for the district “${district}”.`,
    consequence: NOTHING,
    remedy: 'Connect the district again in set-up.',
  };
}

export function fileUnreadable(file: string): Failure {
  return {
    code: 'vault.file-unreadable',
    message: 'The file that holds the sealed secrets is damaged.',
    consequence: `No district can be opened. The file was left as it is. ${NOTHING}`,
    remedy: 'Put back the copy that lies beside it (its name ends in “.previous”) or a backup, or connect your districts again.',
    detail: file,
  };
}

export function newerFile(file: string): Failure {
  return {
    code: 'vault.newer-file',
    message: 'The file that holds the sealed secrets was written by a newer Rosterbridge.',
    consequence: `No district can be opened by this version. The file was left as it is. ${NOTHING}`,
    remedy: 'Install the newer version of Rosterbridge again.',
    detail: file,
  };
}

export function fileUnwritable(file: string, why: string): Failure {
  return {
    code: 'vault.file-unwritable',
    message: 'The sealed secrets could not be saved.',
    consequence: 'What was stored before is unchanged.',
    remedy: 'Check that the disk is not full and that you may write to the data folder, then try again.',
    detail: `${file}: ${why}`,
  };
}

export function variableMissing(name: string, meaning: string): Failure {
  return {
    code: 'environment.missing',
    message: `The environment variable ${name} is not set. It holds ${meaning}.`,
    consequence: NOTHING,
    remedy: `Set ${name} for this command and start it again. Secrets are never taken from the command line.`,
  };
}

export function storeKeyMalformed(name: string): Failure {
  return {
    code: 'environment.malformed',
    message: `The environment variable ${name} must hold exactly 64 hexadecimal digits (0–9, a–f).`,
    consequence: NOTHING,
    remedy: `Set ${name} to the key this data folder was created with. For a new one, “openssl rand -hex 32” makes a key.`,
  };
}
