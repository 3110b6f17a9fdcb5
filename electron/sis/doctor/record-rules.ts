import type { Check } from '../../../shared/district.ts';
import type { Finding } from '../../../shared/finding.ts';
import { collectionNames } from '../collection-names.ts';
import type { SisProfile } from '../profiles/profile.ts';
import { count, counted, fine, problem, tellSupport, warning } from './check.ts';
import type { Look } from './look.ts';

/** Which field a login is taken from (ROSTER-RULES B1). */
export interface LoginSources {
  readonly studentLogin: 'username' | 'email' | 'identifier';
  readonly staffLogin: 'username' | 'email' | 'identifier';
}

/** "Among the first 200 people" or "Of all 60 people". */
function among(look: Look, what = collectionNames[look.collection]): string {
  return look.whole ? `Of all ${count(look.rows.length)} ${what}` : `Among the first ${count(look.rows.length)} ${what}`;
}

const loginWords = { username: 'username', email: 'e-mail address', identifier: 'number' } as const;

export function loginsCheck(people: Look<'users'>, sources: LoginSources, profile: SisProfile): Check {
  const name = 'Logins';
  const active = people.rows.filter((row) => row.status === 'active');
  const sourceOf = (role: string) => (role === 'student' ? sources.studentLogin : sources.staffLogin);
  const without = active.filter((row) => row[sourceOf(row.role)].trim() === '');
  const field = loginWords[sources.studentLogin];
  if (without.length === 0) return fine(name, `${among(people)}, everybody has a login.`);
  const message = `${among(people)}, ${count(without.length)} ${without.length === 1 ? 'has' : 'have'} no login (${field}). They wait until they have one; nobody gets an invented login.`;
  const remedy =
    profile.habits.noLogins ?? `Give them a ${field} in the SIS, or choose another source of logins in the settings.`;
  return without.length === active.length ? problem(name, message, remedy) : warning(name, message, remedy);
}

/** Without dates an enrollment counts for its whole term (oneroster-1.1.md §7). */
export function enrollmentDatesCheck(enrollments: Look<'enrollments'>): Check {
  const name = 'Enrollment dates';
  const dateless = enrollments.rows.filter((row) => row.beginDate === '' && row.endDate === '').length;
  if (dateless === 0) return fine(name, `${among(enrollments)}, all have dates.`);
  return warning(
    name,
    `${among(enrollments)}, ${count(dateless)} have no dates. They count from the first to the last day of their class's term.`,
    'Nothing needs to be done if your SIS takes dropped students out of the list. If it keeps them, send the letter of this check to your SIS support.',
    'Please send beginDate and endDate with every enrollment.',
  );
}

/** The same record twice in one list: harmless when equal, a sign of moving pages otherwise. */
export function repeatsCheck(looks: readonly Look[]): Check {
  const name = 'Repeated records';
  const repeated = looks
    .map(({ collection, opened: { ids } }) => ({ collection, times: ids.length - new Set(ids).size }))
    .filter(({ times }) => times > 0);
  if (repeated.length === 0) return fine(name, 'No record came twice in what was looked at.');
  const parts = repeated.map(({ collection, times }) => `${count(times)} in the list of ${collectionNames[collection]}`);
  return warning(
    name,
    `Some records came twice: ${parts.join(', ')}. The last one counts.`,
    ...tellSupport('A OneRoster list should hold every record once.'),
  );
}

const MOST_RULES = 3;

/** What the tolerant reader noticed in the sample: each kind once, records left out first. */
export function qualityCheck(looks: readonly Look[]): Check {
  const name = 'Records';
  const findings = looks.flatMap((look) => look.findings);
  const rows = looks.reduce((sum, look) => sum + look.opened.received, 0);
  if (findings.length === 0) return fine(name, `All ${count(rows)} records looked at can be used as they are.`);
  const dropped = findings.filter((finding) => finding.level === 'dropped').length;
  const kinds = [...byRule(findings)].sort(
    ([, a], [, b]) => Number(b.example.level === 'dropped') - Number(a.example.level === 'dropped') || b.times - a.times,
  );
  const shown = kinds
    .slice(0, MOST_RULES)
    .map(([, { example, times }]) => `${example.message} (${counted(times, 'time', 'times')})`);
  const more = kinds.length > MOST_RULES ? ` And ${counted(kinds.length - MOST_RULES, 'other kind', 'other kinds')}.` : '';
  const message = `Of ${count(rows)} records looked at, ${count(dropped)} would be left out and ${count(findings.length - dropped)} are doubtful: ${shown.join(' ')}${more}`;
  const remedy = kinds[0]?.[1].example.remedy ?? '';
  return warning(name, message, `${remedy} A preview lists every such record.`);
}

function byRule(findings: readonly Finding[]): Map<string, { readonly example: Finding; times: number }> {
  const kinds = new Map<string, { readonly example: Finding; times: number }>();
  for (const finding of findings) {
    const known = kinds.get(finding.rule);
    if (known === undefined) kinds.set(finding.rule, { example: finding, times: 1 });
    else known.times += 1;
  }
  return kinds;
}
