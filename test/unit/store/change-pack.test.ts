import { expect, test } from 'vitest';
import { ChangePack, changeText, packChanges } from '../../../electron/store/plan/change-pack.ts';
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
  const pack = new ChangePack(packChanges(changes.map(changeText)));
  expect(changes.map((_, i) => pack.change(i))).toEqual(stored);
  expect(changes.map((_, i) => pack.row(i))).toEqual(changes.map(({ key, row }) => ({ key, row })));
  expect(pack.change(3)).toBeUndefined();
  expect(pack.row(3)).toBeUndefined();
});

test('plans that were stored as lists are still read: they hold the before-images of an undo', () => {
  const pack = new ChangePack(packChanges(changes.map(listed)));
  expect(changes.map((_, i) => pack.change(i))).toEqual(stored);
  expect(changes.map((_, i) => pack.row(i))).toMatchObject(changes.map(({ key, row }) => ({ key, row })));
});

test('a ledger text that would tear a block apart is a bug', () => {
  expect(() => changeText(change({ ledgerFields: '{\n}' }))).toThrow('canonical');
});

/** As the first version of the store wrote it. */
function listed(of: ReturnType<typeof change>): string {
  const { entity, action, how, key, label, school, schoolName, changed, before, after, reason, source } = of;
  const head = [entity, action, how, key, label, school, schoolName, changed, before, after, reason.rule, reason.text];
  const { bucket, row, ledgerFields, ledgerExtra, canvasId, hold } = of;
  const rest = [source?.collection ?? null, source?.sourcedId ?? '', bucket, row, ledgerFields, ledgerExtra, canvasId, hold];
  return JSON.stringify([...head, ...rest]);
}
