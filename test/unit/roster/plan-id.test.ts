import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { collections } from '../../../shared/entities.ts';
import { anyEdit, anyFeed, editByHand } from '../../helpers/any-district.ts';
import { RosterDistrict } from '../../helpers/roster-district.ts';
import { cls, type Feed, feed, NOON } from '../../helpers/sis-feed.ts';

const zoneOfThisComputer = process.env.TZ;
afterEach(() => {
  if (zoneOfThisComputer === undefined) delete process.env.TZ;
  else process.env.TZ = zoneOfThisComputer;
});

const anyStory = fc.array(fc.record({ feed: anyFeed, edits: fc.array(anyEdit, { maxLength: 3 }) }), {
  minLength: 1,
  maxLength: 3,
});

/** Plans and applies each stage of a story; the ids of all plans on the way. */
function idsOf(
  district: RosterDistrict,
  story: readonly { feed: Feed; edits: readonly Parameters<typeof editByHand>[1][] }[],
  told: (feed: Feed) => Feed,
) {
  const ids: string[] = [];
  for (const { feed: said, edits } of story) {
    const plan = district.tryPlan(told(said));
    if ('code' in plan) continue;
    ids.push(plan.result.id);
    district.apply(plan);
    for (const edit of edits) editByHand(district.canvas, edit);
  }
  return ids;
}

describe('the same input gives the same plan id', () => {
  test('whatever the order of pages and rows on both sides, and the time zone of the computer', () => {
    fc.assert(
      fc.property(
        anyStory,
        fc.gen(),
        fc.constantFrom('Pacific/Auckland', 'America/Los_Angeles', 'Asia/Kolkata'),
        (story, gen, zone) => {
          process.env.TZ = 'UTC';
          const plain = idsOf(new RosterDistrict(), story, (said) => said);
          process.env.TZ = zone;
          const shuffled = <T>(rows: readonly T[]): T[] => gen(fc.shuffledSubarray, [...rows], { minLength: rows.length });
          const told = (said: Feed): Feed => {
            const pages = collections.map((name) => [name, shuffled<unknown>(said[name])] as const);
            return { ...said, ...Object.fromEntries(pages) };
          };
          expect(idsOf(new RosterDistrict({}, NOON, shuffled), story, told)).toEqual(plain);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('whenever on that day it is made', () => {
    const morning = new RosterDistrict();
    const evening = new RosterDistrict({}, NOON + 9 * 60 * 60 * 1000);
    expect(evening.plan(feed()).result.id).toBe(morning.plan(feed()).result.id);
  });

  test('another content, other settings or a hold more give another id', () => {
    const id = (from: Feed, settings = {}) => new RosterDistrict(settings).plan(from).result.id;
    const renamed = feed({ classes: [cls({ title: 'Algebra One' })] });
    expect(new Set([id(feed()), id(renamed), id(feed(), { dropGraceDays: 7 })]).size).toBe(3);
    const district = new RosterDistrict();
    district.sync(feed());
    const gone = feed({ enrollments: [] });
    const held = district.plan(gone).result.id;
    expect(district.plan(gone).result.id).toBe(held);
  });
});
