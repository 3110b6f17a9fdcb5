import { describe, expect, test } from 'vitest';
import { Judge } from '../../judge/judge.ts';
import type { JudgedHold, JudgedSettings } from '../../judge/night.ts';
import {
  emptyCanvas,
  nightOf,
  rowOf,
  rulesOf,
  STUDENTS,
  staff,
  type Tiny,
  type TinyNight,
  tinyDistrict,
} from './tiny-district.ts';

const OBSERVING: Partial<JudgedSettings> = { observers: true };
const ref = (sourcedId: string) => ({ sourcedId });

/** The tiny district with a guardian for each student, whom the SIS names in the guardian's record; and Canvas as C6 wants it. */
function familyDistrict(): Tiny {
  const district = tinyDistrict();
  for (const [index, student] of STUDENTS.entries()) addFamily(district, `g-${student}`, student, 700 + index);
  return district;
}

function addFamily({ sis, canvas }: Tiny, guardian: string, student: string, id: number): void {
  sis.users.push({ ...staff(guardian, 'Mo Lopez', 'parent'), agents: [ref(student)] });
  canvas.users.push({ id, name: 'Mo Lopez', email: null, workflow_state: 'registered', short_name: 'Mo Lopez' });
  const login = { unique_id: guardian, sis_user_id: guardian, authentication_provider_id: null, workflow_state: 'active' };
  canvas.logins.push({ id: id + 100, user_id: id, ...login });
  const student_id = rowOf(canvas.logins, { sis_user_id: student }).user_id;
  canvas.observer_links.push({ id: id + 200, observer_id: id, student_id, workflow_state: 'active' });
}

/** A judge who saw all of it made by us, and the nights of probation pass. */
function judgeOfFamilies(nights = 5): { judge: Judge; district: Tiny } {
  const [judge, district] = [new Judge(), familyDistrict()];
  for (let night = 0; night < nights; night += 1) {
    const before = night === 0 ? emptyCanvas() : district.canvas;
    const told = judge.night(
      nightOf(district, { before, after: district.canvas, today: `2026-10-0${night + 1}`, settings: OBSERVING }),
    );
    if (told.length > 0) throw new Error(`Night ${night}: ${JSON.stringify(told)}`);
  }
  return { judge, district };
}

interface Change {
  readonly sis?: (sis: Tiny['sis']) => void;
  readonly canvas?: (canvas: Tiny['canvas']) => void;
  readonly holds?: readonly Partial<JudgedHold>[];
  readonly settings?: Partial<JudgedSettings>;
  readonly more?: TinyNight['more'];
}

/** The rules breached in each of the nights after. */
function nights(...changes: readonly Change[]): string[][] {
  const { judge, district } = judgeOfFamilies();
  return changes.map(({ sis, canvas, holds = [], settings = {}, more = {} }) => {
    const before = structuredClone(district.canvas);
    sis?.(district.sis);
    canvas?.(district.canvas);
    const night = { before, after: district.canvas, holds, settings: { ...OBSERVING, ...settings }, more };
    return rulesOf(judge.night(nightOf(district, night)));
  });
}

const linkOf = (canvas: Tiny['canvas'], guardian: string) =>
  rowOf(canvas.observer_links, { observer_id: rowOf(canvas.logins, { sis_user_id: guardian }).user_id });
const unlink =
  (...guardians: readonly string[]) =>
  (canvas: Tiny['canvas']) => {
    for (const guardian of guardians) linkOf(canvas, guardian).workflow_state = 'deleted';
  };
const silence =
  (...guardians: readonly string[]) =>
  (sis: Tiny['sis']) => {
    for (const guardian of guardians) rowOf(sis.users, { sourcedId: guardian }).agents = [];
  };
const hideGuardians = (sis: Tiny['sis']) => {
  sis.users = sis.users.filter((user) => user.role !== 'parent');
};
const GUARDIANS = STUDENTS.map((student) => `g-${student}`);

