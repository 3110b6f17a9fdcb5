// Looks at every screen and state in Chromium: axe, words, overflow, policy; with screenshots on demand.
//   node test/ui/check.mjs [--only NAME] [--shots FOLDER] [--full]
// Needs a Chromium (CHROMIUM=/path, default /usr/bin/chromium). Not part of `npm test`.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { looks } from './screens.mjs';
import { serveHarness } from './serve.mjs';

const { values } = parseArgs({ options: { only: { type: 'string' }, shots: { type: 'string' }, full: { type: 'boolean' } } });
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
if (!existsSync(executablePath)) {
  console.error(`There is no Chromium at ${executablePath}. Install one (apt-get install chromium) or set CHROMIUM.`);
  process.exit(1);
}
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** @typedef {{ name: string, scheme: 'light' | 'dark', width: number, height: number, forced?: boolean }} Variant */
/** @type {readonly Variant[]} */
const usual = [
  { name: 'light-1280', scheme: 'light', width: 1280, height: 800 },
  { name: 'dark-1024', scheme: 'dark', width: 1024, height: 700 },
];
/** @type {readonly Variant[]} */
const more = [
  { name: 'dark-1280', scheme: 'dark', width: 1280, height: 800 },
  { name: 'light-1024', scheme: 'light', width: 1024, height: 700 },
  { name: 'narrow-640', scheme: 'light', width: 640, height: 400 },
  { name: 'forced-1280', scheme: 'dark', width: 1280, height: 800, forced: true },
];
const variants = values.full ? [...usual, ...more] : usual;

/** Words of a programmer that no screen may show (DESIGN §8). */
const forbidden =
  /sourcedId|workflow_state|\bnull\b|\bundefined\b|\bNaN\b|login_id|user_id|sis_user_id|imported_with_messages|tobedeleted|\[object |at .*\.js:\d+|\bunconfirmed\b/i;

/** What is wrong in the page as it stands. @param {import('playwright-core').Page} page */
async function problemsOn(page) {
  /** @type {string[]} */
  const problems = [];
  // Through the debugger, because the policy forbids foreign scripts.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(
    // @ts-expect-error axe is put on the page by the debugger
    (only) => axe.run({ exclude: [['[data-tabster-dummy]'], ['[data-focus-guard]']] }, { runOnly: only }),
    tags,
  );
  for (const { id, help, nodes } of violations) {
    problems.push(
      `axe ${id}: ${help}: ${nodes
        .slice(0, 3)
        .map((/** @type {{ html: string }} */ node) => node.html.slice(0, 160))
        .join(' | ')}`,
    );
  }
  const text = await page.evaluate(() => `${document.title}\n${document.body.innerText}`);
  const word = forbidden.exec(text);
  if (word) problems.push(`word: ${word[0]}`);
  const wide = await page.evaluate(() => {
    const main = document.querySelector('main');
    return main ? main.scrollWidth - main.clientWidth : 0;
  });
  if (wide > 1) problems.push(`cut: ${wide} px wider than the window`);
  if (!/ – Rosterbridge$/.test(await page.title())) problems.push(`title: ${await page.title()}`);
  return problems;
}

const { url, close } = await serveHarness();
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
if (values.shots) mkdirSync(values.shots, { recursive: true });
let bad = 0;
const chosen = looks.filter(({ name }) => !values.only || name.includes(values.only));
for (const look of chosen) {
  for (const variant of variants) {
    const context = await browser.newContext({
      viewport: { width: variant.width, height: variant.height },
      colorScheme: variant.scheme,
      reducedMotion: 'reduce',
      forcedColors: variant.forced ? 'active' : 'none',
    });
    const page = await context.newPage();
    /** @type {string[]} */
    const problems = [];
    page.on('pageerror', (error) => problems.push(`error: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') problems.push(`console: ${message.text().slice(0, 300)}`);
    });
    page.setDefaultTimeout(8000);
    try {
      await page.goto(`${url}?scenario=${look.scenario}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await look.act?.(page);
      await page.waitForTimeout(300);
      problems.push(...(await problemsOn(page)));
    } catch (error) {
      problems.push(`did not get there: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
    }
    if (values.shots) await page.screenshot({ path: join(values.shots, `${look.name}-${variant.name}.png`) });
    if (problems.length > 0) bad++;
    for (const problem of problems) console.log(`✗ ${look.name} ${variant.name}: ${problem}`);
    await context.close();
  }
}
await browser.close();
close();
console.log(
  bad === 0 ? `${chosen.length} screens and states in ${variants.length} looks: nothing found` : `${bad} with problems`,
);
process.exitCode = bad === 0 ? 0 : 1;
