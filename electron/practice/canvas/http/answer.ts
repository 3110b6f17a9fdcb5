import type { Profile } from '../settings.ts';

/** What a route answers. Lists are paged and get their Link header by the server (§5.4). */
export type Answer =
  | { kind: 'json'; status: number; body: unknown; headers?: Record<string, string> }
  | { kind: 'text'; status: number; contentType: string; text: string; headers?: Record<string, string> }
  | ListAnswer;

export interface ListAnswer {
  kind: 'list';
  rows: readonly unknown[];
  render: (row: never) => unknown;
  /** Name of the wrapping key, e.g. sis_imports. */
  wrapper: string | undefined;
  /** False for lists whose Link header has no rel="last". */
  last: boolean;
}

export function json(body: unknown, status = 200): Answer {
  return { kind: 'json', status, body };
}

export function list<T>(
  rows: readonly T[],
  render: (row: T) => unknown,
  options: { wrapper?: string; last?: boolean } = {},
): ListAnswer {
  return { kind: 'list', rows, render, wrapper: options.wrapper, last: options.last ?? true };
}

/** Thrown by routes to answer an error; not a bug of the server. */
export class Refusal extends Error {
  readonly answer: Answer;

  constructor(answer: Answer) {
    super('refused');
    this.answer = answer;
  }
}

export function refuseWith(status: number, body: unknown): never {
  throw new Refusal(json(body, status));
}

// --- Canvas' own error dialects, §5.2 -------------------------------------------------------------------------------

const CHALLENGE = { 'WWW-Authenticate': 'Bearer realm="canvas-lms"' };

export const NO_TOKEN: Answer = {
  kind: 'json',
  status: 401,
  body: { status: 'unauthenticated', errors: [{ message: 'user authorization required' }] },
  headers: CHALLENGE,
};

export const BAD_TOKEN: Answer = {
  kind: 'json',
  status: 401,
  body: { errors: [{ message: 'Invalid access token.' }] },
  headers: CHALLENGE,
};

export const NOT_FOUND: Answer = json({ errors: [{ message: 'The specified resource does not exist.' }] }, 404);

/** A missing permission, without WWW-Authenticate: 401 in 2022, 403 in 2026. */
export function notPermitted(profile: Profile): Answer {
  const errors = [{ message: 'user not authorized to perform that action' }];
  return json({ status: 'unauthorized', errors }, profile === '2022' ? 401 : 403);
}

export const MISSING_SCOPE: Answer = json({ errors: [{ message: 'Insufficient scopes on access token.' }] }, 401);

/** What stands before Canvas where people sign in elsewhere: a page, with status 200. */
export const LOG_IN_PAGE: Answer = {
  kind: 'text',
  status: 200,
  contentType: 'text/html; charset=utf-8',
  text: '<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><form action="/login/saml"><button>Sign in</button></form></body></html>\n',
};

export function notFound(): never {
  throw new Refusal(NOT_FOUND);
}

export function throttled(status: 403 | 429): Answer {
  const name = status === 403 ? '403 Forbidden' : '429 Too Many Requests';
  const headers = { 'X-Rate-Limit-Remaining': '0.0' };
  return { kind: 'text', status, contentType: 'text/plain; charset=utf-8', text: `${name} (Rate Limit Exceeded)`, headers };
}

export function serverError(reportId: number): Answer {
  const errors = [{ message: 'An error occurred.', error_code: 'internal_server_error' }];
  return json({ errors, error_report_id: reportId }, 500);
}

/** What the front end of a site answers when the application behind it cannot. */
export function htmlError(status: number, title: string): Answer {
  const text = `<html>\r\n<head><title>${status} ${title}</title></head>\r\n<body>\r\n<center><h1>${status} ${title}</h1></center>\r\n</body>\r\n</html>\r\n`;
  return { kind: 'text', status, contentType: 'text/html', text };
}
