import { describe, expect, it } from 'vitest';
import { makeDistrict } from '../../../../electron/practice/census.ts';
import { mergePatch } from '../../../../electron/practice/sis/merge-patch.ts';
import type { Change } from '../../../../electron/practice/sis/store.ts';
import { SisStore } from '../../../../electron/practice/sis/store.ts';

const data = makeDistrict({ students: 60, clean: true, today: '2026-11-23' });

describe("the SIS' tables", () => {
  it('lie in the order of sourcedId and find every row', () => {
    const store = new SisStore(data);
    const ids = store.rows('users').map((row) => row.sourcedId);
    expect(ids).toEqual(data.users.map((user) => user.sourcedId).sort());
    for (const user of data.users) expect(store.get('users', user.sourcedId)).toBe(user);
    expect(store.get('users', 'zzz')).toBeUndefined();
  });

  it('say where a row changed, and whether others moved', () => {
    const store = new SisStore(data);
    const seen: (Change | undefined)[] = [];
    store.onChange((change) => seen.push(change));
    const [first] = store.rows('orgs');
    if (!first) throw new Error('no org');
    store.put('orgs', { ...first });
    store.put('orgs', { ...first, sourcedId: '~last' });
    store.remove('orgs', first.sourcedId);
    store.load(data);
    expect(store.remove('orgs', 'nobody')).toBe(false);
    const index = data.orgs.length;
    expect(seen).toEqual([
      { collection: 'orgs', index: 0, shifted: false },
      { collection: 'orgs', index, shifted: true },
      { collection: 'orgs', index: 0, shifted: true },
      undefined,
    ]);
  });

  it('remember what changed, so that the same census and the changes give the same rows', () => {
    const store = new SisStore(data);
    const [a, b] = data.classes;
    if (!a || !b) throw new Error('no class');
    store.put('classes', { ...a, title: 'Renamed' });
    store.remove('classes', b.sourcedId);
    store.put('classes', { ...a, sourcedId: 'new' });
    const again = new SisStore(data);
    again.apply(JSON.parse(JSON.stringify(store.changes())) as ReturnType<SisStore['changes']>);
    expect(again.rows('classes')).toEqual(store.rows('classes'));
    again.load(data);
    expect(again.changes().classes).toEqual({});
  });
});

describe('a merge patch (RFC 7396)', () => {
  it.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('%j with %j is %j', (target, patch, result) => {
    const before = structuredClone(target);
    expect(mergePatch(target, patch)).toEqual(result);
    expect(target).toEqual(before);
  });
});
