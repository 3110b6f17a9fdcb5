import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Page } from 'playwright';
import { startPracticeDistrict } from '../../electron/practice/practice-server.ts';
import { canvasScopes } from '../../shared/canvas-scopes.ts';
import { launchApp, newUserDataDir, type RunningApp } from '../helpers/electron-app.ts';
import { expectHealthy } from '../helpers/healthy-page.ts';
import { browse } from '../helpers/plain-browser.ts';
import { callControl } from '../helpers/practice-engine.ts';

/** Set-up with a developer key: tried out while typing, left and taken up, signed in through a browser that is plain HTTP. */
test.describe.configure({ mode: 'serial' });

type Practice = Awaited<ReturnType<typeof startPracticeDistrict>>;
let practice: Practice;
let running: RunningApp;
let folder: string;
let window: Page;
let requests = 0;
const count = (message: unknown) => {
  const { request } = message as { readonly request: IncomingMessage };
  if (String(request.socket.localPort) === new URL(practice.sis.url).port) requests += 1;
};

test.beforeAll(async () => {
  practice = await startPracticeDistrict({ students: 60, seed: 4, clean: true });
  subscribe('http.server.request.start', count);
  const developerKey = { enforceScopes: true, scopes: [...canvasScopes], allowIncludes: true };
  await callControl(practice.control.url, 'PUT', '/canvas/settings', { developerKey });
  folder = newUserDataDir();
  await open();
});

test.afterAll(async () => {
  unsubscribe('http.server.request.start', count);
  await running.app.close();
  await practice.close();
});

async function open(): Promise<void> {
  running = await launchApp({ userDataDir: folder });
  window = running.window;
  // The person's browser: addresses are noted, and visited when the test says so.
  await running.app.evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    shell.openExternal = async (address) => void opened.push(address);
  });
}

const button = (name: string | RegExp) => window.getByRole('button', { name });
const field = (name: string) => window.getByLabel(new RegExp(`^${name}`));
const heading = (name: string | RegExp) => window.getByRole('heading', { level: 1, name });
const found = (side: string) => window.getByRole('region', { name: `${side}, tried out` });
const openedAddress = () =>
  running.app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened.splice(0).at(-1) ?? '');

/** Waits for the browser to be opened, and is the person in it. */
async function inTheBrowser(decision: 'authorize' | 'cancel'): Promise<string> {
  await expect(window.getByText('Waiting for you in the browser').or(button(/^Stop waiting for the browser/))).toBeVisible();
  let address = '';
  await expect.poll(async () => (address ||= await openedAddress())).not.toBe('');
  return (await browse(address, decision)).text;
}

test('the SIS is tried out once typing pauses, not at every key, in words beside the fields', async () => {
  await button('Connect my district').click();
  await expect(found('Your SIS').getByText(/As soon as all is filled in/)).toBeVisible();
  await field('Name of your district').fill('Evergreen County Schools');
  await field('API URL').fill(practice.sis.url);
  await field('Client key').fill(practice.sis.key);
  await field('Client secret').pressSequentially('not the secret', { delay: 30 });
  await expect(found('Your SIS').getByText(/Problem:/)).toBeVisible({ timeout: 30_000 });
  const once = requests;
  await expectHealthy(window, 'setup-sis-tried-out');
  await field('Client secret').fill(practice.sis.secret);
  await expect(
    found('Your SIS')
      .getByText(/^Works/)
      .first(),
  ).toBeVisible({ timeout: 30_000 });
  expect(once).toBeLessThan(30);
  await expectHealthy(window, 'setup-sis-works');
  await button('Next').click();
});

test('a developer key: what to copy into Canvas is shown, exactly', async () => {
  await expect(heading('Canvas')).toBeVisible();
  await field('Canvas address').fill(practice.canvas.url);
  await window.getByRole('radio', { name: /^With a developer key/ }).check();
  await expect(field('Redirect address').first()).toHaveValue('http://127.0.0.1:17829/canvas');
  await expect(field('Scopes').first()).toHaveValue(canvasScopes.join('\n'));
  await button('Copy Redirect address').click();
  expect(await running.app.evaluate(({ clipboard }) => clipboard.readText())).toBe('http://127.0.0.1:17829/canvas');
  await expectHealthy(window, 'setup-developer-key');
  await expect(button('Sign in to Canvas')).toBeDisabled();
});

