import type { CanvasApp } from '../app.ts';
import { json, list, notFound } from '../http/answer.ts';
import { type Handler, type Route, route } from '../http/router.ts';
import { need, userOf } from './refs.ts';

/** The token's first letters, by which Canvas tells tokens apart without knowing them (Access Tokens API). */
const HINT_LENGTH = 5;

function tokenJson(app: CanvasApp): object {
  const { expiresAt } = app.settings.token;
  return {
    id: 1,
    created_at: app.state.users.require(app.tokenUserId).created_at,
    expires_at: expiresAt === '' ? null : expiresAt,
    workflow_state: 'active',
    remember_access: null,
    scopes: [],
    real_user_id: null,
    token_hint: hintOf(app),
    user_id: app.tokenUserId,
    purpose: app.settings.token.purpose,
    app_name: null,
    can_manually_regenerate: true,
  };
}

function hintOf(app: CanvasApp): string {
  return app.token.slice(0, HINT_LENGTH);
}

/** Only newer Canvas lists them, and only to those who may see them. */
const userGenerated: Handler = (app, request) => {
  if (app.settings.profile === '2022') return notFound();
  const user = userOf(app, request.params.user_id ?? '');
  need(app, 'view_user_generated_access_tokens');
  return list(user.id === app.tokenUserId ? [app] : [], tokenJson);
};

/** By id or by hint; one's own token needs no permission. */
const show: Handler = (app, request) => {
  const user = userOf(app, request.params.user_id ?? '');
  const { id } = request.params;
  if (app.settings.profile === '2022' || user.id !== app.tokenUserId || (id !== '1' && id !== hintOf(app))) return notFound();
  return json(tokenJson(app));
};

export const TOKEN_ROUTES: readonly Route[] = [
  route('GET', '/api/v1/users/:user_id/user_generated_tokens', userGenerated),
  route('GET', '/api/v1/users/:user_id/tokens/:id', show),
];
