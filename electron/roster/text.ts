import type { Fields } from '../../shared/entities.ts';

/** Canvas counts characters, not UTF-16 units (canvas-sis.md §1.6, §1.13). */
const CANVAS_LENGTH = 255;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what must go
const whiteSpace = /[\u0000-\u001f\u007f\s]+/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what must not be there
const notInIds = /[\u0000-\u001f\u007f]|\p{Surrogate}/u;

/**
 * A name as Canvas will keep it: control characters and runs of white space become one blank, half characters become �,
 * 255 characters at most. What Canvas would keep differently would be pending for ever.
 */
export function canvasText(value: string): string {
  const clean = value
    .replace(whiteSpace, ' ')
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .trim();
  if (clean.length <= CANVAS_LENGTH) return clean;
  return Array.from(clean).slice(0, CANVAS_LENGTH).join('').trim();
}

/** Whether Canvas keeps an id exactly as it is: it strips blanks, refuses control characters and more than 255 characters. */
export function isUsableId(id: string): boolean {
  return id !== '' && id === id.trim() && !notInIds.test(id) && Array.from(id).length <= CANVAS_LENGTH;
}

/** "2026–27" for the school year that ends in 2027 (C2); '' when the year is unknown. */
export function schoolYearName(endYear: string): string {
  if (!/^\d{4}$/.test(endYear)) return '';
  const year = Number(endYear);
  return `${year - 1}–${String(year).slice(2)}`;
}

/** Fields as text that is equal exactly when the fields are: keys sorted. */
export function canonical(fields: Fields): string {
  const keys = Object.keys(fields);
  if (keys.length < 2) return JSON.stringify(fields);
  const sorted: Fields = {};
  for (const key of keys.sort()) sorted[key] = fields[key] ?? '';
  return JSON.stringify(sorted);
}

/** Order by code units: the same on every computer, whatever its language. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
