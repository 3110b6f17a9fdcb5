import { expect, test } from '@playwright/test';
import type { Page } from 'playwright';
import { startPracticeDistrict } from '../../electron/practice/practice-server.ts';
import { connectInWindow } from '../helpers/connect-in-window.ts';
import { launchApp, newUserDataDir, type RunningApp } from '../helpers/electron-app.ts';
import { expectHealthy } from '../helpers/healthy-page.ts';
import { callControl } from '../helpers/practice-engine.ts';

/** ROSTER-RULES F3 in the window: what people edited in Canvas is shown with both values, and overwritten only when chosen. */
test.describe.configure({ mode: 'serial' });

type Practice = Awaited<ReturnType<typeof startPracticeDistrict>>;
let practice: Practice;
let running: RunningApp;
let window: Page;
let classes: { sourcedId: string; title: string }[];

test.beforeAll(async () => {
  practice = await startPracticeDistrict({ students: 80, seed: 9, clean: true });
  running = await launchApp({ userDataDir: newUserDataDir() });
  window = running.window;
  await connectInWindow(window, 'Evergreen County Schools', practice);
  classes = ((await control('GET', '/sis/classes?status=active&limit=4')) as { rows: typeof classes }).rows;
});

test.afterAll(async () => {
  await running.app.close();
  await practice.close();
});

const button = (name: string | RegExp) => window.getByRole('button', { name });
const heading = (name: string | RegExp) => window.getByRole('heading', { level: 1, name });
const control = (method: string, path: string, body?: unknown) => callControl(practice.control.url, method, path, body);
const edit = (action: string, body: unknown) => control('POST', `/canvas/ui/${action}`, body);
const grid = () => window.getByRole('grid', { name: 'Kept as edited in Canvas' });

async function preview(): Promise<void> {
  await window.getByRole('navigation').getByText('Overview').click();
  await button('Preview changes').click();
}

async function toReview(): Promise<void> {
  await window.getByRole('navigation').getByText('Review').click();
}

async function applyNow(): Promise<void> {
  await button('Apply these changes').click();
  await window.getByRole('dialog').getByRole('button', { name: 'Apply now' }).click();
}

function classAt(index: number): { sourcedId: string; title: string } {
  const found = classes[index];
  if (found === undefined) throw new Error('There are too few classes.');
  return found;
}

test('the first sync goes through; then people edit in Canvas', async () => {
  await preview();
  await button(/^Review changes/).click({ timeout: 60_000 });
  await applyNow();
  await expect(heading('Changes applied')).toBeVisible({ timeout: 60_000 });
  await edit('publish-course', { course: `c-${classAt(0).sourcedId}` });
  await edit('edit-course', { course: `c-${classAt(0).sourcedId}`, name: 'Ms. Lee and her class' });
  await edit('edit-section', { section: classAt(1).sourcedId, name: 'Period 3' });
  await edit('delete-course', { course: `c-${classAt(2).sourcedId}` });
  await control('PATCH', `/sis/classes/${classAt(0).sourcedId}`, { title: 'Astronomy' });
});

test('what is kept stands apart, with both values and why', async () => {
  await preview();
  await button(/^Review changes/).click({ timeout: 60_000 });
  await window.getByRole('tab', { name: /^Kept as edited in Canvas/ }).click();
  const row = grid().getByRole('row').filter({ hasText: 'Ms. Lee and her class' });
  await expect(row).toContainText('Astronomy');
  await expect(row).toContainText('Changed on both sides');
  await expect(grid().getByRole('row').filter({ hasText: 'Period 3' })).toContainText('Edited in Canvas');
  await expectHealthy(window, 'review-kept');
});

test('one of them in full: what each side says, and what a sync wrote last', async () => {
  await grid().getByRole('row').filter({ hasText: 'Ms. Lee and her class' }).click();
  const details = window.getByRole('complementary', { name: 'Kept record in detail' });
  await expect(details.getByText('Last sync')).toBeVisible();
  await expect(details.getByText(classAt(0).title, { exact: true }).first()).toBeVisible();
  await expect(details.getByText(/The SIS changed this, and somebody changed it to something else/)).toBeVisible();
  await expectHealthy(window, 'review-kept-detail');
  await window.keyboard.press('Escape');
});

