/** @typedef {import('playwright-core').Page} Page */
/** @typedef {{ name: string, scenario: string, act?: (page: Page) => Promise<void> }} Look */

/** @param {string} label */
const place = (label) => async (/** @type {Page} */ page) => {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: label }).click();
};

/** @param {Page} page @param {string} name */
const press = (page, name) => page.getByRole('button', { name }).click();

/** @param {Page} page */
async function fillSis(page) {
  await press(page, 'Connect my district');
  await page.getByLabel('Name of your district').fill('Springfield Unified School District');
  await page.getByLabel('API URL').fill('springfield.focusschoolsoftware.com/focus/api/1.0');
  await page.getByLabel('Client key').fill('rosterbridge');
  await page.getByRole('textbox', { name: 'Client secret' }).fill('s3cret');
}

/** @param {Page} page */
async function toTest(page) {
  await fillSis(page);
  await press(page, 'Next');
  await page.getByLabel('Canvas address').fill('springfield.instructure.com');
  await page.getByRole('textbox', { name: 'Access token' }).fill('t0ken');
  await press(page, 'Next');
  await page.getByRole('heading', { name: 'Time zone' }).waitFor();
  await press(page, 'Next');
}

/** @param {Page} page */
async function openRow(page) {
  await place('Review')(page);
  await page.getByRole('grid', { name: 'Changes' }).locator('[data-row="6"]').click();
  await page.getByRole('complementary', { name: 'Change in detail' }).getByText('Rule').waitFor();
}

/** @param {Page} page */
async function apply(page) {
  await place('Review')(page);
  await press(page, 'Apply these changes');
  await press(page, 'Apply now');
}

/** @param {Page} page */
async function openKept(page) {
  await place('Review')(page);
  await page.getByRole('tab', { name: /Kept as edited/ }).click();
  await page.getByRole('grid', { name: 'Kept as edited in Canvas' }).locator('[data-row="0"]').waitFor();
}

