import type { Check } from '../../shared/district.ts';

export interface LetterFacts {
  readonly district: string;
  /** The OneRoster base address; an address is no secret. */
  readonly base: string;
  /** ISO instant of the examination. */
  readonly at: string;
  readonly checks: readonly Check[];
}

/**
 * A letter to the support of the SIS with everything found on its side: what is wrong, what is worth a look, and what
 * works, so that nobody has to ask back. It names no person, no key and no secret.
 */
export function supportLetter({ district, base, at, checks }: LetterFacts): string {
  const own = checks.filter((check) => check.side === 'sis');
  const problems = own.filter((check) => check.level === 'problem');
  const warnings = own.filter((check) => check.level === 'warning');
  const fine = own.filter((check) => check.level === 'ok');
  const day = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(at));
  return [
    `Subject: OneRoster 1.1 connection of ${district}`,
    'Dear support team,',
    `we connect our SIS with Canvas over OneRoster 1.1. Our program, Rosterbridge, examined the connection on ${day} (${at}); it only read. The address is\n\n  ${base}`,
    ...part('These things keep it from working. Please help us with them:', problems),
    ...part('These things work, but deserve a look:', warnings),
    ...(problems.length + warnings.length === 0 ? ['Nothing was found that needs your help. Thank you!'] : []),
    ...(fine.length === 0 ? [] : [`In order were: ${fine.map((check) => check.name).join(', ')}.`]),
    `Kind regards,\n${district}`,
  ].join('\n\n');
}

function part(title: string, checks: readonly Check[]): string[] {
  if (checks.length === 0) return [];
  const items = checks.map(
    ({ name, message, ask }, at) => `  ${at + 1}. ${name}: ${message}${ask === undefined ? '' : `\n     ${ask}`}`,
  );
  return [`${title}\n\n${items.join('\n')}`];
}
