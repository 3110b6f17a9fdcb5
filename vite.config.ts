import { readdirSync, rmSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { defineConfig, type EnvironmentOptions, type UserConfig, type ViteBuilder } from 'vite';
import { tests } from './test/vitest.config.ts';

const root = import.meta.dirname;
const dist = join(root, 'dist');

/** What runs on Node, inside Electron or not. The keys are the file names in dist/. */
const nodeEntries = {
  main: 'electron/main.ts',
  engine: 'electron/engine/host/engine-process.ts',
  'district-worker': 'electron/engine/worker/district-worker.ts',
  practice: 'electron/practice/practice-process.ts',
  headless: 'electron/headless.ts',
};

/** @param entries source files by the name their bundle gets. */
function inputs(entries: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, join(root, file)]));
}

/**
 * Electron 33 carries Node 20.18, so that is the newest syntax the bundles may hold. Only what cannot be bundled stays
 * outside: Electron itself and libsql, which loads a native file beside it.
 */
const node: EnvironmentOptions = {
  consumer: 'server',
  resolve: { noExternal: true, external: ['electron', 'libsql'] },
  build: {
    outDir: dist,
    emptyOutDir: false,
    copyPublicDir: false,
    target: 'node20.18',
    sourcemap: true,
    minify: false,
    rolldownOptions: {
      input: inputs(nodeEntries),
      platform: 'node',
      external: ['electron', /^libsql(\/|$)/, /^@libsql\//],
      // Chunks lie beside the entries: `import.meta.dirname` is dist/ wherever a module ends up.
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunk-[name]-[hash].js' },
    },
  },
};

/** A sandboxed preload can neither import nor require files: one CommonJS file. */
const preload: EnvironmentOptions = {
  consumer: 'server',
  resolve: { noExternal: true, external: ['electron'] },
  build: {
    outDir: dist,
    emptyOutDir: false,
    copyPublicDir: false,
    target: 'node20.18',
    sourcemap: false,
    minify: false,
    rolldownOptions: {
      input: inputs({ preload: 'electron/preload.ts' }),
      platform: 'node',
      external: ['electron'],
      output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
    },
  },
};

/** Served over app:// under a policy without inline scripts, hence no polyfill and no inlined assets. */
const client: EnvironmentOptions = {
  build: {
    outDir: join(dist, 'renderer'),
    emptyOutDir: false,
    target: 'chrome130',
    sourcemap: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      input: inputs({ index: 'renderer/index.html' }),
      // Packages mark their files for servers that render pages; there is none here.
      checks: { moduleLevelDirective: false },
    },
  },
};

/** Builds every part, then removes what an earlier build left: a running app never sees dist/ half empty. */
async function buildApp(builder: ViteBuilder): Promise<void> {
  const written = new Set<string>();
  for (const environment of Object.values(builder.environments)) {
    const { outDir, rolldownOptions } = environment.config.build;
    if (Object.keys(rolldownOptions.input ?? {}).length === 0) continue;
    const built = await builder.build(environment);
    for (const bundle of Array.isArray(built) ? built : [built]) {
      if (!('output' in bundle)) continue;
      for (const file of bundle.output) written.add(join(outDir, file.fileName));
    }
  }
  for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !written.has(path) && !relative(dist, path).split(sep).at(-1)?.startsWith('.')) rmSync(path);
  }
}

const product: UserConfig = {
  root: join(root, 'renderer'),
  base: './',
  publicDir: false,
  logLevel: 'warn',
  builder: { buildApp },
  environments: { client, node, preload },
};

// Vitest reads this file too; it wants plain modules, not the product's three bundles.
export default defineConfig(process.env.VITEST ? tests : product);
