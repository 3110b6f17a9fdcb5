import { expect, test } from '@playwright/test';
import type { Page } from 'playwright';
import { startPracticeDistrict } from '../../electron/practice/practice-server.ts';
import { connectInWindow } from '../helpers/connect-in-window.ts';
import { launchApp, newUserDataDir, type RunningApp } from '../helpers/electron-app.ts';
import { expectHealthy } from '../helpers/healthy-page.ts';
import { callControl } from '../helpers/practice-engine.ts';

/** Life after the first sync: one renamed class, a feed that drops too much, a SIS that is away; seen and decided in the window. */
test.describe.configure({ mode: 'serial' });

type Practice = Awaited<ReturnType<typeof startPracticeDistrict>>;
let practice: Practice;
let running: RunningApp;
let window: Page;

test.beforeAll(async () => {
  practice = await startPracticeDistrict({ students: 120, seed: 5, clean: true });
  running = await launchApp({ userDataDir: newUserDataDir() });
  window = running.window;
  await connectInWindow(window, 'Evergreen County Schools', practice);
});

test.afterAll(async () => {
  await running.app.close();
  await practice.close();
});

const button = (name: string | RegExp) => window.getByRole('button', { name });
const heading = (name: string | RegExp) => window.getByRole('heading', { level: 1, name });
const control = (method: string, path: string, body?: unknown) => callControl(practice.control.url, method, path, body);

async function preview(): Promise<void> {
  await window.getByRole('navigation').getByText('Overview').click();
  await button('Preview changes').click();
}

async function apply(): Promise<void> {
  await button('Apply these changes').click();
  await window.getByRole('dialog').getByRole('button', { name: 'Apply now' }).click();
}

test('the first sync goes through', async () => {
  await preview();
  await button(/^Review changes/).click({ timeout: 30_000 });
  await apply();
  await expect(heading('Changes applied')).toBeVisible({ timeout: 45_000 });
});

test('a renamed class is two lines, each with was and now, and its reason', async () => {
  const { rows } = (await control('GET', '/sis/classes?limit=1')) as { rows: { sourcedId: string; title: string }[] };
  const cls = rows[0];
  if (cls === undefined) throw new Error('no class');
  await control('PATCH', `/sis/classes/${cls.sourcedId}`, { title: 'Astronomy & Navigation' });
  await preview();
  await button(/^Review changes/).click({ timeout: 30_000 });
  await expect(window.getByText('2 changes', { exact: true }).first()).toBeVisible();
  await window.getByRole('row').filter({ hasText: 'Astronomy' }).first().click();
  const details = window.getByRole('complementary', { name: 'Change in detail' });
  await expect(details.getByText(cls.title).first()).toBeVisible();
  await expect(details.getByText('Astronomy & Navigation').first()).toBeVisible();
  await expect(details.getByText('The SIS changed it since the last sync.')).toBeVisible();
  await expectHealthy(window, 'review-renamed');
  await apply();
  await expect(heading('Changes applied')).toBeVisible({ timeout: 45_000 });
});

test('a feed that drops half a school is held, in a sentence with numbers', async () => {
  await control('POST', '/scenario/mass-drop', { share: 0.6 });
  await preview();
  await button(/^Review changes/).click({ timeout: 30_000 });
  const holds = window.getByRole('region', { name: 'Holds' });
  await expect(holds.getByText(/would be removed \(\d+ %\)/)).toBeVisible();
  await expectHealthy(window, 'review-held');
});

test('a release wants a reason, counts for this preview only, and then the removals are applied', async () => {
  await button(/^Release/)
    .first()
    .click();
  await window.getByRole('dialog').getByRole('button', { name: 'Release hold' }).click();
  await expect(window.getByText(/Write a reason/)).toBeVisible();
  await expectHealthy(window, 'review-release');
  await window.getByLabel(/Why is this right/).fill('The school closes; confirmed by its principal.');
  await window.getByRole('dialog').getByRole('button', { name: 'Release hold' }).click();
  await expect(window.getByText(/Released: The school closes/)).toBeVisible();
  // While a dialog closes, nothing behind it is there for anybody.
  await expect(button(/^Hold again/)).toHaveCount(1);
  for (let left = await button(/^Release…/).count(); left > 0; left -= 1) {
    await button(/^Release…/)
      .first()
      .click();
    await window.getByLabel(/Why is this right/).fill('The same reason.');
    await window.getByRole('dialog').getByRole('button', { name: 'Release hold' }).click();
    await expect(button(/^Release…/)).toHaveCount(left - 1);
    await expect(button(/^Hold again/).first()).toBeVisible();
  }
  await apply();
  await expect(heading('Changes applied')).toBeVisible({ timeout: 45_000 });
});

test('a SIS that is away: what happened, what it means, what to do; nothing is lost', async () => {
  await control('POST', '/scenario/drop-connection', { collection: 'users', page: 0 });
  await control('POST', '/sis/habits', { html: {} });
  await preview();
  await expect(
    window
      .getByRole('alert')
      .or(window.getByText(/web page/i))
      .first(),
  ).toBeVisible({ timeout: 40_000 });
  await expectHealthy(window, 'overview-failed');
  await control('POST', '/scenario/recover', {});
  await preview();
  await expect(window.getByText(/nothing to do/i).first()).toBeVisible({ timeout: 30_000 });
});

test('nothing complained on the page', () => {
  expect(running.complaints).toEqual([]);
});
