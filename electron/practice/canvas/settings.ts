/** How the practice Canvas behaves; scenarios and tests change these while it runs. */
export interface CanvasSettings {
  /** Milliseconds an import stays created and importing at least, a report stays running, and the queue rests after an abort. */
  durations: { createdMs: number; importingMs: number; reportMs: number; abortHoldMs: number };
  tokenValid: boolean;
  /** Permissions the token's user lost, e.g. import_sis. */
  missingPermissions: string[];
  /** The feature switch of the account: off answers 403 before any permission check (§2.1). */
  sisImportsEnabled: boolean;
  /** Refuses the next uploads with this status; times counts down. */
  refuseImports: { status: number; times: number };
  /** Share of accepted rows that are counted but not applied, drawn from the seed. */
  dropSilently: { share: number; seed: number };
  /** `enabled` throttles by the bucket of §5.3; `storm` throttles that many requests at once, whatever the bucket says. */
  throttling: { enabled: boolean; storm: number; status: 403 | 429 };
  /** Everything answers 503 as the front end does. */
  offline: boolean;
  /** Milliseconds added before each answer. */
  latencyMs: number;
}

export function defaultSettings(): CanvasSettings {
  return {
    durations: { createdMs: 150, importingMs: 150, reportMs: 100, abortHoldMs: 2_000 },
    tokenValid: true,
    missingPermissions: [],
    sisImportsEnabled: true,
    refuseImports: { status: 400, times: 0 },
    dropSilently: { share: 0, seed: 1 },
    throttling: { enabled: false, storm: 0, status: 429 },
    offline: false,
    latencyMs: 0,
  };
}

/** Takes over the keys that exist, deeply; anything unknown is refused by name. */
export function changeSettings(settings: CanvasSettings, change: unknown): string | undefined {
  return merge(settings as unknown as Record<string, unknown>, change, '');
}

function merge(target: Record<string, unknown>, change: unknown, path: string): string | undefined {
  if (typeof change !== 'object' || change === null || Array.isArray(change)) return `${path || 'settings'} must be an object`;
  for (const [key, value] of Object.entries(change)) {
    const where = path === '' ? key : `${path}.${key}`;
    const present = target[key];
    if (present === undefined) return `unknown setting ${where}`;
    if (typeof present === 'object' && present !== null && !Array.isArray(present)) {
      const refusal = merge(present as Record<string, unknown>, value, where);
      if (refusal !== undefined) return refusal;
    } else if (typeof value !== typeof present || Array.isArray(value) !== Array.isArray(present)) {
      return `${where} has the wrong type`;
    } else {
      target[key] = value;
    }
  }
  return undefined;
}
