import { z } from 'zod';
import { fail, type Outcome, succeed } from '../../shared/outcome.ts';
import type { RehearsalName, RehearsalState } from '../../shared/rehearsals.ts';
import { noPracticeHere, rehearsalImpossible, rehearsalNotStarted } from './failures.ts';
import type { PracticeServers } from './practice.ts';
import type { Preferences } from './preferences.ts';
import { backToNormal, type ControlCall, rehearsalCalls } from './rehearsal-calls.ts';

export interface RehearsalParts {
  readonly practice: Pick<PracticeServers, 'running'>;
  readonly preferences: Pick<Preferences, 'read' | 'change'>;
  readonly fetch: typeof globalThis.fetch;
}

/** Bad days of the practice district: what plays now is remembered, because the servers remember it too. */
export interface Rehearsals {
  state(district: string): RehearsalState;
  start(district: string, name: RehearsalName): Promise<Outcome<Record<string, never>>>;
  end(district: string): Promise<Outcome<Record<string, never>>>;
}

const PATIENCE_MS = 30_000;
const Refused = z.object({ error: z.string() });

export function rehearsals({ practice, preferences, fetch }: RehearsalParts): Rehearsals {
  /** The control address, if these very servers are the district's. */
  function controlOf(id: string): string | null {
    const district = preferences.read().districts.find((one) => one.id === id);
    const running = practice.running();
    if (district?.practice !== true || running === null || district.connection.sisUrl !== running.sis.url) return null;
    return running.control.url;
  }

  function remember(rehearsal: RehearsalName | null): void {
    const { practice: memory } = preferences.read();
    if (memory !== null) preferences.change({ practice: { ...memory, rehearsal } });
  }

  async function play(control: string, calls: readonly ControlCall[]): Promise<Outcome<Record<string, never>>> {
    for (const { method, path, body } of calls) {
      try {
        const answer = await fetch(control + path, {
          method,
          body: JSON.stringify(body),
          headers: { 'Content-Type': 'application/json' },
          redirect: 'error',
          signal: AbortSignal.timeout(PATIENCE_MS),
        });
        if (answer.ok) continue;
        const refused = Refused.safeParse(await answer.json());
        const why = refused.success ? refused.data.error : `status ${answer.status}`;
        return fail(answer.status === 409 || answer.status === 400 ? rehearsalImpossible(why) : rehearsalNotStarted(why));
      } catch (error) {
        return fail(rehearsalNotStarted(error instanceof Error ? error.message : String(error)));
      }
    }
    return succeed({});
  }

  async function end(district: string): Promise<Outcome<Record<string, never>>> {
    const control = controlOf(district);
    if (control === null) return fail(noPracticeHere());
    const done = await play(control, backToNormal);
    if (done.ok) remember(null);
    return done;
  }

  return {
    end,
    state: (district) => {
      const available = controlOf(district) !== null;
      return { available, current: available ? (preferences.read().practice?.rehearsal ?? null) : null };
    },
    async start(district, name) {
      const control = controlOf(district);
      const normal = await end(district);
      if (control === null || !normal.ok) return normal;
      const started = await play(control, rehearsalCalls[name]);
      if (started.ok) remember(name);
      // Half a bad day is none.
      else await end(district);
      return started;
    },
  };
}
