import { type CanvasState, ROOT_ACCOUNT_ID } from '../canvas-state.ts';
import { ENROLLMENT_TYPES } from '../model.ts';
import { PERSON, stickAtCreation, writeField } from '../sticky.ts';
import { type UiAction, type UiInput, UiRefusal } from './ui-input.ts';

/** Accounts and terms by hand. */
export const PLACE_ACTIONS: Readonly<Record<string, UiAction>> = {
  /** { name, parent?, sis_account_id? } */
  'create-account': (state, input) => {
    const values = {
      name: input.text('name'),
      parent_account_id: input.has('parent') ? input.account('parent').id : ROOT_ACCOUNT_ID,
    };
    return state.addAccount({
      ...handMade(state),
      ...values,
      stuck: stickAtCreation('account', values),
      sis_source_id: input.freeId('sis_account_id', state.accountsBySisId) ?? null,
      integration_id: null,
      workflow_state: 'active',
    });
  },
  /** { account, name?, parent?, sis_account_id?, integration_id?, elementary? } */
  'edit-account': (state, input) => {
    const account = input.account();
    if (input.has('name')) writeField(PERSON, account, 'name', input.text('name'));
    if (input.has('parent')) writeField(PERSON, account, 'parent_account_id', input.account('parent').id);
    const sisId = input.freeId('sis_account_id', state.accountsBySisId, account);
    if (sisId !== undefined) state.setSisId(state.accountsBySisId, account, sisId);
    const integrationId = input.freeId('integration_id', state.accountsByIntegrationId, account);
    if (integrationId !== undefined) state.setIntegrationId(state.accountsByIntegrationId, account, integrationId);
    if (input.has('elementary')) account.elementary = input.flag('elementary');
    return account;
  },
  'delete-account': (_state, input) => {
    const account = input.account();
    account.workflow_state = 'deleted';
    return account;
  },
  /** { name, start_at?, end_at?, sis_term_id? } */
  'create-term': (state, input) => {
    const values = { name: input.text('name'), start_at: dateOf(input, 'start_at'), end_at: dateOf(input, 'end_at') };
    return state.addTerm({
      ...handMade(state),
      ...values,
      stuck: stickAtCreation('term', values),
      sis_source_id: input.freeId('sis_term_id', state.termsBySisId) ?? null,
      integration_id: null,
      workflow_state: 'active',
      overrides: {},
    });
  },
  /** { term, name?, start_at?, end_at?, sis_term_id? } */
  'edit-term': (state, input) => {
    const term = input.term();
    if (input.has('sis_term_id')) state.setSisId(state.termsBySisId, term, input.textOrNull('sis_term_id'));
    if (input.has('name')) writeField(PERSON, term, 'name', input.text('name'));
    if (input.has('start_at')) writeField(PERSON, term, 'start_at', input.textOrNull('start_at'));
    if (input.has('end_at')) writeField(PERSON, term, 'end_at', input.textOrNull('end_at'));
    return term;
  },
  /** { term, type, start_at?, end_at? }: dates of one role; neither takes them away */
  'edit-term-role': (_state, input) => {
    const term = input.term();
    const type = ENROLLMENT_TYPES.find((one) => one === input.text('type'));
    if (type === undefined) throw new UiRefusal('type must be a type of enrollment');
    const dates = { start_at: dateOf(input, 'start_at'), end_at: dateOf(input, 'end_at') };
    if (dates.start_at === null && dates.end_at === null) delete term.overrides[type];
    else term.overrides[type] = dates;
    return term;
  },
  'delete-term': (_state, input) => {
    const term = input.term();
    term.workflow_state = 'deleted';
    return term;
  },
};

export function handMade(state: CanvasState): { sis_batch_id: null; created_at: string } {
  return { sis_batch_id: null, created_at: state.now() };
}

function dateOf(input: UiInput, name: string): string | null {
  return input.has(name) ? input.textOrNull(name) : null;
}
