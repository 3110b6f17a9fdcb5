import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { DateTime } from 'luxon';
import type { Page } from 'playwright';
import { startPracticeDistrict } from '../../electron/practice/practice-server.ts';
import { lockDistrict } from '../../electron/store/lock.ts';
import { connectInWindow } from '../helpers/connect-in-window.ts';
import { configFile, launchApp, launchHidden, newUserDataDir, type RunningApp, startAgain } from '../helpers/electron-app.ts';
import { expectHealthy } from '../helpers/healthy-page.ts';

/** The schedule in the real app: set on its screen, fired by the real clock, with the window closed. */
test.describe.configure({ mode: 'serial' });

let practice: Awaited<ReturnType<typeof startPracticeDistrict>>;
let running: RunningApp;
let window: Page;
let userDataDir: string;
const complaints: string[] = [];

test.beforeAll(async () => {
  practice = await startPracticeDistrict({ students: 60, seed: 5, clean: true });
  userDataDir = newUserDataDir();
  running = await launchApp({ userDataDir });
  window = running.window;
  await watchNativeParts();
  await connectInWindow(window, 'Evergreen County Schools', practice);
});

test.afterAll(async () => {
  await running.app.close().catch(() => undefined);
  await practice.close().catch(() => undefined);
});

const button = (name: string | RegExp) => window.getByRole('button', { name });
const heading = (name: string) => window.getByRole('heading', { level: 1, name });
const open = async (place: string) => {
  await window.getByRole('navigation', { name: 'Main' }).getByText(place, { exact: true }).click();
};

interface Watched {
  readonly notifications: Electron.Notification[];
  menu: Electron.Menu | null;
}

/** Nobody can click the system's tray and notifications from a test: what the app gives them is kept, and pressed here. */
function watchNativeParts(): Promise<void> {
  return running.app.evaluate(({ Notification, Tray }) => {
    const watched: Watched = { notifications: [], menu: null };
    (globalThis as unknown as { watched: Watched }).watched = watched;
    Notification.isSupported = () => true;
    Notification.prototype.show = function show(this: Electron.Notification) {
      watched.notifications.push(this);
    };
    const setMenu = Tray.prototype.setContextMenu;
    Tray.prototype.setContextMenu = function setContextMenu(this: Electron.Tray, menu: Electron.Menu | null) {
      watched.menu = menu;
      setMenu.call(this, menu);
    };
  });
}

function notifications(): Promise<string[]> {
  return running.app.evaluate(() =>
    (globalThis as unknown as { watched: Watched }).watched.notifications.map(({ title, body }) => `${title}. ${body}`),
  );
}

function trayLabels(): Promise<string[]> {
  return running.app.evaluate(() =>
    ((globalThis as unknown as { watched: Watched }).watched.menu?.items ?? []).map(({ label }) => label).filter(Boolean),
  );
}

function pressInTray(...labels: string[]): Promise<void> {
  return running.app.evaluate((_electron, wanted) => {
    let items = (globalThis as unknown as { watched: Watched }).watched.menu?.items ?? [];
    for (const label of wanted) {
      const item = items.find((one) => one.label === label);
      if (item === undefined) throw new Error(`no ${label} in the tray`);
      if (item.submenu) items = item.submenu.items;
      else item.click();
    }
  }, labels);
}

function processes(): Promise<string[]> {
  return running.app.evaluate(({ app }) => app.getAppMetrics().map(({ type, name }) => `${type} ${name ?? ''}`.trim()));
}

const windows = () => running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

async function takeWindow(page: Promise<Page>): Promise<void> {
  window = await page;
  window.on('pageerror', (error) => complaints.push(error.message));
  await window.waitForLoadState('domcontentloaded');
}

test('before anything is set the schedule is off and proposes every night at 02:00', async () => {
  await open('Schedule');
  await expect(heading('Schedule')).toBeVisible();
  await expect(window.getByText('None: the schedule is off.')).toBeVisible();
  await expect(window.getByLabel('Time 1')).toHaveValue('02:00');
  await expect(window.getByText('A practice district needs this app to run its servers')).toBeVisible();
  await expectHealthy(window, 'schedule-off');
});

