import { expect, test } from '@playwright/test';
import type { Page } from 'playwright';
import { startPracticeDistrict } from '../../electron/practice/practice-server.ts';
import { connectInWindow } from '../helpers/connect-in-window.ts';
import { launchApp, newUserDataDir, type RunningApp } from '../helpers/electron-app.ts';
import { expectHealthy } from '../helpers/healthy-page.ts';
import { callControl } from '../helpers/practice-engine.ts';

/** "Why this change, and why not?" in the window: from a row of the review, and by asking for a person or a class. */
test.describe.configure({ mode: 'serial' });

interface Person {
  readonly sourcedId: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly username: string;
}

let practice: Awaited<ReturnType<typeof startPracticeDistrict>>;
let running: RunningApp;
let window: Page;
let student: Person;

test.beforeAll(async () => {
  practice = await startPracticeDistrict({ students: 120, seed: 5, clean: true });
  running = await launchApp({ userDataDir: newUserDataDir() });
  window = running.window;
  await connectInWindow(window, 'Evergreen County Schools', practice);
  const { rows } = (await control('GET', '/sis/users?role=student')) as { rows: Person[] };
  student = rows[0] as Person;
});

test.afterAll(async () => {
  await running.app.close();
  await practice.close();
});

const button = (name: string | RegExp) => window.getByRole('button', { name });
const control = (method: string, path: string, body?: unknown) => callControl(practice.control.url, method, path, body);
const panel = () => window.getByRole('complementary', { name: 'Why, and why not' });

async function preview(): Promise<void> {
  await window.getByRole('navigation').getByText('Overview').click();
  await button('Preview changes').click();
  await button(/^Review changes/).click({ timeout: 30_000 });
}

async function lookFor(text: string): Promise<void> {
  await window.getByRole('navigation', { name: 'Main' }).getByText('Look up').click();
  await window.getByRole('searchbox', { name: 'Find a person, class, school or term' }).fill(text);
}

test('a row of the review tells why, with what both sides have, and leads back', async () => {
  await preview();
  await window.getByRole('tab', { name: /^Enrollments/ }).click();
  await window.getByRole('row').nth(1).click();
  const details = window.getByRole('complementary', { name: 'Change in detail' });
  await details.getByRole('button', { name: 'Why? What both sides have' }).click();
  await expect(panel().getByText('The newest plan changes it.')).toBeVisible({ timeout: 15_000 });
  await expect(panel().getByText('Rule C6').first()).toBeVisible();
  await expect(panel().getByRole('heading', { name: 'In the SIS now' })).toBeVisible();
  await expect(
    panel().getByText('Rosterbridge never wrote it.').or(panel().getByText('Never written by Rosterbridge.')),
  ).toBeVisible();
  await expectHealthy(window, 'why-of-a-change');
  await panel().getByRole('button', { name: 'Back to the change' }).click();
  await expect(details).toBeVisible();
});

test('a person is found by login before anything was written, by keyboard', async () => {
  await lookFor(student.username);
  const found = window.getByRole('region', { name: 'Found records' });
  await expect(found.getByText(`${student.givenName} ${student.familyName}`)).toBeVisible();
  await expect(found.getByText('In the preview')).toBeVisible();
  await found.getByRole('button').first().focus();
  await window.keyboard.press('Enter');
  await expect(panel().getByText('The newest plan changes it.')).toBeVisible({ timeout: 15_000 });
  await expect(panel().getByRole('heading', { level: 2 })).toBeFocused();
  await window.keyboard.press('Escape');
  await expect(panel()).toBeHidden();
  await expect(found.getByRole('button').first()).toBeFocused();
});

test('after the sync the same person is in step, with the values of both sides', async () => {
  await window.getByRole('navigation').getByText('Review').click();
  await button('Apply these changes').click();
  await window.getByRole('dialog').getByRole('button', { name: 'Apply now' }).click();
  await expect(window.getByRole('heading', { level: 1, name: 'Changes applied' })).toBeVisible({ timeout: 45_000 });
  await window.getByRole('navigation').getByText('Overview').click();
  await button('Preview changes').click();
  await expect(window.getByText(/^Nothing to do: Canvas matches the SIS/)).toBeVisible({ timeout: 30_000 });
  await lookFor(`${student.familyName} ${student.givenName}`);
  await window.getByRole('region', { name: 'Found records' }).getByRole('button').first().click();
  await expect(panel().getByText('There is nothing to do.')).toBeVisible({ timeout: 15_000 });
  await expect(panel().getByText('Written, and seen in Canvas:')).toBeVisible();
  await expect(panel().getByText(student.username).first()).toBeVisible();
  await expectHealthy(window, 'look-up-person');
});

test('somebody the SIS left out for the first time waits, and that is what is said (D5)', async () => {
  const { rows } = (await control('GET', '/sis/enrollments?role=student')) as {
    rows: { sourcedId: string; user: { sourcedId: string } }[];
  };
  const gone = rows.find(({ user }) => user.sourcedId === student.sourcedId);
  await control('DELETE', `/sis/enrollments/${gone?.sourcedId}`);
  await preview();
  await expect(window.getByText('1 removal waits')).toBeVisible();
  await button('Show what waits').click();
  await window.getByRole('row').nth(1).click();
  const details = window.getByRole('complementary', { name: 'Change in detail' });
  await expect(details.getByText('The SIS left it out for the first time.')).toBeVisible();
  await details.getByRole('button', { name: 'Why? What both sides have' }).click();
  await expect(panel().getByText('It waits.')).toBeVisible({ timeout: 15_000 });
  await expect(panel().getByText('The SIS names no such record.')).toBeVisible();
  await expectHealthy(window, 'why-it-waits');
});

test('a name nobody has says what to do', async () => {
  await lookFor('Zzyzx Nobody');
  await expect(window.getByText('Nothing called “Zzyzx Nobody”')).toBeVisible();
  await expectHealthy(window, 'look-up-nothing');
  await button('Ask the SIS as well').click();
  await expect(window.getByText('Neither the SIS nor what was synced')).toBeVisible({ timeout: 20_000 });
});

test('somebody no preview names is found by asking the SIS', async () => {
  const { rows } = (await control('GET', '/sis/users?role=teacher')) as { rows: Person[] };
  await control('PUT', '/sis/users/guardian-1', { ...rows[0], sourcedId: 'guardian-1', role: 'parent', familyName: 'Quetzal' });
  await lookFor('Quetzal');
  await button('Ask the SIS as well').click();
  const found = window.getByRole('region', { name: 'Found records' });
  await expect(found.getByText('Only in the SIS')).toBeVisible({ timeout: 20_000 });
  await found.getByRole('button', { name: /Quetzal/ }).click();
  await expect(panel().getByText('It is left out.')).toBeVisible({ timeout: 15_000 });
  await expectHealthy(window, 'look-up-in-sis');
});
