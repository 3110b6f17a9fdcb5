import { type CanvasState, ROOT_ACCOUNT_ID } from '../canvas-state.ts';
import { lastNameFirst } from '../imports/user-names.ts';
import { endUserWithoutLogins, NOTE_NOTHING, setEnrollmentState } from '../lifecycle.ts';
import { type AccountAdmin, type GroupMembership, type Login, NOTHING_STUCK, type User } from '../model.ts';
import { markWritten, PERSON, stickAtCreation, writeField } from '../sticky.ts';
import { type UiAction, type UiInput, UiRefusal } from './ui-input.ts';
import { handMade } from './ui-places.ts';

/** Users, logins and authentication providers by hand. */
export const PEOPLE_ACTIONS: Readonly<Record<string, UiAction>> = {
  /** { name, login_id, sortable_name?, short_name?, email?, sis_user_id?, authentication_provider? } */
  'create-user': createUser,
  /** { user, name?, sortable_name?, short_name?, pronouns?, email? } */
  'edit-user': editUser,
  'delete-user': deleteUser,
  /** { user, login_id, sis_user_id?, authentication_provider? } */
  'create-login': (state, input) => createLogin(state, input, input.user()),
  /** { login, login_id?, sis_user_id?, integration_id?, authentication_provider?, workflow_state? } */
  'edit-login': editLogin,
  'suspend-login': (state, input) => setLoginState(state, input.login(), 'suspended'),
  'restore-login': (state, input) => setLoginState(state, input.login(), 'active'),
  'delete-login': (state, input) => setLoginState(state, input.login(), 'deleted'),
  /** { user, account?, role? }: an administrator made by hand */
  'create-admin': createAdmin,
  /** { user, course, group } */
  'join-group': joinGroup,
  /** { auth_type } */
  'create-provider': (state, input) => state.providers.insert({ auth_type: input.text('auth_type'), workflow_state: 'active' }),
};

function createAdmin(state: CanvasState, input: UiInput): AccountAdmin {
  const name = input.optionalText('role') ?? 'AccountAdmin';
  const role = [...state.roles.values()].find((known) => known.name === name && known.base_role_type === 'AccountMembership');
  if (role === undefined) throw new UiRefusal(`there is no role ${name}`);
  return state.admins.insert({
    ...handMade(state),
    stuck: NOTHING_STUCK,
    user_id: input.user().id,
    account_id: input.has('account') ? input.account().id : ROOT_ACCOUNT_ID,
    role_id: role.id,
    workflow_state: 'active',
  });
}

function joinGroup(state: CanvasState, input: UiInput): GroupMembership {
  return state.addMembership({
    ...handMade(state),
    stuck: NOTHING_STUCK,
    user_id: input.user().id,
    course_id: input.course().id,
    group_name: input.text('group'),
    workflow_state: 'accepted',
  });
}

function createUser(state: CanvasState, input: UiInput): User {
  // Refused before anything is made.
  input.freeLogin(input.providerId());
  input.freeId('sis_user_id', state.loginsBySisId);
  const name = input.text('name');
  const values = {
    name,
    sortable_name: input.optionalText('sortable_name') ?? lastNameFirst(name),
    short_name: input.optionalText('short_name') ?? name,
  };
  const email = input.optionalText('email') ?? null;
  const user = state.addUser({
    ...handMade(state),
    ...values,
    stuck: stickAtCreation('user', values),
    pronouns: null,
    email,
    email_state: email === null ? null : 'active',
    workflow_state: 'registered',
  });
  createLogin(state, input, user);
  return user;
}

function editUser(_state: CanvasState, input: UiInput): User {
  const user = input.user();
  if (input.has('name')) writeField(PERSON, user, 'name', input.text('name'));
  if (input.has('sortable_name')) writeField(PERSON, user, 'sortable_name', input.text('sortable_name'));
  if (input.has('short_name')) writeField(PERSON, user, 'short_name', input.text('short_name'));
  if (input.has('pronouns')) writeField(PERSON, user, 'pronouns', input.textOrNull('pronouns'));
  if (input.has('email')) {
    user.email = input.textOrNull('email');
    user.email_state = user.email === null ? null : 'active';
  }
  return user;
}

function deleteUser(state: CanvasState, input: UiInput): User {
  const user = input.user();
  user.workflow_state = 'deleted';
  for (const login of state.loginsOf(user.id)) login.workflow_state = 'deleted';
  for (const row of [...state.enrollmentsOfUser(user.id)]) setEnrollmentState(state, row, 'deleted', NOTE_NOTHING);
  return user;
}

function createLogin(state: CanvasState, input: UiInput, user: User): Login {
  const providerId = input.providerId();
  const values = { unique_id: input.freeLogin(providerId), workflow_state: 'active' as const };
  return state.addLogin({
    ...handMade(state),
    ...values,
    stuck: stickAtCreation('login', values),
    user_id: user.id,
    sis_user_id: input.freeId('sis_user_id', state.loginsBySisId) ?? null,
    integration_id: null,
    authentication_provider_id: providerId,
    declared_user_type: null,
  });
}

function editLogin(state: CanvasState, input: UiInput): Login {
  const login = input.login();
  if (input.has('login_id') && input.text('login_id') !== login.unique_id) {
    state.renameLogin(login, input.freeLogin(login.authentication_provider_id, login));
    markWritten(PERSON, login, 'unique_id');
  }
  const sisId = input.freeId('sis_user_id', state.loginsBySisId, login);
  if (sisId !== undefined) state.setLoginSisId(login, sisId);
  const integrationId = input.freeId('integration_id', state.loginsByIntegrationId, login);
  if (integrationId !== undefined) state.setLoginIntegrationId(login, integrationId);
  if (input.has('authentication_provider')) login.authentication_provider_id = input.providerId();
  if (input.has('workflow_state')) setLoginState(state, login, loginState(input.text('workflow_state')));
  return login;
}

function loginState(word: string): Login['workflow_state'] {
  if (word === 'active' || word === 'suspended' || word === 'deleted') return word;
  throw new UiRefusal(`unknown login state ${word}`);
}

function setLoginState(state: CanvasState, login: Login, next: Login['workflow_state']): Login {
  if (writeField(PERSON, login, 'workflow_state', next) && next === 'deleted')
    endUserWithoutLogins(state, login.user_id, NOTE_NOTHING);
  return login;
}
