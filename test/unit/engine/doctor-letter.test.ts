import { expect, it } from 'vitest';
import { supportLetter } from '../../../electron/engine/doctor-letter.ts';
import type { Check } from '../../../shared/district.ts';

const check = (part: Partial<Check>): Check => ({
  side: 'sis',
  name: 'Paging',
  ok: true,
  level: 'ok',
  message: 'Each page is honest.',
  remedy: '',
  ...part,
});
const facts = {
  district: 'Evergreen County Schools',
  base: 'https://sis.example/ims/oneroster/v1p1',
  at: '2026-09-15T10:00:00.000Z',
};

it('the letter to the SIS support asks for what is wrong, then for what deserves a look, and leaves Canvas out', () => {
  const letter = supportLetter({
    ...facts,
    checks: [
      check({
        name: 'Filter',
        level: 'warning',
        message: 'It filters wrongly.',
        remedy: 'Nothing.',
        ask: 'Please mend "filter".',
      }),
      check({ name: 'Totals', ok: false, level: 'problem', message: 'It announces 8, but sends fewer.', remedy: 'Ask.' }),
      check({}),
      check({ side: 'canvas', name: 'Token', ok: false, level: 'problem', message: 'Canvas refuses it.' }),
    ],
  });
  expect(letter).toMatch(/^Subject: OneRoster 1\.1 connection of Evergreen County Schools\n/);
  expect(letter).toContain('https://sis.example/ims/oneroster/v1p1');
  expect(letter.indexOf('1. Totals: It announces 8')).toBeLessThan(letter.indexOf('1. Filter: It filters wrongly.'));
  expect(letter).toContain('Please mend "filter".');
  expect(letter).toContain('In order were: Paging.');
  expect(letter).not.toContain('Canvas refuses');
});

it('a letter without findings says so', () => {
  expect(supportLetter({ ...facts, checks: [check({})] })).toContain('Nothing was found that needs your help');
});
