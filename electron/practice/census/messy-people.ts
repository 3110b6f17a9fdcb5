import type { User } from '../oneroster-data.ts';
import type { Draft, Person } from './draft.ts';
import { nextId } from './draft.ts';
import { GIVEN, plainLetters } from './names.ts';
import { personOf } from './people.ts';
import type { Random } from './random.ts';
import { makeRandom } from './random.ts';

/**
 * Families: about four in ten students have a brother or sister here, and in every third such family the children share the
 * family's e-mail. Half of the families have guardians in the feed; some guardians work for the district.
 */
export function addFamilies(draft: Draft): void {
  const random = makeRandom(draft.seed, 'families');
  const students = random.shuffled(draft.people.filter((person) => person.row.role === 'student'));
  const teachers = random.shuffled(draft.people.filter((person) => person.row.role === 'teacher'));
  let family = 0;
  for (let i = 0; i < students.length; ) {
    const size = family % 5 === 0 ? 2 : family % 13 === 1 ? 3 : 1;
    const children = students.slice(i, i + size);
    i += size;
    const name = children[0]?.row.familyName ?? '';
    const address = `${plainLetters(name)}.family${family}@mail.example`;
    for (const child of children) child.row.familyName = name;
    if (children.length > 1 && family % 3 === 0) for (const child of children) child.row.email = address;
    if (family % 2 === 0) addGuardians(draft, random, children, address, family % 20 === 0 ? teachers.pop() : undefined);
    family += 1;
  }
}

/** One or two guardians. A parent who is staff appears either as the staff row itself or as a second row with the same e-mail. */
function addGuardians(draft: Draft, random: Random, children: Person[], address: string, staff: Person | undefined): void {
  const guardians: Person[] = [];
  const n = draft.counters.get('guardian') ?? 0;
  if (staff && n % 2 === 0) guardians.push(staff);
  else guardians.push(addGuardian(draft, random, children, staff?.row, address));
  if (random.chance(0.3)) guardians.push(addGuardian(draft, random, children, undefined, undefined));
  for (const child of children) child.row.agents = guardians.map((guardian) => guardian.ref);
  if (staff && guardians[0] === staff) staff.row.agents = children.map((child) => child.ref);
}

function addGuardian(
  draft: Draft,
  random: Random,
  children: Person[],
  same: User | undefined,
  address: string | undefined,
): Person {
  const n = draft.counters.get('guardian') ?? 0;
  const child = children[0];
  const email = same?.email ?? address;
  const row: User = {
    sourcedId: nextId(draft, 'guardian'),
    status: 'active',
    dateLastModified: draft.modified,
    username: n % 3 === 0 ? '' : (email ?? `guardian${n}`),
    enabledUser: true,
    givenName: same?.givenName ?? random.pick(GIVEN),
    familyName: same?.familyName ?? child?.row.familyName ?? '',
    role: n % 10 === 7 ? 'relative' : n % 4 === 3 ? 'guardian' : 'parent',
    agents: children.map((c) => c.ref),
    orgs: child ? child.row.orgs.slice(0, 1) : [],
  };
  if (email !== undefined) row.email = email;
  const person = personOf(row);
  draft.people.push(person);
  return person;
}

/** About 1 % of students and one teacher per hundred have no username: empty and absent both occur; a few lack the e-mail too. */
export function blankUsernames(draft: Draft): void {
  let n = 0;
  for (const role of ['student', 'teacher']) {
    const rows = draft.people.filter((person) => person.row.role === role).map((person) => person.row);
    for (let i = 3; i < rows.length; i += 90) {
      const row = rows[i];
      if (!row) continue;
      if (n % 2 === 0) row.username = '';
      else delete row.username;
      if (n % 5 === 4) delete row.email;
      n += 1;
    }
  }
}

/** About 1 % of the students: record active, access curtailed (oneroster-1.1 §2.7). */
export function disableSome(draft: Draft): void {
  let n = 0;
  for (const { row } of draft.people) if (row.role === 'student' && n++ % 97 === 11) row.enabledUser = false;
}

/** Focus sends one row with the highest role (oneroster-1.1 §2.7): an administrator who also teaches keeps the role, and a class. */
export function letAdministratorsTeach(draft: Draft): void {
  const administrators = new Map<string, Person>();
  for (const person of draft.people) {
    const school = person.row.orgs[0]?.sourcedId;
    if (person.row.role === 'administrator' && school) administrators.set(school, person);
  }
  for (const [n, c] of draft.classes.entries()) {
    const [only] = c.staff;
    const person = administrators.get(c.school.ref.sourcedId);
    if (!only || c.staff.length !== 1 || !person || n % 4 !== 0) continue;
    administrators.delete(c.school.ref.sourcedId);
    c.staff = [{ person, role: 'teacher', primary: true }];
  }
}
