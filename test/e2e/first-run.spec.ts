import { expect, test } from '@playwright/test';
import type { Page } from 'playwright';
import { launchApp, newUserDataDir, type RunningApp } from '../helpers/electron-app.ts';
import { expectHealthy } from '../helpers/healthy-page.ts';

/**
 * What an admin does on the first day, in the real window and in this order: a practice district, a preview, the
 * review, the sync, and then nothing is left to do. Each test continues where the one before it ended.
 */
test.describe.configure({ mode: 'serial' });

const folder = newUserDataDir();
let running: RunningApp;
let window: Page;

test.beforeAll(async () => {
  running = await launchApp({ userDataDir: folder });
  window = running.window;
});

test.afterAll(async () => {
  await running.app.close();
});

const button = (name: string | RegExp) => window.getByRole('button', { name });
const heading = (name: string | RegExp) => window.getByRole('heading', { level: 1, name });

test('the first screen offers the two ways to begin', async () => {
  await expect(button('Try it with a practice district')).toBeVisible();
  await expect(button('Connect my district')).toBeVisible();
  await expectHealthy(window, 'welcome');
});

test('a practice district starts, and both its connections are tested', async () => {
  await button('Try it with a practice district').click();
  await expect(heading('Practice district')).toBeVisible();
  await expectHealthy(window, 'practice-choice');
  await window.getByLabel('Number of students').fill('120');
  await button('Start the practice district').click();
  await expect(heading('The practice district is ready')).toBeVisible();
  await expect(window.getByText('The SIS accepts them.')).toBeVisible();
  await expectHealthy(window, 'practice-ready');
});

test('the overview says that nothing was compared yet', async () => {
  await button('Go to the overview').click();
  await expect(heading('Overview')).toBeVisible();
  await expect(window.getByText('Nothing has been compared yet.')).toBeVisible();
  await expectHealthy(window, 'overview-empty');
});

test('a preview shows what would change and writes nothing', async () => {
  await button('Preview changes').click();
  await expect(button(/^Review changes/)).toBeVisible({ timeout: 30_000 });
  await expectHealthy(window, 'overview-waiting');
  await button(/^Review changes/).click();
  await expect(heading('Review changes')).toBeVisible();
  await expect(window.getByRole('tab', { name: /^People/ })).toBeVisible();
  await expectHealthy(window, 'review');
});

test('tabs, search and the side panel lead to a single field', async () => {
  await window.getByRole('tab', { name: /^People/ }).click();
  await expect(window.getByRole('row').nth(3)).toBeVisible();
  const first = await window.getByRole('row').nth(1).getByRole('gridcell').nth(1).innerText();
  await window.getByRole('searchbox').fill(first);
  await expect(window.getByRole('row')).toHaveCount(2);
  await window.getByRole('row').nth(1).click();
  const details = window.getByRole('complementary').or(window.getByRole('dialog'));
  await expect(details.getByText('An active person of a chosen school whom Canvas does not have yet.')).toBeVisible();
  await expectHealthy(window, 'review-details');
  await window.keyboard.press('Escape');
  await window.getByRole('searchbox').fill('');
});

test('applying asks in numbers, shows progress, and ends confirmed', async () => {
  await button('Apply these changes').click();
  await expect(window.getByRole('dialog')).toBeVisible();
  await expectHealthy(window, 'review-confirm');
  await window.getByRole('dialog').getByRole('button', { name: 'Apply now' }).click();
  await expect(heading('Changes applied')).toBeVisible({ timeout: 45_000 });
  await expect(window.getByText(/changes sent were confirmed in Canvas/)).toBeVisible();
  await expectHealthy(window, 'apply-done');
});

test('a new preview finds nothing to do', async () => {
  await button('Preview again').click();
  await window
    .getByRole('navigation')
    .getByRole('button', { name: 'Overview' })
    .or(window.getByRole('navigation').getByRole('link', { name: 'Overview' }))
    .first()
    .click();
  await expect(window.getByText(/nothing to do/i).first()).toBeVisible({ timeout: 30_000 });
  await window.getByText(/^Show (them|the first \d+)$/).click();
  await expect(window.getByRole('region', { name: 'Unpublished courses' }).getByRole('row')).not.toHaveCount(1);
  await expect(window.getByRole('heading', { name: /^\d+ courses are not published yet$/ })).toBeVisible();
  await expectHealthy(window, 'overview-nothing-to-do');
});

test('the sync log lists every run, and one of them down to its rows', async () => {
  await window.getByRole('navigation').getByText('Sync log').click();
  await expect(heading('Sync log')).toBeVisible();
  await expectHealthy(window, 'log');
  await window.getByRole('row').filter({ hasText: 'Sync' }).filter({ hasText: 'Done' }).getByRole('button').click();
  await expect(window.getByText(/rows confirmed by reading them back/)).toBeVisible();
  await expectHealthy(window, 'log-run');
});

test('the settings offer themes', async () => {
  await window.getByRole('navigation').getByText('Settings').click();
  await expect(heading('Settings')).toBeVisible();
  await expectHealthy(window, 'settings');
});

test('a second launch shows the first window and ends', async () => {
  const windows = () => running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
  expect(await windows()).toBe(1);
  await expect(launchApp({ userDataDir: folder })).rejects.toThrow();
  expect(await windows()).toBe(1);
});

test('after a restart the district, its plan and its log are still there', async () => {
  await running.app.close();
  running = await launchApp({ userDataDir: folder });
  window = running.window;
  await expect(heading('Overview')).toBeVisible({ timeout: 20_000 });
  await expect(window.getByText(/nothing to do/i).first()).toBeVisible();
  await button('Preview changes').click();
  await expect(window.getByText(/nothing to do/i).first()).toBeVisible({ timeout: 30_000 });
});

test('nothing complained on the page', () => {
  expect(running.complaints).toEqual([]);
});
