import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { csvCell, findingsCsv } from '../../../electron/engine/findings-csv.ts';
import type { Finding } from '../../../shared/finding.ts';
import { succeed } from '../../../shared/outcome.ts';
import { command, fakeEngine, planOf, runOf } from './fake-engine.ts';

const finding: Finding = {
  rule: 'enrollment-class-missing',
  collection: 'enrollments',
  sourcedId: 'e-1',
  level: 'dropped',
  message: 'The enrollment names no class; it was left out.',
  remedy: 'Look at it in the SIS.',
};

describe('the list of findings as CSV', () => {
  it('reads back as it was, whatever the texts hold', () => {
    const odd = { ...finding, sourcedId: 'a "quoted", id', message: 'two\r\nlines', level: 'warned' as const };
    const rows: unknown = parse(findingsCsv([finding, odd], true), { columns: true });
    expect(rows).toEqual([
      expect.objectContaining({ result: 'left out', list: 'enrollments', record: 'e-1', rule: finding.rule }),
      expect.objectContaining({ result: 'doubtful', record: odd.sourcedId, what: odd.message }),
    ]);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1'])('never lets a spreadsheet run %j', (text) => {
    expect(csvCell(text)).toBe(`"'${text}"`);
  });

  it('leaves ordinary texts alone', () => {
    expect(csvCell('s+12/3 %')).toBe('"s+12/3 %"');
  });
});

let dataDir = '';
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'rosterbridge-findings-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const engine = () =>
  fakeEngine({
    districts: async () => succeed([]),
    makePlan: async () => succeed({ run: runOf(), plan: planOf({ findings: { dropped: 1, warned: 2 } }) }),
    eachFinding: async (_district, _plan, onFinding) => {
      onFinding(finding);
      return succeed(undefined);
    },
  });

test('plan --findings writes the kept findings and says how many there were', async () => {
  mkdirSync(join(dataDir, 'districts', 'one'), { recursive: true });
  const file = join(dataDir, 'findings.csv');
  const { stderr } = await command(['plan', '--json', '--findings', file], dataDir, engine());
  expect(stderr).toContain('1 of 3 findings written');
  expect(readFileSync(file, 'utf8')).toContain('"e-1"');
});

test('a file that cannot be written is said in plain words', async () => {
  mkdirSync(join(dataDir, 'districts', 'one'), { recursive: true });
  const { code, stderr } = await command(['plan', '--findings', join(dataDir, 'no', 'such.csv')], dataDir, engine());
  expect([code, stderr]).toEqual([1, expect.stringContaining('could not be written')]);
});
