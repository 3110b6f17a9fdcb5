import { habitCases } from './habit-cases.ts';
import { startHabitWorld } from './habit-world.ts';

/** Prints "habit → outcome" for every habit and some that meet; exit code 1 when one row is neither whole nor refused as it should. */
const world = await startHabitWorld(process.argv[2] ?? '.');
const width = Math.max(...habitCases.map(({ name }) => name.length));
let wrong = 0;
const counts = { complete: 0, refused: 0 };
try {
  for (const { name, habits, outcome } of habitCases) {
    const ending = await world.play(habits);
    const code = ending.kind === 'refused' ? ending.failure.code : ending.kind;
    const words =
      ending.kind === 'complete'
        ? `pulled completely, ${ending.rows} rows as the server holds them`
        : ending.kind === 'refused'
          ? `refused: ${ending.failure.message}`
          : `WRONG: ${ending.what}`;
    const meant = code === outcome ? '' : ` — expected ${outcome}, got ${code}`;
    if (ending.kind !== 'wrong') counts[ending.kind] += 1;
    if (ending.kind === 'wrong' || meant !== '') wrong += 1;
    process.stdout.write(`${name.padEnd(width)} → ${words}${meant}\n`);
  }
} finally {
  await world.close();
}
process.stdout.write(
  `\n${habitCases.length} habits: ${counts.complete} pulled completely, ${counts.refused} refused with the reason, ${wrong} otherwise.\n`,
);
process.exitCode = wrong === 0 ? 0 : 1;
