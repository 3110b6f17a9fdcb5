import { type CanvasDump, type CanvasRow, canvasKinds } from './canvas-dump.ts';
import { changedFields } from './judge-untouched.ts';
import type { Memory } from './memory.ts';

/** G2: linking gives ids to what is there. It makes nothing, removes nothing, and changes no other field. */
export function judgeLinks(memory: Memory, before: CanvasDump, after: CanvasDump, accuse: (text: string) => void): void {
  for (const kind of canvasKinds) {
    const old = new Map<number, CanvasRow>((before[kind] as readonly CanvasRow[]).map((row) => [row.id, row]));
    const now = after[kind] as readonly CanvasRow[];
    if (now.length !== old.size) accuse(`Linking changed how many ${kind} there are: ${old.size} → ${now.length}.`);
    for (const row of now) {
      const was = old.get(row.id);
      const changed = was === undefined ? [] : changedFields(was, row);
      if (changed.length === 0) continue;
      const others = changed.filter(
        (field) => !['sis_source_id', 'sis_user_id', 'integration_id', 'sis_batch_id'].includes(field),
      );
      if (others.length > 0) accuse(`Linking ${kind} ${row.id} changed ${others.join(', ')}.`);
      memory.owned.add(`${kind}:${row.id}`);
    }
  }
}
