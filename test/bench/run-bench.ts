import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { Figures } from './figures.ts';
import { placesIn } from './places.ts';
import { pullFigures } from './pull-figures.ts';
import { syncFigures } from './sync-figures.ts';

/**
 * `npm run bench [-- --large] [-- --students N]`: figures with their goals; never fails on time (docs/PERFORMANCE.md).
 * `--only pull` or `--only sync` runs a half; `--large` pulls a million enrollments, and syncs 200,000 students besides;
 * `--profile DIR` writes cpu profiles of the engine's threads.
 */
const LARGE = 200_000;
/** A million enrollments. */
const LARGE_PULL = 114_500;

// Ends at once, and with it the page servers; bench.mjs clears up.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const { values } = parseArgs({
  options: {
    students: { type: 'string', default: '20000' },
    large: { type: 'boolean', default: false },
    only: { type: 'string', default: 'pull,sync' },
    profile: { type: 'string' },
  },
});
const students = Number(values.students);
const places = placesIn(import.meta.dirname, values.profile ?? null);
const figures = new Figures();
const began = performance.now();

if (values.only.includes('pull')) await pullFigures(figures, places, values.large ? LARGE_PULL : students);
const peak = values.only.includes('sync') ? await syncFigures(figures, places, students) : null;
if (values.large && values.only.includes('sync')) {
  const largePeak = await syncFigures(figures, places, LARGE);
  const ratio = peak === null || largePeak === null ? null : largePeak / peak;
  const name = `peak RSS: ${LARGE.toLocaleString('en-US')} × ${students.toLocaleString('en-US')} students`;
  figures.most(name, ratio === null ? 'not measured' : `${ratio.toFixed(2)} ×`, ratio, 1.5, ' ×');
}

const memory = `${Math.round(totalmem() / 1e9)} GB`;
const took = Math.round((performance.now() - began) / 1000);
console.log(
  `Node ${process.version}, ${cpus().length} cores, ${memory}; ${new Date().toISOString().slice(0, 10)}; took ${took} s\n`,
);
figures.print();
const { over } = figures;
console.log(over.length === 0 ? '\nEverything is within its goal.' : `\nOver their goal: ${over.join('; ')}.`);
