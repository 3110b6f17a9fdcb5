import type { Org, Ref, User } from '../oneroster-data.ts';
import type { Draft, Person } from './draft.ts';
import { nextId } from './draft.ts';
import { FAMILY, GIVEN, plainLetters } from './names.ts';
import type { Random } from './random.ts';

const STAFF_DOMAIN = 'pinecounty.example';
const STUDENT_DOMAIN = 'students.pinecounty.example';

/** A Person keeps one shared reference; both spellings of its type occur in the field, `user` is the specification's (oneroster-1.1 §2.2). */
export function personOf(row: User): Person {
  return { row, ref: { sourcedId: row.sourcedId, type: 'user' } };
}

export function orgRef(org: Org): Ref {
  return { sourcedId: org.sourcedId, type: 'org' };
}

/** Adds a student with a unique username, e-mail and number; about every third number keeps its leading zeros. */
export function enrol(draft: Draft, random: Random, school: Ref, grade: string): Person {
  const n = draft.counters.get('student') ?? 0;
  const givenName = random.pick(GIVEN);
  const familyName = random.pick(FAMILY);
  const number = String(104_233 + n * 7);
  const username = `${plainLetters(givenName).slice(0, 1)}${plainLetters(familyName).slice(0, 12)}${number}`;
  const stateId = `FL${String(100_000_000_000 + n * 97).slice(0, 12)}`;
  const row: User = {
    sourcedId: nextId(draft, 'student'),
    status: 'active',
    dateLastModified: draft.modified,
    metadata: { stateId },
    username,
    userIds: [{ type: 'FLEID', identifier: stateId }],
    enabledUser: true,
    givenName,
    familyName,
    identifier: n % 3 === 0 ? number.padStart(9, '0') : number,
    email: `${username}@${STUDENT_DOMAIN}`,
    role: 'student',
    orgs: [school],
    grades: [grade],
  };
  if (n % 4 === 1) row.middleName = random.pick(GIVEN);
  const person = personOf(row);
  draft.people.push(person);
  return person;
}

/** Adds a teacher, aide or administrator with a unique username and e-mail (`moneill`, `moneill2`) and a staff number. */
export function hire(draft: Draft, random: Random, school: Ref, role: 'teacher' | 'aide' | 'administrator'): Person {
  const givenName = random.pick(GIVEN);
  const familyName = random.pick(FAMILY);
  const base = `${plainLetters(givenName).slice(0, 1)}${plainLetters(familyName)}`;
  const times = (draft.logins.get(base) ?? 0) + 1;
  draft.logins.set(base, times);
  const username = times === 1 ? base : `${base}${times}`;
  const n = draft.counters.get('staff') ?? 0;
  const row: User = {
    sourcedId: nextId(draft, 'staff'),
    status: 'active',
    dateLastModified: draft.modified,
    metadata: { stateId: `T${String(2_000_000 + n * 13)}` },
    username,
    userIds: [{ type: 'staffId', identifier: String(20_000 + n) }],
    enabledUser: true,
    givenName,
    familyName,
    identifier: String(20_000 + n).padStart(8, '0'),
    email: `${username}@${STAFF_DOMAIN}`,
    role,
    orgs: [school],
  };
  const person = personOf(row);
  draft.people.push(person);
  return person;
}
