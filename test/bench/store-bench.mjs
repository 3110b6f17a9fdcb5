/** Bundles store-bench.ts and runs it in a process of its own: `node test/bench/store-bench.mjs [--enrollments N] [--changes N]`. */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';

const root = join(import.meta.dirname, '../..');
const outDir = join(root, 'node_modules/.cache', `store-bench-${process.pid}`);
await build({
  configFile: false,
  root,
  logLevel: 'silent',
  build: {
    ssr: join(import.meta.dirname, 'store-bench.ts'),
    outDir,
    target: 'node20.18',
    rolldownOptions: { output: { format: 'es', entryFileNames: 'bench.mjs' } },
  },
});
const { status } = spawnSync(process.execPath, [join(outDir, 'bench.mjs'), ...process.argv.slice(2)], { stdio: 'inherit' });
rmSync(outDir, { recursive: true, force: true });
process.exit(status ?? 1);
