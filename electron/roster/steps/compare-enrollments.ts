import { BUCKETS } from '../../store/store-api.ts';
import { roleOf, sectionOf, userOf } from '../compare/enrollment-key.ts';
import {
  type EnrollmentRules,
  type EnrollmentTriple,
  isThereAfter,
  isWanted,
  type JudgedEnrollment,
  judgeSection,
  type SectionFacts,
} from '../compare/enrollments.ts';
import type { Parents } from '../compare/parents.ts';
import { canvasExtra, desiredExtra, fieldsOf, ledgerExtraOf } from '../compare/sides.ts';
import type { LedgerExtra } from '../desired.ts';
import type { Tallies } from '../tally.ts';
import type { Absences } from './absences.ts';
import { hash53 } from './hashes.ts';
import type { CompareInput, PlanDraft } from './plan-draft.ts';
import { sides } from './sides-of-bucket.ts';
import { bucketFor, CHECKPOINT_ROWS, type Step } from './step.ts';

/** The enrollments of one section. */
interface Group {
  readonly section: SectionFacts | null;
  readonly triples: EnrollmentTriple[];
}

/** Enrollments bucket by bucket, section by section; sections that share a Canvas course come together at the end (D2). */
export function* compareEnrollments(input: CompareInput, draft: PlanDraft, parents: Parents, absences: Absences): Step<void> {
  const total = input.work.count('desired', 'enrollment');
  const shared = sharedCourses(input);
  const termEnds = lastDaysOfTerms(input);
  const together: Group[] = [];
  const rules: EnrollmentRules = {
    today: input.today,
    obstacleTo: (key) => parents.of('section', sectionOf(key)) ?? parents.of('user', userOf(key)),
    staysInCourse: () => false,
    unreadable: input.unreadable,
  };
  let done = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    absences.open(bucket);
    const facts = sectionFacts(input, bucket, shared, termEnds);
    let group: Group | null = null;
    let current = '';
    const close = () => {
      if (group === null) return;
      if (group.section !== null && group.section.sharedCourse !== '') together.push(group);
      else take(draft, absences, group.section, judgeSection(group.triples, group.section, rules), input.today);
    };
    for (const triple of sides(input, 'enrollment', bucket)) {
      const section = sectionOf(triple.key);
      if (group === null || section !== current) {
        close();
        current = section;
        group = { section: facts.get(section) ?? null, triples: [] };
      }
      const missedBefore = triple.desired === null && absences.missedBefore(triple.key);
      group.triples.push({ ...triple, missedBefore });
      done += 1;
      if (done % CHECKPOINT_ROWS === 0) yield { step: 'Comparing enrollments', done, total };
    }
    close();
    absences.flush();
    yield { step: 'Comparing enrollments', done, total };
  }
  compareTogether(draft, absences, together, rules);
  absences.flush();
}

/** D2: whoever only changes the section within a Canvas course leaves the old one for good, after the new row is written. */
function compareTogether(draft: PlanDraft, absences: Absences, groups: readonly Group[], rules: EnrollmentRules): void {
  const places = new Set<string>();
  for (const { section, triples } of groups) {
    for (const { key, desired } of triples) {
      if (section === null || desired === null || !isWanted(desired) || rules.obstacleTo(key) !== null) continue;
      places.add(placeOf(section, userOf(key), roleOf(key)));
    }
  }
  const inCourse: EnrollmentRules = {
    ...rules,
    staysInCourse: (section, user, role) => places.has(placeOf(section, user, role)),
  };
  const judged = groups.map(({ section, triples }) => ({ section, verdicts: judgeSection(triples, section, inCourse) }));
  for (const { section, verdicts } of judged)
    take(
      draft,
      absences,
      section,
      verdicts.filter((one) => !leaves(one)),
      rules.today,
    );
  for (const { section, verdicts } of judged) take(draft, absences, section, verdicts.filter(leaves), rules.today);
}

