import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One credential that systemd put into a service's folder, null where there is none. */
export function readCredential(folder: string, name: string): string | null {
  try {
    return readFileSync(join(folder, name), 'utf8');
  } catch {
    return null;
  }
}
