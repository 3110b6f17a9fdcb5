import type { Failure } from '../../shared/failure.ts';
import type { HttpFault } from '../net/http.ts';
import { collectionNames } from './collection-names.ts';

/** The admin's word, with OneRoster's own where it differs: that is what the SIS' screens and its support use. */
function named(what: string): string {
  const name = new Map<string, string>(Object.entries(collectionNames)).get(what) ?? what;
  return name === what ? what : `${name} (${what})`;
}

/** What every failed read means for classrooms: nothing, and the sentence says so. */
const NOTHING_CHANGED = 'Nothing was changed in Canvas.';
const CHECK_ADDRESS =
  'Copy the API URL again from the SIS (in Focus: Setup › Third Party Systems) and test the connection once more.';
const ASK_SIS = 'Try again later. If it stays like this, send the detail below to your SIS support.';

function failure(code: string, message: string, remedy: string, detail?: string): Failure {
  return { code, message, consequence: NOTHING_CHANGED, remedy, ...(detail === undefined || detail === '' ? {} : { detail }) };
}

export function badUrl(typed: string): Failure {
  const shown = typed.replace(/\/\/[^/@]*@/, '//').slice(0, 120);
  return failure(
    'sis.bad-url',
    `"${shown}" is not an address the app can use.`,
    `It should look like https://district.example/focus/api/1.0, without a name or password in it. ${CHECK_ADDRESS}`,
  );
}

export function insecureUrl(host: string): Failure {
  return failure(
    'sis.insecure-url',
    `The address of ${host} begins with http://, so the secret and student records would travel unencrypted.`,
    'Type the address with https://. If the SIS does not offer https, ask your SIS support to turn it on.',
  );
}

export function otherVersion(host: string): Failure {
  return failure(
    'sis.other-version',
    `This address of ${host} belongs to another OneRoster version. Rosterbridge reads OneRoster 1.1.`,
    'Type the address that ends in /ims/oneroster/v1p1, or only the part before /ims/oneroster.',
  );
}

export function cancelled(): Failure {
  return failure('sis.cancelled', 'Reading the SIS was cancelled.', 'Start again when you are ready.');
}

/** No answer came: why, in an admin's words. `host` is shown, the fault's own text is only for support. */
export function unreachable(host: string, fault: HttpFault): Failure {
  switch (fault.kind) {
    case 'cancelled':
      return cancelled();
    case 'timeout':
      return failure(
        'sis.timeout',
        `The SIS at ${host} did not answer in time.`,
        `${ASK_SIS} A busy server is often quicker outside school hours.`,
        fault.detail,
      );
    case 'name-not-found':
      return failure(
        'sis.unknown-host',
        `No server named ${host} could be found.`,
        'Check the spelling of the SIS address and that this computer is online (and on the VPN, if your SIS needs it).',
        fault.detail,
      );
    case 'connection-refused':
      return failure(
        'sis.down',
        `The SIS at ${host} refuses connections; it may be down for maintenance.`,
        'Check that the SIS opens in a browser. If it does, check the address; if it does not, try again later.',
        fault.detail,
      );
    case 'connection-lost':
      return failure(
        'sis.connection-lost',
        `The SIS at ${host} closed the connection before its answer was complete.`,
        ASK_SIS,
        fault.detail,
      );
    case 'certificate':
      return failure(
        'sis.certificate',
        `The identity of ${host} could not be verified: its security certificate is not trusted by this computer.`,
        'Ask your network team whether the certificate has expired or the district root certificate is missing on this computer. Do not go on until it is settled.',
        fault.detail,
      );
    case 'redirect':
      return redirected(host, fault.detail);
    case 'too-large':
      return failure(
        'sis.too-large',
        `The SIS at ${host} sent one answer that is larger than the app accepts.`,
        'Choose a smaller page size for this SIS.',
        fault.detail,
      );
    case 'network':
      return failure(
        'sis.network',
        `The SIS at ${host} could not be reached.`,
        'Check the network connection, proxy and VPN of this computer, then try again.',
        fault.detail,
      );
  }
}

export function redirected(host: string, detail: string): Failure {
  return failure(
    'sis.redirect',
    `The SIS at ${host} sent the app on to another address. The secret is never sent there, so the app stopped.`,
    `Usually the address is not the API's own, or http was typed for https. ${CHECK_ADDRESS}`,
    detail,
  );
}

