import type { EventName, Payload } from '../../shared/contract.ts';
import type { RunState } from '../../shared/run.ts';
import type { EngineClient } from '../engine/host/engine-client.ts';
import { type Notice, noticeOf, tokenNotice } from './notices.ts';
import type { Preferences } from './preferences.ts';
import { type Standing, standingAfter } from './standing.ts';

export interface SyncDeskParts {
  readonly engine: Pick<EngineClient, 'wake' | 'call'>;
  readonly preferences: Pick<Preferences, 'read' | 'change'>;
  readonly notify: (district: string, notice: Notice) => void;
  /** The computer may not fall asleep while any run writes. */
  readonly keepAwake: (on: boolean) => void;
  readonly onChange: () => void;
  readonly now: () => number;
}

/** Syncs that nobody watches, and what every run says of its district. */
export interface SyncDesk {
  sync(district: string, trigger: 'person' | 'schedule'): Promise<'ended' | 'elsewhere'>;
  /** Everything the engine tells. */
  hear<E extends EventName>(name: E, payload: Payload<E>): void;
  /** A new engine process knows of no run under way. */
  forgetRuns(): void;
  working(district: string): 'reading' | 'writing' | null;
  isBusy(): boolean;
  /** The app ends: what a sync that it cuts off still says is no verdict on its district. */
  stop(): void;
}

/** Asked once a day at most: a schedule may run every hour. */
const TOKEN_ASK_MS = 20 * 60 * 60_000;

const writes: ReadonlySet<RunState> = new Set(['approved', 'sending', 'confirming']);

export function syncDesk(parts: SyncDeskParts): SyncDesk {
  const { engine, preferences, now } = parts;
  /** Syncs asked for here; their end is told by the call, with the failures that never became a run. */
  const own = new Set<string>();
  const running = new Map<string, 'reading' | 'writing'>();
  let stopped = false;

  function work(district: string, what: 'reading' | 'writing' | null): void {
    if ((running.get(district) ?? null) === what) return;
    if (what === null) running.delete(district);
    else running.set(district, what);
    parts.keepAwake([...running.values()].includes('writing'));
    parts.onChange();
  }

  function note(district: string, standing: Standing): Standing | null {
    const before = preferences.read().standings[district] ?? null;
    preferences.change({ standings: { ...preferences.read().standings, [district]: standing } });
    return before;
  }

  function nameOf(district: string): string {
    return preferences.read().districts.find(({ id }) => id === district)?.name ?? 'Rosterbridge';
  }

  async function sync(district: string, trigger: 'person' | 'schedule'): Promise<'ended' | 'elsewhere'> {
    if (own.has(district)) return 'ended';
    own.add(district);
    parts.onChange();
    try {
      await engine.wake();
      const outcome = await engine.call('sync', { district, trigger });
      if (stopped) return 'ended';
      const standing = outcome.ok
        ? standingAfter({ run: outcome.value.applied ?? outcome.value.run, failure: null }, now())
        : standingAfter({ run: null, failure: outcome.failure }, now());
      if (standing !== null) {
        const notice = noticeOf(nameOf(district), note(district, standing), standing);
        if (notice !== null) parts.notify(district, notice);
      }
      if (outcome.ok) await lookAtToken(district);
      return !outcome.ok && outcome.failure.code === 'district.busy' ? 'elsewhere' : 'ended';
    } finally {
      own.delete(district);
      work(district, null);
      parts.onChange();
    }
  }

  /** Canvas is asked by the way, after a sync; where it does not tell, there is nothing to say. */
  async function lookAtToken(district: string): Promise<void> {
    const before = preferences.read().tokenEnds[district] ?? null;
    if (before !== null && Math.abs(now() - Date.parse(before.askedAt)) < TOKEN_ASK_MS) return;
    const asked = await engine.call('tokenEnd', { district });
    if (!asked.ok) return;
    const endsAt = asked.value;
    const told = before?.endsAt === endsAt ? before.told : null;
    const due = endsAt === null ? null : tokenNotice(nameOf(district), endsAt, told, now());
    const askedAt = new Date(now()).toISOString();
    const { tokenEnds } = preferences.read();
    preferences.change({ tokenEnds: { ...tokenEnds, [district]: { endsAt, told: due?.told ?? told, askedAt } } });
    if (due !== null) parts.notify(district, due.notice);
  }

  function hear<E extends EventName>(name: E, payload: Payload<E>): void {
    if (name === 'progressed') {
      const { district, state } = payload as Payload<'progressed'>;
      work(district, writes.has(state) ? 'writing' : 'reading');
    } else if (name === 'runEnded') {
      const { district, run } = payload as Payload<'runEnded'>;
      work(district, null);
      // A person watched this one: how it ended is noted, and nobody is told what they saw.
      const standing = own.has(district) || run.kind !== 'apply' ? null : standingAfter({ run, failure: null }, now());
      if (standing !== null) note(district, standing);
      parts.onChange();
    }
  }

  return {
    sync,
    hear,
    forgetRuns() {
      for (const district of [...running.keys()]) work(district, null);
    },
    working: (district) => running.get(district) ?? (own.has(district) ? 'reading' : null),
    isBusy: () => own.size > 0 || running.size > 0,
    stop() {
      stopped = true;
    },
  };
}
