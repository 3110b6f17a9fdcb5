import { type CanvasSignedIn, type CanvasSignInWish, RedirectPort } from '../../shared/canvas-sign-in.ts';
import type { ConnectRequest, SideRequest, SisAuth } from '../../shared/district.ts';
import { type SetupDraft, type SetupStep, setupSteps } from '../../shared/setup-draft.ts';
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
  /** A token made by hand, or a developer key and a browser. */
  readonly canvasWay: 'token' | 'key';
  readonly canvasToken: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectPort: string;
  /** What main keeps of the sign-in with the key as it stands here. */
  readonly signedIn: CanvasSignedIn | null;
  readonly timeZone: string;
}

/** What is typed into a line of text. */
export type FieldName = Exclude<keyof SetupForm, 'signedIn'>;
export type Problems = Partial<Readonly<Record<keyof SetupForm, string>>>;

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
    ...(form.canvasWay === 'token'
      ? { canvasToken: form.canvasToken.trim() ? undefined : 'Enter the access token.' }
      : {
          clientId: form.clientId.trim() ? undefined : 'Enter the id of the developer key.',
          clientSecret: form.clientSecret.trim() ? undefined : 'Enter the secret of the developer key.',
          redirectPort: redirectPortOf(form) === null ? 'Enter a port between 1024 and 65535.' : undefined,
          signedIn: form.signedIn === null ? 'Sign in to Canvas.' : undefined,
        }),
  }),
  time: (form) => ({ timeZone: isTimeZone(form.timeZone) ? undefined : 'Choose the time zone of your district from the list.' }),
};

/** What is missing or wrong on one step, by field. */
export function problemsOf(step: 'sis' | 'canvas' | 'time', form: SetupForm): Problems {
  const problems = asked[step](form);
  return Object.fromEntries(Object.entries(problems).filter(([, problem]) => problem !== undefined));
}

export function redirectPortOf({ redirectPort }: SetupForm): number | null {
  return /^\d+$/.test(redirectPort.trim()) ? (RedirectPort.safeParse(Number(redirectPort)).data ?? null) : null;
}

/** What a change makes of a sign-in: another address or key is another sign-in. */
export function withChange(form: SetupForm, change: Partial<SetupForm>): SetupForm {
  const next = { ...form, ...change };
  const same = (['canvasUrl', 'clientId', 'clientSecret', 'redirectPort'] as const).every((field) => next[field] === form[field]);
  return same || change.signedIn !== undefined ? next : { ...next, signedIn: null };
}

export function toSignIn(form: SetupForm): CanvasSignInWish | null {
  const port = redirectPortOf(form);
  if (port === null) return null;
  return {
    canvasUrl: tidyAddress(form.canvasUrl),
    clientId: form.clientId.trim(),
    clientSecret: form.clientSecret.trim(),
    port,
  };
}

/** Is everything there that this side needs to be tried out? The district's name is not among it. */
export function sideReady(side: 'sis' | 'canvas', form: SetupForm): boolean {
  return Object.keys(problemsOf(side, { ...form, name: '-' })).length === 0;
}

export function toSideRequest(side: 'sis' | 'canvas', form: SetupForm): SideRequest {
  const { sisUrl, sisKey, sisSecret, sisAuth, sisTokenUrl, sisProfile, canvasUrl, canvasToken, canvasGrant } = toRequest(form);
  if (side === 'sis') return { side, sisUrl, sisKey, sisSecret, sisAuth, sisTokenUrl, sisProfile };
  return { side, canvasUrl, canvasToken, canvasGrant };
}

/** What may be written down of it: no secret, and no sign-in that only main knows. */
export function toDraft(form: SetupForm, step: SetupStep): SetupDraft {
  const { sisSecret: _sis, canvasToken: _token, clientSecret: _key, signedIn: _signedIn, ...rest } = form;
  return { ...rest, step };
}

/** Where a draft goes on: at its step, or before it where a secret has to be given again. */
export function stepOfDraft(form: SetupForm, step: SetupStep): SetupStep {
  const before = (['sis', 'canvas', 'time'] as const).slice(0, setupSteps.indexOf(step));
  return before.find((one) => Object.keys(problemsOf(one, form)).length > 0) ?? step;
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
    canvasToken: form.canvasWay === 'token' ? form.canvasToken.trim() : '',
    ...(form.canvasWay === 'key' && form.signedIn !== null ? { canvasGrant: form.signedIn.grant } : {}),
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
