import type { Overview } from '../../shared/district.ts';
import { changesWord, formatWhen } from '../ui/format.ts';
import type { Tone } from '../ui/Notice.tsx';
import { runKindWord } from '../ui/words.ts';

/** How the district stands, in one sentence, and what the admin is waited for. */
export interface Health {
  readonly tone: Tone | 'bad';
  readonly sentence: string;
  readonly next: 'preview' | 'review' | 'nothing';
}

/** Reads health from what the overview holds; the newest fact wins. */
export function healthOf({ lastPlan, lastRun, pause }: Overview): Health {
  if (pause !== null) return { tone: 'good', sentence: pause, next: 'preview' };
  if (lastRun?.state === 'failed' && isNewest(lastRun.startedAt, lastPlan?.createdAt)) {
    return {
      tone: 'bad',
      sentence: `The last ${runKindWord(lastRun.kind).toLowerCase()} did not succeed. Canvas is as it was before.`,
      next: 'preview',
    };
  }
  if (lastRun?.state === 'interrupted' && isNewest(lastRun.startedAt, lastPlan?.createdAt)) {
    return {
      tone: 'warning',
      sentence: 'The last run was interrupted. Preview again to see where things stand.',
      next: 'preview',
    };
  }
  if (!lastPlan) {
    return {
      tone: 'info',
      sentence: 'Nothing has been compared yet. A preview shows what would change; it writes nothing.',
      next: 'preview',
    };
  }
  if (!lastPlan.applied && lastPlan.changes > 0) return waiting(lastPlan.changes, lastPlan.held);
  if (!lastPlan.applied && (lastPlan.holds ?? 0) > 0) {
    // Nothing changes meanwhile, but a person has to decide (B4).
    return { tone: 'held', sentence: 'A hold waits for you. Nothing changes in Canvas until you have decided.', next: 'review' };
  }
  if (!lastPlan.applied) {
    return {
      tone: 'good',
      sentence: `Nothing to do: Canvas matches the SIS as of ${formatWhen(lastPlan.createdAt)}.`,
      next: 'nothing',
    };
  }
  if (lastRun?.state === 'partial') {
    return {
      tone: 'warning',
      sentence: 'The last sync is done, but Canvas did not accept every change. Preview again to see what is left.',
      next: 'preview',
    };
  }
  if (lastRun?.state === 'held') {
    return {
      tone: 'held',
      sentence: 'The last sync was stopped by a hold. Preview again to see what it stops.',
      next: 'preview',
    };
  }
  return {
    tone: 'good',
    sentence: `In step: the last sync wrote its changes on ${formatWhen(lastRun?.endedAt ?? lastPlan.createdAt)}.`,
    next: 'preview',
  };
}

function isNewest(run: string, plan: string | undefined): boolean {
  return plan === undefined || run >= plan;
}

function waiting(changes: number, held: number): Health {
  const wait = changes === 1 ? 'waits' : 'wait';
  const sentence = `${changesWord(changes)} ${wait} for your review.`;
  if (held === 0) return { tone: 'info', sentence, next: 'review' };
  const are = held === 1 ? 'is' : 'are';
  return { tone: 'held', sentence: `${sentence} ${changesWord(held)} ${are} held for safety.`, next: 'review' };
}
