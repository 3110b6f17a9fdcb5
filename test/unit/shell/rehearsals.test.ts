import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PracticeMemory } from '../../../electron/shell/practice-memory.ts';
import type { Remembered } from '../../../electron/shell/preferences.ts';
import { backToNormal, rehearsalCalls } from '../../../electron/shell/rehearsal-calls.ts';
import { rehearsals } from '../../../electron/shell/rehearsals.ts';
import { rehearsalGroups, rehearsalWords } from '../../../renderer/rehearse/rehearsal-words.ts';
import type { District } from '../../../shared/district.ts';
import { RehearsalName } from '../../../shared/rehearsals.ts';

/** The shell's side of a rehearsal, against a control address that notes what it is asked. */
let asked: string[] = [];
let answer: (path: string) => { status: number; body: unknown } = () => ({ status: 200, body: {} });
const server = createServer((request, response) => {
  request.resume();
  asked.push(`${request.method} ${request.url}`);
  const { status, body } = answer(request.url ?? '');
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
});
beforeEach(async () => {
  asked = [];
  answer = () => ({ status: 200, body: {} });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const sis = 'http://127.0.0.1:4001/focus/api/1.0/ims/oneroster/v1p1';
const district = (id: string, part: { practice?: boolean; sisUrl?: string } = {}): District => ({
  id,
  name: id,
  practice: part.practice ?? true,
  connection: { sisUrl: part.sisUrl ?? sis, sisKey: 'k', sisAuth: 'auto', sisTokenUrl: '', canvasUrl: 'http://127.0.0.1:4002' },
  createdAt: '2026-08-01T08:00:00.000Z',
});

function shell(running = true) {
  const memory = { students: 500, clean: true, seed: 1, ports: null, rehearsal: null };
  let remembered = {
    districts: [
      district('own'),
      district('elsewhere', { sisUrl: 'http://127.0.0.1:9/x' }),
      district('real', { practice: false }),
    ],
    practice: memory,
  } as unknown as Remembered;
  const addresses = {
    sis: { url: sis, key: 'k', secret: 's' },
    canvas: { url: 'http://127.0.0.1:4002', token: 't' },
    control: { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
  };
  return rehearsals({
    practice: { running: () => (running ? addresses : null) },
    preferences: {
      read: () => remembered,
      change: (part) => {
        remembered = { ...remembered, ...part };
      },
    },
    fetch: globalThis.fetch,
  });
}
const lines = (calls: (typeof rehearsalCalls)[RehearsalName]) => calls.map(({ method, path }) => `${method} ${path}`);

describe('a rehearsal', () => {
  it('begins from the normal state, is remembered while it plays, and ends there', async () => {
    const practice = shell();
    expect(await practice.start('own', 'short-list')).toEqual({ ok: true, value: {} });
    expect(asked).toEqual([...lines(backToNormal), ...lines(rehearsalCalls['short-list'])]);
    expect(practice.state('own')).toEqual({ available: true, current: 'short-list' });
    expect((await practice.end('own')).ok).toBe(true);
    expect(practice.state('own')).toEqual({ available: true, current: null });
  });

  it('steers no district but the one whose servers this app started', async () => {
    for (const id of ['elsewhere', 'real', 'nobody']) {
      expect(shell().state(id)).toEqual({ available: false, current: null });
      expect(await shell().start(id, 'sis-away')).toMatchObject({ ok: false, failure: { code: 'practice.not-here' } });
    }
    expect(await shell(false).end('own')).toMatchObject({ ok: false, failure: { code: 'practice.not-here' } });
    expect(asked).toEqual([]);
  });

  it('that cannot be played goes back to normal and says what would help', async () => {
    answer = (path) =>
      path.includes('section-move') ? { status: 409, body: { error: 'no student' } } : { status: 200, body: {} };
    const practice = shell();
    expect(await practice.start('own', 'section-move')).toMatchObject({
      ok: false,
      failure: { code: 'practice.impossible', detail: 'no student' },
    });
    expect(asked.slice(-backToNormal.length)).toEqual(lines(backToNormal));
    expect(practice.state('own').current).toBeNull();
  });

  it('says so when the servers do not answer', async () => {
    answer = () => ({ status: 500, body: 'broken' });
    expect(await shell().start('own', 'sis-away')).toMatchObject({ ok: false, failure: { code: 'practice.no-answer' } });
  });

  it('is offered exactly once, with its words; what an older app remembered has none', () => {
    expect(rehearsalGroups.flatMap(({ names }) => names).sort()).toEqual([...RehearsalName.options].sort());
    for (const { title, imitates, expect: outcome } of Object.values(rehearsalWords))
      for (const text of [title, imitates, outcome]) expect(text.length).toBeGreaterThan(10);
    const { rehearsal: _, ...older } = { students: 500, clean: true, seed: 1, ports: null, rehearsal: null };
    expect(PracticeMemory.parse(older)).toEqual({ ...older, rehearsal: null });
    expect(PracticeMemory.parse({ ...older, rehearsal: 'unknown' }).rehearsal).toBeNull();
  });
});
