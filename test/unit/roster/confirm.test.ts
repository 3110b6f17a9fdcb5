import { describe, expect, test } from 'vitest';
import { confirmChange } from '../../../electron/roster/confirm.ts';
import { isStale } from '../../../electron/roster/stale.ts';
import type { SendableChange, SideRow } from '../../../electron/store/store-api.ts';
import type { Fields } from '../../../shared/entities.ts';

function sent(over: Partial<SendableChange>): SendableChange {
  return {
    seq: 1,
    entity: 'user',
    action: 'update',
    how: null,
    key: 'ann',
    label: 'Ann Miller',
    school: 'north',
    schoolName: 'North High',
    changed: ['full_name'],
    before: { full_name: 'Ann' },
    after: { full_name: 'Ann Miller' },
    reason: { rule: 'F1', text: '' },
    source: null,
    bucket: 0,
    row: {},
    ledgerFields: '{}',
    ledgerExtra: '{}',
    canvasId: '',
    hold: '',
    ...over,
  };
}

const shows = (fields: Fields | null): SideRow | null =>
  fields === null ? null : { key: 'ann', fields: JSON.stringify(fields), extra: '{"canvasId":"1","bySis":true}' };
/** C9, D3: the sign-in is taken, or given back. */
const signIn = (status: 'suspended' | 'active') =>
  sent({
    ...(status === 'suspended' ? { action: 'delete', how: 'suspended' } : { action: 'restore' }),
    changed: ['status'],
    before: { status: status === 'suspended' ? 'active' : 'suspended' },
    after: { status },
    row: { user_id: 'ann', full_name: 'Ann', status },
  });
const removal = (how: SendableChange['how']) =>
  sent({ entity: 'enrollment', action: 'delete', how, before: { status: 'active' }, after: { status: how ?? '' } });

describe('F5 a row is confirmed when Canvas shows what the change was about', () => {
  test.each<[string, SendableChange, Fields | null, string]>([
    ['the new name', sent({}), { full_name: 'Ann Miller', status: 'active' }, 'confirmed'],
    ['another name', sent({}), { full_name: 'Ann', status: 'active' }, 'differs'],
    ['something else differs', sent({}), { full_name: 'Ann Miller', email: 'x', status: 'suspended' }, 'confirmed'],
    ['nobody', sent({}), null, 'differs'],
    ['somebody deleted', sent({}), { full_name: 'Ann Miller', status: 'deleted' }, 'differs'],
    ['an e-mail we did not say', sent({ after: { email: '' } }), { email: 'x', status: 'active' }, 'confirmed'],
    ['inactive as meant', removal('inactive'), { status: 'inactive' }, 'confirmed'],
    ['deleted instead of inactive', removal('inactive'), { status: 'deleted' }, 'confirmed'],
    ['still active', removal('inactive'), { status: 'active' }, 'differs'],
    ['no row is no proof of inactive', removal('inactive'), null, 'differs'],
    ['no row is as good as deleted', removal('deleted'), null, 'confirmed'],
    ['inactive is not deleted', removal('deleted'), { status: 'inactive' }, 'differs'],
    [
      'a restored course comes back unpublished',
      sent({ entity: 'course', action: 'restore', after: { status: 'active', long_name: 'A' } }),
      { status: 'unpublished', long_name: 'A' },
      'confirmed',
    ],
    [
      'a restored enrollment must be active',
      sent({ entity: 'enrollment', action: 'restore', after: { status: 'active' } }),
      { status: 'inactive' },
      'differs',
    ],
  ])('%s', (_name, change, present, kind) => {
    expect(confirmChange(change, shows(present)).kind).toBe(kind);
  });
});

describe('F7 a row under which Canvas moved since the plan is stale', () => {
  const update = sent({
    row: { user_id: 'ann', full_name: 'Ann Miller', authentication_provider_id: '7', email: '', integration_id: 'i' },
  });

  test.each<[string, SendableChange, Fields | null, boolean]>([
    ['as it was', update, { full_name: 'Ann', authentication_provider_id: '7', status: 'active' }, false],
    ['renamed by hand', update, { full_name: 'Annie', authentication_provider_id: '7', status: 'active' }, true],
    ['deleted', update, { full_name: 'Ann', status: 'deleted' }, true],
    ['gone', update, null, true],
    [
      'another sign-in provider, which the row would take back',
      update,
      { full_name: 'Ann', authentication_provider_id: '8' },
      true,
    ],
    ['a provider the read does not tell', update, { full_name: 'Ann' }, false],
    ['another integration id', update, { full_name: 'Ann', integration_id: 'j' }, true],
    ['suspended meanwhile', sent({ row: { ...update.row, status: 'active' } }), { full_name: 'Ann', status: 'suspended' }, true],
    ['an e-mail changed meanwhile', update, { full_name: 'Ann', authentication_provider_id: '7', email: 'y' }, false],
    ['created by somebody meanwhile', sent({ action: 'create' }), { status: 'active' }, true],
    ['not there yet', sent({ action: 'create' }), null, false],
    ['ended meanwhile', removal('inactive'), { status: 'deleted' }, true],
    ['still active', removal('inactive'), { status: 'active' }, false],
    ['restored meanwhile', sent({ entity: 'enrollment', action: 'restore' }), { status: 'active' }, true],
    ['to be suspended, as it was', signIn('suspended'), { full_name: 'Ann', status: 'active' }, false],
    [
      'to be suspended, renamed meanwhile: its row would take that back',
      signIn('suspended'),
      { full_name: 'Annie', status: 'active' },
      true,
    ],
    ['suspended by somebody meanwhile', signIn('suspended'), { full_name: 'Ann', status: 'suspended' }, true],
    ['to be let in, as it was', signIn('active'), { full_name: 'Ann', status: 'suspended' }, false],
    ['to be let in, renamed meanwhile', signIn('active'), { full_name: 'Annie', status: 'suspended' }, true],
    ['let in by somebody meanwhile', signIn('active'), { full_name: 'Ann', status: 'active' }, true],
  ])('%s', (_name, change, present, stale) => {
    expect(isStale(change, shows(present))).toBe(stale);
  });
});
