import { isoSeconds } from './dates.ts';
import {
  type Account,
  type AccountAdmin,
  type Assignment,
  type AuthenticationProvider,
  type Course,
  type Enrollment,
  type GroupMembership,
  type Login,
  NOTHING_STUCK,
  type ObserverLink,
  type Role,
  type Section,
  type Term,
  type User,
} from './model.ts';
import { Grouping, Table } from './table.ts';

export const ROOT_ACCOUNT_ID = 1;
export const DEFAULT_TERM_ID = 1;
export const ADMIN_USER_ID = 1;

/** The built-in roles under the ids a fresh Canvas gives them. */
const BUILT_IN_ROLES: readonly Pick<Role, 'id' | 'name' | 'base_role_type'>[] = [
  { id: 1, name: 'AccountAdmin', base_role_type: 'AccountMembership' },
  { id: 3, name: 'StudentEnrollment', base_role_type: 'StudentEnrollment' },
  { id: 4, name: 'TeacherEnrollment', base_role_type: 'TeacherEnrollment' },
  { id: 5, name: 'TaEnrollment', base_role_type: 'TaEnrollment' },
  { id: 6, name: 'DesignerEnrollment', base_role_type: 'DesignerEnrollment' },
  { id: 7, name: 'ObserverEnrollment', base_role_type: 'ObserverEnrollment' },
];

/** SIS id or integration id → row, for one kind. Deleted rows keep their ids (§1.13). */
export type IdIndex<T> = Map<string, T>;

/** Everything one root account holds, with the look-ups imports need. Only these methods may change indexed fields. */
export class CanvasState {
  readonly accounts = new Table<Account>();
  readonly terms = new Table<Term>();
  readonly courses = new Table<Course>();
  readonly sections = new Table<Section>();
  readonly users = new Table<User>();
  readonly logins = new Table<Login>();
  readonly enrollments = new Table<Enrollment>();
  readonly assignments = new Table<Assignment>();
  readonly observerLinks = new Table<ObserverLink>();
  readonly admins = new Table<AccountAdmin>();
  readonly groupMemberships = new Table<GroupMembership>();
  readonly providers = new Table<AuthenticationProvider>();
  readonly roles = new Table<Role>();

  readonly accountsBySisId: IdIndex<Account> = new Map();
  readonly accountsByIntegrationId: IdIndex<Account> = new Map();
  readonly termsBySisId: IdIndex<Term> = new Map();
  readonly termsByIntegrationId: IdIndex<Term> = new Map();
  readonly coursesBySisId: IdIndex<Course> = new Map();
  readonly coursesByIntegrationId: IdIndex<Course> = new Map();
  readonly sectionsBySisId: IdIndex<Section> = new Map();
  readonly sectionsByIntegrationId: IdIndex<Section> = new Map();
  readonly loginsBySisId: IdIndex<Login> = new Map();
  readonly loginsByIntegrationId: IdIndex<Login> = new Map();

  readonly #loginsByText = new Map<string, Login[]>();
  readonly #loginsOfUser = new Grouping<Login>();
  readonly #sectionsOfCourse = new Grouping<Section>();
  readonly #enrollmentsOfSection = new Grouping<Enrollment>();
  readonly #enrollmentsOfUser = new Grouping<Enrollment>();
  readonly #linksOfStudent = new Grouping<ObserverLink>();
  readonly #membershipsOfUser = new Grouping<GroupMembership>();

  readonly timeZone: string;
  readonly clock: () => Date;

  constructor(timeZone: string, clock: () => Date) {
    this.timeZone = timeZone;
    this.clock = clock;
  }

  now(): string {
    return isoSeconds(this.clock());
  }

