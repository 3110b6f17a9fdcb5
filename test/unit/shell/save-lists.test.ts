import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { EngineClient } from '../../../electron/engine/host/engine-client.ts';
import type { SaveFile } from '../../../electron/shell/save-file.ts';
import { saveChanges, saveRun } from '../../../electron/shell/save-lists.ts';
import { fail, succeed } from '../../../shared/outcome.ts';
import type { Change } from '../../../shared/plan.ts';
import type { Receipt } from '../../../shared/run.ts';

const change = (seq: number): Change => ({
  seq,
  entity: 'course',
  action: 'update',
  how: null,
  key: `c-${seq}`,
  label: seq === 3 ? '=HYPERLINK("http://evil","Algebra")' : `Algebra “${seq}”`,
  school: 'north',
  schoolName: 'North High',
  changed: ['long_name'],
  before: { long_name: '@SUM(A1)', status: 'active' },
  after: { long_name: '-1+1', status: 'active' },
  reason: { rule: 'F1', text: 'The SIS changed it,\nsince the last sync.' },
  source: { collection: 'classes', sourcedId: `+${seq}` },
  holds: ['E2:course:north'],
  waiting: true,
});
const receipt = (seq: number): Receipt => ({
  ...{ seq, entity: 'user', label: '\t=1+1', action: 'create', outcome: 'failed', importId: '9', message: '＝cmd', at: 'now' },
});
const asked: { name: string; query: { from: number; count: number; rule?: string | null } }[] = [];
const engine = {
  call: async (name: string, { query }: { query: { from: number; count: number } }) => {
    asked.push({ name, query });
    const seqs = Array.from({ length: 450 }, (_, n) => n + 1).slice(query.from, query.from + query.count);
    return name === 'receipts'
      ? succeed({ total: 450, receipts: seqs.map(receipt) })
      : succeed({ total: 450, changes: seqs.map(change) });
  },
} as unknown as Pick<EngineClient, 'call'>;

function intoText(): { save: SaveFile; written: () => string } {
  let text = '';
  const save: SaveFile = async (wish) => {
    for await (const part of wish.parts(() => undefined)) text += part.ok ? part.value : '';
    return succeed({ file: wish.name });
  };
  return { save, written: () => text };
}
const rowsOf = (text: string) => parse(text, { columns: true, bom: true }) as Record<string, string>[];

const query = {
  plan: 7,
  entity: null,
  action: null,
  school: null,
  hold: null,
  rule: 'F1',
  search: 'alg',
  sort: 'school',
} as const;

describe('lists as files for a spreadsheet', () => {
  it('hold every change the review was narrowed to, and nothing a spreadsheet would run', async () => {
    const { save, written } = intoText();
    expect(await saveChanges({ district: 'd', query }, engine, save)).toEqual(
      succeed({ file: 'changes-of-preview-7.csv', records: 450 }),
    );
    expect(asked.map(({ query: { from, count, rule } }) => [from, count, rule])).toEqual([
      [0, 200, 'F1'],
      [200, 200, 'F1'],
      [400, 200, 'F1'],
    ]);
    const rows = rowsOf(written());
    expect(rows).toHaveLength(450);
    expect(rows[1]).toEqual({
      number: '2',
      kind: 'course',
      change: 'update',
      how: '',
      what: 'Algebra “2”',
      school: 'North High',
      id: 'c-2',
      was: 'long_name: @SUM(A1)',
      becomes: 'long_name: -1+1',
      rule: 'F1',
      why: 'The SIS changed it,\nsince the last sync.',
      list: 'classes',
      record: "'+2",
      holds: 'E2:course:north waits',
    });
    expect(rows[2]?.what).toBe(`'=HYPERLINK("http://evil","Algebra")`);
  });

  it('hold what became of every change of a run', async () => {
    const { save, written } = intoText();
    const run = { run: 'run-1', search: '', outcome: null } as const;
    expect(await saveRun({ district: 'd', query: run }, engine, save)).toEqual(succeed({ file: 'run-run-1.csv', records: 450 }));
    expect(rowsOf(written())[449]).toMatchObject({ number: '450', what: "'\t=1+1", message: "'＝cmd", outcome: 'failed' });
  });

  it('are not read when the admin thinks better of it, and trouble is told', async () => {
    asked.length = 0;
    expect(await saveChanges({ district: 'd', query }, engine, async () => succeed({ file: null }))).toEqual(
      succeed({ file: null, records: 0 }),
    );
    expect(asked).toEqual([]);
    const failure = { code: 'engine.down', message: 'm', consequence: 'c', remedy: 'r' };
    const broken = { call: async () => fail(failure) } as unknown as Pick<EngineClient, 'call'>;
    const save: SaveFile = async ({ parts }) => {
      for await (const part of parts(() => undefined)) if (!part.ok) return part;
      return succeed({ file: 'x' });
    };
    expect(await saveChanges({ district: 'd', query }, broken, save)).toEqual(fail(failure));
  });
});
