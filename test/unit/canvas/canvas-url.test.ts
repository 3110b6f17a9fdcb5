import { describe, expect, test } from 'vitest';
import { canvasOrigin } from '../../../electron/canvas/canvas-url.ts';

describe('the Canvas address an admin types', () => {
  test.each([
    ['district.instructure.com', 'https://district.instructure.com'],
    ['  https://district.instructure.com/  ', 'https://district.instructure.com'],
    ['https://district.instructure.com/courses/7?module=1#top', 'https://district.instructure.com'],
    ['HTTPS://District.Instructure.Com/login/canvas', 'https://district.instructure.com'],
    ['canvas.district.org:8443/accounts/1', 'https://canvas.district.org:8443'],
    ['http://127.0.0.1:4010', 'http://127.0.0.1:4010'],
    ['localhost:3000', 'http://localhost:3000'],
    ['[::1]:3000', 'http://[::1]:3000'],
  ])('%s becomes %s', (typed, origin) => {
    expect(canvasOrigin(typed)).toEqual({ ok: true, value: origin });
  });

  test.each([
    ['', 'empty'],
    ['http://district.instructure.com', 'https'],
    ['ftp://district.instructure.com', 'https'],
    ['https://admin:pw@district.instructure.com', 'password'],
    ['canvas', 'incomplete'],
    ['https://', 'web address'],
    ['http://127.0.0.1.evil.example', 'https'],
  ])('%s is refused: %s', (typed, why) => {
    const outcome = canvasOrigin(typed);
    expect(outcome).toMatchObject({ ok: false, failure: { code: 'canvas.address', message: expect.stringContaining(why) } });
  });
});
