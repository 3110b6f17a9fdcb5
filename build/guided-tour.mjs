/** Without a display, `npm start` shows the product by itself: the real window, driven through the practice sync. */
import { chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { _electron } from 'playwright';
import { openAppSession } from './app-session.mjs';
import { root } from './paths.mjs';
import { practiceTour } from './tour/practice-tour.mjs';

/** @typedef {import('./app-session.mjs').AppSession} AppSession */
/** @typedef {import('./tour/practice-tour.mjs').Section} Section */

const pictures = join(root, 'test-results', 'tour');

/** @param {AppSession} session */
async function launch(session) {
  const userDataDir = mkdtempSync(join(session.data, 'tour-'));
  if (session.user) chownSync(userDataDir, session.user.uid, session.user.gid);
  return _electron.launch({
    executablePath: session.executable,
    args: [...session.flags, `--user-data-dir=${userDataDir}`, session.appFolder],
    env: session.env,
    chromiumSandbox: true,
  });
}

/** @param {import('playwright').Page} window @returns {(name: string) => Promise<void>} */
function photographer(window) {
  let number = 0;
  return async (name) => {
    number += 1;
    await window.screenshot({ path: join(pictures, `${String(number).padStart(2, '0')}-${name}.png`) });
  };
}

/** @param {Section[]} sections */
function print(sections) {
  for (const { title, lines } of sections) {
    console.log(`\n${title}\n${'─'.repeat(title.length)}`);
    for (const line of lines) console.log(`  ${line}`);
  }
}

/** @param {AppSession} session */
async function tour(session) {
  const app = await launch(session);
  try {
    const window = await app.firstWindow();
    const photograph = photographer(window);
    try {
      print(await practiceTour(window, photograph));
    } catch (error) {
      await photograph('where-it-stopped');
      throw error;
    }
  } finally {
    await app.close();
  }
}

/** @returns {Promise<void>} rejects when the tour could not be completed */
export async function guidedTour() {
  console.log('No display here: Rosterbridge opens on a virtual one and syncs a practice district by itself.');
  rmSync(pictures, { recursive: true, force: true });
  mkdirSync(pictures, { recursive: true });
  const { session, close } = await openAppSession();
  try {
    await tour(session);
  } finally {
    await close();
    console.log(`\nScreenshots: ${relative(process.cwd(), pictures) || '.'}`);
  }
}
