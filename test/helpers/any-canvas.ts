import fc from 'fast-check';
import { expect } from 'vitest';
import { KEPT_FROM } from '../../electron/store/store-api.ts';
import type { Kept } from '../../shared/kept.ts';
import type { Receipt } from '../../shared/run.ts';
import { DistrictSettings } from '../../shared/settings.ts';
import { type CanvasWays, judgeWrites, type SaidChange } from '../judge/canvas-writes.ts';
import { judgeWanted, readSis } from '../judge/class-model-wanted.ts';
import { compareDumps, partOf, type RawDump, readDump } from '../judge/raw-dump.ts';
import { anyFeed } from './any-district.ts';
import { type Act, act, anyAct } from './canvas-acts.ts';
import { lastDayOf } from './naive-roster.ts';
import { expectValue, type PracticeEngine, startPracticeEngine } from './practice-engine.ts';
import { changesOf } from './practice-world.ts';
import { type Feed, settingsOf, TODAY } from './sis-feed.ts';
import { writeFeed } from './wire-feed.ts';

/** One life of a district: what the SIS says, what others do in Canvas, and whether a person releases what is held. */
export interface Stage {
  readonly feed: Feed;
  readonly acts: readonly Act[];
  readonly release: boolean;
  /** What others do while the first plan waits for its approval, longer than it may wait unlooked at (F7). */
  readonly meanwhile: readonly Act[];
  /** Whether a person overwrites, once all is quiet, whatever was kept as others made it (F3). */
  readonly overwrite: boolean;
}

export interface Life {
  readonly profile: '2022' | '2026';
  readonly provider: '' | 'saml';
  readonly deleteFloor: number;
  readonly first: readonly Act[];
  readonly stages: readonly Stage[];
  readonly lastDay: string;
}

const anyStage: fc.Arbitrary<Stage> = fc.record({
  feed: anyFeed,
  acts: fc.array(anyAct, { maxLength: 6 }),
  meanwhile: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.array(anyAct, { minLength: 1, maxLength: 4 })),
  release: fc.boolean(),
  overwrite: fc.boolean(),
});

export const anyLife: fc.Arbitrary<Life> = fc.record({
  profile: fc.constantFrom('2026' as const, '2022' as const),
  provider: fc.constantFrom('' as const, 'saml' as const),
  deleteFloor: fc.constantFrom(0, 2, 100),
  first: fc.array(anyAct, { maxLength: 4 }),
  stages: fc.array(anyStage, {
    minLength: 1,
    maxLength: 3,
  }),
  lastDay: fc.constantFrom(TODAY, '2026-12-19', '2027-01-20'),
});

const ZONE = 'America/New_York';
const noonOf = (day: string) => Date.parse(`${day}T17:00:00Z`);

/** Lives it against the practice servers, and judges every run and every quiet moment. */
export async function live(life: Life): Promise<void> {
  let now = noonOf(TODAY);
  const world = await startPracticeEngine({ students: 0, now: () => now, hurry: true });
  try {
    const district = new LivingDistrict(world, life, () => {
      now += 31 * 60_000;
    });
    await district.prepare();
    for (const [i, stage] of life.stages.entries()) {
      const today = i === life.stages.length - 1 ? life.lastDay : TODAY;
      now = Math.max(now, noonOf(today));
      await writeFeed(world, stage.feed);
      await district.quieten(stage, today);
      await district.others(stage.acts);
      await district.quieten({ ...stage, meanwhile: [] }, today);
    }
  } finally {
    await world.close();
  }
}

class LivingDistrict {
  readonly #world: PracticeEngine;
  readonly #life: Life;
  readonly #ways: CanvasWays;
  readonly #ours = new Set<string>();
  readonly #hands = new Set<string>();
  readonly #lastDays = new Map<string, string>();
  /** `entity key` of what Canvas refuses as long as somebody leaves it as it is: students in a course made a blueprint (§1.11). */
  readonly #refused = new Set<string>();
  readonly #said: string[] = [];
  readonly #wait: () => void;

