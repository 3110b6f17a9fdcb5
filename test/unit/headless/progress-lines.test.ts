import { expect, test } from 'vitest';
import { progressLines } from '../../../electron/headless/progress-lines.ts';
import type { Progress } from '../../../shared/run.ts';

const progress = (step: string, done: number, part: Partial<Progress> = {}): Progress => ({
  district: 'a',
  run: 'r',
  state: 'pulling',
  step,
  done,
  total: 34_000,
  secondsLeft: null,
  ...part,
});

test('progress is a line per step, then one every two seconds, also when steps run side by side', () => {
  const lines: string[] = [];
  let now = 0;
  const show = progressLines(
    (line) => lines.push(line.trimEnd()),
    () => now,
  );
  show(progress('Reading terms', 5, { total: 5 }));
  show(progress('Reading people', 1000));
  show(progress('Reading terms', 5, { total: 5 }));
  show(progress('Reading people', 2000));
  now = 2000;
  show(progress('Reading people', 3000, { secondsLeft: 11.2 }));
  show(progress('Reading people', 3000, { secondsLeft: 11.2 }));
  show(progress('Waiting for Canvas', 0, { total: null }));
  expect(lines).toEqual([
    'Reading terms: 5 of 5',
    'Reading people: 1,000 of 34,000',
    'Reading people: 3,000 of 34,000, about 12 s left',
    'Waiting for Canvas',
  ]);
});
