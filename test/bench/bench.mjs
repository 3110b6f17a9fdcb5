/** Builds what the bench needs and runs it: `npm run bench [-- --large] [-- --students N]`; `--only desktop` starts the real app instead. */
import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'vite';
import { ensureDist } from '../../build/dist.mjs';

const root = join(import.meta.dirname, '../..');
const outDir = join(root, 'node_modules/.cache', `bench-${process.pid}`);
const parts = ['run-bench', 'bare-loop', 'engine-subject', 'canvas-files'];

// The bench itself ends on these; here only what it left is cleared.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {});

const only = process.argv.indexOf('--only');
if (only > 0 && process.argv[only + 1] === 'desktop') {
  // The real app needs none of the parts below.
  const rest = process.argv.slice(2).filter((_, at) => at !== only - 2 && at !== only - 1);
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, 'desktop-bench.mjs'), ...rest], { stdio: 'inherit' });
  process.exit(status ?? 1);
}

try {
  await ensureDist();
  await build({
    configFile: false,
    root,
    logLevel: 'silent',
    build: {
      ssr: true,
      outDir,
      target: 'node20.18',
      rolldownOptions: {
        input: Object.fromEntries(parts.map((part) => [part, join(import.meta.dirname, `${part}.ts`)])),
        output: { format: 'es', entryFileNames: '[name].mjs' },
      },
    },
  });
  // A copy, so that a build that runs meanwhile does not change what is measured.
  for (const file of readdirSync(join(root, 'dist'))) {
    if (file.endsWith('.js')) cpSync(join(root, 'dist', file), join(outDir, 'dist', basename(file)));
  }
  const { status } = spawnSync(process.execPath, [join(outDir, 'run-bench.mjs'), ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} finally {
  rmSync(outDir, { recursive: true, force: true });
}
