import type { Fields } from '../../../shared/entities.ts';
import type { SideRow } from '../../store/store-api.ts';
import { BUCKETS } from '../../store/store-api.ts';
import type { ObjectTriple } from '../compare/objects.ts';
import { desiredExtra, fieldsOf } from '../compare/sides.ts';
import type { DesiredExtra } from '../desired.ts';
import type { CompareInput } from './plan-draft.ts';
import { sides } from './sides-of-bucket.ts';
import { bucketFor, CHECKPOINT_ROWS, type Step } from './step.ts';

/** Where sections live: Canvas is the memory (ROSTER-RULES C4). */
export interface SectionHomes {
  /** Courses wanted only for sections that live elsewhere: they would stay empty beside them. */
  readonly housed: ReadonlySet<string>;
  /** Courses that somebody published or changed, among those a section would leave. */
  readonly touched: ReadonlySet<string>;
  /** The section as it is wanted, in the course it stays in. */
  settle(triple: ObjectTriple): ObjectTriple;
}

export function* sectionHomes(input: CompareInput): Step<SectionHomes> {
  const housed = new Set<string>();
  const needed = new Set<string>();
  const staying = new Set<string>();
  const touched = new Set<string>();
  let done = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    for (const { key, desired, canvas, ledger } of sides(input, 'section', bucket)) {
      done += 1;
      if (done % CHECKPOINT_ROWS === 0) yield { step: 'Comparing sections', done, total: null };
      if (desired === null) continue;
      const { course, home } = desiredExtra(desired);
      if (course === undefined) continue;
      const present = canvas === null ? null : fieldsOf(canvas);
      // A section that we never made keeps the course it has.
      const lives = ledger === null && present !== null && present.status !== 'deleted' && present.course_id !== course;
      if (home !== undefined && isTouched(input, home)) touched.add(home);
      const stays = home !== undefined && (moved(present, home) || touched.has(home));
      if (stays) staying.add(key);
      if (lives || stays) housed.add(course);
      if (stays && home !== undefined) needed.add(home);
      if (!lives && !stays) needed.add(course);
    }
  }
  for (const course of needed) housed.delete(course);
  return { housed, touched, settle: (triple) => (staying.has(triple.key) ? settled(triple) : triple) };
}

/** Whether somebody moved the section itself; a cross-listed one is told with its home course. */
function moved(present: Readonly<Fields> | null, home: string): boolean {
  return present !== null && present.status !== 'deleted' && present.course_id !== home;
}

/** Whether somebody published a course or changed it in Canvas: then its sections stay in it (C4). */
function isTouched({ work, store }: CompareInput, course: string): boolean {
  const bucket = bucketFor('course', course);
  const canvas = work.get('canvas', 'course', bucket, course);
  const ledger = store.ledgerGet('course', bucket, course);
  if (canvas === null || ledger === null) return canvas !== null;
  const present = fieldsOf(canvas);
  if (present.status !== 'unpublished') return present.status !== 'deleted';
  return Object.entries(fieldsOf(ledger)).some(([name, value]) => present[name] !== undefined && present[name] !== value);
}

function settled(triple: ObjectTriple): ObjectTriple {
  const { desired } = triple;
  if (desired === null) return triple;
  const { home = '', ...extra } = desiredExtra(desired);
  const at: SideRow = {
    key: desired.key,
    fields: JSON.stringify({ ...fieldsOf(desired), course_id: home }),
    extra: JSON.stringify({ ...extra, course: home } satisfies DesiredExtra),
  };
  return { ...triple, desired: at };
}
