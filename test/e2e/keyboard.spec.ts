import { expect, test } from '@playwright/test';
import { startPracticeDistrict } from '../../electron/practice/practice-server.ts';
import { launchApp, newUserDataDir } from '../helpers/electron-app.ts';
import { expectHealthy } from '../helpers/healthy-page.ts';
import { expectVisibleFocus, lostFocus, tabTo, watchFocus } from '../helpers/keyboard-hand.ts';

/** Issue 6: from the first screen to written changes with a keyboard alone. Nothing here clicks, fills or focuses. */
test('set-up, review and apply by keyboard alone, and the focus is never lost', async () => {
  test.setTimeout(150_000);
  const practice = await startPracticeDistrict({ students: 60, seed: 3, clean: true });
  const { app, window, complaints } = await launchApp({ userDataDir: newUserDataDir() });
  // Rings fade in otherwise, and would be compared half-way.
  const still = () => window.emulateMedia({ reducedMotion: 'reduce' });
  const heading = (name: string | RegExp) => window.getByRole('heading', { level: 1, name });
  const press = (key: string) => window.keyboard.press(key);
  const pressButton = async (name: string | RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab') => {
    await tabTo(window, 'button', name, key);
    await press('Enter');
  };
  const write = async (field: RegExp, text: string) => {
    await tabTo(window, 'textbox', field);
    await press('ControlOrMeta+a');
    await window.keyboard.insertText(text);
  };
  const arrive = async (name: string | RegExp) => expect(heading(name)).toBeFocused({ timeout: 60_000 });
  const look = async (name: string) => {
    await expectVisibleFocus(window);
    await expectHealthy(window, `keyboard-${name}`);
    const below = await window.evaluate(() => document.documentElement.scrollHeight - document.documentElement.clientHeight);
    expect(below, `${name}: the page itself does not scroll beside its room`).toBe(0);
    await still();
  };
  await still();

  await test.step('the connection, with a wrong secret first', async () => {
    await arrive('Welcome to Rosterbridge');
    await watchFocus(window);
    await pressButton('Connect my district');
    await arrive('Your SIS');
    await write(/^Name of your district/, 'Left in the middle');
    await pressButton('Later', 'Shift+Tab');
    await arrive('Welcome to Rosterbridge');
    await pressButton('Forget it');
    await expect(window.getByText(/is not finished/)).toHaveCount(0);
    await arrive('Welcome to Rosterbridge');
    await pressButton('Connect my district');
    await arrive('Your SIS');
    await write(/^Name of your district/, 'Evergreen County Schools');
    await write(/^API URL/, practice.sis.url);
    await write(/^Client key/, practice.sis.key);
    await write(/^Client secret/, 'not the secret');
    await press('Enter');
    await arrive('Canvas');
    await write(/^Canvas address/, practice.canvas.url);
    await write(/^Access token/, practice.canvas.token);
    await pressButton('Next');
    await arrive('Time zone');
    await pressButton('Next');
    await arrive('Test and save');
  });

  await test.step('what the doctor found, the way back, and a test that passes', async () => {
    await expect(window.getByText(/checks? found a problem/).first()).toBeVisible({ timeout: 30_000 });
    await pressButton(/Your SIS/, 'Shift+Tab');
    await arrive('Your SIS');
    await write(/^Client secret/, practice.sis.secret);
    await press('Enter');
    await arrive('Canvas');
    await pressButton('Next');
    await arrive('Time zone');
    await pressButton('Next');
    await expect(window.getByText('Both connections work')).toBeVisible({ timeout: 30_000 });
    await pressButton('Test again');
    await expect(window.getByText('Both connections work')).toBeVisible({ timeout: 30_000 });
    await expect(window.getByRole('button', { name: 'Test again' })).toBeFocused();
    await look('doctor');
    await pressButton('Save and continue');
    await arrive('Fit it to your district');
  });

  await test.step('the questions, by Tab, arrows and Space', async () => {
    await write(/^Your name/, 'Ada Admin');
    await pressButton('Read and begin');
    await arrive(/Right\?$/);
    const dates = window.getByRole('radiogroup', { name: 'End date of a term' });
    await tabTo(window, 'radio', /^The (last )?day/);
    await press('ArrowDown');
    await expect(dates.getByRole('radio', { name: /^The day after/ })).toBeChecked();
    await press('ArrowUp');
    await expect(dates.getByRole('radio', { name: /^The last day/ })).toBeChecked();
    await pressButton('Save and go on');
    await arrive('Which schools come to Canvas?');
    await pressButton('Save and go on');
    await arrive('What do people sign in with?');
    await look('logins');
    await pressButton('Save and go on');
    await arrive('How do classes become courses?');
    await pressButton('Save and go on');
    await arrive('When do courses and people come?');
    await write(/^Students come/, '10');
    await pressButton('Save and go on');
    await arrive('When does it sync by itself?');
    await tabTo(window, 'switch', /^Sync by itself/);
    await press('Space');
    await expect(window.getByRole('switch', { name: 'Sync by itself' })).toBeChecked();
    await press('Space');
    await expect(window.getByRole('switch', { name: 'Sync by itself' })).not.toBeChecked();
    await pressButton('Save and go on');
    await arrive('This is how it will work');
    await expect(window.getByText('Students come: 10 days')).toBeVisible();
    await look('summary');
    await pressButton('Finish and preview');
    await arrive('Overview');
  });

  const rows = window.getByRole('grid', { name: 'Changes' }).getByRole('row');
  const details = window.getByRole('complementary', { name: 'Change in detail' });
  const title = details.getByRole('heading', { level: 2 });
  await test.step('the preview again, then its changes: into the side panel and back to the row', async () => {
    const review = window.getByRole('button', { name: 'Review changes', exact: true });
    await expect(review).toBeEnabled({ timeout: 60_000 });
    await pressButton('Preview changes');
    await expect(review).toBeEnabled({ timeout: 60_000 });
    await expect(window.getByRole('button', { name: 'Preview changes' })).toBeFocused();
    await pressButton('Review changes');
    await arrive('Review changes');
    await tabTo(window, 'tab', /^All/);
    const enrollments = window.getByRole('tab', { name: /^Enrollments/ });
    for (let i = 0; i < 8 && !(await isFocused(enrollments)); i += 1) await press('ArrowRight');
    await press('Enter');
    await expect(enrollments).toHaveAttribute('aria-selected', 'true');
    await expect(rows.nth(1)).toContainText('new enrollment');
    await tabTo(window, 'row', /new enrollment/);
    await expect(rows.nth(1)).toBeFocused();
    await press('ArrowDown');
    await expect(rows.nth(2)).toBeFocused();
    await press('Enter');
    await expect(title).toBeFocused();
    const second = (await title.textContent()) ?? '';
    await press('Alt+ArrowDown');
    await expect(title).not.toHaveText(second);
    await press('Alt+ArrowUp');
    await expect(title).toHaveText(second);
    await look('change');
    await press('Escape');
    await expect(rows.nth(2)).toBeFocused();
  });

  await test.step('one change is left out', async () => {
    await press('Enter');
    await expect(title).toBeFocused();
    await pressButton('Leave out…');
    await expect(window.getByRole('dialog')).toBeVisible();
    await press('Escape');
    await expect(window.getByRole('dialog')).toHaveCount(0);
    await expect(details.getByRole('button', { name: 'Leave out…' })).toBeFocused();
    await press('Enter');
    await expect(window.getByRole('dialog')).toBeVisible();
    await write(/Why is this right/, 'Ask Ms. Lee first.');
    await pressButton('Leave out');
    await expect(details.getByText('Left out of this sync: Ask Ms. Lee first.')).toBeVisible();
    await look('left-out');
    await press('Escape');
    await expect(rows.nth(2)).toBeFocused();
    await expect(rows.nth(2)).toContainText('Left out');
  });

  await test.step('applied, and found in the log', async () => {
    await pressButton('Apply these changes', 'Shift+Tab');
    await pressButton('Not yet');
    await expect(window.getByRole('dialog')).toHaveCount(0);
    await expect(window.getByRole('button', { name: 'Apply these changes' })).toBeFocused();
    await press('Enter');
    await expect(window.getByText('1 change left out')).toBeVisible();
    await look('apply');
    await pressButton('Apply now');
    await arrive(/^Changes applied/);
    await look('applied');
    await pressButton('See it in the sync log');
    await arrive(/^Sync of/);
    await expect(window.getByText(/rows confirmed by reading them back/)).toBeVisible();
    await look('log');
  });

  expect(await lostFocus(window)).toEqual([]);
  expect(complaints).toEqual([]);
  await app.close();
  await practice.close();
});

function isFocused(locator: ReturnType<import('playwright').Page['getByRole']>): Promise<boolean> {
  return locator.evaluate((element) => element === document.activeElement);
}
