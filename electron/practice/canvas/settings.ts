/** Which Canvas is played: "2022" as self-hosted sites still run it, "2026" as the hosted ones (§9). */
export const PROFILES = ['2022', '2026'] as const;
export type Profile = (typeof PROFILES)[number];

/**
 * How requests can fail: an error page of the application or of the front end, a connection that closes before anything
 * was done, an answer that is lost after the work was done, and an answer that breaks off in the middle.
 */
export const FAULTS = ['500', '502', 'drop', 'lose-answer', 'cut-answer'] as const;
export type Fault = (typeof FAULTS)[number];

/** `file`: one file ends with "Error while importing CSV" (§1.3); `import`: the whole import ends `failed` (§2.5). */
const CRASHES = ['file', 'import'] as const;
export type Crash = (typeof CRASHES)[number];

/** How the practice Canvas behaves; scenarios and tests change these while it runs. */
export interface CanvasSettings {
  /** Changing it also changes `throttling.status` to what that Canvas answers, unless the same change names one. */
  profile: Profile;
  /** Milliseconds an import stays created and importing at least, a report stays running, and the queue rests after an abort. */
  durations: { createdMs: number; importingMs: number; reportMs: number; abortHoldMs: number };
  tokenValid: boolean;
  /** When the token ends, as an instant, '' for never; what its owner wrote beside it. */
  token: { expiresAt: string; purpose: string };
  /**
   * The account's one developer key: where it may send people back to (exactly, or by the host of an address of the old
   * kind), which scopes it enforces, whether it lets `include` through then, and how long an access token opens anything.
   */
  developerKey: {
    on: boolean;
    redirectUris: string[];
    legacyRedirectUri: string;
    enforceScopes: boolean;
    scopes: string[];
    allowIncludes: boolean;
    accessSeconds: number;
  };
  /** Features that are on in the root account. */
  features: string[];
  /** Permissions the token's user lost, e.g. import_sis; read_as_admin is what makes somebody an administrator at all. */
  missingPermissions: string[];
  /** Scopes a developer key does not grant, e.g. "url:GET|/api/v1/accounts/:account_id/reports". */
  missingScopes: string[];
  /** Everything without a session is answered by a log-in page, as a site behind single sign-on does. */
  ssoFront: boolean;
  /** The feature switch of the account: off answers 403 before any permission check (§2.1). */
  sisImportsEnabled: boolean;
  /** Refuses the next uploads with this status; times counts down. */
  refuseImports: { status: number; times: number };
  /** The next imports break down after that many rows of a file; times counts down. */
  crashImports: { kind: Crash; afterRows: number; times: number };
  /** The next reports end in `error`; times counts down. */
  failReports: { times: number };
  /** The next requests whose address contains `path` fail; times counts down. */
  faults: { kind: Fault; path: string; times: number };
  /**
   * Share of accepted rows that are counted but not applied, drawn from the seed; with `firstRows` also the first of each file. `only`
   * names the one type of file that loses any, '' all.
   */
  dropSilently: { share: number; seed: number; firstRows: boolean; only: string };
  /**
   * `enabled` throttles by the bucket of §5.3, into which each request pours its real cost and `cost`; `storm` throttles
   * that many requests at once, whatever the bucket says.
   */
  throttling: { enabled: boolean; storm: number; status: 403 | 429; cost: number };
  /** Rows of a page nobody asked a size for, and the most anybody gets (§5.4). */
  paging: { perPage: number; max: number };
  /**
   * Addresses of attachments (§2.4): `redirect` puts them on the API's host, which sends on to the files host; without
   * `verifiers` that address wants the token. The next `missing` downloads are not found.
   */
  attachments: { redirect: boolean; verifiers: boolean; missing: number };
  /**
   * `answer`: how the files host says that a file of a pre-attachment arrived (§2.2); `minuteMs`: how long a request may
   * take to arrive whole before the front end gives it up, which is what limits direct uploads (§1.1).
   */
  uploads: { answer: 201 | 303; minuteMs: number };
  /** Everything answers 503 as the front end does. */
  offline: boolean;
  /** Milliseconds added before each answer. */
  latencyMs: number;
}

export function defaultSettings(): CanvasSettings {
  return {
    profile: '2026',
    durations: { createdMs: 150, importingMs: 150, reportMs: 100, abortHoldMs: 2_000 },
    tokenValid: true,
    token: { expiresAt: '', purpose: 'Rosterbridge' },
    developerKey: {
      on: true,
      redirectUris: [],
      legacyRedirectUri: 'http://127.0.0.1/',
      enforceScopes: false,
      scopes: [],
      allowIncludes: false,
      accessSeconds: 3600,
    },
    features: ['post_grades', 'bulk_sis_grade_export'],
    missingPermissions: [],
    missingScopes: [],
    ssoFront: false,
    sisImportsEnabled: true,
    refuseImports: { status: 400, times: 0 },
    crashImports: { kind: 'file', afterRows: 0, times: 0 },
    failReports: { times: 0 },
    faults: { kind: '500', path: '', times: 0 },
    dropSilently: { share: 0, seed: 1, firstRows: false, only: '' },
    throttling: { enabled: false, storm: 0, status: 429, cost: 0 },
    paging: { perPage: 10, max: 100 },
    attachments: { redirect: false, verifiers: true, missing: 0 },
    uploads: { answer: 201, minuteMs: 60_000 },
    offline: false,
    latencyMs: 0,
  };
}

/** Settings with only a few possible values. */
const CHOICES: Readonly<Record<string, readonly unknown[]>> = {
  profile: PROFILES,
  'throttling.status': [403, 429],
  'uploads.answer': [201, 303],
  'faults.kind': FAULTS,
  'crashImports.kind': CRASHES,
};

/** Takes over the keys that exist, deeply; anything unknown is refused by name, and then nothing changes. */
export function changeSettings(settings: CanvasSettings, change: unknown): string | undefined {
  const next = structuredClone(settings);
  const profile = (change as { profile?: unknown } | null | undefined)?.profile;
  if (profile !== undefined && profile !== settings.profile) next.throttling.status = profile === '2022' ? 403 : 429;
  const refusal = merge(next as unknown as Record<string, unknown>, change, '');
  if (refusal !== undefined) return refusal;
  for (const [key, value] of Object.entries(next)) {
    const present = (settings as unknown as Record<string, unknown>)[key];
    if (isGroup(present)) Object.assign(present, value);
    else Object.assign(settings, { [key]: value });
  }
  return undefined;
}

function merge(target: Record<string, unknown>, change: unknown, path: string): string | undefined {
  if (!isGroup(change)) return `${path || 'settings'} must be an object`;
  for (const [key, value] of Object.entries(change)) {
    const where = path === '' ? key : `${path}.${key}`;
    const present = target[key];
    const choices = CHOICES[where];
    if (present === undefined) return `unknown setting ${where}`;
    if (isGroup(present)) {
      const refusal = merge(present, value, where);
      if (refusal !== undefined) return refusal;
    } else if (typeof value !== typeof present || Array.isArray(value) !== Array.isArray(present)) {
      return `${where} has the wrong type`;
    } else if (choices !== undefined && !choices.includes(value)) {
      return `${where} must be one of ${choices.join(', ')}`;
    } else {
      target[key] = value;
    }
  }
  return undefined;
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
