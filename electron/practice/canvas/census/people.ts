import type { User as SisUser } from '../../oneroster-data.ts';
import { uiEdit } from '../control/ui-edits.ts';
import type { User } from '../model.ts';
import { type Census, made } from './census-tools.ts';

export interface People {
  /** Canvas users that an earlier import made under the SIS' own ids. */
  known: User[];
  teachers: User[];
  students: User[];
  /** Contractors and coaches somebody made by hand; the SIS has never heard of them. */
  handMade: User[];
}

const HAND_MADE = ['Robin Coach', 'Dana Contractor', 'Sam Librarian', 'Alex Specialist', 'Jamie Trainer'];

/** Some of the SIS' people are in Canvas already: through SSO, suspended, renamed, with a second login. */
export function addPeople(census: Census): People {
  const batch = census.imports.people;
  const active = census.sis.users.filter((user) => user.status === 'active');
  const staff = active.filter((user) => user.role === 'teacher' && loginText(user) !== undefined);
  const students = active.filter((user) => user.role === 'student' && loginText(user) !== undefined);
  const teachers = census.some(staff, Math.max(4, Math.ceil(staff.length * 0.05))).map((user) => addKnown(census, user, batch));
  const pupils = census
    .some(students, Math.max(12, Math.ceil(students.length * 0.02)))
    .map((user) => addKnown(census, user, batch));
  const handMade = HAND_MADE.map((name) => {
    const login_id = `${name.toLowerCase().replace(' ', '.')}@practice.example`;
    return census.state.users.require(uiEdit(census.state, 'create-user', { name, login_id, email: login_id }).id);
  });
  liveTheirLife(census, teachers, pupils);
  return { known: [...teachers, ...pupils], teachers, students: pupils, handMade };
}

function loginText(user: SisUser): string | undefined {
  return user.username === undefined || user.username === '' ? undefined : user.username;
}

/** Every third comes through SSO: their login belongs to the saml provider, and an import must not unlink it. */
function addKnown(census: Census, person: SisUser, batch: number): User {
  const { state } = census;
  const name = `${person.givenName} ${person.familyName}`;
  const user = state.addUser({
    ...made(census),
    sis_batch_id: batch,
    name,
    sortable_name: `${person.familyName}, ${person.givenName}`,
    short_name: name,
    pronouns: null,
    email: person.email ?? null,
    email_state: person.email === undefined ? null : 'active',
    workflow_state: 'registered',
  });
  state.addLogin({
    ...made(census),
    sis_batch_id: batch,
    user_id: user.id,
    unique_id: loginText(person) ?? person.sourcedId,
    sis_user_id: person.sourcedId,
    integration_id: null,
    authentication_provider_id: census.random() < 0.34 ? census.saml.id : null,
    declared_user_type: null,
    workflow_state: 'active',
  });
  return user;
}

function liveTheirLife(census: Census, teachers: readonly User[], students: readonly User[]): void {
  const { state } = census;
  const [first, second] = teachers;
  if (first !== undefined) {
    uiEdit(state, 'create-login', {
      user: first.id,
      login_id: `sso.${first.id}@practice.example`,
      authentication_provider: 'saml',
    });
  }
  if (second !== undefined) uiEdit(state, 'edit-user', { user: second.id, name: `Coach ${second.name.split(' ').at(-1) ?? ''}` });
  for (const student of students.slice(0, 3)) {
    const login = state.loginsOf(student.id)[0];
    if (login !== undefined) uiEdit(state, 'suspend-login', { login: login.id });
  }
  const preferred = students[4];
  if (preferred !== undefined) uiEdit(state, 'edit-user', { user: preferred.id, short_name: 'Sunny', pronouns: 'They/Them' });
  const sso = students[5];
  const ssoLogin = sso === undefined ? undefined : state.loginsOf(sso.id)[0];
  if (ssoLogin !== undefined) ssoLogin.authentication_provider_id = census.saml.id;
}
