/** One RFC 3986 encoder for everything: `encodeURIComponent` leaves `! ' ( ) *` alone (oneroster-1.1.md §3.2). */
export function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

export function queryOf(parameters: Readonly<Record<string, string | number>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${encode(name)}=${encode(String(value))}`)
    .join('&');
}

/** The decoded name/value pairs of an address, in its order; `+` stays a plus sign. */
export function parametersOf(url: URL): [string, string][] {
  return url.search
    .slice(1)
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const equals = part.indexOf('=');
      return equals < 0 ? [decode(part), ''] : [decode(part.slice(0, equals)), decode(part.slice(equals + 1))];
    });
}

/** The address with one query parameter set; all others are kept and written in RFC 3986 form. */
export function withParameter(address: string, name: string, value: string | number): string {
  const url = new URL(address);
  const kept = parametersOf(url).filter(([other]) => other.toLowerCase() !== name.toLowerCase());
  url.search = [...kept, [name, String(value)] as const].map(([key, text]) => `${encode(key)}=${encode(text)}`).join('&');
  return url.href;
}

/** A whole number ≥ 0 from a query parameter, or null. */
export function numberParameter(address: string, name: string): number | null {
  const found = parametersOf(new URL(address)).find(([key]) => key.toLowerCase() === name.toLowerCase());
  return found !== undefined && /^\d{1,12}$/.test(found[1]) ? Number(found[1]) : null;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
