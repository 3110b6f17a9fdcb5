import type { Failure } from '../../shared/failure.ts';

/** Every way the Canvas side can fail, by the code callers may rely on. */
export type CanvasFailureCode =
  | 'canvas.address'
  | 'canvas.unreachable'
  | 'canvas.certificate'
  | 'canvas.not-canvas'
  | 'canvas.token'
  | 'canvas.developer-key'
  | 'canvas.sign-in'
  | 'canvas.sign-in-denied'
  | 'canvas.sign-in-ended'
  | 'canvas.permission'
  | 'canvas.scope'
  | 'canvas.not-root'
  | 'canvas.imports-disabled'
  | 'canvas.throttled'
  | 'canvas.down'
  | 'canvas.not-found'
  | 'canvas.answer'
  | 'canvas.upload-refused'
  | 'canvas.upload-unclear'
  | 'canvas.upload-file'
  | 'canvas.import-slow'
  | 'canvas.report-failed'
  | 'canvas.report-damaged'
  | 'canvas.report-file'
  | 'canvas.adoption-moved'
  | 'canvas.adoption-refused'
  | 'canvas.cancelled';

export interface CanvasFailure extends Failure {
  readonly code: CanvasFailureCode;
}

/** True of every reading failure: nothing was written. */
const UNTOUCHED = 'Nothing was changed in Canvas; classrooms stay as they are.';

function failure(
  code: CanvasFailureCode,
  message: string,
  remedy: string,
  detail?: string,
  consequence = UNTOUCHED,
): CanvasFailure {
  return { code, message, consequence, remedy, ...(detail === undefined ? {} : { detail }) };
}

export function addressUnusable(reason: string): CanvasFailure {
  return failure(
    'canvas.address',
    `This Canvas address cannot be used: ${reason}`,
    'Enter the address you see in the browser when you are in Canvas, for example https://district.instructure.com.',
  );
}

export function unreachable(host: string, detail: string): CanvasFailure {
  return failure(
    'canvas.unreachable',
    `There is no server at ${host}.`,
    'Check the Canvas address for typing mistakes, and that this computer is online.',
    detail,
  );
}

export function certificateRefused(host: string, detail: string): CanvasFailure {
  return failure(
    'canvas.certificate',
    `The security certificate of ${host} is not trusted by this computer.`,
    "Check the address. If your network inspects web traffic, your IT department must install its certificate in this computer's certificate store.",
    detail,
  );
}

export function notCanvas(host: string, detail: string): CanvasFailure {
  return failure(
    'canvas.not-canvas',
    `${host} answers, but not like Canvas: it sent a web page or another service's answer.`,
    "Use the address of Canvas itself, not of the district's website or sign-in page.",
    detail,
  );
}

export function tokenRefused(detail: string): CanvasFailure {
  return failure(
    'canvas.token',
    'Canvas does not accept the access token. It is wrong, was deleted, or has expired.',
    'In Canvas, open Account → Settings → New Access Token, create one, and enter it here.',
    detail,
  );
}

export function developerKeyRefused(detail: string): CanvasFailure {
  return failure(
    'canvas.developer-key',
    'Canvas does not accept the developer key. Its id or secret is wrong, or it is switched off.',
    'In Canvas, open Admin › Developer Keys, check that the key is on, and copy its id and its secret (“Show Key”) again.',
    detail,
  );
}

/** Canvas sent the person back without a code. */
export function signInRefused(words: string, detail: string): CanvasFailure {
  return failure(
    'canvas.sign-in',
    `Canvas did not let Rosterbridge sign in: ${words}`,
    'Compare the developer key in Canvas with what is shown here: redirect address, scopes, and that the key is on.',
    detail,
  );
}

export function signInDenied(): CanvasFailure {
  return failure(
    'canvas.sign-in-denied',
    'In the browser the sign-in was cancelled.',
    'Sign in again and choose “Authorize”, or use an access token instead.',
  );
}

/** The refresh token opens nothing more: ended in Canvas by its owner or an admin. */
export function signInEnded(detail: string): CanvasFailure {
  return failure(
    'canvas.sign-in-ended',
    'Canvas has ended the sign-in of Rosterbridge. Somebody removed it from the approved integrations, or replaced the developer key.',
    'Open Settings › Look and districts, choose “Sign in to Canvas again” beside the district, and sign in in the browser once more.',
    detail,
    'Syncs stop until somebody signs in again. What Canvas has stays as it is.',
  );
}

export function permissionMissing(what: string, detail: string): CanvasFailure {
  return failure(
    'canvas.permission',
    `The token's user is not allowed to ${what}.`,
    'Use the token of an administrator of the whole Canvas account, or have the missing permission switched on for that role.',
    detail,
  );
}

