import fc from 'fast-check';
import type { SisEnrollment } from '../../electron/sis/schema/rows.ts';
import type { CanvasModel } from './canvas-model.ts';
import { cls, course, enrollment, type Feed, org, session, user } from './sis-feed.ts';

/** Random small districts for property tests: few of everything, so that clashes are common. */
const classes = ['c1', 'c2', 'c3', 'c4', 'c5'] as const;
const people = ['p1', 'p2', 'p3', 'p4', 'p5', 'p6'] as const;
const schools = ['north', 'south'] as const;

/** Sessions around 24 November 2026: one that runs, one to come, the year above both, one that ended. */
const sessions = [
  session({ sourcedId: 's0', title: 'Summer', startDate: '2026-06-22', endDate: '2026-07-31', schoolYear: '2026' }),
  session({ sourcedId: 's1', parent: 'y' }),
  session({ sourcedId: 's2', title: 'Semester 2', startDate: '2027-01-04', endDate: '2027-06-11', parent: 'y' }),
  session({ sourcedId: 'y', title: 'Year', type: 'schoolYear', startDate: '2026-08-24', endDate: '2027-06-11' }),
];

const usually = <T>(value: T, ...others: readonly T[]) =>
  fc.oneof(
    { weight: 8, arbitrary: fc.constant(value) },
    ...others.map((other) => ({ weight: 1, arbitrary: fc.constant(other) })),
  );
const status = usually<'active' | 'tobedeleted'>('active', 'tobedeleted');
const present = usually(true, false);

const anyClass = fc.record({
  present,
  status,
  title: fc.constantFrom('Algebra', 'Biology', '', 'Röck ’n’ Roll 🎸', 'x'.repeat(300)),
  school: usually<string>('north', 'south', 'nowhere'),
  terms: usually<string[]>(['s1'], ['s2'], ['y'], ['s1', 's2'], ['s0'], [], ['missing'], ['s1', 'missing']),
  periods: fc.subarray(['1', '2', 'Advisory']),
});

const anyPerson = fc.record({
  present,
  status,
  username: fc.constantFrom('ann', 'ANN', 'bob', 'cara', 'dan', 'eve', 'fay', ''),
  identifier: fc.constantFrom('1', '2', '3', '4', '5', '6', 'p1', ''),
  role: usually('student', 'teacher', 'aide', 'administrator', 'guardian', 'counselor', ''),
  orgs: usually<string[]>(['north'], ['south'], ['district'], []),
  givenName: fc.constantFrom('Ann', 'Bob', ''),
  familyName: fc.constantFrom('Miller', 'O’Neill', ''),
  email: fc.constantFrom('', 'a@example.org', 'b@example.org'),
});

const anyEnrollment: fc.Arbitrary<SisEnrollment> = fc
  .record({
    user: usually<string>('p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'nobody'),
    class: usually<string>('c1', 'c2', 'c3', 'c4', 'c5', 'nowhere'),
    status,
    role: usually('student', 'teacher', 'aide', 'administrator', ''),
    beginDate: fc.constantFrom('', '2026-08-24', '2027-01-04'),
    endDate: fc.constantFrom('', '', '', '2026-10-01', '2026-12-18', '2027-06-11'),
    number: fc.integer({ min: 0, max: 2 }),
  })
  .map(({ number, ...rest }) => enrollment({ ...rest, sourcedId: `${rest.user}-${rest.class}-${rest.role}-${number}` }));

export const anyFeed: fc.Arbitrary<Feed> = fc
  .record({
    schools: fc.tuple(present, usually('North High', 'North')),
    classes: fc.tuple(...classes.map(() => anyClass)),
    people: fc.tuple(...people.map(() => anyPerson)),
    enrollments: fc.array(anyEnrollment, { minLength: 4, maxLength: 24 }),
  })
  .map((made) => ({
    orgs: schools
      .map((sourcedId, i) => org({ sourcedId, name: i === 0 ? made.schools[1] : 'South', identifier: String(i + 1) }))
      .filter((_, i) => i === 0 || made.schools[0]),
    academicSessions: sessions,
    courses: [course()],
    classes: made.classes.flatMap(({ present: there, ...one }, i) =>
      there ? [cls({ ...one, sourcedId: classes[i] ?? '' })] : [],
    ),
    users: made.people.flatMap(({ present: there, ...one }, i) => (there ? [user({ ...one, sourcedId: people[i] ?? '' })] : [])),
    enrollments: [...new Map(made.enrollments.map((row) => [row.sourcedId, row])).values()],
  }));

/** Something a person does in Canvas by hand. */
export interface HandEdit {
  readonly name: string;
  readonly section: string;
  readonly user: string;
}

export const anyEdit: fc.Arbitrary<HandEdit> = fc.record({
  name: fc.constantFrom(
    ...['rename', 'rename back', 'dates', 'publish', 'delete course', 'delete section', 'delete user', 'suspend'],
    ...['end membership', 'add membership', 'cross-list', 'cross-list by hand', 'second login', 'new login', 'move school'],
    ...['delete term', 'second SIS login'],
  ),
  section: fc.constantFrom(...classes),
  user: fc.constantFrom(...people),
});

export function editByHand(canvas: CanvasModel, { name, section, user: who }: HandEdit): void {
  const home = canvas.courseOf(section) ?? '';
  switch (name) {
    case 'rename':
      return canvas.edit('course', home, { long_name: 'By hand' });
    case 'rename back':
      return canvas.edit('course', home, { long_name: canvas.value('course', home, 'long_name') ?? '' });
    case 'dates':
      return canvas.edit('section', section, { start_date: '2026-09-01T04:00:00Z' });
    case 'publish':
      return canvas.edit('course', home, { state: 'published' });
    case 'delete course':
      return canvas.edit('course', home, { state: 'deleted' });
    case 'delete section':
      return canvas.edit('section', section, { state: 'deleted' });
    case 'delete user':
      return canvas.edit('login', who, { state: 'deleted' });
    case 'delete term':
      return canvas.edit('term', 's2', { state: 'deleted' });
    case 'suspend':
      return canvas.edit('login', who, { state: 'suspended' });
    case 'end membership':
      return canvas.editMembership(section, who, 'student', 'deleted');
    case 'add membership':
      return canvas.editMembership(section, who, 'student', 'active');
    case 'cross-list':
      return canvas.crossList(section, canvas.courseOf('c1') ?? '');
    case 'cross-list by hand':
      return canvas.crossList(section, canvas.addCourse('s1'));
    case 'second login':
      return canvas.addLogin('', `${who}-second`, who);
    case 'second SIS login':
      return canvas.addLogin(`other-${who}`, `${who}-other`, who);
    case 'new login':
      return canvas.addLogin('', 'dan');
    case 'move school':
      return canvas.moveBelowNewAccount('north');
    default:
      throw new Error(`Nobody knows how to ${name}`);
  }
}
