import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ChangePack, PACK, packChanges } from '../../../electron/store/plan/change-pack.ts';
import { change } from './fixtures.ts';

const changes = [
  change(),
  change({
    key: 'tab\tline\nquote"',
    label: 'Łódź · 🎓',
    row: { name: 'two\nlines\tand a tab' },
    before: { name: '' },
    how: 'inactive',
  }),
  change({ source: null, ledgerFields: '', ledgerExtra: '{"unseen":["name"]}', canvasId: '77', hold: 'B1:user:no-login' }),
];

/** Whether a change waits stands among its holds, not in its body. */
const stored = changes.map(({ waiting, ...body }) => body);

test('every change of a block comes back as it was, and its row alone too', () => {
  const pack = new ChangePack(packChanges(changes));
  expect(changes.map((_, i) => pack.change(i))).toEqual(stored);
  expect(changes.map((_, i) => pack.row(i))).toEqual(changes.map(({ key, row }) => ({ key, row })));
  expect(pack.change(3)).toBeUndefined();
  expect(pack.row(3)).toBeUndefined();
});

test('plans that were stored as lists are still read: they hold the before-images of an undo', () => {
  const pack = new ChangePack(deflateRawSync(changes.map(listed).join('\n')));
  expect(changes.map((_, i) => pack.change(i))).toEqual(stored);
  expect(changes.map((_, i) => pack.row(i))).toMatchObject(changes.map(({ key, row }) => ({ key, row })));
});

test('plans that were stored as five texts are still read', () => {
  const pack = new ChangePack(deflateRawSync(changes.map(inTexts).join('\n')));
  expect(changes.map((_, i) => pack.change(i))).toEqual(stored);
  expect(changes.map((_, i) => pack.row(i))).toEqual(changes.map(({ key, row }) => ({ key, row })));
});

test('neighbours that have most in common come back each as it was, in whatever order they are asked for', () => {
  const parts = fc.record({
    key: fc.string(),
    label: fc.constantFrom('Ann', 'Bo'),
    school: fc.constantFrom('s-1', 's-2'),
    how: fc.constantFrom(null, 'deleted' as const),
    changed: fc.constantFrom<string[]>(['name'], ['name', 'status']),
    before: fc.constantFrom(null, { name: 'A' }, { name: '=' }),
    after: fc.constantFrom(null, { name: 'A' }, { name: 'A', status: 'active' }, { status: 'active', name: 'A' }),
    reason: fc.constantFrom({ rule: 'C1', text: 'One.' }, { rule: 'C1', text: 'Two.' }),
    source: fc.constantFrom(null, { collection: 'users' as const, sourcedId: 'u' }),
    ledgerFields: fc.constantFrom('', '{}', '{"status":"active"}'),
    hold: fc.constantFrom('', 'E2:user:s-1'),
  });
  const block = fc.array(parts, { minLength: 1, maxLength: PACK });
  fc.assert(
    fc.property(block, fc.array(fc.nat(PACK - 1)), (all, asked) => {
      const rows = all.map((part) => change(part));
      const pack = new ChangePack(packChanges(rows));
      for (const at of asked) {
        const { waiting, ...body } = rows[at] ?? change();
        expect(pack.change(at)).toEqual(rows[at] === undefined ? undefined : body);
      }
    }),
  );
});

test('a ledger text that would tear a block apart is a bug', () => {
  expect(() => packChanges([change({ ledgerFields: '{\n}' })])).toThrow('canonical');
});

/** As the first version of the store wrote it. */
function listed(of: ReturnType<typeof change>): string {
  const { entity, action, how, key, label, school, schoolName, changed, before, after, reason, source } = of;
  const head = [entity, action, how, key, label, school, schoolName, changed, before, after, reason.rule, reason.text];
  const { bucket, row, ledgerFields, ledgerExtra, canvasId, hold } = of;
  const rest = [source?.collection ?? null, source?.sourcedId ?? '', bucket, row, ledgerFields, ledgerExtra, canvasId, hold];
  return JSON.stringify([...head, ...rest]);
}

/** As the second version did. */
function inTexts(of: ReturnType<typeof change>): string {
  const { entity, action, how, label, school, schoolName, changed, before, after, reason, source, bucket, canvasId, hold } = of;
  const head = [entity, action, how, label, school, schoolName, changed, before, after, reason.rule, reason.text];
  const rest = [...head, source?.collection ?? null, source?.sourcedId ?? '', bucket, canvasId, hold];
  const { key, row, ledgerFields, ledgerExtra } = of;
  return [JSON.stringify(key), JSON.stringify(row), ledgerFields, ledgerExtra, JSON.stringify(rest)].join('\t');
}
