import { fail, type Outcome, succeed } from '../../../shared/outcome.ts';
import { type CanvasClient, importNeverBegan } from '../../canvas/canvas-client.ts';
import { unclearImport } from '../failures.ts';

/** Canvas may begin an import between our question and our wish to stop it; then it is looked at again. */
const MOST_LOOKS = 5;

/**
 * Stops an import of ours that waits for a file that will not come, and says what became of it. `taken`: the file came
 * after all, so Canvas applies it or has done so.
 */
export async function withdraw(
  canvas: Pick<CanvasClient, 'getImport' | 'abortImport'>,
  id: string,
): Promise<Outcome<'never-began' | 'taken'>> {
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    const found = await canvas.getImport(id);
    if (!found.ok) return found;
    if (found.value.workflowState !== 'initializing') return succeed(importNeverBegan(found.value) ? 'never-began' : 'taken');
    const stopped = await canvas.abortImport(id);
    if (!stopped.ok && stopped.failure.code !== 'canvas.not-found') return stopped;
  }
  return fail(unclearImport(1));
}
