import { sectionOf } from '../compare/enrollment-key.ts';
import { Parents } from '../compare/parents.ts';
import { Absences } from './absences.ts';
import { compareEnrollments } from './compare-enrollments.ts';
import { compareObjects } from './compare-objects.ts';
import { compareObservers } from './compare-observers.ts';
import { type CompareInput, PlanDraft } from './plan-draft.ts';
import { ProtectedPeople } from './protected-people.ts';
import { schoolNames } from './school-names.ts';
import { sectionHomes } from './section-homes.ts';
import { bucketFor, type Step } from './step.ts';

export type { CompareInput } from './plan-draft.ts';

/** Desired × Canvas × ledger → plan with counts, holds and a content hash as id (DESIGN §4). Returns the plan's number. */
export function* compareStep(input: CompareInput): Step<number> {
  const writer = input.store.beginPlan(input.now);
  let finished = false;
  try {
    const draft = new PlanDraft(input, writer, schoolNames(input));
    const parents = new Parents();
    for (const kind of ['user', 'section'] as const) {
      const waiting = input.reissues.waiting(kind);
      if (waiting !== null) parents.setAll(kind, waiting.keys, waiting.hold);
    }
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
