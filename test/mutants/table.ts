import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Mutant, mutants } from './mutants.ts';

/** The night that told a mistake, and what the judge said. */
export interface Caught {
  readonly day: string;
  readonly sentence: string;
}

const PATH = join(import.meta.dirname, '../../docs/MUTANTS.md');

const HEAD = `# Mistakes the school year must notice

Each line is one mistake written into \`electron/roster\`, built, and played through the school year (\`test/year\`) until the judge
(\`test/judge\`, which knows the rules and nothing of the product) speaks: the rule the mistake breaks, the first night that told, and the
judge's sentence, which begins with the rule it missed. \`npm run mutants\` writes this table, line by line as it goes; \`npm run mutants -- -t D5\`
plays some of them only.

| mistake | breaks | first night | what the judge said |
|---|---|---|---|
`;

/** Writes one line; the others stay as they were played last. */
export function remember(mutant: Mutant, caught: Caught | null): void {
  const known = existsSync(PATH) ? readFileSync(PATH, 'utf8').split('\n') : [];
  const lines = mutants.flatMap((one) => {
    if (one.name === mutant.name) return [lineOf(mutant, caught)];
    return known.find((line) => line.startsWith(`| ${one.name} |`)) ?? [];
  });
  writeFileSync(PATH, `${HEAD}${lines.join('\n')}\n`);
}

function lineOf({ name, rule }: Mutant, caught: Caught | null): string {
  const [day, sentence] = caught === null ? ['never', ''] : [caught.day, caught.sentence.trim().replaceAll('|', '/')];
  return `| ${name} | ${rule} | ${day} | ${sentence} |`;
}
