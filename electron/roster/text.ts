import type { Fields } from '../../shared/entities.ts';

const CANVAS_LENGTH = 255;

/** A name as Canvas will keep it: control characters and runs of white space become one blank, 255 characters at most. */
export function canvasText(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what must go
  const clean = value.replace(/[\u0000-\u001f\u007f\s]+/gu, ' ').trim();
  return clean.length <= CANVAS_LENGTH
    ? clean
    : Array.from(clean).slice(0, CANVAS_LENGTH).join('').slice(0, CANVAS_LENGTH).trim();
}

/** "2026–27" for the school year that ends in 2027 (C2); '' when the year is unknown. */
export function schoolYearName(endYear: string): string {
  if (!/^\d{4}$/.test(endYear)) return '';
  const year = Number(endYear);
  return `${year - 1}–${String(year).slice(2)}`;
}

/** Fields as text that is equal exactly when the fields are: keys sorted. */
export function canonical(fields: Fields): string {
  const sorted: Fields = {};
  for (const key of Object.keys(fields).sort()) sorted[key] = fields[key] ?? '';
  return JSON.stringify(sorted);
}

/** Order by code units: the same on every computer, whatever its language. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
