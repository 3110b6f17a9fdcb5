import { describe, expect, test } from 'vitest';
import { CASES, casesOf } from '../../cases/case-list.ts';
import { caseTable, renderTable } from '../../cases/case-table.ts';

const lineOf = (number: string, ...results: [name: string, status: string][]) =>
  caseTable(results.map(([name, status]) => ({ name, status }))).find((line) => line.number === number)?.state;

describe('the table of cases', () => {
  test('has every number of the reference once', () => {
    expect(CASES).toHaveLength(166);
    expect(new Set(CASES).size).toBe(166);
    expect(CASES.slice(23, 28)).toEqual(['24', '25', '25a', '25b', '26']);
  });

  test('a name claims single cases and ranges; an unknown number is a mistake', () => {
    expect(casesOf('§8.46–48 three; §8.25a one')).toEqual(['46', '47', '48', '25a']);
    expect(casesOf('no case at all')).toEqual([]);
    expect(() => casesOf('§8.170 no such case')).toThrow('§8 has no cases');
  });

  test('a case without a test is missing, one failing test fails it', () => {
    expect(lineOf('1')).toBe('missing');
    expect(lineOf('1', ['§8.1 a', 'passed'], ['§8.1 b', 'passed'])).toBe('passed');
    expect(lineOf('1', ['§8.1 a', 'passed'], ['§8.1 b', 'failed'])).toBe('failed');
    expect(lineOf('1', ['§8.1 a', 'skipped'])).toBe('failed');
  });

  test('batch mode and diffing are out of scope once their refusal is tested', () => {
    expect(lineOf('149a')).toBe('missing');
    expect(lineOf('149a', ['§8.136–152 refused', 'passed'])).toBe('out of scope: answered 400');
    expect(renderTable(caseTable([]))).toContain('166 cases: 166 missing');
  });
});
