import { describe, expect, test, vi } from 'vitest';
import { childEnvironment } from '../../../electron/engine/host/child-environment.ts';
import { type EngineClient, type EnginePort, engineClient } from '../../../electron/engine/host/engine-client.ts';
import type { ToEngine } from '../../../electron/engine/host/protocol.ts';
import { fail, succeed } from '../../../shared/outcome.ts';

/** A process that does what the test says. */
class FakePort implements EnginePort {
  readonly sent: ToEngine[] = [];
  killed = false;
  private hear: (message: unknown) => void = () => undefined;
  private end: (code: number) => void = () => undefined;
  send(message: ToEngine): void {
    this.sent.push(message);
  }
  onMessage(listener: (message: unknown) => void): void {
    this.hear = listener;
  }
  onExit(listener: (code: number) => void): void {
    this.end = listener;
  }
  kill(): void {
    this.killed = true;
    this.end(9);
  }
  say(message: unknown): void {
    this.hear(message);
  }
  die(code: number): void {
    this.end(code);
  }
  get calls() {
    return this.sent.filter((message) => message.type === 'call');
  }
}

const secrets = { storeKey: 'ab'.repeat(32), sisSecret: 's', canvasToken: 't' };

function started() {
  const ports: FakePort[] = [];
  const clock = { now: 0 };
  const emit = vi.fn();
  const onReady = vi.fn();
  const client: EngineClient = engineClient({
    fork() {
      const port = new FakePort();
      ports.push(port);
      return port;
    },
    dataDir: '/data',
    workerFile: '/dist/district-worker.js',
    async secrets(district) {
      if (district === 'a') return succeed(secrets);
      if (district !== 'signed-in') return fail({ code: 'vault.missing', message: '', consequence: '', remedy: '' });
      return succeed({ ...secrets, canvasToken: '', canvasAccess: async (refused) => succeed(`instead of ${refused}`) });
    },
    emit,
    log: () => undefined,
    onReady,
    now: () => clock.now,
  });
  client.start();
  const port = () => {
    const last = ports.at(-1);
    if (last === undefined) throw new Error('nothing started');
    return last;
  };
  return { client, ports, port, clock, emit, onReady };
}

