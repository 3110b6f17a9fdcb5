import { describe, expect, test } from 'vitest';
import { importColumns } from '../../../electron/canvas/columns.ts';
import { factsOf, fieldKnowledge, type KnownFrom } from '../../../electron/canvas/field-knowledge.ts';
import { kindColumns, type ReportKind, rowReader } from '../../../electron/canvas/report-columns.ts';
import { compareFields } from '../../../electron/roster/compare/three-way.ts';
import { confirmChange } from '../../../electron/roster/confirm.ts';
import { isStale } from '../../../electron/roster/stale.ts';
import type { SendableChange, SideRow } from '../../../electron/store/store-api.ts';
import type { EntityKind, Fields } from '../../../shared/entities.ts';
import { entityKinds } from '../../../shared/entities.ts';
import { RosterDistrict } from '../../helpers/roster-district.ts';
import { feed } from '../../helpers/sis-feed.ts';

/** ROSTER-RULES F5: for every field, whether it is known from the report, from the API, or from the ledger only. */
const both = 'report and API';
const expected: Readonly<Record<EntityKind, Readonly<Record<string, KnownFrom>>>> = {
  account: { account_id: both, parent_account_id: both, name: both, status: both, integration_id: 'API' },
  term: {
    ...{ term_id: both, name: both, status: both, start_date: both, end_date: both },
    ...{ 'override:TeacherEnrollment': 'API', 'override:TaEnrollment': 'API', 'override:DesignerEnrollment': 'API' },
  },
  course: {
    course_id: both,
    short_name: both,
    long_name: both,
    account_id: both,
    term_id: both,
    status: both,
    integration_id: both,
    start_date: 'ledger',
    end_date: 'ledger',
  },
  section: {
    section_id: both,
    course_id: both,
    name: both,
    status: both,
    integration_id: both,
    start_date: both,
    end_date: both,
  },
  user: {
    user_id: both,
    integration_id: both,
    login_id: both,
    authentication_provider_id: both,
    full_name: both,
    sortable_name: both,
    email: both,
    status: both,
  },
  enrollment: {
    section_id: both,
    user_id: both,
    role: both,
    status: both,
    start_date: 'ledger',
    end_date: 'ledger',
    limit_section_privileges: both,
  },
  observer: { observer_id: both, student_id: both, status: both },
};

describe('F5 the table of what is known from where', () => {
  test.each(entityKinds)('%s', (entity) => {
    const known = Object.keys(fieldKnowledge[entity]).map((field) => [field, factsOf(entity, field).known]);
    expect(Object.fromEntries(known)).toEqual(expected[entity]);
  });

  test.each(entityKinds)('%s: every column we write stands in it', (entity) => {
    const missing = importColumns[entity].filter((column) => !Object.keys(fieldKnowledge[entity]).includes(column));
    // Names the role a row of the terms file is about; the plan has it as fields of the term (C3).
    expect(missing).toEqual(entity === 'term' ? ['date_override_enrollment_type'] : []);
  });

  test('every field a plan wants or a read tells stands in it', () => {
    const district = new RosterDistrict();
    for (const { entity, after, row } of district.sync(feed()).changes) {
      for (const field of [...Object.keys(after ?? {}), ...Object.keys(row)]) expect(() => factsOf(entity, field)).not.toThrow();
    }
    for (const { entity, fields } of district.canvas.base()) {
      for (const field of Object.keys(fields)) expect(() => factsOf(entity, field)).not.toThrow();
    }
  });

  test('a field that is not in it can be neither compared nor confirmed', () => {
    expect(() => compareFields('user', { nickname: 'Annie' }, {}, null)).toThrow(
      'Nothing is known of the field nickname of user.',
    );
  });

  const reports = Object.entries(kindColumns).flatMap(([kind, columns]) =>
    columns.entity === 'xlist' || columns.entity === 'admin' ? [] : [[kind as ReportKind, columns.entity, columns] as const],
  );
  test.each(reports)('the report of %s is read for exactly the fields it is said to tell', (kind, entity, columns) => {
    const header = [...new Set([...columns.required, ...columns.fields])];
    const read = rowReader(kind, header);
    if (typeof read !== 'function') throw new Error('The header lacks columns.');
    const told = Object.entries(expected[entity]).filter(([, known]) => known === both);
    expect(Object.keys(read(header.map(() => 'x')).fields).sort()).toEqual(told.map(([field]) => field).sort());
  });
});

