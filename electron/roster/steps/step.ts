import type { EntityKind } from '../../../shared/entities.ts';
import { bucketOf } from '../../store/bucket.ts';

/** What a long step tells between two checkpoints; whoever drives it may stop there (ENGINE-NOTES §1). */
export interface StepProgress {
  /** In an admin's words: "Comparing enrollments". */
  readonly step: string;
  readonly done: number;
  readonly total: number | null;
}

/** A long step: yields about every few thousand rows, ends with its result. */
export type Step<T> = Generator<StepProgress, T>;

/** Rows between two checkpoints: far below a second of work. */
export const CHECKPOINT_ROWS = 4000;

/** Walks through rows with a checkpoint every few thousand of them; 'enough' ends the walk. */
export function* eachRow<R>(step: string, rows: Iterable<R>, take: (row: R) => 'enough' | undefined): Step<void> {
  let done = 0;
  for (const row of rows) {
    if (take(row) === 'enough') return;
    done += 1;
    if (done % CHECKPOINT_ROWS === 0) yield { step, done, total: null };
  }
}

/** Accounts and terms are few and stay in one bucket; everything else spreads by its partition key. */
export function bucketFor(entity: EntityKind, partition: string): number {
  return entity === 'account' || entity === 'term' ? 0 : bucketOf(partition);
}