describe('the engine client', () => {
  test('tells a new process where to work, and nothing secret', () => {
    const { port, onReady } = started();
    expect(port().sent).toEqual([{ type: 'start', dataDir: '/data', workerFile: '/dist/district-worker.js' }]);
    port().say({ type: 'ready' });
    expect(onReady).toHaveBeenCalledOnce();
  });

  test('matches answers to calls, whatever their order', async () => {
    const { client, port } = started();
    const one = client.call('cancel', { district: 'a' });
    const two = client.call('districts', {});
    const [first, second] = port().calls;
    port().say({ type: 'answer', id: second?.id, outcome: { ok: true, value: [] } });
    port().say({ type: 'answer', id: first?.id, outcome: { ok: true, value: {} } });
    expect(await two).toEqual(succeed([]));
    expect(await one).toEqual(succeed({}));
  });

  test('does not pass on a result outside the contract', async () => {
    const { client, port } = started();
    const asked = client.call('districts', {});
    port().say({ type: 'answer', id: port().calls[0]?.id, outcome: { ok: true, value: 'all of them' } });
    expect(await asked).toMatchObject({ ok: false, failure: { code: 'app.bug' } });
  });

  test('answers for secrets by message', async () => {
    const { port } = started();
    port().say({ type: 'ask-secrets', id: 1, district: 'a' });
    port().say({ type: 'ask-secrets', id: 2, district: 'b' });
    await vi.waitFor(() => expect(port().sent).toHaveLength(3));
    expect(port().sent[1]).toEqual({ type: 'secrets', id: 1, outcome: succeed({ ...secrets, canvasByKey: false }) });
    expect(port().sent[2]).toMatchObject({ type: 'secrets', id: 2, outcome: { ok: false } });
  });

  test('of a developer key only access tokens cross over, each when it is asked for', async () => {
    const { port } = started();
    port().say({ type: 'ask-secrets', id: 1, district: 'signed-in' });
    port().say({ type: 'ask-canvas-token', id: 2, district: 'signed-in', refused: 'old' });
    await vi.waitFor(() => expect(port().sent).toHaveLength(3));
    const told = { ...secrets, canvasToken: '', canvasByKey: true };
    expect(port().sent.slice(1)).toEqual([
      { type: 'secrets', id: 1, outcome: succeed(told) },
      { type: 'canvas-token', id: 2, outcome: succeed('instead of old') },
    ]);
  });

  test('passes on events that fit the contract, and no others', () => {
    const { port, emit } = started();
    const progress = {
      district: 'a',
      run: 'r',
      state: 'pulling',
      step: 'Reading users',
      done: 1,
      total: null,
      secondsLeft: null,
    };
    port().say({ type: 'event', name: 'progressed', payload: progress });
    port().say({ type: 'event', name: 'progressed', payload: { step: 1 } });
    port().say({ type: 'event', name: 'constructor', payload: progress });
    expect(emit.mock.calls).toEqual([['progressed', progress]]);
  });

  test('fails open calls when the process ends, and starts it again three times in ten minutes', async () => {
    const { client, ports, port, clock } = started();
    const open = client.call('districts', {});
    port().die(139);
    expect(await open).toMatchObject({ ok: false, failure: { code: 'engine.stopped' } });
    expect(ports).toHaveLength(2);
    port().die(1);
    port().die(1);
    expect(ports).toHaveLength(4);
    port().die(1);
    expect(ports).toHaveLength(4);
    expect(await client.call('districts', {})).toMatchObject({ ok: false, failure: { code: 'engine.down' } });
    clock.now += 1;
  });

  test('given up after three restarts, it starts again when woken after the ten minutes, and no sooner', async () => {
    const { client, ports, port, clock } = started();
    for (let crash = 0; crash < 4; crash += 1) port().die(1);
    expect(ports).toHaveLength(4);
    await client.wake();
    expect(ports).toHaveLength(4);
    clock.now += 10 * 60_000;
    const woken = client.wake();
    expect(ports).toHaveLength(5);
    port().say({ type: 'ready' });
    await woken;
    expect(port().sent).toHaveLength(1);
    void client.stop(1_000);
    port().die(0);
    clock.now += 10 * 60_000;
    await client.wake();
    expect(ports).toHaveLength(5);
  });

  test('forgives crashes that lie more than ten minutes apart', () => {
    const { ports, port, clock } = started();
    for (let crash = 0; crash < 6; crash += 1) {
      clock.now += 5 * 60_000;
      port().die(1);
    }
    expect(ports).toHaveLength(7);
  });

  test('stops by message, and by force when nothing happens', async () => {
    const { client, ports, port } = started();
    const stopping = client.stop(10);
    expect(port().sent.at(-1)).toEqual({ type: 'stop' });
    await stopping;
    expect(port().killed).toBe(true);
    expect(ports).toHaveLength(1);
  });

  test('asleep it has no process; the next call starts one, after the old one is gone', async () => {
    const { client, ports, port } = started();
    const sleeping = client.sleep(60_000);
    const first = port();
    expect(first.sent.at(-1)).toEqual({ type: 'stop' });
    const asked = client.call('districts', {});
    await Promise.resolve();
    expect(ports).toHaveLength(1);
    first.die(0);
    await sleeping;
    await vi.waitFor(() => expect(ports).toHaveLength(2));
    await vi.waitFor(() => expect(port().calls).toHaveLength(1));
    port().say({ type: 'answer', id: port().calls[0]?.id, outcome: { ok: true, value: [] } });
    expect(await asked).toEqual(succeed([]));
  });

  test('it does not sleep while something is asked of it', async () => {
    const { client, port } = started();
    const asked = client.call('districts', {});
    expect(client.isBusy()).toBe(true);
    await client.sleep(60_000);
    expect(port().sent.some(({ type }) => type === 'stop')).toBe(false);
    port().say({ type: 'answer', id: port().calls[0]?.id, outcome: { ok: true, value: [] } });
    await asked;
    expect(client.isBusy()).toBe(false);
  });

  test('woken, it is ready when what was interrupted has been taken up', async () => {
    const { client, ports, port, onReady } = started();
    let takenUp: () => void = () => undefined;
    onReady.mockImplementation(() => new Promise<void>((resolve) => (takenUp = resolve)));
    const sleeping = client.sleep(60_000);
    port().die(0);
    await sleeping;
    const woken = vi.fn();
    void client.wake().then(woken);
    await vi.waitFor(() => expect(ports).toHaveLength(2));
    port().say({ type: 'ready' });
    await Promise.resolve();
    expect(woken).not.toHaveBeenCalled();
    takenUp();
    await vi.waitFor(() => expect(woken).toHaveBeenCalledOnce());
  });

  test('stopped while asleep, it stays down', async () => {
    const { client, ports, port } = started();
    const sleeping = client.sleep(60_000);
    port().die(0);
    await sleeping;
    await client.stop(10);
    expect(await client.call('districts', {})).toMatchObject({ ok: false, failure: { code: 'engine.down' } });
    expect(ports).toHaveLength(1);
  });
});

test('a child process inherits paths and language, no secret and nothing that steers Node', () => {
  const env = {
    PATH: '/usr/bin',
    HOME: '/home/ana',
    LC_ALL: 'de_DE.UTF-8',
    XDG_RUNTIME_DIR: '/run/user/1',
    ROSTERBRIDGE_SIS_SECRET: 's',
    ROSTERBRIDGE_STORE_KEY: 'k',
    NODE_OPTIONS: '--require /tmp/x.js',
    NODE_EXTRA_CA_CERTS: '/tmp/ca.pem',
    AWS_SECRET_ACCESS_KEY: 'x',
    ELECTRON_RUN_AS_NODE: '1',
  };
  expect(childEnvironment(env)).toEqual({
    PATH: '/usr/bin',
    HOME: '/home/ana',
    LC_ALL: 'de_DE.UTF-8',
    XDG_RUNTIME_DIR: '/run/user/1',
  });
});
