import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contentSecurityPolicy, fileForAddress, pageServer } from '../../../electron/shell/app-protocol.ts';

const root = join('/', 'opt', 'rosterbridge', 'renderer');

describe('an address names a file of the page', () => {
  test.each([
    ['app://ui/', 'index.html'],
    ['app://ui/index.html', 'index.html'],
    ['app://ui/assets/index-1a2b.js', 'assets/index-1a2b.js'],
    ['app://ui/assets/Segoe%20UI.woff2', 'assets/Segoe UI.woff2'],
    ['app://ui/assets/./index.css', 'assets/index.css'],
    ['app://ui/?theme=dark#review', 'index.html'],
  ])('%s', (address, file) => {
    expect(fileForAddress(address, root)).toBe(join(root, file));
  });
});

describe('an address that leaves the page is refused', () => {
  test.each([
    ['an escaped slash', 'app://ui/..%2fmain.js'],
    ['an escaped slash in capitals', 'app://ui/assets%2F..%2F..%2Fmain.js'],
    ['an escaped backslash', 'app://ui/..%5cmain.js'],
    ['a plain backslash in the path', 'app://ui/assets%5c..%5cmain.js'],
    ['twice escaped dots', 'app://ui/%252e%252e/main.js'],
    ['a drive letter', 'app://ui/C:/Windows/win.js'],
    ['an escaped drive letter', 'app://ui/C%3A/Windows/win.js'],
    ['a NUL', 'app://ui/index.html%00.js'],
    ['a broken escape', 'app://ui/%E0%A4%A.js'],
    ['a hidden file', 'app://ui/.stamp.js'],
    ['a hidden folder', 'app://ui/.git/config.json'],
    ['another host', 'app://other/index.html'],
    ['a host that merely begins like ours', 'app://ui.example.com/index.html'],
    ['a port', 'app://ui:8080/index.html'],
    ['a user name', 'app://admin@ui/index.html'],
    ['another scheme', 'file:///etc/passwd.html'],
    ['the web', 'https://ui/index.html'],
    ['a type that is not served', 'app://ui/district.db'],
    ['a file without a type', 'app://ui/LICENSE'],
    ['the folder itself', 'app://ui/assets/'],
    ['no address at all', 'index.html'],
  ])('%s', (_what, address) => {
    expect(fileForAddress(address, root)).toBeNull();
  });
});

describe('dots cannot climb out: the address is resolved before it becomes a path', () => {
  test.each([
    ['app://ui/../../main.js', 'main.js'],
    ['app://ui/%2e%2e/%2e%2e/etc/passwd.json', 'etc/passwd.json'],
    ['app://ui/.%2e/main.js', 'main.js'],
    ['app://ui/assets/../../../main.js', 'main.js'],
  ])('%s', (address, file) => {
    expect(fileForAddress(address, root)).toBe(join(root, file));
  });
});

describe('the page server', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rosterbridge-page-'));
  const serve = pageServer(folder);

  beforeAll(() => {
    writeFileSync(join(folder, 'index.html'), '<script type="module" src="./x.js" nonce="__CSP_NONCE__"></script>');
    writeFileSync(join(folder, 'x.js'), 'export {};');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('gives every document its own nonce, in the page and in its policy', async () => {
    const nonces = await Promise.all(
      [1, 2].map(async () => {
        const answer = await serve(new Request('app://ui/'));
        const nonce = /nonce="([^"]+)"/.exec(await answer.text())?.[1] ?? 'none';
        expect(answer.headers.get('content-security-policy')).toBe(contentSecurityPolicy(nonce));
        return nonce;
      }),
    );
    expect(new Set(nonces).size).toBe(2);
    expect(nonces[0]).not.toBe('__CSP_NONCE__');
  });

  test('lets no script run but our own files, and the page reach nobody', () => {
    const policy = contentSecurityPolicy('n');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("connect-src 'self';");
    expect(policy).not.toContain('unsafe');
  });

  test('forbids guessing of types and tells nobody where the page is', async () => {
    const answer = await serve(new Request('app://ui/x.js'));
    expect(answer.headers.get('content-type')).toContain('text/javascript');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
  });

  test('answers 404 for what is not there and for anything but reading', async () => {
    expect((await serve(new Request('app://ui/missing.js'))).status).toBe(404);
    expect((await serve(new Request('app://ui/index.html', { method: 'POST' }))).status).toBe(404);
  });
});
