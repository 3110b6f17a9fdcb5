import type { ServerResponse } from 'node:http';
import type { CanvasSettings, Fault } from '../settings.ts';

/** How this request is to fail, if its turn has come. */
export function nextFault({ faults }: CanvasSettings, target: string): Fault | undefined {
  if (faults.times <= 0 || !target.includes(faults.path)) return undefined;
  faults.times -= 1;
  return faults.kind;
}

/** The work gets done, but of its answer nothing, or only the first half, arrives. */
export function breakAnswers(response: ServerResponse, fault: 'lose-answer' | 'cut-answer'): void {
  response.end = ((text?: unknown) => {
    if (fault === 'lose-answer' || typeof text !== 'string') return response.destroy();
    response.write(text.slice(0, Math.floor(text.length / 2)), () => response.destroy());
    return response;
  }) as typeof response.end;
}
