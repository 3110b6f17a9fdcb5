import type { ConnectRequest, ConnectResult, District } from '../../../shared/district.ts';
import { fail, type Outcome, succeed } from '../../../shared/outcome.ts';
import type { Engine } from '../engine-api.ts';
import { isLoopback, sameAddress } from './address.ts';
import type { KeptSecrets } from './canvas-access.ts';
import type { CanvasKey } from './canvas-sign-in.ts';
import { newDistrictId } from './district-id.ts';
import { unknownDistrict, unknownTimeZone } from './failures.ts';

/** The part of a vault that set-up needs. */
export interface SecretKeeper {
  mayKeep(practice: boolean): Outcome<void>;
  read(district: string): Promise<Outcome<KeptSecrets>>;
  storeKey(district: string): Promise<Outcome<string>>;
  save(district: string, secrets: KeptSecrets, practice: boolean): Promise<Outcome<void>>;
  remove(district: string): Promise<Outcome<void>>;
}

export interface ConnectParts {
  readonly engine: Pick<Engine, 'test' | 'saveDistrict'>;
  readonly vault: SecretKeeper;
  /** How a developer key signed in; the request's token is then an access token of it. */
  readonly canvasKey?: CanvasKey | undefined;
  /** Districts there are already; one with the same two addresses is updated instead of doubled. */
  readonly known: readonly District[];
  readonly now: () => number;
  readonly random: () => number;
}

/**
 * Set-up's one way to a district, for the window and for headless: test both sides, seal the secrets, create or update
 * the store. When a test fails nothing is stored and `district` is null.
 */
export async function connectDistrict(request: ConnectRequest, parts: ConnectParts): Promise<Outcome<ConnectResult>> {
  if (!isTimeZone(request.timeZone)) return fail(unknownTimeZone(request.timeZone));
  const before = knownDistrict(request, parts.known);
  if (before === undefined && request.district !== null) {
    const ids = parts.known.map(({ id }) => id);
    return fail(unknownDistrict(request.district, ids));
  }
  const tested = await parts.engine.test(request);
  if (!tested.ok) return tested;
  const { checks, connection } = tested.value;
  if (!tested.value.ok) return succeed({ district: null, checks });
  // Only servers on this very computer may count as practice: their secrets are kept in the clear.
  const practice = tested.value.practice && isLoopback(request.sisUrl) && isLoopback(request.canvasUrl);
  const name = request.name.trim() || before?.name || (practice ? 'Practice district' : hostOf(request.sisUrl));
  const district: District = {
    id: before?.id ?? newDistrictId(name, parts.random),
    name,
    practice,
    connection: { ...connection, canvasSignIn: parts.canvasKey === undefined ? 'token' : 'developer-key' },
    createdAt: before?.createdAt ?? new Date(parts.now()).toISOString(),
  };
  const saved = await store(district, request, parts);
  return saved.ok ? succeed({ district: saved.value, checks }) : saved;
}

/** Secrets first, then the store; a store that refuses leaves the vault as it was. */
async function store(district: District, request: ConnectRequest, parts: ConnectParts): Promise<Outcome<District>> {
  const { engine, vault, canvasKey } = parts;
  const allowed = vault.mayKeep(district.practice);
  if (!allowed.ok) return allowed;
  const before = await vault.read(district.id);
  const storeKey = await vault.storeKey(district.id);
  if (!storeKey.ok) return storeKey;
  const sides = { storeKey: storeKey.value, sisSecret: request.sisSecret };
  const secrets =
    canvasKey === undefined ? { ...sides, canvasToken: request.canvasToken } : { ...sides, canvasToken: '', canvasKey };
  const kept = await vault.save(district.id, secrets, district.practice);
  if (!kept.ok) return kept;
  const saved = await engine.saveDistrict(district, request.timeZone, storeKey.value);
  if (saved.ok) return saved;
  if (before.ok) await vault.save(district.id, before.value, district.practice);
  else await vault.remove(district.id);
  return saved;
}

function knownDistrict(request: ConnectRequest, known: readonly District[]): District | undefined {
  if (request.district !== null) return known.find((district) => district.id === request.district);
  const same = known.filter(
    ({ connection }) => sameAddress(connection.sisUrl, request.sisUrl) && sameAddress(connection.canvasUrl, request.canvasUrl),
  );
  return same.length === 1 ? same[0] : undefined;
}

export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).hostname : 'district';
}
