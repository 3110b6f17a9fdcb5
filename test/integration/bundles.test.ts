import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { parseSync } from 'vite';
import { describe, expect, test } from 'vitest';

const dist = join(import.meta.dirname, '..', '..', 'dist');

/** What a bundle needs from outside of dist/ as soon as it is loaded, following its chunks. */
function needs(file: string, seen = new Set<string>()): Set<string> {
  const found = new Set<string>();
  if (seen.has(file)) return found;
  seen.add(file);
  const { module } = parseSync(file, readFileSync(join(dist, file), 'utf8'));
  const named = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) => entries.flatMap(({ moduleRequest }) => moduleRequest?.value ?? [])),
  ];
  for (const name of named) {
    if (name.startsWith('./')) for (const need of needs(name.slice(2), seen)) found.add(need);
    else if (!isBuiltin(name)) found.add(name);
  }
  return found;
}

/** The packages whose code a bundle and its chunks hold, from the source maps. */
function packagesIn(file: string): string[] {
  const maps = [file, ...readdirSync(dist).filter((name) => readFileSync(join(dist, file), 'utf8').includes(`"./${name}"`))]
    .map((name) => join(dist, `${name}.map`))
    .filter((name) => existsSync(name));
  const sources = maps.flatMap((name) => (JSON.parse(readFileSync(name, 'utf8')) as { sources: string[] }).sources);
  return sources.flatMap((source) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? []);
}

describe('the bundles in dist/', () => {
  test.each(['headless.js', 'district-worker.js', 'practice.js'])('%s starts in plain Node, without Electron', (file) => {
    expect([...needs(file)].filter((name) => name.startsWith('electron'))).toEqual([]);
    expect(packagesIn(file)).not.toContain('electron-store');
  });

  test('the practice servers carry no part of the store', () => {
    expect([...needs('practice.js')]).not.toContain('libsql');
  });

  test('main keeps the native store out of its process', () => {
    expect([...needs('main.js')]).not.toContain('libsql');
  });

  test('nothing but Electron, libsql and Node itself stays outside', () => {
    const entries = readdirSync(dist).filter((name) => name.endsWith('.js') && !name.startsWith('chunk-'));
    const outside = new Set(entries.flatMap((name) => [...needs(name)]));
    expect([...outside].filter((name) => !['electron', 'libsql'].includes(name))).toEqual([]);
  });

  test('the preload is one CommonJS file that asks for Electron only', () => {
    const text = readFileSync(join(dist, 'preload.cjs'), 'utf8');
    const asked = [...text.matchAll(/require\(["']([^"']+)["']\)/g)].map((match) => match[1]);
    expect(new Set(asked)).toEqual(new Set(['electron']));
  });

  test('the page has no inline script or style, which its policy would refuse', () => {
    const html = readFileSync(join(dist, 'renderer', 'index.html'), 'utf8');
    expect([...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>/g)]).toEqual([]);
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=/);
  });
});
