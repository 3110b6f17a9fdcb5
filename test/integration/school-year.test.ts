import { afterAll, beforeAll, describe, test } from 'vitest';
import { fall } from '../year/fall.ts';
import { spring } from '../year/spring.ts';
import { Town } from '../year/town.ts';

/**
 * A district's year, night by night, with the real practice servers, the real headless commands and a clock that runs
 * ahead. What happens at the SIS and in Canvas by day is told in test/year; what must be true in Canvas in the morning is
 * said by the judge alone (test/judge), who knows the rules and not the product.
 */
describe('a school year without an accident', { sequential: true, timeout: 180_000 }, () => {
  let town: Town;

  beforeAll(async () => {
    town = await Town.found();
  }, 120_000);
  afterAll(async () => {
    // The year at a glance: `YEAR_TABLE=1 npx vitest run --project integration test/integration/school-year.test.ts`.
    if (process.env.YEAR_TABLE !== undefined) console.log(town.year.table());
    await town.year.close();
  });

  for (const { title, play } of [...fall, ...spring]) test(title, () => play(town));
});
