import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { EngineClient } from '../../../electron/engine/host/engine-client.ts';
import type { SaveFile } from '../../../electron/shell/save-file.ts';
import { saveFindings } from '../../../electron/shell/save-findings.ts';
import type { FindingQuery } from '../../../shared/finding.ts';
import { fail, succeed } from '../../../shared/outcome.ts';

const finding = (number: number) => ({
  number,
  rule: 'user-login-missing',
  collection: 'users' as const,
  sourcedId: number === 3 ? "=cmd|'/c calc'!A0" : `u-${number}`,
  level: 'warned' as const,
  message: `Ána “${number}”, has no login.`,
  remedy: 'Give one.',
});
const all = Array.from({ length: 1203 }, (_, number) => finding(number));
const asked: FindingQuery[] = [];
const engine = {
  call: async (_name: string, { query }: { query: FindingQuery }) => {
    asked.push(query);
    return succeed({ total: all.length, findings: all.slice(query.from, query.from + query.count) });
  },
} as unknown as Pick<EngineClient, 'call'>;
const wish = { district: 'd', plan: 7, level: 'warned', collection: 'users' } as const;

describe('saving the findings of a preview', () => {
  it('writes every finding of the list shown with record, reason, remedy and rule; nothing a spreadsheet would run', async () => {
    let written = '';
    const save: SaveFile = async ({ name, parts }) => {
      expect(name).toBe('sis-records-of-preview-7.csv');
      for await (const part of parts(() => undefined)) written += part.ok ? part.value : '';
      return succeed({ file: 'mine.csv' });
    };
    expect(await saveFindings(wish, engine, save)).toEqual(succeed({ file: 'mine.csv', records: 1203 }));
    expect(asked.every(({ level, collection, count }) => level === 'warned' && collection === 'users' && count <= 500)).toBe(
      true,
    );
    expect(written.startsWith('\ufeff')).toBe(true);
    const rows = parse(written, { columns: true, bom: true }) as Record<string, string>[];
    expect(rows).toHaveLength(1203);
    expect(rows[4]).toEqual({
      result: 'doubtful',
      list: 'users',
      record: 'u-4',
      what: 'Ána “4”, has no login.',
      remedy: 'Give one.',
      rule: 'user-login-missing',
    });
    expect(rows[3]?.record).toBe("'=cmd|'/c calc'!A0");
  });

  it('reads nothing when the admin thinks better of it, and passes trouble on', async () => {
    asked.length = 0;
    expect(await saveFindings(wish, engine, async () => succeed({ file: null }))).toEqual(succeed({ file: null, records: 0 }));
    expect(asked).toEqual([]);
    const failure = { code: 'file.not-saved', message: 'm', consequence: 'c', remedy: 'r' };
    expect(await saveFindings(wish, engine, async () => fail(failure))).toEqual(fail(failure));
  });
});
