import { CASES, casesOf, OUT_OF_SCOPE } from './case-list.ts';

export interface TestResult {
  readonly name: string;
  readonly status: string;
}

export interface CaseLine {
  readonly number: string;
  readonly tests: readonly string[];
  readonly state: 'passed' | 'failed' | 'missing' | 'out of scope: answered 400';
}

/** One line a case: passed when every test that names it passed; a case out of scope needs the test that it is refused. */
export function caseTable(results: readonly TestResult[]): CaseLine[] {
  const byCase = new Map<string, TestResult[]>();
  for (const result of results) {
    for (const number of casesOf(result.name)) byCase.set(number, [...(byCase.get(number) ?? []), result]);
  }
  return CASES.map((number) => {
    const tests = byCase.get(number) ?? [];
    return { number, tests: tests.map((test) => test.name), state: stateOf(number, tests) };
  });
}

function stateOf(number: string, tests: readonly TestResult[]): CaseLine['state'] {
  if (tests.length === 0) return 'missing';
  if (tests.some((test) => test.status !== 'passed')) return 'failed';
  return OUT_OF_SCOPE.has(number) ? 'out of scope: answered 400' : 'passed';
}

/** The table as text, and how many cases are in which state. */
export function renderTable(lines: readonly CaseLine[]): string {
  const counts = new Map<string, number>();
  for (const { state } of lines) counts.set(state, (counts.get(state) ?? 0) + 1);
  const rows = lines.map(({ number, tests, state }) => `§8.${number.padEnd(5)} ${state.padEnd(27)} ${tests.join(' | ')}`);
  const sums = [...counts].map(([state, count]) => `${count} ${state}`);
  return [...rows, '', `${lines.length} cases: ${sums.join(', ')}`].join('\n');
}
