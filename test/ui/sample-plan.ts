import { entityKinds } from '../../shared/entities.ts';
import type { Change, ChangeAction, EntityCounts, Hold, PlanSummary, RemovalKind } from '../../shared/plan.ts';

export const schools = [
  ['100', 'Lincoln High School'],
  ['200', 'Marie Curie Middle School'],
  ['300', 'Oak Street Elementary'],
  ['400', 'District Virtual Academy'],
] as const;

const given = ['Ava', 'Liam', 'Noor', 'Mateo', 'Zoë', 'Hans-Peter', 'Chidera', 'Wei', 'Siobhan', 'José María'];
const family = [
  'Okafor',
  'Nguyen',
  'García Márquez',
  "O'Brien",
  'Lindqvist',
  'Schmidt',
  'Baptiste',
  'Kowalczyk',
  'Featherstonehaugh-Montgomery',
];
const subjects = [
  'Algebra I',
  'World History',
  'Biology',
  'English 9',
  'Orchestra',
  'Physical Education',
  'Spanish II',
  'AP Computer Science Principles',
];

const at = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;
export const personName = (index: number): string => `${at(given, index)} ${at(family, index * 7 + 3)}`;
const className = (index: number): string => `${at(subjects, index)}, period ${(index % 8) + 1}`;

/** Change number `seq` of a plan, always the same one. */
export function sampleChange(seq: number): Change {
  const [school, schoolName] = at(schools, seq * 5 + Math.floor(seq / 9));
  const place = { seq, school, schoolName, holds: [] as string[], waiting: false };
  const kind = seq % 20;
  if (seq === 0) return { ...place, ...newSchool() };
  if (seq < 3) return { ...place, ...term(seq) };
  if (kind < 2) return { ...place, ...course(seq) };
  if (kind < 4) return { ...place, ...section(seq) };
  if (kind < 9) return { ...place, ...user(seq) };
  return { ...place, ...enrollment(seq, school) };
}

type Body = Omit<Change, 'seq' | 'school' | 'schoolName' | 'holds' | 'waiting'>;

function newSchool(): Body {
  return {
    entity: 'account',
    action: 'create',
    how: null,
    key: '400',
    label: 'District Virtual Academy',
    changed: ['name'],
    before: null,
    after: { account_id: '400', parent_account_id: '', name: 'District Virtual Academy', status: 'active' },
    reason: { rule: 'C1', text: 'A chosen school gets its own place in Canvas.' },
    source: { collection: 'orgs', sourcedId: 'org-400' },
  };
}

function term(seq: number): Body {
  const dates = { start_date: '2026-08-17T05:00:00Z', end_date: seq === 1 ? '2026-12-19T05:59:59Z' : '2027-05-29T04:59:59Z' };
  return {
    entity: 'term',
    action: 'update',
    how: null,
    key: `term-${seq}`,
    label: `Semester ${seq} 2026–27`,
    changed: ['end_date'],
    before: {
      term_id: `term-${seq}`,
      name: `Semester ${seq} 2026–27`,
      status: 'active',
      ...dates,
      end_date: '2026-12-12T05:59:59Z',
    },
    after: { term_id: `term-${seq}`, name: `Semester ${seq} 2026–27`, status: 'active', ...dates },
    reason: { rule: 'C2', text: 'All sessions of this term moved their last day.' },
    source: { collection: 'academicSessions', sourcedId: `as-${seq}` },
  };
}

function course(seq: number): Body {
  const after = {
    course_id: `c-${seq}`,
    short_name: `MTH-${100 + seq}`,
    long_name: className(seq),
    account_id: '100',
    term_id: 'term-1',
    status: 'active',
  };
  const renamed = seq % 3 === 0;
  return {
    entity: 'course',
    action: renamed ? 'update' : 'create',
    how: null,
    key: `c-${seq}`,
    label: className(seq),
    changed: renamed ? ['long_name', 'short_name'] : Object.keys(after),
    before: renamed ? { ...after, long_name: `${at(subjects, seq)} (old)`, short_name: `MTH-${seq}` } : null,
    after,
    reason: renamed
      ? { rule: 'F1', text: 'The class has another title in the SIS.' }
      : { rule: 'C4', text: 'Each class gets its own course.' },
    source: { collection: 'classes', sourcedId: `8f3c2f1e-77aa-4c1d-9c6e-${String(seq).padStart(12, '0')}` },
  };
}

function section(seq: number): Body {
  const restored = seq % 5 === 3;
  const after = { section_id: `s-${seq}`, course_id: `c-${seq}`, name: className(seq), status: 'active' };
  return {
    entity: 'section',
    action: restored ? 'restore' : 'create',
    how: null,
    key: `s-${seq}`,
    label: `${className(seq)} (section)`,
    changed: restored ? ['status'] : Object.keys(after),
    before: restored ? { ...after, status: 'deleted' } : null,
    after,
    reason: restored ? { rule: 'D4', text: 'The class is back in the SIS.' } : { rule: 'C4', text: 'Each class is a section.' },
    source: { collection: 'classes', sourcedId: `class-${seq}` },
  };
}

