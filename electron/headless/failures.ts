import type { Check } from '../../shared/district.ts';
import type { Failure } from '../../shared/failure.ts';

const NOTHING = 'Nothing was read or changed in the SIS or in Canvas.';

export function secretsOnScreen(programName: string): Failure {
  return {
    code: 'secrets.on-screen',
    message: 'Secrets are handed over to another program only, never shown on a screen.',
    consequence: NOTHING,
    remedy: `Pipe them into the program that seals them: ${programName} secrets | sudo sh ./install.sh`,
  };
}

export function secretsRenewed(): Failure {
  return {
    code: 'secrets.renewed',
    message: 'This district signs in to Canvas with a developer key, and that sign-in changes each time it is renewed.',
    consequence: NOTHING,
    remedy: 'For syncs while nobody is signed in, connect the district with an access token instead.',
  };
}

export function usage(message: string, programName: string): Failure {
  const words = message.replace(/^error: /, '');
  return {
    code: 'usage',
    message: `${words.charAt(0).toUpperCase()}${words.slice(1).replace(/\.$/, '')}.`,
    consequence: NOTHING,
    remedy: `See what can be asked with: ${programName} --help`,
  };
}

export function noDistrict(programName: string): Failure {
  return {
    code: 'district.none',
    message: 'No district is connected in this data folder yet.',
    consequence: NOTHING,
    remedy: `Connect one first: ${programName} connect --help. If it lives elsewhere, say where with --data-dir.`,
  };
}

export function severalDistricts(ids: readonly string[]): Failure {
  return {
    code: 'district.which',
    message: 'There are several districts in this data folder.',
    consequence: NOTHING,
    remedy: `Say which one with --district: ${ids.join(', ')}.`,
  };
}

export function noPlan(programName: string): Failure {
  return {
    code: 'plan.none',
    message: 'There is no stored plan to apply.',
    consequence: 'Nothing was written to Canvas.',
    remedy: `Make one first: ${programName} plan`,
  };
}

export function unknownPlan(id: string, programName: string): Failure {
  return {
    code: 'plan.unknown',
    message: `There is no stored plan “${id}”.`,
    consequence: 'Nothing was written to Canvas.',
    remedy: `Make a new one and look at it first: ${programName} plan`,
  };
}

export function unknownKind(kind: string, kinds: readonly string[]): Failure {
  return {
    code: 'command.kind',
    message: `“${kind}” is no kind of record.`,
    consequence: 'Nothing was read and nothing changed.',
    remedy: `Name one of: ${kinds.join(', ')}.`,
  };
}

export function releaseWithoutReason(hold: string): Failure {
  return {
    code: 'release.reason',
    message: `The hold “${hold}” can only be released with a reason.`,
    consequence: 'Nothing was written to Canvas.',
    remedy: 'Give a reason right behind it: --release HOLD --reason "why this is right".',
  };
}

export function unknownHold(hold: string, ids: readonly string[]): Failure {
  return {
    code: 'release.unknown',
    message: `The plan has no hold “${hold}”.`,
    consequence: 'Nothing was written to Canvas.',
    remedy: ids.length === 0 ? 'This plan holds nothing: apply it without --release.' : `Its holds are: ${ids.join(', ')}.`,
  };
}

export function overrideWithoutReason(row: string): Failure {
  return {
    code: 'override.reason',
    message: `What somebody edited in Canvas (“${row}”) can only be overwritten with a reason.`,
    consequence: 'Nothing was written to Canvas.',
    remedy: 'Give a reason right behind it: --override ROW --reason "why this is right".',
  };
}

export function keptUnknown(row: string, programName: string): Failure {
  return {
    code: 'override.unknown',
    message: `The plan keeps no row “${row}”.`,
    consequence: 'Nothing was written to Canvas.',
    remedy: `Run “${programName} plan --kept” to see what it keeps, each row with its id.`,
  };
}

export function overrideHindered(row: string, obstacle: string): Failure {
  return {
    code: 'override.hindered',
    message: `“${row}” cannot be overwritten now. ${obstacle}`,
    consequence: 'Nothing was written to Canvas.',
    remedy: 'Mend that first, or leave this row out.',
  };
}

export function unknownSetting(key: string, keys: readonly string[]): Failure {
  return {
    code: 'settings.unknown',
    message: `There is no setting “${key}”.`,
    consequence: 'No setting was changed.',
    remedy: `The settings are: ${keys.join(', ')}.`,
  };
}

export function unfitSetting(key: string, value: string, why: string): Failure {
  return {
    code: 'settings.value',
    message: `“${value}” is not a possible value of ${key}.`,
    consequence: 'No setting was changed.',
    remedy: why,
  };
}

export function practiceFailed(detail: string): Failure {
  return {
    code: 'practice.not-started',
    message: 'The practice district could not be started.',
    consequence: 'There is nothing to practise with yet. No real SIS or Canvas is involved.',
    remedy: 'If you gave ports, choose others or leave them out; then try again.',
    detail,
  };
}

export function bug(detail: string): Failure {
  return {
    code: 'app.bug',
    message: 'Rosterbridge made a mistake of its own.',
    consequence: 'What was asked was not done or may be unfinished; the sync log shows what reached Canvas.',
    remedy: 'Try again. If this repeats, send the newest file of the log folder to support.',
    detail,
  };
}

/** The first check that failed says it best; all of them are printed beside this. */
export function connectFailed(checks: readonly Check[]): Failure {
  const failed = checks.find((check) => !check.ok);
  return {
    code: 'connect.failed',
    message: failed?.message ?? 'The connection test did not succeed.',
    consequence: 'The district was not connected and nothing was stored. Nothing was changed in the SIS or in Canvas.',
    remedy: failed?.remedy || 'Check the address and the credentials, then try again.',
  };
}

export function fileNotWritten(file: string, detail: string): Failure {
  return {
    code: 'file.not-written',
    message: `The file ${file} could not be written.`,
    consequence: 'What was worked out is stored; only the file is missing. Nothing was changed in Canvas.',
    remedy: 'Choose a folder that exists and that you may write to, then run it again.',
    detail,
  };
}

export function noRoomForFile(file: string, detail: string): Failure {
  return {
    code: 'file.no-room',
    message: `There is not enough room on the disk for the file ${file}.`,
    consequence: 'What was worked out is stored; only the file is missing. Nothing was changed in Canvas.',
    remedy: 'Make room on that disk, or choose a folder on another one, then run it again.',
    detail,
  };
}
