import { BUCKETS } from '../../store/store-api.ts';
import { roleOf, sectionOf, userOf } from '../compare/enrollment-key.ts';
import {
  type EnrollmentRules,
  type EnrollmentTriple,
  isWanted,
  judgeSection,
  leaves,
  type SectionFacts,
} from '../compare/enrollments.ts';
import type { Parents } from '../compare/parents.ts';
import type { Absences } from './absences.ts';
import { EnrollmentBook } from './enrollment-book.ts';
import { Hashes } from './hashes.ts';
import type { CompareInput, PlanDraft } from './plan-draft.ts';
import type { ProtectedPeople } from './protected-people.ts';
import { lastDaysOfTerms, sectionFacts, sharedCourses } from './section-facts.ts';
import type { SectionHomes } from './section-homes.ts';
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
  readonly homes: SectionHomes;
}

type FactsOf = (bucket: number) => ReadonlyMap<string, SectionFacts>;

/**
 * Enrollments bucket by bucket, section by section. What leaves a section whose course holds others of ours comes last (D2):
 * whoever only changes the section is then there already, in whatever bucket the new one is.
 */
export function* compareEnrollments(input: CompareInput, draft: PlanDraft, known: Known): Step<void> {
  const { parents, people, absences, homes } = known;
  const { reissues } = input;
  const shared = sharedCourses(input);
  const termEnds = lastDaysOfTerms(input);
  const factsOf: FactsOf = (bucket) => sectionFacts(input, bucket, shared, termEnds, draft.vanished.hasTerms);
  const obstacleTo = (key: string) => parents.of('section', sectionOf(key)) ?? parents.of('user', userOf(key));
  const places = shared.size === 0 ? new Hashes() : yield* placesInShared(input, factsOf, obstacleTo);
  const rules: EnrollmentRules = {
    today: input.today,
    obstacleTo,
    remapFor: (key, label) =>
      reissues.any ? (reissues.waitOf('user', userOf(key), label) ?? reissues.waitOf('section', sectionOf(key), label)) : null,
    staysInCourse: (section, user, role) => section.sharedCourse !== '' && places.has(placeOf(section, user, role)),
    isProtected: (user) => people.has(user),
    dropStatus: input.settings.dropStatus,
    unreadable: input.unreadable,
    adopt: input.settings.adoptExisting,
    keptCourses: homes.touched,
  };
  const book = new EnrollmentBook(draft, absences, input.today);
  const leftFor = new Map<number, Set<string>>();
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    const later = new Set<string>();
    yield* eachSection(input, bucket, factsOf(bucket), absences, (group) => {
      const judged = judgeSection(group.triples, group.section, rules);
      book.takeStaying(group.section, judged);
      if (isShared(group.section) && judged.some(leaves)) later.add(group.section.key);
      else book.takeLeaving(group.section, judged, rules);
    });
    if (later.size > 0) leftFor.set(bucket, later);
    absences.flush();
  }
  for (const [bucket, sections] of leftFor) {
    yield* eachSection(input, bucket, factsOf(bucket), absences, ({ section, triples }) => {
      if (section !== null && sections.has(section.key)) book.takeLeaving(section, judgeSection(triples, section, rules), rules);
    });
    absences.flush();
  }
}

/** The sections of a bucket, one after the other. */
function* eachSection(
  input: CompareInput,
  bucket: number,
  facts: ReadonlyMap<string, SectionFacts>,
  absences: Absences,
  take: (group: Group) => void,
): Step<void> {
  absences.open(bucket);
  const total = input.work.count('desired', 'enrollment');
  let group: Group | null = null;
  let current = '';
  let done = 0;
  for (const triple of sides(input, 'enrollment', bucket)) {
    const section = sectionOf(triple.key);
    if (group === null || section !== current) {
      if (group !== null) take(group);
      current = section;
      group = { section: facts.get(section) ?? null, triples: [] };
    }
    const missedBefore = triple.desired === null && absences.missedBefore(triple.key);
    group.triples.push({ ...triple, missedBefore });
    done += 1;
    if (done % CHECKPOINT_ROWS === 0)
      yield { step: 'Comparing enrollments', done: bucket * Math.ceil(total / BUCKETS) + done, total };
  }
  if (group !== null) take(group);
}

/** D2: who is wanted where in courses that hold several of our sections, as hashes: they may be all of a district. */
function* placesInShared(input: CompareInput, factsOf: FactsOf, obstacleTo: EnrollmentRules['obstacleTo']): Step<Hashes> {
  const places = new Hashes();
  let done = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    const facts = factsOf(bucket);
    for (const row of input.work.rows('desired', 'enrollment', bucket)) {
      done += 1;
      if (done % CHECKPOINT_ROWS === 0) yield { step: 'Comparing enrollments', done, total: null };
      const section = facts.get(sectionOf(row.key)) ?? null;
      if (!isShared(section) || !isWanted(row) || obstacleTo(row.key) !== null) continue;
      places.add(placeOf(section, userOf(row.key), roleOf(row.key)));
    }
  }
  return places;
}

function isShared(section: SectionFacts | null): section is SectionFacts {
  return section !== null && section.sharedCourse !== '';
}

function placeOf({ sharedCourse }: SectionFacts, user: string, role: string): string {
  return `${sharedCourse}\u001f${user}\u001f${role}`;
}
