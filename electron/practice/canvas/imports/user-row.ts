import { endUserWithoutLogins } from '../lifecycle.ts';
import { type AuthenticationProvider, type Login, NOTHING_STUCK, type User } from '../model.ts';
import { markWritten, mayWrite, stamp, writeField } from '../sticky.ts';
import { type ImportContext, refuse, tooLong } from './context.ts';
import type { CsvRow } from './csv-row.ts';
import { inferName, inferSortableName } from './user-names.ts';

type LoginState = Login['workflow_state'];

interface UserRow {
  row: CsvRow;
  id: string;
  loginId: string;
  status: LoginState;
  provider: AuthenticationProvider | undefined;
  integrationId: string | undefined;
}

/** One row of users.csv that parsed; refusals in the order of §1.9. */
export function importUser(context: ImportContext, row: CsvRow): void {
  const user = readRow(context, row);
  const bySisId = context.state.loginsBySisId.get(user.id);
  if (bySisId?.workflow_state === 'deleted' && user.status === 'deleted') return;
  const login = findLogin(context, user, bySisId);
  refuseSelfRemoval(context, user, login);
  refuseTakenIntegrationId(context, user, login);
  checkLoginText(user);
  const email = readEmail(row);
  const applies = email.valid ? context.accept(row) : context.acceptUncounted(row);
  if (applies) applyUser(context, user, login, email.valid ? email.value : undefined);
  if (!email.valid) refuse(`The email address associated with user '${user.id}' is invalid (email: '${email.value}')`);
}

function readRow(context: ImportContext, row: CsvRow): UserRow {
  const id = row.get('user_id') ?? '';
  const status = (row.get('status') ?? '').toLowerCase();
  const named = row.get('authentication_provider_id');
  const provider = named === undefined ? undefined : findProvider(context, named);
  if (named !== undefined && provider === undefined) refuse(`unrecognized authentication provider ${named} for ${id}, skipping`);
  return {
    row,
    id,
    loginId: row.get('login_id') ?? '',
    status: status === 'deleted' || status === 'suspended' ? status : 'active',
    provider,
    integrationId: row.get('integration_id'),
  };
}

/** By id or by the word of its type. */
export function findProvider(context: ImportContext, named: string): AuthenticationProvider | undefined {
  for (const provider of context.state.providers.values()) {
    if (provider.workflow_state === 'deleted') continue;
    if (String(provider.id) === named || provider.auth_type === named.toLowerCase()) return provider;
  }
  return undefined;
}

/** By user_id, deleted logins included, else by login_id: an SIS-less login is adopted. */
function findLogin(context: ImportContext, user: UserRow, bySisId: Login | undefined): Login | undefined {
  const providerId = user.provider?.id ?? null;
  const sameText = context.state
    .loginsByText(user.loginId)
    .filter((login) => login.workflow_state !== 'deleted' && login.authentication_provider_id === providerId);
  const owner = sameText.find((login) => login !== bySisId);
  if (owner === undefined || user.status === 'deleted') return bySisId;
  if (bySisId === undefined && owner.sis_user_id === null) return owner;
  if (bySisId === undefined && context.options.update_sis_id_if_login_claimed) return owner;
  return refuse(
    `An existing Canvas user with ${shownOwner(owner)} has already claimed ${user.id}'s user_id requested login information, skipping`,
  );
}

function shownOwner(owner: Login): string {
  return owner.sis_user_id === null ? `the Canvas ID ${owner.user_id}` : `the SIS ID ${owner.sis_user_id}`;
}

function refuseSelfRemoval(context: ImportContext, user: UserRow, login: Login | undefined): void {
  if (user.status === 'deleted' && login?.user_id === context.creatorId) refuse(`Can't remove yourself user_id '${user.id}'`);
}

function refuseTakenIntegrationId(context: ImportContext, user: UserRow, login: Login | undefined): void {
  const owner = user.integrationId === undefined ? undefined : context.state.loginsByIntegrationId.get(user.integrationId);
  if (owner === undefined || owner === login) return;
  refuse(`An existing Canvas user with ${shownOwner(owner)} has already claimed ${user.id}'s requested integration_id, skipping`);
}

function checkLoginText(user: UserRow): void {
  const could = `Could not save the user with user_id: '${user.id}'.`;
  if (/\p{Cc}/u.test(user.loginId)) refuse(`${could} Invalid login_id: '${user.loginId}'`);
  if (tooLong(user.loginId, 100)) refuse(`${could} Unknown reason: unique_id is too long (maximum is 100 characters)`);
  if (tooLong(user.id)) refuse(`${could} Unknown reason: sis_user_id is too long (maximum is 255 characters)`);
}

