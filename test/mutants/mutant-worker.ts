import { join } from 'node:path';
import { build, type Plugin } from 'vite';
import type { Mutant } from './mutants.ts';

const root = join(import.meta.dirname, '../..');

/**
 * Builds the district worker, where all of `roster/` runs, with one mistake in it; the work tree stays as it is. The bundle
 * lies below node_modules, so that it finds libsql.
 */
export async function buildMutant(mutant: Mutant, index: number): Promise<string> {
  const outDir = join(root, 'node_modules/.cache/mutants', String(index));
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    plugins: [mistake(mutant)],
    ssr: { noExternal: true, external: ['libsql'] },
    build: {
      ssr: join(root, 'electron/engine/worker/district-worker.ts'),
      outDir,
      emptyOutDir: true,
      target: 'node20.18',
      minify: false,
      rolldownOptions: { external: [/^libsql(\/|$)/, /^@libsql\//], output: { entryFileNames: 'district-worker.js' } },
    },
  });
  return join(outDir, 'district-worker.js');
}

function mistake({ name, file, find, replace }: Mutant): Plugin {
  const path = join(root, 'electron/roster', file);
  let made = 0;
  return {
    name: 'mistake',
    enforce: 'pre',
    transform(code, id) {
      if (id !== path) return null;
      const parts = code.split(find);
      made += parts.length - 1;
      return parts.join(replace);
    },
    buildEnd() {
      // A mutant whose place was rewritten would prove nothing.
      if (made !== 1) throw new Error(`"${name}": ${file} has ${made} places of the kind, not one.`);
    },
  };
}
