import type { CanvasApp } from '../app.ts';
import type { Answer } from './answer.ts';

export interface ApiRequest {
  method: string;
  /** Path parameters, percent-decoded. */
  params: Record<string, string>;
  /** Query and form or JSON body fields together; nested JSON as parameters[users]. */
  fields: URLSearchParams;
  query: URLSearchParams;
  contentType: string;
  body: Buffer;
  /** The token that came along, whatever it is worth. */
  bearer: string | undefined;
  cookie: string;
  /** A valid token came along. */
  authorized: boolean;
  /** Path and query as asked for, for Link headers. */
  target: string;
}

export type Handler = (app: CanvasApp, request: ApiRequest) => Answer | Promise<Answer>;

export interface Route {
  method: string;
  pattern: readonly string[];
  handler: Handler;
  /** False for the few routes that need no token. */
  token: boolean;
}

export function route(method: string, path: string, handler: Handler, options: { token?: boolean } = {}): Route {
  return { method, pattern: path.split('/').slice(1), handler, token: options.token ?? true };
}

/** The first route that fits; segments are split before they are decoded, so that ids may contain slashes as %2F. */
export function findRoute(
  routes: readonly Route[],
  method: string,
  pathname: string,
): { route: Route; params: Record<string, string> } | undefined {
  const segments = pathname
    .replace(/\.json$/, '')
    .split('/')
    .slice(1);
  for (const candidate of routes) {
    if (candidate.method !== method || candidate.pattern.length !== segments.length) continue;
    const params = matchSegments(candidate.pattern, segments);
    if (params !== undefined) return { route: candidate, params };
  }
  return undefined;
}

function matchSegments(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? '';
    if (!part.startsWith(':')) {
      if (part !== segment) return undefined;
    } else {
      params[part.slice(1)] = decode(segment);
    }
  }
  return params;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
