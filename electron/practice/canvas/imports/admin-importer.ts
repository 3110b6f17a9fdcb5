import { ROOT_ACCOUNT_ID } from '../canvas-state.ts';
import { NOTHING_STUCK, type Role } from '../model.ts';
import { guarded, type ImportContext, type RowImporter, refuse, rowByRow } from './context.ts';
import type { CsvRow } from './csv-row.ts';

/** admins.csv, §1.12; only SIS-managed administrators can be removed, anything else is silent. */
export function adminImporter(context: ImportContext): RowImporter {
  return rowByRow(guarded(context, (row) => importAdmin(context, row)));
}

function importAdmin(context: ImportContext, row: CsvRow): void {
  const { state } = context;
  const userId = row.get('user_id') ?? refuse('No user_id given for admin');
  const status = row.get('status') ?? refuse('No status given for admin');
  const role = findRole(context, row);
  const word = status.toLowerCase();
  if (word !== 'active' && word !== 'deleted') refuse(`Invalid status ${status} for admin`);
  if (context.options.skip_deletes && word === 'deleted') return;
  const accountId = findAccountId(context, row);
  const login = state.loginsBySisId.get(userId) ?? refuse(`Invalid or unknown user_id '${userId}' for admin`);
  if (word === 'deleted' && login.user_id === context.creatorId && accountId === ROOT_ACCOUNT_ID) {
    refuse(`Can't remove yourself user_id '${userId}'`);
  }
  const existing = [...state.admins.values()].find(
    (admin) => admin.user_id === login.user_id && admin.account_id === accountId && admin.role_id === role.id,
  );
  if (word === 'deleted') {
    if (existing?.workflow_state !== 'active' || existing.sis_batch_id === null || !context.accept(row)) return;
    existing.workflow_state = 'deleted';
    context.note('AccountUser', 'deleted');
    return;
  }
  if (!context.accept(row)) return;
  if (existing !== undefined) {
    existing.workflow_state = 'active';
    existing.sis_batch_id = context.batch;
    return;
  }
  context.note('AccountUser', 'created');
  state.admins.insert({
    sis_batch_id: context.batch,
    stuck: NOTHING_STUCK,
    created_at: state.now(),
    user_id: login.user_id,
    account_id: accountId,
    role_id: role.id,
    workflow_state: 'active',
  });
}

function findRole(context: ImportContext, row: CsvRow): Role {
  const id = row.get('role_id');
  const name = row.get('role');
  if (id === undefined && name === undefined) refuse('No role_id or role given for admin');
  const roles = [...context.state.roles.values()].filter((role) => role.base_role_type === 'AccountMembership');
  if (id !== undefined) return roles.find((role) => String(role.id) === id) ?? refuse(`Invalid role_id '${id}' for admin`);
  return roles.find((role) => role.name === name) ?? refuse(`Invalid role '${name ?? ''}' for admin`);
}

function findAccountId(context: ImportContext, row: CsvRow): number {
  const named = row.get('account_id');
  if (named === undefined) return ROOT_ACCOUNT_ID;
  return context.state.accountsBySisId.get(named)?.id ?? refuse('Invalid account_id given for admin');
}
