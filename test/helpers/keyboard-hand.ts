import { expect } from '@playwright/test';
import type { Page } from 'playwright';

type Role = Parameters<Page['getByRole']>[0];

/** What the page remembers while a keyboard goes through it. */
interface Watched {
  looks: WeakMap<Element, string>;
  lost: string[];
  lookOf(element: Element): string;
}
declare global {
  // The page's own global, reached through evaluate only.
  var keyboardHand: Watched | undefined;
}

const mostTabs = 80;

/**
 * Watches from now on whether the focus is ever lost to the body of the page for longer than a screen needs to change.
 * Whoever has no mouse would then have to begin at the top again.
 */
export async function watchFocus(window: Page): Promise<void> {
  await window.evaluate(() => {
    const sides = ['', '::before', '::after'] as const;
    const properties = [
      'outline',
      'box-shadow',
      'border',
      'background-color',
      'opacity',
      'transform',
      'text-decoration',
    ] as const;
    const styleOf = (element: Element) =>
      sides
        .map((side) => {
          const style = getComputedStyle(element, side || null);
          return properties.map((property) => style.getPropertyValue(property)).join(';');
        })
        .join('|');
    // A ring may be drawn around the field that holds the input, or around the mark beside a hidden box.
    const lookOf = (element: Element) =>
      [element, element.parentElement, element.nextElementSibling]
        .map((one) => (one && one !== document.body && getComputedStyle(one).opacity !== '0' ? styleOf(one) : ''))
        .join('\n');
    const watched: Watched = { looks: new WeakMap(), lost: [], lookOf };
    globalThis.keyboardHand = watched;
    let ticks = 0;
    let last = '';
    setInterval(() => {
      const now = document.activeElement;
      if (now && now !== document.body) {
        ticks = 0;
        last = (now.getAttribute('aria-label') ?? now.textContent ?? now.id).slice(0, 60);
        return;
      }
      ticks += 1;
      if (ticks === 6) watched.lost.push(`${document.title}, last on “${last}”`);
    }, 50);
  });
}

/** Where the focus was lost to the page since the watch began. */
export function lostFocus(window: Page): Promise<readonly string[]> {
  return window.evaluate(() => globalThis.keyboardHand?.lost ?? ['nobody watched']);
}

/**
 * Presses Tab (or Shift+Tab) until what has the focus has this role and name. Everything on the way must show that it has
 * the focus, by looking different from how it looked without.
 */
export async function tabTo(window: Page, role: Role, name: string | RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const exact = typeof name === 'string';
  const wanted = window.getByRole(role, { name, exact }).and(window.locator(':focus'));
  const passed: string[] = [];
  await rememberLooks(window);
  for (let i = 0; i < mostTabs; i += 1) {
    await window.keyboard.press(key);
    passed.push(await focusedName(window));
    await expectVisibleFocus(window);
    if ((await wanted.count()) > 0) return;
  }
  throw new Error(`${key} never came to the ${role} ${String(name)}. It passed:\n${passed.join('\n')}`);
}

function rememberLooks(window: Page): Promise<void> {
  return window.evaluate(() => {
    const hand = globalThis.keyboardHand;
    if (!hand) throw new Error('watchFocus first');
    hand.looks = new WeakMap();
    for (const element of document.querySelectorAll('a, button, input, select, textarea, summary, [tabindex]'))
      if (element !== document.activeElement) hand.looks.set(element, hand.lookOf(element));
  });
}

/** Holds what has the focus to showing it. */
export async function expectVisibleFocus(window: Page): Promise<void> {
  expect(await isFocusSeen(window), `the focus is visible on ${await focusedName(window)}`).toBe(true);
}

/**
 * What was not there before, or had the focus then, cannot be compared. The browser's own ring does not count: its colour
 * follows no theme and is too pale on white.
 */
function isFocusSeen(window: Page): Promise<boolean> {
  return window.evaluate(() => {
    const hand = globalThis.keyboardHand;
    const now = document.activeElement;
    if (!hand || !now || now === document.body) return true;
    const { outlineStyle, opacity } = getComputedStyle(now);
    if (outlineStyle === 'auto' && opacity !== '0') return false;
    const before = hand.looks.get(now);
    return before === undefined || before !== hand.lookOf(now);
  });
}

async function focusedName(window: Page): Promise<string> {
  const focused = window.locator(':focus');
  if ((await focused.count()) === 0) return '(nothing)';
  return (await focused.first().ariaSnapshot()).split('\n')[0] ?? '';
}
