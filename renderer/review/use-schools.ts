import { useEffect } from 'react';
import type { District } from '../../shared/district.ts';
import type { ChangeLine, PlanSummary } from '../../shared/plan.ts';
import { useReview } from '../state/review.ts';

export interface School {
  readonly id: string;
  readonly name: string;
}

/**
 * The schools of a plan, for the filter. Holds and first changes name some with their ids; the rest are met in the first
 * page of each entity, whose lines carry names only, so one change per new name is opened to learn its id.
 */
export function useSchools(district: District, plan: PlanSummary): readonly School[] {
  const schools = useReview((state) => state.schools);
  const meetSchools = useReview((state) => state.meetSchools);
  useEffect(() => {
    let stopped = false;
    void meet();
    return () => {
      stopped = true;
    };
    async function meet() {
      const known = new Set(Object.values(useReview.getState().schools));
      for (const entity of ['course', 'section', 'enrollment', 'user'] as const) {
        const query = { plan: plan.number, entity, action: null, school: null, hold: null, search: '', from: 0, count: 200 };
        const page = await window.rosterbridge.engine.changes({ district: district.id, query });
        if (stopped || !page.ok) return;
        for (const line of newSchools(page.value.lines, known)) {
          const change = await window.rosterbridge.engine.change({ district: district.id, plan: plan.number, seq: line.seq });
          if (stopped || !change.ok) return;
          if (change.value.school) meetSchools({ [change.value.school]: change.value.schoolName });
        }
      }
    }
  }, [district.id, plan.number, meetSchools]);
  return Object.entries(schools)
    .map(([id, name]) => ({ id, name }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** One line per school name not met before. */
function newSchools(lines: readonly ChangeLine[], known: Set<string>): readonly ChangeLine[] {
  return lines.filter(({ schoolName }) => {
    if (schoolName === '' || known.has(schoolName)) return false;
    known.add(schoolName);
    return true;
  });
}