test('set-up is left by closing the app, and goes on where a secret is missing; nothing secret was written', async () => {
  await field('Developer key id').fill(practice.canvas.developerKey.id);
  await field('Developer key secret').fill(practice.canvas.developerKey.secret);
  await window.waitForTimeout(800);
  await running.app.close();
  const kept = readFileSync(join(folder, 'preferences.json'), 'utf8');
  expect(kept).toContain('Evergreen County Schools');
  for (const secret of [practice.sis.secret, practice.canvas.developerKey.secret]) expect(kept).not.toContain(secret);
  await open();
  await expect(window.getByText('The set-up of Evergreen County Schools is not finished')).toBeVisible();
  await expectHealthy(window, 'welcome-unfinished');
  await button('Go on with set-up').click();
  await expect(heading('Your SIS')).toBeVisible();
  await expect(field('API URL')).toHaveValue(practice.sis.url);
  await field('Client secret').fill(practice.sis.secret);
  await button('Next').click();
  await expect(window.getByRole('radio', { name: /^With a developer key/ })).toBeChecked();
  await expect(field('Developer key id')).toHaveValue(practice.canvas.developerKey.id);
  await field('Developer key secret').fill(practice.canvas.developerKey.secret);
});

test('no in the browser is told with the next step, yes signs in, and Canvas is tried out', async () => {
  await button('Sign in to Canvas').click();
  await expectHealthy(window, 'setup-waiting-for-browser');
  expect(await inTheBrowser('cancel')).toContain('Not signed in');
  await expect(window.getByText('In the browser the sign-in was cancelled.')).toBeVisible();
  await expectHealthy(window, 'setup-sign-in-cancelled');
  await button('Sign in to Canvas').click();
  expect(await inTheBrowser('authorize')).toContain('You can close this page');
  await expect(window.getByText(/^Signed in to Canvas as /)).toBeVisible();
  await expect(
    found('Canvas')
      .getByText(/^Works/)
      .first(),
  ).toBeVisible({ timeout: 30_000 });
  await expectHealthy(window, 'setup-signed-in');
});

test('the district is saved and previewed with the key', async () => {
  await button('Next').click();
  await button('Next').click();
  await expect(window.getByText('Both connections work')).toBeVisible({ timeout: 30_000 });
  await button('Save and continue').click();
  await button('Answer later').click({ timeout: 30_000 });
  await expect(heading('Overview')).toBeVisible();
  await button('Preview changes').click();
  await expect(button(/^Review changes/)).toBeVisible({ timeout: 60_000 });
  const kept = readFileSync(join(folder, 'preferences.json'), 'utf8');
  expect(JSON.parse(kept)).toMatchObject({ setupDraft: null });
});

test('ended in Canvas, a preview says so and what to do; signing in again mends it', async () => {
  await callControl(practice.control.url, 'POST', '/canvas/revoke-sign-ins', {});
  await button('Preview changes').click();
  await expect(window.getByText(/^Canvas has ended the sign-in of Rosterbridge/).first()).toBeVisible({ timeout: 30_000 });
  await expectHealthy(window, 'overview-sign-in-ended');
  await window.getByRole('navigation').getByText('Settings').click();
  await button('Look and districts').click();
  await button(/^Sign in to Canvas again/).click();
  expect(await inTheBrowser('authorize')).toContain('Signed in');
  await expect(window.getByText(/^Signed in as /)).toBeVisible();
  await expectHealthy(window, 'settings-signed-in-again');
  await window.getByRole('navigation').getByText('Overview').click();
  await button('Preview changes').click();
  await expect(button(/^Review changes/)).toBeVisible({ timeout: 60_000 });
});

test('no secret reached the logs', () => {
  const log = readLogs(folder);
  expect(log.length).toBeGreaterThan(0);
  for (const secret of [practice.sis.secret, practice.canvas.developerKey.secret]) expect(log).not.toContain(secret);
  expect(running.complaints).toEqual([]);
});

function readLogs(root: string): string {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter(
    (file) => file.isFile() && /\.jsonl$/.test(file.name),
  );
  return files.map((file) => readFileSync(join(file.parentPath, file.name), 'utf8')).join('\n');
}
