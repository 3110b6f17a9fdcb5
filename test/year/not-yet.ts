import type { Violation } from '../judge/night.ts';

/**
 * Rules that the product does not follow yet: what the judge says about them is left out. The table only ever gets
 * shorter; when it is empty the year is judged by every rule.
 */
export const notYet: Readonly<Record<string, string>> = {};

/** The sentences that count. */
export function judgedBy(violations: readonly Violation[]): string[] {
  return violations.filter(({ rule }) => notYet[rule] === undefined).map(({ rule, text }) => `${rule}: ${text}`);
}
