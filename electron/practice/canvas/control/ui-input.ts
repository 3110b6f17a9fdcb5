import type { CanvasState } from '../canvas-state.ts';
import type { Account, Course, Login, Section, Term, User } from '../model.ts';

/** What the caller of a UI edit got wrong, in a sentence. */
export class UiRefusal extends Error {}

/**
 * The body of a UI edit. Objects are named by their SIS id (a string) or their Canvas id (a number), e.g.
 * { "course": "c-17" } or { "course": 42 }; people by the SIS id of a login or by Canvas user id.
 */
export class UiInput {
  readonly #state: CanvasState;
  readonly #body: Readonly<Record<string, unknown>>;

  constructor(state: CanvasState, body: Readonly<Record<string, unknown>>) {
    this.#state = state;
    this.#body = body;
  }

  has(name: string): boolean {
    return this.#body[name] !== undefined;
  }

  text(name: string): string {
    const value = this.#body[name];
    if (typeof value !== 'string') throw new UiRefusal(`${name} must be text`);
    return value;
  }

  optionalText(name: string): string | undefined {
    return this.has(name) ? this.text(name) : undefined;
  }

  /** Text or null, e.g. dates. */
  textOrNull(name: string): string | null {
    return this.#body[name] === null ? null : this.text(name);
  }

  number(name: string): number {
    const value = this.#body[name];
    if (typeof value !== 'number' || !Number.isFinite(value)) throw new UiRefusal(`${name} must be a number`);
    return value;
  }

  flag(name: string): boolean {
    return this.#body[name] === true;
  }

  /** A new id of a kind of objects: unique within it, deleted ones included (§1.13). Null empties it, undefined leaves it. */
  freeId<T>(name: string, index: ReadonlyMap<string, T>, row?: T): string | null | undefined {
    const id = this.has(name) ? this.textOrNull(name) : undefined;
    const owner = typeof id === 'string' ? index.get(id) : undefined;
    if (owner !== undefined && owner !== row) throw new UiRefusal(`${name} ${id} is already in use`);
    return id;
  }

  /** A login's text: nobody who still has one may have the same with the same provider, in any case (§1.9). */
  freeLogin(providerId: number | null, row?: Login): string {
    const text = this.text('login_id');
    const taken = this.#state
      .loginsByText(text)
      .some((login) => login !== row && login.workflow_state !== 'deleted' && login.authentication_provider_id === providerId);
    if (taken) throw new UiRefusal(`login_id ${text} is already in use`);
    return text;
  }

  account(name = 'account'): Account {
    return this.#find(name, this.#state.accounts, this.#state.accountsBySisId);
  }

  term(): Term {
    return this.#find('term', this.#state.terms, this.#state.termsBySisId);
  }

  course(name = 'course'): Course {
    return this.#find(name, this.#state.courses, this.#state.coursesBySisId);
  }

  section(): Section {
    return this.#find('section', this.#state.sections, this.#state.sectionsBySisId);
  }

  login(): Login {
    return this.#find('login', this.#state.logins, this.#state.loginsBySisId);
  }

  user(name = 'user'): User {
    const ref = this.#body[name];
    const id = typeof ref === 'string' ? this.#state.loginsBySisId.get(ref)?.user_id : ref;
    const found = typeof id === 'number' ? this.#state.users.get(id) : undefined;
    if (found === undefined) throw new UiRefusal(`there is no ${name} ${String(ref)}`);
    return found;
  }

  /** Canvas id of the provider named by its word or id; null for none. */
  providerId(): number | null {
    const ref = this.#body.authentication_provider;
    if (ref === null || ref === undefined) return null;
    for (const provider of this.#state.providers.values())
      if (provider.id === ref || provider.auth_type === ref) return provider.id;
    throw new UiRefusal(`there is no authentication provider ${String(ref)}`);
  }

  #find<T>(name: string, table: { get(id: number): T | undefined }, bySisId: ReadonlyMap<string, T>): T {
    const ref = this.#body[name];
    const found = typeof ref === 'string' ? bySisId.get(ref) : typeof ref === 'number' ? table.get(ref) : undefined;
    if (found === undefined) throw new UiRefusal(`there is no ${name} ${String(ref)}`);
    return found;
  }
}

export type UiAction = (state: CanvasState, input: UiInput) => { id: number };
