/**
 * The order of the store's cursors: by UTF-8 bytes, which is by code point. JavaScript's `<` compares UTF-16 units and
 * differs where a character beyond U+FFFF meets one from U+E000 on, so merges of cursors must use this.
 * @returns negative, 0 or positive
 */
export function compareKeys(a: string, b: string): number {
  if (a === b) return 0;
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i += 1) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

/** Surrogates stand for characters beyond U+FFFF, so they rank above the private-use units that follow them. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