/** Every screen in every state worth looking at. @type {readonly Look[]} */
export const looks = [
  { name: 'welcome', scenario: 'first-run' },
  { name: 'welcome-practice', scenario: 'first-run', act: (page) => press(page, 'Try it with a practice district') },
  {
    name: 'welcome-checks',
    scenario: 'first-run',
    act: async (page) => {
      await press(page, 'Try it with a practice district');
      await press(page, 'Start the practice district');
      await page.getByRole('button', { name: 'Go to the overview' }).waitFor();
    },
  },
  {
    name: 'welcome-failed',
    scenario: 'practice-fails',
    act: async (page) => {
      await press(page, 'Try it with a practice district');
      await press(page, 'Start the practice district');
      await page.getByRole('alert').waitFor();
    },
  },
  { name: 'setup-sis', scenario: 'first-run', act: (page) => press(page, 'Connect my district') },
  {
    name: 'setup-missing',
    scenario: 'first-run',
    act: async (page) => {
      await press(page, 'Connect my district');
      await press(page, 'Next');
    },
  },
  {
    name: 'setup-canvas',
    scenario: 'first-run',
    act: async (page) => {
      await fillSis(page);
      await press(page, 'Next');
      await page.getByRole('heading', { name: 'Canvas', level: 1 }).waitFor();
    },
  },
  {
    name: 'setup-time',
    scenario: 'first-run',
    act: async (page) => {
      await toTest(page);
      await page.getByRole('button', { name: 'Back' }).click();
      const zone = page.getByRole('combobox', { name: 'Time zone of your district' });
      await zone.click();
      await zone.fill('');
      await zone.pressSequentially('chicago');
      await page.getByRole('option').first().waitFor();
    },
  },
  {
    name: 'setup-test',
    scenario: 'first-run',
    act: async (page) => {
      await toTest(page);
      await page.getByText('Both connections work').waitFor();
    },
  },
  {
    name: 'setup-test-failed',
    scenario: 'checks-fail',
    act: async (page) => {
      await toTest(page);
      await page.getByText('found a problem').first().waitFor();
    },
  },
  { name: 'setup-no-keyring', scenario: 'no-keyring', act: (page) => press(page, 'Connect my district') },
  { name: 'overview-fresh', scenario: 'fresh' },
  { name: 'overview-loading', scenario: 'loading' },
  { name: 'overview-waiting', scenario: 'waiting' },
  { name: 'overview-held', scenario: 'held' },
  { name: 'overview-nothing', scenario: 'nothing' },
  { name: 'overview-applied', scenario: 'applied' },
  { name: 'overview-run-failed', scenario: 'run-failed' },
  { name: 'overview-running', scenario: 'slow', act: (page) => press(page, 'Preview changes') },
  {
    name: 'overview-plan-failed',
    scenario: 'plan-fails',
    act: async (page) => {
      await press(page, 'Preview changes');
      await page.getByRole('alert').waitFor();
    },
  },
  { name: 'overview-table', scenario: 'waiting', act: (page) => press(page, 'Show as table') },
  { name: 'overview-districts', scenario: 'waiting', act: (page) => page.getByRole('button', { name: /^District:/ }).click() },
  {
    name: 'review-school-list',
    scenario: 'waiting',
    act: async (page) => {
      await place('Review')(page);
      await page.getByRole('combobox', { name: 'School' }).click();
      await page.getByRole('option', { name: 'Oak Street Elementary' }).waitFor();
    },
  },
  { name: 'review-none', scenario: 'fresh', act: place('Review') },
  { name: 'review-nothing', scenario: 'nothing', act: place('Review') },
  { name: 'review-full', scenario: 'waiting', act: place('Review') },
  { name: 'review-held', scenario: 'held', act: place('Review') },
  { name: 'review-applied', scenario: 'applied', act: place('Review') },
  { name: 'review-failed', scenario: 'query-fails', act: place('Review') },
  { name: 'review-million', scenario: 'million', act: place('Review') },
  { name: 'review-panel', scenario: 'held', act: openRow },
  {
    name: 'review-empty-search',
    scenario: 'waiting',
    act: async (page) => {
      await place('Review')(page);
      await page.getByRole('searchbox', { name: 'Search changes' }).fill('nobody of that name');
      await page.getByText('No change matches').waitFor();
    },
  },
  {
    name: 'review-release',
    scenario: 'held',
    act: async (page) => {
      await place('Review')(page);
      await page
        .getByRole('button', { name: /^Release/ })
        .first()
        .click();
      await page.getByRole('dialog').waitFor();
      await press(page, 'Release hold');
    },
  },
  {
    name: 'review-released',
    scenario: 'held',
    act: async (page) => {
      await place('Review')(page);
      await press(page, 'Show all 3');
      await page
        .getByRole('button', { name: /^Release/ })
        .first()
        .click();
      await page.getByRole('textbox', { name: 'Why is this right?' }).fill('Grade 8 moved to the new building.');
      await press(page, 'Release hold');
    },
  },
  {
    name: 'review-confirm',
    scenario: 'held',
    act: async (page) => {
      await place('Review')(page);
      await press(page, 'Apply these changes');
    },
  },
  { name: 'apply-running', scenario: 'slow', act: apply },
  {
    name: 'apply-done',
    scenario: 'quick',
    act: async (page) => {
      await apply(page);
      await page.getByRole('heading', { name: 'Changes applied' }).waitFor();
    },
  },
  {
    name: 'apply-partial',
    scenario: 'partial',
    act: async (page) => {
      await apply(page);
      await page.getByText('What needs a look').waitFor();
    },
  },
  {
    name: 'apply-held',
    scenario: 'apply-held',
    act: async (page) => {
      await apply(page);
      await page.getByRole('heading', { name: 'some held' }).waitFor();
    },
  },
  {
    name: 'apply-failed',
    scenario: 'apply-fails',
    act: async (page) => {
      await apply(page);
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'findings',
    scenario: 'waiting',
    act: async (page) => {
      await place('Review')(page);
      await page.getByRole('button', { name: /left out/ }).click();
      await page.getByRole('grid').locator('[data-row="0"]').waitFor();
    },
  },
  { name: 'doctor', scenario: 'waiting', act: place('Check connection') },
  { name: 'log-empty', scenario: 'fresh', act: place('Sync log') },
  { name: 'log-list', scenario: 'waiting', act: place('Sync log') },
  {
    name: 'log-run',
    scenario: 'waiting',
    act: async (page) => {
      await place('Sync log')(page);
      await page.getByRole('table').getByRole('button').nth(6).click();
      await page.getByRole('tab', { name: 'Timeline' }).waitFor();
    },
  },
  {
    name: 'log-receipts',
    scenario: 'waiting',
    act: async (page) => {
      await place('Sync log')(page);
      await page.getByRole('table').getByRole('button').first().click();
      await page.getByRole('tab', { name: /^Every change/ }).click();
      await page.getByRole('grid', { name: 'Changes of this run' }).locator('[data-row="0"]').waitFor();
    },
  },
  {
    name: 'log-packages',
    scenario: 'waiting',
    act: async (page) => {
      await place('Sync log')(page);
      await page.getByRole('table').getByRole('button').first().click();
      await page.getByRole('tab', { name: /^Packages/ }).click();
    },
  },
  { name: 'schedule', scenario: 'waiting', act: place('Schedule') },
  {
    name: 'schedule-on',
    scenario: 'waiting',
    act: async (page) => {
      await place('Schedule')(page);
      await page.getByRole('switch', { name: 'Sync by itself' }).check();
      await press(page, 'Save schedule');
      await page.getByRole('list', { name: 'Next syncs' }).waitFor();
    },
  },
  { name: 'settings', scenario: 'waiting', act: place('Settings') },
  {
    name: 'settings-remove',
    scenario: 'waiting',
    act: async (page) => {
      await place('Settings')(page);
      await page
        .getByRole('button', { name: /^Remove district/ })
        .first()
        .click();
    },
  },
  { name: 'review-kept', scenario: 'kept', act: openKept },
  {
    name: 'review-kept-panel',
    scenario: 'kept',
    act: async (page) => {
      await openKept(page);
      await page.getByRole('grid', { name: 'Kept as edited in Canvas' }).locator('[data-row="0"]').click();
      await page.getByRole('complementary', { name: 'Kept record in detail' }).getByText('Rule').waitFor();
    },
  },
  {
    name: 'review-overwrite',
    scenario: 'kept',
    act: async (page) => {
      await openKept(page);
      await press(page, 'Tick all shown');
      await press(page, 'Overwrite in Canvas…');
      await page.getByRole('dialog').getByText('and 40 more').waitFor();
    },
  },
  { name: 'review-only-kept', scenario: 'only-kept', act: place('Review') },
  {
    name: 'review-stays',
    scenario: 'kept',
    act: async (page) => {
      await place('Review')(page);
      await page.getByRole('tab', { name: 'Stays as it is' }).click();
    },
  },
];
