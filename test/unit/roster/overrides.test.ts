import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RunDesk } from '../../../electron/engine/worker/run-desk.ts';
import { isStale } from '../../../electron/roster/stale.ts';
import { KEPT_FROM, type SendableChange } from '../../../electron/store/store-api.ts';
import { anyEdit, anyFeed, editByHand } from '../../helpers/any-district.ts';
import type { MemoryPlan } from '../../helpers/memory-store.ts';
import { finished, RosterDistrict } from '../../helpers/roster-district.ts';
import { added, changed, cls, feed } from '../../helpers/sis-feed.ts';

/** ROSTER-RULES F3: what is kept stays until a person chooses to overwrite it, and then only that is overwritten. */
const said = feed();
const renamed = changed(said, 'classes', 'alg-1', { title: 'Algebra One' });

function synced(): RosterDistrict {
  const district = new RosterDistrict();
  district.sync(said);
  return district;
}

/** `course c-alg-1 long_name`, … of everything a plan keeps. */
function keptOf(plan: MemoryPlan): string[] {
  return plan.kept.map(({ entity, key, changed: fields }) => `${entity} ${key.replaceAll('\u001f', '/')} ${fields.join()}`);
}

function changesOf(plan: MemoryPlan): string[] {
  return plan.changes.map(({ entity, action, changed: fields }) => `${entity} ${action} ${fields.join()}`);
}

describe('F3 what somebody edited in Canvas', () => {
  test('is kept, counted apart and never pending, and follows no SIS change', () => {
    const district = synced();
    district.canvas.edit('course', 'c-alg-1', { long_name: 'Ms. Lee' });
    const plan = district.plan(said);
    expect(keptOf(plan)).toEqual(['course c-alg-1 long_name']);
    expect(plan.changes).toEqual([]);
    expect(plan.result.counts.course).toMatchObject({ kept: 1, unchanged: 0, update: 0 });
    district.sync(renamed);
    expect(district.canvas.value('course', 'c-alg-1', 'long_name')).toBe('Ms. Lee');
    expect(district.plan(renamed).kept.map(({ why }) => why)).toEqual(['both']);
  });

  test('is written when a person overwrites it, and Canvas then shows what the ledger says', () => {
    const district = synced();
    district.canvas.edit('course', 'c-alg-1', { long_name: 'Ms. Lee' });
    expect(district.overwrite(district.plan(said), [1])).toEqual([]);
    expect(district.canvas.value('course', 'c-alg-1', 'long_name')).toBe('Algebra 1');
    const [row] = district.store.ledger('course');
    expect(row).toMatchObject({ confirmed: true, owned: true });
    expect(JSON.parse(row?.fields ?? '')).toMatchObject({ long_name: 'Algebra 1' });
    const after = district.plan(said);
    expect([...keptOf(after), ...changesOf(after)]).toEqual([]);
    expect(district.store.receipts.at(-1)).toMatchObject({ seq: KEPT_FROM + 1, action: 'override', outcome: 'confirmed' });
  });

  test('is kept again when it is edited once more after an overwriting', () => {
    const district = synced();
    district.canvas.edit('course', 'c-alg-1', { long_name: 'Ms. Lee' });
    district.overwrite(district.plan(said), [1]);
    district.canvas.edit('course', 'c-alg-1', { long_name: 'Ms. Lee again' });
    const plan = district.plan(said);
    expect(plan.kept).toMatchObject([
      { why: 'edited', before: { long_name: 'Ms. Lee again' }, lastSynced: { long_name: 'Algebra 1' } },
    ]);
    expect(plan.changes).toEqual([]);
  });

  test('nothing but the chosen row is overwritten', () => {
    const district = synced();
    district.canvas.edit('course', 'c-alg-1', { long_name: 'Ms. Lee' });
    district.canvas.edit('section', 'alg-1', { name: 'Period 3' });
    district.canvas.edit('login', 'ann', { full_name: 'Annie' });
    const plan = district.plan(said);
    expect(keptOf(plan)).toEqual(['course c-alg-1 long_name', 'section alg-1 name', 'user ann full_name']);
    const before = district.canvas.dump();
    district.overwrite(plan, [2]);
    const differing = [...district.canvas.dump()].filter(([name, text]) => before.get(name) !== text).map(([name]) => name);
    expect(differing).toEqual(['section alg-1']);
    expect(keptOf(district.plan(said))).toEqual(['course c-alg-1 long_name', 'user ann full_name']);
  });

  test('the other fields of an overwritten row stay as somebody set them', () => {
    const district = synced();
    district.canvas.edit('login', 'ann', { full_name: 'Annie', authentication_provider_id: '7', login_id: 'annie' });
    district.canvas.edit('course', 'c-alg-1', { state: 'published', short_name: 'MINE', long_name: 'Ms. Lee' });
    const plan = district.plan(said);
    expect(keptOf(plan)).toEqual(['course c-alg-1 long_name,short_name', 'user ann full_name,login_id']);
    district.overwrite(plan, [1, 2]);
    expect(district.canvas.value('login', 'ann', 'authentication_provider_id')).toBe('7');
    // A teacher's publish sticks; no overwriting ever conceals or concludes a course (canvas-sis.md §0.3).
    expect(district.canvas.value('course', 'c-alg-1', 'state')).toBe('published');
    expect(keptOf(district.plan(said))).toEqual([]);
  });

  test('a course concluded by hand stays concluded while its name is overwritten', () => {
    const district = synced();
    district.canvas.edit('course', 'c-alg-1', { state: 'completed', long_name: 'Ms. Lee' });
    district.overwrite(district.plan(said), [1]);
    expect(district.canvas.value('course', 'c-alg-1', 'long_name')).toBe('Algebra 1');
    expect(district.canvas.value('course', 'c-alg-1', 'state')).toBe('completed');
  });

  test('a change of the SIS and an overwriting of the same row go together, and neither takes the other back', () => {
    const district = synced();
    district.canvas.edit('course', 'c-alg-1', { long_name: 'Ms. Lee' });
    const recoded = changed(said, 'classes', 'alg-1', { classCode: 'ALG9' });
    const plan = district.plan(recoded);
    expect(changesOf(plan)).toEqual(['course update short_name']);
    district.overwrite(plan, [1]);
    expect(district.canvas.value('course', 'c-alg-1', 'short_name')).toBe('ALG9');
    expect(district.canvas.value('course', 'c-alg-1', 'long_name')).toBe('Algebra 1');
    const after = district.plan(recoded);
    expect([...keptOf(after), ...changesOf(after)]).toEqual([]);
  });
});

