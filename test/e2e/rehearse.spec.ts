import { expect, test } from '@playwright/test';
import type { Page } from 'playwright';
import { launchApp, newUserDataDir, type RunningApp } from '../helpers/electron-app.ts';
import { expectHealthy } from '../helpers/healthy-page.ts';

/** Bad days at the press of a button, in the real window: by keyboard, from the first look to the way back. */
test.describe.configure({ mode: 'serial' });

const folder = newUserDataDir();
let running: RunningApp;
let window: Page;

test.beforeAll(async () => {
  running = await launchApp({ userDataDir: folder });
  window = running.window;
});
test.afterAll(() => running.app.close());

const button = (name: string | RegExp) => window.getByRole('button', { name });
const heading = (name: string | RegExp) => window.getByRole('heading', { level: 1, name });
const place = (name: string) => window.getByRole('navigation', { name: 'Main' }).getByText(name).click();
const banner = () => window.getByRole('complementary', { name: 'Rehearsal' });

/** Moves the focus with the Tab key until it is on what is named so, as a person without a mouse does. */
async function tabTo(name: string): Promise<void> {
  for (let presses = 0; presses < 120; presses += 1) {
    await window.keyboard.press('Tab');
    const focused = await window.evaluate(() => {
      const { activeElement } = document;
      return activeElement?.getAttribute('aria-label') ?? activeElement?.textContent ?? '';
    });
    if (focused.trim() === name) return;
  }
  throw new Error(`The Tab key never reaches “${name}”.`);
}
const pressed = async (name: string) => {
  await tabTo(name);
  await window.keyboard.press('Enter');
};

test('a practice district offers rehearsals; what needs a first sync says so', async () => {
  await button('Try it with a practice district').click();
  await window.getByLabel('Number of students').fill('120');
  await button('Start the practice district').click();
  await button('Go to the overview').click();
  await place('Rehearse');
  await expect(heading('Rehearse a bad day')).toBeVisible();
  await expect(button('Rehearse: The list ends too early')).toBeEnabled();
  await expect(window.getByText('preview and apply once, then come back').first()).toBeVisible();
  await expect(button('Rehearse: A school loses many places')).toBeDisabled();
  await expectHealthy(window, 'rehearse');
});

test('by keyboard: a list that ends too early makes no preview, and says why', async () => {
  await pressed('Rehearse: The list ends too early');
  await expect(heading('Overview')).toBeVisible();
  await expect(window.getByRole('alert').getByText(/enrollments could not be read completely: the SIS announced/)).toBeVisible({
    timeout: 30_000,
  });
  await expect(banner().getByText('Rehearsal: The list ends too early')).toBeVisible();
  await expectHealthy(window, 'rehearsal-refused');
});

test('by keyboard: back to normal, and the next preview is made', async () => {
  await pressed('Back to normal');
  await expect(banner()).toHaveCount(0);
  await expect(button(/^Review changes/)).toBeVisible({ timeout: 30_000 });
  await button(/^Review changes/).click();
  await button('Apply these changes').click();
  await window.getByRole('dialog').getByRole('button', { name: 'Apply now' }).click();
  await expect(heading('Changes applied')).toBeVisible({ timeout: 45_000 });
});

test('by keyboard: a school that loses many places leads to a preview that holds every removal', async () => {
  await place('Rehearse');
  await expect(button('Rehearse: A school loses many places')).toBeEnabled();
  await pressed('Rehearse: A school loses many places');
  await expect(heading('Review changes')).toBeVisible({ timeout: 30_000 });
  await expect(banner().getByText(/holds these removals until a person releases them/)).toBeVisible();
  await expect(window.getByText(/held/i).first()).toBeVisible();
  await expectHealthy(window, 'rehearsal-held');
  await pressed('All rehearsals');
  await expect(window.getByRole('listitem').filter({ hasText: 'On now' }).getByRole('heading')).toHaveText(
    'A school loses many places',
  );
  await expectHealthy(window, 'rehearse-on');
});

test('what people do in Canvas stays: no change, and what is kept is shown', async () => {
  await button('Rehearse: People work in Canvas').click();
  await expect(heading('Review changes')).toBeVisible({ timeout: 30_000 });
  await expect(window.getByText(/0 changes/).first()).toBeVisible();
  await expect(window.getByText('1 kept record shown')).toBeAttached();
  await expectHealthy(window, 'rehearsal-kept');
});

test('a rehearsal this district is too small for says so, and everything is normal', async () => {
  await place('Rehearse');
  await button('Rehearse: A student changes class').click();
  await expect(window.getByRole('alert').getByText(/nothing this rehearsal could be played with/)).toBeVisible();
  await expect(banner()).toHaveCount(0);
  await expectHealthy(window, 'rehearse-impossible');
});

test('a bad day outlasts a restart of the app, and so does the way back', async () => {
  await button('Rehearse: The SIS is down').click();
  // The alert of the test before may still be there.
  await expect(banner().getByText('Rehearsal: The SIS is down')).toBeVisible({ timeout: 30_000 });
  await expect(window.getByRole('alert')).toBeVisible({ timeout: 30_000 });
  await running.app.close();
  running = await launchApp({ userDataDir: folder });
  window = running.window;
  await expect(banner().getByText('Rehearsal: The SIS is down')).toBeVisible({ timeout: 20_000 });
  await banner().getByRole('button', { name: 'Back to normal' }).click();
  await expect(banner()).toHaveCount(0);
  await expect(window.getByText(/nothing to do/i).first()).toBeVisible({ timeout: 30_000 });
});

test('B4: new ids are held until a person makes a remap plan, looks at it, and applies it', async () => {
  await place('Rehearse');
  await button('Rehearse: People get new identifiers').click();
  await expect(heading('Review changes')).toBeVisible({ timeout: 30_000 });
  const hold = window.getByRole('region', { name: 'Holds' }).getByRole('listitem');
  await expect(hold.getByText(/people have new ids in the SIS/)).toBeVisible();
  await expect(hold.getByRole('button', { name: /^Release/ })).toHaveCount(0);
  await expectHealthy(window, 'new-ids-held');
  await hold.getByRole('button', { name: /^Make a remap plan/ }).press('Enter');
  await expect(button(/^Review changes/)).toBeVisible({ timeout: 30_000 });
  await button(/^Review changes/).click();
  await expect(window.getByText('New ids in the SIS, the same people and classes')).toBeVisible();
  await expect(window.getByText('known by its new id in the SIS').first()).toBeVisible();
  await expectHealthy(window, 'remap-plan');
  await button('Apply these changes').click();
  await expect(window.getByRole('dialog').getByText(/Nothing is written to Canvas/)).toBeVisible();
  await expectHealthy(window, 'remap-dialog');
  await window.getByRole('dialog').getByRole('button', { name: 'Apply now' }).click();
  await expect(heading('Changes applied')).toBeVisible({ timeout: 45_000 });
  await button('Preview again').click();
  await expect(window.getByText(/nothing to do/i).first()).toBeVisible({ timeout: 30_000 });
});

test('nothing complained on the page', () => {
  expect(running.complaints).toEqual([]);
});
