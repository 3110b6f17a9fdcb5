import { CanvasDump } from '../../judge/canvas-dump.ts';
import { Judge } from '../../judge/judge.ts';
import { type JudgedHold, JudgedSettings, type Night, type Violation } from '../../judge/night.ts';
import { SisDump } from '../../judge/sis-dump.ts';

/** A school that fits on a page: one calendar, Algebra all year with a teacher and twelve students, Art in the spring. */
export const STUDENTS = Array.from({ length: 12 }, (_, i) => `s${String(i + 1).padStart(2, '0')}`);
export const RUNNING = '2026-10-06';
export const settings = JudgedSettings.parse({ timeZone: 'America/New_York' });

type Row = Record<string, unknown>;

export interface Tiny {
  sis: { orgs: Row[]; academicSessions: Row[]; courses: Row[]; classes: Row[]; users: Row[]; enrollments: Row[] };
  canvas: Record<
    'accounts' | 'terms' | 'courses' | 'sections' | 'users' | 'logins' | 'enrollments' | 'observer_links' | 'admins' | 'imports',
    Row[]
  >;
}

const ref = (sourcedId: string) => ({ sourcedId });

export function tinyDistrict(): Tiny {
  return { sis: tinySis(), canvas: tinyCanvas() };
}

function tinySis(): Tiny['sis'] {
  const year = { title: '2026-2027 School Year', type: 'schoolYear', startDate: '2026-08-10', endDate: '2027-06-04' };
  const spring = { title: 'Semester 2', type: 'semester', startDate: '2027-01-05', endDate: '2027-06-04', parent: ref('y27') };
  const people = STUDENTS.map((id) => student(id));
  return {
    orgs: [{ sourcedId: 'pine', name: 'Pine High', type: 'school' }],
    academicSessions: [
      { sourcedId: 'y27', schoolYear: '2027', ...year },
      { sourcedId: 's2', schoolYear: '2027', ...spring },
    ],
    courses: [ref('c')],
    classes: [
      { sourcedId: 'alg', title: 'Algebra', course: ref('c'), school: ref('pine'), terms: [ref('y27')] },
      { sourcedId: 'art', title: 'Art', course: ref('c'), school: ref('pine'), terms: [ref('s2')] },
    ],
    users: [...people, staff('t1', 'Ada Stone'), staff('t2', 'Bo Reed'), staff('aide', 'Cy Lund', 'aide')],
    enrollments: [
      ...STUDENTS.flatMap((id) => [enrollment('alg', id, 'student'), enrollment('art', id, 'student')]),
      enrollment('alg', 't1', 'teacher'),
      enrollment('art', 't2', 'teacher'),
    ],
  };
}

function student(id: string): Row {
  const names = { givenName: `Kid${id.slice(1)}`, familyName: 'Lopez', email: `${id}@pine.example` };
  return {
    sourcedId: id,
    username: id,
    enabledUser: true,
    role: 'student',
    orgs: [ref('pine')],
    identifier: `n-${id}`,
    ...names,
  };
}

export function staff(id: string, name: string, role = 'teacher'): Row {
  const [givenName, familyName] = name.split(' ');
  return { sourcedId: id, username: id, enabledUser: true, role, orgs: [ref('pine')], givenName, familyName };
}

export function enrollment(classId: string, user: string, role: string, more: Row = {}): Row {
  return { sourcedId: `${classId}-${user}-${role}`, user: ref(user), class: ref(classId), role, ...more };
}

/** Canvas as the rules want it on a day in autumn. */
function tinyCanvas(): Tiny['canvas'] {
  const ids = new Map<string, number>();
  const id = (key: string) => ids.get(key) ?? ids.set(key, ids.size + 10).size + 9;
  const person = (sisId: string, name: string) => ({
    user: { id: id(`u ${sisId}`), name, email: null, workflow_state: 'registered', short_name: name },
    login: {
      id: id(`l ${sisId}`),
      user_id: id(`u ${sisId}`),
      unique_id: sisId,
      sis_user_id: sisId,
      authentication_provider_id: null,
      workflow_state: 'active',
    },
  });
  const people = [
    ...STUDENTS.map((sisId) => person(sisId, `Kid${sisId.slice(1)} Lopez`)),
    person('t1', 'Ada Stone'),
    person('t2', 'Bo Reed'),
  ];
  const place = (section: string, sisId: string, type: string) => ({
    id: id(`e ${section} ${sisId}`),
    user_id: id(`u ${sisId}`),
    course_id: id(`c ${section}`),
    course_section_id: id(`s ${section}`),
    type,
    workflow_state: 'active',
    start_at: null,
    end_at: null,
  });
  const term = (sisId: string, name: string, start_at: string) => ({
    id: id(`t ${sisId}`),
    name,
    start_at,
    end_at: '2027-06-05T03:59:59Z',
    sis_source_id: sisId,
    workflow_state: 'active',
    overrides: Object.fromEntries(
      ['TeacherEnrollment', 'TaEnrollment', 'DesignerEnrollment'].map((type) => [
        type,
        { start_at: null, end_at: '2027-07-05T03:59:59Z' },
      ]),
    ),
  });
  const shell = (sisId: string, name: string, term: string) => ({
    course: {
      id: id(`c ${sisId}`),
      name,
      course_code: sisId,
      account_id: 2,
      enrollment_term_id: id(`t ${term}`),
      sis_source_id: `c-${sisId}`,
      workflow_state: 'claimed',
    },
    section: {
      id: id(`s ${sisId}`),
      name,
      course_id: id(`c ${sisId}`),
      nonxlist_course_id: null,
      sis_source_id: sisId,
      workflow_state: 'active',
    },
  });
  const shells = [shell('alg', 'Algebra', 'y27'), shell('art', 'Art', 's2')];
  return {
    accounts: [
      { id: 1, name: 'District', parent_account_id: null, sis_source_id: null, workflow_state: 'active' },
      { id: 2, name: 'Pine High', parent_account_id: 1, sis_source_id: 'pine', workflow_state: 'active' },
    ],
    terms: [
      term('y27', '2026-2027 School Year', '2026-08-10T04:00:00Z'),
      term('s2', 'Semester 2 2026–27', '2027-01-05T05:00:00Z'),
    ],
    courses: shells.map(({ course }) => course),
    sections: shells.map(({ section }) => section),
    users: people.map(({ user }) => user),
    logins: people.map(({ login }) => login),
    enrollments: [
      ...STUDENTS.flatMap((sisId) => ['alg', 'art'].map((section) => place(section, sisId, 'StudentEnrollment'))),
      place('alg', 't1', 'TeacherEnrollment'),
      place('art', 't2', 'TeacherEnrollment'),
    ],
    observer_links: [],
    admins: [],
    imports: [],
  };
}

