import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { sendError, sendJson } from './errors.ts';
import type { Reader } from './read.ts';
import type { Route } from './routes.ts';
import { shows, type Where } from './where.ts';

const LOGIN_PAGE = '<!DOCTYPE html><html><head><title>Focus — Log in</title></head><body><form>Username</form></body></html>';

/** Answers with whatever keeps this server from sending the page; false when nothing does. */
export async function troubled(reader: Reader, route: Route, page: number, limit: number, res: ServerResponse): Promise<boolean> {
  const { habits } = reader;
  const { collection } = route;
  const here = (where: Where | null): boolean => shows(where, collection, page);
  const trouble = (send: () => void): true => {
    send();
    return true;
  };
  const reads = (reader.reads.get(collection) ?? 0) + 1;
  reader.reads.set(collection, reads);
  if (habits.delayMs > 0) await sleep(habits.delayMs);
  if (habits.absentCollection.includes(collection)) return trouble(() => sendJson(res, 404, { message: 'API route not found' }));
  if (habits.denyCollection.includes(collection))
    return trouble(() => sendError(res, 403, 'forbidden', 'Not permitted.', habits));
  const storm = habits.throttleEvery !== null && reads % habits.throttleEvery === 0;
  if (storm || here(habits.status429)) return trouble(() => sendError(res, 429, 'server_busy', 'Too many requests.', habits));
  if (here(habits.status503)) return trouble(() => sendError(res, 503, 'server_busy', 'The server is busy.', habits));
  if (limit > (habits.timeoutAbove ?? limit)) return trouble(() => sendError(res, 504, 'timeout', 'Gateway timeout.', habits));
  if (here(habits.html)) {
    res.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
    return trouble(() => res.end(LOGIN_PAGE));
  }
  if (here(habits.noWrapper)) return trouble(() => sendJson(res, 200, {}));
  if (here(habits.errorOn200)) return trouble(() => sendJson(res, 200, { error: 'The school year is not shared.' }));
  if (here(habits.failureOn200)) {
    const info = { imsx_codeMajor: 'failure', imsx_severity: 'error', imsx_description: 'The read failed.' };
    return trouble(() => sendJson(res, 200, { [route.wrapper]: [], statusInfoSet: [info] }));
  }
  return false;
}
