import { BUCKETS, type SideRow } from '../../store/store-api.ts';
import type { SectionFacts } from '../compare/enrollments.ts';
import { canvasExtra, desiredExtra, fieldsOf, ledgerExtraOf } from '../compare/sides.ts';
import type { LedgerExtra } from '../desired.ts';
import { hash53 } from './hashes.ts';
import type { CompareInput } from './plan-draft.ts';
import { sides } from './sides-of-bucket.ts';
import { bucketFor } from './step.ts';

/** Courses that hold, or will hold, more than one of our sections, as hashes of what `courseOf` says. */
export function sharedCourses(input: CompareInput): ReadonlySet<number> {
  const seen = new Set<number>();
  const shared = new Set<number>();
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    for (const { desired, canvas } of sides(input, 'section', bucket)) {
      const course = hash53(courseOf(input, desired, canvas));
      if (seen.has(course)) shared.add(course);
      else seen.add(course);
    }
  }
  shared.delete(hash53(''));
  return shared;
}

/** Canvas id of the course a section lives in, or will live in; a course still to be made is told by its key. */
function courseOf({ work }: CompareInput, desired: SideRow | null, canvas: SideRow | null): string {
  if (canvas !== null && fieldsOf(canvas).status !== 'deleted') return canvasExtra(canvas).course ?? '';
  const course = desired === null ? undefined : desiredExtra(desired).course;
  if (course === undefined) return '';
  const there = work.get('canvas', 'course', bucketFor('course', course), course);
  return there === null ? `new ${course}` : canvasExtra(there).canvasId;
}

/** When and where each section of the bucket runs: as the SIS says, or as the ledger remembers when the SIS no longer names it (D1). */
export function sectionFacts(
  input: CompareInput,
  bucket: number,
  shared: ReadonlySet<number>,
  termEnds: ReadonlyMap<string, string>,
  withTerms: boolean,
): Map<string, SectionFacts> {
  const facts = new Map<string, SectionFacts>();
  for (const { key, desired, canvas, ledger } of sides(input, 'section', bucket)) {
    const known = desired !== null ? desiredExtra(desired) : ledger !== null ? ledgerExtraOf(ledger) : null;
    if (known === null) continue;
    const course = shared.size === 0 ? '' : courseOf(input, desired, canvas);
    const sharedCourse = course !== '' && shared.has(hash53(course)) ? course : '';
    const ends = desired === null ? endsNow(input, known, termEnds) : (known.ends ?? '');
    const term = withTerms ? termOfCourse(input, known.course ?? '') : '';
    facts.set(key, { key, label: known.label, starts: known.starts ?? '', ends, school: known.school, sharedCourse, term });
  }
  return facts;
}

/** Last day of each term as the SIS says today. */
export function lastDaysOfTerms({ work }: CompareInput): ReadonlyMap<string, string> {
  const ends = new Map<string, string>();
  for (const row of work.rows('desired', 'term', bucketFor('term', ''))) ends.set(row.key, desiredExtra(row).ends ?? '');
  return ends;
}

/** The term a course of ours is in, as last applied; '' when we never made it. */
function termOfCourse({ store }: CompareInput, course: string): string {
  const home = course === '' ? null : store.ledgerGet('course', bucketFor('course', course), course);
  return home === null ? '' : (fieldsOf(home).term_id ?? '');
}

/**
 * D1: the last day of a class the SIS no longer names. A SIS may end a session and take its rows out of the feed on the same
 * day; then its term tells the end, and what the ledger remembers is too late.
 */
function endsNow(
  input: CompareInput,
  known: Pick<LedgerExtra, 'ends' | 'course'>,
  termEnds: ReadonlyMap<string, string>,
): string {
  const { ends = '', course = '' } = known;
  const termEnd = termEnds.get(termOfCourse(input, course)) ?? '';
  return termEnd !== '' && (ends === '' || termEnd < ends) ? termEnd : ends;
}
