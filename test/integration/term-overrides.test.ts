import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type PracticeEngine, startPracticeEngine } from '../helpers/practice-engine.ts';
import { actionsOf, changesOf } from '../helpers/practice-world.ts';

/** C3 over real HTTP: rows of terms.csv that only set one role's dates, read back through the API, which alone tells them. */
let world: PracticeEngine;
const NOON = Date.parse('2026-11-24T17:00:00Z');

beforeAll(async () => {
  world = await startPracticeEngine({ students: 40, today: '2026-11-24', now: () => NOON });
});
afterAll(() => world.close());

const Dump = z.object({
  terms: z.array(
    z.looseObject({
      sis_source_id: z.string().nullable(),
      end_at: z.string().nullable(),
      overrides: z.record(z.string(), z.object({ start_at: z.string().nullable(), end_at: z.string().nullable() })),
    }),
  ),
});

async function ourTerms() {
  const { terms } = Dump.parse(await world.control('GET', '/state/canvas'));
  return terms.filter((term) => term.sis_source_id !== null);
}

describe('C3 staff keep their access after the term', () => {
  test('every term of ours is made with the dates of its staff, confirmed, and then not pending', async () => {
    await world.plan();
    const run = await world.apply();
    expect(run.state).toBe('done');
    expect(run.counts.term).toMatchObject({ failed: 0, held: 0 });
    const terms = await ourTerms();
    expect(terms.length).toBeGreaterThan(1);
    for (const { end_at, overrides } of terms) {
      expect(Object.keys(overrides).sort()).toEqual(['DesignerEnrollment', 'TaEnrollment', 'TeacherEnrollment']);
      const days = (Date.parse(overrides.TeacherEnrollment?.end_at ?? '') - Date.parse(end_at ?? '')) / 86_400_000;
      expect(Math.round(days)).toBe(30);
      expect(overrides.TeacherEnrollment?.start_at).toBeNull();
    }
    expect(actionsOf(await world.plan())).toEqual({});
  });

  test('a role whose dates somebody set in Canvas keeps them; the others follow the setting', async () => {
    const [term] = await ourTerms();
    const id = term?.sis_source_id ?? '';
    const theirs = { start_at: '2026-08-01T04:00:00Z', end_at: '2027-07-31T03:59:59Z' };
    await world.control('POST', '/canvas/ui/edit-term-role', { term: id, type: 'TeacherEnrollment', ...theirs });
    const kept = await world.plan();
    expect(actionsOf(kept)).toEqual({});
    expect(kept.counts.term.kept).toBe(1);
    await world.set({ staffDaysAfterTerm: 14 });
    const plan = await world.plan();
    const change = (await changesOf(world, plan)).find(({ key }) => key === id);
    expect(change?.changed).toEqual(['override:DesignerEnrollment', 'override:TaEnrollment']);
    expect((await world.apply()).state).toBe('done');
    const after = (await ourTerms()).find((one) => one.sis_source_id === id);
    expect(after?.overrides.TeacherEnrollment).toEqual(theirs);
    expect(actionsOf(await world.plan())).toEqual({});
  });
});
