import { expect, test } from '@playwright/test';
import type { Page } from 'playwright';
import { startPracticeDistrict } from '../../electron/practice/practice-server.ts';
import { connectInWindow } from '../helpers/connect-in-window.ts';
import { launchApp, newUserDataDir, type RunningApp } from '../helpers/electron-app.ts';
import { expectHealthy } from '../helpers/healthy-page.ts';
import { callControl } from '../helpers/practice-engine.ts';

/** ROSTER-RULES C2 in the window: a term whose sessions part is a question on top of the preview, answered in the settings. */
test.describe.configure({ mode: 'serial' });

interface Session {
  readonly sourcedId: string;
  readonly title: string;
  readonly type: string;
  readonly startDate: string;
  readonly endDate: string;
}

let practice: Awaited<ReturnType<typeof startPracticeDistrict>>;
let running: RunningApp;
let window: Page;
let moved: Session;

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
const main = () => window.getByRole('navigation', { name: 'Main' });
const control = (method: string, path: string, body?: unknown) => callControl(practice.control.url, method, path, body);
const notes = () => window.getByRole('list', { name: 'About this preview as a whole' });

async function preview(): Promise<void> {
  await main().getByText('Overview').click();
  await button('Preview changes').click();
  await expect(window.getByText(/^Nothing to do|Review changes/).first()).toBeVisible({ timeout: 60_000 });
  await main().getByText('Review').click();
}

/** Two schools have the same term, as sessions of their own: the practice district gives each school its own. */
async function makeTwins(): Promise<void> {
  const { rows } = (await control('GET', '/sis/academicSessions')) as { rows: Session[] };
  const { rows: classes } = (await control('GET', '/sis/classes?status=active')) as {
    rows: { sourcedId: string; terms: { sourcedId: string; type: string }[] }[];
  };
  const used = classes.map((cls) => rows.find((one) => one.sourcedId === cls.terms[0]?.sourcedId));
  const [session] = used.filter((one) => one !== undefined && one.endDate > '2026-12-01');
  const cls = classes[used.indexOf(session)];
  if (session === undefined || cls === undefined) throw new Error('No class is in a term that runs.');
  moved = { ...session, sourcedId: 'twin-session' };
  await control('PUT', '/sis/academicSessions/twin-session', moved);
  await control('PUT', `/sis/classes/${cls.sourcedId}`, { ...cls, terms: [{ ...cls.terms[0], sourcedId: 'twin-session' }] });
}

test('while all sessions of a term agree there is nothing to ask', async () => {
  await makeTwins();
  await preview();
  await expect(notes()).toHaveCount(0);
  await button('Apply these changes').click();
  await window.getByRole('dialog').getByRole('button', { name: 'Apply now' }).click();
  await expect(window.getByRole('heading', { level: 1, name: 'Changes applied' })).toBeVisible({ timeout: 60_000 });
});

test('one of them moves: the preview says which, what happens meanwhile, and where to answer', async () => {
  await control('PATCH', '/sis/academicSessions/twin-session', { endDate: '2027-07-15' });
  await preview();
  await expect(
    notes().getByText(/sessions behind “.+” has other dates now: .+\(twin-session\).+The term keeps the dates it has\./),
  ).toBeVisible();
  await expect(window.getByText('Nothing to do', { exact: true })).toBeVisible();
  await expectHealthy(window, 'review-question');
  await button('Go to the settings: Terms and courses').click();
  await expect(window.getByRole('heading', { level: 2, name: 'Terms and courses' })).toBeVisible();
  await window.getByRole('textbox', { name: 'Sessions that may differ from their term' }).fill('twin-session');
  await button('Save…').click();
  await window
    .getByRole('dialog')
    .getByLabel(/^Your name/)
    .fill('Ada Admin');
  await window.getByRole('dialog').getByRole('button', { name: 'Save settings' }).click();
  await expect(window.getByRole('dialog')).toHaveCount(0);
});

test('answered once, nobody is asked again', async () => {
  await preview();
  await expect(window.getByText('Nothing to do', { exact: true })).toBeVisible();
  await expect(notes()).toHaveCount(0);
});

test('nothing complained on the page', () => {
  expect(running.complaints).toEqual([]);
});
