import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { roleOf, sectionOf, userOf } from '../../../electron/roster/compare/enrollment-key.ts';
import type { SideRow } from '../../../electron/store/store-api.ts';
import { entityKinds } from '../../../shared/entities.ts';
import { anyEdit, anyFeed, editByHand } from '../../helpers/any-district.ts';
import type { MemoryPlan } from '../../helpers/memory-store.ts';
import { isDangling, isUnclear, lastDayOf, wantedMemberships } from '../../helpers/naive-roster.ts';
import { RosterDistrict } from '../../helpers/roster-district.ts';
import { type Feed, TODAY } from '../../helpers/sis-feed.ts';

/** What changes touch, as the model's dump names it: memberships by Canvas' id of the person, who may have several logins. */
function touched({ canvas }: RosterDistrict, changes: MemoryPlan['changes']): Set<string> {
  return new Set(
    changes.map(({ entity, key }) => {
      if (entity === 'enrollment')
        return `enrollment ${sectionOf(key)} ${canvas.value('login', userOf(key), 'person')} ${roleOf(key)}`;
      return `${entity === 'user' ? 'login' : entity} ${key}`;
    }),
  );
}

function differing(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  return [...after].filter(([name, text]) => before.get(name) !== text).map(([name]) => name);
}

const anyDay = fc.constantFrom(TODAY, '2026-12-19', '2026-12-30', '2027-01-20', '2027-06-12');
const anyModel = fc.constantFrom('class' as const, 'teacher' as const, 'course' as const);
const anyStage = fc.record({
  ...{ feed: anyFeed, edits: fc.array(anyEdit, { maxLength: 4 }), release: fc.boolean() },
  courseModel: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: anyModel }),
});
const anySettings = fc.record({
  studentUserId: fc.constantFrom('sourcedId' as const, 'identifier' as const),
  staffUserId: fc.constantFrom('sourcedId' as const, 'identifier' as const),
  accountId: fc.constantFrom('sourcedId' as const, 'identifier' as const),
  deleteFloor: fc.constantFrom(0, 2, 100),
  courseModel: anyModel,
});

