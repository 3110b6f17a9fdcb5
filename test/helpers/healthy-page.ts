import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { Page } from 'playwright';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const pictures = join(import.meta.dirname, '..', '..', 'test-results', 'screens');

/** Words of a programmer that no screen may show (DESIGN §8). */
const programmersWords =
  /sourcedId|workflow_state|\bnull\b|\bundefined\b|\bNaN\b|login_id|user_id|imported_with_messages|tobedeleted|\[object |at .*\.js:\d+/i;

interface AxeViolation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string }[];
}

/**
 * Photographs the screen as it stands, in light and dark, and holds it to what every screen owes its reader: no axe
 * violation in either theme, no programmer's word, nothing cut off, a title of its own.
 */
export async function expectHealthy(window: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await window.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // The theme changes with the media query; a frame later it is painted.
    await window.waitForTimeout(150);
    await window.screenshot({ path: join(pictures, `${name}-${colorScheme}.png`) });
    expect(await violations(window), `axe on ${name} (${colorScheme})`).toEqual([]);
  }
  await window.emulateMedia({ colorScheme: null, reducedMotion: null });
  const text = await window.evaluate(() => `${document.title}\n${document.body.innerText}`);
  expect(programmersWords.exec(text)?.[0], `words on ${name}`).toBeUndefined();
  const wider = await window.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wider, `${name} is wider than the window`).toBeLessThanOrEqual(0);
  await expect(window).toHaveTitle(/.+ – Rosterbridge$/);
}

/** Through the debugger, because the policy of the page forbids foreign scripts. */
async function violations(window: Page): Promise<string[]> {
  await window.evaluate(axe);
  const found = await window.evaluate(async (only) => {
    const { axe: runner } = globalThis as unknown as {
      axe: { run(context: object, options: object): Promise<{ violations: AxeViolation[] }> };
    };
    // Fluent's hidden focus guards are a known false alarm; nothing else is left out.
    return (await runner.run({ exclude: [['[data-tabster-dummy]']] }, { runOnly: only })).violations;
  }, rules);
  return found.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`);
}