function placeOf({ sharedCourse }: SectionFacts, user: string, role: string): string {
  return `${sharedCourse}\u001f${user}\u001f${role}`;
}

function leaves({ verdict }: JudgedEnrollment): boolean {
  return verdict.kind === 'change' && verdict.change.action === 'delete';
}

function take(
  draft: PlanDraft,
  absences: Absences,
  section: SectionFacts | null,
  judged: readonly JudgedEnrollment[],
  today: string,
): void {
  for (const one of judged) {
    if (leaves(one) && one.triple.desired === null) absences.note(one.triple.key);
    tally(draft.tallies, section, one, today);
    draft.take(one.verdict, 'enrollment');
  }
}

/** E: base = live, owned, unfrozen rows of an entity × school × role. */
function tally(tallies: Tallies, section: SectionFacts | null, { triple, verdict }: JudgedEnrollment, today: string): void {
  if (section === null || verdict.kind === 'nothing' || (verdict.kind === 'count' && verdict.count === 'frozen')) return;
  const { canvas, ledger } = triple;
  const entry = tallies.of('enrollment', section.school, roleOf(triple.key), section.starts > today);
  const removed = verdict.kind === 'change' && verdict.change.action === 'delete';
  if (canvas !== null && ledger?.owned === true && fieldsOf(canvas).status === 'active') entry.base += 1;
  if (removed) entry.removed += 1;
  else if (isThereAfter(verdict)) entry.left += 1;
}

/** Canvas ids of courses that hold more than one of our sections, as hashes. */
function sharedCourses({ work }: CompareInput): ReadonlySet<number> {
  const seen = new Set<number>();
  const shared = new Set<number>();
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    for (const row of work.rows('canvas', 'section', bucket)) {
      const course = hash53(canvasExtra(row).course ?? '');
      if (seen.has(course)) shared.add(course);
      else seen.add(course);
    }
  }
  shared.delete(hash53(''));
  return shared;
}

/** When and where each section of the bucket runs: as the SIS says, or as the ledger remembers when the SIS no longer names it (D1). */
function sectionFacts(
  input: CompareInput,
  bucket: number,
  shared: ReadonlySet<number>,
  termEnds: ReadonlyMap<string, string>,
): Map<string, SectionFacts> {
  const facts = new Map<string, SectionFacts>();
  for (const { key, desired, canvas, ledger } of sides(input, 'section', bucket)) {
    const known = desired !== null ? desiredExtra(desired) : ledger !== null ? ledgerExtraOf(ledger) : null;
    if (known === null) continue;
    const course = canvas === null ? '' : (canvasExtra(canvas).course ?? '');
    const sharedCourse = course !== '' && shared.has(hash53(course)) ? course : '';
    const ends = desired === null ? endsNow(input, known, termEnds) : (known.ends ?? '');
    facts.set(key, { starts: known.starts ?? '', ends, school: known.school, sharedCourse });
  }
  return facts;
}

/** Last day of each term as the SIS says today. */
function lastDaysOfTerms({ work }: CompareInput): ReadonlyMap<string, string> {
  const ends = new Map<string, string>();
  for (const row of work.rows('desired', 'term', bucketFor('term', ''))) ends.set(row.key, desiredExtra(row).ends ?? '');
  return ends;
}

/**
 * D1: the last day of a class the SIS no longer names. A SIS may end a session and take its rows out of the feed on the same
 * day; then its term tells the end, and what the ledger remembers is too late.
 */
function endsNow(
  { store }: CompareInput,
  known: Pick<LedgerExtra, 'ends' | 'course'>,
  termEnds: ReadonlyMap<string, string>,
): string {
  const { ends = '', course = '' } = known;
  const home = course === '' ? null : store.ledgerGet('course', bucketFor('course', course), course);
  const termEnd = home === null ? '' : (termEnds.get(fieldsOf(home).term_id ?? '') ?? '');
  return termEnd !== '' && (ends === '' || termEnd < ends) ? termEnd : ends;
}
