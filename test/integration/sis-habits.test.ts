import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noGradebookHabits } from '../../electron/practice/sis/gradebook/habits.ts';
import { noHabits } from '../../electron/practice/sis/habits.ts';
import { habitCases } from '../habits/habit-cases.ts';
import { type HabitWorld, startHabitWorld } from '../habits/habit-world.ts';

/** The whole engine with the built worker: every habit ends in all rows or in a refusal (the table of `npm run habits`). */
let world: HabitWorld;
beforeAll(async () => {
  world = await startHabitWorld(join(import.meta.dirname, '../..'));
});
afterAll(() => world.close());

describe('with the habit', () => {
  it.each(habitCases)('$name: $outcome', async ({ habits, outcome }) => {
    const ending = await world.play(habits);
    if (ending.kind === 'wrong') throw new Error(ending.what);
    expect(ending.kind === 'refused' ? `${ending.failure.code}` : ending.kind).toBe(outcome);
    if (ending.kind !== 'refused') return;
    const { message, consequence, remedy } = ending.failure;
    for (const sentence of [message, consequence, remedy]) expect(sentence).toMatch(/^["“\p{Lu}\p{N}].{10,}[.”)]$/su);
  });

  it('every switch of the practice SIS is played; those of the gradebook concern no pull', () => {
    const played = new Set([...habitCases.flatMap(({ habits }) => Object.keys(habits)), ...Object.keys(noGradebookHabits())]);
    expect(Object.keys(noHabits()).filter((name) => !played.has(name))).toEqual([]);
  });
});