describe('F3 what somebody removed in Canvas', () => {
  test('a deleted course, its section and its people come back step by step, each by a person’s choice', () => {
    const district = synced();
    district.canvas.edit('course', 'c-alg-1', { state: 'deleted' });
    const plan = district.plan(said);
    const lines = plan.kept.map(({ entity, why, obstacle }) => [entity, why, obstacle === '' ? 'can be overwritten' : 'waits']);
    expect(lines).toEqual([
      ['course', 'removed', 'can be overwritten'],
      ['section', 'removed', 'waits'],
      ['enrollment', 'removed', 'waits'],
      ['enrollment', 'removed', 'waits'],
    ]);
    district.overwrite(plan, [1]);
    expect(district.canvas.value('course', 'c-alg-1', 'state')).toBe('unpublished');
    const next = district.plan(said);
    expect(keptOf(next)).toEqual(['enrollment alg-1/ann/student status', 'enrollment alg-1/tom/teacher status']);
    district.overwrite(next, [1, 2]);
    expect(district.canvas.membership('alg-1', 'ann', 'student')).toBe('active');
    const last = district.plan(said);
    expect([...keptOf(last), ...changesOf(last)]).toEqual([]);
  });

  test('a section cross-listed into a course that was deleted then comes home, and then its people come back', () => {
    const twoClasses = added(said, 'classes', cls({ sourcedId: 'geo-1', title: 'Geometry' }));
    const district = new RosterDistrict();
    district.sync(twoClasses);
    district.canvas.crossList('alg-1', 'c-geo-1');
    district.canvas.edit('course', 'c-geo-1', { state: 'deleted' });
    const plan = district.plan(changed(twoClasses, 'classes', 'geo-1', null));
    expect(changesOf(plan)).toEqual([]);
    const [section, ...people] = plan.kept;
    expect(section).toMatchObject({ entity: 'section', key: 'alg-1', why: 'removed', obstacle: '' });
    expect(people.map(({ entity, obstacle }) => [entity, obstacle !== ''])).toEqual([
      ['enrollment', true],
      ['enrollment', true],
    ]);
    district.overwrite(plan, [1]);
    const next = district.plan(twoClasses);
    district.overwrite(
      next,
      next.kept.flatMap(({ entity }, i) => (entity === 'enrollment' ? [i + 1] : [])),
    );
    expect(district.canvas.membership('alg-1', 'ann', 'student')).toBe('active');
  });

  test('a row that cannot be overwritten is not sent, even when it is asked for', () => {
    const district = synced();
    district.canvas.edit('course', 'c-alg-1', { state: 'deleted' });
    const before = district.canvas.dump();
    district.overwrite(district.plan(said), [2, 3, 4]);
    expect(district.canvas.dump()).toEqual(before);
  });

  test('a login that somebody else has by now is never given back by overwriting (B2)', () => {
    const district = synced();
    district.canvas.edit('login', 'ann', { login_id: 'annie' });
    district.canvas.addLogin('', 'ann.miller');
    const [row] = district.plan(said).kept;
    expect(row?.obstacle).toMatch(/is, or was, somebody else’s in Canvas/);
  });
});

