import { expect, test } from '@playwright/test';
import type { Page } from 'playwright';
import { startPracticeDistrict } from '../../electron/practice/practice-server.ts';
import { connectInWindow } from '../helpers/connect-in-window.ts';
import { launchApp, newUserDataDir, type RunningApp } from '../helpers/electron-app.ts';
import { expectHealthy } from '../helpers/healthy-page.ts';
import { callControl } from '../helpers/practice-engine.ts';

/** Help where it is needed: from a setting, a hold and a failure to what is said about them, and back to where one was. */
test.describe.configure({ mode: 'serial' });

let practice: Awaited<ReturnType<typeof startPracticeDistrict>>;
let running: RunningApp;
let window: Page;

test.beforeAll(async () => {
  practice = await startPracticeDistrict({ students: 120, seed: 5, clean: true });
  running = await launchApp({ userDataDir: newUserDataDir() });
  window = running.window;
});

test.afterAll(async () => {
  await running.app.close();
  await practice.close();
});

const help = () => window.getByRole('dialog', { name: 'Help' });
const inHelp = (level: number, name: string) => help().getByRole('heading', { level, name, exact: true });
const back = () => help().getByRole('button', { name: 'Back' }).click();
const go = (place: string) => window.getByRole('navigation', { name: 'Main' }).getByText(place).click();
const button = (name: string | RegExp) => window.getByRole('button', { name });
const control = (path: string, body: unknown) => callControl(practice.control.url, 'POST', path, body);

async function preview(): Promise<void> {
  await go('Overview');
  await button('Preview changes').click();
}

test('F1 opens the help before anything is connected, and Escape leads back', async () => {
  await expect(button('Connect my district')).toBeVisible();
  await window.keyboard.press('F1');
  await expect(inHelp(1, 'Getting started')).toBeVisible();
  await expect(inHelp(1, 'Getting started')).toBeFocused();
  await expectHealthy(window, 'help-start');
  await window.keyboard.press('Escape');
  await expect(help()).toBeHidden();
  await connectInWindow(window, 'Evergreen County Schools', practice);
});

test('a setting leads to its words, and back to its link; what was chosen but not saved is still there', async () => {
  await go('Settings');
  await window.getByRole('navigation', { name: 'Groups of settings' }).getByRole('button', { name: 'Time' }).click();
  await window.getByRole('radiogroup', { name: 'End date of a term' }).getByRole('radio').last().check();
  const link = button('Help: End date of a term');
  await link.click();
  await expect(inHelp(2, 'End date of a term')).toBeFocused();
  await expect(inHelp(2, 'End date of a term')).toBeInViewport();
  await expectHealthy(window, 'help-setting');
  await back();
  await expect(link).toBeFocused();
  await expect(window.getByRole('region', { name: 'Changes not saved' })).toContainText('1 setting changed');
  await expectHealthy(window, 'help-settings-links');
  await button(/^Undo/).click();
});

test('the help is searched, and its contents and links lead on', async () => {
  await go('Help');
  await help().getByRole('searchbox', { name: 'Search the help' }).fill('no contact');
  await expect(help().getByRole('status')).toContainText(/\d+ places?/);
  await expect(help().getByRole('status')).toBeInViewport();
  await expectHealthy(window, 'help-search');
  await help()
    .getByRole('button', { name: /^Guardians: No contact/ })
    .click();
  await expect(inHelp(2, 'No contact')).toBeFocused();
  const contents = help().getByRole('navigation', { name: 'Contents of the help' });
  await contents.getByRole('button', { name: 'Leaving and removing' }).click();
  await expect(contents.getByRole('button', { name: 'Leaving and removing' })).toHaveAttribute('aria-current', 'page');
  await help().getByRole('button', { name: 'say so' }).click();
  await expect(inHelp(2, 'D2: a class without a teacher')).toBeFocused();
  await back();
});

test('a hold leads to its rule and back to the review', async () => {
  await preview();
  await button(/^Review changes/).click({ timeout: 30_000 });
  await button('Apply these changes').click();
  await window.getByRole('dialog').getByRole('button', { name: 'Apply now' }).click();
  await expect(window.getByRole('heading', { level: 1, name: 'Changes applied' })).toBeVisible({ timeout: 45_000 });
  await control('/scenario/mass-drop', { share: 0.6 });
  await preview();
  await button(/^Review changes/).click({ timeout: 30_000 });
  const link = window
    .getByRole('region', { name: 'Holds' })
    .getByRole('button', { name: /^Help: .*rule E2$/ })
    .first();
  await link.click();
  await expect(inHelp(2, 'E2: many removals at a school')).toBeFocused();
  await expectHealthy(window, 'help-hold');
  await back();
  await expect(link).toBeFocused();
  await expect(window.getByRole('region', { name: 'Holds' })).toBeVisible();
});

test('F1 works over an open dialog, Escape closes the help alone, and the focus is where it was', async () => {
  await button(/^Release…/)
    .first()
    .click();
  const reason = window.getByLabel(/Why is this right/);
  await reason.fill('Half a reason');
  await window.keyboard.press('F1');
  await expect(inHelp(1, 'Preview and applying')).toBeFocused();
  await help().getByRole('searchbox', { name: 'Search the help' }).fill('releasing');
  await expect(help().getByRole('searchbox', { name: 'Search the help' })).toBeFocused();
  await back();
  await expect(help()).toBeHidden();
  await expect(reason).toHaveValue('Half a reason');
  await expect(reason).toBeFocused();
  await window.keyboard.press('F1');
  await expect(help()).toBeVisible();
  await window.keyboard.press('Escape');
  await expect(help()).toBeHidden();
  await expect(reason).toHaveValue('Half a reason');
  await expect(reason).toBeFocused();
  await window.keyboard.press('Escape');
  await expect(reason).toBeHidden();
});

test('a failure leads to what to do about it and back', async () => {
  await control('/sis/habits', { html: {} });
  await preview();
  const link = button('Help: this problem').first();
  await link.click({ timeout: 40_000 });
  await expect(inHelp(2, 'The SIS does not answer or refuses')).toBeFocused();
  await expectHealthy(window, 'help-failure');
  await back();
  await expect(link).toBeFocused();
});

test('high contrast, forced colours, 200 % and a small window keep the help in reach', async () => {
  await button('Help: this problem').first().click();
  await window.emulateMedia({ forcedColors: 'active' });
  await expectHealthy(window, 'help-forced');
  await window.emulateMedia({ forcedColors: null, contrast: 'more' });
  await expectHealthy(window, 'help-contrast');
  await window.emulateMedia({ contrast: null });
  const scale = (factor: number) =>
    running.app.evaluate(({ BrowserWindow }, zoom) => BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(zoom), factor);
  await scale(2);
  await expectHealthy(window, 'help-200');
  await expect(help().getByRole('button', { name: 'Back' })).toBeInViewport();
  await scale(1);
  await back();
});

test('nothing complained on the page', () => {
  expect(running.complaints).toEqual([]);
});
