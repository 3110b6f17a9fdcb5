import type { ClassFilter, DistrictSettings } from '../../../shared/settings.ts';
import type { SisClass, SisCourse } from '../../sis/schema/rows.ts';
import type { NotYet } from '../desired.ts';
import { addDays } from '../district-time.ts';

/** How many wanted enrollments a class has. */
export interface ClassMembers {
  readonly students: number;
  readonly teachers: number;
}

export type ClassKind = ClassFilter | 'no-students';

/** What is special about a class (ROSTER-RULES C5), in the order the reasons are told. */
export function kindsOf(cls: SisClass, course: SisCourse | null, members: ClassMembers): ClassKind[] {
  const kinds: ClassKind[] = [];
  if (isHomeroom(cls, course)) kinds.push('homeroom');
  if (isNamed(cls, course, /\blunch\b/iu)) kinds.push('lunch');
  if (isNamed(cls, course, /\bstudy[ -]?hall\b/iu)) kinds.push('study-hall');
  if (members.teachers === 0) kinds.push('no-teacher');
  if (members.students === 0) kinds.push('no-students');
  return kinds;
}

/** What the SIS calls a homeroom, by its kind (oneroster-1.1.md §2.6) or by its name. */
export function isHomeroom(cls: SisClass, course: SisCourse | null): boolean {
  return cls.classType.toLowerCase() === 'homeroom' || isNamed(cls, course, /\bhome[ -]?room\b/iu);
}

function isNamed(cls: SisClass, course: SisCourse | null, pattern: RegExp): boolean {
  return [cls.title, cls.classCode, course?.title ?? '', course?.courseCode ?? ''].some((name) => pattern.test(name));
}

/**
 * Why a class gets no course today (C5): a preset leaves it out, or it has no students yet. Null when nothing does.
 * @param starts first day of the class, '' when unknown: then nobody waits for it.
 */
export function filteredOut(
  kinds: readonly ClassKind[],
  starts: string,
  settings: Pick<DistrictSettings, 'classFilters' | 'emptyClasses' | 'emptyClassLeadDays'>,
  today: string,
): NotYet | null {
  const preset = settings.classFilters.find((filter) => kinds.includes(filter));
  if (preset !== undefined) return { rule: 'C5', until: '', who: 'class', filter: preset };
  if (!kinds.includes('no-students') || settings.emptyClasses === 'at-once') return null;
  const until = settings.emptyClasses === 'never' ? '' : addDays(starts, -settings.emptyClassLeadDays);
  const waits = settings.emptyClasses === 'never' || until > today;
  return waits ? { rule: 'C5', until, who: 'class', filter: 'no-students' } : null;
}