function readEmail(row: CsvRow): { valid: true; value: string | undefined } | { valid: false; value: string } {
  const email = row.get('email');
  if (email === undefined || /^[^\s@,;<>]+@[^\s@,;<>]+$/.test(email)) return { valid: true, value: email };
  return { valid: false, value: email };
}

function applyUser(context: ImportContext, given: UserRow, existing: Login | undefined, email: string | undefined): void {
  const { state, writer } = context;
  const user = existing === undefined ? addUser(context, given) : state.users.require(existing.user_id);
  if (existing !== undefined) renameUser(context, given, user);
  const login = existing ?? addLogin(context, given, user);
  if (existing !== undefined) updateLogin(context, given, login);
  applyEmail(context, given, user, email);
  const pronouns = given.row.get('pronouns');
  if (pronouns !== undefined) writeField(writer, user, 'pronouns', pronouns === '<delete>' ? null : pronouns);
  const declared = given.row.get('declared_user_type');
  if (declared !== undefined) login.declared_user_type = declared === '<delete>' ? null : declared;
  stamp(writer, user);
  stamp(writer, login);
}

function renameUser(context: ImportContext, given: UserRow, user: User): void {
  const { writer } = context;
  const name = inferName(given.row, user, given.loginId);
  const sortable = inferSortableName(given.row, user, name);
  writeField(writer, user, 'name', name);
  writeField(writer, user, 'sortable_name', sortable);
  const short = given.row.get('short_name');
  if (short !== undefined) writeField(writer, user, 'short_name', short);
  if (user.workflow_state === 'deleted' && given.status !== 'deleted') user.workflow_state = 'registered';
}

function updateLogin(context: ImportContext, given: UserRow, login: Login): void {
  const { state, writer } = context;
  if (login.sis_user_id !== given.id) state.setLoginSisId(login, given.id);
  if (login.unique_id !== given.loginId && mayWrite(writer, login, 'unique_id')) {
    state.renameLogin(login, given.loginId);
    markWritten(writer, login, 'unique_id');
  }
  // Blank or absent unlinks the provider.
  login.authentication_provider_id = given.provider?.id ?? null;
  if (given.integrationId !== undefined) state.setLoginIntegrationId(login, given.integrationId);
  if (login.workflow_state !== given.status && mayWrite(writer, login, 'workflow_state')) {
    setLoginState(context, login, given.status);
    markWritten(writer, login, 'workflow_state');
  }
}

function setLoginState(context: ImportContext, login: Login, next: LoginState): void {
  const before = login.workflow_state;
  login.workflow_state = next;
  if (next === 'deleted') context.note('Pseudonym', 'deleted');
  else if (before === 'deleted') context.note('Pseudonym', 'restored');
  if (next === 'deleted') endUserWithoutLogins(context.state, login.user_id, context.note);
}

/** Blank keeps; a new value replaces the address; a deleted user's address is retired (§8.92). */
function applyEmail(context: ImportContext, given: UserRow, user: User, email: string | undefined): void {
  if (email !== undefined && user.email === null) context.note('CommunicationChannel', 'created');
  if (email !== undefined) user.email = email;
  if (user.email !== null) user.email_state = given.status === 'deleted' ? 'retired' : 'active';
}

function addUser(context: ImportContext, given: UserRow): User {
  const name = inferName(given.row, undefined, given.loginId);
  return context.state.addUser({
    sis_batch_id: context.batch,
    stuck: NOTHING_STUCK,
    created_at: context.state.now(),
    name,
    sortable_name: inferSortableName(given.row, undefined, name),
    short_name: given.row.get('short_name') ?? name,
    pronouns: null,
    email: null,
    email_state: null,
    workflow_state: 'registered',
  });
}

function addLogin(context: ImportContext, given: UserRow, user: User): Login {
  if (given.status !== 'deleted') context.note('Pseudonym', 'created');
  return context.state.addLogin({
    sis_batch_id: context.batch,
    stuck: NOTHING_STUCK,
    created_at: context.state.now(),
    user_id: user.id,
    unique_id: given.loginId,
    sis_user_id: given.id,
    integration_id: given.integrationId ?? null,
    authentication_provider_id: given.provider?.id ?? null,
    declared_user_type: null,
    workflow_state: given.status,
  });
}
