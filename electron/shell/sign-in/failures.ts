import type { Failure } from '../../../shared/failure.ts';

const NOTHING = 'Nothing was changed in Canvas or in the SIS.';

export function redirectPortTaken(port: number): Failure {
  return {
    code: 'sign-in.port',
    message: `Another program on this computer uses the port ${port}, on which the browser would come back.`,
    consequence: NOTHING,
    remedy: 'Choose another port below, and put the redirect address that then stands there into the developer key in Canvas.',
  };
}

export function signInNotFinished(): Failure {
  return {
    code: 'sign-in.not-finished',
    message: 'The sign-in to Canvas was not finished.',
    consequence: NOTHING,
    remedy: 'Sign in again. If no browser opened, open one and try once more.',
  };
}

export function signInForgotten(): Failure {
  return {
    code: 'sign-in.forgotten',
    message: 'The sign-in to Canvas is no longer known.',
    consequence: NOTHING,
    remedy: 'Go back to “Canvas” and sign in again.',
  };
}

export function noDeveloperKey(): Failure {
  return {
    code: 'sign-in.no-key',
    message: 'This district uses an access token, not a developer key.',
    consequence: NOTHING,
    remedy: 'Connect the district again under “Add a district” and choose the developer key there.',
  };
}
