import { z } from 'zod';
import type { EntityKind } from '../../shared/entities.ts';
import { type Outcome, succeed } from '../../shared/outcome.ts';
import { canvasDate } from './canvas-dates.ts';
import type { CanvasHttp } from './canvas-http.ts';
import { type CanvasRow, enrollmentKey, observerKey } from './canvas-row.ts';
import type { ApiField } from './field-knowledge.ts';
import { SisDirectory } from './sis-directory.ts';
import { sisPath } from './sis-paths.ts';
import { roleFromCanvas, statusFromCanvas } from './status-words.ts';
import { type OverrideField, type OverrideType, overrideValue } from './term-overrides.ts';
import { WireAccount, WireCourse, WireEnrollment, WireLogin, WireSection, type WireTerm, WireTerms, WireUser } from './wire.ts';

/** Reads single objects as the report would show them (canvas-sis.md §5.6), so that confirming compares like with like. */
export interface ReadBackCalls {
  /** Active sub-accounts at every depth. */
  readAccounts(): Promise<Outcome<CanvasRow[]>>;
  /** Terms in all states. */
  readTerms(): Promise<Outcome<CanvasRow[]>>;
  /** Null when Canvas knows no such course. */
  readCourse(sisId: string): Promise<Outcome<CanvasRow | null>>;
  /** Null when Canvas knows no such section, or it is deleted. */
  readSection(sisId: string): Promise<Outcome<CanvasRow | null>>;
  /** The login with this SIS id and its owner. Null when there is none, or it is deleted. */
  readUser(sisId: string): Promise<Outcome<CanvasRow | null>>;
  /** The same by what somebody signs in with, in any case; its key is '' when it has no SIS id. */
  readLogin(login: string): Promise<Outcome<CanvasRow | null>>;
  /**
   * Enrollments of a section in every state, of some users or of all; [] when Canvas knows no such section, or it is deleted.
   * Keys of observers lack the observed student, whose SIS id the API does not tell.
   */
  readSectionEnrollments(sectionSisId: string, userSisIds?: readonly string[]): Promise<Outcome<CanvasRow[]>>;
  /** The links of an observer to some students; [] when Canvas knows no such observer, or none of them. */
  readObserved(observerSisId: string, studentSisIds: readonly string[]): Promise<Outcome<CanvasRow[]>>;
}

/** What a single read must tell of an entity (field-knowledge.ts). */
type Told<E extends EntityKind> = Readonly<Record<ApiField<E>, string>>;

const enrollmentStates = ['active', 'invited', 'creation_pending', 'completed', 'inactive', 'deleted', 'rejected'];
/** More users than this are not named in the address: reading the whole section is cheaper. */
const MAX_NAMED_USERS = 30;

export function createReadBackCalls(http: CanvasHttp): ReadBackCalls {
  const accounts = new SisDirectory(() => readAccounts(http));
  const terms = new SisDirectory(() => readTerms(http));
  return {
    async readAccounts() {
      const rows = await readAccounts(http);
      if (rows.ok) accounts.fill(rows.value);
      return rows;
    },
    async readTerms() {
      const rows = await readTerms(http);
      if (rows.ok) terms.fill(rows.value);
      return rows;
    },
    async readCourse(sisId) {
      const read = await readOrNull(http, `/api/v1/courses/${sisPath('sis_course_id', sisId)}`, 'see courses', WireCourse);
      if (!read.ok || read.value === null) return read as Outcome<null>;
      const account = await accounts.sisIdOf(read.value.account_id);
      if (!account.ok) return account;
      const term = await terms.sisIdOf(read.value.enrollment_term_id);
      return term.ok ? succeed(courseRow(read.value, account.value, term.value)) : term;
    },
    async readSection(sisId) {
      const read = await readOrNull(http, `/api/v1/sections/${sisPath('sis_section_id', sisId)}`, 'see sections', WireSection);
      if (!read.ok) return read;
      return succeed(read.value === null ? null : sectionRow(read.value));
    },
    // The SIS id sits on the login: another login of the same person is not this row (canvas-sis.md §1.13).
    readUser: (sisId) => readUser(http, sisPath('sis_user_id', sisId), (login) => login.sis_user_id === sisId),
    readLogin: (text) =>
      readUser(http, sisPath('sis_login_id', text), (login) => login.unique_id.toLowerCase() === text.toLowerCase()),
    readSectionEnrollments: (sectionSisId, userSisIds) => readSectionEnrollments(http, sectionSisId, userSisIds),
    readObserved: (observerSisId, studentSisIds) => readObserved(http, observerSisId, studentSisIds),
  };
}

async function readOrNull<T extends z.ZodType>(
  http: CanvasHttp,
  path: string,
  what: string,
  schema: T,
): Promise<Outcome<z.infer<T> | null>> {
  const read = await http.read({ method: 'GET', path, what }, schema);
  return !read.ok && read.failure.code === 'canvas.not-found' ? succeed(null) : read;
}