describe('F3 the package of what is overwritten', () => {
  const edited = () => {
    const district = synced();
    district.canvas.edit('course', 'c-alg-1', { long_name: 'Ms. Lee' });
    district.canvas.edit('section', 'alg-1', { name: 'Period 3' });
    district.canvas.editMembership('alg-1', 'ann', 'student', 'deleted');
    return district;
  };
  const packagesOf = (district: RosterDistrict, plan: MemoryPlan, numbers: readonly number[]) => {
    const desk = new RunDesk(district.store);
    const selection = { plan: plan.number, released: [], overrides: numbers.map((one) => KEPT_FROM + one), run: 'r' };
    const found: { rows: number; overrideStickiness: boolean }[] = [];
    for (let after = 0; ; ) {
      const built = finished(desk.next(selection, after));
      if (built === null) return { found, desk, selection };
      found.push({ rows: built.rows, overrideStickiness: built.overrideStickiness });
      after = built.lastSeq;
    }
  };

  test('is apart from the changes, and only it may overwrite what Canvas protects', () => {
    const district = edited();
    const plan = district.plan(changed(said, 'users', 'tom', { givenName: 'Thomas' }));
    expect(changesOf(plan)).toEqual(['user update full_name,sortable_name']);
    expect(packagesOf(district, plan, [1, 2]).found).toEqual([
      { rows: 1, overrideStickiness: false },
      { rows: 2, overrideStickiness: true },
    ]);
    expect(packagesOf(district, plan, []).found).toEqual([{ rows: 1, overrideStickiness: false }]);
  });

  test('enrollments go in one without that power: their state never sticks, but dates set by hand do, and must stay (C7)', () => {
    const district = edited();
    const plan = district.plan(said);
    expect(keptOf(plan).at(-1)).toBe('enrollment alg-1/ann/student status');
    expect(packagesOf(district, plan, [1, 2, 3]).found).toEqual([
      { rows: 2, overrideStickiness: true },
      { rows: 1, overrideStickiness: false },
    ]);
  });

  test('is made again byte for byte after a crash', () => {
    const district = edited();
    const { desk, selection } = packagesOf(district, district.plan(said), [1, 2]);
    const first = finished(desk.next(selection, 0));
    const again = finished(desk.rebuild(selection, first?.firstSeq ?? 0, first?.lastSeq ?? 0));
    expect(again).toEqual(first);
  });
});

describe('F7 an overwriting is stale when Canvas has moved on once more', () => {
  const over = {
    entity: 'course',
    action: 'update',
    before: { long_name: 'Ms. Lee', account_id: 'north' },
    after: { long_name: 'Algebra', account_id: 'south' },
    row: { long_name: 'Algebra', account_id: 'south', term_id: 's1' },
    override: true,
  } as unknown as SendableChange;
  const shows = (fields: object) => ({ key: 'c', fields: JSON.stringify({ status: 'published', ...fields }), extra: '{}' });

  test.each([
    ['as the plan saw it', { long_name: 'Ms. Lee', account_id: 'north', term_id: 's1' }, false],
    ['after the change that came before it', { long_name: 'Ms. Lee', account_id: 'south', term_id: 's1' }, false],
    ['edited again', { long_name: 'Ms. Lee, period 3', account_id: 'north', term_id: 's1' }, true],
    ['moved to another term', { long_name: 'Ms. Lee', account_id: 'north', term_id: 's2' }, true],
    ['deleted', { status: 'deleted' }, true],
  ])('%s', (_name, fields, stale) => {
    expect(isStale(over, shows(fields))).toBe(stale);
  });
});

describe('any district, whoever edits Canvas', () => {
  test('without a choice nothing kept changes; with one exactly the chosen rows become as the SIS wants them', () => {
    const story = fc.record({ feed: anyFeed, edits: fc.array(anyEdit, { minLength: 1, maxLength: 5 }), pick: fc.nat() });
    fc.assert(
      fc.property(fc.array(story, { minLength: 1, maxLength: 3 }), (stages) => {
        const district = new RosterDistrict();
        for (const { feed: stage, edits, pick } of stages) {
          if ('code' in district.tryPlan(stage)) continue;
          for (let round = 0; round < 3; round += 1) district.sync(stage);
          for (const edit of edits) editByHand(district.canvas, edit);
          for (let round = 0; round < 3; round += 1) district.sync(stage);
          const plan = district.plan(stage);
          for (const row of plan.kept) {
            expect(row.reason.text).toMatch(/^[A-Z].*\.$/);
            expect(row.obstacle).toMatch(/^$|^[^a-z].*\.$/);
            expect(row.changed.length).toBeGreaterThan(0);
          }
          expect(new Set(keptOf(plan)).size).toBe(plan.kept.length);
          const free = plan.kept.flatMap(({ obstacle }, i) => (obstacle === '' ? [i + 1] : []));
          const number = free[pick % Math.max(1, free.length)];
          const row = number === undefined ? undefined : plan.kept[number - 1];
          const before = district.canvas.dump();
          const refused = district.overwrite(plan, number === undefined ? [] : [number]);
          if (row === undefined) {
            expect(district.canvas.dump()).toEqual(before);
            continue;
          }
          expect(refused).toEqual([]);
          expect(district.store.receipts.at(-1)).toMatchObject({ action: 'override', outcome: 'confirmed', label: row.label });
          const left = district.plan(stage).kept.map(({ entity, key, why }) => `${entity} ${key} ${why}`);
          expect(left).not.toContain(`${row.entity} ${row.key} ${row.why}`);
        }
      }),
      { numRuns: Number(process.env.ROSTER_RUNS ?? 40) },
    );
  }, 120_000);
});
