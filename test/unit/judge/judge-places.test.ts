import { describe, expect, test } from 'vitest';
import { Judge } from '../../judge/judge.ts';
import { emptyCanvas, judgeAfterFirstNight, judged, nightOf, rowOf, rulesOf, type Tiny, tinyDistrict } from './tiny-district.ts';

/** The night in which everything is made, with something wrong about it. */
function made(change: (district: Tiny) => void, today = '2026-10-01') {
  const district = tinyDistrict();
  change(district);
  return new Judge().night(nightOf(district, { before: emptyCanvas(), after: district.canvas, today }));
}

/** A later night in which Canvas changed like this. */
function changed(change: (district: Tiny) => void) {
  return judged((district) => {
    change(district);
    return { sis: district.sis, after: district.canvas };
  });
}

const course = ({ canvas }: Tiny) => rowOf(canvas.courses, { sis_source_id: 'c-alg' });
const section = ({ canvas }: Tiny) => rowOf(canvas.sections, { sis_source_id: 'alg' });
const term = ({ canvas }: Tiny, id: string) => rowOf(canvas.terms, { sis_source_id: id });

describe('what is made is made right', () => {
  test('the innocent', () => {
    expect(made(() => undefined)).toEqual([]);
  });

  test.each<[string, string, (district: Tiny) => void]>([
    [
      'C2',
      'in the term of its session',
      (district) => void Object.assign(course(district), { enrollment_term_id: term(district, 's2').id }),
    ],
    ['C1', 'in the account of its school', (district) => void Object.assign(course(district), { account_id: 1 })],
    [
      'C1',
      'without accounts for what is no school',
      ({ sis, canvas }) => {
        sis.orgs.push({ sourcedId: 'county', name: 'County', type: 'district' });
        canvas.accounts.push({ ...canvas.accounts[1], id: 9, name: 'County', sis_source_id: 'county' });
      },
    ],
    ['F1', 'unpublished', (district) => void Object.assign(course(district), { workflow_state: 'available' })],
    ['B', 'under an id made of the class', (district) => void Object.assign(course(district), { sis_source_id: 'alg' })],
    ['F1', 'under the title of its class', (district) => void Object.assign(section(district), { name: 'Something' })],
    [
      'F1',
      'under the name of its school',
      (district) => void Object.assign(rowOf(district.canvas.accounts, { id: 2 }), { name: 'Oak' }),
    ],
    [
      'C2',
      'with the dates of its session',
      (district) => void Object.assign(term(district, 's2'), { end_at: '2027-06-04T03:59:59Z' }),
    ],
    ['C2', 'with the school year in its name', (district) => void Object.assign(term(district, 's2'), { name: 'Semester 2' })],
    ['C3', 'with more time for teachers', (district) => void Object.assign(term(district, 's2'), { overrides: {} })],
    ['C8', 'at all', (district) => void district.canvas.sections.splice(0, 1)],
  ])('%s: %s', (rule, _what, change) => {
    expect(rulesOf(made(change))).toContain(rule);
  });

  test('nothing 46 days before the school year (C8)', () => {
    expect(rulesOf(made(() => undefined, '2026-06-25'))).toEqual(['C8']);
  });

  test('a class without students only two weeks before it begins (C5)', () => {
    const empty = (district: Tiny) => {
      district.sis.enrollments = district.sis.enrollments.filter((row) => !(row.sourcedId as string).startsWith('art'));
      district.canvas.enrollments = district.canvas.enrollments.filter((row) => row.course_id === course(district).id);
    };
    expect(rulesOf(made(empty))).toEqual(['C5']);
    expect(made(empty, '2026-12-22')).toEqual([]);
  });

  test('the day of a class is the one in the district, in summer time and in winter time (A1)', () => {
    const zone = (start: string) =>
      made((district) => void Object.assign(term(district, 's2'), { start_at: start })).map(({ rule }) => rule);
    expect(zone('2027-01-05T05:00:00Z')).toEqual([]);
    expect(zone('2027-01-05T04:00:00Z')).toEqual(['C2']);
  });
});

describe('no second one of what is there (G1, C4)', () => {
  test('a school of the same name', () => {
    const district = tinyDistrict();
    const before = {
      ...emptyCanvas(),
      accounts: [...emptyCanvas().accounts, { ...rowOf(district.canvas.accounts, { id: 2 }), id: 3, sis_source_id: null }],
    };
    const after = { ...district.canvas, accounts: [...before.accounts, rowOf(district.canvas.accounts, { id: 2 })] };
    expect(rulesOf(new Judge().night(nightOf(district, { before, after, today: '2026-10-01' })))).toEqual(['G1']);
  });

  test('a course without a section, because the section lives elsewhere', () => {
    const found = changed(
      (district) => void district.canvas.courses.push({ ...course(district), id: 900, sis_source_id: 'c-zoo', name: 'Zoology' }),
    );
    expect(rulesOf(found)).toEqual(['C4']);
  });
});

