import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { CanvasApp } from '../app.ts';
import {
  type Answer,
  BAD_TOKEN,
  htmlError,
  LOG_IN_PAGE,
  MISSING_SCOPE,
  NO_TOKEN,
  NOT_FOUND,
  Refusal,
  serverError,
  throttled,
} from './answer.ts';
import { breakAnswers, nextFault } from './faults.ts';
import { allFields, readBody } from './fields.ts';
import { pageOf } from './paging.ts';
import { type ApiRequest, findRoute, type Route } from './router.ts';
import { withStringIds } from './string-ids.ts';
import { Throttle } from './throttle.ts';

const STRING_IDS = 'application/json+canvas-string-ids';

/** The API over node:http: log-in, throttling, routes, paging, string ids. `app` is asked for late, it needs the port. */
export function createApiServer(routes: readonly Route[], app: () => CanvasApp): Server {
  let throttle: Throttle | undefined;
  let errorReports = 0;
  const server = createServer((request, response) => {
    throttle ??= new Throttle(app().settings);
    serve(routes, app(), throttle, request, response).catch((error: unknown) => {
      errorReports += 1;
      console.error('practice Canvas:', error);
      if (response.headersSent) response.destroy();
      else send(app(), request, response, serverError(errorReports), emptyRequest(request));
    });
  });
  server.keepAliveTimeout = 30_000;
  return server;
}

async function serve(
  routes: readonly Route[],
  app: CanvasApp,
  throttle: Throttle,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  app.requests.total += 1;
  const url = new URL(request.url ?? '/', app.url);
  const began = performance.now();
  const body = await readBody(request);
  const tooSlow = performance.now() - began > app.settings.uploads.minuteMs;
  if (app.settings.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, app.settings.latencyMs));
  const contentType = (request.headers['content-type'] ?? '').toLowerCase();
  const originalType = request.headers['content-type'] ?? '';
  const asked: ApiRequest = {
    method: request.method ?? 'GET',
    params: {},
    query: url.searchParams,
    fields: allFields(url.searchParams, contentType.startsWith('multipart/') ? originalType : contentType, body),
    contentType: contentType.startsWith('multipart/') ? originalType : contentType,
    body,
    target: `${url.pathname}${url.search}`,
    authorized: hasToken(app, request),
    bearer: bearerOf(request),
    cookie: request.headers.cookie ?? '',
  };
  if (app.settings.offline) return send(app, request, response, htmlError(503, 'Service Unavailable'), asked);
  if (tooSlow) return send(app, request, response, htmlError(504, 'Gateway Time-out'), asked);
  const fault = nextFault(app.settings, asked.target);
  if (fault === 'drop') return void response.destroy();
  if (fault === '500') return send(app, request, response, serverError(1), asked);
  if (fault === '502') return send(app, request, response, htmlError(502, 'Bad Gateway'), asked);
  if (fault !== undefined) breakAnswers(response, fault);
  const found = findRoute(routes, asked.method, url.pathname);
  if (found === undefined) return send(app, request, response, NOT_FOUND, asked);
  if (found.route.token) {
    if (app.settings.ssoFront) return send(app, request, response, LOG_IN_PAGE, asked);
    const refused = checkToken(app, request, url) ?? checkScope(app, request, found.route);
    if (refused !== undefined) return send(app, request, response, refused, asked);
    withoutIncludes(app, asked);
    if (!throttle.admit()) return send(app, request, response, throttled(app.settings.throttling.status), asked);
  }
  const started = performance.now();
  const answer = await answerOf(found.route, app, { ...asked, params: found.params });
  if (found.route.token) {
    const cost = (performance.now() - started) / 1_000 + app.settings.throttling.cost;
    response.setHeader('X-Request-Cost', cost.toString());
    response.setHeader('X-Rate-Limit-Remaining', throttle.done(cost).toString());
  }
  send(app, request, response, answer, asked);
}