test('nights, daytime and days off are set together; the next five syncs are listed in the district’s time', async () => {
  await window.getByRole('switch', { name: 'Sync by itself' }).check();
  await expect(window.getByText('Every night at 02:00.')).toBeVisible();
  await window.getByRole('switch', { name: 'Sync several times a day' }).check();
  await window.getByRole('combobox', { name: 'How often' }).selectOption({ label: 'Every 4 hours' });
  await button('Add days off').click();
  await expect(button('Save schedule')).toBeDisabled();
  await expect(window.getByText('Give every row of days off a name.')).toBeVisible();
  await expectHealthy(window, 'schedule-problem');
  await window.getByLabel('Name', { exact: true }).fill('Winter break');
  await window.getByLabel('First day').fill('2030-12-21');
  await window.getByLabel('Last day').fill('2031-01-03');
  await expect(window.getByText('Every night at 02:00; and every 4 hours from 08:00 to 16:00, Monday to Friday.')).toBeVisible();
  await button('Save schedule').click();
  await expect(window.getByRole('list', { name: 'Next syncs' }).getByRole('listitem')).toHaveCount(5);
  await expect(button('Save schedule')).toBeDisabled();
  await expectHealthy(window, 'schedule-on');
});

test('a narrow window keeps everything in reach', async () => {
  await window.setViewportSize({ width: 1024, height: 700 });
  await expectHealthy(window, 'schedule-1024');
  await window.setViewportSize({ width: 400, height: 700 });
  await expectHealthy(window, 'schedule-400');
  await window.setViewportSize({ width: 1280, height: 860 });
});

test('it pauses and resumes, on the screen and from the tray, which says so', async () => {
  await button('Pause until I resume').click();
  await expect(window.getByText('The schedule is paused')).toBeVisible();
  await expectHealthy(window, 'schedule-paused');
  await expect
    .poll(trayLabels)
    .toEqual(['Paused until you resume', 'Open Rosterbridge', 'Sync now', 'Resume the schedule', 'Quit Rosterbridge']);
  await pressInTray('Resume the schedule');
  await expect(window.getByText('The schedule is paused')).toBeHidden();
  await pressInTray('Pause the schedule', 'Until tomorrow morning');
  await expect(window.getByText(/Nothing syncs by itself until .*06:00/)).toBeVisible();
  await button('Resume the schedule').click();
  await window.getByLabel('Or pause until the beginning of').fill('2030-02-01');
  await button('Pause until then').click();
  await expect(window.getByText(/Nothing syncs by itself until .*00:00/)).toBeVisible();
  await button('Resume the schedule').click();
  await expect.poll(async () => (await trayLabels())[0]).toMatch(/^All is well. Next sync \w+ \d+ \w+, \d\d:\d\d$/);
});

test('start at login writes what the session starts, hidden and with this folder, and takes it away again', async () => {
  test.skip(process.platform !== 'linux', 'the other systems have a list of their own');
  const file = configFile('autostart/rosterbridge.desktop');
  await window.getByRole('switch', { name: 'Start when I sign in to this computer' }).check();
  await expect.poll(() => existsSync(file)).toBe(true);
  const entry = readFileSync(file, 'utf8');
  expect(entry).toMatch(/^Exec=.*--user-data-dir=.* --background$/m);
  await window.getByRole('switch', { name: 'Start when I sign in to this computer' }).uncheck();
  await expect.poll(() => existsSync(file)).toBe(false);
});

test('it fires by the clock while the window is closed; the app stays, and says so the first time', async () => {
  test.setTimeout(180_000);
  await window.getByRole('switch', { name: 'Sync several times a day' }).uncheck();
  const zone = await window.getByText(/^Times of/).textContent();
  const timeZone = /^Times of (.*), the time zone/.exec(zone ?? '')?.[1]?.replaceAll(' ', '_');
  const due = DateTime.now().setZone(timeZone).plus({ seconds: 70 }).startOf('minute');
  await window.getByLabel('Time 1').fill(due.toFormat('HH:mm'));
  await button('Save schedule').click();
  await expect(window.getByRole('list', { name: 'Next syncs' }).getByRole('listitem').first()).toContainText(
    due.toFormat('HH:mm'),
  );
  await window.close();
  await expect.poll(windows).toBe(0);
  await expect.poll(notifications).toEqual([expect.stringContaining('Rosterbridge keeps running')]);
  await expect.poll(async () => (await trayLabels())[0], { timeout: 100_000 }).toMatch(/^Reading|^Writing/);
  await expect.poll(async () => (await trayLabels())[0], { timeout: 60_000 }).toMatch(/^All is well|^A hold waits|^Holds wait/);
});

