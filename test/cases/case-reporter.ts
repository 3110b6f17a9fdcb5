import type { Reporter } from 'vitest/node';
import { caseTable, renderTable, type TestResult } from './case-table.ts';

/** Prints the table case → state → tests at the end of a run; the run fails when a case is missing or failed. */
export function caseReporter(): Reporter {
  return {
    onTestRunEnd(modules, errors) {
      const results: TestResult[] = [];
      const broken = errors.map((error) => error.message);
      for (const module of modules) {
        broken.push(...module.errors().map((error) => `${module.relativeModuleId}: ${error.message}`));
        for (const test of module.children.allTests()) {
          const { state, errors: why } = test.result();
          results.push({ name: test.name, status: state });
          if (state === 'failed') broken.push(`failed: ${test.fullName}: ${why[0]?.message ?? ''}`);
        }
      }
      const lines = caseTable(results);
      process.stdout.write(`${renderTable(lines)}\n`);
      for (const line of broken) process.stderr.write(`${line}\n`);
      if (broken.length > 0 || lines.some(({ state }) => state === 'missing' || state === 'failed')) process.exitCode = 1;
    },
  };
}
