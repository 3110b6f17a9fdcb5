/** The address of `rel="next"` in a Link header (RFC 8288); null on the last page. Canvas' page addresses are opaque. */
export function nextLink(header: string | undefined): string | null {
  if (header === undefined) return null;
  for (const [, address, parameters] of header.matchAll(/<([^>]*)>((?:\s*;\s*[^;,]+)*)/g)) {
    if (address !== undefined && /;\s*rel\s*=\s*"?next"?\s*(;|$)/i.test(parameters ?? '')) return address;
  }
  return null;
}
