import { expect, it } from 'vitest';
import { fieldRows } from '../../../renderer/review/field-rows.ts';
import type { Change } from '../../../shared/plan.ts';

const link: Change = {
  seq: 1,
  entity: 'observer',
  action: 'create',
  how: null,
  key: 'parent-1\u001fstudent-7',
  label: 'Pat Lee observes Sam Lee',
  school: 'north',
  schoolName: 'North High',
  changed: ['status'],
  before: null,
  after: { status: 'active' },
  reason: { rule: 'C6', text: 'The SIS names Pat as a parent.' },
  source: null,
  holds: [],
  waiting: false,
};

it('a guardian’s link tells whom it binds, also when it is removed', () => {
  const told = (change: Change) => fieldRows(change).map(({ word, was, now }) => [word, was, now]);
  const pair = (text: string) => `the one with number ${text}`;
  expect(told(link)).toEqual([
    ['guardian', null, pair('parent-1')],
    ['student', null, pair('student-7')],
    ['state', null, 'active'],
  ]);
  const gone = { ...link, action: 'delete' as const, before: { status: 'active' }, after: null };
  expect(told(gone)[0]).toEqual(['guardian', pair('parent-1'), null]);
});
