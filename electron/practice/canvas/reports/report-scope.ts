import { type CanvasState, ROOT_ACCOUNT_ID } from '../canvas-state.ts';
import { zonedFormatter } from '../dates.ts';
import { isWithin } from '../imports/blueprint.ts';
import type { Account, AccountAdmin, Course, Login, SisManaged } from '../model.ts';

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
  /** Where the report was asked for: courses and what hangs on them are limited to it and the accounts below. */
  accountId: number;
  /** The people of a sub-account; undefined for everybody. */
  people: ReadonlySet<number> | undefined;
  includeDeleted: boolean;
  createdBySis: boolean;
  /** Canvas id of the term courses, sections, enrollments and cross-lists are limited to. */
  termId: number | undefined;
  enrollmentTypes: ReadonlySet<string>;
  enrollmentStates: ReadonlySet<string>;
  /** Dates in the account's time zone, blank for null. */
  date(value: string | null): string;
}

export function reportScope(state: CanvasState, accountId: number, parameters: ReadonlyMap<string, string[]>): ReportScope {
  const flag = (name: string) => /^(1|true|t|yes|y|on)$/i.test(parameters.get(name)?.at(-1) ?? '');
  return {
    state,
    accountId,
    people: accountId === ROOT_ACCOUNT_ID ? undefined : peopleOf(state, accountId),
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

/** The course belongs to the report's term and account. */
export function inPlace(scope: ReportScope, course: Course): boolean {
  if (scope.termId !== undefined && course.enrollment_term_id !== scope.termId) return false;
  return scope.accountId === ROOT_ACCOUNT_ID || isWithin(scope.state, course.account_id, scope.accountId);
}

/** A report of a sub-account lists its direct children only (§6). */
export function isListedAccount(scope: ReportScope, account: Account): boolean {
  if (account.id === ROOT_ACCOUNT_ID || !inSisScope(scope, account)) return false;
  return scope.accountId === ROOT_ACCOUNT_ID || account.parent_account_id === scope.accountId;
}

export function isListedPerson(scope: ReportScope, userId: number): boolean {
  return scope.people?.has(userId) ?? true;
}

export function isAdminThere(scope: ReportScope, admin: AccountAdmin): boolean {
  return scope.accountId === ROOT_ACCOUNT_ID || isWithin(scope.state, admin.account_id, scope.accountId);
}

/** Who is enrolled in a course there, or administers it. */
function peopleOf(state: CanvasState, accountId: number): ReadonlySet<number> {
  const people = new Set<number>();
  for (const row of state.enrollments.values()) {
    if (isWithin(state, state.courses.require(row.course_id).account_id, accountId)) people.add(row.user_id);
  }
  for (const admin of state.admins.values()) if (isWithin(state, admin.account_id, accountId)) people.add(admin.user_id);
  return people;
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