test('what hangs on a deleted course waits, and says for what', async () => {
  await window.getByRole('tab', { name: /^Sections/ }).click();
  const waiting = grid().getByRole('row').filter({ hasText: 'waits' });
  await waiting.first().click();
  await expect(window.getByText('It cannot be overwritten now')).toBeVisible();
  await expect(window.getByText(/because its course was deleted in Canvas/)).toBeVisible();
  await window.getByRole('tablist', { name: 'Kinds of kept records' }).getByRole('tab', { name: /^All/ }).click();
});

test('ticking by keyboard, all at once and one by one; overwriting wants a reason', async () => {
  await grid().getByRole('row').filter({ hasText: 'Ms. Lee and her class' }).focus();
  await window.keyboard.press('Space');
  await expect(window.getByText('1 record ticked.')).toBeVisible();
  await button('Tick all shown').click();
  await expect(window.getByText(/^[23] records ticked\.$/)).toBeVisible();
  await button('Leave all as they are').click();
  await window
    .getByRole('checkbox', { name: /^Overwrite / })
    .first()
    .check();
  await expect(window.getByText('1 record ticked.')).toBeVisible();
  await button('Overwrite in Canvas…').click();
  const dialog = window.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Overwrite', exact: true }).click();
  await expect(dialog.getByText(/Write a reason/)).toBeVisible();
  await expectHealthy(window, 'review-kept-reason');
  await dialog.getByLabel(/Why is this right/).fill('Agreed with Ms. Lee.');
  await dialog.getByRole('button', { name: 'Overwrite', exact: true }).click();
  await expect(window.getByText('1 record will be overwritten when you apply.').first()).toBeVisible();
});

test('the numbers of what stays as it is', async () => {
  await window.getByRole('tab', { name: 'Stays as it is' }).click();
  await expect(window.getByRole('columnheader', { name: 'Up to date' })).toBeVisible();
  await expect(window.getByRole('columnheader', { name: 'Kept as edited' })).toBeVisible();
  await expectHealthy(window, 'review-stays');
});

test('applying says how many are overwritten, overwrites exactly those, and the log tells it', async () => {
  await button('Apply these changes').click();
  const dialog = window.getByRole('dialog');
  await expect(dialog.getByText('1 record overwritten in Canvas')).toBeVisible();
  await expectHealthy(window, 'review-kept-apply');
  await dialog.getByRole('button', { name: 'Apply now' }).click();
  await expect(heading('Changes applied')).toBeVisible({ timeout: 60_000 });
  await expect(window.getByText('1 record was overwritten in Canvas, as you chose.')).toBeVisible();
  await expectHealthy(window, 'apply-overwritten');
  const dump = (await control('GET', '/state/canvas')) as {
    courses: Record<string, unknown>[];
    sections: Record<string, unknown>[];
  };
  const course = dump.courses.find((one) => one.sis_source_id === `c-${classAt(0).sourcedId}`);
  expect(course).toMatchObject({ name: 'Astronomy', workflow_state: 'available' });
  expect(dump.sections.find((one) => one.sis_source_id === classAt(1).sourcedId)).toMatchObject({ name: 'Period 3' });
  await button('See it in the sync log').click();
  await expect(window.getByText(/Overwrites 1 row in Canvas, by .+: Agreed with Ms\. Lee\./)).toBeVisible();
  await window.getByRole('tab', { name: /^Packages/ }).click();
  await expect(window.getByText('what was overwritten')).toBeVisible();
  await window.getByRole('tab', { name: /^Every change/ }).click();
  await expect(window.getByRole('grid', { name: 'Changes of this run' })).toContainText('course, overwritten');
});

test('with nothing else to do, the next preview opens on what is still kept', async () => {
  await preview();
  await expect(window.getByText(/nothing to do|up to date|no changes/i).first()).toBeVisible({ timeout: 60_000 });
  await toReview();
  await expect(grid().getByRole('row').filter({ hasText: 'Period 3' })).toBeVisible();
  await expect(grid().getByRole('row').filter({ hasText: 'Astronomy' })).toHaveCount(0);
  await expect(button('Apply these changes')).toBeDisabled();
  await expectHealthy(window, 'review-only-kept');
});

test('nothing complained on the page', () => {
  expect(running.complaints).toEqual([]);
});
