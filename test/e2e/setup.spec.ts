import { expect, test } from '@playwright/test';
import type { Page } from 'playwright';
import { startPracticeDistrict } from '../../electron/practice/practice-server.ts';
import { launchApp, newUserDataDir, type RunningApp } from '../helpers/electron-app.ts';
import { expectHealthy } from '../helpers/healthy-page.ts';
import { startLookalikeCanvas } from '../helpers/lookalike-canvas.ts';
import { callControl } from '../helpers/practice-engine.ts';

/** Connecting one's own district: every wrong thing an admin may paste is told in plain words, and nothing typed is lost. */
test.describe.configure({ mode: 'serial' });

type Practice = Awaited<ReturnType<typeof startPracticeDistrict>>;
let practice: Practice;
let lookalike: Awaited<ReturnType<typeof startLookalikeCanvas>>;
let running: RunningApp;
let folder: string;
let window: Page;

test.beforeAll(async () => {
  practice = await startPracticeDistrict({ students: 60, seed: 3, clean: true });
  lookalike = await startLookalikeCanvas(practice.canvas.url);
  folder = newUserDataDir();
  running = await launchApp({ userDataDir: folder });
  window = running.window;
});

test.afterAll(async () => {
  await running.app.close();
  await lookalike.close();
  await practice.close();
});

const button = (name: string | RegExp) => window.getByRole('button', { name });
/** Required fields carry a star behind their label. */
const field = (name: string) => window.getByLabel(new RegExp(`^${name}`));
const heading = (name: string | RegExp) => window.getByRole('heading', { level: 1, name });

test('the wizard asks for the SIS, Canvas, and the time zone, and names what is missing', async () => {
  await button('Connect my district').click();
  await expect(heading('Your SIS')).toBeVisible();
  await expectHealthy(window, 'setup-sis');
  await button('Next').click();
  await expect(window.getByText(/is missing|needed|Enter|Fill in/i).first()).toBeVisible();
  await expectHealthy(window, 'setup-sis-missing');
  await field('Name of your district').fill('Evergreen County Schools');
  await field('API URL').fill(practice.sis.url);
  await field('Client key').fill(practice.sis.key);
  await field('Client secret').fill('not the secret');
  await button('Next').click();
  await expect(heading('Canvas')).toBeVisible();
  await expectHealthy(window, 'setup-canvas');
  await field('Canvas address').fill(lookalike.url);
  await field('Access token').fill(practice.canvas.token);
  await button('Next').click();
  await expect(heading('Time zone')).toBeVisible();
  await expectHealthy(window, 'setup-time');
  await button('Next').click();
});

test('a wrong secret is called wrong, with the next step, and saving is not possible', async () => {
  await expect(window.getByText(/checks? found a problem/).first()).toBeVisible({ timeout: 30_000 });
  await expect(window.getByText(/key or (the )?(client )?secret/i).first()).toBeVisible();
  await expect(button('Save and continue')).toBeDisabled();
  await expectHealthy(window, 'setup-wrong-secret');
});

test('a web page instead of the API is told apart from a wrong address and from a SIS that is down', async () => {
  await goBackTo('Your SIS');
  await field('Client secret').fill(practice.sis.secret);
  await field('API URL').fill(`${new URL(practice.sis.url).origin}/no/such/place`);
  await testAgain();
  await expect(window.getByText(/address/i).first()).toBeVisible();
  await expectHealthy(window, 'setup-wrong-address');

  await goBackTo('Your SIS');
  await field('API URL').fill('http://127.0.0.1:9');
  await testAgain();
  await expect(window.getByText(/could not be reached|not answer|no answer|cannot be reached|refused/i).first()).toBeVisible();

  await goBackTo('Your SIS');
  await field('API URL').fill(practice.sis.url);
  await callControl(practice.control.url, 'POST', '/scenario/html-answers', {});
  await testAgain();
  await expect(window.getByText(/web page|login page|sign-in page/i).first()).toBeVisible();
  await expectHealthy(window, 'setup-html');
  await callControl(practice.control.url, 'POST', '/scenario/recover', {});
});

test('a Canvas token without the permission to import says which permission is missing', async () => {
  await callControl(practice.control.url, 'PUT', '/canvas/settings', { missingPermissions: ['import_sis'] });
  await button('Test again').click();
  await expect(window.getByText(/import SIS data/).first()).toBeVisible({ timeout: 30_000 });
  await expect(button('Save and continue')).toBeDisabled();
  await callControl(practice.control.url, 'PUT', '/canvas/settings', { missingPermissions: [] });
});

test('when all is well the district is saved, its secrets sealed by the operating system', async () => {
  await button('Test again').click();
  await expect(window.getByText('Both connections work')).toBeVisible({ timeout: 30_000 });
  await expectHealthy(window, 'setup-works');
  await button('Save and continue').click();
  await expect(heading('Fit it to your district')).toBeVisible({ timeout: 30_000 });
  await expectHealthy(window, 'setup-fit-begin');
});

test('an answer carries a name, and the SIS is read once before the first question', async () => {
  await button('Read and begin').click();
  await expect(window.getByText('Write your name.')).toBeVisible();
  await field('Your name').fill('Ada Admin');
  await button('Read and begin').click();
  await expect(heading(/^Semester \d ends \w+day, \d+ \w+ 20\d\d\. Right\?$/)).toBeVisible({ timeout: 60_000 });
  await expectHealthy(window, 'setup-fit-dates');
});

