import { BUCKETS } from '../../store/store-api.ts';
import { roleOf, sectionOf, userOf } from '../compare/enrollment-key.ts';
import {
  type EnrollmentRules,
  type EnrollmentTriple,
  isWanted,
  judgeSection,
  type SectionFacts,
} from '../compare/enrollments.ts';
import type { Parents } from '../compare/parents.ts';
import type { Absences } from './absences.ts';
import { EnrollmentBook } from './enrollment-book.ts';
import type { CompareInput, PlanDraft } from './plan-draft.ts';
import type { ProtectedPeople } from './protected-people.ts';
import { lastDaysOfTerms, sectionFacts, sharedCourses } from './section-facts.ts';
import { sides } from './sides-of-bucket.ts';
import { CHECKPOINT_ROWS, type Step } from './step.ts';

/** The enrollments of one section. */
interface Group {
  readonly section: SectionFacts | null;
  readonly triples: EnrollmentTriple[];
}

/** What was found out before enrollments are compared. */
interface Known {
  readonly parents: Parents;
  readonly people: ProtectedPeople;
  readonly absences: Absences;
}

/** Enrollments bucket by bucket, section by section; sections that share a Canvas course come together at the end (D2). */
export function* compareEnrollments(input: CompareInput, draft: PlanDraft, known: Known): Step<void> {
  const { parents, people, absences } = known;
  const total = input.work.count('desired', 'enrollment');
  const shared = sharedCourses(input);
  const termEnds = lastDaysOfTerms(input);
  const together: Group[] = [];
  const book = new EnrollmentBook(draft, absences, input.today);
  const rules: EnrollmentRules = {
    today: input.today,
    obstacleTo: (key) => parents.of('section', sectionOf(key)) ?? parents.of('user', userOf(key)),
    staysInCourse: () => false,
    isProtected: (user) => people.has(user),
    studentDrop: input.settings.studentDrop,
    unreadable: input.unreadable,
  };
  let done = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    absences.open(bucket);
    const facts = sectionFacts(input, bucket, shared, termEnds, draft.vanished.hasTerms);
    let group: Group | null = null;
    let current = '';
    const close = () => {
      if (group === null) return;
      if (group.section !== null && group.section.sharedCourse !== '') together.push(group);
      else takeSection(book, group, rules);
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
  compareTogether(book, together, rules);
  absences.flush();
}

function takeSection(book: EnrollmentBook, { section, triples }: Group, rules: EnrollmentRules): void {
  const judged = judgeSection(triples, section, rules);
  book.takeStaying(section, judged);
  book.takeLeaving(section, judged, rules);
}

/** D2: whoever only changes the section within a Canvas course leaves the old one for good, after the new row is written. */
function compareTogether(book: EnrollmentBook, groups: readonly Group[], rules: EnrollmentRules): void {
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
  for (const { section, verdicts } of judged) book.takeStaying(section, verdicts);
  for (const { section, verdicts } of judged) book.takeLeaving(section, verdicts, inCourse);
}

function placeOf({ sharedCourse }: SectionFacts, user: string, role: string): string {
  return `${sharedCourse}\u001f${user}\u001f${role}`;
}
