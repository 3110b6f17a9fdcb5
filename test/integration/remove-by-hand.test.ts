import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RemovableKind } from '../../shared/removal.ts';
import { expectValue, type PracticeEngine, startPracticeEngine } from '../helpers/practice-engine.ts';
import { actionsOf, canvasDump, refOf, type SisRow, sisRows } from '../helpers/practice-world.ts';

const NOON = Date.parse('2026-11-24T17:00:00Z');
const why = { by: 'Ada Admin', reason: 'It was made by mistake' };

describe('D4 a person removes what the SIS no longer has', () => {
  let world: PracticeEngine;
  let cls: SisRow;
  let rows: readonly SisRow[];
  beforeAll(async () => {
    world = await startPracticeEngine({ students: 60, today: '2026-11-24', now: () => NOON });
    await world.set({ dropStatus: 'deleted' });
    await world.plan();
    await world.apply();
    const running = new Set((await canvasDump(world)).enrollments.map(({ of_section }) => of_section));
    const found = (await sisRows(world, 'classes', { status: 'active' })).find(({ sourcedId }) => running.has(sourcedId));
    if (found === undefined) throw new Error('No class has anybody in it');
    cls = found;
    rows = (await sisRows(world, 'enrollments')).filter((row) => refOf(row, 'class') === cls.sourcedId);
  }, 90_000);
  afterAll(() => world.close());

  const remove = (kind: RemovableKind, sourcedId: string) =>
    world.engine.remove(world.district, { kind, sourcedId, ...why }, 'headless');
  const refusal = async (kind: RemovableKind, sourcedId: string) => {
    const removed = await remove(kind, sourcedId);
    return removed.ok ? `removed: ${removed.value.state}` : `${removed.failure.code}: ${removed.failure.message}`;
  };
  const state = async () => {
    const dump = await canvasDump(world);
    return [
      dump.sections.find((row) => row.sis_source_id === cls.sourcedId)?.workflow_state,
      dump.courses.find((row) => row.sis_source_id === `c-${cls.sourcedId}`)?.workflow_state,
    ];
  };

  test('not while the SIS has it, not what is not ours, and not while anybody or anything is in it', async () => {
    expect(await refusal('section', cls.sourcedId)).toMatch(/^remove\.in-sis: The SIS still has /);
    expect(await refusal('section', 'nothing-of-ours')).toMatch(/^remove\.not-ours/);
    for (const row of rows) await world.control('DELETE', `/sis/enrollments/${row.sourcedId}`);
    await world.control('DELETE', `/sis/classes/${cls.sourcedId}`);
    expect(await refusal('section', cls.sourcedId)).toMatch(/^remove\.not-empty: .+ It has enrollments\.$/);

    const plan = await world.plan();
    expect(plan.findings.gone).toBe(1);
    expect(Object.keys(actionsOf(plan))).toEqual(['enrollment delete']);
    const releases = plan.holds.map(({ id }) => ({ hold: id, reason: 'The class is over' }));
    expect(await world.apply(releases)).toMatchObject({ state: 'done' });
    expect(await state()).toEqual(['active', 'claimed']);
    expect(await refusal('course', cls.sourcedId)).toMatch(/^remove\.not-empty: .+ It has sections/);
    expect(await refusal('term', 'nothing')).toMatch(/^remove\.not-ours/);
  });

  test('an empty section goes, then its course once its work is gone; who did it and why is in the log', async () => {
    const before = await canvasDump(world);
    const run = expectValue(await remove('section', cls.sourcedId));
    expect(run).toMatchObject({ state: 'done', counts: { section: { sent: 1, confirmed: 1 } } });
    const { events } = expectValue(await world.engine.calls.run({ district: world.district, run: run.id }));
    expect(events.map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/^Released hold E10:section:.+: It was made by mistake \(Ada Admin\)$/),
    );
    const course = before.courses.find((row) => row.sis_source_id === `c-${cls.sourcedId}`)?.id;
    const { id } = (await world.control('POST', '/canvas/ui/create-assignment', { course, name: 'Essay' })) as { id: number };
    expect(await refusal('course', `c-${cls.sourcedId}`)).toMatch(/It has assignments\.$/);
    await world.control('POST', '/canvas/ui/delete-assignment', { assignment: id });
    expect(expectValue(await remove('course', cls.sourcedId))).toMatchObject({
      state: 'done',
      counts: { course: { confirmed: 1 } },
    });
    expect(await state()).toEqual(['deleted', 'deleted']);
    expect(await refusal('course', cls.sourcedId)).toMatch(/^remove\.gone/);
    expect((await world.plan()).changes).toBe(0);
  });

  test('a school and a term with courses in them stay', async () => {
    const [school] = await sisRows(world, 'orgs', { type: 'school' });
    await world.control('DELETE', `/sis/orgs/${school?.sourcedId}`);
    expect(await refusal('account', school?.sourcedId ?? '')).toMatch(/^remove\.not-empty: .+ It has courses\.$/);
    await world.control('PUT', `/sis/orgs/${school?.sourcedId}`, school);
  });

  test('a class that comes back in the SIS is made again: nobody else had deleted it', async () => {
    await world.control('PUT', `/sis/classes/${cls.sourcedId}`, cls);
    for (const row of rows) await world.control('PUT', `/sis/enrollments/${row.sourcedId}`, row);
    const plan = await world.plan();
    expect(actionsOf(plan)).toMatchObject({ 'course restore': 1, 'section restore': 1 });
    await world.apply(plan.holds.filter(({ releasable }) => releasable).map(({ id }) => ({ hold: id, reason: 'Back' })));
    expect((await state())[0]).toBe('active');
    expect((await world.plan()).changes).toBe(0);
  });
});
