import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Page } from 'playwright';
import { startPracticeDistrict } from '../../electron/practice/practice-server.ts';
import { settingGroups, settingGroupWords } from '../../shared/setting-words.ts';
import { connectInWindow } from '../helpers/connect-in-window.ts';
import { launchApp, newUserDataDir, type RunningApp } from '../helpers/electron-app.ts';
import { expectHealthy } from '../helpers/healthy-page.ts';

/** The settings of a district: in groups, each with what it yields, changed together and saved as one version with a name. */
test.describe.configure({ mode: 'serial' });

let practice: Awaited<ReturnType<typeof startPracticeDistrict>>;
let running: RunningApp;
let window: Page;

test.beforeAll(async () => {
  practice = await startPracticeDistrict({ students: 300, seed: 11, clean: false });
  running = await launchApp({ userDataDir: newUserDataDir() });
  window = running.window;
  await connectInWindow(window, 'Evergreen County Schools', practice);
});

test.afterAll(async () => {
  await running.app.close();
  await practice.close();
});

const button = (name: string | RegExp) => window.getByRole('button', { name });
const groups = () => window.getByRole('navigation', { name: 'Groups of settings' });
const bar = () => window.getByRole('region', { name: 'Changes not saved' });
const open = async (group: string) => {
  await window.getByRole('navigation', { name: 'Main' }).getByText('Settings').click();
  await groups().getByRole('button', { name: group }).click();
  await expect(window.getByRole('heading', { level: 2, name: group })).toBeVisible();
};

test('before the first preview nothing can be counted, and that is what it says', async () => {
  await open('Identity and login');
  await expect(window.getByText('Nothing was read from the SIS yet.')).toBeVisible();
  await window.getByRole('navigation', { name: 'Main' }).getByText('Overview').click();
  await button('Preview changes').click();
  await expect(button(/^Review changes/)).toBeVisible({ timeout: 60_000 });
});