  /** What a new Canvas has: root account, default term, built-in roles, Canvas log-in, one administrator. */
  seedEmpty(): void {
    const made = { sis_batch_id: null, stuck: NOTHING_STUCK, created_at: this.now() };
    const noSis = { sis_source_id: null, integration_id: null };
    this.addAccount({ ...made, ...noSis, name: 'Practice District', parent_account_id: null, workflow_state: 'active' });
    this.addTerm({
      ...made,
      ...noSis,
      name: 'Default Term',
      start_at: null,
      end_at: null,
      workflow_state: 'active',
      overrides: {},
    });
    for (const role of BUILT_IN_ROLES) {
      this.roles.restore({ ...role, account_id: ROOT_ACCOUNT_ID, built_in: true, workflow_state: 'active' });
    }
    this.providers.insert({ auth_type: 'canvas', workflow_state: 'active' });
    const email = 'canvas.admin@practice.example';
    const admin = this.addUser({
      ...made,
      name: 'Canvas Administrator',
      sortable_name: 'Administrator, Canvas',
      short_name: 'Canvas Administrator',
      pronouns: null,
      email,
      email_state: 'active',
      workflow_state: 'registered',
    });
    this.addLogin({
      ...made,
      user_id: admin.id,
      unique_id: email,
      sis_user_id: null,
      integration_id: null,
      authentication_provider_id: null,
      declared_user_type: null,
      workflow_state: 'active',
    });
    this.admins.insert({ ...made, user_id: admin.id, account_id: ROOT_ACCOUNT_ID, role_id: 1, workflow_state: 'active' });
  }

