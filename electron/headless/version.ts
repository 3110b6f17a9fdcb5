import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const Manifest = z.object({ version: z.string() });

/** The version of the checkout or package whose `dist/` this is. */
export function versionBeside(dist: string): string {
  return Manifest.parse(JSON.parse(readFileSync(join(dist, '..', 'package.json'), 'utf8'))).version;
}