async function answerOf(route: Route, app: CanvasApp, request: ApiRequest): Promise<Answer> {
  try {
    return await route.handler(app, request);
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
}

/** §5.1: the header only; a token in the query is a mistake worth recording. */
function checkToken(app: CanvasApp, request: IncomingMessage, url: URL): Answer | undefined {
  if (url.searchParams.has('access_token')) {
    app.violations.push({ at: app.state.now(), kind: 'token-in-query', detail: url.pathname });
  }
  if (bearerOf(request) === undefined) return NO_TOKEN;
  return hasToken(app, request) ? undefined : BAD_TOKEN;
}

function hasToken(app: CanvasApp, request: IncomingMessage): boolean {
  const { tokenValid, token } = app.settings;
  const over = token.expiresAt !== '' && Date.parse(token.expiresAt) <= app.state.clock().getTime();
  const bearer = bearerOf(request);
  return (bearer === app.token && tokenValid && !over) || app.key.grantOf(bearer) !== undefined;
}

function bearerOf(request: IncomingMessage): string | undefined {
  return /^Bearer\s+(.+)$/i.exec(request.headers.authorization ?? '')?.[1]?.trim();
}

/** A developer key that enforces scopes names them by method and pattern (§5.1). */
function checkScope(app: CanvasApp, request: IncomingMessage, { method, pattern }: Route): Answer | undefined {
  const scope = `url:${method}|/${pattern.join('/')}`;
  if (app.settings.missingScopes.includes(scope)) return MISSING_SCOPE;
  const grant = app.settings.developerKey.enforceScopes ? app.key.grantOf(bearerOf(request)) : undefined;
  if (grant === undefined) return undefined;
  return grant.scopes.some((known) => shapeOf(known) === shapeOf(scope)) ? undefined : MISSING_SCOPE;
}

/** Canvas names the parts of its addresses otherwise than our routes do. */
function shapeOf(scope: string): string {
  return scope.replace(/:\w+(?=\/|$)/g, ':');
}

/** Under a key that enforces scopes, Canvas leaves `include` out unless the key says otherwise. */
function withoutIncludes(app: CanvasApp, { bearer, fields, query }: ApiRequest): void {
  const { enforceScopes, allowIncludes } = app.settings.developerKey;
  if (!enforceScopes || allowIncludes || app.key.grantOf(bearer) === undefined) return;
  for (const name of ['include', 'include[]', 'includes', 'includes[]']) {
    fields.delete(name);
    query.delete(name);
  }
}

function send(app: CanvasApp, request: IncomingMessage, response: ServerResponse, answer: Answer, asked: ApiRequest): void {
  if (answer.kind !== 'list' && answer.status >= 400) app.requests.refused += 1;
  if (answer.kind === 'text') {
    write(response, answer.status, answer.contentType, answer.text, answer.headers);
    return;
  }
  const stringIds = (request.headers.accept ?? '').includes(STRING_IDS);
  if (answer.kind === 'list') {
    const page = pageOf(answer, asked.fields, app, asked.target);
    const text = JSON.stringify(stringIds ? withStringIds(page.body) : page.body);
    write(response, 200, 'application/json; charset=utf-8', text, { Link: page.link });
    return;
  }
  const text = JSON.stringify(stringIds ? withStringIds(answer.body) : answer.body);
  write(response, answer.status, 'application/json; charset=utf-8', text, answer.headers);
}

function write(
  response: ServerResponse,
  status: number,
  contentType: string,
  text: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'Content-Type': contentType, 'Content-Length': Buffer.byteLength(text), ...headers });
  response.end(text);
}

function emptyRequest(request: IncomingMessage): ApiRequest {
  const none = new URLSearchParams();
  return {
    method: '',
    params: {},
    query: none,
    fields: none,
    contentType: '',
    body: Buffer.alloc(0),
    target: request.url ?? '/',
    authorized: false,
    bearer: undefined,
    cookie: '',
  };
}
