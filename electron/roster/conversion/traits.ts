import type { MatchTrait } from '../../../shared/conversion.ts';

/** A trait with its value: two rows that share one may be the same thing. As text, so that a store can sort it. */
export type TraitText = string;

const BETWEEN = '\u001f';

export function traitText(trait: MatchTrait, ...parts: readonly string[]): TraitText {
  return [trait, ...parts].join(BETWEEN);
}

export function traitOf(text: TraitText): MatchTrait {
  return text.slice(0, text.indexOf(BETWEEN)) as MatchTrait;
}

/** Names as people compare them: without case, accents' spelling, punctuation and double blanks. '' says nothing. */
export function plainName(name: string): string {
  return name
    .normalize('NFKC')
    .toLocaleLowerCase('en')
    .replace(/[\p{P}\p{S}]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** Words that schools add to their names or leave out. */
const schoolWords = /\b(the|school|schools|high|middle|elementary|primary|senior|junior|academy|campus|hs|ms|es|jr|sr)\b/gu;

/** What is left of a school's name: "Lincoln High School" and "Lincoln HS" are similar. */
export function similarName(name: string): string {
  return plainName(name).replace(schoolWords, ' ').replace(/\s+/gu, ' ').trim();
}

export function plainId(text: string): string {
  return text.trim().toLocaleLowerCase('en');
}

/** One trait per value that says something. */
export function traits(values: readonly (readonly [MatchTrait, ...string[]])[]): TraitText[] {
  return values
    .filter(([, ...parts]) => parts.every((part) => part !== ''))
    .map(([trait, ...parts]) => traitText(trait, ...parts));
}

/**
 * What a person is known by on either side. An e-mail alone proves little (siblings share one), and so does a name: each needs
 * the other (ROSTER-RULES B3), so they are one trait together.
 */
export function personTraits(person: { readonly login: string; readonly email: string; readonly name: string }): TraitText[] {
  return traits([
    ['login', plainId(person.login)],
    ['e-mail', plainId(person.email), plainName(person.name)],
  ]);
}

/** Ids the SIS has for somebody: each may be the SIS id or the integration id in Canvas. */
export function idTraits(ids: readonly string[]): TraitText[] {
  return traits(ids.flatMap((id) => [['identifier', id.trim()] as const, ['integration id', id.trim()] as const]));
}

export function accountTraits(name: string, ids: readonly string[]): TraitText[] {
  return traits([
    ['name', plainName(name)],
    ['similar name', similarName(name)],
    ...ids.map((id) => ['identifier', id.trim()] as const),
  ]);
}

/** @param start and end as Canvas has them; a term without dates agrees with none. */
export function termTraits(name: string, start: string, end: string): TraitText[] {
  return traits([
    ['name', plainName(name)],
    ['dates', start.slice(0, 10), end.slice(0, 10)],
  ]);
}

/** Courses agree only within one school and term: "ALG-1" is taught everywhere. */
export function courseTraits(school: string, term: string, code: string, name: string): TraitText[] {
  return traits([
    ['code', school, term, plainName(code)],
    ['name', school, term, plainName(name)],
  ]);
}

/** @param only the course has no other section. */
export function sectionTraits(course: string, name: string, only: boolean): TraitText[] {
  return traits([['name', course, plainName(name)], ...(only ? [['only section', course] as const] : [])]);
}
