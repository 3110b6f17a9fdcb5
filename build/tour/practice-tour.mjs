/**
 * The steps of the guided tour: what a person would do with the practice district, in the real window.
 * @typedef {import('playwright').Page} Page
 * @typedef {{ title: string, lines: string[] }} Section
 */

/**
 * @param {Page} window the app's first window, freshly installed
 * @param {(name: string) => Promise<void>} photograph saves a screenshot under this name
 * @returns {Promise<Section[]>} what to tell the reader
 */
export async function practiceTour(window, photograph) {
  const choices = ['Try it with a practice district', 'Connect my district'];
  for (const name of choices) await window.getByRole('button', { name }).waitFor();
  await photograph('first-screen');
  return [{ title: 'First screen', lines: choices.map((name) => `offers “${name}”`) }];
}
