import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import type { Page } from 'playwright';
import { startPracticeDistrict } from '../../electron/practice/practice-server.ts';
import { connectInWindow } from '../helpers/connect-in-window.ts';
import { launchApp, newUserDataDir, type RunningApp } from '../helpers/electron-app.ts';
import { expectHealthy } from '../helpers/healthy-page.ts';
import { callControl } from '../helpers/practice-engine.ts';

/** The connection check and the list of doubtful SIS records, in the window, against a SIS with the ways of Focus. */
test.describe.configure({ mode: 'serial' });

type Practice = Awaited<ReturnType<typeof startPracticeDistrict>>;
let practice: Practice;
let running: RunningApp;
let window: Page;
const arrived = new Map<string, number>();
const count = (message: unknown) => {
  const { request } = message as { readonly request: IncomingMessage };
  const port = String(request.socket.localPort);
  arrived.set(port, (arrived.get(port) ?? 0) + 1);
};
const requestsTo = (url: string) => arrived.get(new URL(url).port) ?? 0;

test.beforeAll(async () => {
  subscribe('http.server.request.start', count);
  practice = await startPracticeDistrict({ students: 120, seed: 5, clean: false });
  await habits({
    bodyPagination: 'relative',
    noLink: true,
    scopes: 'unnamed',
    cookies: true,
    nullRefs: { collection: 'enrollments', rows: 3 },
    unknownRoles: { collection: 'users', rows: 2 },
  });
  const ends = new Date(Date.now() + 12 * 86_400_000 + 3_600_000).toISOString();
  await callControl(practice.control.url, 'PUT', '/canvas/settings', { token: { expiresAt: ends } });
  running = await launchApp({ userDataDir: newUserDataDir() });
  window = running.window;
});

test.afterAll(async () => {
  await running.app.close();
  await practice.close();
  unsubscribe('http.server.request.start', count);
});

const button = (name: string | RegExp) => window.getByRole('button', { name });
const heading = (name: string | RegExp) => window.getByRole('heading', { level: 1, name });
const habits = (change: Record<string, unknown>) => callControl(practice.control.url, 'POST', '/sis/habits', change);
const place = (name: string) => window.getByRole('navigation').getByText(name).click();

test('set-up knows other products and says where each keeps its keys', async () => {
  await button('Connect my district').click();
  await window.getByRole('radio', { name: 'Another SIS with OneRoster 1.1' }).check();
  await window.getByRole('combobox', { name: 'Which one?' }).click();
  await window.getByRole('option', { name: 'Aeries' }).click();
  await expect(window.getByRole('heading', { name: 'Where to find these in Aeries' })).toBeVisible();
  await expectHealthy(window, 'setup-other-sis');
  await window.getByRole('radio', { name: 'Focus School Software' }).check();
  await button('Cancel set-up').click();
});

test('a check of both connections asks each side at most 25 questions and names what it finds', async () => {
  await connectInWindow(window, 'Evergreen County Schools', practice);
  await expect(window.getByText('The Canvas token ends in 12 days')).toBeVisible({ timeout: 30_000 });
  await expectHealthy(window, 'overview-token-ends');
  await place('Check connection');
  await expect(heading('Check the connection')).toBeVisible();
  await expectHealthy(window, 'doctor-not-yet');
  arrived.clear();
  await button('Check now').click();
  await expect(window.getByText(/^Found \d+ things? to look at$/).last()).toBeVisible({ timeout: 30_000 });
  expect(requestsTo(practice.sis.url)).toBeLessThanOrEqual(25);
  expect(requestsTo(practice.canvas.url)).toBeLessThanOrEqual(25);
  const sis = window.getByRole('region', { name: 'Checks: Your SIS' });
  await expect(sis.getByText(/3 would be left out and 2 are doubtful/)).toBeVisible();
  await expect(sis.getByText(/have no login/)).toBeVisible();
  await expect(sis.getByText(/ends \w+day, .* 20\d\d; right\?/)).toBeVisible();
  await expect(sis.getByText(/takes grades; it does not say whether from this connection\. Not tested/)).toBeVisible();
  await expect(sis.getByText(/\d+ categories seen, such as/)).toBeVisible();
  await expect(
    window.getByRole('region', { name: 'Checks: Canvas' }).getByText('The token belongs to', { exact: false }),
  ).toBeVisible();
  const canvas = window.getByRole('region', { name: 'Checks: Canvas' });
  await expect(canvas.getByText(/The token ends on .* in 12 days/)).toBeVisible();
  await expect(canvas.getByText(/No published assignment is flagged/)).toBeVisible();
  await expectHealthy(window, 'doctor-focus');
});

