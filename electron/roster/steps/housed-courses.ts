import { BUCKETS } from '../../store/store-api.ts';
import { desiredExtra, fieldsOf } from '../compare/sides.ts';
import type { CompareInput } from './plan-draft.ts';
import { sides } from './sides-of-bucket.ts';
import { CHECKPOINT_ROWS, type Step } from './step.ts';

/**
 * C4: a section that Canvas has and we never made keeps its home course. A course wanted only for such sections would stay
 * empty beside it.
 */
export function* housedCourses(input: CompareInput): Step<ReadonlySet<string>> {
  const housed = new Set<string>();
  const needed = new Set<string>();
  let done = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    for (const { desired, canvas, ledger } of sides(input, 'section', bucket)) {
      const course = desired === null ? undefined : desiredExtra(desired).course;
      done += 1;
      if (done % CHECKPOINT_ROWS === 0) yield { step: 'Comparing sections', done, total: null };
      if (course === undefined) continue;
      const present = canvas === null ? null : fieldsOf(canvas);
      const lives = ledger === null && present !== null && present.status !== 'deleted';
      if (lives && present.course_id !== course) housed.add(course);
      else needed.add(course);
    }
  }
  for (const course of needed) housed.delete(course);
  return housed;
}
