import type { z } from 'zod';
import { z as zod } from 'zod';
import type { Check } from '../../shared/district.ts';
import type { AccountCalls, PermissionName } from './accounts.ts';
import type { CanvasHttp } from './canvas-http.ts';
import { failed, fine, problem, warning } from './doctor/check.ts';
import { WireImports, WireReportType } from './wire.ts';

/** What each permission is for, and whether nothing works without it. */
const permissionUse: Readonly<
  Record<PermissionName, { readonly label: string; readonly needed: boolean; readonly without: string }>
> = {
  import_sis: { label: 'import SIS data', needed: true, without: 'no change can be sent to Canvas' },
  read_sis: { label: 'read SIS data', needed: true, without: 'Canvas hides which SIS record its users and courses belong to' },
  read_reports: { label: 'view reports', needed: true, without: 'the present state of Canvas cannot be read' },
  manage_sis: { label: 'manage SIS data', needed: false, without: 'Canvas hides some SIS details' },
  manage_account_settings: { label: 'manage account settings', needed: true, without: 'terms cannot be read back' },
};

/**
 * The connection test of a Canvas in at most eight requests, in plain words (canvas-sis.md §5.5). Without a usable
 * address or token the rest says nothing, so it ends there.
 */
export async function runChecks(http: CanvasHttp, accounts: AccountCalls, byKey: boolean): Promise<Check[]> {
  const checks: Check[] = [];
  const self = await accounts.self();
  if (!self.ok) {
    if (!signInFailures.has(self.failure.code)) return [failed('Address', self.failure)];
    return [fine('Address', `Canvas answers at ${http.origin}.`), failed('Token', self.failure)];
  }
  checks.push(
    fine('Address', `Canvas answers at ${http.origin}.`),
    fine('Token', byKey ? `Signed in as ${self.value.name}.` : `The token belongs to ${self.value.name}.`),
  );

  const root = await accounts.rootAccount();
  checks.push(root.ok ? fine('Root account', `The root account is “${root.value.name}”.`) : failed('Root account', root.failure));

  const permissions = await accounts.permissions();
  if (permissions.ok) {
    for (const [name, use] of Object.entries(permissionUse)) {
      checks.push(permissionCheck(use, permissions.value[name as PermissionName]));
    }
  } else {
    checks.push(failed('Permissions', permissions.failure));
  }

  checks.push(await importsCheck(http), await reportCheck(http));
  if (byKey) checks.push(await includesCheck(http));
  return checks;
}

const signInFailures = new Set(['canvas.token', 'canvas.sign-in-ended', 'canvas.developer-key']);

const WireTermIncluding = zod.object({
  enrollment_terms: zod.array(zod.object({ overrides: zod.unknown().optional() })),
});

/** A key that enforces scopes leaves out whatever is asked for beside an object, silently, unless it is told not to. */
async function includesCheck(http: CanvasHttp): Promise<Check> {
  const name = 'Include parameters';
  const path = '/api/v1/accounts/self/terms?workflow_state[]=all&include[]=overrides&per_page=1';
  const read = await http.read({ method: 'GET', path, what: 'see terms' }, WireTermIncluding);
  if (!read.ok) return failed(name, read.failure);
  if (read.value.enrollment_terms.every((term) => 'overrides' in term)) {
    return fine(name, 'The developer key lets through what is asked for beside a term.');
  }
  return warning(
    name,
    'The developer key leaves out what is asked for beside a term: the dates of single roles.',
    'In Canvas, open Admin › Developer Keys, edit the key and tick “Allow Include Parameters”.',
  );
}

function permissionCheck(use: (typeof permissionUse)[PermissionName], granted: boolean): Check {
  if (granted) return fine(`Permission to ${use.label}`, `Allowed to ${use.label}.`);
  const remedy =
    'Use the token of an account administrator, or switch the permission on for that role in Canvas (Admin → Permissions).';
  const message = `Not allowed to ${use.label}: ${use.without}.`;
  return (use.needed ? problem : warning)(`Permission to ${use.label}`, message, remedy);
}

async function importsCheck(http: CanvasHttp): Promise<Check> {
  const path = '/api/v1/accounts/self/sis_imports?per_page=1';
  const read = await http.read({ method: 'GET', path, what: 'see SIS imports' }, WireImports);
  return read.ok ? fine('SIS imports', 'SIS imports are enabled.') : failed('SIS imports', read.failure);
}

async function reportCheck(http: CanvasHttp): Promise<Check> {
  const path = '/api/v1/accounts/self/reports?per_page=100';
  let found = false;
  const look = (page: z.infer<typeof WireReportType>[]) => {
    found ||= page.some((type) => type.report === 'provisioning_csv');
  };
  const read = await http.pages({ method: 'GET', path, what: 'see reports' }, zod.array(WireReportType), look);
  if (!read.ok) return failed('Provisioning report', read.failure);
  if (found) return fine('Provisioning report', 'The provisioning report is available.');
  return problem(
    'Provisioning report',
    'This Canvas does not offer the provisioning report, from which its present state is read.',
    'Ask whoever runs your Canvas to switch the account reports on.',
  );
}