  constructor(world: PracticeEngine, life: Life, wait: () => void) {
    this.#wait = wait;
    this.#world = world;
    this.#life = life;
    this.#ways = { profile: life.profile, provider: life.provider };
  }

  async prepare(): Promise<void> {
    const { control, engine, district } = this.#world;
    await control('PUT', '/canvas/settings', {
      profile: this.#life.profile,
      durations: { createdMs: 0, importingMs: 0, reportMs: 0 },
    });
    for (const auth_type of ['saml', 'google']) await control('POST', '/canvas/ui/create-provider', { auth_type });
    await this.others(this.#life.first);
    const settings = settingsOf({
      authenticationProvider: this.#life.provider,
      deleteFloor: this.#life.deleteFloor,
      emptyClasses: 'at-once',
    });
    expectValue(await engine.saveSettings(district, DistrictSettings.parse(settings)));
  }

  /** What others change is theirs from then on. */
  async others(acts: readonly Act[]): Promise<void> {
    const before = await this.#dump();
    for (const one of acts) {
      const done = await act(this.#world, one);
      if (done) this.#said.push(shownAct(one));
    }
    const { changed } = compareDumps(before, await this.#dump());
    for (const { part, id, column } of changed) this.#hands.add(`${part} ${id} ${column}`);
  }

  /** Plans and applies until nothing is left to send, then looks whether all is as wanted. */
  async quieten({ feed, release, meanwhile, overwrite }: Stage, today: string): Promise<void> {
    let overwritten = !overwrite;
    let waiting = meanwhile;
    for (let round = 0; ; round += 1) {
      const made = await this.#world.engine.makePlan(this.#world.district, 'person');
      if (!made.ok) {
        expect(made.failure.code, made.failure.message).toMatch(/^pull\./);
        return;
      }
      const { plan } = made.value;
      const changes = await changesOf(this.#world, plan);
      const releasable = plan.holds.filter((hold) => release && hold.releasable && hold.rule !== 'B2').map(({ id }) => id);
      const sent = changes.filter(({ holds }) => holds.every((hold) => releasable.includes(hold)));
      if (sent.every(({ entity, key }) => this.#refused.has(`${entity} ${key}`))) {
        this.#rememberDays(feed);
        const held = new Set(changes.map(({ entity, key }) => `${entity} ${key}`));
        await this.#judgeQuiet(today, held);
        if (overwritten) return;
        overwritten = true;
        await this.#overwrite(plan.number);
        round = 0;
        continue;
      }
      const rows = sent.map(({ entity, action, key }) => `${entity} ${action} ${key}`);
      if (round === 3) this.#expectNone('still to send in the fourth round', rows);
      const disturbed = waiting.length > 0;
      if (disturbed) {
        this.#said.push('meanwhile');
        await this.others(waiting);
        this.#wait();
        waiting = [];
        // What others did is seen by the next plan only.
        round -= 1;
      }
      await this.#applyAndJudge(releasable, sent, disturbed);
    }
  }

  /** A person chooses all that can be overwritten; what they chose is written, and nothing beside it. */
  async #overwrite(plan: number): Promise<void> {
    const { engine, district } = this.#world;
    const kept: Kept[] = [];
    expectValue(await engine.eachKept(district, plan, (one) => kept.push(one)));
    const chosen = kept.filter(({ obstacle }) => obstacle === '');
    if (chosen.length === 0) return;
    this.#said.push(`overwrites ${chosen.length}`);
    const before = await this.#dump();
    const overrides = [{ rows: chosen.map(({ number }) => number), reason: 'property test' }];
    const decision = { plan, releases: [], overrides };
    const run = expectValue(await engine.apply(district, decision, { trigger: 'person', attended: true }));
    const outcomes = new Map((await this.#receipts(run.id)).map((receipt) => [receipt.seq - KEPT_FROM, receipt]));
    const said = chosen.map((one) => ({
      ...one,
      changed: one.fields,
      after: one.inSis,
      outcome: outcomes.get(one.number)?.outcome ?? 'nothing',
    }));
    const otherwise = judgeWrites(before, await this.#dump(), said, { ...this.#ways, overwriting: true });
    this.#expectNone('overwritten otherwise than said', otherwise.length === 0 ? [] : [...otherwise, ...said.map(shownChange)]);
  }

  async #applyAndJudge(
    released: readonly string[],
    sent: Awaited<ReturnType<typeof changesOf>>,
    disturbed: boolean,
  ): Promise<void> {
    const before = await this.#dump();
    const run = await this.#world.apply(released.map((hold) => ({ hold, reason: 'property test' })));
    const after = await this.#dump();
    const outcomes = new Map((await this.#receipts(run.id)).map((receipt) => [receipt.seq, receipt]));
    const said: SaidChange[] = sent.map((one) => ({ ...one, outcome: outcomes.get(one.seq)?.outcome ?? 'nothing' }));
    const refused = sent.flatMap(({ seq, entity, key }) => {
      const receipt = outcomes.get(seq);
      if (receipt?.outcome !== 'failed') return [];
      if (receipt.message?.includes('not allowed in blueprint course') === true) this.#refused.add(`${entity} ${key}`);
      return this.#refused.has(`${entity} ${key}`) ? [] : [`${entity} ${key}: ${receipt.message}`];
    });
    // What others did while the plan waited may hinder it: Canvas says so, and the next plan sees it.
    if (!disturbed) this.#expectNone('Canvas refused', refused);
    const otherwise = judgeWrites(before, after, said, this.#ways);
    this.#expectNone('written otherwise than said', otherwise.length === 0 ? [] : [...otherwise, ...said.map(shownChange)]);
    for (const { part, row } of compareDumps(before, after).added) this.#ours.add(`${part} ${row.id}`);
    this.#expectNone(
      'forbidden',
      partOf(after, 'violations').map((violation) => JSON.stringify(violation)),
    );
  }

  async #judgeQuiet(today: string, held: ReadonlySet<string>): Promise<void> {
    const sis = await readSis(this.#world.practice.control.url);
    const told = { today, zone: ZONE, ours: this.#ours, hands: this.#hands, held, lastDays: this.#lastDays };
    this.#expectNone('not as wanted', judgeWanted(await this.#dump(), sis, told));
  }

  #rememberDays(feed: Feed): void {
    for (const one of feed.classes) {
      const chosen = one.status === 'active' && feed.orgs.some((org) => org.sourcedId === one.school);
      const last = chosen ? lastDayOf(one, feed) : null;
      if (last !== null) this.#lastDays.set(one.sourcedId, last);
    }
  }

  async #receipts(run: string): Promise<Receipt[]> {
    const query = { run, search: '', outcome: null, from: 0, count: 200 };
    const page = expectValue(await this.#world.engine.calls.receipts({ district: this.#world.district, query }));
    expect(page.total, 'the small districts of this test fit one page').toBeLessThanOrEqual(200);
    return page.receipts;
  }

  #dump(): Promise<RawDump> {
    return readDump(this.#world.practice.control.url);
  }

  #expectNone(what: string, complaints: readonly string[]): void {
    if (complaints.length > 0) throw new Error(`${what}, after ${this.#said.join('; ')}:\n${complaints.join('\n')}`);
  }
}

function shownAct({ name, section, other, user, school, term, role }: Act): string {
  return `${name} [${[section, other, user, school, term, role.replace('Enrollment', '')].join(' ')}]`;
}

function shownChange({ entity, action, key, after, outcome }: SaidChange): string {
  return `  said: ${entity} ${action} ${key.replaceAll('\u001f', ' / ')} ${JSON.stringify(after)}, ${outcome}`;
}
