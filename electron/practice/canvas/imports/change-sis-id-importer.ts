import type { CanvasState, IdIndex } from '../canvas-state.ts';
import type { Login } from '../model.ts';
import { guarded, type ImportContext, type RowImporter, refuse, rowByRow } from './context.ts';
import type { CsvRow } from './csv-row.ts';

/** change_sis_id.csv, §1.12; runs first, so that the other files of the zip already use the new ids. */
export function changeSisIdImporter(context: ImportContext): RowImporter {
  return rowByRow(guarded(context, (row) => changeIds(context, row)));
}

/** One kind's ids behind one interface; users' ids sit on logins. */
interface Ids<T> {
  bySisId: IdIndex<T>;
  byIntegrationId: IdIndex<T>;
  sisColumn: 'sis_source_id' | 'sis_user_id';
  setSisId(row: T, id: string): void;
  setIntegrationId(row: T, id: string | null): void;
}

function changeIds(context: ImportContext, row: CsvRow): void {
  const type = row.get('type')?.toLowerCase() ?? refuse('No type given for change_sis_id');
  if (row.get('old_id') === undefined && row.get('old_integration_id') === undefined) {
    refuse('No old_id or old_integration_id given for change_sis_id');
  }
  if (row.get('new_id') === undefined && row.get('new_integration_id') === undefined) {
    refuse('No new_id or new_integration_id given for change_sis_id');
  }
  const { state } = context;
  if (type === 'account')
    return change(context, row, type, courseLike(state, state.accountsBySisId, state.accountsByIntegrationId));
  if (type === 'term') return change(context, row, type, courseLike(state, state.termsBySisId, state.termsByIntegrationId));
  if (type === 'course') return change(context, row, type, courseLike(state, state.coursesBySisId, state.coursesByIntegrationId));
  if (type === 'section')
    return change(context, row, type, courseLike(state, state.sectionsBySisId, state.sectionsByIntegrationId));
  if (type === 'user') return change(context, row, type, loginIds(state));
  if (type === 'group_category' && row.get('new_integration_id') !== undefined) {
    refuse('Group categories should not have integration IDs.');
  }
  // No group has a SIS id here: imports of groups are not played.
  if (type === 'group' || type === 'group_category') return change(context, row, type, courseLike(state, new Map(), new Map()));
  refuse(`Invalid type '${row.get('type') ?? ''}' for change_sis_id`);
}

function courseLike<T extends { sis_source_id: string | null; integration_id: string | null }>(
  state: CanvasState,
  bySisId: IdIndex<T>,
  byIntegrationId: IdIndex<T>,
): Ids<T> {
  return {
    bySisId,
    byIntegrationId,
    sisColumn: 'sis_source_id',
    setSisId: (row, id) => state.setSisId(bySisId, row, id),
    setIntegrationId: (row, id) => state.setIntegrationId(byIntegrationId, row, id),
  };
}

function loginIds(state: CanvasState): Ids<Login> {
  return {
    bySisId: state.loginsBySisId,
    byIntegrationId: state.loginsByIntegrationId,
    sisColumn: 'sis_user_id',
    setSisId: (login, id) => state.setLoginSisId(login, id),
    setIntegrationId: (login, id) => state.setLoginIntegrationId(login, id),
  };
}

function change<T>(context: ImportContext, row: CsvRow, type: string, ids: Ids<T>): void {
  const oldId = row.get('old_id');
  const oldIntegrationId = row.get('old_integration_id');
  const newId = row.get('new_id');
  const newIntegrationId = row.get('new_integration_id');
  const kept = (column: string, old: string | undefined) => `and the ${type} with ${column} '${old ?? ''}' was not updated`;
  if (newId !== undefined && ids.bySisId.has(newId)) {
    refuse(`A new_id, '${newId}', referenced an existing ${type} ${kept(ids.sisColumn, oldId)}`);
  }
  if (newIntegrationId !== undefined && newIntegrationId !== '<delete>' && ids.byIntegrationId.has(newIntegrationId)) {
    refuse(
      `A new_integration_id, '${newIntegrationId}', referenced an existing ${type} ${kept('integration_id', oldIntegrationId)}`,
    );
  }
  const found = findOld(ids, type, oldId, oldIntegrationId);
  if (!context.accept(row)) return;
  if (newId !== undefined) ids.setSisId(found, newId);
  if (newIntegrationId !== undefined) ids.setIntegrationId(found, newIntegrationId === '<delete>' ? null : newIntegrationId);
}

function findOld<T>(ids: Ids<T>, type: string, oldId: string | undefined, oldIntegrationId: string | undefined): T {
  const byId = oldId === undefined ? undefined : ids.bySisId.get(oldId);
  if (oldId !== undefined && byId === undefined)
    refuse(`An old_id, '${oldId}', referenced a non-existent ${type} and was not changed.`);
  if (oldIntegrationId === undefined)
    return byId ?? refuse(`An old_id, '', referenced a non-existent ${type} and was not changed.`);
  const byIntegration =
    ids.byIntegrationId.get(oldIntegrationId) ??
    refuse(`An old_integration_id, '${oldIntegrationId}', referenced a non-existent ${type} and was not changed.`);
  if (byId !== undefined && byId !== byIntegration) {
    refuse(`An old_id, '${oldId ?? ''}', referenced a different ${type} than the old_integration_id, '${oldIntegrationId}'`);
  }
  return byIntegration;
}
