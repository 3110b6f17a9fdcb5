import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ClassFacts,
  type ClassTeacher,
  type CourseIds,
  type CourseModel,
  courseIdCandidates,
  groupOf,
  type PlaceableClass,
  type Placement,
  placeClasses,
} from '../../../electron/roster/map/placement.ts';

const by = (userId: string, primary = false): ClassTeacher => ({ userId, label: userId, primary });

function facts(over: Partial<ClassFacts> = {}): ClassFacts {
  return { classId: 'a1', school: 'north', course: 'alg', term: 's1', homeroom: false, teachers: [by('tom')], ...over };
}

/** Ids as the store keeps them: minted once, never given twice. */
function idBook(minted = new Map<string, string>()): CourseIds & { readonly minted: Map<string, string> } {
  const share = (key: string, id: string) => void minted.set(key, id);
  return {
    minted,
    share,
    known: (key) => minted.get(key),
    mint(key, proposals) {
      const given = new Set(minted.values());
      for (const id of courseIdCandidates(proposals)) {
        if (given.has(id)) continue;
        share(key, id);
        return id;
      }
      throw new Error('never');
    },
  };
}

describe('C4 which classes share a course', () => {
  test('one course per class: none', () => {
    expect(groupOf('class', facts())).toBeNull();
  });

  test.each([
    ['another course', { course: 'geo' }],
    ['another term', { term: 's2' }],
    ['another school', { school: 'south' }],
  ])('never over %s', (_what, over) => {
    for (const model of ['teacher', 'course'] as const) {
      expect(groupOf(model, facts(over))).not.toBe(groupOf(model, facts()));
      expect(groupOf(model, facts({ classId: 'a2' }))).toBe(groupOf(model, facts()));
    }
  });

  test('another teacher: not in a teacher’s course, but in the course of all', () => {
    const pat = facts({ teachers: [by('pat')] });
    expect(groupOf('teacher', pat)).not.toBe(groupOf('teacher', facts()));
    expect(groupOf('course', pat)).toBe(groupOf('course', facts()));
  });

  test.each([
    ['no teacher', { teachers: [] }],
    ['several teachers and no primary one', { teachers: [by('tom'), by('pat')] }],
    ['several primary teachers', { teachers: [by('tom', true), by('pat', true)] }],
    ['a homeroom', { homeroom: true }],
    ['no course in the SIS', { course: '' }],
    ['no term', { term: '' }],
  ])('%s: a course of its own', (_what, over) => {
    expect(groupOf('teacher', facts(over))).toBeNull();
    expect(groupOf('course', facts(over))).toBeNull();
  });

  test('several teachers, one of them primary: it is theirs', () => {
    expect(groupOf('teacher', facts({ teachers: [by('pat'), by('tom', true)] }))).toBe(groupOf('teacher', facts()));
  });
});

