import type { CanvasState } from '../canvas-state.ts';
import { zonedFormatter } from '../dates.ts';
import type { Course, Login, SisManaged } from '../model.ts';

export const REPORT_KINDS = [
  'users',
  'accounts',
  'terms',
  'courses',
  'sections',
  'enrollments',
  'xlist',
  'user_observers',
  'admins',
] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

/** What a report's parameters ask for, and how its cells are written. */
export interface ReportScope {
  state: CanvasState;
  includeDeleted: boolean;
  createdBySis: boolean;
  /** Canvas id of the term courses, sections, enrollments and cross-lists are limited to. */
  termId: number | undefined;
  enrollmentTypes: ReadonlySet<string>;
  enrollmentStates: ReadonlySet<string>;
  /** Dates in the account's time zone, blank for null. */
  date(value: string | null): string;
}

export function reportScope(state: CanvasState, parameters: ReadonlyMap<string, string[]>): ReportScope {
  const flag = (name: string) => /^(1|true|t|yes|y|on)$/i.test(parameters.get(name)?.at(-1) ?? '');
  return {
    state,
    includeDeleted: flag('include_deleted'),
    createdBySis: flag('created_by_sis'),
    termId: findTermId(state, parameters.get('enrollment_term_id')?.at(-1) ?? parameters.get('enrollment_term')?.at(-1)),
    enrollmentTypes: new Set(parameters.get('enrollment_filter') ?? []),
    enrollmentStates: new Set(parameters.get('enrollment_states') ?? []),
    date: zonedFormatter(state.timeZone),
  };
}

/** Canvas id or `sis_term_id:X`; an unknown term selects nothing. */
function findTermId(state: CanvasState, given: string | undefined): number | undefined {
  if (given === undefined || given === '') return undefined;
  if (given.startsWith('sis_term_id:')) return state.termsBySisId.get(given.slice('sis_term_id:'.length))?.id ?? -1;
  return Number(given);
}

export function inSisScope(scope: ReportScope, row: SisManaged): boolean {
  return !scope.createdBySis || row.sis_batch_id !== null;
}

export function inTerm(scope: ReportScope, course: Course): boolean {
  return scope.termId === undefined || course.enrollment_term_id === scope.termId;
}

/** Of a user's logins the one whose SIS id stands for them: live ones first, those with a SIS id before others. */
export function loginForReports(state: CanvasState, userId: number): Login | undefined {
  let best: Login | undefined;
  for (const login of state.loginsOf(userId)) {
    if (best === undefined || rank(login) > rank(best)) best = login;
  }
  return best;
}

function rank(login: Login): number {
  return (login.sis_user_id === null ? 0 : 2) + (login.workflow_state === 'deleted' ? 0 : 1);
}

export function text(value: string | number | boolean | null | undefined): string {
  return value === null || value === undefined ? '' : String(value);
}
