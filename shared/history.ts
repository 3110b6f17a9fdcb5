import { z } from 'zod';
import { EntityKind } from './entities.ts';
import { Explainable } from './explain.ts';
import { Change } from './plan.ts';
import { Receipt, RunTrigger } from './run.ts';

/** What a history is asked of: a record of the SIS, or one object in Canvas by its key. */
export const HistorySubject = z.union([
  z.object({ collection: Explainable, sourcedId: z.string().min(1).max(300) }),
  z.object({ entity: EntityKind, key: z.string().min(1).max(700) }),
]);
export type HistorySubject = z.infer<typeof HistorySubject>;

/** What one run did to it; a person's enrollments and links are theirs too. */
export const HistoryEvent = z.object({
  run: z.string(),
  trigger: RunTrigger,
  ...Receipt.pick({ seq: true, outcome: true, message: true, at: true, label: true }).shape,
  /** A person chose to overwrite what was edited in Canvas (ROSTER-RULES F3). */
  override: z.boolean(),
  ...Change.pick({ entity: true, action: true, how: true, changed: true, before: true, after: true, reason: true }).shape,
});
export type HistoryEvent = z.infer<typeof HistoryEvent>;

export const History = z.object({
  record: z.object({ kind: z.string(), id: z.string() }),
  /** Newest first. */
  events: z.array(HistoryEvent),
  /** There was more than is told. */
  more: z.boolean(),
});
export type History = z.infer<typeof History>;