async function readAccounts(http: CanvasHttp): Promise<Outcome<CanvasRow[]>> {
  const found: z.infer<typeof WireAccount>[] = [];
  const path = '/api/v1/accounts/self/sub_accounts?recursive=true&per_page=100';
  const read = await http.pages({ method: 'GET', path, what: 'see sub-accounts' }, z.array(WireAccount), (page) => {
    found.push(...page);
  });
  if (!read.ok) return read;
  const sisIds = new Map(found.map((wire) => [wire.id, wire.sis_account_id]));
  return succeed(
    found.map((wire) => ({
      entity: 'account',
      key: wire.sis_account_id,
      canvasId: wire.id,
      fields: {
        account_id: wire.sis_account_id,
        parent_account_id: sisIds.get(wire.parent_account_id ?? '') ?? '',
        name: wire.name,
        status: statusFromCanvas('account', wire.workflow_state),
        integration_id: wire.integration_id,
      } satisfies Told<'account'>,
      createdBySis: wire.sis_import_id !== '',
      parents: { parent: wire.parent_account_id ?? '' },
    })),
  );
}

async function readTerms(http: CanvasHttp): Promise<Outcome<CanvasRow[]>> {
  const rows: CanvasRow[] = [];
  const path = '/api/v1/accounts/self/terms?workflow_state[]=all&include[]=overrides&per_page=100';
  const read = await http.pages({ method: 'GET', path, what: 'see terms' }, WireTerms, (page) => {
    for (const wire of page.enrollment_terms) {
      const own = {
        term_id: wire.sis_term_id,
        name: wire.name,
        status: statusFromCanvas('term', wire.workflow_state),
        start_date: canvasDate(wire.start_at),
        end_date: canvasDate(wire.end_at),
      };
      const all = { ...own, ...overridesOf(wire.overrides ?? {}) } satisfies Told<'term'>;
      rows.push({
        entity: 'term',
        key: wire.sis_term_id,
        canvasId: wire.id,
        fields: wire.overrides == null ? own : all,
        createdBySis: wire.sis_import_id !== '',
        parents: {},
      });
    }
  });
  return read.ok ? succeed(rows) : read;
}

function overridesOf(overrides: NonNullable<z.infer<typeof WireTerm>['overrides']>): Record<OverrideField, string> {
  const of = (type: OverrideType) => {
    const { start_at, end_at } = overrides[type] ?? { start_at: '', end_at: '' };
    return overrideValue(canvasDate(start_at), canvasDate(end_at));
  };
  return {
    'override:TeacherEnrollment': of('TeacherEnrollment'),
    'override:TaEnrollment': of('TaEnrollment'),
    'override:DesignerEnrollment': of('DesignerEnrollment'),
  };
}

function courseRow(wire: z.infer<typeof WireCourse>, account: string, term: string): CanvasRow {
  return {
    entity: 'course',
    key: wire.sis_course_id,
    canvasId: wire.id,
    fields: {
      course_id: wire.sis_course_id,
      short_name: wire.course_code,
      long_name: wire.name,
      account_id: account,
      term_id: term,
      status: statusFromCanvas('course', wire.workflow_state),
      integration_id: wire.integration_id,
    } satisfies Told<'course'>,
    createdBySis: wire.sis_import_id !== '',
    parents: { account: wire.account_id, term: wire.enrollment_term_id },
  };
}

function sectionRow(wire: z.infer<typeof WireSection>): CanvasRow {
  // The report shows dates only while they restrict access; echoing hidden ones would switch the restriction on.
  const dated = wire.restrict_enrollments_to_section_dates !== false;
  return {
    entity: 'section',
    key: wire.sis_section_id,
    canvasId: wire.id,
    fields: {
      section_id: wire.sis_section_id,
      course_id: wire.sis_course_id,
      name: wire.name,
      status: 'active',
      integration_id: wire.integration_id,
      start_date: dated ? canvasDate(wire.start_at) : '',
      end_date: dated ? canvasDate(wire.end_at) : '',
    } satisfies Told<'section'>,
    ...(dated || (wire.start_at === '' && wire.end_at === '') ? {} : { idleDates: true as const }),
    createdBySis: wire.sis_import_id !== '',
    parents: { course: wire.course_id, nonxlistCourse: wire.nonxlist_course_id },
  };
}