function user(seq: number): Body {
  const name = personName(seq);
  const [first = '', ...rest] = name.split(' ');
  const login = `${first}.${rest.join('')}`.toLowerCase();
  const after = {
    user_id: `u-${seq}`,
    login_id: login,
    first_name: first,
    last_name: rest.join(' '),
    full_name: name,
    sortable_name: `${rest.join(' ')}, ${first}`,
    email: `${login}@example.edu`,
    status: 'active',
  };
  const edit = seq % 2 === 0;
  return {
    entity: 'user',
    action: edit ? 'update' : 'create',
    how: null,
    key: `u-${seq}`,
    label: `${name} (${login})`,
    changed: edit ? ['last_name', 'sortable_name', 'full_name', 'login_id', 'email'] : Object.keys(after),
    before: edit
      ? {
          ...after,
          last_name: 'Before',
          full_name: `${first} Before`,
          sortable_name: `Before, ${first}`,
          login_id: `${first}.before`.toLowerCase(),
          email: '',
        }
      : null,
    after,
    reason: edit
      ? { rule: 'F1', text: 'The name changed in the SIS.' }
      : { rule: 'C6', text: 'The person has a current enrollment.' },
    source: { collection: 'users', sourcedId: `user-${seq}` },
  };
}

const removals: readonly RemovalKind[] = ['deleted', 'inactive', 'completed', 'moved'];

function enrollment(seq: number, school: string): Body {
  const action: ChangeAction = seq % 4 === 1 ? 'delete' : 'create';
  const how = action === 'delete' ? at(removals, seq) : null;
  const after = {
    section_id: `s-${seq}`,
    user_id: `u-${seq}`,
    role: seq % 11 === 0 ? 'teacher' : 'student',
    status: 'active',
    limit_section_privileges: 'true',
  };
  return {
    entity: 'enrollment',
    action,
    how,
    key: [`s-${seq}`, `u-${seq}`, after.role].join('\u001f'),
    label: `${personName(seq)} in ${className(seq + Number(school))}`,
    changed: action === 'delete' ? ['status'] : Object.keys(after),
    before: action === 'delete' ? after : null,
    after: action === 'delete' ? { ...after, status: how === 'deleted' ? 'deleted' : 'inactive' } : after,
    reason:
      action === 'delete'
        ? { rule: 'D2', text: 'The student left this class in the SIS.' }
        : { rule: 'C6', text: 'The class list names this person from today on.' },
    source: action === 'delete' && seq % 8 === 1 ? null : { collection: 'enrollments', sourcedId: `e-${seq}` },
  };
}

export const sampleHolds: readonly Hold[] = [
  {
    id: 'E2:enrollment:200',
    rule: 'E2',
    entity: 'enrollment',
    school: '200',
    schoolName: 'Marie Curie Middle School',
    count: 214,
    message:
      '214 of 1,480 enrollments at Marie Curie Middle School would be removed at once (14 %). That is more than the 10 % you allow.',
    releasable: true,
  },
  {
    id: 'B1:user:100',
    rule: 'B1',
    entity: 'user',
    school: '100',
    schoolName: 'Lincoln High School',
    count: 3,
    message: '3 people at Lincoln High School have no username in the SIS, so no login can be made for them.',
    releasable: false,
  },
  {
    id: 'E5:section:300',
    rule: 'E5',
    entity: 'section',
    school: '300',
    schoolName: 'Oak Street Elementary',
    count: 1,
    message: 'One running class at Oak Street Elementary would lose its only teacher without a replacement.',
    releasable: true,
  },
];

const none: EntityCounts = {
  create: 0,
  update: 0,
  delete: 0,
  restore: 0,
  unchanged: 0,
  frozen: 0,
  pinned: 0,
  adopt: 0,
  remap: 0,
  alreadyThere: 0,
  held: 0,
  stale: 0,
  kept: 0,
  waiting: 0,
  early: 0,
  filtered: 0,
  notOurs: 0,
};

/** A plan of `changes` sample changes; `holds` are put on the rows they fit. */
export function samplePlan(
  number: number,
  changes: number,
  holds: readonly Hold[],
): { summary: PlanSummary; changeAt: (seq: number) => Change } {
  const changeAt = (seq: number): Change => {
    const change = sampleChange(seq);
    const own = holds.filter(
      (hold) =>
        hold.entity === change.entity && hold.school === change.school && (hold.rule !== 'E2' || change.action === 'delete'),
    );
    return { ...change, holds: own.map((hold) => hold.id) };
  };
  const counts = Object.fromEntries(entityKinds.map((entity) => [entity, { ...none }])) as PlanSummary['counts'];
  const counted = Math.min(changes, 5000);
  for (let seq = 0; seq < counted; seq++) {
    const change = changeAt(seq);
    counts[change.entity][change.action] += changes / counted;
    if (change.holds.length > 0) counts[change.entity].held += changes / counted;
  }
  for (const entity of entityKinds) {
    for (const key of ['create', 'update', 'delete', 'restore', 'held'] as const)
      counts[entity][key] = Math.round(counts[entity][key]);
  }
  const summary: PlanSummary = {
    id: `9f2c${number}`,
    number,
    createdAt: '2026-11-12T07:12:00Z',
    complete: true,
    counts,
    changes,
    holds: [...holds],
    notes: [],
    findings: { dropped: changes === 0 ? 0 : 12, warned: changes === 0 ? 0 : 31 },
    firstChanges: Array.from({ length: Math.min(20, changes) }, (_, seq) => changeAt(seq)),
  };
  return { summary, changeAt };
}
