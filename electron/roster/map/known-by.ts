import type { SisClass, SisUser } from '../../sis/schema/rows.ts';
import { plainId, plainName } from '../conversion/traits.ts';
import type { PersonRole } from '../desired.ts';

const BETWEEN = '\u001f';

/** What a person is known by beside the SIS' own id (ROSTER-RULES B4), plain, '' for what the SIS does not tell. */
export interface KnownPerson {
  /** Students and staff are numbered apart in most systems. */
  readonly group: string;
  readonly identifier: string;
  readonly username: string;
  readonly email: string;
  readonly name: string;
}

export function knownPerson(row: SisUser, group: PersonRole): KnownPerson {
  return {
    group,
    identifier: plainId(row.identifier),
    username: plainId(row.username),
    email: plainId(row.email),
    name: plainName(`${row.givenName} ${row.familyName}`),
  };
}

/** As one text, and back; null for a text that says nothing. */
export function knownPersonText({ group, identifier, username, email, name }: KnownPerson): string {
  return JSON.stringify([group, identifier, username, email, name]);
}

export function knownPersonFrom(text: string): KnownPerson | null {
  if (text === '') return null;
  const [group = '', identifier = '', username = '', email = '', name = ''] = JSON.parse(text) as string[];
  return { group, identifier, username, email, name };
}

/**
 * Texts that two records share when they may be one person: the number, or two of login, e-mail and name. One of these alone proves
 * nothing: siblings share an e-mail address, and a login passes on (B2, B3).
 */
export function personTokens({ group, identifier, username, email, name }: KnownPerson): string[] {
  const of = (kind: string, ...parts: readonly string[]) =>
    parts.every((part) => part !== '') ? [[kind, ...parts].join(BETWEEN)] : [];
  return [
    ...of('number', group, identifier),
    ...of('login+name', username, name),
    ...of('e-mail+name', email, name),
    // Where the login is the address both are one thing.
    ...(username === email ? [] : of('login+e-mail', username, email)),
  ];
}

/**
 * What may make two records of one time one person (B3): the number, or e-mail address and name, for siblings share an address.
 * Numbers of students, staff and guardians are different ones.
 */
export function samePersonTokens({ group, identifier, email, name }: KnownPerson): string[] {
  const tokens = identifier === '' ? [] : [['number', group, identifier].join(BETWEEN)];
  if (email !== '' && name !== '') tokens.push(['e-mail+name', email, name].join(BETWEEN));
  return tokens;
}

export function isNumberToken(token: string): boolean {
  return token.startsWith(`number${BETWEEN}`);
}

/** Whether anything beside the number says that both are one person. */
export function agreesBesideNumber(a: KnownPerson, b: KnownPerson): boolean {
  return (['username', 'email', 'name'] as const).some((trait) => a[trait] !== '' && a[trait] === b[trait]);
}

/** What a class is known by beside the SIS' own id (ROSTER-RULES B4: code, term and teacher). */
export interface KnownClass {
  /** School, code, term and teachers, '' when the SIS tells too little to know it again. */
  readonly key: string;
  /** Title and periods: they tell classes of one teacher apart. */
  readonly detail: string;
}

/** @param teachers Canvas ids of its teachers, sorted. */
export function knownClass(row: SisClass, school: string, term: string, teachers: readonly string[]): KnownClass {
  const code = plainName(row.classCode) || plainName(row.title);
  const key = code === '' || term === '' ? '' : [school, code, term, ...teachers].join(BETWEEN);
  return { key, detail: [plainName(row.title), ...row.periods].join(BETWEEN) };
}

export function knownClassText({ key, detail }: KnownClass): string {
  return JSON.stringify([key, detail]);
}

export function knownClassFrom(text: string): KnownClass {
  const [key = '', detail = ''] = text === '' ? [] : (JSON.parse(text) as string[]);
  return { key, detail };
}
