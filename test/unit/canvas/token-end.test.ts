import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CanvasLogLine, createCanvasHttp } from '../../../electron/canvas/canvas-http.ts';
import { tokenEndCheck } from '../../../electron/canvas/doctor/token-end.ts';
import { json, type ScriptedCanvas, scriptedCanvas } from './scripted-canvas.ts';

/** Canvas' Access Tokens API: which token of the list is ours, and when it ends. */
let canvas: ScriptedCanvas;
beforeEach(async () => {
  canvas = await scriptedCanvas();
});
afterEach(() => canvas.close());

const now = Date.parse('2026-09-15T12:00:00Z');
const lines: CanvasLogLine[] = [];
const check = (token: string) =>
  tokenEndCheck(
    createCanvasHttp({ origin: canvas.origin, token, edge: canvas.edge, log: (line) => lines.push(line) }),
    token,
    now,
  );

describe('the end of a token', () => {
  test('is that of the token whose hint ours begins with, behind a database number too', async () => {
    canvas.reply = (_, response) =>
      json(response, 200, [
        { token_hint: 'zzzzz', expires_at: '2026-09-16T00:00:00Z' },
        { token_hint: 'abcde', expires_at: '2027-01-31T00:00:00Z' },
      ]);
    for (const token of ['abcdefgh', '1234~abcdefgh'])
      expect((await check(token)).message).toContain('January 31, 2027, in 137 days');
  });

  test('is the earlier one of two that begin alike, and a reason to act within a month', async () => {
    const row = (expires_at: string | null) => ({ token_hint: 'abcde', expires_at });
    canvas.reply = (_, response) => json(response, 200, [row(null), row('2026-09-17T00:00:00Z'), row('2027-09-17T00:00:00Z')]);
    expect(await check('abcdefgh')).toMatchObject({ level: 'warning', message: expect.stringContaining('in 1 day.') });
  });

  test('is asked for by hint where there is no list; the log does not show the hint', async () => {
    lines.length = 0;
    canvas.reply = (request, response) =>
      request.url?.endsWith('/tokens/abcde') === true
        ? json(response, 200, { token_hint: 'abcde', expires_at: null })
        : json(response, 404, {});
    expect((await check('abcdefgh')).message).toBe('The token has no end date.');
    expect(JSON.stringify(lines)).not.toContain('abcde');
    canvas.reply = (_, response) => json(response, 404, {});
    expect(await check('abcdefgh')).toMatchObject({ level: 'ok', message: expect.stringContaining('does not tell') });
  });
});