export function foreignLink(host: string, target: string): Failure {
  return failure(
    'sis.foreign-link',
    `The SIS at ${host} says its next page is on another server (${target}). The app does not send credentials there.`,
    'Ask your SIS support to correct the paging links of the OneRoster API (usually a wrong public address in its settings).',
  );
}

export function wrongUrl(host: string, detail: string): Failure {
  return failure('sis.wrong-url', `${host} answers, but there is no OneRoster 1.1 API at this address.`, CHECK_ADDRESS, detail);
}

export function htmlInsteadOfJson(where: string, detail: string): Failure {
  return failure(
    'sis.html',
    `${where} answered with a web page instead of OneRoster data. It is probably a login or maintenance page, not a OneRoster API.`,
    CHECK_ADDRESS,
    detail,
  );
}

export function wrongCredentials(host: string, detail: string): Failure {
  return failure(
    'sis.credentials',
    `The SIS at ${host} does not accept this client key or secret.`,
    'Copy key and secret again from the SIS (in Focus: Setup › Third Party Systems), without spaces around them. They may also have been replaced or revoked there.',
    detail,
  );
}

export function noKnownAuth(host: string, detail: string): Failure {
  return failure(
    'sis.no-auth',
    `No way to sign in to the SIS at ${host} was found: it gives no token at the usual addresses and accepts no signed request.`,
    'Check key and secret first. Then ask your SIS support for the token URL of its OneRoster API and enter it under "Token URL".',
    detail,
  );
}

export function unsafeTokenUrl(): Failure {
  return failure(
    'sis.insecure-url',
    'The token URL does not begin with https://, so the secret would travel unencrypted.',
    'Correct the token URL, or leave it empty to let the app find it.',
  );
}

export function forbidden(host: string, what: string, detail: string): Failure {
  return failure(
    'sis.forbidden',
    `The SIS at ${host} accepts the credentials, but does not allow reading ${named(what)}.`,
    `Give this connection read access to ${named(what)} in the SIS, and share all schools with it.`,
    detail,
  );
}

export function missingRoute(host: string, what: string, detail: string): Failure {
  return failure(
    'sis.not-found',
    `The SIS at ${host} has no ${named(what)} at this address.`,
    `${CHECK_ADDRESS} If the address is right, ask your SIS support to offer ${named(what)} over OneRoster 1.1.`,
    detail,
  );
}

export function badRequest(host: string, detail: string): Failure {
  return failure('sis.bad-request', `The SIS at ${host} refused the request as one it does not understand.`, ASK_SIS, detail);
}

export function busy(host: string, detail: string): Failure {
  return failure(
    'sis.busy',
    `The SIS at ${host} is busy and asks to wait longer than the app can.`,
    'Try again later, best outside school hours.',
    detail,
  );
}

const OWN_PROBLEM = 'has a problem of its own';

export function serverError(host: string, status: number, detail: string): Failure {
  const away = status === 502 || status === 503 || status === 504;
  const what = away ? 'is overloaded or down for maintenance' : OWN_PROBLEM;
  return failure('sis.server-error', `The SIS at ${host} ${what}.`, ASK_SIS, detail);
}

/** True for what servers answer that stumble over an offset past the end; one that is busy or away says nothing about it. */
export function isCrash({ code, message }: Failure): boolean {
  return code === 'sis.server-error' && message.includes(OWN_PROBLEM);
}

export function answeredFailure(what: string, detail: string): Failure {
  return failure(
    'sis.answered-failure',
    `The SIS reports that reading ${named(what)} failed, although it answered.`,
    ASK_SIS,
    detail,
  );
}

export function notJson(what: string, detail: string): Failure {
  return failure('sis.not-json', `The answer of the SIS for ${named(what)} is damaged or was cut off.`, ASK_SIS, detail);
}

export function noWrapper(what: string, detail: string): Failure {
  return failure(
    'sis.no-wrapper',
    `The SIS answered, but without the list of ${named(what)}. The app does not take this for "none".`,
    `Check in the SIS that this connection may read ${named(what)} and that the current school year is shared. Otherwise send the detail below to your SIS support.`,
    detail,
  );
}
