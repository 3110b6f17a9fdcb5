import { expect, test } from '@playwright/test';
import { launchApp, newUserDataDir, type RunningApp } from '../helpers/electron-app.ts';

let running: RunningApp;

test.beforeAll(async () => {
  running = await launchApp({ userDataDir: newUserDataDir() });
});

test.afterAll(async () => {
  await running.app.close();
});

test('the window opens, and its title ends with the product’s name', async () => {
  await expect(running.window).toHaveTitle(/Rosterbridge$/);
  expect(running.window.url()).toMatch(/^app:\/\/ui\//);
});

test('the first screen offers a practice district and one’s own', async () => {
  await expect(running.window.getByRole('button', { name: 'Try it with a practice district' })).toBeVisible();
  await expect(running.window.getByRole('button', { name: 'Connect my district' })).toBeVisible();
});

test('the page is sandboxed and apart from Node', async () => {
  const preferences = await running.app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    return contents && 'getLastWebPreferences' in contents ? (contents.getLastWebPreferences as () => object)() : {};
  });
  expect(preferences).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false });
  expect(await running.window.evaluate(() => [typeof require, typeof process])).toEqual(['undefined', 'undefined']);
});

test('the app runs as an ordinary user with the sandbox on', async () => {
  const { uid, switches } = await running.app.evaluate(({ app }) => ({
    uid: process.getuid?.(),
    switches: ['no-sandbox', 'disable-web-security', 'ignore-certificate-errors'].filter((name) =>
      app.commandLine.hasSwitch(name),
    ),
  }));
  expect(uid).not.toBe(0);
  expect(switches).toEqual([]);
});

test('the operating system can seal secrets in this session', async () => {
  const sealed = await running.app.evaluate(({ safeStorage }) => ({
    available: safeStorage.isEncryptionAvailable(),
    prefix: safeStorage.encryptString('a secret').subarray(0, 3).toString(),
  }));
  test.skip(process.platform !== 'linux', 'only Linux may lack a keyring');
  expect(sealed).toEqual({ available: true, prefix: 'v11' });
});

test('the app keeps its data in the folder it was given', async () => {
  const path = await running.app.evaluate(({ app }) => app.getPath('userData'));
  expect(path).toMatch(/rosterbridge-session-.*userdata/);
});

test('nothing complains on the page', () => {
  expect(running.complaints).toEqual([]);
});
