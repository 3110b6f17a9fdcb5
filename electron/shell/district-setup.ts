import type { Check, ConnectRequest, ConnectResult, District, SideRequest } from '../../shared/district.ts';
import { fail, type Outcome, succeed } from '../../shared/outcome.ts';
import { isSignedInTo } from '../engine/connect/canvas-sign-in.ts';
import { connectDistrict } from '../engine/connect/connect-district.ts';
import type { EngineClient } from '../engine/host/engine-client.ts';
import type { Vault } from '../vault/vault.ts';
import type { PracticeServers } from './practice.ts';
import type { Preferences } from './preferences.ts';
import { signInForgotten } from './sign-in/failures.ts';
import type { SignInDesk } from './sign-in/sign-in-desk.ts';

export interface SetupParts {
  readonly engine: Pick<EngineClient, 'call'>;
  readonly vault: Vault;
  readonly preferences: Pick<Preferences, 'read' | 'change'>;
  readonly practice: PracticeServers;
  readonly signIns: Pick<SignInDesk, 'find' | 'token' | 'forget'>;
  readonly announce: (districts: District[]) => void;
  readonly now: () => number;
  readonly random: () => number;
  /** Secrets on their way through are made known to the log first. */
  readonly learn: (secret: string) => void;
  /** The computer's IANA zone, used for the practice district. */
  readonly timeZone: string;
}

/** What the set-up screens can do: try out, connect, remove, practise. */
export interface DistrictSetup {
  test(request: ConnectRequest): Promise<Outcome<ConnectResult>>;
  testSide(request: SideRequest): Promise<Outcome<{ checks: Check[] }>>;
  connect(request: ConnectRequest): Promise<Outcome<ConnectResult>>;
  startPractice(wish: { readonly students: number; readonly clean: boolean }): Promise<Outcome<ConnectResult>>;
  remove(district: string): Promise<Outcome<Record<string, never>>>;
  /** Takes over what the engine found in the data folder; districts that did not open keep their place in the list. */
  refresh(): Promise<void>;
}

export function districtSetup(parts: SetupParts): DistrictSetup {
  const { engine, vault, preferences, practice } = parts;

  function learnFrom({ sisSecret, canvasToken }: ConnectRequest): void {
    parts.learn(sisSecret);
    if (canvasToken !== '') parts.learn(canvasToken);
  }

  function list(districts: District[]): void {
    preferences.change({ districts });
    parts.announce(districts);
  }

  /** The access token of a sign-in, for the Canvas that gave it and no other, whatever the page says. */
  async function tokenFor(grant: string, canvasUrl: string): Promise<Outcome<string>> {
    const signedIn = parts.signIns.find(grant);
    if (!signedIn.ok) return signedIn;
    return isSignedInTo(signedIn.value, canvasUrl) ? parts.signIns.token(grant) : fail(signInForgotten());
  }

  /** Where a developer key signed in, its access token takes the place of the token. */
  async function withToken(request: ConnectRequest): Promise<Outcome<ConnectRequest>> {
    const { canvasGrant } = request;
    if (canvasGrant === undefined) return succeed(request);
    const token = await tokenFor(canvasGrant, request.canvasUrl);
    return token.ok ? succeed({ ...request, canvasToken: token.value }) : token;
  }

  async function connect(request: ConnectRequest): Promise<Outcome<ConnectResult>> {
    learnFrom(request);
    const full = await withToken(request);
    if (!full.ok) return full;
    const { canvasGrant } = request;
    const signedIn = canvasGrant === undefined ? null : parts.signIns.find(canvasGrant);
    if (signedIn !== null && !signedIn.ok) return signedIn;
    const outcome = await connectDistrict(full.value, {
      engine: {
        test: (asked) => engine.call('test', asked),
        saveDistrict: (district, timeZone, storeKey) => engine.call('saveDistrict', { district, timeZone, storeKey }),
      },
      vault,
      canvasKey: signedIn?.value.key,
      known: preferences.read().districts,
      now: parts.now,
      random: parts.random,
    });
    if (!outcome.ok || outcome.value.district === null) return outcome;
    if (canvasGrant !== undefined) parts.signIns.forget(canvasGrant);
    list(withDistrict(preferences.read().districts, outcome.value.district));
    return outcome;
  }

  async function remove(district: string): Promise<Outcome<Record<string, never>>> {
    const known = preferences.read().districts;
    const removed = await engine.call('removeDistrict', { district });
    if (!removed.ok) return removed;
    const forgotten = await vault.remove(district);
    if (!forgotten.ok) return forgotten;
    list(known.filter(({ id }) => id !== district));
    const left = preferences.read().districts;
    if (known.some(({ id, practice: isPractice }) => id === district && isPractice) && !left.some((one) => one.practice)) {
      await practice.forget();
    }
    return succeed({});
  }

  return {
    connect,
    remove,
    async test(request) {
      learnFrom(request);
      const full = await withToken(request);
      if (!full.ok) return full;
      const tested = await engine.call('test', full.value);
      return tested.ok ? succeed({ district: null, checks: tested.value.checks }) : tested;
    },
    async testSide(request) {
      if (request.side === 'sis') {
        parts.learn(request.sisSecret);
        return engine.call('testSide', request);
      }
      if (request.canvasGrant === undefined) {
        parts.learn(request.canvasToken);
        return engine.call('testSide', request);
      }
      const token = await tokenFor(request.canvasGrant, request.canvasUrl);
      return token.ok ? engine.call('testSide', { ...request, canvasToken: token.value }) : token;
    },
    async startPractice(wish) {
      const before = preferences.read().districts.find((district) => district.practice);
      const started = await practice.start(wish);
      if (!started.ok) return started;
      const { sis, canvas } = started.value.addresses;
      // Another census makes another Canvas: what the old district's store remembers would be wrong there.
      if (started.value.fresh && before !== undefined) {
        const removed = await engine.call('removeDistrict', { district: before.id });
        if (!removed.ok) return removed;
        await vault.remove(before.id);
        list(preferences.read().districts.filter(({ id }) => id !== before.id));
      }
      return connect({
        district: null,
        name: 'Practice district',
        timeZone: parts.timeZone,
        sisUrl: sis.url,
        sisKey: sis.key,
        sisSecret: sis.secret,
        sisAuth: 'auto',
        sisTokenUrl: '',
        canvasUrl: canvas.url,
        canvasToken: canvas.token,
      });
    },
    async refresh() {
      const found = await engine.call('districts', {});
      if (found.ok) list(found.value.reduce(withDistrict, preferences.read().districts));
    },
  };
}

/** The list with one district added, or replaced at its place. */
function withDistrict(districts: readonly District[], district: District): District[] {
  const others = districts.some(({ id }) => id === district.id);
  return others ? districts.map((one) => (one.id === district.id ? district : one)) : [...districts, district];
}
