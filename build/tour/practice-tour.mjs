/**
 * The steps of the guided tour: what a person would do with the practice district, in the real window.
 * @typedef {import('playwright').Page} Page
 * @typedef {{ title: string, lines: string[] }} Section
 */

const minute = 60_000;

/**
 * @param {Page} window the app's first window, freshly installed
 * @param {(name: string) => Promise<void>} photograph saves a screenshot under this name
 * @returns {Promise<Section[]>} what to tell the reader
 */
export async function practiceTour(window, photograph) {
  window.setDefaultTimeout(minute);
  const connection = await startPractice(window, photograph);
  const preview = await previewChanges(window, photograph);
  const result = await applyChanges(window, photograph);
  const again = await previewAgain(window, photograph);
  return [connection, preview, result, again];
}

/** @param {Page} window @param {(name: string) => Promise<void>} photograph @returns {Promise<Section>} */
async function startPractice(window, photograph) {
  await button(window, 'Connect my district').waitFor();
  await photograph('first-screen');
  await button(window, 'Try it with a practice district').click();
  await button(window, 'Start the practice district').waitFor();
  await photograph('practice-district');
  await button(window, 'Start the practice district').click();
  await heading(window, 'The practice district is ready').waitFor();
  await photograph('connections-tested');
  const checks = await window.getByRole('main').getByRole('listitem').allInnerTexts();
  await button(window, 'Go to the overview').click();
  await heading(window, 'Overview').waitFor();
  return { title: 'Connections, tested', lines: checks.map(oneLine) };
}

/** @param {Page} window @param {(name: string) => Promise<void>} photograph @returns {Promise<Section>} */
async function previewChanges(window, photograph) {
  await button(window, 'Preview changes').click();
  await button(window, /^Review changes/).waitFor();
  await photograph('overview-with-preview');
  await button(window, /^Review changes/).click();
  await heading(window, 'Review changes').waitFor();
  const tabs = await window.getByRole('tab').allInnerTexts();
  await photograph('review');
  await window.getByRole('tab', { name: /^People/ }).click();
  await window.getByRole('row').nth(1).click();
  await window.getByRole('complementary', { name: 'Change in detail' }).waitFor();
  await photograph('review-one-person');
  await window.keyboard.press('Escape');
  return { title: 'Preview: what would change (nothing is written yet)', lines: tabs.map(oneLine) };
}

/** @param {Page} window @param {(name: string) => Promise<void>} photograph @returns {Promise<Section>} */
async function applyChanges(window, photograph) {
  await button(window, 'Apply these changes').click();
  await window.getByRole('dialog').waitFor();
  await photograph('confirm');
  await window.getByRole('dialog').getByRole('button', { name: 'Apply now' }).click();
  await heading(window, 'Changes applied').waitFor();
  await photograph('applied');
  const confirmed = await window.getByText(/changes sent were confirmed in Canvas/).innerText();
  const rows = await window.getByRole('table').getByRole('row').allInnerTexts();
  return { title: 'Result, read back from Canvas', lines: [confirmed, ...rows.map(aligned)] };
}

/** @param {Page} window @param {(name: string) => Promise<void>} photograph @returns {Promise<Section>} */
async function previewAgain(window, photograph) {
  await button(window, 'Preview again').click();
  await window.getByRole('navigation').getByText('Overview').click();
  const nothing = window.getByText(/nothing to do/i).first();
  await nothing.waitFor();
  await photograph('nothing-to-do');
  const words = oneLine(await nothing.innerText());
  await window.getByRole('navigation').getByText('Sync log').click();
  await heading(window, 'Sync log').waitFor();
  await photograph('sync-log');
  return { title: 'Second preview', lines: [words] };
}

/** @param {Page} window @param {string | RegExp} name */
function button(window, name) {
  return window.getByRole('button', { name });
}

/** @param {Page} window @param {string} name */
function heading(window, name) {
  return window.getByRole('heading', { level: 1, name });
}

/** @param {string} text */
function oneLine(text) {
  return text.replace(/\s+/g, ' ').trim();
}

/** A table row as columns. @param {string} text */
function aligned(text) {
  const [first = '', ...numbers] = text.split('\t');
  return first.trim().padEnd(14) + numbers.map((number) => number.trim().padStart(10)).join('');
}
