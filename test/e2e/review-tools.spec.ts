import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import type { Page } from 'playwright';
import { startPracticeDistrict } from '../../electron/practice/practice-server.ts';
import { connectInWindow } from '../helpers/connect-in-window.ts';
import { folderWithin, launchApp, newUserDataDir, type RunningApp } from '../helpers/electron-app.ts';
import { expectHealthy } from '../helpers/healthy-page.ts';
import { callControl } from '../helpers/practice-engine.ts';

/** The review by keyboard, filters and files; then the sync log down to one record's whole life. */
test.describe.configure({ mode: 'serial' });

let practice: Awaited<ReturnType<typeof startPracticeDistrict>>;
let running: RunningApp;
let window: Page;
let folder: string;
let classes: { sourcedId: string; title: string }[];

test.beforeAll(async () => {
  practice = await startPracticeDistrict({ students: 120, seed: 5, clean: true });
  const userDataDir = newUserDataDir();
  folder = folderWithin(userDataDir, 'saved');
  running = await launchApp({ userDataDir });
  window = running.window;
  await connectInWindow(window, 'Evergreen County Schools', practice);
  classes = ((await control('GET', '/sis/classes?status=active&limit=3')) as { rows: typeof classes }).rows;
});

test.afterAll(async () => {
  await running.app.close();
  await practice.close();
});

const button = (name: string | RegExp) => window.getByRole('button', { name });
const main = () => window.getByRole('navigation', { name: 'Main' });
const control = (method: string, path: string, body?: unknown) => callControl(practice.control.url, method, path, body);
const bar = () => window.getByRole('search', { name: 'Filter changes' });
const grid = () => window.getByRole('grid', { name: 'Changes' });
const details = () => window.getByRole('complementary', { name: 'Change in detail' });
const dialog = () => window.getByRole('dialog');
const saveAs = (path: string) =>
  running.app.evaluate(({ dialog: system }, to) => {
    system.showSaveDialog = async () => ({ canceled: to === '', filePath: to });
  }, path);
const linesOf = (path: string) => parse(readFileSync(path, 'utf8'), { columns: true, bom: true }) as Record<string, string>[];

async function choose(menu: string, option: string | RegExp): Promise<void> {
  await bar().getByRole('combobox', { name: menu }).click();
  await bar().getByRole('option', { name: option }).click();
}

async function preview(): Promise<void> {
  await main().getByText('Overview').click();
  await button('Preview changes').click();
  await button(/^Review changes/).click({ timeout: 60_000 });
}

async function apply(): Promise<void> {
  await button('Apply these changes').click();
  await dialog().getByRole('button', { name: 'Apply now' }).click();
  await expect(window.getByRole('heading', { level: 1, name: /^Changes applied/ })).toBeVisible({ timeout: 60_000 });
}

test('a plan is narrowed by rule and school, and listed by school', async () => {
  await preview();
  await expect(bar()).toContainText(/\d{3} changes/);
  await choose('Rule', /^C6: who belongs to which class/);
  await expect(grid().getByRole('row').nth(1)).toContainText('new enrollment');
  await choose('Order', 'By school');
  await expect(grid().getByRole('row').nth(1)).toBeVisible();
  const schools = await grid().getByRole('row').locator('[aria-colindex="3"]').allTextContents();
  const shown = schools.slice(1);
  expect(shown.length).toBeGreaterThan(5);
  expect(shown).toEqual([...shown].sort((a, b) => a.localeCompare(b)));
  await expectHealthy(window, 'review-narrowed');
  await button('Clear filters').click();
  await choose('Order', 'As written');
});

test('what is shown is saved as a file, safe for a spreadsheet', async () => {
  await choose('Kind of change', 'Added');
  await bar()
    .getByRole('searchbox')
    .fill(classes[0]?.title ?? '');
  await expect(bar().getByText(/^[1-9]\d* changes?/)).toBeVisible();
  const shown = Number(/(\d+) changes?/.exec((await bar().textContent()) ?? '')?.[1]);
  await saveAs(join(folder, 'changes.csv'));
  await button('Save as a file…').click();
  await expect(
    window.getByRole('region', { name: 'Changes' }).getByText(`${shown} records saved as “changes.csv”.`),
  ).toBeVisible();
  const lines = linesOf(join(folder, 'changes.csv'));
  expect(lines).toHaveLength(shown);
  expect(lines[0]).toMatchObject({ change: 'create', rule: expect.stringMatching(/^[A-H]\d?$/) });
  await saveAs('');
  await button('Clear filters').click();
  await apply();
});

