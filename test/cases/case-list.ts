/** The numbers of the reference's test vectors (reference/canvas-sis.md §8), in its order. */
export const CASES: readonly string[] = Array.from({ length: 161 }, (_, index) => String(index + 1)).flatMap((number) => {
  if (number === '25' || number === '160') return [number, `${number}a`, `${number}b`];
  return number === '149' ? [number, '149a'] : [number];
});

/** Batch mode and diffing: never used by us, so the practice Canvas only refuses them (§2.6, §3). */
export const OUT_OF_SCOPE: ReadonlySet<string> = new Set(between('136', '152'));

/** The cases a test's name claims: §8.31, or a range like §8.46–48. */
export function casesOf(name: string): string[] {
  return [...name.matchAll(/§8\.(\d+[ab]?)(?:–(\d+[ab]?))?/g)].flatMap(([, first = '', last = first]) => between(first, last));
}

function between(first: string, last: string): string[] {
  const [from, to] = [CASES.indexOf(first), CASES.indexOf(last)];
  if (from < 0 || to < from) throw new Error(`§8 has no cases ${first}–${last}`);
  return CASES.slice(from, to + 1);
}
