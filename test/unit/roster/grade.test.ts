import { describe, expect, test } from 'vitest';
import { contradicts, otherwise } from '../../../electron/roster/conversion/facts.ts';
import { type Candidate, gradeOf } from '../../../electron/roster/conversion/grade.ts';
import { plainName, similarName } from '../../../electron/roster/conversion/traits.ts';
import type { MatchTrait } from '../../../shared/conversion.ts';

const one = (traits: readonly MatchTrait[], part: Partial<Candidate> = {}): Candidate => ({
  canvasKey: 'canvas-1',
  traits: new Set(traits),
  sameName: true,
  contested: false,
  ...part,
});

describe('G1: how sure it is that a person of the SIS is somebody in Canvas', () => {
  test.each<[string, Candidate[], string]>([
    ['the login and the name agree', [one(['login'])], 'exact'],
    ['the login agrees, the name was changed', [one(['login'], { sameName: false })], 'likely'],
    ['two proofs need no name', [one(['login', 'identifier'], { sameName: false })], 'exact'],
    ['a number alone, under another name, may be anybody’s', [one(['identifier'], { sameName: false })], 'ambiguous'],
    ['e-mail and name', [one(['e-mail'])], 'likely'],
    ['two candidates', [one(['login']), one(['identifier'], { canvasKey: 'canvas-2' })], 'ambiguous'],
    ['somebody else claims the same one', [one(['login'], { contested: true })], 'ambiguous'],
    ['nobody', [], 'new'],
  ])('%s', (_case, candidates, grade) => {
    expect(gradeOf('user', candidates).grade).toBe(grade);
  });
});

test('G1: courses want code and name, terms name and dates, schools their name', () => {
  expect(gradeOf('course', [one(['code', 'name'])]).grade).toBe('exact');
  expect(gradeOf('course', [one(['code'])]).grade).toBe('likely');
  expect(gradeOf('term', [one(['name', 'dates'])]).grade).toBe('exact');
  expect(gradeOf('term', [one(['dates'])]).grade).toBe('likely');
  expect(gradeOf('account', [one(['similar name'])]).grade).toBe('likely');
});

test('the best of several candidates comes first', () => {
  const weak = one(['e-mail'], { canvasKey: 'a' });
  const strong = one(['login', 'identifier'], { canvasKey: 'b' });
  expect(gradeOf('user', [weak, strong]).candidates.map(({ canvasKey }) => canvasKey)).toEqual(['b', 'a']);
});

test('names are compared as people do', () => {
  expect(plainName('  O’Brien–Smith,  ANNE ')).toBe('o brien smith anne');
  expect(similarName('Lake Alder Middle School')).toBe(similarName('Lake Alder MS'));
  expect(similarName('Lake Alder High')).toBe('lake alder');
});

test('B2: the same id with everything else different is a collision; a rename, or a new login, is none', () => {
  const anne = { full_name: 'Anne Ng', login_id: 'ang', email: 'ang@x.org' };
  expect(contradicts('user', anne, { full_name: 'Bob Roe', login_id: 'broe', email: 'broe@x.org' })).toBe(true);
  expect(contradicts('user', anne, { full_name: 'Anne Ng-Roe', login_id: 'ang' })).toBe(false);
  expect(contradicts('user', anne, { full_name: 'Anne Roe', login_id: 'aroe', email: 'ang@x.org' })).toBe(false);
  expect(contradicts('account', { name: 'Lincoln High School' }, { name: 'Lincoln HS' })).toBe(false);
  expect(contradicts('account', { name: 'Lincoln High School' }, { name: 'Washington High School' })).toBe(true);
});

test('what happens without a decision is said in an admin’s words', () => {
  expect(otherwise('account', 'exact', undefined)).toBe('');
  expect(otherwise('section', 'new', undefined)).toBe('A new section would be made in Canvas.');
  expect(otherwise('term', 'canvas-only', undefined)).toContain('stays in Canvas as it is');
});
