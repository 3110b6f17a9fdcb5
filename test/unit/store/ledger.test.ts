import { expect, test } from 'vitest';
import type { LedgerRow } from '../../../electron/store/store-api.ts';
import { at, freshStore, open, valueIn } from './fixtures.ts';

function row(key: string, over: Partial<LedgerRow & { bucket: number }> = {}) {
  return {
    key,
    canvasId: '',
    owned: true,
    confirmed: true,
    fields: '{}',
    extra: '',
    source: 'e-1',
    run: 'run-1',
    bucket: 2,
    ...over,
  };
}

test('ledger rows come back sorted by key within their bucket and entity', () => {
  const { store, dir } = freshStore();
  store.ledgerPut('enrollment', [
    row('c'),
    row('a', { owned: false, confirmed: false, canvasId: '77' }),
    row('b', { bucket: 3 }),
  ]);
  store.ledgerPut('section', [row('z')]);
  store.close();
  const again = valueIn(open(dir));
  expect([...again.ledgerRows('enrollment', 2)].map((each) => each.key)).toEqual(['a', 'c']);
  const { bucket, ...a } = row('a', { owned: false, confirmed: false, canvasId: '77' });
  expect(again.ledgerGet('enrollment', 2, 'a')).toEqual(a);
  expect(again.ledgerGet('enrollment', 3, 'a')).toBeNull();
  expect([...again.ledgerRows('user', 2)]).toEqual([]);
  again.close();
});

test('a cursor longer than a batch misses and repeats nothing, though rows change while it is read', () => {
  const { store } = freshStore();
  const keys = Array.from({ length: 12_001 }, (_, i) => `k${String(i).padStart(6, '0')}`);
  store.ledgerPut(
    'enrollment',
    keys.map((key) => row(key)),
  );
  const seen: string[] = [];
  for (const { key } of store.ledgerRows('enrollment', 2)) {
    seen.push(key);
    if (key === 'k000010') store.ledgerRemove('enrollment', [{ key: 'k000001', bucket: 2 }]);
  }
  expect(seen).toEqual(keys);
  expect(store.ledgerCount('enrollment')).toBe(12_000);
});

test('a row put twice is one row with the newer state', () => {
  const { store } = freshStore();
  store.ledgerPut('user', [row('u', { confirmed: false }), row('v')]);
  store.ledgerPut('user', [row('u', { fields: '{"a":"1"}' })]);
  expect(store.ledgerCount('user')).toBe(2);
  expect(store.ledgerGet('user', 2, 'u')).toMatchObject({ confirmed: true, fields: '{"a":"1"}' });
  store.ledgerRemove('user', [
    { key: 'u', bucket: 2 },
    { key: 'never', bucket: 2 },
  ]);
  expect(store.ledgerCount('user')).toBe(1);
  expect(store.ledgerCount('course')).toBe(0);
});

test('an id is minted once: the same pair again is fine, another id for the record is a bug', () => {
  const { store } = freshStore();
  const minted = { kind: 'user', sourcedId: 's-1', sisId: '1001', mintedAt: at } as const;
  store.mint([minted, { ...minted, sourcedId: 's-2', sisId: '1002' }]);
  store.mint([minted]);
  expect(() =>
    store.mint([
      { ...minted, sourcedId: 's-3', sisId: '1003' },
      { ...minted, sisId: '2222' },
    ]),
  ).toThrow(/second id/);
  expect(store.allIdentities('user')).toEqual(
    new Map([
      ['s-1', '1001'],
      ['s-2', '1002'],
    ]),
  );
  expect(store.identities('user', ['s-2', 's-9'])).toEqual(new Map([['s-2', '1002']]));
  expect(store.identities('section', ['s-2']).size).toBe(0);
  expect(store.identityCount('user')).toBe(2);
});

test('of a transaction that fails nothing stays, and the first error is the one thrown', () => {
  const { store } = freshStore();
  const work = () =>
    store.transaction(() => {
      store.ledgerPut('user', [row('u')]);
      try {
        store.transaction(() => {
          throw new Error('first');
        });
      } catch {}
      throw new Error('second');
    });
  expect(work).toThrow('first');
  expect(store.ledgerCount('user')).toBe(0);
  store.transaction(() => store.ledgerPut('user', [row('u')]));
  expect(store.ledgerCount('user')).toBe(1);
});
