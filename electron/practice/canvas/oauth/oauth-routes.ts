import type { CanvasApp } from '../app.ts';
import { type Answer, json } from '../http/answer.ts';
import { type Handler, type Route, route } from '../http/router.ts';
import type { Grant } from './developer-key.ts';

/** Canvas' own words for what is wrong with a request of a client (canvas-sis.md §5.1). */
const ERRORS = {
  client: ['invalid_client', 'unknown client', 401],
  secret: ['invalid_client', 'invalid client', 401],
  redirect: ['invalid_request', 'redirect_uri does not match client settings', 400],
  refresh: ['invalid_request', 'refresh_token not found', 400],
  noRefresh: ['invalid_request', 'You must provide the refresh_token parameter when using the refresh_token grant type', 400],
  code: ['invalid_grant', 'authorization_code not found', 400],
  noCode: ['invalid_request', 'You must provide the code parameter when using the authorization_code grant type', 400],
  grant: ['unsupported_grant_type', 'The grant_type you requested is not currently supported', 400],
} as const;

function oauthError([error, words, status]: (typeof ERRORS)[keyof typeof ERRORS]): Answer {
  const headers = status === 401 ? { 'WWW-Authenticate': 'Canvas OAuth 2.0' } : {};
  return { kind: 'json', status, body: { error, error_description: words }, headers };
}

function redirect(to: string, fields: Readonly<Record<string, string | null>>, headers: Record<string, string> = {}): Answer {
  const url = new URL(to);
  for (const [name, value] of Object.entries(fields)) if (value !== null) url.searchParams.append(name, value);
  return { kind: 'text', status: 302, contentType: 'text/html', text: '', headers: { Location: url.href, ...headers } };
}

/** Somebody is always signed in to the practice Canvas, so the next page is the one that asks for consent. */
const auth: Handler = (app, { fields }) => {
  const { key } = app;
  if (fields.get('client_id') !== key.id || !app.settings.developerKey.on) return oauthError(ERRORS.client);
  const redirectUri = fields.get('redirect_uri') ?? '';
  if (!key.mayRedirectTo(redirectUri)) return oauthError(ERRORS.redirect);
  const scopes = (fields.get('scope') ?? '').split(/\s+/).filter((scope) => scope !== '');
  const missing = key.missing(scopes);
  if (missing.length > 0) {
    // This refusal forgets the state.
    const words = `A requested scope is invalid, unknown, malformed, or exceeds the scope granted by the resource owner. The following scopes were requested, but not granted: ${missing.join(', ')}`;
    return redirect(redirectUri, { error: 'invalid_scope', error_description: words });
  }
  const state = fields.get('state');
  if (fields.get('response_type') !== 'code') {
    const words = 'Only response_type=code is permitted';
    return redirect(redirectUri, { state, error: 'unsupported_response_type', error_description: words });
  }
  const challenge = fields.get('code_challenge_method') === 'S256' ? fields.get('code_challenge') : null;
  const session = key.openSession({ redirectUri, state, scopes, purpose: fields.get('purpose') ?? '', challenge });
  return redirect(
    `${app.url}/login/oauth2/confirm`,
    {},
    { 'Set-Cookie': `canvas_session=${session}; path=/; HttpOnly; SameSite=Lax` },
  );
};

const confirm: Handler = (app, request) => {
  const asked = app.key.session(sessionOf(request.cookie));
  if (asked === undefined) return redirect(`${app.url}/login`, {});
  const text =
    '<!DOCTYPE html>\n<html lang="en"><head><title>Authorize</title></head><body><main><h1>Rosterbridge</h1>' +
    '<p>is requesting access to your account.</p>' +
    '<form method="post" action="/login/oauth2/accept"><button>Authorize</button></form>' +
    '<a href="/login/oauth2/deny">Cancel</a></main></body></html>\n';
  return { kind: 'text', status: 200, contentType: 'text/html; charset=utf-8', text };
};

const NO_SESSION: Answer = {
  kind: 'text',
  status: 400,
  contentType: 'text/plain; charset=utf-8',
  text: 'Invalid or missing session for oauth',
};

const accept: Handler = (app, request) => {
  const session = sessionOf(request.cookie);
  const asked = app.key.session(session);
  const code = app.key.codeFor(session);
  return asked === undefined || code === undefined ? NO_SESSION : redirect(asked.redirectUri, { code, state: asked.state });
};

const deny: Handler = (app, request) => {
  const asked = app.key.session(sessionOf(request.cookie));
  return asked === undefined ? NO_SESSION : redirect(asked.redirectUri, { error: 'access_denied', state: asked.state });
};

/** The older Canvas sends whoever named a redirect address back to it, also from here, where only programs ask. */
function refused(app: CanvasApp, fields: URLSearchParams, error: (typeof ERRORS)[keyof typeof ERRORS]): Answer {
  const back = fields.get('redirect_uri') ?? '';
  if (app.settings.profile !== '2022' || !URL.canParse(back)) return oauthError(error);
  return redirect(back, { error: error[0], error_description: error[1] });
}

const token: Handler = (app, { fields }) => {
  const { key } = app;
  if (fields.get('client_id') !== key.id || !app.settings.developerKey.on) return refused(app, fields, ERRORS.client);
  const kind = fields.get('grant_type') ?? (fields.has('code') ? 'authorization_code' : '');
  if (kind !== 'authorization_code' && kind !== 'refresh_token') return refused(app, fields, ERRORS.grant);
  if (fields.get('client_secret') !== key.secret) return refused(app, fields, ERRORS.secret);
  if (kind === 'refresh_token') {
    const refreshToken = fields.get('refresh_token');
    if (refreshToken === null) return refused(app, fields, ERRORS.noRefresh);
    const grant = key.refresh(refreshToken);
    return grant === undefined ? refused(app, fields, ERRORS.refresh) : granted(app, grant, false);
  }
  const code = fields.get('code');
  if (code === null) return refused(app, fields, ERRORS.noCode);
  const grant = key.exchange(code, fields.get('code_verifier'));
  return grant === undefined ? refused(app, fields, ERRORS.code) : granted(app, grant, true);
};

/** The refresh token comes the first time only. */
function granted(app: CanvasApp, grant: Grant, first: boolean): Answer {
  const { id, name } = app.state.users.require(app.tokenUserId);
  return json({
    access_token: grant.accessToken,
    token_type: 'Bearer',
    user: { id, name, global_id: `10000000000${id}`, effective_locale: 'en' },
    ...(first ? { refresh_token: grant.refreshToken } : {}),
    expires_in: app.settings.developerKey.accessSeconds,
  });
}

const logOut: Handler = (app, { bearer }) => {
  const grant = app.key.grantOf(bearer);
  if (grant === undefined) {
    return json({ message: "can't delete OAuth access token when not using an OAuth access token" }, 400);
  }
  app.key.revoke(grant);
  return json({});
};

function sessionOf(cookie: string): string {
  return /(?:^|;\s*)canvas_session=([0-9a-f]+)/.exec(cookie)?.[1] ?? '';
}

export const OAUTH_ROUTES: readonly Route[] = [
  route('GET', '/login/oauth2/auth', auth, { token: false }),
  route('GET', '/login/oauth2/confirm', confirm, { token: false }),
  route('POST', '/login/oauth2/accept', accept, { token: false }),
  route('GET', '/login/oauth2/deny', deny, { token: false }),
  route('POST', '/login/oauth2/token', token, { token: false }),
  route('DELETE', '/login/oauth2/token', logOut, { token: false }),
];
