import { ROOT_ACCOUNT_ID } from '../canvas-state.ts';
import { type Account, NOTHING_STUCK } from '../model.ts';
import { markWritten, mayWrite, stamp, writeField } from '../sticky.ts';
import { guarded, type ImportContext, type RowImporter, refuse, rowByRow, startsWithWord, tooLong } from './context.ts';
import type { CsvRow } from './csv-row.ts';
import { claimIntegrationId } from './integration-id.ts';

/** accounts.csv, §1.4. */
export function accountImporter(context: ImportContext): RowImporter {
  return rowByRow(guarded(context, (row) => importAccount(context, row)));
}

function importAccount(context: ImportContext, row: CsvRow): void {
  const { state, writer } = context;
  const id = row.get('account_id') ?? refuse('No account_id given for an account');
  const status = row.get('status');
  if (context.options.skip_deletes && startsWithWord(status, 'deleted')) return;
  const existing = state.accountsBySisId.get(id);
  const parent = findParent(context, row, id);
  const name = row.get('name');
  if (existing === undefined && name === undefined) refuse(`No name given for account ${id}, skipping`);
  const nextState = wantedState(context, existing, status, id);
  if (existing !== undefined && wouldLoop(context, existing, parent)) {
    refuse(`Setting account ${id}'s parent to ${parent.sis_source_id ?? ''} would create a loop`);
  }
  if (tooLong(name))
    refuse(`An account did not pass validation (account: ${id}, error: Name is too long (maximum is 255 characters))`);
  const integrationId = claimIntegrationId(context, row, state.accountsByIntegrationId, existing, (taken) =>
    refuse(`An account did not pass validation (account: ${id}, error: Integration ID "${taken}" is already in use)`),
  );
  if (!context.accept(row)) return;

  const account = existing ?? newAccount(context, id, name ?? '', parent.id, nextState);
  if (existing !== undefined) {
    if (name !== undefined) writeField(writer, account, 'name', name);
    if (account.parent_account_id !== parent.id && mayWrite(writer, account, 'parent_account_id')) {
      account.parent_account_id = parent.id;
      markWritten(writer, account, 'parent_account_id');
    }
    if (account.workflow_state !== nextState) {
      account.workflow_state = nextState;
      context.note('Account', nextState === 'deleted' ? 'deleted' : 'restored');
    }
  }
  if (integrationId !== undefined) state.setIntegrationId(state.accountsByIntegrationId, account, integrationId);
  stamp(writer, account);
}

/** Blank means the root account, on updates too. */
function findParent(context: ImportContext, row: CsvRow, id: string): Account {
  const parentId = row.get('parent_account_id');
  if (parentId === undefined) return context.state.accounts.require(ROOT_ACCOUNT_ID);
  const parent = context.state.accountsBySisId.get(parentId) ?? refuse(`Parent account didn't exist for ${id}`);
  if (parent.workflow_state === 'deleted' && context.profile === '2026') {
    refuse(`Cannot restore sub_account with ID: ${id} because parent_account with ID: ${parentId} has been deleted.`);
  }
  return parent;
}

function wantedState(
  context: ImportContext,
  existing: Account | undefined,
  status: string | undefined,
  id: string,
): Account['workflow_state'] {
  if (startsWithWord(status, 'deleted')) {
    if (existing !== undefined) refuseIfInUse(context, existing, id);
    return 'deleted';
  }
  if (startsWithWord(status, 'active')) return 'active';
  return existing?.workflow_state ?? refuse(`Improper status "${status ?? ''}" for account ${id}, skipping`);
}

function refuseIfInUse(context: ImportContext, account: Account, id: string): void {
  for (const child of context.state.accounts.values()) {
    if (child.parent_account_id !== account.id || child.workflow_state === 'deleted') continue;
    refuse(`Cannot delete the sub_account with ID: ${id} because it has active sub accounts.`);
  }
  for (const course of context.state.courses.values()) {
    if (course.account_id !== account.id || course.workflow_state === 'deleted') continue;
    refuse(`Cannot delete the sub_account with ID: ${id} because it has active courses.`);
  }
}

function wouldLoop(context: ImportContext, account: Account, parent: Account): boolean {
  let above: Account | undefined = parent;
  while (above !== undefined) {
    if (above === account) return true;
    above = context.state.accounts.get(above.parent_account_id);
  }
  return false;
}

function newAccount(
  context: ImportContext,
  id: string,
  name: string,
  parentId: number,
  state: Account['workflow_state'],
): Account {
  if (state === 'active') context.note('Account', 'created');
  return context.state.addAccount({
    sis_batch_id: context.batch,
    stuck: NOTHING_STUCK,
    created_at: context.state.now(),
    name,
    parent_account_id: parentId,
    sis_source_id: id,
    integration_id: null,
    workflow_state: state,
  });
}
