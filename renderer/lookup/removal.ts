import { assertNever } from '../../shared/assert-never.ts';
import type { EntityKind } from '../../shared/entities.ts';
import type { Explanation } from '../../shared/explain.ts';
import { RemovableKind } from '../../shared/removal.ts';

/** One thing of a record in Canvas: a class is a course and a section there. */
export type Place = Explanation['inCanvas'][number];

/** Whether a person may ask for it to be removed (ROSTER-RULES D4); whether it is empty only Canvas can tell, when asked. */
export type Removable =
  | { readonly allowed: true; readonly kind: RemovableKind }
  | { readonly allowed: false; readonly why: string };

export function removableOf(explanation: Pick<Explanation, 'inSis' | 'sisTrouble'>, place: Place): Removable {
  const kind = RemovableKind.safeParse(place.entity);
  const why = kind.success ? obstacleTo(explanation, place) : neverRemoved(place.entity as Exclude<EntityKind, RemovableKind>);
  return kind.success && why === null ? { allowed: true, kind: kind.data } : { allowed: false, why: why ?? '' };
}

function obstacleTo({ inSis, sisTrouble }: Pick<Explanation, 'inSis' | 'sisTrouble'>, place: Place): string | null {
  if (place.lastSynced?.status === 'deleted') return 'It was removed already.';
  if (!place.owned) return 'Rosterbridge neither made nor adopted it, so it never removes it.';
  if (sisTrouble !== null) return 'The SIS must say first that it no longer has it, and it did not answer.';
  if (inSis !== null && inSis.status === 'active') return 'The SIS still has it, so the next sync would make it again.';
  return null;
}

/** People keep their work (D3); what they take part in ends with the SIS (D2, C6). */
function neverRemoved(entity: Exclude<EntityKind, RemovableKind>): string {
  switch (entity) {
    case 'user':
      return 'People are never removed, because their work would go with them. Who leaves loses access by your settings.';
    case 'enrollment':
      return 'It ends when the SIS ends it, by your settings for leavers.';
    case 'observer':
      return 'It ends when the SIS ends it, or when the student is on the no-contact list.';
    default:
      return assertNever(entity);
  }
}

/** What a removal means for the people in the classroom. */
export const removalMeaning: Readonly<Record<RemovableKind, string>> = {
  section:
    'Its list of people disappears from the course in Canvas. Nobody loses anything: it is only removed while nobody is or ever was in it.',
  course:
    'The course disappears for everybody in Canvas, with its pages and settings. It is only removed while it has no sections, nobody and no work in it.',
  term: 'It can no longer be chosen in Canvas, and its dates are gone. It is only removed while no course is in it.',
  account: 'The school’s part of Canvas disappears, with its settings. It is only removed while no course and no part is in it.',
};
