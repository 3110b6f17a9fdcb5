import { json, list } from '../http/answer.ts';
import { type Handler, type Route, route } from '../http/router.ts';
import { loginJson, userJson } from './json.ts';
import { accountOf, need, userOf } from './refs.ts';

const show: Handler = (app, request) => {
  const user = userOf(app, request.params.user_id ?? '');
  const self = request.params.user_id === 'self';
  return json({ ...userJson(app, user), ...(self ? { effective_locale: 'en', permissions: { can_update_name: true } } : {}) });
};

const profile: Handler = (app, request) => {
  const user = userOf(app, request.params.user_id ?? '');
  return json({ ...userJson(app, user), primary_email: user.email, time_zone: app.state.timeZone });
};

const loginsOfUser: Handler = (app, request) => {
  const user = userOf(app, request.params.user_id ?? '');
  return list(
    app.state.loginsOf(user.id).filter((login) => login.workflow_state !== 'deleted'),
    (login) => loginJson(app, login),
  );
};

const observees: Handler = (app, request) => {
  const observer = userOf(app, request.params.user_id ?? '');
  const links = [...app.state.observerLinks.values()].filter(
    (link) => link.observer_id === observer.id && link.workflow_state === 'active',
  );
  return list(links, (link) => userJson(app, app.state.users.require(link.student_id)));
};

/** Search over name, login, SIS id and e-mail. */
const usersOfAccount: Handler = (app, request) => {
  accountOf(app, request.params.account_id ?? '');
  need(app, 'read_roster');
  const term = request.fields.get('search_term')?.toLowerCase();
  const rows = [...app.state.users.values()].filter((user) => {
    if (user.workflow_state === 'deleted') return false;
    if (term === undefined) return true;
    const logins = app.state.loginsOf(user.id).map((login) => `${login.unique_id}\n${login.sis_user_id ?? ''}`);
    return `${user.name}\n${user.email ?? ''}\n${logins.join('\n')}`.toLowerCase().includes(term);
  });
  return list(rows, (user) => userJson(app, user));
};

export const USER_ROUTES: readonly Route[] = [
  route('GET', '/api/v1/users/:user_id', show),
  route('GET', '/api/v1/users/:user_id/profile', profile),
  route('GET', '/api/v1/users/:user_id/logins', loginsOfUser),
  route('GET', '/api/v1/users/:user_id/observees', observees),
  route('GET', '/api/v1/accounts/:account_id/users', usersOfAccount),
];
