import { describe, expect, test } from 'vitest';
import { KEY_SEPARATOR } from '../../../electron/canvas/canvas-row.ts';
import { type EnrollmentRules, judgeSection, type SectionFacts } from '../../../electron/roster/compare/enrollments.ts';
import { judgeObject, type ObjectRules } from '../../../electron/roster/compare/objects.ts';
import { Parents } from '../../../electron/roster/compare/parents.ts';
import { NOTHING, type Verdict } from '../../../electron/roster/compare/verdict.ts';
import type { LedgerRow, SideRow } from '../../../electron/store/store-api.ts';
import type { Fields } from '../../../shared/entities.ts';

/** DESIGN §4, ROSTER-RULES F1–F5, D6: what SIS, Canvas and ledger together amount to, each outcome by its name. */
const rules = (parents = new Parents()): ObjectRules => ({
  newUserProvider: '',
  parents,
  accounts: new Set(),
  housed: new Set(),
  isDeletedCourse: () => false,
  adopt: false,
});
const course = { short_name: 'ALG1', long_name: 'Algebra', account_id: 'north', term_id: 's1' };
const live = { ...course, course_id: 'c-1', status: 'unpublished', integration_id: 'i' };

const says = (fields: Fields, extra: object = {}): SideRow => ({
  key: 'c-1',
  fields: JSON.stringify(fields),
  extra: JSON.stringify({ label: 'Algebra', school: 'north', source: ['classes', 'alg-1'], ...extra }),
});
const has = (fields: Fields): SideRow => ({
  key: 'c-1',
  fields: JSON.stringify(fields),
  extra: JSON.stringify({ canvasId: '7', bySis: true }),
});
const set = (fields: Fields, over: Partial<LedgerRow> = {}, unseen?: string[]): LedgerRow => ({
  key: 'c-1',
  fields: JSON.stringify(fields),
  extra: JSON.stringify({ label: 'Algebra', school: 'north', ...(unseen === undefined ? {} : { unseen }) }),
  canvasId: '7',
  owned: true,
  confirmed: true,
  source: 'classes/alg-1',
  run: 'r',
  ...over,
});

function judged(desired: SideRow | null, canvas: SideRow | null, ledger: LedgerRow | null, parents?: Parents): Verdict {
  return judgeObject('course', { key: 'c-1', desired, canvas, ledger }, rules(parents));
}

function changeIn(verdict: Verdict) {
  if (verdict.kind !== 'change') throw new Error(`It is ${verdict.kind}, no change.`);
  return verdict.change;
}

function keptIn(verdict: Verdict) {
  const kept = verdict.kind === 'change' || verdict.kind === 'kept' ? verdict.kept : undefined;
  if (kept === undefined) throw new Error(`It is ${verdict.kind} and nothing is kept.`);
  return kept;
}