/** The Canvas before anybody of ours came. */
export function emptyCanvas(): Tiny['canvas'] {
  const none = Object.fromEntries(Object.keys(tinyCanvas()).map((kind) => [kind, [] as Row[]])) as Tiny['canvas'];
  return { ...none, accounts: tinyCanvas().accounts.slice(0, 1) };
}

export interface TinyNight {
  readonly today?: string;
  readonly sis?: Tiny['sis'];
  readonly before?: Tiny['canvas'];
  readonly after: Tiny['canvas'];
  readonly holds?: readonly Partial<JudgedHold>[];
  readonly more?: Partial<Night>;
  readonly settings?: Partial<JudgedSettings>;
}

/** A judge who saw the tiny district made on an autumn day, so that all of it is ours. */
export function judgeAfterFirstNight(): { judge: Judge; district: Tiny } {
  const judge = new Judge();
  const district = tinyDistrict();
  for (let night = 0; night < 5; night++) {
    const before = night === 0 ? emptyCanvas() : district.canvas;
    const found = judge.night(nightOf(district, { before, after: district.canvas, today: `2026-10-0${night + 1}` }));
    if (found.length > 0) throw new Error(`Night ${night}: ${JSON.stringify(found)}`);
  }
  return { judge, district };
}

export function nightOf(district: Tiny, night: TinyNight): Night {
  const holds = (night.holds ?? []).map((hold) => ({
    id: `${hold.rule}:${hold.school ?? 'pine'}`,
    rule: '',
    entity: 'enrollment',
    school: 'pine',
    count: 1,
    message: '12 of 24 enrollments at Pine High would be removed.',
    firstSight: false,
    ...hold,
  }));
  return structuredClone({
    today: night.today ?? RUNNING,
    sis: SisDump.parse(night.sis ?? district.sis),
    feed: 'complete' as const,
    before: CanvasDump.parse(night.before ?? district.canvas),
    after: CanvasDump.parse(night.after),
    settings: { ...settings, ...night.settings },
    run: { state: 'done', counts: { enrollment: { sent: 1 } }, holds },
    failure: null,
    attended: false,
    released: [],
    second: null,
    ...night.more,
  });
}

/** The sentences of one night, after the district was set up by us. */
export function judged(change: (district: Tiny) => TinyNight): Violation[] {
  const { judge, district } = judgeAfterFirstNight();
  return judge.night(nightOf(district, change(structuredClone(district))));
}

/** The row of a list that has these values. */
export function rowOf(rows: Row[], values: Row): Row {
  const found = rows.find((row) =>
    Object.entries(values).every(([key, value]) => JSON.stringify(row[key]) === JSON.stringify(value)),
  );
  if (found === undefined) throw new Error(`no row with ${JSON.stringify(values)}`);
  return found;
}

/** Canvas' enrollment of somebody in a section. */
export function placeOf({ canvas }: Pick<Tiny, 'canvas'>, section: string, user: string): Row {
  const [sectionId, userId] = [
    rowOf(canvas.sections, { sis_source_id: section }).id,
    rowOf(canvas.logins, { sis_user_id: user }).user_id,
  ];
  return rowOf(canvas.enrollments, { course_section_id: sectionId, user_id: userId });
}

/** The numbers of the rules that were breached, each once. */
export function rulesOf(violations: readonly Violation[]): string[] {
  return [...new Set(violations.map(({ rule }) => rule))];
}

/** A judge who saw only the first night: the first five scheduled runs are not over (D7). */
export function judgeOnProbation(district: Tiny): Judge {
  const judge = new Judge();
  judge.night(nightOf(district, { before: emptyCanvas(), after: district.canvas, today: '2026-10-01' }));
  return judge;
}