test('a gradebook that may only be read is named, and schools are said not to be affected', async () => {
  await habits({ gradebookWrites: '404' });
  await button('Check again').click();
  await expect(
    window.getByText(/takes no grades at this address: it offers reading only\. Schools, classes/).first(),
  ).toBeVisible({ timeout: 30_000 });
  await expectHealthy(window, 'doctor-readonly-gradebook');
  await habits({ gradebookWrites: 'taken' });
});

test('the findings become a letter to the SIS support, copied with one press', async () => {
  await button('Copy letter').click();
  await expect(window.getByText('Copied.', { exact: false }).first()).toBeVisible();
  const copied = await running.app.evaluate(({ clipboard }) => clipboard.readText());
  expect(copied).toMatch(/^Subject: OneRoster 1\.1 connection of Evergreen County Schools/);
  expect(copied).not.toContain(practice.sis.secret);
});

test('a total that lies is a problem, with what to do', async () => {
  await habits({ lyingTotal: { collection: 'enrollments', difference: 40 } });
  await button('Check again').click();
  await expect(window.getByText(/^Found 1 problem and \d+ things? to look at$/).last()).toBeVisible({ timeout: 30_000 });
  await expect(window.getByText(/announces [\d,]+ enrollments, but sends fewer/).first()).toBeVisible();
  await expectHealthy(window, 'doctor-problem');
  await habits({ lyingTotal: null });
});

test('records a preview left out are listed with the reason and what to do', async () => {
  const broken = { user: null, class: null, school: null, role: 'student' };
  await callControl(practice.control.url, 'PUT', `/sis/enrollments/${encodeURIComponent('=HYPERLINK(1)')}`, broken);
  await place('Overview');
  await button('Preview changes').click();
  await button(/^Review changes/).click({ timeout: 60_000 });
  await button(/SIS records left out/).click();
  await expect(heading('SIS records to look at')).toBeVisible();
  const grid = window.getByRole('grid', { name: 'SIS records to look at' });
  await expect(grid.getByRole('row').filter({ hasText: 'Left out' })).not.toHaveCount(0);
  await grid.getByRole('row').filter({ hasText: 'Left out' }).first().click();
  await expect(window.getByText(/^Left out: enrollment /)).toBeVisible();
  await expectHealthy(window, 'findings');
});

/** The system's own dialog, answered as a person would. */
const chooseFile = (filePath: string) =>
  running.app.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = async () => ({ canceled: path === '', filePath: path });
  }, filePath);

test('the list is saved where the admin says: every record with rule and remedy, no cell a spreadsheet would run', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'findings-'));
  chmodSync(folder, 0o777);
  const file = join(folder, 'look at these.csv');
  await chooseFile('');
  await button('Save as a file…').click();
  await expect(window.getByText(/saved as/)).toHaveCount(0);
  await chooseFile(join(folder, 'no such folder', 'x.csv'));
  await button('Save as a file…').click();
  await expect(window.getByRole('alert').getByText('The file “x.csv” could not be saved.')).toBeVisible();
  await expectHealthy(window, 'findings-not-saved');
  await chooseFile(file);
  await button('Save as a file…').click();
  await expect(window.getByText(/^\d+ records saved as “look at these\.csv”\.$/).first()).toBeVisible();
  await expectHealthy(window, 'findings-saved');
  const rows = parse(readFileSync(file, 'utf8'), { columns: true, bom: true }) as Record<string, string>[];
  const shown = await window
    .getByRole('search')
    .getByText(/^\d+ records$/)
    .textContent();
  expect(`${rows.length} records`).toBe(shown);
  expect(rows.filter((row) => row.result === 'left out').map((row) => row.record)).toContain("'=HYPERLINK(1)");
  for (const row of rows) expect([row.rule, row.what, row.remedy].every((text) => (text ?? '').length > 3)).toBe(true);
  rmSync(folder, { recursive: true });
});

test('the list is narrowed by the kind of record', async () => {
  await window.getByRole('combobox', { name: 'Kind of record' }).click();
  await window.getByRole('option', { name: 'Courses' }).click();
  await expect(window.getByText('No such record')).toBeVisible();
  await button('Back to the changes').click();
  await expect(heading('Review changes')).toBeVisible();
});

test('nothing complained on the page', () => {
  expect(running.complaints).toEqual([]);
});