test('without a window and without work the engine’s process ends', async () => {
  test.setTimeout(90_000);
  await expect.poll(processes, { timeout: 60_000 }).not.toContainEqual(expect.stringContaining('Rosterbridge engine'));
  expect(await windows()).toBe(0);
});

test('while another process works in the district nothing runs, and that is no failure', async () => {
  const districts = join(userDataDir, 'data', 'districts');
  const [id = ''] = readdirSync(districts);
  const since = new Date().toISOString();
  const lock = lockDistrict(join(districts, id), { title: 'headless', pid: process.pid, host: 'here' }, since, 5_000);
  if (!lock.ok) throw new Error(lock.failure.message);
  const before = (await notifications()).length;
  const [standing] = await trayLabels();
  try {
    await pressInTray('Sync now');
    await expect.poll(async () => (await trayLabels())[0]).toBe('Reading');
    await expect.poll(async () => (await trayLabels())[0], { timeout: 30_000 }).toBe(standing);
  } finally {
    lock.value.release();
  }
  expect(await notifications()).toHaveLength(before);
});

test('a second start opens the window of the first; the sync is in the log as the schedule’s', async () => {
  const page = running.app.waitForEvent('window');
  expect(await startAgain({ userDataDir })).toBe(0);
  await takeWindow(page);
  await open('Sync log');
  await expect(window.getByText(/The schedule/).first()).toBeVisible({ timeout: 30_000 });
  await open('Schedule');
  await expect(window.getByText(/was missed and caught up/)).toBeHidden();
});

test('a failed sync is told once, without names, and the click opens the overview', async () => {
  test.setTimeout(120_000);
  await window.close();
  await expect.poll(windows).toBe(0);
  await practice.close();
  const before = (await notifications()).length;
  await pressInTray('Sync now');
  await expect
    .poll(async () => (await notifications()).slice(before), { timeout: 60_000 })
    .toEqual([expect.stringContaining('Evergreen County Schools: the sync did not succeed.')]);
  await expect.poll(async () => (await trayLabels())[0]).toBe('The last sync did not succeed');
  await pressInTray('Sync now');
  await expect.poll(async () => (await trayLabels())[0]).toBe('Reading');
  await expect.poll(async () => (await trayLabels())[0], { timeout: 60_000 }).toBe('The last sync did not succeed');
  expect((await notifications()).slice(before)).toHaveLength(1);

  const page = running.app.waitForEvent('window');
  await running.app.evaluate(() => {
    (globalThis as unknown as { watched: Watched }).watched.notifications.at(-1)?.emit('click');
  });
  await takeWindow(page);
  await expect(heading('Overview')).toBeVisible({ timeout: 30_000 });
});

test('switched off, closing the window ends the app', async () => {
  await open('Schedule');
  await window.getByRole('switch', { name: 'Keep running when its window is closed' }).uncheck();
  await expect(window.getByText(/Closing the window ends Rosterbridge/)).toBeVisible();
  const ended = running.app.waitForEvent('close');
  await window.close();
  await ended;
  expect(complaints).toEqual([]);
});

test('opened at login there is no window, until somebody asks for it', async () => {
  const app = await launchHidden({ userDataDir });
  running = { ...running, app };
  try {
    await expect.poll(processes).toContainEqual(expect.stringContaining('Rosterbridge engine'));
    expect(await windows()).toBe(0);
    const page = app.waitForEvent('window');
    expect(await startAgain({ userDataDir, args: ['--background'] })).toBe(0);
    expect(await windows()).toBe(0);
    expect(await startAgain({ userDataDir })).toBe(0);
    await takeWindow(page);
    await expect(heading('Overview')).toBeVisible({ timeout: 30_000 });
  } finally {
    await app.close();
  }
});