describe('who observes whom (C6)', () => {
  test('a guardian whom the SIS names stays', () => {
    expect(nights({})).toEqual([[]]);
    expect(nights({ canvas: unlink('g-s01') })).toEqual([['C6']]);
  });

  test('a new guardian is linked; their record or the student’s may name them', () => {
    const arrives = (sis: Tiny['sis']) => {
      sis.users.push(staff('g-new', 'New Lopez', 'relative'));
      rowOf(sis.users, { sourcedId: 's01' }).agents = [ref('g-new')];
    };
    expect(nights({ sis: arrives })).toEqual([['C6']]);
    const made = (canvas: Tiny['canvas']) => {
      const bare = familyDistrict();
      addFamily(bare, 'g-new', 's01', 950);
      for (const part of ['users', 'logins', 'observer_links'] as const) canvas[part].push(bare.canvas[part].at(-1) ?? {});
      Object.assign(canvas.users.at(-1) ?? {}, { name: 'New Lopez' });
    };
    expect(nights({ sis: arrives, canvas: made })).toEqual([[]]);
  });

  test('nobody is linked whom the SIS does not name, and no guardian comes for nothing', () => {
    const stranger = (canvas: Tiny['canvas']) =>
      void canvas.observer_links.push({ ...linkOf(canvas, 'g-s01'), id: 990, student_id: linkOf(canvas, 'g-s02').student_id });
    expect(nights({ canvas: stranger })).toEqual([['C6']]);
    const idle = (canvas: Tiny['canvas']) => {
      canvas.users.push({ id: 991, name: 'Idle Lopez', email: null, workflow_state: 'registered' });
      canvas.logins.push({
        ...rowOf(canvas.logins, { sis_user_id: 'g-s01' }),
        ...{ id: 992, user_id: 991, unique_id: 'idle', sis_user_id: 'idle' },
      });
    };
    expect(nights({ sis: (sis) => void sis.users.push(staff('idle', 'Idle Lopez', 'parent')), canvas: idle })).toEqual([['C6']]);
  });

  test('an observer sees the courses of nobody else', () => {
    const peek = (canvas: Tiny['canvas']) => {
      const [one = {}] = canvas.enrollments;
      const { observer_id } = linkOf(canvas, 'g-s02');
      canvas.enrollments.push({
        ...one,
        ...{ id: 993, user_id: observer_id, type: 'ObserverEnrollment', associated_user_id: one.user_id },
      });
    };
    expect(nights({ canvas: peek })).toEqual([['C6']]);
  });

  test('whom the no-contact list keeps apart is unlinked at once, and never linked again', () => {
    for (const line of ['s01', 'n-S01 + g-s01']) {
      const settings = { noContact: [line] };
      expect(nights({ settings })).toEqual([['C6']]);
      expect(
        nights(
          { settings, canvas: unlink('g-s01') },
          { settings, canvas: (canvas) => void Object.assign(linkOf(canvas, 'g-s01'), { workflow_state: 'active' }) },
        ),
      ).toEqual([[], ['C6']]);
    }
    expect(nights({ settings: { noContact: ['s01 + g-s02'] } })).toEqual([[]]);
  });

  test('a guardian the SIS ends goes tonight', () => {
    const sis = (rows: Tiny['sis']) => void Object.assign(rowOf(rows.users, { sourcedId: 'g-s01' }), { status: 'tobedeleted' });
    expect(nights({ sis })).toEqual([['C6']]);
    expect(nights({ sis, canvas: unlink('g-s01') })).toEqual([[]]);
  });

  test('who is only not named goes on the second night, or when a person looks (D5)', () => {
    const [sis, canvas] = [silence('g-s01'), unlink('g-s01')];
    expect(nights({ sis, canvas })).toEqual([['D5']]);
    expect(nights({ sis, canvas, more: { attended: true } })).toEqual([[]]);
    expect(nights({ sis }, { canvas })).toEqual([[], []]);
    expect(nights({ sis }, {})).toEqual([[], ['C6']]);
  });

  test('from a record that did not come nothing follows while another names it', () => {
    const named = (sis: Tiny['sis']) => {
      rowOf(sis.users, { sourcedId: 's01' }).agents = [ref('g-s01')];
      sis.users = sis.users.filter((user) => user.sourcedId !== 'g-s01');
    };
    expect(nights({ sis: named }, {})).toEqual([[], []]);
    expect(nights({ sis: named }, { canvas: unlink('g-s01') })).toEqual([[], ['C6']]);
  });

  test('what was unlinked by hand may stay so, and what is not ours stays as it is (F3, D6)', () => {
    const { judge, district } = judgeOfFamilies();
    unlink('g-s01')(district.canvas);
    const quiet = { before: district.canvas, after: district.canvas, settings: OBSERVING };
    expect(judge.night(nightOf(district, quiet))).toEqual([]);
    const byHand = { ...linkOf(district.canvas, 'g-s02'), id: 995, student_id: linkOf(district.canvas, 'g-s03').student_id };
    district.canvas.observer_links.push(byHand);
    const gone = structuredClone(district.canvas);
    rowOf(gone.observer_links, { id: 995 }).workflow_state = 'deleted';
    expect(rulesOf(judge.night(nightOf(district, { ...quiet, before: district.canvas, after: gone })))).toEqual(['D6']);
  });

  test('where the district does not want them no guardian is made', () => {
    const district = familyDistrict();
    const told = new Judge().night(nightOf(district, { before: emptyCanvas(), after: district.canvas, today: '2026-10-01' }));
    expect(rulesOf(told)).toContain('C6');
  });
});