describe('a course', () => {
  test('unchanged: all three sides agree', () => {
    expect(judged(says(course), has(live), set(course))).toEqual({ kind: 'count', count: 'unchanged' });
  });

  test('SIS changed: Canvas still has what we set', () => {
    const { action, before, after, reason } = changeIn(
      judged(says({ ...course, long_name: 'Algebra I' }), has(live), set(course)),
    );
    expect({ action, before, after }).toEqual({
      action: 'update',
      before: { long_name: 'Algebra' },
      after: { long_name: 'Algebra I' },
    });
    expect(reason).toEqual({ rule: 'F1', text: 'The SIS changed it since the last sync.' });
  });

  test('edited in Canvas: kept as Canvas has it, and no change', () => {
    const verdict = judged(says(course), has({ ...live, long_name: 'Algebra with Ms. Lee' }), set(course));
    const { change, why, lastSynced, obstacle } = keptIn(verdict);
    expect(verdict.kind).toBe('kept');
    expect({ why, lastSynced, obstacle }).toEqual({ why: 'edited', lastSynced: { long_name: 'Algebra' }, obstacle: '' });
    expect(change).toMatchObject({
      action: 'update',
      changed: ['long_name'],
      before: { long_name: 'Algebra with Ms. Lee' },
      after: { long_name: 'Algebra' },
      reason: { rule: 'F3', text: expect.stringMatching(/^Somebody changed this in Canvas/) },
    });
  });

  test('both: SIS and Canvas changed it differently; Canvas stays, and it is called that', () => {
    const verdict = judged(says({ ...course, long_name: 'Algebra I' }), has({ ...live, long_name: 'Ms. Lee' }), set(course));
    const { change, why, lastSynced } = keptIn(verdict);
    expect(verdict.kind).toBe('kept');
    expect({ why, lastSynced }).toEqual({ why: 'both', lastSynced: { long_name: 'Algebra' } });
    expect(change).toMatchObject({ before: { long_name: 'Ms. Lee' }, after: { long_name: 'Algebra I' } });
    expect(change.reason.text).toMatch(/^The SIS changed this, and somebody changed it to something else in Canvas\./);
  });

  test('both to the same value: nothing is left to do', () => {
    const now = { ...course, long_name: 'Algebra I' };
    expect(judged(says(now), has({ ...live, ...now }), set(course))).toEqual({ kind: 'count', count: 'unchanged' });
  });

  test('one field SIS changed, another edited in Canvas: the one is written, the other kept', () => {
    const verdict = judged(says({ ...course, short_name: 'ALG2' }), has({ ...live, long_name: 'Ms. Lee' }), set(course));
    const change = changeIn(verdict);
    expect(change.changed).toEqual(['short_name']);
    expect(change.row).toMatchObject({ short_name: 'ALG2', long_name: 'Ms. Lee' });
    expect(JSON.parse(change.ledgerFields)).toEqual({ ...course, short_name: 'ALG2' });
    // Overwriting later must not take the change back.
    const over = keptIn(verdict).change;
    expect(over.changed).toEqual(['long_name']);
    expect(over.row).toMatchObject({ short_name: 'ALG2', long_name: 'Algebra', integration_id: 'i' });
    expect(JSON.parse(over.ledgerFields)).toEqual({ ...course, short_name: 'ALG2' });
  });

  test('ignored: Canvas took our value twice without showing it, so it is probably sticky', () => {
    const now = { ...course, long_name: 'Algebra I' };
    const once = judged(says(now), has(live), set(now, { confirmed: false }, ['long_name']));
    expect(changeIn(once).reason.text).toBe('Sent before, but Canvas did not show it; sent once more.');
    const twice = judged(says(now), has(live), set(now, { confirmed: false }));
    expect(keptIn(twice)).toMatchObject({ why: 'ignored', change: { before: { long_name: 'Algebra' } } });
  });

  test('deleted in Canvas: kept deleted; bringing it back is what overwriting would do', () => {
    const verdict = judged(says(course), has({ ...live, status: 'deleted' }), set(course));
    expect(verdict).toMatchObject({ kind: 'kept', gone: true });
    const { why, change } = keptIn(verdict);
    expect(why).toBe('removed');
    expect(change).toMatchObject({
      action: 'restore',
      changed: ['status'],
      before: { status: 'deleted' },
      after: { status: 'active' },
    });
  });

  test('missing in Canvas: made again, and it is called that', () => {
    const { action, reason } = changeIn(judged(says(course), null, set(course)));
    expect({ action, reason }).toEqual({
      action: 'create',
      reason: { rule: 'F6', text: 'It was in Canvas after an earlier sync and is not there any more; it is made again.' },
    });
    expect(changeIn(judged(says(course), null, null)).reason.text).toBe('A class that has no course in Canvas yet.');
  });

  test('already there: neither sent nor ours', () => {
    expect(judged(says(course), has({ ...live, long_name: 'By hand' }), null)).toEqual({ kind: 'count', count: 'alreadyThere' });
  });

  test('not ours: live in Canvas, unknown to the SIS and to us', () => {
    expect(judged(null, has(live), null)).toEqual({ kind: 'count', count: 'notOurs' });
    expect(judged(null, has({ ...live, status: 'deleted' }), null)).toBe(NOTHING);
  });

  test('frozen: ours, and no longer named by the SIS', () => {
    expect(judged(null, has(live), set(course))).toEqual({ kind: 'count', count: 'frozen' });
  });

  test('what waits for its term cannot be overwritten either', () => {
    const parents = new Parents();
    parents.set('term', 's2', { kind: 'held', text: 'The term waits.' });
    const moved = { ...course, term_id: 's2' };
    const edited = judged(says(moved), has({ ...live, term_id: 's9' }), set(course), parents);
    expect(keptIn(edited).obstacle).toBe('The term waits.');
    const mixed = judged(says(moved), has({ ...live, long_name: 'Ms. Lee' }), set(course), parents);
    expect(changeIn(mixed).hold?.text).toBe('The term waits.');
    expect(keptIn(mixed).obstacle).toBe('The term waits.');
  });
});