/** The numbers of a plan are those of its rows. */
function expectCountsToAgree({ changes, result }: MemoryPlan): void {
  for (const entity of entityKinds) {
    const rows = changes.filter((change) => change.entity === entity);
    const of = (action: string) => rows.filter((change) => change.action === action).length;
    const counted = { create: of('create'), update: of('update'), delete: of('delete'), restore: of('restore') };
    expect(result.counts[entity]).toMatchObject({ ...counted, held: rows.filter(({ holds }) => holds.length > 0).length });
  }
  for (const hold of result.holds) {
    expect(changes.filter(({ holds }) => holds.includes(hold.id)).length, hold.id).toBe(hold.count);
    expect(hold.message).toMatch(/^[^a-z].*\.$/u);
    expect(hold.message).not.toMatch(/undefined|null|\bNaN\b|\[object/);
  }
  for (const { key, reason, source, holds } of changes) {
    expect(reason.text).toMatch(/^[A-Z].*\.$/);
    expect(source?.sourcedId, key).toBeTruthy();
    expect(key.includes('~no-id~') && holds.length === 0, key).toBe(false);
  }
}

/** A person may release removals; a login that passes on (B2) Canvas may still refuse. */
function releasable(plan: MemoryPlan, release: boolean): string[] {
  return plan.result.holds.filter((hold) => release && hold.releasable && hold.rule !== 'B2').map((hold) => hold.id);
}

/**
 * Syncs until nothing is left to send: what Canvas does not show is sent once more before it counts as kept (F5). Null when
 * the pull is refused.
 */
function settle(district: RosterDistrict, feed: Feed, release: boolean): MemoryPlan | null {
  for (let round = 0; ; round += 1) {
    const plan = district.tryPlan(feed);
    if ('code' in plan) return null;
    expectCountsToAgree(plan);
    const released = releasable(plan, release);
    const sent = plan.changes.filter(({ holds }) => holds.every((hold) => released.includes(hold)));
    if (sent.length === 0) return plan;
    expect(round, 'still pending after the third round').toBeLessThan(3);
    const before = district.canvas.dump();
    expect(district.apply(plan, released)).toEqual([]);
    const may = touched(district, sent);
    expect(differing(before, district.canvas.dump()).filter((name) => !may.has(name))).toEqual([]);
  }
}

function fieldsIn(rows: readonly SideRow[], key: string): Record<string, string> {
  return JSON.parse(rows.find((row) => row.key === key)?.fields ?? '{}') as Record<string, string>;
}

/** Memberships that are not as the SIS wants them, and neither held, kept nor frozen. */
function wrongMemberships(district: RosterDistrict, feed: Feed, plan: MemoryPlan, today: string, lastDays: Map<string, string>) {
  const { canvas, store } = district;
  // Whose id was issued again stands where they stood before, until somebody remaps them (B4).
  const again = (entity: string) =>
    (district.planRemap(feed)?.changes ?? [])
      .filter((change) => change.entity === entity)
      .map(({ after, key }) => [after?.sourcedId ?? '', key] as const);
  const ids = new Map([...store.allIdentities('user'), ...again('user')]);
  const sections = new Map(again('section'));
  const sectionFor = (id: string) => sections.get(id) ?? id;
  const held = new Set(plan.changes.map(({ key }) => key));
  const wanted = wantedMemberships(feed, today, lastDays)
    .filter(({ user }) => ids.has(user))
    .map((one) => ({ ...one, class: sectionFor(one.class) }));
  const name = (section: string, user: string, role: string) => [section, user, role].join('\u001f');
  const ours = new Map(
    store.ledger('enrollment').map((row) => [name(sectionOf(row.key), userOf(row.key), roleOf(row.key)), row] as const),
  );
  const missing = wanted.flatMap((one) => {
    const user = ids.get(one.user) ?? '';
    const place = name(one.class, user, one.role);
    const kept = ours.has(place) || canvas.value('login', user, 'state') !== 'active';
    const there = canvas.membership(one.class, user, one.role) === 'active';
    const isLive = (kind: 'course' | 'section', key: string) =>
      !['deleted', undefined].includes(canvas.value(kind, key, 'state'));
    const nowhere = !isLive('section', one.class) || !isLive('course', canvas.courseOf(one.class) ?? '');
    const nobody = canvas.value('login', user, 'state') === undefined;
    return there || kept || nowhere || nobody || held.has(place) ? [] : [`missing: ${place}`];
  });
  const places = new Set(wanted.map((one) => name(one.class, ids.get(one.user) ?? '', one.role)));
  const surplus = [...ours].flatMap(([place, row]) => {
    const [section, user, role] = [sectionOf(row.key), userOf(row.key), roleOf(row.key)];
    const listed = feed.users.find((u) => ids.get(u.sourcedId) === user)?.sourcedId ?? '';
    const named = feed.classes.find((one) => sectionFor(one.sourcedId) === section);
    const last = lastDays.get(section) ?? '';
    // A course stays in its term when the new one was deleted in Canvas: then either end counts.
    const { course_id: home = '' } = fieldsIn(store.ledger('section'), section);
    const { term_id: term = '' } = fieldsIn(store.ledger('course'), home);
    const termEnd = feed.academicSessions.find((one) => one.sourcedId === term)?.endDate ?? last;
    const frozen = [last, termEnd, named === undefined ? last : (lastDayOf(named, feed) ?? last)].some((end) => end < today);
    const unclear = isUnclear(feed, { user: listed, class: section, role }) || isDangling(feed, row.source);
    const undone = !row.fields.includes('"active"') || !row.confirmed;
    const live = canvas.membership(section, user, role) === 'active';
    return !live || places.has(place) || frozen || unclear || undone || held.has(place) ? [] : [`surplus: ${place}`];
  });
  return [...missing, ...surplus];
}

describe('any district, whatever the SIS says and whoever edits Canvas', () => {
  test('a plan touches only its own rows, Canvas refuses none, memberships are as wanted, and then the plan is empty', () => {
    fc.assert(
      fc.property(anySettings, fc.array(anyStage, { minLength: 1, maxLength: 4 }), anyDay, (settings, stages, day) => {
        const district = new RosterDistrict(settings);
        const lastDays = new Map<string, string>();
        let today = TODAY;
        const run = (feed: Feed, release: boolean) => {
          const plan = settle(district, feed, release);
          if (plan === null) return;
          for (const one of feed.classes) {
            const chosen = one.status === 'active' && feed.orgs.some((org) => org.sourcedId === one.school);
            const last = chosen ? lastDayOf(one, feed) : null;
            if (last !== null) lastDays.set(one.sourcedId, last);
          }
          expect(wrongMemberships(district, feed, plan, today, lastDays)).toEqual([]);
        };
        for (const [i, { feed, edits, release, courseModel }] of stages.entries()) {
          if (courseModel !== null) district.settings = { ...district.settings, courseModel };
          if (i === stages.length - 1) today = day;
          district.moveTo(today);
          run(feed, release);
          for (const edit of edits) editByHand(district.canvas, edit);
          run(feed, release);
        }
      }),
      { numRuns: Number(process.env.ROSTER_RUNS ?? 120) },
    );
  }, 120_000);
});
