import { fail, type Outcome, succeed } from '../../shared/outcome.ts';
import { addressUnusable } from './canvas-failures.ts';

/**
 * The origin of Canvas from what an admin types or pastes: `district.instructure.com`, `https://…/courses/7?x=1`. Only the
 * host counts. https is required except on this computer itself, because the token travels with every request.
 */
export function canvasOrigin(typed: string): Outcome<string> {
  const text = typed.trim();
  if (text === '') return fail(addressUnusable('it is empty.'));
  const schemed = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : withScheme(text);
  if (!URL.canParse(schemed)) return fail(addressUnusable('it is not a web address.'));
  const url = new URL(schemed);
  if (url.username !== '' || url.password !== '') return fail(addressUnusable('it contains a user name or password.'));
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return fail(addressUnusable('it does not start with https://.'));
  const loopback = isLoopback(url.hostname);
  if (url.protocol === 'http:' && !loopback) return fail(addressUnusable('it must start with https://.'));
  if (!loopback && !url.hostname.includes('.') && !url.hostname.includes(':')) {
    return fail(addressUnusable('the name of the server is incomplete.'));
  }
  return succeed(url.origin);
}

export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
  );
}

/** Where a file may be fetched from or put: https, except on this computer (ENGINE-NOTES §3). */
export function isSafeAddress({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

/** What was typed without a scheme: the practice Canvas on this computer has no https. */
function withScheme(text: string): string {
  const host = /^(\[[^\]]*\]|[^/:?#]*)/.exec(text)?.[0] ?? '';
  return `${isLoopback(host.toLowerCase()) ? 'http' : 'https'}://${text.replace(/^\/+/, '')}`;
}
