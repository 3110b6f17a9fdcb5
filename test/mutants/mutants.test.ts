import { describe, expect, test } from 'vitest';
import { fall } from '../year/fall.ts';
import { spring } from '../year/spring.ts';
import { Town } from '../year/town.ts';
import { buildMutant } from './mutant-worker.ts';
import { mutants } from './mutants.ts';
import { type Caught, remember } from './table.ts';

/** `npm run mutants -- -t D5`: only some. Each plays the school year until somebody notices the mistake. */
describe('the school year notices', { sequential: true, timeout: 1_200_000 }, () => {
  test.each(mutants.map((mutant, index) => [`${mutant.rule}: ${mutant.name}`, mutant, index] as const))(
    '%s',
    async (_title, mutant, index) => {
      const town = await Town.found({ workerFile: await buildMutant(mutant, index) });
      try {
        const caught = await playUntilCaught(town);
        remember(mutant, caught);
        expect(caught, 'nobody noticed').not.toBeNull();
      } finally {
        await town.year.close();
      }
    },
  );
});

async function playUntilCaught(town: Town): Promise<Caught | null> {
  for (const { play } of [...fall, ...spring]) {
    try {
      await play(town);
    } catch (error) {
      const [first = '', second = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
      return { day: town.year.today, sentence: first.startsWith('In the night') ? second : `the episode: ${first}` };
    }
  }
  return null;
}
