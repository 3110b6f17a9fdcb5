import { join } from 'node:path';
import { defineConfig } from 'vite';

const here = import.meta.dirname;

/** Builds the harness page apart from the product. */
export default defineConfig({
  root: here,
  base: './',
  publicDir: false,
  logLevel: 'error',
  build: {
    outDir: join(here, '../../node_modules/.cache/rosterbridge-ui'),
    emptyOutDir: true,
    target: 'chrome130',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 4000,
    rolldownOptions: { input: join(here, 'harness.html') },
  },
});