export function scopeMissing(what: string, detail: string): CanvasFailure {
  return failure(
    'canvas.scope',
    `The token was issued with limited scopes, which do not include what is needed to ${what}.`,
    "Create a token without scopes, or add the missing scope to the developer key in Canvas' admin settings.",
    detail,
  );
}

export function notRootAccount(detail: string): CanvasFailure {
  return failure(
    'canvas.not-root',
    'This is not the root account of Canvas; provisioning works only there.',
    "Use the district's main Canvas address and a token of an administrator of the root account.",
    detail,
  );
}

export function importsDisabled(detail: string): CanvasFailure {
  return failure(
    'canvas.imports-disabled',
    'SIS imports are switched off for this Canvas account.',
    'Ask Instructure, or whoever runs your Canvas, to enable SIS imports for the root account. Trial accounts often lack them.',
    detail,
  );
}

export function throttledTooLong(detail: string): CanvasFailure {
  return failure(
    'canvas.throttled',
    'Canvas asked to slow down for several minutes on end.',
    'Try again later. If it keeps happening, see whether another integration uses the same token.',
    detail,
  );
}

export function canvasDown(detail: string): CanvasFailure {
  return failure('canvas.down', 'Canvas does not answer at the moment.', 'Wait a few minutes and try again.', detail);
}

export function notFound(what: string, detail: string): CanvasFailure {
  return failure(
    'canvas.not-found',
    `Canvas does not know, or does not show this token, what was asked for (${what}).`,
    'Check that the token belongs to an administrator of the root account.',
    detail,
  );
}

export function unexpectedAnswer(detail: string): CanvasFailure {
  return failure(
    'canvas.answer',
    'Canvas sent an answer Rosterbridge does not understand.',
    'Try again. If it happens again, show this sentence to your Canvas support.',
    detail,
  );
}

export function uploadRefused(detail: string): CanvasFailure {
  return failure(
    'canvas.upload-refused',
    'Canvas refused the import file; none of its rows were applied.',
    'Try again. If Canvas refuses it again, show its words to your Canvas support.',
    detail,
  );
}

export function uploadUnclear(detail: string): CanvasFailure {
  return failure(
    'canvas.upload-unclear',
    'The connection broke while the import was being sent, so it is not known whether Canvas received it.',
    "Start it again: Rosterbridge first looks at Canvas' own list of imports and never sends the same rows twice.",
    detail,
    'Canvas may be applying the approved changes, or none of them.',
  );
}

export function fileNotStored(host: string, detail: string): CanvasFailure {
  return failure(
    'canvas.upload-file',
    `The import file could not be put where Canvas wants large files: ${host}.`,
    `Try again. If it fails again, ask IT whether the network blocks ${host}.`,
    detail,
  );
}

export function importSlow(detail: string): CanvasFailure {
  return failure(
    'canvas.import-slow',
    'Canvas has not finished the import yet.',
    'Start it again later: Rosterbridge goes on waiting for the same import and sends nothing twice.',
    detail,
    'Canvas may still be applying the approved changes.',
  );
}

export function reportFailed(detail: string): CanvasFailure {
  return failure(
    'canvas.report-failed',
    'Canvas could not make the report Rosterbridge reads its present state from.',
    'Try again. If it fails again, run the provisioning report by hand in Canvas (Admin → Settings → Reports) and see what it says.',
    detail,
  );
}

export function reportDamaged(detail: string): CanvasFailure {
  return failure(
    'canvas.report-damaged',
    "Canvas' report arrived incomplete or damaged, so it was not used.",
    'Try again. If it happens again, ask IT whether something on the network shortens downloads.',
    detail,
  );
}

export function reportColumnsMissing(kind: string, missing: readonly string[]): CanvasFailure {
  return reportDamaged(`${kind}: columns missing: ${missing.join(', ')}`);
}

export function reportFileUnavailable(detail: string): CanvasFailure {
  return failure(
    'canvas.report-file',
    'Canvas made its report, but the file could not be fetched from the place Canvas named.',
    'Try again. If it fails again, ask IT whether the network blocks the file host Canvas uses.',
    detail,
  );
}

export function cancelled(): CanvasFailure {
  return failure('canvas.cancelled', 'Reading Canvas was stopped at your wish.', 'Start again whenever you like.');
}

/** @param sisId the id it has by now, '' when it is not there any more. */
export function adoptionMoved(sisId: string): CanvasFailure {
  const what = sisId === '' ? 'It is not in Canvas any more' : `It has got the SIS id “${sisId}” in Canvas meanwhile`;
  return failure('canvas.adoption-moved', `${what}, so it was left alone.`, 'Review the first contact again.');
}

/** @param detail Canvas' words. */
export function adoptionRefused(detail: string): CanvasFailure {
  return failure(
    'canvas.adoption-refused',
    'Canvas did not take the SIS id. Something else may have it, deleted things included.',
    'Look for that id in Canvas, and take it away from what has it. Then review the first contact again.',
    detail,
  );
}
