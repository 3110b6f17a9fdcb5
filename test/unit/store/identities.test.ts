import { describe, expect, test } from 'vitest';
import { at, freshStore } from './fixtures.ts';

test('who was given an id is told by the id, also after the person is gone from the SIS', () => {
  const { store } = freshStore();
  store.mint([
    { kind: 'user', sourcedId: 'ann', sisId: '100', mintedAt: at },
    { kind: 'user', sourcedId: 'bob', sisId: 'bob', mintedAt: at },
    { kind: 'section', sourcedId: 'cls', sisId: '100', mintedAt: at },
    { kind: 'term', sourcedId: 's2', sisId: 's1', mintedAt: at },
    { kind: 'term', sourcedId: 's1', sisId: 's1', mintedAt: at },
  ]);
  expect([...store.identityOwners('user', ['100', '101'])]).toEqual([['100', 'ann']]);
  expect([...store.identityOwners('term', ['s1'])]).toEqual([['s1', 's1']]);
  expect([...store.identityOwners('user', [])]).toEqual([]);
});

describe('B4 what records are known by', () => {
  const withTwo = () => {
    const { store } = freshStore();
    store.mint([
      { kind: 'user', sourcedId: 'bob', sisId: '2', mintedAt: at },
      { kind: 'user', sourcedId: 'ann', sisId: '1', mintedAt: at },
    ]);
    return store;
  };

  test('is noted beside their ids, in order, and whoever has none is passed over', () => {
    const store = withTwo();
    store.noteTraits('user', [
      { sourcedId: 'ann', traits: 'Ann, 4711' },
      { sourcedId: 'nobody', traits: 'Nobody' },
    ]);
    expect([...store.knownIdentities('user')]).toEqual([
      { key: 'ann', sisId: '1', traits: 'Ann, 4711' },
      { key: 'bob', sisId: '2', traits: '' },
    ]);
    store.noteTraits('user', [{ sourcedId: 'ann', traits: 'Ann, 4712' }]);
    expect([...store.knownIdentities('user')][0]?.traits).toBe('Ann, 4712');
    expect([...store.knownIdentities('section')]).toEqual([]);
  });

  test('an id passes to another record with what it was known by, and only to one that has none', () => {
    const store = withTwo();
    store.noteTraits('user', [{ sourcedId: 'ann', traits: 'Ann' }]);
    expect(store.repointIdentity('user', 'ann', 'bob')).toBe(false);
    expect(store.repointIdentity('user', 'nobody', 'zoe')).toBe(false);
    expect(store.repointIdentity('user', 'ann', 'zoe')).toBe(true);
    expect([...store.knownIdentities('user')].map(({ key, sisId, traits }) => [key, sisId, traits])).toEqual([
      ['bob', '2', ''],
      ['zoe', '1', 'Ann'],
    ]);
  });
});