test('every group shows its settings with what they yield', async () => {
  for (const group of settingGroups) {
    await open(settingGroupWords[group].title);
    await expectHealthy(window, `settings-${group}`);
  }
  await open('Identity and login');
  await expect(window.getByRole('radiogroup', { name: 'Students sign in with' })).toContainText(/would wait \(\d+ without/);
  await open('Terms and courses');
  await expect(window.getByRole('radiogroup', { name: 'Courses' }).getByText(/\d+ courses for \d+ classes/)).toHaveCount(3);
  await open('Time');
  await expect(window.getByRole('radiogroup', { name: 'End date of a term' })).toContainText(/ends \w+day, \d+ \w+ 20\d\d/);
});

test('a changed value is counted at once, marked, and can be undone', async () => {
  await open('Terms and courses');
  await window
    .getByRole('group', { name: 'Leave these classes out' })
    .getByRole('checkbox', { name: /^Homerooms/ })
    .check();
  await expect(window.getByText(/\d+ of \d+ classes left out/)).toBeVisible();
  await expect(bar()).toContainText('1 setting changed');
  await expect(groups().getByRole('button', { name: /Terms and courses 1 changed/ })).toBeVisible();
  await button(/^Undo/).click();
  await expect(bar()).toBeHidden();
});

test('only some schools: chosen by keyboard, with what each brings', async () => {
  await open('Schools');
  await window.getByRole('radio', { name: 'Only these' }).check();
  const schools = window.getByRole('group', { name: 'Chosen schools' });
  await expect(schools.getByText(/\d+ classes, \d+ students, \d+ staff/).first()).toBeVisible();
  await schools.getByRole('checkbox').first().focus();
  await window.keyboard.press('Space');
  await expect(schools.getByRole('checkbox').first()).not.toBeChecked();
  await expect(window.getByText(/^\d+ schools?: \d+ classes/)).toBeVisible();
  await expectHealthy(window, 'settings-schools-chosen');
});

test('a value that cannot be is explained beside it, and not saved', async () => {
  await open('Leavers');
  const days = window.getByRole('textbox', { name: 'A drop still counts after a class ended' });
  await days.fill('two weeks');
  await expect(window.getByText('Enter a whole number from 0 to 1,000,000.')).toBeVisible();
  await open('Time');
  await button('Show the problem').click();
  await expect(window.getByRole('heading', { level: 2, name: 'Leavers' })).toBeVisible();
  await expectHealthy(window, 'settings-problem');
  await days.fill('20');
  await expect(window.getByText('Enter a whole number')).toBeHidden();
});

test('B: ids from a number of a type that the district names itself', async () => {
  await open('Identity and login');
  const source = window.getByRole('radiogroup', { name: 'SIS id of a student' });
  await source.getByRole('radio', { name: /^Another number of the person/ }).check();
  await expect(window.getByText('Enter the type or the name, as the SIS spells it.')).toBeVisible();
  const type = window.getByRole('textbox', { name: 'Type of the number, as the SIS spells it' });
  await type.fill('FLEID');
  await expect(window.getByText('Enter the type or the name')).toBeHidden();
  await expectHealthy(window, 'settings-id-source');
  await source.getByRole('radio', { name: /^A field of the SIS/ }).check();
  await expect(window.getByRole('textbox', { name: 'Name of the field, as the SIS spells it' })).toHaveValue('FLEID');
  await source.getByRole('radio', { name: /^The SIS’ record number/ }).check();
  await expect(type).toBeHidden();
});

test('all changes are saved as one version with a name, and are there after a restart of the screen', async () => {
  await expect(bar()).toContainText('2 settings changed');
  await bar().getByRole('button', { name: 'Save…' }).click();
  const dialog = window.getByRole('dialog');
  await expect(dialog.getByText('20 days')).toBeVisible();
  await dialog.getByRole('button', { name: 'Save settings' }).click();
  await expect(dialog.getByText('Write your name.')).toBeVisible();
  await expectHealthy(window, 'settings-save');
  await dialog.getByLabel(/^Your name/).fill('Ada Admin');
  await dialog.getByRole('button', { name: 'Save settings' }).click();
  await expect(dialog).toBeHidden();
  await expect(bar()).toBeHidden();
  await expect(window.getByText(/version \d+, saved .* by Ada Admin/)).toBeVisible();
  await open('Leavers');
  await expect(window.getByRole('textbox', { name: 'A drop still counts after a class ended' })).toHaveValue('20');
  await expect(window.getByText('Usual: 14 days.')).toBeVisible();
});

test('settings are found by a word, and a word nobody wrote is said to find nothing', async () => {
  const search = window.getByRole('searchbox', { name: 'Search settings' });
  await search.fill('additions');
  const found = window.getByRole('region', { name: 'Found settings' });
  await expect(found.getByText(/^\d+ settings?$/)).toBeVisible();
  await expectHealthy(window, 'settings-found');
  await search.fill('zebra');
  await expect(found.getByText('No setting is about this. Try another word.')).toBeVisible();
  await groups().getByRole('button', { name: 'Time' }).click();
  await expect(window.getByRole('heading', { level: 2, name: 'Time' })).toBeVisible();
  await expect(search).toHaveValue('');
});

test('settings go into a file without people, and come back as a change that is looked at before it is saved', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'settings-'));
  chmodSync(folder, 0o777);
  const file = join(folder, 'ours.json');
  await running.app.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: path });
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
  }, file);
  await groups().getByRole('button', { name: 'Look and districts' }).click();
  await button('Save settings as a file…').click();
  await expect(window.getByText('Settings saved as “ours.json”.').first()).toBeVisible();
  const text = readFileSync(file, 'utf8');
  for (const secret of [practice.sis.secret, practice.canvas.token, practice.sis.url]) expect(text).not.toContain(secret);
  expect(JSON.parse(text)).toMatchObject({ format: 'rosterbridge-settings', settings: { dropGraceDays: 20 } });
  await button('Open a settings file…').click();
  await expect(window.getByText('“ours.json” holds the same settings as this district.').first()).toBeVisible();

  writeFileSync(file, text.replace('"dropGraceDays": 20', '"dropGraceDays": 21'));
  await button('Open a settings file…').click();
  await expect(window.getByText(/^“ours\.json” would change 1 setting\. Nothing is saved yet/).first()).toBeVisible();
  await expect(bar()).toContainText('1 setting changed');
  await expectHealthy(window, 'settings-file-opened');
  await bar().getByRole('button', { name: 'Save…' }).click();
  const dialog = window.getByRole('dialog');
  await expect(dialog.getByText('21 days')).toBeVisible();
  await dialog.getByLabel(/^Your name/).fill('Ada Admin');
  await dialog.getByRole('button', { name: 'Save settings' }).click();
  await expect(bar()).toBeHidden();

  writeFileSync(file, text.replace('"dropGraceDays": 20', '"dropGraceDays": "soon"'));
  await button('Open a settings file…').click();
  await expect(
    window.getByRole('alert').getByText('“ours.json” holds values that this Rosterbridge does not know.'),
  ).toBeVisible();
  await expect(bar()).toBeHidden();
  await expectHealthy(window, 'settings-file-refused');
  rmSync(folder, { recursive: true });
});

test('high contrast, forced colours, 200 % and a small window keep everything in reach', async () => {
  for (const group of ['Time', 'Safety limits']) {
    await open(group);
    await window.emulateMedia({ forcedColors: 'active' });
    await expectHealthy(window, `settings-forced-${group.split(' ')[0]?.toLowerCase()}`);
    await window.emulateMedia({ forcedColors: null, contrast: 'more' });
    await expectHealthy(window, `settings-contrast-${group.split(' ')[0]?.toLowerCase()}`);
    await window.emulateMedia({ contrast: null });
  }
  await running.app.evaluate(({ BrowserWindow }) => {
    const [first] = BrowserWindow.getAllWindows();
    first?.setContentSize(1024, 700);
    first?.webContents.setZoomFactor(2);
  });
  await expectHealthy(window, 'settings-200-percent');
  await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(1));
  await expectHealthy(window, 'settings-1024');
});

test('nothing complained on the page', () => {
  expect(running.complaints).toEqual([]);
});
