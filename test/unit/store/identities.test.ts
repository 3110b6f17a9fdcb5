import { expect, test } from 'vitest';
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
