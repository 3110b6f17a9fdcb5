/** Builds what the table needs and prints it: `npm run habits`. */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { ensureDist } from '../../build/dist.mjs';

const root = join(import.meta.dirname, '../..');
const outDir = join(root, 'node_modules/.cache', `habits-${process.pid}`);

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
        input: join(import.meta.dirname, 'print-table.ts'),
        output: { format: 'es', entryFileNames: '[name].mjs' },
      },
    },
  });
  const { status } = spawnSync(process.execPath, [join(outDir, 'print-table.mjs'), root], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} finally {
  rmSync(outDir, { recursive: true, force: true });
}
