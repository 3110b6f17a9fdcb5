import type { CanvasApp, Violation } from './app.ts';
import type { CanvasState } from './canvas-state.ts';
import type { ImportRecord } from './imports/import-record.ts';
import type {
  Account,
  AccountAdmin,
  Assignment,
  AuthenticationProvider,
  Course,
  Enrollment,
  GroupMembership,
  Login,
  ObserverLink,
  Role,
  Section,
  Term,
  User,
} from './model.ts';
import { loginForReports } from './reports/report-scope.ts';

/**
 * Everything the practice Canvas holds, as stable readable JSON: Canvas' column names, SIS ids beside Canvas ids (the
 * keys that start with `of_` are there for readers and ignored by load).
 */
export interface CanvasDump {
  accounts: (Account & { of_parent: string | null })[];
  terms: Term[];
  courses: (Course & { of_account: string | null; of_term: string | null })[];
  sections: (Section & { of_course: string | null; of_nonxlist_course: string | null })[];
  users: User[];
  logins: Login[];
  enrollments: (Enrollment & { of_user: string | null; of_course: string | null; of_section: string | null })[];
  assignments: Assignment[];
  observer_links: ObserverLink[];
  admins: AccountAdmin[];
  group_memberships: GroupMembership[];
  providers: AuthenticationProvider[];
  roles: Role[];
  imports: ImportRecord[];
  violations: Violation[];
}

export type DumpLine = { [K in keyof CanvasDump]: [K, CanvasDump[K][number]] }[keyof CanvasDump];

const NAMES: readonly (keyof CanvasDump)[] = [
  'accounts',
  'terms',
  'courses',
  'sections',
  'users',
  'logins',
  'enrollments',
  'assignments',
  'observer_links',
  'admins',
  'group_memberships',
  'providers',
  'roles',
  'imports',
  'violations',
];

/** The rows of one part of the dump, one by one. */
export function* dumpRows(app: CanvasApp, name: keyof CanvasDump): Generator<object> {
  const { state } = app;
  if (name === 'accounts') yield* shownAccounts(state);
  else if (name === 'courses') yield* shownCourses(state);
  else if (name === 'sections') yield* shownSections(state);
  else if (name === 'enrollments') yield* shownEnrollments(state);
  else if (name === 'imports') yield* app.imports.records;
  else if (name === 'violations') yield* app.violations;
  else if (name === 'observer_links') yield* state.observerLinks.values();
  else if (name === 'group_memberships') yield* state.groupMemberships.values();
  else yield* state[name].values();
}

export function dumpNames(): readonly (keyof CanvasDump)[] {
  return NAMES;
}

export function dumpAll(app: CanvasApp): CanvasDump {
  const parts = NAMES.map((name) => [name, structuredClone([...dumpRows(app, name)])]);
  return Object.fromEntries(parts) as CanvasDump;
}

/** The dump as text in pieces, for states too large for one string. */
export function* dumpText(app: CanvasApp): Generator<string> {
  let before = '{';
  for (const name of NAMES) {
    yield `${before}\n"${name}": [`;
    let separator = '\n';
    for (const row of dumpRows(app, name)) {
      yield separator + JSON.stringify(row);
      separator = ',\n';
    }
    yield ']';
    before = ',';
  }
  yield '}\n';
}

function* shownAccounts(state: CanvasState): Generator<object> {
  for (const row of state.accounts.values())
    yield { ...row, of_parent: state.accounts.get(row.parent_account_id)?.sis_source_id ?? null };
}

function* shownCourses(state: CanvasState): Generator<object> {
  for (const row of state.courses.values()) {
    yield {
      ...row,
      of_account: state.accounts.get(row.account_id)?.sis_source_id ?? null,
      of_term: state.terms.get(row.enrollment_term_id)?.sis_source_id ?? null,
    };
  }
}

function* shownSections(state: CanvasState): Generator<object> {
  for (const row of state.sections.values()) {
    yield {
      ...row,
      of_course: state.courses.get(row.course_id)?.sis_source_id ?? null,
      of_nonxlist_course: state.courses.get(row.nonxlist_course_id)?.sis_source_id ?? null,
    };
  }
}

function* shownEnrollments(state: CanvasState): Generator<object> {
  for (const row of state.enrollments.values()) {
    yield {
      ...row,
      of_user: loginForReports(state, row.user_id)?.sis_user_id ?? null,
      of_course: state.courses.get(row.course_id)?.sis_source_id ?? null,
      of_section: state.sections.get(row.course_section_id)?.sis_source_id ?? null,
    };
  }
}

/** Replaces the whole state by a dump's. */
export function loadDump(app: CanvasApp, dump: CanvasDump): void {
  app.state.clear();
  app.imports.records.length = 0;
  app.violations.length = 0;
  for (const name of NAMES) for (const row of dump[name] ?? []) loadRow(app, [name, row] as DumpLine);
  app.imports.wake();
}

/** Puts one row of a dump back. */
export function loadRow(app: CanvasApp, line: DumpLine): void {
  const { state } = app;
  const [name, row] = [line[0], withoutShown(line[1])] as DumpLine;
  if (name === 'accounts') state.addAccount(row);
  else if (name === 'terms') state.addTerm(row);
  else if (name === 'courses') state.addCourse(row);
  else if (name === 'sections') state.addSection(row);
  else if (name === 'users') state.addUser(row);
  else if (name === 'logins') state.addLogin(row);
  else if (name === 'enrollments') state.addEnrollment(row);
  else if (name === 'assignments') state.assignments.restore(row);
  else if (name === 'observer_links') state.addObserverLink(row);
  else if (name === 'admins') state.admins.restore(row);
  else if (name === 'group_memberships') state.addMembership(row);
  else if (name === 'providers') state.providers.restore(row);
  else if (name === 'roles') state.roles.restore(row);
  else if (name === 'imports') app.imports.records.push(row);
  else app.violations.push(row);
}

function withoutShown(row: object): object {
  const copy = structuredClone(row) as Record<string, unknown>;
  for (const key of Object.keys(copy)) if (key.startsWith('of_')) delete copy[key];
  return copy;
}
