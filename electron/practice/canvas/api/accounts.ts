import type { CanvasApp } from '../app.ts';
import { ROOT_ACCOUNT_ID } from '../canvas-state.ts';
import { json, list, refuseWith } from '../http/answer.ts';
import { listField, trueField } from '../http/fields.ts';
import { type ApiRequest, type Handler, type Route, route } from '../http/router.ts';
import type { Account } from '../model.ts';
import { accountJson, providerJson, termJson } from './json.ts';
import { accountOf, need, termOf } from './refs.ts';

const show: Handler = (app, request) => {
  need(app, 'read_as_admin');
  return json(accountJson(app, accountOf(app, request.params.account_id ?? '')));
};

const index: Handler = (app) => list([app.state.accounts.require(ROOT_ACCOUNT_ID)], (account) => accountJson(app, account));

/** A map of booleans; a permission nobody took away is there (the token belongs to an account administrator). */
const permissions: Handler = (app, request) => {
  accountOf(app, request.params.account_id ?? '');
  const asked = listField(request.fields, 'permissions');
  return json(Object.fromEntries(asked.map((name) => [name, !app.settings.missingPermissions.includes(name)])));
};

const subAccounts: Handler = (app, request) => {
  const parent = accountOf(app, request.params.account_id ?? '');
  need(app, 'read_as_admin');
  const below = trueField(request.fields, 'recursive') ? descendants(app, parent) : children(app, parent);
  return list(below, (account) => accountJson(app, account));
};

function children(app: CanvasApp, parent: Account): Account[] {
  return [...app.state.accounts.values()].filter(
    (account) => account.parent_account_id === parent.id && account.workflow_state === 'active',
  );
}

function descendants(app: CanvasApp, parent: Account): Account[] {
  return children(app, parent).flatMap((child) => [child, ...descendants(app, child)]);
}

/** Active terms unless workflow_state[] says otherwise; only the root account has any. */
const terms: Handler = (app, request) => {
  rootOnly(app, request);
  need(app, 'manage_account_settings', 'manage_sis', 'import_sis');
  const states = listField(request.fields, 'workflow_state');
  const shown = states.length === 0 ? ['active'] : states;
  const rows = [...app.state.terms.values()].filter((term) => shown.includes('all') || shown.includes(term.workflow_state));
  const withOverrides = listField(request.fields, 'include').includes('overrides');
  return list(rows, (term) => termJson(app, term, withOverrides), { wrapper: 'enrollment_terms' });
};

const showTerm: Handler = (app, request) => {
  rootOnly(app, request);
  need(app, 'manage_account_settings', 'manage_sis', 'import_sis');
  return json(termJson(app, termOf(app, request.params.id ?? ''), true));
};

function rootOnly(app: CanvasApp, request: ApiRequest): void {
  const account = accountOf(app, request.params.account_id ?? '');
  if (account.id !== ROOT_ACCOUNT_ID) refuseWith(400, { message: 'Terms only belong to root_accounts.' });
}

const providers: Handler = (app, request) => {
  accountOf(app, request.params.account_id ?? '');
  need(app, 'manage_account_settings');
  const live = [...app.state.providers.values()].filter((provider) => provider.workflow_state === 'active');
  return list(live, (provider) => providerJson(provider, live.indexOf(provider) + 1));
};

const roles: Handler = (app, request) => {
  const account = accountOf(app, request.params.account_id ?? '');
  const states = listField(request.fields, 'state');
  const shown = states.length === 0 ? ['active'] : states;
  const inherited = trueField(request.fields, 'show_inherited');
  const rows = [...app.state.roles.values()].filter(
    (role) => shown.includes(role.workflow_state) && (role.account_id === account.id || role.built_in || inherited),
  );
  return list(rows, (role) => ({
    id: role.id,
    role: role.name,
    label: role.built_in ? role.name.replace(/Enrollment$/, '') : role.name,
    base_role_type: role.base_role_type,
    workflow_state: role.built_in ? 'built_in' : role.workflow_state,
    is_account_role: role.base_role_type === 'AccountMembership',
  }));
};

export const ACCOUNT_ROUTES: readonly Route[] = [
  route('GET', '/api/v1/accounts', index),
  route('GET', '/api/v1/accounts/:account_id', show),
  route('GET', '/api/v1/accounts/:account_id/permissions', permissions),
  route('GET', '/api/v1/accounts/:account_id/sub_accounts', subAccounts),
  route('GET', '/api/v1/accounts/:account_id/terms', terms),
  route('GET', '/api/v1/accounts/:account_id/terms/:id', showTerm),
  route('GET', '/api/v1/accounts/:account_id/authentication_providers', providers),
  route('GET', '/api/v1/accounts/:account_id/roles', roles),
];