  clear(): void {
    const tables = [this.accounts, this.terms, this.courses, this.sections, this.users, this.logins, this.enrollments];
    for (const table of [
      ...tables,
      this.assignments,
      this.observerLinks,
      this.admins,
      this.groupMemberships,
      this.providers,
      this.roles,
    ])
      table.clear();
    for (const index of [this.accountsBySisId, this.termsBySisId, this.coursesBySisId, this.sectionsBySisId, this.loginsBySisId])
      index.clear();
    this.accountsByIntegrationId.clear();
    this.termsByIntegrationId.clear();
    this.coursesByIntegrationId.clear();
    this.sectionsByIntegrationId.clear();
    this.loginsByIntegrationId.clear();
    this.#loginsByText.clear();
    for (const group of [this.#loginsOfUser, this.#sectionsOfCourse, this.#linksOfStudent]) group.clear();
    for (const group of [this.#enrollmentsOfSection, this.#enrollmentsOfUser]) group.clear();
    this.#membershipsOfUser.clear();
  }

  // --- adding rows: a draft gets the next id, a row with an id is put back (loading) -------------------------------

  addAccount(draft: Omit<Account, 'id'> | Account): Account {
    const row = place(this.accounts, draft);
    indexIds(row, this.accountsBySisId, this.accountsByIntegrationId);
    return row;
  }

  addTerm(draft: Omit<Term, 'id'> | Term): Term {
    const row = place(this.terms, draft);
    indexIds(row, this.termsBySisId, this.termsByIntegrationId);
    return row;
  }

  addCourse(draft: Omit<Course, 'id'> | Course): Course {
    const row = place(this.courses, draft);
    indexIds(row, this.coursesBySisId, this.coursesByIntegrationId);
    return row;
  }

  addSection(draft: Omit<Section, 'id'> | Section): Section {
    const row = place(this.sections, draft);
    indexIds(row, this.sectionsBySisId, this.sectionsByIntegrationId);
    this.#sectionsOfCourse.add(row.course_id, row);
    return row;
  }

  addUser(draft: Omit<User, 'id'> | User): User {
    return place(this.users, draft);
  }

  addLogin(draft: Omit<Login, 'id'> | Login): Login {
    const row = place(this.logins, draft);
    if (row.sis_user_id !== null) this.loginsBySisId.set(row.sis_user_id, row);
    if (row.integration_id !== null) this.loginsByIntegrationId.set(row.integration_id, row);
    this.#loginsOfUser.add(row.user_id, row);
    this.#indexLoginText(row);
    return row;
  }

  addEnrollment(draft: Omit<Enrollment, 'id'> | Enrollment): Enrollment {
    const row = place(this.enrollments, draft);
    this.#enrollmentsOfSection.add(row.course_section_id, row);
    this.#enrollmentsOfUser.add(row.user_id, row);
    return row;
  }

  addObserverLink(draft: Omit<ObserverLink, 'id'> | ObserverLink): ObserverLink {
    const row = place(this.observerLinks, draft);
    this.#linksOfStudent.add(row.student_id, row);
    return row;
  }

  addMembership(draft: Omit<GroupMembership, 'id'> | GroupMembership): GroupMembership {
    const row = place(this.groupMemberships, draft);
    this.#membershipsOfUser.add(row.user_id, row);
    return row;
  }

  // --- look-ups -----------------------------------------------------------------------------------------------------

  loginsOf(userId: number): readonly Login[] {
    return this.#loginsOfUser.of(userId);
  }

  sectionsOf(courseId: number): readonly Section[] {
    return this.#sectionsOfCourse.of(courseId);
  }

  enrollmentsOfSection(sectionId: number): readonly Enrollment[] {
    return this.#enrollmentsOfSection.of(sectionId);
  }

  enrollmentsOfUser(userId: number): readonly Enrollment[] {
    return this.#enrollmentsOfUser.of(userId);
  }

  *enrollmentsOfCourse(courseId: number): Generator<Enrollment> {
    for (const section of this.sectionsOf(courseId)) yield* this.enrollmentsOfSection(section.id);
  }

  observersOf(studentId: number): readonly ObserverLink[] {
    return this.#linksOfStudent.of(studentId);
  }

  membershipsOf(userId: number): readonly GroupMembership[] {
    return this.#membershipsOfUser.of(userId);
  }

  /** Logins with this text, whatever the case, provider and state (§1.9: unique per provider, case-insensitive). */
  loginsByText(uniqueId: string): readonly Login[] {
    return this.#loginsByText.get(uniqueId.toLowerCase()) ?? [];
  }

  // --- changing indexed fields --------------------------------------------------------------------------------------

  renameLogin(login: Login, uniqueId: string): void {
    const key = login.unique_id.toLowerCase();
    const others = (this.#loginsByText.get(key) ?? []).filter((other) => other !== login);
    if (others.length === 0) this.#loginsByText.delete(key);
    else this.#loginsByText.set(key, others);
    login.unique_id = uniqueId;
    this.#indexLoginText(login);
  }

  setLoginSisId(login: Login, sisUserId: string | null): void {
    rekey(this.loginsBySisId, login.sis_user_id, sisUserId, login);
    login.sis_user_id = sisUserId;
  }

  setLoginIntegrationId(login: Login, integrationId: string | null): void {
    rekey(this.loginsByIntegrationId, login.integration_id, integrationId, login);
    login.integration_id = integrationId;
  }

  setSisId<T extends { sis_source_id: string | null }>(index: IdIndex<T>, row: T, sisId: string | null): void {
    rekey(index, row.sis_source_id, sisId, row);
    row.sis_source_id = sisId;
  }

  setIntegrationId<T extends { integration_id: string | null }>(index: IdIndex<T>, row: T, integrationId: string | null): void {
    rekey(index, row.integration_id, integrationId, row);
    row.integration_id = integrationId;
  }

  /** Moves a section with its enrollments. */
  moveSection(section: Section, courseId: number): void {
    if (section.course_id === courseId) return;
    this.#sectionsOfCourse.remove(section.course_id, section);
    section.course_id = courseId;
    this.#sectionsOfCourse.add(courseId, section);
    for (const enrollment of this.enrollmentsOfSection(section.id)) enrollment.course_id = courseId;
  }

  #indexLoginText(login: Login): void {
    const key = login.unique_id.toLowerCase();
    const same = this.#loginsByText.get(key);
    if (same === undefined) this.#loginsByText.set(key, [login]);
    else same.push(login);
  }
}

function place<T extends { id: number }>(table: Table<T>, draft: Omit<T, 'id'> | T): T {
  if (!('id' in draft)) return table.insert(draft);
  table.restore(draft);
  return draft;
}

function indexIds<T extends { sis_source_id: string | null; integration_id: string | null }>(
  row: T,
  bySisId: IdIndex<T>,
  byIntegrationId: IdIndex<T>,
): void {
  if (row.sis_source_id !== null) bySisId.set(row.sis_source_id, row);
  if (row.integration_id !== null) byIntegrationId.set(row.integration_id, row);
}

function rekey<T>(index: IdIndex<T>, from: string | null, to: string | null, row: T): void {
  if (from === to) return;
  if (from !== null && index.get(from) === row) index.delete(from);
  if (to !== null) index.set(to, row);
}
