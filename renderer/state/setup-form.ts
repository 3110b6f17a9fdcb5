import type { ConnectRequest, SisAuth } from '../../shared/district.ts';
import type { SisProfileName } from '../../shared/sis-profiles.ts';

/** What the admin typed, as typed. */
export interface SetupForm {
  readonly sis: SisProfileName;
  readonly name: string;
  readonly sisUrl: string;
  readonly sisKey: string;
  readonly sisSecret: string;
  readonly sisAuth: SisAuth;
  readonly sisTokenUrl: string;
  readonly canvasUrl: string;
  readonly canvasToken: string;
  readonly timeZone: string;
}

export type FieldName = keyof SetupForm;
export type Problems = Partial<Readonly<Record<FieldName, string>>>;

/** A pasted address with what people leave out or add: blanks, the https, a slash at the end. */
export function tidyAddress(typed: string): string {
  const bare = typed.trim().replace(/\/+$/, '');
  if (bare === '') return '';
  return /^https?:\/\//i.test(bare) ? bare : `https://${bare}`;
}

function addressProblem(typed: string, what: string): string | undefined {
  const address = tidyAddress(typed);
  if (address === '') return `Enter the ${what}.`;
  if (!URL.canParse(address)) return `This does not look like an address. Copy the ${what} whole.`;
  const { protocol, hostname, username } = new URL(address);
  if (username) return `Leave out name and password; only the address belongs here.`;
  const local = hostname === 'localhost' || hostname === '127.0.0.1';
  if (protocol === 'http:' && !local) return `This address is not encrypted. Use one that begins with https.`;
  if (!local && !hostname.includes('.')) return `This does not look like an address. Copy the ${what} whole.`;
  return undefined;
}

const asked: Readonly<Record<'sis' | 'canvas' | 'time', (form: SetupForm) => Readonly<Record<string, string | undefined>>>> = {
  sis: (form) => ({
    name: form.name.trim() ? undefined : 'Enter the name of your district.',
    sisUrl: addressProblem(form.sisUrl, 'API URL'),
    sisKey: form.sisKey.trim() ? undefined : 'Enter the client key.',
    sisSecret: form.sisSecret.trim() ? undefined : 'Enter the client secret.',
    sisTokenUrl: form.sisTokenUrl.trim() ? addressProblem(form.sisTokenUrl, 'token address') : undefined,
  }),
  canvas: (form) => ({
    canvasUrl: addressProblem(form.canvasUrl, 'Canvas address'),
    canvasToken: form.canvasToken.trim() ? undefined : 'Enter the access token.',
  }),
  time: (form) => ({ timeZone: isTimeZone(form.timeZone) ? undefined : 'Choose the time zone of your district from the list.' }),
};

/** What is missing or wrong on one step, by field. */
export function problemsOf(step: 'sis' | 'canvas' | 'time', form: SetupForm): Problems {
  const problems = asked[step](form);
  return Object.fromEntries(Object.entries(problems).filter(([, problem]) => problem !== undefined));
}

export function isTimeZone(zone: string): boolean {
  try {
    return zone !== '' && Intl.DateTimeFormat(undefined, { timeZone: zone }) !== null;
  } catch {
    return false;
  }
}

/** The request the shell gets: addresses completed, blanks around pasted secrets gone. */
export function toRequest(form: SetupForm): ConnectRequest {
  return {
    district: null,
    name: form.name.trim(),
    timeZone: form.timeZone,
    sisUrl: tidyAddress(form.sisUrl),
    sisKey: form.sisKey.trim(),
    sisSecret: form.sisSecret.trim(),
    sisAuth: form.sisAuth,
    sisTokenUrl: tidyAddress(form.sisTokenUrl),
    canvasUrl: tidyAddress(form.canvasUrl),
    canvasToken: form.canvasToken.trim(),
    sisProfile: form.sis,
  };
}

/** "America/Chicago" → "America/Chicago (GMT-6)"; what the list shows. */
export function zoneLabel(zone: string, at: Date): string {
  const offset = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'shortOffset' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value;
  return `${zone.replaceAll('_', ' ')}${offset ? ` (${offset})` : ''}`;
}

/** Zones whose name holds what was typed, a city as people write it; at most `most`. */
export function findZones(zones: readonly string[], typed: string, most: number): readonly string[] {
  const wanted = typed.trim().toLowerCase().replaceAll(' ', '_');
  return zones.filter((zone) => zone.toLowerCase().includes(wanted)).slice(0, most);
}
