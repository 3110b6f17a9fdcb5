import { describe, expect, test } from 'vitest';
import { isOurPage, mayLoad } from '../../../electron/shell/guards.ts';
import { isTrustedSender } from '../../../electron/shell/sender.ts';

describe('a call is answered', () => {
  test('for the top frame of our own page', () => {
    expect(isTrustedSender({ origin: 'app://ui', parent: null })).toBe(true);
  });

  test.each([
    ['a frame inside our page', { origin: 'app://ui', parent: {} }],
    ['a page of the web', { origin: 'https://ui', parent: null }],
    ['a host that begins like ours', { origin: 'app://ui.example.com', parent: null }],
    ['another host of our scheme', { origin: 'app://other', parent: null }],
    ['an opaque page', { origin: 'null', parent: null }],
    ['a local file', { origin: 'file://', parent: null }],
    ['nothing, because the frame is gone', null],
    ['nothing at all', undefined],
  ])('but not for %s', (_what, frame) => {
    expect(isTrustedSender(frame)).toBe(false);
  });
});

describe('the window goes', () => {
  test.each([
    ['app://ui/', true],
    ['app://ui/index.html#log', true],
    ['app://ui.example.com/', false],
    ['app://other/', false],
    ['https://app://ui/', false],
    ['https://example.com/?next=app://ui/', false],
    ['file:///tmp/dropped.html', false],
    ['about:blank', false],
    ['javascript:alert(1)', false],
  ])('%s: %s', (address, allowed) => {
    expect(isOurPage(address)).toBe(allowed);
  });
});

describe('the page loads', () => {
  test.each([
    ['app://ui/index.js', false, true],
    ['app://ui.example.com/index.js', true, false],
    ['https://example.com/', true, false],
    ['ws://127.0.0.1:9222/', true, false],
    ['file:///etc/passwd', true, false],
    ['devtools://devtools/bundled/index.html', true, true],
    ['devtools://devtools/bundled/index.html', false, false],
  ])('%s with developer tools %s: %s', (address, devTools, allowed) => {
    expect(mayLoad(address, devTools)).toBe(allowed);
  });
});