test('one change is left out by keyboard alone, with a reason, and the focus comes back', async () => {
  for (const cls of classes.slice(0, 2))
    await control('PATCH', `/sis/classes/${cls.sourcedId}`, { title: `Renamed ${cls.title}` });
  await preview();
  await grid().getByRole('row').nth(1).focus();
  await window.keyboard.press('Enter');
  await expect(details().getByRole('heading', { level: 2 })).toBeFocused();
  const first = await details().getByRole('heading', { level: 2 }).textContent();
  await window.keyboard.press('Alt+ArrowDown');
  await expect(details().getByRole('heading', { level: 2 })).not.toHaveText(first ?? '');
  await window.keyboard.press('Alt+ArrowUp');
  await expect(details().getByRole('heading', { level: 2 })).toHaveText(first ?? '');
  await window.keyboard.press('l');
  await expect(dialog().getByText('Leave this change out?')).toBeVisible();
  await window.keyboard.press('Tab');
  await dialog()
    .getByLabel(/Why is this right/)
    .fill('Ask Ms. Lee first.');
  await window.keyboard.press('Tab');
  await window.keyboard.press('Tab');
  await window.keyboard.press('Enter');
  await expect(dialog()).toHaveCount(0);
  await expect(details().getByText('Left out of this sync: Ask Ms. Lee first.')).toBeVisible();
  await expect(grid().getByRole('row').nth(1)).toContainText('Left out');
  await expect(details().getByRole('heading', { level: 2 })).toBeFocused();
  await expectHealthy(window, 'review-left-out');
  await window.keyboard.press('Escape');
  await expect(details()).toHaveCount(0);
  await expect(grid().getByRole('row').nth(1)).toBeFocused();
});

test('the record’s history stands beside its change', async () => {
  await grid().getByRole('row').nth(2).click();
  const life = details().getByRole('list', { name: 'What happened to it, newest first' });
  await expect(life.getByText(/new (course|section)/)).toBeVisible();
  await expect(life.getByText('Confirmed')).toBeVisible();
});

test('applying says what is left out, does not write it, and the next preview shows it again', async () => {
  await button('Apply these changes').click();
  await expect(dialog().getByText('1 change left out')).toBeVisible();
  await expect(dialog().getByText('3 changes will be written to Canvas, exactly as shown.')).toBeVisible();
  await expectHealthy(window, 'review-left-out-apply');
  await dialog().getByRole('button', { name: 'Apply now' }).click();
  await expect(window.getByRole('heading', { level: 1, name: 'Changes applied' })).toBeVisible({ timeout: 60_000 });
  await preview();
  await expect(window.getByText('1 change', { exact: true }).first()).toBeVisible();
  await apply();
});

test('a hold is released by keyboard from a change it stops', async () => {
  await control('POST', '/scenario/mass-drop', { share: 0.6 });
  await preview();
  await button(/^Show these/)
    .first()
    .click();
  await grid().getByRole('row').nth(1).focus();
  await window.keyboard.press('Enter');
  await expect(details().getByRole('button', { name: 'Release this hold…' }).first()).toBeVisible();
  await window.keyboard.press('r');
  await dialog()
    .getByLabel(/Why is this right/)
    .fill('The school closes.');
  await dialog().getByRole('button', { name: 'Release hold' }).click();
  await expect(details().getByText(/Released: The school closes\./)).toBeVisible();
  await expectHealthy(window, 'review-released-in-panel');
});

test('the sync log leads from a run to a change, its record’s life, and a file', async () => {
  await main().getByText('Sync log').click();
  await expectHealthy(window, 'log-runs');
  await window.getByRole('row').filter({ hasText: 'Sync' }).last().getByRole('button').click();
  await window.getByRole('tab', { name: /^Every change/ }).click();
  const changes = window.getByRole('grid', { name: 'Changes of this run' });
  await window.getByRole('searchbox', { name: 'Search this run' }).fill(classes[0]?.title ?? '');
  await expect(window.getByRole('search', { name: 'Filter changes of this run' })).toContainText(/^[^\d]*\d{1,2} changes/);
  await changes.getByRole('row').nth(1).focus();
  await window.keyboard.press('Enter');
  await expect(details().getByRole('heading', { level: 2 })).toBeFocused();
  await expect(details().getByRole('list', { name: 'What happened to it, newest first' })).toBeVisible();
  await details().scrollIntoViewIfNeeded();
  await expectHealthy(window, 'log-receipt');
  await window.keyboard.press('Escape');
  await expect(changes.getByRole('row').nth(1)).toBeFocused();
  await saveAs(join(folder, 'run.csv'));
  await button('Save as a file…').click();
  await expect(window.getByText(/records? saved as “run\.csv”/).last()).toBeVisible();
  expect(linesOf(join(folder, 'run.csv'))[0]).toMatchObject({ outcome: 'confirmed', change: 'create' });
});

test('looking a person up tells their whole life over all runs', async () => {
  const { rows } = (await control('GET', '/sis/enrollments?role=student&limit=1')) as { rows: { user: { sourcedId: string } }[] };
  await main().getByText('Look up').click();
  await window.getByRole('searchbox', { name: 'Find a person, class, school or term' }).fill(rows[0]?.user.sourcedId ?? '');
  await window
    .getByRole('region', { name: 'Found records' })
    .getByRole('button', { name: /person ·/ })
    .first()
    .click();
  const life = window
    .getByRole('complementary', { name: 'Why, and why not' })
    .getByRole('list', { name: 'What happened to it, newest first' });
  await expect(life.getByText('new enrollment').first()).toBeVisible({ timeout: 20_000 });
  await life.scrollIntoViewIfNeeded();
  await expectHealthy(window, 'look-up-life');
  await life
    .getByRole('button', { name: /open this run/ })
    .first()
    .click();
  await expect(window.getByRole('heading', { level: 1, name: /^Sync of/ })).toBeVisible();
});

test('nothing complained on the page', () => {
  expect(running.complaints).toEqual([]);
});