const dates = { start_date: '2026-08-24T04:00:00Z', end_date: '2026-12-19T04:59:59Z' };
const later = { ...dates, end_date: '2027-01-15T04:59:59Z' };
const side = (fields: Fields): SideRow => ({ key: 'k', fields: JSON.stringify(fields), extra: '{}' });
const change = (entity: EntityKind, over: Partial<SendableChange>) =>
  ({ entity, key: 'a', action: 'update', how: null, changed: [], before: {}, after: {}, row: {}, ...over }) as SendableChange;

describe('F5 what only the ledger knows', () => {
  // A read may hold a value of that name all the same: an old Canvas, or dates shown only now and then.
  test.each([
    ['as we sent it', dates, {}, dates, []],
    ['as we sent it, while a read shows something else', dates, later, dates, []],
    ['moved by the SIS', later, {}, dates, ['end_date']],
    [
      'moved by the SIS, while a read shows something else again',
      later,
      { end_date: '2027-06-12T03:59:59Z' },
      dates,
      ['end_date'],
    ],
    ['never sent', dates, {}, null, ['start_date', 'end_date']],
  ] as const)('is compared with the ledger and never called edited in Canvas: %s', (_name, wanted, present, applied, changed) => {
    const result = compareFields('enrollment', { ...wanted }, { ...present }, applied === null ? null : { ...applied });
    expect(result.changed).toEqual(changed);
    expect(result.kept.size).toBe(0);
    expect(result.applied).toEqual(wanted);
  });

  test('is believed once the rest of the row is seen, and makes no row stale', () => {
    const sent = change('enrollment', { after: { status: 'active', ...later }, before: { status: 'inactive', ...dates } });
    expect(confirmChange(sent, side({ status: 'active' })).kind).toBe('confirmed');
    expect(confirmChange(sent, side({ status: 'inactive' }))).toMatchObject({ differing: ['status'] });
    expect(isStale(sent, side({ status: 'inactive' }))).toBe(false);
    expect(isStale(sent, side({ status: 'active' }))).toBe(true);
  });
});

describe('F5 what a read does not tell although it could', () => {
  const ann = { full_name: 'Ann Miller', email: 'ann@example.org' };

  test('is not taken for empty: an e-mail address the token may not see', () => {
    const told = { full_name: 'Ann Miller' };
    expect(compareFields('user', ann, told, ann).changed).toEqual([]);
    expect(compareFields('user', ann, { ...told, email: '' }, ann).kept).toEqual(new Map([['email', 'edited']]));
    expect(compareFields('user', { ...ann, email: 'ann@new.example' }, told, ann).changed).toEqual(['email']);
    const sent = change('user', { after: ann, before: { full_name: 'Ann', email: 'ann@example.org' } });
    expect(confirmChange(sent, side({ ...told, status: 'active' })).kind).toBe('confirmed');
    expect(isStale(sent, side({ full_name: 'Ann', status: 'active' }))).toBe(false);
  });
});

describe('a blank SIS value', () => {
  const keeping = entityKinds.flatMap((entity) =>
    Object.keys(fieldKnowledge[entity]).flatMap((field) => (factsOf(entity, field).blankKeeps ? [`${entity} ${field}`] : [])),
  );

  test('does not clear names and e-mail addresses, everything else it does (canvas-sis.md §1.4–1.9)', () => {
    expect(keeping).toEqual([
      'account name',
      'term name',
      'course short_name',
      'course long_name',
      'section name',
      'user full_name',
      'user sortable_name',
      'user email',
    ]);
    expect(
      compareFields('section', { name: '', start_date: '' }, { name: 'A', ...dates }, { name: 'A', ...dates }).changed,
    ).toEqual(['start_date']);
  });
});
