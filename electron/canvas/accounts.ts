import { z } from 'zod';
import { fail, type Outcome, succeed } from '../../shared/outcome.ts';
import { notCanvas, notRootAccount } from './canvas-failures.ts';
import type { CanvasHttp } from './canvas-http.ts';
import { WireAccount, WirePermissions, WireProvider, WireSelf } from './wire.ts';

/** The permissions the product needs, or is better with (canvas-sis.md §5.5). */
export const permissionNames = ['import_sis', 'manage_sis', 'read_sis', 'read_reports', 'manage_account_settings'] as const;
export type PermissionName = (typeof permissionNames)[number];

export interface AccountCalls {
  /** Whose token it is. */
  self(): Promise<Outcome<{ readonly id: string; readonly name: string }>>;
  /** The root account; a sub-account is the failure `canvas.not-root`. */
  rootAccount(): Promise<Outcome<{ readonly id: string; readonly name: string; readonly defaultTimeZone: string | null }>>;
  permissions(): Promise<Outcome<Readonly<Record<PermissionName, boolean>>>>;
  /** The sign-in services of the account: `id` is what `authentication_provider_id` takes. */
  authenticationProviders(): Promise<Outcome<{ readonly id: string; readonly authType: string }[]>>;
}

export function createAccountCalls(http: CanvasHttp): AccountCalls {
  return {
    async self() {
      const read = await http.read({ method: 'GET', path: '/api/v1/users/self', what: 'see its own profile' }, WireSelf);
      // Every Canvas knows this route; a server that does not is something else.
      const foreign = !read.ok && (read.failure.code === 'canvas.answer' || read.failure.code === 'canvas.not-found');
      return foreign ? fail(notCanvas(new URL(http.origin).host, read.failure.detail ?? '')) : read;
    },
    async rootAccount() {
      const read = await http.read({ method: 'GET', path: '/api/v1/accounts/self', what: 'see the account' }, WireAccount);
      if (!read.ok) return read;
      const { id, name, root_account_id, default_time_zone } = read.value;
      if (root_account_id != null && root_account_id !== id) return fail(notRootAccount(`account ${id} of ${root_account_id}`));
      return succeed({ id, name, defaultTimeZone: default_time_zone ?? null });
    },
    async permissions() {
      const query = permissionNames.map((name) => `permissions[]=${name}`).join('&');
      const path = `/api/v1/accounts/self/permissions?${query}`;
      const read = await http.read({ method: 'GET', path, what: 'see its own permissions' }, WirePermissions);
      if (!read.ok) return read;
      const has = (name: PermissionName) => read.value[name] === true;
      return succeed({
        import_sis: has('import_sis'),
        manage_sis: has('manage_sis'),
        read_sis: has('read_sis'),
        read_reports: has('read_reports'),
        manage_account_settings: has('manage_account_settings'),
      });
    },
    async authenticationProviders() {
      const found: { id: string; authType: string }[] = [];
      const read = await http.pages(
        { method: 'GET', path: '/api/v1/accounts/self/authentication_providers?per_page=100', what: 'see the sign-in services' },
        z.array(WireProvider),
        (page) => {
          for (const wire of page) found.push({ id: wire.id, authType: wire.auth_type });
        },
      );
      return read.ok ? succeed(found) : read;
    },
  };
}
