import { type Login, NOTHING_STUCK } from '../model.ts';
import { guarded, type ImportContext, type RowImporter, refuse, rowByRow } from './context.ts';
import type { CsvRow } from './csv-row.ts';
import { findProvider } from './user-row.ts';

/** logins.csv, §1.10: a further login for an existing user. Not idempotent: a second identical row is refused. */
export function loginImporter(context: ImportContext): RowImporter {
  return rowByRow(guarded(context, (row) => importLogin(context, row)));
}

function importLogin(context: ImportContext, row: CsvRow): void {
  const { state } = context;
  const id = row.get('user_id') ?? refuse('No user_id given for a user');
  const uniqueId = row.get('login_id') ?? refuse(`No login_id given for user ${id}`);
  const owners = existingUsers(context, row);
  if (owners.length === 0) refuse(`No existing user provided for login with SIS ID ${id}`);
  const named = row.get('authentication_provider_id');
  const provider = named === undefined ? undefined : findProvider(context, named);
  if (named !== undefined && provider === undefined) refuse(`unrecognized authentication provider ${named} for ${id}, skipping`);
  const taken = state
    .loginsByText(uniqueId)
    .some((login) => login.workflow_state !== 'deleted' && login.authentication_provider_id === (provider?.id ?? null));
  if (taken || state.loginsBySisId.has(id)) {
    refuse(`An existing Canvas user with the SIS ID ${id} or login of ${uniqueId} already exists, skipping`);
  }
  const first = owners[0] ?? refuse(`Could not find the existing user for login with SIS ID ${id}, skipping`);
  if (owners.some((owner) => owner !== first)) {
    refuse(`An existing user does not match existing user ids provided for login with SIS ID ${id}, skipping`);
  }
  if (!context.accept(row)) return;
  context.note('Pseudonym', 'created');
  state.addLogin({
    sis_batch_id: context.batch,
    stuck: NOTHING_STUCK,
    created_at: state.now(),
    user_id: first,
    unique_id: uniqueId,
    sis_user_id: id,
    integration_id: row.get('integration_id') ?? null,
    authentication_provider_id: provider?.id ?? null,
    declared_user_type: null,
    workflow_state: 'active',
  });
}

/** The user each given column points to; undefined for a column that points nowhere. */
function existingUsers(context: ImportContext, row: CsvRow): (number | undefined)[] {
  const found: (number | undefined)[] = [];
  const byLogin = (login: Login | undefined) => found.push(login?.user_id);
  const sisId = row.get('existing_user_id');
  if (sisId !== undefined) byLogin(context.state.loginsBySisId.get(sisId));
  const integrationId = row.get('existing_integration_id');
  if (integrationId !== undefined) byLogin(context.state.loginsByIntegrationId.get(integrationId));
  const canvasId = row.get('existing_canvas_user_id');
  if (canvasId !== undefined) found.push(context.state.users.get(Number(canvasId))?.id);
  return found;
}
