import { expect, test } from '@playwright/test';
import type { Page } from 'playwright';
import { startPracticeDistrict } from '../../electron/practice/practice-server.ts';
import { connectInWindow } from '../helpers/connect-in-window.ts';
import { launchApp, newUserDataDir, type RunningApp } from '../helpers/electron-app.ts';
import { expectHealthy } from '../helpers/healthy-page.ts';
import { callControl } from '../helpers/practice-engine.ts';

/** ROSTER-RULES D4 in the window: a person removes a class the SIS no longer has, once nobody is in it. */
test.describe.configure({ mode: 'serial' });

interface Row {
  readonly sourcedId: string;
  readonly title: string;
  readonly class: { readonly sourcedId: string };
  readonly user: { readonly sourcedId: string };
}

let practice: Awaited<ReturnType<typeof startPracticeDistrict>>;
let running: RunningApp;
let window: Page;
let cls: Row;

test.beforeAll(async () => {
  practice = await startPracticeDistrict({ students: 60, seed: 5, clean: true });
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
const control = (method: string, path: string, body?: unknown) => callControl(practice.control.url, method, path, body);
const rowsOf = async (path: string) => ((await control('GET', path)) as { rows: Row[] }).rows;
const panel = () => window.getByRole('complementary', { name: 'Why, and why not' });
const removeSection = () => panel().getByRole('button', { name: 'Remove this section from Canvas…' });
const dialog = () => window.getByRole('dialog');

async function sync(): Promise<void> {
  await main().getByText('Overview').click();
  await button('Preview changes').click();
  await button(/^Review changes/).click({ timeout: 60_000 });
  for (let left = await button(/^Release…/).count(); left > 0; left -= 1) {
    await button(/^Release…/)
      .first()
      .click();
    await window.getByLabel(/Why is this right/).fill('The class is over.');
    await dialog().getByRole('button', { name: 'Release hold' }).click();
    await expect(button(/^Release…/)).toHaveCount(left - 1);
  }
  await button('Apply these changes').click();
  await dialog().getByRole('button', { name: 'Apply now' }).click();
  await expect(window.getByRole('heading', { level: 1, name: /^Changes applied/ })).toBeVisible({ timeout: 60_000 });
}

async function lookAt(text: string, what: string | RegExp): Promise<void> {
  await main().getByText('Look up').click();
  const box = window.getByRole('searchbox', { name: 'Find a person, class, school or term' });
  await box.fill('');
  await box.fill(text);
  await window.getByRole('region', { name: 'Found records' }).getByRole('button', { name: what }).first().click();
  await expect(panel().getByRole('heading', { name: 'In the SIS now' })).toBeVisible({ timeout: 20_000 });
}

test('while the SIS has it the button is there for nothing, and says why; the same for people', async () => {
  await sync();
  const enrollments = await rowsOf('/sis/enrollments?role=student&status=active&limit=1');
  const [found] = await rowsOf(`/sis/classes?sourcedId=${enrollments[0]?.class.sourcedId}`);
  if (found === undefined) throw new Error('No class has a student.');
  cls = found;
  await lookAt(cls.sourcedId, cls.title);
  await expect(removeSection()).toHaveAttribute('aria-disabled', 'true');
  await expect(removeSection()).toHaveAccessibleDescription(/The SIS still has it, so the next sync would make it again/);
  await removeSection().click({ force: true });
  await expect(dialog()).toHaveCount(0);
  await expectHealthy(window, 'remove-not-allowed');
  await lookAt(enrollments[0]?.user.sourcedId ?? '', /person ·/);
  await expect(panel().getByRole('button', { name: 'Remove this person from Canvas…' })).toHaveAccessibleDescription(
    /People are never removed/,
  );
});

test('gone from the SIS but with people in it, Canvas is asked, and nothing is removed', async () => {
  await control('DELETE', `/sis/classes/${cls.sourcedId}`);
  await lookAt(cls.sourcedId, cls.title);
  await removeSection().click();
  await expect(dialog().getByText(/Its list of people disappears/)).toBeVisible();
  await dialog().getByRole('button', { name: 'Remove section' }).click();
  await expect(dialog().getByText('Write your name.')).toBeVisible();
  await expect(dialog().getByText(/Write a reason/)).toBeVisible();
  await expectHealthy(window, 'remove-asks');
  await dialog()
    .getByLabel(/^Your name/)
    .fill('Ada Admin');
  await dialog()
    .getByLabel(/Why is this right/)
    .fill('It was made by mistake.');
  await dialog().getByRole('button', { name: 'Remove section' }).click();
  await expect(dialog().getByText(/is not empty in Canvas\. It has enrollments\./)).toBeVisible({ timeout: 30_000 });
  await expectHealthy(window, 'remove-refused');
  await dialog().getByRole('button', { name: 'Not yet' }).click();
  await expect(dialog()).toHaveCount(0);
});

test('once nobody was ever in it, it is removed, Canvas confirms, and the log names who and why', async () => {
  const [school] = await rowsOf('/sis/orgs?type=school&limit=1');
  const [like] = await rowsOf('/sis/classes?status=active&limit=1');
  await control('PUT', '/sis/classes/empty-class', { ...like, sourcedId: 'empty-class', title: 'Made by mistake' });
  expect(school).toBeDefined();
  await sync();
  await control('DELETE', '/sis/classes/empty-class');
  await lookAt('empty-class', 'Made by mistake');
  await removeSection().focus();
  await window.keyboard.press('Enter');
  await dialog()
    .getByLabel(/^Your name/)
    .fill('Ada Admin');
  await dialog()
    .getByLabel(/Why is this right/)
    .fill('It was made by mistake.');
  await window.keyboard.press('Tab');
  await dialog().getByRole('button', { name: 'Remove section' }).click();
  await expect(dialog().getByText('The section is removed')).toBeVisible({ timeout: 60_000 });
  await expectHealthy(window, 'remove-done');
  await dialog().getByRole('button', { name: 'Close' }).click();
  await expect(removeSection()).toHaveAccessibleDescription('It was removed already.');
  const dump = (await control('GET', '/state/canvas')) as { sections: Record<string, unknown>[] };
  expect(dump.sections.find((one) => one.sis_source_id === 'empty-class')?.workflow_state).toBe('deleted');
  await main().getByText('Sync log').click();
  await window.getByRole('table').getByRole('button').first().click();
  await expect(window.getByText(/It was made by mistake\. \(Ada Admin\)/)).toBeVisible();
});

test('nothing complained on the page', () => {
  expect(running.complaints).toEqual([]);
});
