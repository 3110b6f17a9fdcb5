import { expect, test } from '@playwright/test';
import type { Page } from 'playwright';
import { startPracticeDistrict } from '../../electron/practice/practice-server.ts';
import { connectInWindow } from '../helpers/connect-in-window.ts';
import { launchApp, newUserDataDir, type RunningApp } from '../helpers/electron-app.ts';
import { expectHealthy } from '../helpers/healthy-page.ts';
import { callControl } from '../helpers/practice-engine.ts';

/** ROSTER-RULES C6 in the window: guardians are switched on in the settings, looked at link by link, and written. */
test.describe.configure({ mode: 'serial' });

let practice: Awaited<ReturnType<typeof startPracticeDistrict>>;
let running: RunningApp;
let window: Page;
let count: number;

test.beforeAll(async () => {
  practice = await startPracticeDistrict({ students: 120, seed: 7, clean: false });
  running = await launchApp({ userDataDir: newUserDataDir() });
  window = running.window;
  await connectInWindow(window, 'Evergreen County Schools', practice);
});

test.afterAll(async () => {
  await running.app.close();
  await practice.close();
});

const button = (name: string | RegExp) => window.getByRole('button', { name });
const main = () => window.getByRole('navigation', { name: 'Main' });
const tabs = () => window.getByRole('tablist', { name: 'Kinds of records' });
const details = () => window.getByRole('complementary', { name: 'Change in detail' });
const links = async () => {
  const dump = (await callControl(practice.control.url, 'GET', '/state/canvas')) as {
    observer_links: { workflow_state: string }[];
  };
  return dump.observer_links.filter(({ workflow_state }) => workflow_state !== 'deleted').length;
};

/** As the tab says; without links there is no such tab. */
async function linksPlanned(): Promise<number> {
  const tab = tabs().getByRole('tab', { name: /^Guardians/ });
  return (await tab.count()) === 0 ? 0 : Number(/\d+/.exec((await tab.textContent()) ?? '')?.[0]);
}

async function preview(): Promise<void> {
  await main().getByText('Overview').click();
  await button('Preview changes').click();
  await button(/^Review changes/).click({ timeout: 60_000 });
}

async function apply(): Promise<void> {
  await button('Apply these changes').click();
  await window.getByRole('dialog').getByRole('button', { name: 'Apply now' }).click();
  await expect(window.getByRole('heading', { level: 1, name: /^Changes applied/ })).toBeVisible({ timeout: 90_000 });
}

test('while they are off, a preview has no guardians', async () => {
  await preview();
  await expect(tabs().getByRole('tab', { name: /^People/ })).toBeVisible();
  await expect(tabs().getByRole('tab', { name: /^Guardians/ })).toHaveCount(0);
});

test('they are switched on in the settings, with what it yields', async () => {
  await main().getByText('Settings').click();
  await window.getByRole('navigation', { name: 'Groups of settings' }).getByRole('button', { name: 'People' }).click();
  await window.getByRole('switch', { name: 'Guardians observe their students' }).check();
  const bar = window.getByRole('region', { name: 'Changes not saved' });
  await expect(bar).toContainText('1 setting changed');
  await expectHealthy(window, 'guardians-setting');
  await bar.getByRole('button', { name: 'Save…' }).click();
  await window
    .getByRole('dialog')
    .getByLabel(/^Your name/)
    .fill('Ada Admin');
  await window.getByRole('dialog').getByRole('button', { name: 'Save settings' }).click();
  await expect(bar).toBeHidden();
});

test('their tab lists every link; one of them names guardian and student, why, and its record', async () => {
  await preview();
  await tabs()
    .getByRole('tab', { name: /^Guardians/ })
    .click();
  count = await linksPlanned();
  expect(count).toBeGreaterThan(0);
  await expect(window.getByRole('search', { name: 'Filter changes' })).toContainText(`${count} changes`);
  await window.getByRole('grid', { name: 'Changes' }).getByRole('row').nth(1).focus();
  await window.keyboard.press('Enter');
  await expect(details().getByRole('heading', { level: 2 })).toBeFocused();
  await expect(details().getByText('This guardian link is not in Canvas yet and will be added.')).toBeVisible();
  await expect(details().getByText('Rule C6')).toBeVisible();
  await expect(
    details()
      .getByRole('term')
      .filter({ hasText: /^Guardian$/i }),
  ).toBeVisible();
  await expect(
    details()
      .getByRole('term')
      .filter({ hasText: /^Student$/i }),
  ).toBeVisible();
  await expectHealthy(window, 'guardians-tab');
});

test('why: what both sides have of it', async () => {
  await details().getByRole('button', { name: 'Why? What both sides have' }).click();
  const panel = window.getByRole('complementary', { name: 'Why, and why not' });
  await expect(panel.getByRole('heading', { name: 'In the SIS now' })).toBeVisible({ timeout: 20_000 });
  await expect(panel.getByRole('term').filter({ hasText: /^role$/i })).toBeVisible();
  await expectHealthy(window, 'guardians-why');
  await panel.getByRole('button', { name: 'Back to the change' }).click();
});

test('applied, Canvas has the links, and the next preview has only those that wait', async () => {
  expect(await links()).toBe(0);
  await apply();
  const written = await links();
  expect(written).toBeGreaterThan(0);
  await expect(window.getByRole('row', { name: /^Guardians/ })).toBeVisible();
  await main().getByText('Overview').click();
  await button('Preview changes').click();
  const preparing = button('Preparing a preview');
  await expect(preparing).toBeVisible();
  await expect(preparing).toBeHidden({ timeout: 60_000 });
  await main().getByText('Review').click();
  await expect(tabs()).toBeVisible();
  // What waits for a login of its guardian is all that is left.
  expect(await linksPlanned()).toBe(count - written);
});

test('nothing complained on the page', () => {
  expect(running.complaints).toEqual([]);
});
