import type { ExplainedState } from './explain.ts';

/** Where a record stands, in one sentence. */
export const explainedWords: Readonly<Record<ExplainedState, string>> = {
  change: 'The newest plan changes it.',
  held: 'The newest plan would change it, but it is held.',
  waiting: 'It waits.',
  kept: 'Canvas keeps what it has.',
  frozen: 'Its class is over.',
  filtered: 'It is left out.',
  settled: 'There is nothing to do.',
  'not-ours': 'It is not ours.',
  unknown: 'Nothing is known of it.',
};
