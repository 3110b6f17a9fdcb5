import type { Check } from '../../../shared/district.ts';
import { count, fine, warning } from './check.ts';

const HOUR = 3600;
const SHORT_SECONDS = 5 * 60;
/** OAuth 1 servers refuse beyond about five minutes (oneroster-1.1.md §4.1). */
const SKEW_MINUTES = 5;

export function tokenCheck(auth: string, lifetime: number | null): Check {
  const name = 'Token lifetime';
  if (auth !== 'oauth2') return fine(name, 'Every request is signed by itself (OAuth 1.0a); there is no token that could end.');
  if (lifetime === null)
    return fine(name, 'The SIS does not say how long its tokens live. They are renewed when the SIS asks for it.');
  if (lifetime >= SHORT_SECONDS) return fine(name, `Tokens live for ${lifetimeWords(lifetime)} and are renewed by themselves.`);
  return warning(
    name,
    `Tokens live for ${lifetimeWords(lifetime)} only. They are renewed by themselves, but each renewal is one more request.`,
    'Nothing needs to be done. Your SIS support can make tokens live longer; an hour is usual.',
  );
}

function lifetimeWords(seconds: number): string {
  if (seconds < 120) return `${count(Math.round(seconds))} seconds`;
  return seconds < 2 * HOUR ? `${count(Math.round(seconds / 60))} minutes` : `${count(Math.round(seconds / HOUR))} hours`;
}

/** @param serverDate the Date header, null when the server sends none */
export function clockCheck(serverDate: string | null, now: number): Check {
  const name = 'Clock';
  const server = Date.parse(serverDate ?? '');
  if (Number.isNaN(server)) return fine(name, 'The SIS does not tell the time.');
  const minutes = Math.round(Math.abs(server - now) / 60_000);
  if (minutes < SKEW_MINUTES) return fine(name, 'The clocks of the SIS and of this computer agree.');
  return warning(
    name,
    `The clock of the SIS is ${count(minutes)} minutes ${server > now ? 'ahead of' : 'behind'} this computer's. The app allows for it.`,
    'Set the clock of this computer; if it is right, tell your SIS support.',
  );
}
