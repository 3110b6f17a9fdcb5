import { describe, expect, test } from 'vitest';
import { compareFields } from '../../../electron/roster/compare/three-way.ts';
import { confirmChange, learned } from '../../../electron/roster/confirm.ts';
import type { SendableChange } from '../../../electron/store/store-api.ts';

/** ROSTER-RULES F3 and F5: what Canvas did not show is sent once more, then kept; what it refused in words stays open. */
const rename: Pick<SendableChange, 'entity' | 'action' | 'how' | 'changed' | 'after' | 'ledgerExtra'> = {
  entity: 'course',
  action: 'update',
  how: null,
  changed: ['long_name'],
  after: { long_name: 'Astronomy' },
  ledgerExtra: JSON.stringify({ label: 'Astronomy', school: 's-1' }),
};
const old = { key: 'c-1', fields: JSON.stringify({ long_name: 'Stars', status: 'active' }), extra: '{}' };

function ledgerAfter(change: typeof rename, present: typeof old | null, refused = false) {
  return learned(change, confirmChange(change as SendableChange, present), refused);
}

describe('a renamed course that Canvas took without a word and does not show', () => {
  test('is remembered with the field it does not show, and planned once more', () => {
    const known = ledgerAfter(rename, old);
    expect(known?.confirmed).toBe(false);
    expect(JSON.parse(known?.extra ?? '')).toEqual({ unseen: ['long_name'], label: 'Astronomy', school: 's-1' });
    const sent = { long_name: 'Astronomy' };
    expect(compareFields('course', sent, { long_name: 'Stars' }, sent, ['long_name']).changed).toEqual(['long_name']);
  });

  test('is kept after the second time, so that a name stuck in Canvas is not pending for ever', () => {
    const again = { ...rename, ledgerExtra: JSON.stringify({ unseen: ['long_name'], label: 'Astronomy', school: 's-1' }) };
    const known = ledgerAfter(again, old);
    expect(JSON.parse(known?.extra ?? '')).toEqual({ label: 'Astronomy', school: 's-1' });
    const sent = { long_name: 'Astronomy' };
    expect(compareFields('course', sent, { long_name: 'Stars' }, sent).kept).toEqual(new Map([['long_name', 'edited']]));
  });

  test('leaves nothing to remember once Canvas shows it', () => {
    const again = { ...rename, ledgerExtra: JSON.stringify({ unseen: ['long_name'], label: 'Astronomy', school: 's-1' }) };
    const known = ledgerAfter(again, { ...old, fields: JSON.stringify({ long_name: 'Astronomy', status: 'active' }) });
    expect(known).toEqual({ confirmed: true, extra: JSON.stringify({ label: 'Astronomy', school: 's-1' }) });
  });
});

describe('a row Canvas refused in words', () => {
  test('teaches nothing: the next plan finds it as open as before', () => {
    expect(ledgerAfter(rename, old, true)).toBeNull();
    expect(ledgerAfter({ ...rename, action: 'create' }, null, true)).toBeNull();
  });

  test('is ours all the same when it was made, only not as it was meant', () => {
    const known = ledgerAfter({ ...rename, action: 'create' }, old, true);
    expect(known?.confirmed).toBe(false);
    expect(JSON.parse(known?.extra ?? '')).toMatchObject({ unseen: ['long_name'] });
  });
});
