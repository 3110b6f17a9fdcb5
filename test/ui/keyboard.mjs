// The review by keyboard alone, and a million changes: node test/ui/keyboard.mjs. Needs a Chromium like check.mjs.
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';
import { serveHarness } from './serve.mjs';

const { url, close } = await serveHarness();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--enable-precise-memory-info'],
});
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
page.setDefaultTimeout(10_000);

/** What has the focus, in words. */
const focused = () =>
  page.evaluate(() => {
    const element = document.activeElement;
    return `${element?.getAttribute('role') ?? element?.tagName.toLowerCase()} ${element?.getAttribute('data-row') ?? element?.textContent?.trim() ?? ''}`;
  });
/** Presses Tab until the focus is where it should be. @param {RegExp} wanted */
async function tabTo(wanted) {
  for (let step = 0; step < 60; step++) {
    if (wanted.test(await focused())) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`Tab never reached ${wanted}; the focus is on ${await focused()}`);
}

try {
  await page.goto(`${url}?scenario=million`);
  await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
  assert.equal(await focused(), 'h1 Overview');
  await tabTo(/^button Review changes$/);
  await page.keyboard.press('Enter');
  await page.getByRole('grid', { name: 'Changes' }).locator('[data-row="0"]').waitFor();
  assert.equal(await focused(), 'h1 Review changes');
  await tabTo(/^row 0$/);
  await page.keyboard.press('Tab');
  assert.doesNotMatch(await focused(), /^(row|gridcell)/, 'the grid is one tab stop');
  await page.keyboard.press('Shift+Tab');
  assert.equal(await focused(), 'row 0');

  await page.keyboard.press('ArrowDown');
  assert.equal(await focused(), 'row 1');
  await page.keyboard.press('ArrowRight');
  assert.match(await focused(), /^gridcell Changed/);
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('PageDown');
  assert.match(await focused(), /^row \d+$/);
  await page.keyboard.press('Home');
  assert.equal(await focused(), 'row 0');

  await page.keyboard.press('Enter');
  const details = page.getByRole('complementary', { name: 'Change in detail' });
  await details.getByRole('heading', { level: 2 }).waitFor();
  await page.waitForFunction(() => document.activeElement?.tagName === 'H2');
  await page.keyboard.press('Escape');
  await details.waitFor({ state: 'detached' });
  assert.equal(await focused(), 'row 0', 'the focus returns to the row');

  await page.evaluate(() => {
    const { engine } = window.rosterbridge;
    const { changes } = engine;
    Object.assign(engine, {
      changes: (/** @type {Parameters<typeof changes>[0]} */ args) => {
        document.body.dataset.pages = String(Number(document.body.dataset.pages ?? 0) + 1);
        return changes(args);
      },
    });
  });
  const began = Date.now();
  await page.keyboard.press('End');
  await page.locator('[data-row="999999"]').getByRole('gridcell').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('[data-row="999999"]')?.textContent?.includes('Loading'));
  assert.equal(await focused(), 'row 999999');
  assert.equal(await page.locator('[data-row="999999"]').getAttribute('aria-rowindex'), '1000001');
  console.log(`End of a million changes after ${Date.now() - began} ms`);
  assert.ok(Number(await page.locator('body').getAttribute('data-pages')) <= 3, 'only the pages on screen cross the bridge');
  await page.keyboard.press('Home');
  await page.waitForFunction(() => document.activeElement?.getAttribute('data-row') === '0');

  // Scrolls through the whole list in steps; every page that stays on screen must get its rows.
  const scroller = page.locator('[role="grid"] > [role="rowgroup"]').nth(1);
  for (let step = 1; step <= 20; step++) {
    await scroller.evaluate((element, share) => {
      element.scrollTop = share * (element.scrollHeight - element.clientHeight);
    }, step / 20);
    await page.waitForTimeout(120);
    await page.waitForFunction(
      () => ![...document.querySelectorAll('[role="row"][data-row]')].some((row) => row.textContent?.includes('Loading')),
    );
  }
  assert.ok(await page.locator('[data-row="999999"]').isVisible(), 'the scrollbar’s end is the last row');
  const heap = await page.evaluate(() => {
    const { memory } = /** @type {{ memory: { usedJSHeapSize: number } }} */ (/** @type {unknown} */ (performance));
    return memory.usedJSHeapSize / 1e6;
  });
  console.log(`Heap after scrolling a million changes: ${heap.toFixed(0)} MB`);
  assert.ok(heap < 150);
  console.log('Keyboard and a million changes: all as it should be');
} finally {
  await browser.close();
  close();
}
