import { BUCKETS } from '../../store/store-api.ts';
import { fieldsOf } from '../compare/sides.ts';
import type { MapInput } from './map-context.ts';

/**
 * What Canvas holds under ids of ours, read back before anything is minted, when nothing ever was: the data folder is new, or was
 * lost (ROSTER-RULES D6). Ids of schools, people and sections come from the SIS and are the same again; those of terms and courses
 * depend on what was there when they were made (C2, C4).
 */
export interface TakenBack {
  readonly terms: ReadonlySet<string>;
  /** Course of each live section, by section id. */
  readonly courses: ReadonlyMap<string, string>;
}

export const NOTHING_BACK: TakenBack = { terms: new Set(), courses: new Map() };

export function takeBack({ work }: Pick<MapInput, 'work'>): TakenBack {
  const terms = new Set<string>();
  for (const row of work.rows('canvas', 'term', 0)) if (fieldsOf(row).status !== 'deleted') terms.add(row.key);
  const courses = new Map<string, string>();
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    for (const row of work.rows('canvas', 'section', bucket)) {
      const { status, course_id = '' } = fieldsOf(row);
      if (status !== 'deleted' && course_id !== '') courses.set(row.key, course_id);
    }
  }
  return { terms, courses };
}
