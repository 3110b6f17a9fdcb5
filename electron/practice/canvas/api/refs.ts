import type { CanvasApp } from '../app.ts';
import { DEFAULT_TERM_ID, ROOT_ACCOUNT_ID } from '../canvas-state.ts';
import { notFound, notPermitted, Refusal } from '../http/answer.ts';
import type { Account, Course, Login, Section, Term, User } from '../model.ts';

/** Finds objects by what stands in a path: Canvas id, sis_…_id:X, sis_integration_id:X, hex:sis_…_id:…, self (§5.4). */
export function accountOf(app: CanvasApp, ref: string): Account {
  if (ref === 'self' || ref === 'default') return app.state.accounts.require(ROOT_ACCOUNT_ID);
  return (
    find(ref, 'sis_account_id', app.state.accounts, app.state.accountsBySisId, app.state.accountsByIntegrationId) ?? notFound()
  );
}

export function courseOf(app: CanvasApp, ref: string): Course {
  return find(ref, 'sis_course_id', app.state.courses, app.state.coursesBySisId, app.state.coursesByIntegrationId) ?? notFound();
}

export function sectionOf(app: CanvasApp, ref: string): Section {
  return (
    find(ref, 'sis_section_id', app.state.sections, app.state.sectionsBySisId, app.state.sectionsByIntegrationId) ?? notFound()
  );
}

export function termOf(app: CanvasApp, ref: string): Term {
  return findTerm(app, ref) ?? notFound();
}

export function findTerm(app: CanvasApp, ref: string): Term | undefined {
  if (ref === 'default') return app.state.terms.require(DEFAULT_TERM_ID);
  if (ref === 'current') return currentTerm(app);
  return find(ref, 'sis_term_id', app.state.terms, app.state.termsBySisId, app.state.termsByIntegrationId);
}

/** The only term that runs now, if there is exactly one; the default term never counts. */
function currentTerm(app: CanvasApp): Term | undefined {
  const now = app.state.now();
  const running = [...app.state.terms.values()].filter(
    (term) =>
      term.id !== DEFAULT_TERM_ID &&
      term.workflow_state === 'active' &&
      (term.start_at ?? now) <= now &&
      (term.end_at ?? now) >= now,
  );
  return running.length === 1 ? running[0] : undefined;
}

export function userOf(app: CanvasApp, ref: string): User {
  if (ref === 'self') return app.state.users.require(app.tokenUserId);
  const { kind, id } = readRef(ref);
  if (kind === 'id') return app.state.users.get(Number(id)) ?? notFound();
  const login = loginByRef(app, kind, id);
  if (login === undefined || login.workflow_state === 'deleted') return notFound();
  return app.state.users.get(login.user_id) ?? notFound();
}

function loginByRef(app: CanvasApp, kind: string, id: string): Login | undefined {
  if (kind === 'sis_user_id') return app.state.loginsBySisId.get(id);
  if (kind === 'sis_integration_id') return app.state.loginsByIntegrationId.get(id);
  if (kind === 'sis_login_id') return app.state.loginsByText(id).find((login) => login.workflow_state !== 'deleted');
  return undefined;
}

function find<T extends { id: number }>(
  ref: string,
  sisKind: string,
  table: { get(id: number): T | undefined },
  bySisId: ReadonlyMap<string, T>,
  byIntegrationId: ReadonlyMap<string, T>,
): T | undefined {
  const { kind, id } = readRef(ref);
  if (kind === 'id') return table.get(Number(id));
  if (kind === sisKind) return bySisId.get(id);
  return kind === 'sis_integration_id' ? byIntegrationId.get(id) : undefined;
}

function readRef(ref: string): { kind: string; id: string } {
  if (/^\d+$/.test(ref)) return { kind: 'id', id: ref };
  const hex = /^hex:/i.test(ref);
  const plain = hex ? ref.slice(4) : ref;
  const colon = plain.indexOf(':');
  if (colon < 0) return { kind: 'unknown', id: ref };
  const id = plain.slice(colon + 1);
  return { kind: plain.slice(0, colon).toLowerCase(), id: hex ? Buffer.from(id, 'hex').toString('utf8') : id };
}

/** Refuses when the token's user lost the permission; any of several is enough. */
export function need(app: CanvasApp, ...permissions: string[]): void {
  const { missingPermissions, profile } = app.settings;
  if (permissions.every((permission) => missingPermissions.includes(permission))) throw new Refusal(notPermitted(profile));
}

/** Without read_sis and manage_sis the ids are absent, not null (§5.5). */
export function sisFields(app: CanvasApp, fields: Record<string, unknown>): Record<string, unknown> {
  const missing = app.settings.missingPermissions;
  if (missing.includes('read_sis') && missing.includes('manage_sis')) return {};
  if (!missing.includes('manage_sis')) return fields;
  const { sis_import_id: _, ...rest } = fields;
  return rest;
}