describe('holds of guardians (E)', () => {
  const quiet: Change = { sis: hideGuardians };
  const held = (rule: string) => ({
    rule,
    entity: 'observer',
    message: '12 of 12 guardian links at Pine High would be removed.',
    count: 12,
  });

  test('a feed that lost all of them is held on the second night (E2, E4)', () => {
    expect(nights(quiet, { canvas: unlink(...GUARDIANS) })).toEqual([[], ['E2', 'E4']]);
    expect(nights(quiet, { holds: [held('E2'), held('E4')] })).toEqual([[], []]);
    expect(nights(quiet, { canvas: unlink(...GUARDIANS), holds: [held('E2'), held('E4')] })).toEqual([[], ['E']]);
  });

  test('a hold of enrollments is none of guardians, nor the reverse', () => {
    const ofClasses = { ...held('E2'), entity: 'enrollment' };
    expect(nights(quiet, { holds: [ofClasses, held('E4')] })[1]).toContain('E2');
    expect(nights({ holds: [held('E2')] })).toEqual([['E2']]);
    expect(nights(quiet, { holds: [{ ...held('E2'), count: 3 }, held('E4')] })[1]).toEqual(['E2']);
  });

  test('in the first five scheduled runs every removal is (D7)', () => {
    const { judge, district } = judgeOfFamilies(1);
    const night = { before: district.canvas, after: district.canvas, settings: { ...OBSERVING, noContact: ['s01'] } };
    expect(rulesOf(judge.night(nightOf(district, night)))).toEqual(['D7', 'C6']);
    expect(judge.night(nightOf(district, { ...night, holds: [{ ...held('D7'), count: 1 }] }))).toEqual([]);
  });

  test('a guardian without a login waits, and is told (B1)', () => {
    const sis = (rows: Tiny['sis']) =>
      void rows.users.push({ ...staff('g-new', 'New Lopez', 'parent'), username: '', agents: [ref('s01')] });
    expect(nights({ sis })).toEqual([['B1']]);
    expect(nights({ sis, holds: [{ rule: 'B1', entity: 'user', school: '' }] })).toEqual([[]]);
  });
});
