import { describe, expect, test } from 'vitest';
import { type PullFacts, refuseOrphans, refusePull } from '../../../electron/roster/verify.ts';
import { type Collection, collections } from '../../../shared/entities.ts';
import { RosterDistrict } from '../../helpers/roster-district.ts';
import { enrollment, feed } from '../../helpers/sis-feed.ts';

const each = (count: number, over: Partial<Record<Collection, number>> = {}) =>
  ({ ...Object.fromEntries(collections.map((name) => [name, count])), ...over }) as Record<Collection, number>;
const facts = (over: Partial<PullFacts> = {}): PullFacts => ({
  distinct: each(100),
  dropped: each(0),
  knownBefore: each(50),
  ...over,
});

describe('E1 a pull that came back empty or unreadable makes no plan at all', () => {
  test('a whole one is used', () => {
    expect(refusePull(facts())).toBeNull();
    expect(refusePull(facts({ distinct: each(1), dropped: each(5) }))).toBeNull();
  });

  test.each(collections)('no %s where there were some', (name) => {
    const refused = refusePull(facts({ distinct: each(100, { [name]: 0 }) }));
    expect(refused?.code).toBe('pull.emptied');
    expect(refused?.message).toMatch(/^The SIS answered without any [a-z]+, though it had 50 before\.$/);
  });

  test.each(collections)('no %s on the very first day', (name) => {
    const refused = refusePull(facts({ distinct: each(100, { [name]: 0 }), knownBefore: each(0) }));
    expect(refused?.code).toBe(name === 'orgs' || name === 'academicSessions' ? 'pull.emptied' : undefined);
  });

  test.each([
    [5, 10, null],
    [6, 114, null],
    [6, 113, 'pull.unreadable'],
    [100, 1, 'pull.unreadable'],
  ])('%d unreadable beside %d readable: %s', (dropped, distinct, code) => {
    const refused = refusePull(facts({ dropped: each(0, { users: dropped }), distinct: each(1000, { users: distinct }) }));
    expect(refused?.code ?? null).toBe(code);
  });
});

describe('enrollments that point at nothing (oneroster-1.1.md §9.40)', () => {
  test.each([
    [10, 10, null],
    [11, 55, null],
    [11, 54, 'pull.orphans'],
  ])('%d of %d: %s', (orphans, all, code) => {
    expect(refuseOrphans(orphans, all)?.code ?? null).toBe(code);
  });

  test('a feed that names its people no more makes no plan', () => {
    const district = new RosterDistrict();
    const rows = Array.from({ length: 20 }, (_, i) => enrollment({ user: `gone-${i}` }));
    expect(district.tryPlan(feed({ enrollments: rows }))).toMatchObject({ code: 'pull.orphans' });
    expect(district.store.plans).toEqual([]);
  });

  test('dropped ones may point where they like', () => {
    const rows = Array.from({ length: 20 }, (_, i) => enrollment({ user: `gone-${i}`, status: 'tobedeleted' }));
    expect(new RosterDistrict().tryPlan(feed({ enrollments: rows }))).not.toHaveProperty('code');
  });

  test('classes of schools that were not chosen do not count', () => {
    const rows = Array.from({ length: 20 }, (_, i) => enrollment({ user: `gone-${i}` }));
    expect(new RosterDistrict({ schools: ['south'] }).tryPlan(feed({ enrollments: rows }))).not.toHaveProperty('code');
  });
});
