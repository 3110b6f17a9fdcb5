import { sectionOf } from '../compare/enrollment-key.ts';
import { Parents } from '../compare/parents.ts';
import { desiredExtra, ledgerExtraOf, sourceFrom } from '../compare/sides.ts';
import { Absences } from './absences.ts';
import { compareEnrollments } from './compare-enrollments.ts';
import { compareObjects } from './compare-objects.ts';
import { compareObservers } from './compare-observers.ts';
import { type CompareInput, PlanDraft } from './plan-draft.ts';
import { ProtectedPeople } from './protected-people.ts';
import { sectionHomes } from './section-homes.ts';
import { bucketFor, type Step } from './step.ts';
import type { SchoolName } from './wait-notes.ts';

export type { CompareInput } from './plan-draft.ts';

/** Desired × Canvas × ledger → plan with counts, holds and a content hash as id (DESIGN §4). Returns the plan's number. */
export function* compareStep(input: CompareInput): Step<number> {
  const writer = input.store.beginPlan(input.now);
  let finished = false;
  try {
    const draft = new PlanDraft(input, writer, schoolNames(input));
    const parents = new Parents();
    const sightings = input.store.beginSightings();
    const known = { parents, sightings, people: new ProtectedPeople(input), homes: yield* sectionHomes(input) };
    yield* compareObjects(input, draft, known);
    yield* compareEnrollments(input, draft, { ...known, absences: new Absences(sightings, 'enrollment', enrollmentBucket) });
    draft.closeKind('enrollment', parents);
    if (input.settings.observers) {
      const seen = new Absences(sightings, 'observer', observerBucket);
      yield* compareObservers(input, draft, { ...known, absences: seen });
      draft.closeKind('observer', parents);
    }
    sightings.finish(input.today);
    writer.finish(draft.close());
    finished = true;
    return writer.number;
  } finally {
    // Also when whoever drives the step stops it: half a plan must not be left behind.
    if (!finished) writer.discard();
  }
}

const enrollmentBucket = (key: string) => bucketFor('enrollment', sectionOf(key));
const observerBucket = (key: string) => bucketFor('observer', key);

function schoolNames({ store, work }: CompareInput): ReadonlyMap<string, SchoolName> {
  const names = new Map<string, SchoolName>();
  for (const row of store.ledgerRows('account', 0)) {
    names.set(row.key, { name: ledgerExtraOf(row).label, sourcedId: sourceFrom(row.source)?.sourcedId ?? '' });
  }
  for (const row of work.rows('desired', 'account', 0)) {
    const { label, source } = desiredExtra(row);
    names.set(row.key, { name: label, sourcedId: source[1] });
  }
  return names;
}