test('another reading changes the example at once (A2)', async () => {
  const before = await heading(/Right\?$/).innerText();
  await window
    .getByRole('radiogroup', { name: 'End date of a term' })
    .getByRole('radio', { name: /^The day after/ })
    .check();
  await expect(heading(/Right\?$/)).not.toHaveText(before);
  await window
    .getByRole('radiogroup', { name: 'End date of a term' })
    .getByRole('radio', { name: /^The last day/ })
    .check();
  await expect(heading(/Right\?$/)).toHaveText(before);
  await button('Save and go on').click();
});

test('set-up may be left between two questions, and goes on there', async () => {
  await expect(heading('Which schools come to Canvas?')).toBeVisible();
  await expectHealthy(window, 'setup-fit-schools');
  await button('Later').click();
  await expect(window.getByText('Set-up is not finished')).toBeVisible();
  await expectHealthy(window, 'overview-set-up-open');
  await running.app.close();
  running = await launchApp({ userDataDir: folder });
  window = running.window;
  await button('Go on with set-up').click({ timeout: 30_000 });
  await expect(window.getByText(/^The SIS was read on .* You can go on\.$/)).toBeVisible();
  await field('Your name').fill('Ada Admin');
  await button('Go on').click();
  await expect(heading('Which schools come to Canvas?')).toBeVisible();
});

test('schools, sign-in, courses and first days, each with its numbers', async () => {
  await expect(window.getByText(/^\d+ schools?: \d+ class/)).toBeVisible();
  await button('Save and go on').click();
  await expect(heading('What do people sign in with?')).toBeVisible();
  await window
    .getByRole('radiogroup', { name: 'Staff sign in with' })
    .getByRole('radio', { name: /^E-mail address/ })
    .check();
  await expectHealthy(window, 'setup-fit-logins');
  await button('Save and go on').click();
  await expect(heading('How do classes become courses?')).toBeVisible();
  await expect(window.getByText(/\d+ courses for \d+ classes/)).toHaveCount(3);
  await expectHealthy(window, 'setup-fit-courses');
  await button('Save and go on').click();
  await expect(heading('When do courses and people come?')).toBeVisible();
  await window.getByRole('textbox', { name: 'Students come' }).fill('10');
  await expectHealthy(window, 'setup-fit-leads');
  await button('Save and go on').click();
});

test('the schedule is set where it is explained, and set-up may still be left by closing the app', async () => {
  await expect(heading('When does it sync by itself?')).toBeVisible();
  await window.getByRole('switch', { name: 'Sync by itself' }).check();
  await window.getByLabel('Time 1').fill('');
  await button('Save and go on').click();
  await expect(window.getByRole('alert').getByText('Fill in every time of the night, or remove it.')).toBeVisible();
  await window.getByLabel('Time 1').fill('02:30');
  await expectHealthy(window, 'setup-fit-schedule');
  await button('Save and go on').click();
  await expect(heading('This is how it will work')).toBeVisible();
  await running.app.evaluate(({ app }) => app.exit(0)).catch(() => undefined);
  running = await launchApp({ userDataDir: folder });
  window = running.window;
  await button('Go on with set-up').click({ timeout: 30_000 });
  await field('Your name').fill('Ada Admin');
  await button('Go on').click();
});

test('a summary tells every answer, each with a way back; its end is a new preview', async () => {
  await expect(heading('This is how it will work')).toBeVisible();
  await expect(window.getByText('Every night at 02:30.')).toBeVisible();
  await expect(window.getByText('Students come: 10 days')).toBeVisible();
  await expect(window.getByText('Staff sign in with: E-mail address')).toBeVisible();
  await expectHealthy(window, 'setup-fit-summary');
  await button('Change Sign-in').click();
  await expect(heading('What do people sign in with?')).toBeVisible();
  await window
    .getByRole('navigation', { name: 'Questions of set-up' })
    .or(window.getByRole('list', { name: 'Questions of set-up' }))
    .getByText('Summary')
    .click();
  await expect(button('Finish and review the first contact')).toBeVisible();
  await button('Finish and preview').click();
  await expect(heading('Overview')).toBeVisible();
  await expect(button(/^Review changes/)).toBeVisible({ timeout: 60_000 });
  await expect(window.getByRole('region', { name: 'Next run' }).getByText(/02:30/)).toBeVisible();
  await expect(window.getByText('Set-up is not finished')).toBeHidden();
  await expectHealthy(window, 'overview-next-run');
  await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1024, 700));
  await expectHealthy(window, 'overview-next-run-1024');
  await expect(window.getByText('Evergreen County Schools').first()).toBeVisible();
});

test('a real Canvas can be previewed, and applying is refused in plain words', async () => {
  await button('Preview changes').click();
  await expect(button(/^Review changes/)).toBeVisible({ timeout: 30_000 });
  await button(/^Review changes/).click();
  await button('Apply these changes').click();
  await window.getByRole('dialog').getByRole('button', { name: 'Apply now' }).click();
  await expect(window.getByText(/first contact with this Canvas was not reviewed yet/).first()).toBeVisible({ timeout: 30_000 });
  await expectHealthy(window, 'apply-locked');
});

test('nothing complained on the page', () => {
  expect(running.complaints).toEqual([]);
});

/** Leaves the test step and walks back to a step; what was typed stays. */
async function goBackTo(title: string): Promise<void> {
  await expect(button('Test again')).toBeEnabled({ timeout: 30_000 });
  for (let i = 0; i < 4 && !(await heading(title).isVisible()); i += 1) await button('Back').click();
  await expect(heading(title)).toBeVisible();
}

async function testAgain(): Promise<void> {
  while (!(await heading('Test and save').isVisible())) await button('Next').click();
  await expect(button('Test again')).toBeEnabled({ timeout: 30_000 });
}
