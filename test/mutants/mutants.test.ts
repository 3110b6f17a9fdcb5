import { afterAll, describe, expect, test } from 'vitest';
import { fall } from '../year/fall.ts';
import { spring } from '../year/spring.ts';
import { Town } from '../year/town.ts';
import { buildMutant } from './mutant-worker.ts';
import { type Mutant, mutants } from './mutants.ts';

/** `npm run mutants -- -t D5`: only some. Each plays the school year until somebody notices the mistake. */
describe('the school year notices', { sequential: true, timeout: 1_200_000 }, () => {
  const lines: string[] = [];

  test.each(mutants.map((mutant, index) => [`${mutant.rule}: ${mutant.name}`, mutant, index] as const))(
    '%s',
    async (_title, mutant, index) => {
      const town = await Town.found({ workerFile: await buildMutant(mutant, index) });
      try {
        const caught = await playUntilCaught(town);
        lines.push(lineOf(mutant, caught));
        console.log(lines.at(-1));
        expect(caught, 'nobody noticed').not.toBeNull();
      } finally {
        await town.year.close();
      }
    },
  );

  afterAll(() => {
    console.log(['| mistake | rule | noticed | by |', '|---|---|---|---|', ...lines].join('\n'));
  });
});

interface Caught {
  readonly day: string;
  readonly sentence: string;
}

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

function lineOf({ name, rule }: Mutant, caught: Caught | null): string {
  return caught === null ? `| ${name} | ${rule} | never | |` : `| ${name} | ${rule} | ${caught.day} | ${caught.sentence} |`;
}