describe('a term', () => {
  const move = (sessions: readonly string[], dates: string) => {
    const { judge, district } = judgeAfterFirstNight();
    const twin = { ...rowOf(district.sis.academicSessions, { sourcedId: 's2' }), sourcedId: 's2-oak' };
    district.sis.academicSessions.push(twin);
    rowOf(district.sis.classes, { sourcedId: 'art' }).terms = [{ sourcedId: 's2' }, { sourcedId: 's2-oak' }];
    district.sis.classes.push({
      ...rowOf(district.sis.classes, { sourcedId: 'art' }),
      sourcedId: 'art2',
      title: 'Art 2',
      terms: [{ sourcedId: 's2-oak' }],
    });
    rowOf(district.sis.classes, { sourcedId: 'art' }).terms = [{ sourcedId: 's2' }];
    judge.night(nightOf(district, { after: district.canvas }));
    const before = structuredClone(district.canvas);
    for (const id of sessions) rowOf(district.sis.academicSessions, { sourcedId: id }).startDate = '2027-01-12';
    term(district, 's2').start_at = dates;
    return judge.night(nightOf(district, { before, after: district.canvas, today: '2026-10-07' }));
  };

  test('moves with all of its sessions, and waits for a person when one of them moves (C2)', () => {
    expect(move(['s2', 's2-oak'], '2027-01-12T05:00:00Z')).toEqual([]);
    expect(rulesOf(move(['s2', 's2-oak'], '2027-01-05T05:00:00Z'))).toEqual(['C2']);
    expect(move(['s2-oak'], '2027-01-05T05:00:00Z')).toEqual([]);
    expect(rulesOf(move(['s2-oak'], '2027-01-12T05:00:00Z'))).toEqual(['C2']);
  });
});

describe('what no run does', () => {
  test('it moves no account of ours (C1)', () => {
    const moved = changed(({ canvas }) => void Object.assign(rowOf(canvas.accounts, { id: 2 }), { parent_account_id: 9 }));
    expect(moved.map(({ rule, text }) => `${rule} ${text}`)).toContain('C1 The account of Pine High was moved.');
  });

  test.each<[string, string, (district: Tiny) => void]>([
    ['D4', 'deletes a course', (district) => void Object.assign(course(district), { workflow_state: 'deleted' })],
    ['D4', 'publishes a course', (district) => void Object.assign(course(district), { workflow_state: 'available' })],
    ['D4', 'deletes a section', (district) => void Object.assign(section(district), { workflow_state: 'deleted' })],
    ['D4', 'deletes a term', (district) => void Object.assign(term(district, 's2'), { workflow_state: 'deleted' })],
    ['B', 'gives a section another id', (district) => void Object.assign(section(district), { sis_source_id: 'other' })],
    [
      'F1',
      'unlinks a sign-in provider',
      (district) => void Object.assign(rowOf(district.canvas.logins, { sis_user_id: 's01' }), { authentication_provider_id: 3 }),
    ],
    ['F1', 'sets dates of a section', (district) => void Object.assign(section(district), { start_at: '2026-09-01T04:00:00Z' })],
    [
      'F1',
      'changes a short name',
      (district) => void Object.assign(rowOf(district.canvas.users, { name: 'Bo Reed' }), { short_name: 'B' }),
    ],
    ['D4', 'makes a row disappear', (district) => void district.canvas.accounts.splice(1, 1)],
    [
      'D6',
      'touches what is not ours',
      (district) => void Object.assign(rowOf(district.canvas.accounts, { id: 1 }), { name: 'County' }),
    ],
    [
      'D6',
      'even stamps what is not ours',
      (district) => void Object.assign(rowOf(district.canvas.accounts, { id: 1 }), { sis_batch_id: 7 }),
    ],
  ])('%s: %s', (rule, _what, change) => {
    expect(rulesOf(changed(change))).toContain(rule);
  });

  test('a field that sticks is left alone (F3)', () => {
    const stuck = (name: string) =>
      judged((district) => {
        Object.assign(course(district), { stuck: ['name'], name: 'Algebra, come in!' });
        const before = structuredClone(district.canvas);
        course(district).name = name;
        return { before, after: district.canvas };
      });
    expect(stuck('Algebra, come in!')).toEqual([]);
    expect(rulesOf(stuck('Algebra'))).toEqual(['F3']);
  });
});
