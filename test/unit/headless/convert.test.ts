import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import type { Match, MatchChoice } from '../../../shared/conversion.ts';
import { succeed } from '../../../shared/outcome.ts';
import { command, evaluationOf, fakeEngine, planOf, springfield } from './fake-engine.ts';

const dirs: string[] = [];
afterEach(() => {
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true, force: true });
});
const folder = () => {
  const dir = mkdtempSync(join(tmpdir(), 'rosterbridge-'));
  dirs.push(dir);
  mkdirSync(join(dir, 'districts', springfield.id), { recursive: true });
  return dir;
};

const ann: Match = {
  number: 1,
  entity: 'user',
  grade: 'exact',
  key: 'u-1',
  label: '=Ann "the" Miller',
  detail: 'amiller',
  school: 's-1',
  schoolName: 'Lincoln',
  source: { collection: 'users', sourcedId: 'u-1' },
  candidates: [
    { canvasId: '7', sisId: 'S-7', label: 'Ann Miller', detail: 'amiller', traits: ['login'], login: 'amiller', applied: {} },
  ],
  otherwise: 'Canvas would refuse this person.',
  decision: null,
};

test('convert evaluate --out writes a file per kind and the ids that would change, and says so', async () => {
  const dir = folder();
  const out = join(dir, 'found');
  const eachMatch = async (_district: string, onMatch: (match: Match) => void) => {
    onMatch(ann);
    return succeed(undefined);
  };
  const { code, json } = await command(['convert', 'evaluate', '--out', out, '--json'], dir, fakeEngine({ eachMatch }));
  expect(code).toBe(0);
  const files = ['accounts', 'terms', 'courses', 'sections', 'users', 'change_sis_id'].map((name) => join(out, `${name}.csv`));
  expect(json).toMatchObject({ files, counts: evaluationOf().counts });
  expect(readFileSync(join(out, 'users.csv'), 'utf8')).toContain(`"'=Ann ""the"" Miller"`);
  expect(readFileSync(join(out, 'change_sis_id.csv'), 'utf8')).toBe('old_id,new_id,type\r\n"S-7","u-1","user"\r\n');
});

test('convert review decides by grade, the sure ones first, and never links what is ambiguous', async () => {
  const choose = vi.fn(async (_district: string, _choice: MatchChoice) => succeed(1));
  const finishReview = vi.fn(async () => succeed(planOf()));
  const line = ['convert', 'review', '--by', 'Ada Admin', '--adopt', 'likely', '--separate-rest', '--json'];
  const { json } = await command(line, folder(), fakeEngine({ choose, finishReview }));
  const asked = choose.mock.calls.map(([, choice]) => (choice.kind === 'all' ? `${choice.decide} ${choice.grade}` : ''));
  expect(asked).toEqual([
    'adopt exact',
    'adopt likely',
    'separate exact',
    'separate likely',
    'separate ambiguous',
    'separate collision',
  ]);
  expect(finishReview).toHaveBeenCalledWith(springfield.id, 1, 'Ada Admin');
  expect(json).toMatchObject({ reviewed: true, plan: { id: planOf().id } });
});

test('convert review without a name is refused: a decision has somebody who made it', async () => {
  const { code, json } = await command(['convert', 'review', '--json'], folder(), fakeEngine());
  expect(code).toBe(1);
  expect(json).toMatchObject({ error: { code: expect.any(String) } });
});
