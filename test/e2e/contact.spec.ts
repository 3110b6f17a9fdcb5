import { expect, test } from '@playwright/test';
import type { Page } from 'playwright';
import { startPracticeDistrict } from '../../electron/practice/practice-server.ts';
import { connectInWindow } from '../helpers/connect-in-window.ts';
import { launchApp, newUserDataDir, type RunningApp } from '../helpers/electron-app.ts';
import { expectHealthy } from '../helpers/healthy-page.ts';
import { startLookalikeCanvas } from '../helpers/lookalike-canvas.ts';
import { callControl } from '../helpers/practice-engine.ts';

/**
 * A district meets a Canvas that people live in, and that nobody knows to be a practice one: looked through, decided with
 * the keyboard, linked, and only then written to (ROSTER-RULES G).
 */
test.describe.configure({ mode: 'serial' });

let practice: Awaited<ReturnType<typeof startPracticeDistrict>>;
let lookalike: Awaited<ReturnType<typeof startLookalikeCanvas>>;
let running: RunningApp;
let window: Page;
let school = '';

test.beforeAll(async () => {
  practice = await startPracticeDistrict({ students: 60, seed: 5, clean: true });
  lookalike = await startLookalikeCanvas(practice.canvas.url);
  await liveInCanvas();
  running = await launchApp({ userDataDir: newUserDataDir() });
  window = running.window;
  await connectInWindow(window, 'Evergreen County Schools', { ...practice, canvas: { ...practice.canvas, url: lookalike.url } });
});

test.afterAll(async () => {
  await running.app.close();
  await lookalike.close();
  await practice.close();
});

interface Rows {
  readonly rows: Record<string, string>[];
}

async function liveInCanvas(): Promise<void> {
  const control = (method: string, path: string, body?: unknown) => callControl(practice.control.url, method, path, body);
  const schools = (await control('GET', '/sis/orgs?type=school')) as Rows;
  school = schools.rows[0]?.name ?? '';
  await control('POST', '/canvas/ui/create-account', { name: school });
  const { rows } = (await control('GET', '/sis/users?role=student&limit=1000')) as Rows;
  const [ann, bob, cleo] = rows.filter((row) => row.username !== '');
  if (!ann || !bob || !cleo) throw new Error('too few students');
  const nameOf = (row: Record<string, string>) => `${row.givenName} ${row.familyName}`;
  await control('POST', '/canvas/ui/create-user', { name: nameOf(ann), login_id: ann.username, sis_user_id: 'old-1' });
  await control('POST', '/canvas/ui/create-user', { name: 'Somebody Renamed', login_id: bob.username });
  await control('POST', '/canvas/ui/create-user', { name: 'Total Stranger', login_id: 'stranger', sis_user_id: cleo.sourcedId });
}

const button = (name: string | RegExp) => window.getByRole('button', { name });
const heading = (name: string | RegExp) => window.getByRole('heading', { level: 1, name });
const go = (place: string) => window.getByRole('navigation').getByText(place).click();
const tab = (name: string) => window.getByRole('tab', { name });

test('nothing can be applied before the first contact was reviewed, and the preview says so first', async () => {
  await go('Overview');
  await button('Preview changes').click();
  await button(/^Review changes/).click({ timeout: 30_000 });
  await expect(window.getByText(/nobody has reviewed yet what lives in this Canvas/).first()).toBeVisible();
});

test('the screen says what it is for before it looked', async () => {
  await go('First contact');
  await expect(window.getByText('Canvas was not looked through yet')).toBeVisible();
  await expectHealthy(window, 'contact-empty');
});

test('looking through Canvas finds the school, the people, and the id of somebody else', async () => {
  await button('Look through Canvas').click();
  await expect(window.getByText(/matches wait for you/)).toBeVisible({ timeout: 30_000 });
  await expect(window.getByRole('row').filter({ hasText: school })).toBeVisible();
  await expectHealthy(window, 'contact-found');
  await tab('People').click();
  await button(/^Same id, something else 1/).click();
  await window.getByRole('row').filter({ hasText: 'Total Stranger' }).click();
  const details = window.getByRole('complementary', { name: 'Match in detail' });
  await expect(details.getByText('Canvas has this id for another person.', { exact: false })).toBeVisible();
  await expectHealthy(window, 'contact-collision');
  await details.getByRole('radio', { name: /Something else/ }).click();
  await expect(window.getByRole('row').filter({ hasText: 'Keep apart' })).toBeVisible();
});

test('the rest is decided by keyboard alone', async () => {
  await button('Close details').press('Enter');
  const enter = (locator: ReturnType<typeof button>) => locator.press('Enter');
  await enter(button(/^Likely 1/));
  const grid = window.getByRole('grid', { name: 'Matches' });
  await expect(grid.getByText('Somebody Renamed')).toBeVisible();
  await grid.locator('[data-row="0"]').focus();
  await window.keyboard.press('Enter');
  const details = window.getByRole('complementary', { name: 'Match in detail' });
  await details.getByRole('radio', { name: /Link to Somebody Renamed/ }).press('Space');
  await expect(grid.getByText('Link', { exact: true })).toBeVisible();
  await enter(button(/^Sure 1/));
  await enter(button('Link all open people here'));
  await expect(grid.getByText('Link', { exact: true })).toBeVisible();
  await tab('Schools').press('Enter');
  await enter(button('Link all open schools here'));
  await expect(window.getByText('Everything is decided')).toBeVisible();
  await expectHealthy(window, 'contact-decided');
});

test('the end of the review has a name under it, and becomes a list of links', async () => {
  await button('Finish the review').click();
  const dialog = window.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Finish the review' }).click();
  await expect(dialog.getByText('Write your name.')).toBeVisible();
  await expectHealthy(window, 'contact-finish');
  await dialog.getByLabel('Your name').fill('Ada Admin');
  await dialog.getByRole('button', { name: 'Finish the review' }).click();
  await expect(window.getByText('3 changes', { exact: true }).first()).toBeVisible();
  await window.getByRole('row').filter({ hasText: school }).first().click();
  await expect(window.getByText('will be linked to the record in the SIS', { exact: false })).toBeVisible();
  await expectHealthy(window, 'contact-links');
});

test('the links are applied and confirmed, and the next preview makes none of them again', async () => {
  await button('Apply these changes').click();
  await window.getByRole('dialog').getByRole('button', { name: 'Apply now' }).click();
  await expect(heading('Changes applied')).toBeVisible({ timeout: 45_000 });
  await go('Overview');
  await button('Preview changes').click();
  await button(/^Review changes/).click({ timeout: 30_000 });
  await expect(window.getByText(/nobody has reviewed yet/)).toHaveCount(0);
  await go('First contact');
  await expect(window.getByText(/Reviewed by Ada Admin/)).toBeVisible();
  await expectHealthy(window, 'contact-reviewed');
});