async function readUser(
  http: CanvasHttp,
  ref: string,
  isMeant: (login: z.infer<typeof WireLogin>) => boolean,
): Promise<Outcome<CanvasRow | null>> {
  const user = await readOrNull(http, `/api/v1/users/${ref}`, 'see users', WireUser);
  if (!user.ok || user.value === null) return user as Outcome<null>;
  const logins: z.infer<typeof WireLogin>[] = [];
  const path = `/api/v1/users/${encodeURIComponent(user.value.id)}/logins?per_page=100`;
  const read = await http.pages({ method: 'GET', path, what: "see users' logins" }, z.array(WireLogin), (page) => {
    logins.push(...page);
  });
  if (!read.ok) return read;
  const login = logins.find(isMeant);
  if (login === undefined) return succeed(null);
  return succeed({
    entity: 'user',
    key: login.sis_user_id,
    canvasId: user.value.id,
    fields: {
      user_id: login.sis_user_id,
      integration_id: login.integration_id,
      login_id: login.unique_id,
      authentication_provider_id: login.authentication_provider_id,
      full_name: user.value.name,
      sortable_name: user.value.sortable_name,
      ...(user.value.email === undefined ? {} : { email: user.value.email ?? '' }),
      status: statusFromCanvas('user', login.workflow_state),
    } satisfies Omit<Told<'user'>, 'email'>,
    createdBySis: user.value.sis_import_id !== '',
    parents: {},
  });
}

async function readSectionEnrollments(
  http: CanvasHttp,
  sectionSisId: string,
  userSisIds: readonly string[] | undefined,
): Promise<Outcome<CanvasRow[]>> {
  const wanted = userSisIds === undefined ? null : new Set(userSisIds);
  const query = enrollmentStates.map((state) => `state[]=${state}`);
  if (wanted !== null && wanted.size <= MAX_NAMED_USERS) {
    for (const id of wanted) query.push(`sis_user_id[]=${encodeURIComponent(id)}`);
  }
  const path = `/api/v1/sections/${sisPath('sis_section_id', sectionSisId)}/enrollments?${query.join('&')}&per_page=100`;
  const rows: CanvasRow[] = [];
  const read = await http.pages({ method: 'GET', path, what: 'see enrollments' }, z.array(WireEnrollment), (page) => {
    for (const wire of page) {
      const row = enrollmentRow(wire, sectionSisId);
      if (wanted === null || wanted.has(row.fields.user_id ?? '')) rows.push(row);
    }
  });
  if (read.ok) return succeed(rows);
  return read.failure.code === 'canvas.not-found' ? succeed([]) : read;
}

function enrollmentRow(wire: z.infer<typeof WireEnrollment>, sectionSisId: string): CanvasRow {
  const user = wire.sis_user_id || (wire.user?.sis_user_id ?? '');
  const role = roleFromCanvas(wire.role ?? wire.type);
  return {
    entity: 'enrollment',
    key: enrollmentKey(sectionSisId, user, role),
    canvasId: wire.id,
    fields: {
      section_id: sectionSisId,
      user_id: user,
      role,
      status: statusFromCanvas('enrollment', wire.enrollment_state),
      limit_section_privileges: String(wire.limit_privileges_to_course_section),
    } satisfies Told<'enrollment'>,
    createdBySis: wire.sis_import_id !== '',
    parents: { course: wire.course_id, section: wire.course_section_id, user: wire.user_id, observed: wire.associated_user_id },
  };
}

async function readObserved(
  http: CanvasHttp,
  observerSisId: string,
  studentSisIds: readonly string[],
): Promise<Outcome<CanvasRow[]>> {
  const observed = new Map<string, string>();
  const path = `/api/v1/users/${sisPath('sis_user_id', observerSisId)}/observees?per_page=100`;
  const read = await http.pages({ method: 'GET', path, what: 'see whom somebody observes' }, z.array(WireUser), (page) => {
    for (const { id, sis_user_id } of page) observed.set(sis_user_id, id);
  });
  if (!read.ok) return read.failure.code === 'canvas.not-found' ? succeed([]) : read;
  const rows: CanvasRow[] = [];
  for (const student of studentSisIds) {
    const there = await isObserved(http, student, observed);
    if (!there.ok) return there;
    if (there.value) rows.push(observerRow(observerSisId, student));
  }
  return succeed(rows);
}

/** Canvas tells one SIS id of each; somebody with several logins may be meant by another. */
async function isObserved(http: CanvasHttp, student: string, observed: ReadonlyMap<string, string>): Promise<Outcome<boolean>> {
  if (observed.has(student) || observed.size === 0) return succeed(observed.has(student));
  const path = `/api/v1/users/${sisPath('sis_user_id', student)}`;
  const user = await readOrNull(http, path, 'see users', WireUser);
  if (!user.ok) return user;
  const { value } = user;
  return succeed(value !== null && [...observed.values()].includes(value.id));
}

function observerRow(observer: string, student: string): CanvasRow {
  return {
    entity: 'observer',
    key: observerKey(observer, student),
    canvasId: '',
    fields: { observer_id: observer, student_id: student, status: 'active' } satisfies Told<'observer'>,
    // The API does not tell; only a report does, and only there it matters (D6).
    createdBySis: false,
    parents: {},
  };
}
