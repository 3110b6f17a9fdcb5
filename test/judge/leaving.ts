import { isLive } from './canvas-view.ts';
import type { Case } from './case.ts';
import { isMassReissue, reissued } from './people.ts';
import type { Place } from './places.ts';

/** A place of ours that leaves Canvas tonight, unless a hold keeps it. */
export interface Leaving {
  readonly place: Place;
  /** What Canvas shows afterwards (D2). */
  readonly states: readonly string[];
  readonly rule: string;
  /** False: tonight is as good as tomorrow. */
  readonly must: boolean;
  /** The person gets another place in the same Canvas course tonight: nothing is lost (D2, E5). */
  readonly moves: boolean;
}

/** Why a place that the SIS does not want stays tonight. */
export type Staying = { readonly rule: string; readonly why: string };

/** D2, D4, D5 for one live, owned place of a class that is not frozen; undefined when nothing is to leave. */
export function leavingOf(found: Case, place: Place, all: readonly Place[]): Leaving | Staying | undefined {
  const { standing, before, owned } = place;
  if ((standing !== 'dropped' && standing !== 'absent') || !owned || !isLive(before)) return undefined;
  if (standing === 'absent') {
    const nights = found.memory.absent.get(place.key) ?? 0;
    if (nights < 2 && !found.night.attended) return { rule: 'D5', why: 'the SIS left them out for the first time tonight' };
    if (isMassReissue(found) && [...reissued(found).values()].includes(place.userId))
      return { rule: 'B4', why: 'their id was re-issued, which only a person can resolve' };
  }
  return place.type === 'StudentEnrollment' ? studentLeaves(found, place, all) : staffLeaves(found, place);
}

export function isLeaving(answer: Leaving | Staying | undefined): answer is Leaving {
  return answer !== undefined && 'states' in answer;
}

function studentLeaves(found: Case, place: Place, all: readonly Place[]): Leaving {
  const { today, settings } = found;
  const moves = all.some((other) => isTwin(found, place, other));
  const started = place.span !== undefined && today >= place.span.first;
  const states = moves || !started ? ['deleted'] : [settings.dropStatus];
  return { place, states, rule: 'D2', must: true, moves };
}

/** Another place of the same person and role, wanted tonight, in the same Canvas course. */
function isTwin({ before, after }: Case, place: Place, other: Place): boolean {
  if (other === place || other.standing !== 'wanted' || other.userId !== place.userId || other.type !== place.type) return false;
  const course = place.before?.course_id;
  const there = other.after ?? other.before;
  return (
    there !== undefined &&
    there.course_id === course &&
    (after.course(there.course_id) ?? before.course(there.course_id)) !== undefined
  );
}

/** D2: teachers and aides leave once a replacement is active, or once a person says so. */
function staffLeaves(found: Case, place: Place): Leaving | Staying {
  const { before, after } = found;
  const section = place.before?.course_section_id ?? -1;
  const others = (
    rows: readonly { readonly user_id: number; readonly type: string; readonly workflow_state: string }[],
    types: readonly string[],
  ) => rows.some((row) => row.user_id !== place.before?.user_id && types.includes(row.type) && isLive(row));
  const equal = [place.type];
  const helping = place.type === 'TaEnrollment' ? ['TaEnrollment', 'TeacherEnrollment'] : equal;
  const leaves = { place, states: ['deleted'], rule: 'D2', moves: false };
  if (others(before.enrollmentsOf(section), equal)) return { ...leaves, must: true };
  if (others(after.enrollmentsOf(section), helping)) return { ...leaves, must: false };
  return { rule: 'D2', why: 'nobody replaces them yet' };
}
