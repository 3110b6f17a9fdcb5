import type { Case } from './case.ts';
import { type HoldCase, holdCases } from './holds.ts';
import type { JudgedHold } from './night.ts';
import type { Link } from './observer-links.ts';
import type { SchoolTally } from './removals.ts';

/** Rules whose holds the judge computes; the others it can only read. */
const computed = new Set(['E2', 'E3', 'E4', 'E5', 'E6', 'E7', 'E8', 'E9', 'E12', 'D7', 'D2', 'B1', 'B2', 'B4', 'C2']);

/** E: holds exactly where the rules expect them, each with a sentence that has its numbers. */
export function judgeHolds(found: Case, tallies: readonly SchoolTally[], links: readonly Link[]): void {
  const cases = holdCases(found, tallies, links);
  for (const one of cases) if (one.required && !isReported(found, one)) missing(found, one);
  for (const hold of found.holds) {
    unexplained(found, hold);
    if (computed.has(hold.rule)) unexpected(found, hold, cases);
  }
}

function fits(hold: JudgedHold, { rules, school, entity }: HoldCase): boolean {
  if ((hold.entity === 'observer') !== (entity === 'observer')) return false;
  return rules.includes(hold.rule) && (school === '*' || hold.school === '' || hold.school === school);
}

function isReported(found: Case, one: HoldCase): boolean {
  return found.holds.some((hold) => fits(hold, one));
}

function missing(found: Case, { rules, school, what, because }: HoldCase): void {
  const where = school === '' || school === '*' ? '' : ` at ${found.sis.schoolName(school)}`;
  found.accuse(because ?? rules[0] ?? '', `Nothing was held${where}, though ${what}.`);
}

function unexpected(found: Case, hold: JudgedHold, cases: readonly HoldCase[]): void {
  const fitting = cases.filter((one) => fits(hold, one));
  if (!fitting.some((one) => one.allowed)) {
    found.accuse(hold.rule, `Held without cause: "${hold.message}"`);
    return;
  }
  const counted = fitting.map((one) => one.counts).find((counts) => counts !== undefined);
  if (counted === undefined || hold.school === '' || !['enrollment', 'observer'].includes(hold.entity)) return;
  const [fewest, most] = counted;
  if (hold.count < fewest || hold.count > most)
    found.accuse(hold.rule, `A hold counts ${hold.count} where the SIS and Canvas give ${fewest} to ${most}: "${hold.message}"`);
}

function unexplained(found: Case, hold: JudgedHold): void {
  const sentence = hold.message.trim();
  if (!/^\S.{15,}[.?!]$/s.test(sentence)) found.accuse(hold.rule, `A hold has no sentence: "${hold.message}"`);
  else if (/^E[2-7]$/.test(hold.rule) && !/\d|\bonly\b/i.test(sentence))
    found.accuse(hold.rule, `A hold has no numbers: "${hold.message}"`);
}
