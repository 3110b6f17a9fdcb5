import { CanvasView } from './canvas-view.ts';
import type { Memory } from './memory.ts';
import type { JudgedHold, JudgedSettings, Night, Violation } from './night.ts';
import { SisView } from './sis-view.ts';

/** One night before the judge: the evidence, what is remembered, and the list of breaches. */
export interface Case {
  readonly night: Night;
  readonly memory: Memory;
  readonly settings: JudgedSettings;
  readonly today: string;
  readonly sis: SisView;
  readonly before: CanvasView;
  readonly after: CanvasView;
  readonly holds: readonly JudgedHold[];
  /** The run ended at a hold and wrote nothing at all. */
  readonly stopped: boolean;
  accuse(rule: string, text: string): void;
}

export function openCase(memory: Memory, night: Night, violations: Violation[]): Case {
  const holds = night.run?.holds ?? [];
  const sent = Object.values(night.run?.counts ?? {}).reduce((sum, count) => sum + count.sent, 0);
  return {
    night,
    memory,
    settings: night.settings,
    today: night.today,
    sis: new SisView(night.sis, memory, night.settings),
    before: new CanvasView(night.before),
    after: new CanvasView(night.after),
    holds,
    // What merely lacks data stops nothing: then there was nothing to do.
    stopped: night.run?.state === 'held' && sent === 0 && holds.some((hold) => isSafetyHold(hold)),
    accuse: (rule, text) => violations.push({ rule, text }),
  };
}

/** Holds that stop or keep back something dangerous; the others wait for better data (B1, C2). */
export function isSafetyHold(hold: JudgedHold): boolean {
  return /^(E|B2|B3|B4|D|G)/.test(hold.rule);
}
