import { describe, expect, it } from 'vitest';
import { darkTheme, lightTheme, pickTheme, withMoreContrast } from '../../../renderer/ui/theme.ts';

/** WCAG 2 contrast of two #rrggbb colours. */
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const full = hex.length === 4 ? `#${[...hex.slice(1)].map((digit) => digit + digit).join('')}` : hex;
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(full.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Our own pairs for good, bad and held, as base.css has them: [light, dark]. */
const own = { good: ['#0c640c', '#86cf86'], bad: ['#a50d1a', '#ff9f97'], held: ['#8a5000', '#f0b45a'] } as const;
const heldBackground = ['#fff7e8', '#33260f'] as const;

describe.each([
  ['light', lightTheme, 0],
  ['dark', darkTheme, 1],
] as const)('the %s theme', (_, theme, side) => {
  const grounds = [
    'colorNeutralBackground1',
    'colorNeutralBackground2',
    'colorNeutralBackground3',
    'colorNeutralBackground1Hover',
    'colorBrandBackground2',
  ] as const;

  it.each(grounds)('keeps text readable on %s', (ground) => {
    for (const text of [
      'colorNeutralForeground1',
      'colorNeutralForeground2',
      'colorBrandForeground1',
      'colorBrandForegroundLink',
    ] as const) {
      expect(contrast(theme[text], theme[ground]), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
    for (const [word, pair] of Object.entries(own)) {
      expect(contrast(pair[side], theme[ground]), `${word} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('keeps words readable on the ground of held things', () => {
    expect(contrast(own.held[side], heldBackground[side])).toBeGreaterThanOrEqual(4.5);
    expect(contrast(theme.colorNeutralForeground1, heldBackground[side])).toBeGreaterThanOrEqual(4.5);
  });

  it('keeps the main button readable in every state', () => {
    for (const ground of ['colorBrandBackground', 'colorBrandBackgroundHover', 'colorBrandBackgroundPressed'] as const) {
      expect(contrast(theme.colorNeutralForegroundOnBrand, theme[ground]), ground).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('keeps marks and edges of controls visible', () => {
    for (const mark of ['colorCompoundBrandStroke', 'colorNeutralStrokeAccessible', 'colorStrokeFocus2'] as const) {
      expect(contrast(theme[mark], theme.colorNeutralBackground1), mark).toBeGreaterThanOrEqual(3);
    }
  });
});

describe('which theme is shown', () => {
  const calm = { dark: false, forced: false, moreContrast: false };

  it('follows the computer unless the admin chose', () => {
    expect(pickTheme('system', { ...calm, dark: true }).dark).toBe(true);
    expect(pickTheme('light', { ...calm, dark: true }).dark).toBe(false);
    expect(pickTheme('dark', calm).theme).toBe(darkTheme);
  });

  it('gives way to high contrast colours and to a wish for more contrast', () => {
    expect(pickTheme('light', { ...calm, forced: true }).theme).not.toBe(lightTheme);
    expect(pickTheme('light', { ...calm, moreContrast: true }).theme).toEqual(withMoreContrast(lightTheme));
  });
});
