import type { PlaceType } from './canvas-view.ts';
import { isLive } from './canvas-view.ts';
import type { Case } from './case.ts';
import { isLeaving, type Leaving, leavingOf, type Staying } from './leaving.ts';
import { waitsFor } from './people.ts';
import { isOver, type Place } from './places.ts';

/** What a night takes and gives at one school, in enrollments: the numbers that rule E counts. */
export interface SchoolTally {
  readonly school: string;
  /** Live, owned, unfrozen. */
  readonly base: readonly Place[];
  readonly leaving: readonly Leaving[];
  /** Late drops of classes that are over (D1): only D7 counts them. */
  readonly late: readonly Leaving[];
  /** Would leave, but waits: for a second sighting, for a replacement. */
  readonly waiting: readonly { readonly place: Place; readonly staying: Staying }[];
  readonly arriving: readonly Place[];
}

export function hasStarted({ today }: Case, { span }: Place): boolean {
  return span !== undefined && today >= span.first;
}

export function talliesOf(found: Case, places: readonly Place[]): SchoolTally[] {
  const schools = new Set(places.map((place) => found.sis.schoolOf(place.classId)));
  return [...schools].map((school) => tallyOf(found, school, places));
}

function tallyOf(found: Case, school: string, all: readonly Place[]): SchoolTally {
  const there = all.filter((place) => found.sis.schoolOf(place.classId) === school);
  // D1: what belongs to a class that is over counts in no hold.
  const here = there.filter((place) => !isOver(found, place));
  const over = there.filter((place) => isOver(found, place));
  const answers = here.map((place) => ({ place, answer: leavingOf(found, place, all) }));
  const leaving: Leaving[] = [];
  const waiting: { place: Place; staying: Staying }[] = [];
  for (const { place, answer } of answers) {
    if (isLeaving(answer)) leaving.push(answer);
    else if (answer !== undefined) waiting.push({ place, staying: answer });
  }
  return {
    school,
    base: here.filter((place) => place.owned && isLive(place.before)),
    leaving,
    late: over.map((place) => leavingOf(found, place, all)).filter(isLeaving),
    waiting,
    arriving: here.filter((place) => arrives(found, place)),
  };
}

function arrives(found: Case, place: Place): boolean {
  const user = found.sis.users.get(place.userId);
  return place.standing === 'wanted' && !isLive(place.before) && user !== undefined && waitsFor(found, user) === undefined;
}

export function ofType<T extends { readonly type: PlaceType }>(places: readonly T[], type: PlaceType): T[] {
  return places.filter((place) => place.type === type);
}
