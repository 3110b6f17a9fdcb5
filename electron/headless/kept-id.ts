import type { Kept } from '../../shared/kept.ts';

/**
 * The name of a kept row on the command line: its kind and its Canvas ids, `course:c-101` or `enrollment:sec-1:u-9:student`.
 * A number would name another row in the next plan; this names the same one.
 */
export function keptId({ entity, key }: Pick<Kept, 'entity' | 'key'>): string {
  return [entity, ...key.split('\u001f')].map((part) => part.replace(/[%:\s]/g, encodeURIComponent)).join(':');
}
