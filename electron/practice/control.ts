import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { makeIds, makeRandom } from './census/random.ts';
import { controlRows, dumpSis, readObject } from './control-rows.ts';
import { SCENARIOS } from './scenarios/index.ts';
import type { Stage } from './scenarios/scenario.ts';
import { NoSuchScene } from './scenarios/scenario.ts';
import { sendJson } from './sis/errors.ts';
import { noHabits, setHabits } from './sis/habits.ts';
import { close, listen } from './sis/listening.ts';
import type { PracticeSis } from './sis/server.ts';
import { COLLECTIONS } from './sis/store.ts';

/** What the control API needs of the practice Canvas. */
export interface CanvasSide {
  readonly url: string;
  readonly control: { handle(req: IncomingMessage, res: ServerResponse, path: string): Promise<boolean> };
}

export interface ControlOptions {
  sis: PracticeSis;
  canvas: CanvasSide;
  port?: number;
  seed: number;
  /** The local date the district was made for. */
  today: string;
  /** Brings the SIS back to its census, with no habits. */
  reset: () => void;
  /** Called after habits were changed, for those who keep state. */
  touched?: () => void;
  clock?: () => Date;
}

export interface Control {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Starts the control API on loopback: what a person at the SIS, a failing network or a test does to the practice district.
 *
 * | call | does |
 * |---|---|
 * | `GET /` | names the addresses and the scenarios |
 * | `GET /state/sis`, `GET /state/canvas` | everything they hold |
 * | `GET /sis/{collection}?field=value` | `{ total, rows }` |
 * | `GET`, `PATCH` (merge patch), `PUT`, `DELETE /sis/{collection}/{sourcedId}` | one record |
 * | `GET`, `POST /sis/habits` | the switches of sis/habits.ts |
 * | `POST /scenario/{name}`, `POST /scenario/reset` | plays a scenario, answers what it did |
 * | `/canvas/…` | passed to the practice Canvas |
 */
export async function startControl(options: ControlOptions): Promise<Control> {
  const { sis, canvas, clock = () => new Date() } = options;
  const server = createServer();
  const origin = await listen(server, options.port ?? 0);
  const port = new URL(origin).port;
  const hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
  let played = 0;

  const play = async (req: IncomingMessage, res: ServerResponse, name: string): Promise<void> => {
    const params = await readObject(req);
    if (!params) return sendJson(res, 400, { error: 'the body must be a JSON object' });
    if (name === 'reset') {
      played = 0;
      options.reset();
      return sendJson(res, 200, { reset: true });
    }
    const scenario = SCENARIOS[name];
    if (!scenario) return sendJson(res, 404, { error: `no scenario ${name}`, scenarios: Object.keys(SCENARIOS) });
    played += 1;
    const seed = typeof params.seed === 'number' ? params.seed : options.seed;
    const ids = makeIds(seed);
    let made = 0;
    const stage: Stage = {
      store: sis.store,
      habits: sis.habits,
      random: makeRandom(seed, `${name} ${played}`),
      today: options.today,
      now: clock().toISOString(),
      newId: () => {
        // No id comes twice, not even one that is gone by now. After a restart the count of plays begins anew: what is taken is passed over.
        for (;;) {
          const id = ids(`scenario ${name} ${played}`, made++);
          if (COLLECTIONS.every((collection) => !sis.store.get(collection, id))) return id;
        }
      },
    };
    const did = scenario(stage, params);
    options.touched?.();
    sendJson(res, 200, did);
  };

  const setSwitches = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const wishes = await readObject(req);
    if (!wishes) return sendJson(res, 400, { error: 'the body must be a JSON object' });
    const unknown = Object.keys(wishes).filter((name) => !(name in noHabits()));
    if (unknown.length > 0) return sendJson(res, 400, { error: `no such habits: ${unknown.join(', ')}`, habits: noHabits() });
    setHabits(sis.habits, wishes);
    options.touched?.();
    sendJson(res, 200, sis.habits);
  };

  const handle = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    // A web page must not steer the practice district: not by another host name that resolves here, not across origins.
    if (!hosts.has(req.headers.host ?? '') || req.headers.origin !== undefined)
      return sendJson(res, 403, { error: 'not from here' });
    const url = new URL(req.url ?? '/', origin);
    const call = `${req.method} ${url.pathname}`;
    const addresses = { sis: { url: sis.url }, canvas: { url: canvas.url } };
    if (call === 'GET /') return sendJson(res, 200, { ...addresses, scenarios: ['reset', ...Object.keys(SCENARIOS)] });
    if (call === 'GET /state/sis') return dumpSis(sis.store, res);
    if (call === 'GET /state/canvas' && (await canvas.control.handle(req, res, '/state'))) return;
    if (call === 'GET /sis/habits') return sendJson(res, 200, sis.habits);
    if (call === 'POST /sis/habits') return setSwitches(req, res);
    const [, room = '', name = ''] = url.pathname.split('/');
    if (room === 'scenario' && req.method === 'POST') return play(req, res, name);
    if (room === 'sis' && (await controlRows(sis.store, () => clock().toISOString(), req, res, url))) return;
    if (room === 'canvas' && (await canvas.control.handle(req, res, url.pathname.slice('/canvas'.length) + url.search))) return;
    sendJson(res, 404, { error: `no such call: ${call}` });
  };

  server.on('request', (req: IncomingMessage, res: ServerResponse) => {
    handle(req, res).catch((fault: unknown) => {
      if (res.headersSent) res.destroy();
      else if (fault instanceof NoSuchScene) sendJson(res, 409, { error: fault.message });
      else sendJson(res, 500, { error: String(fault) });
    });
  });
  return { url: origin, close: () => close(server) };
}