describe('C4 where a class goes', () => {
  const anew = (over: Partial<PlaceableClass> = {}): PlaceableClass => ({
    ...facts(over),
    home: '',
    follows: false,
    over: false,
    ...over,
  });
  const coursesOf = (placed: ReadonlyMap<string, Placement>) =>
    Object.fromEntries([...placed].map(([id, { course }]) => [id, course]));

  test('the course is called after its smallest class, and keeps that id when this one goes', () => {
    const ids = idBook();
    const both = [anew({ classId: 'a2' }), anew({ classId: 'a1' })];
    expect(coursesOf(placeClasses(both, 'teacher', ids))).toEqual({ a1: 'c-a1', a2: 'c-a1' });
    const later = [anew({ classId: 'a2', home: 'c-a1' }), anew({ classId: 'a0' })];
    expect(coursesOf(placeClasses(later, 'teacher', ids))).toEqual({ a0: 'c-a1', a2: 'c-a1' });
  });

  test('a class that has started stays, whoever teaches it now; one that has not goes along', () => {
    const ids = idBook();
    placeClasses([anew(), anew({ classId: 'a2' })], 'teacher', ids);
    const pat = { home: 'c-a1', teachers: [by('pat')] };
    const started = placeClasses([anew({ home: 'c-a1' }), anew({ classId: 'a2', ...pat })], 'teacher', ids);
    expect(started.get('a2')).toMatchObject({ course: 'c-a1', home: '', leads: false });
    const coming = placeClasses([anew({ home: 'c-a1' }), anew({ classId: 'a2', ...pat, follows: true })], 'teacher', ids);
    expect(coming.get('a2')).toMatchObject({ course: 'c-a2', home: 'c-a1', leads: true });
  });

  test('an id that is somebody else’s is not given again', () => {
    const ids = idBook(new Map([['x', 'c-a1']]));
    expect(placeClasses([anew()], 'class', ids).get('a1')?.course).toBe('c-a1-2');
  });

  test('a teacher who took over all classes of a course goes on in it', () => {
    const ids = idBook();
    placeClasses([anew()], 'teacher', ids);
    const pat = { teachers: [by('pat')] };
    const placed = placeClasses([anew({ home: 'c-a1', ...pat }), anew({ classId: 'a9', ...pat })], 'teacher', ids);
    expect(coursesOf(placed)).toEqual({ a1: 'c-a1', a9: 'c-a1' });
  });

  test('who lost all classes of a course to a colleague gets a new one, not the colleague’s', () => {
    const ids = idBook();
    placeClasses([anew()], 'teacher', ids);
    const placed = placeClasses(
      [anew({ home: 'c-a1', teachers: [by('pat')] }), anew({ classId: 'a9', teachers: [by('tom')] })],
      'teacher',
      ids,
    );
    expect(coursesOf(placed)).toEqual({ a1: 'c-a1', a9: 'c-a9' });
  });

  test('classes with courses of their own keep them when the model changes in the middle of the year', () => {
    const ids = idBook();
    const apart = placeClasses([anew(), anew({ classId: 'a2' })], 'class', ids);
    expect(coursesOf(apart)).toEqual({ a1: 'c-a1', a2: 'c-a2' });
    const homes = [anew({ home: 'c-a1' }), anew({ classId: 'a2', home: 'c-a2' }), anew({ classId: 'a3' })];
    expect(coursesOf(placeClasses(homes, 'teacher', ids))).toEqual({ a1: 'c-a1', a2: 'c-a2', a3: 'c-a3' });
  });

  test('before the year they move into the first of them', () => {
    const ids = idBook();
    placeClasses([anew(), anew({ classId: 'a2' })], 'class', ids);
    const homes = [anew({ home: 'c-a1', follows: true }), anew({ classId: 'a2', home: 'c-a2', follows: true })];
    expect(coursesOf(placeClasses(homes, 'teacher', ids))).toEqual({ a1: 'c-a1', a2: 'c-a1' });
  });
});

describe('C4 any classes', () => {
  const anyClass = fc.record({
    school: fc.constantFrom('north', 'south'),
    course: fc.constantFrom('alg', 'bio', ''),
    term: fc.constantFrom('s1', 's2', ''),
    homeroom: fc.boolean(),
    teachers: fc.uniqueArray(
      fc.constantFrom('tom', 'pat', 'kim').map((id) => by(id, id === 'kim')),
      {
        selector: ({ userId }) => userId,
        maxLength: 2,
      },
    ),
  });
  const anyModel = fc.constantFrom<CourseModel>('class', 'teacher', 'course');
  const anyClasses = fc
    .array(anyClass, { maxLength: 12 })
    .map((rows) => rows.map((row, i): PlaceableClass => ({ ...row, classId: `k${i}`, home: '', follows: false, over: false })));

  test('no course mixes schools or terms, no order matters, and what was placed stays', () => {
    fc.assert(
      fc.property(anyClasses, anyModel, anyModel, (classes, model, other) => {
        const ids = idBook();
        const placed = placeClasses(classes, model, ids);
        for (const a of classes)
          for (const b of classes) {
            if (placed.get(a.classId)?.course !== placed.get(b.classId)?.course) continue;
            expect([a.school, a.term]).toEqual([b.school, b.term]);
          }
        expect(placeClasses([...classes].reverse(), model, idBook())).toEqual(placed);
        const there = classes.map((one) => ({ ...one, home: placed.get(one.classId)?.course ?? '' }));
        for (const later of [model, other]) {
          for (const [id, { course, home }] of placeClasses(there, later, ids)) {
            expect([course, home]).toEqual([placed.get(id)?.course, '']);
          }
        }
      }),
    );
  });
});
