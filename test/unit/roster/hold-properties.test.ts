import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeAdditions, judgeUpdates } from '../../../electron/roster/holds/additions.ts';
import { ClassLosses, judgeClasses } from '../../../electron/roster/holds/class-losses.ts';
import type { HoldRules, PlacedHold } from '../../../electron/roster/holds/placed-hold.ts';
import { judgeProbation, judgeRemovals } from '../../../electron/roster/holds/removals.ts';
import { type Tally, tallyCounts } from '../../../electron/roster/holds/tally.ts';
import { DistrictSettings } from '../../../shared/settings.ts';

const rules: HoldRules = {
  settings: DistrictSettings.parse({ timeZone: 'America/New_York', districtFloor: 60, districtUsers: 60 }),
  schoolName: (school) => `${school} High`,
};
const few = fc.nat({ max: 60 });
const anyTally: fc.Arbitrary<Tally> = fc.record({
  entity: fc.constantFrom('user' as const, 'section' as const, 'enrollment' as const),
  school: fc.constantFrom('north', 'south'),
  role: fc.constantFrom('student', 'teacher'),
  phase: fc.constantFrom('running' as const, 'coming' as const, 'over' as const),
  base: fc.nat({ max: 200 }),
  removed: few,
  waiting: fc.constant(0),
  left: few,
  created: few,
  updated: few,
  identity: few,
});
const anyTallies = fc.array(anyTally, { maxLength: 12 });

const kinds = ['user', 'section', 'enrollment'] as const;
function judge(tallies: readonly Tally[]): PlacedHold[] {
  const watch = { scheduled: true, scheduledRuns: 0 };
  const perKind = kinds.flatMap((entity) => {
    const own = tallies.filter((tally) => tally.entity === entity);
    return [...judgeAdditions(own, rules), ...judgeUpdates(own, rules)];
  });
  return [...judgeRemovals(tallies, rules), ...judgeProbation(tallies, rules, watch), ...perKind];
}
const idsOf = (tallies: readonly Tally[]) =>
  judge(tallies)
    .map(({ hold }) => hold.id)
    .sort();

/** The same rows, told in two parts: what a feed that pages differently, or writes one role as two, would give. */
function split(tally: Tally, shares: readonly number[]): Tally[] {
  const first = { ...tally };
  const second = { ...tally };
  for (const [i, name] of tallyCounts.entries()) {
    first[name] = Math.min(tally[name], shares[i] ?? 0);
    second[name] = tally[name] - first[name];
  }
  return [first, second];
}

describe('holds of any numbers', () => {
  test('the order in which rows were counted does not matter', () => {
    fc.assert(
      fc.property(anyTallies, fc.gen(), (tallies, gen) => {
        const shuffled = gen(fc.shuffledSubarray, tallies, { minLength: tallies.length });
        expect(judge(shuffled)).toEqual(judge(tallies));
      }),
    );
  });

  test('nobody gets past a hold by counting the same rows in several parts', () => {
    fc.assert(
      fc.property(anyTallies, fc.array(few, { minLength: 6, maxLength: 6 }), (tallies, shares) => {
        expect(idsOf(tallies.flatMap((tally) => split(tally, shares)))).toEqual(idsOf(tallies));
      }),
    );
  });

  test('more removals never lift a hold on removals', () => {
    fc.assert(
      fc.property(anyTallies, fc.nat(), few, (tallies, at, more) => {
        const worse = tallies.map((tally, i) =>
          i === at % tallies.length ? { ...tally, removed: tally.removed + more, left: Math.max(0, tally.left - more) } : tally,
        );
        expect(judgeRemovals(worse, rules).map(({ hold }) => hold.id)).toEqual(
          expect.arrayContaining(judgeRemovals(tallies, rules).map(({ hold }) => hold.id)),
        );
      }),
    );
  });

  test('every hold has an id of its own and says so in whole sentences with numbers', () => {
    fc.assert(
      fc.property(anyTallies, (tallies) => {
        const holds = judge(tallies).map(({ hold }) => hold);
        expect(new Set(holds.map(({ id }) => id)).size).toBe(holds.length);
        for (const { message } of holds) {
          expect(message).toMatch(/^[A-Z0-9].*\d.*\.$/);
          expect(message).not.toMatch(/undefined|null|NaN|entity|ledger|row/);
        }
      }),
    );
  });
});

describe('E5 of any classes', () => {
  const anyClass = fc.record({
    school: fc.constantFrom('north', 'south'),
    upcoming: fc.boolean(),
    students: fc.nat({ max: 12 }),
    lost: fc.nat({ max: 12 }),
  });

  test('the order of classes does not matter, and one class more never lifts a hold', () => {
    fc.assert(
      fc.property(fc.array(anyClass, { maxLength: 30 }), anyClass, fc.gen(), (classes, extra, gen) => {
        const holds = (list: readonly (typeof extra)[], from = classes) => {
          const losses = new ClassLosses();
          for (const one of list) {
            const i = [...from, extra].indexOf(one);
            losses.count(one.school, one.upcoming);
            losses.add({
              ...one,
              section: `c${i}`,
              label: `Class ${i}`,
              teacherless: null,
              lostUnsure: 0,
              teacherUnsure: false,
              rows: [i + 1, i + 1],
            });
          }
          return judgeClasses(losses, rules);
        };
        const shuffled = gen(fc.shuffledSubarray, classes, { minLength: classes.length });
        const plain = holds(classes);
        expect(holds(shuffled)).toEqual(plain);
        const schools = new Set(holds([...classes, extra]).map(({ hold }) => hold.school));
        for (const { hold } of plain) expect(schools).toContain(hold.school);
      }),
    );
  });
});