const key = ['alg-1', 'ann', 'student'].join(KEY_SEPARATOR);
const section: SectionFacts = {
  term: 's1',
  key: 'alg-1',
  label: 'Algebra',
  starts: '2026-08-24',
  ends: '2026-12-18',
  school: 'north',
  sharedCourse: '',
};
const running = (over: Partial<EnrollmentRules> = {}): EnrollmentRules => ({
  today: '2026-11-24',
  obstacleTo: () => null,
  staysInCourse: () => false,
  adopt: false,
  unreadable: new Set(),
  remapFor: () => null,
  isProtected: () => false,
  dropStatus: 'inactive',
  keptCourses: new Set(),
  ...over,
});
const active = { status: 'active' };

function enrolled(
  desired: Fields | null,
  canvas: Fields | null,
  ledger: LedgerRow | null,
  over?: Partial<EnrollmentRules>,
): Verdict {
  const wanted = desired === null ? null : { ...says(desired, { label: 'Ann' }), key };
  const triple = { key, desired: wanted, canvas: canvas === null ? null : { ...has(canvas), key }, ledger, missedBefore: true };
  const [one] = judgeSection([triple], section, running(over));
  if (one === undefined) throw new Error('Nothing was judged.');
  return one.verdict;
}

describe('an enrollment', () => {
  test.each<[string, Fields | null, Fields | null, LedgerRow | null, string]>([
    ['unchanged', active, active, set(active), 'unchanged'],
    ['already there', active, active, null, 'alreadyThere'],
    ['not ours: made by hand', null, active, null, 'notOurs'],
    ['not ours: we ended it, Canvas showed it, somebody brought it back', null, active, set({ status: 'inactive' }), 'notOurs'],
  ])('%s', (_name, desired, canvas, ledger, count) => {
    expect(enrolled(desired, canvas, ledger)).toEqual({ kind: 'count', count });
  });

  test('SIS changed: newly listed, listed again, no longer listed', () => {
    expect(changeIn(enrolled(active, null, null)).action).toBe('create');
    expect(changeIn(enrolled(active, { status: 'inactive' }, set({ status: 'inactive' }))).action).toBe('restore');
    expect(changeIn(enrolled(null, active, set(active)))).toMatchObject({ action: 'delete', how: 'inactive' });
  });

  test.each(['completed', 'inactive', 'deleted'])(
    'ended in Canvas (%s): kept ended, with what bringing it back would do',
    (status) => {
      const { why, change, lastSynced, obstacle } = keptIn(enrolled(active, { status }, set(active)));
      expect({ why, lastSynced, obstacle }).toEqual({ why: 'removed', lastSynced: active, obstacle: '' });
      expect(change).toMatchObject({ action: 'restore', before: { status }, after: active });
      expect(change.reason.text).toMatch(/^Somebody ended this enrollment in Canvas\./);
    },
  );

  test('missing in Canvas: made again, and it is called that', () => {
    expect(changeIn(enrolled(active, null, set(active))).reason.rule).toBe('F6');
    expect(changeIn(enrolled(active, null, null)).reason.rule).toBe('C6');
  });

  test('of somebody deleted in Canvas: kept, and nothing to overwrite until that person is back', () => {
    const { obstacle } = keptIn(enrolled(active, { status: 'deleted' }, set(active), { obstacleTo: () => ({ kind: 'gone' }) }));
    expect(obstacle).toMatch(/because the person or the section was deleted in Canvas\. Bring that back first/);
  });

  test('sent again without effect: kept, in both directions', () => {
    const twice = { confirmed: false };
    expect(keptIn(enrolled(active, { status: 'inactive' }, set(active, twice)))).toMatchObject({ why: 'ignored' });
    expect(keptIn(enrolled(null, active, set({ status: 'inactive' }, twice)))).toMatchObject({
      why: 'ignored',
      change: { action: 'delete', how: 'inactive' },
    });
  });
});
