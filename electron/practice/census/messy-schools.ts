import type { Org } from '../oneroster-data.ts';
import { SUBJECTS } from './catalogue.ts';
import type { Draft, Person, School } from './draft.ts';
import { nextId } from './draft.ts';
import { orgRef } from './people.ts';
import { makeRandom } from './random.ts';
import { openClass, teacherFor } from './tidy.ts';

/** A virtual school: no students of its own, but about 4 % of the older ones take one course there beside their home school. */
export function addVirtualSchool(draft: Draft): void {
  const random = makeRandom(draft.seed, 'virtual');
  const org: Org = {
    sourcedId: nextId(draft, 'school'),
    status: 'active',
    dateLastModified: draft.modified,
    name: 'Pine County Virtual School',
    type: 'school',
    identifier: '7004',
    parent: orgRef(draft.district),
  };
  const calendar = draft.calendars.at(-1) ?? draft.calendars[0];
  const home = draft.schools.filter((school) => school.level !== 'elementary');
  if (!calendar) return;
  const second = draft.schools.find((school) => school.calendar !== draft.calendars[0])?.calendar;
  const virtual: School = {
    org,
    ref: orgRef(org),
    level: 'high',
    calendar: second ?? calendar,
    grades: [],
    teachers: [],
    load: new Map(),
  };
  draft.schools.push(virtual);
  const guests = home.flatMap((school) => school.grades.flat()).filter(() => random.chance(0.04));
  const seats = Math.max(1, Math.ceil(guests.length / 4 / 28));
  SUBJECTS.high.slice(0, 4).forEach((subject, s) => {
    for (let section = 0; section < seats; section++) {
      const teacher = teacherFor(draft, random, virtual, subject.code);
      const made = openClass(draft, virtual, subject, '09', section, s, virtual.calendar.year, teacher);
      made.students = guests.filter((_, i) => i % (4 * seats) === s * seats + section);
    }
  });
  for (const guest of guests) addOrg(guest, virtual);
}

/** About 2 % of the middle-school students take mathematics at a high school, and belong to both. */
export function shareStudents(draft: Draft): void {
  const random = makeRandom(draft.seed, 'shared');
  const algebra = draft.classes.filter((c) => c.school.level === 'high' && c.row.classCode?.startsWith('ALG09'));
  if (algebra.length === 0) return;
  for (const school of draft.schools) {
    if (school.level !== 'middle') continue;
    school.grades.flat().forEach((student, i) => {
      if (i !== 0 && !random.chance(0.02)) return;
      const c = random.pick(algebra);
      c.students.push(student);
      addOrg(student, c.school);
    });
  }
}

function addOrg(person: Person, school: School): void {
  if (person.row.orgs.some((org) => org.sourcedId === school.ref.sourcedId)) return;
  person.row.orgs = [...person.row.orgs, school.ref];
}
