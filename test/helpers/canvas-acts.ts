import fc from 'fast-check';
import { z } from 'zod';
import { bySisId, readDump } from '../judge/raw-dump.ts';
import type { PracticeEngine } from './practice-engine.ts';

/**
 * What other people and other programs do to the practice Canvas, over HTTP: edits in Canvas' own pages, which stick, and imports
 * of another integration, which do not (canvas-sis.md §4). Small districts (any-district.ts), so that they meet our rows.
 */
export interface Act {
  readonly name: string;
  readonly section: string;
  readonly other: string;
  readonly user: string;
  readonly school: string;
  readonly term: string;
  readonly role: string;
}

type Ui = readonly [action: string, body: Readonly<Record<string, unknown>>];

/** In Canvas' pages. Objects are named by SIS id; what is not there is refused and changes nothing. */
const byHand: Readonly<Record<string, (act: Act) => readonly Ui[]>> = {
  'rename course': ({ section }) => [['edit-course', { course: `c-${section}`, name: 'By hand', course_code: 'HAND' }]],
  'date course': ({ section }) => [['edit-course', { course: `c-${section}`, start_at: '2026-09-01T04:00:00Z', restrict: true }]],
  'set course up': ({ section }) => [
    ['edit-course', { course: `c-${section}`, grade_passback_setting: 'nightly_sync', integration_id: `int-${section}` }],
  ],
  'move course to term': ({ section, term }) => [['edit-course', { course: `c-${section}`, term }]],
  'move course to account': ({ section, school }) => [['edit-course', { course: `c-${section}`, account: school }]],
  'publish course': ({ section }) => [['publish-course', { course: `c-${section}` }]],
  'unpublish course': ({ section }) => [['unpublish-course', { course: `c-${section}` }]],
  'conclude course': ({ section }) => [['conclude-course', { course: `c-${section}` }]],
  'delete course': ({ section }) => [['delete-course', { course: `c-${section}` }]],
  'make course': ({ section }) => [['create-course', { name: 'Made by hand', sis_course_id: `c-${section}`, published: true }]],
  'make blueprint': ({ section }) => [['edit-course', { course: `c-${section}`, blueprint: true }]],
  'rename section': ({ section }) => [['edit-section', { section, name: 'Room 12' }]],
  'date section': ({ section }) => [
    ['edit-section', { section, start_at: '2026-09-01T04:00:00Z', end_at: '2026-12-01T05:00:00Z', restrict: true }],
  ],
  'date section loosely': ({ section }) => [['edit-section', { section, end_at: '2026-12-01T05:00:00Z' }]],
  'free section of dates': ({ section }) => [['edit-section', { section, restrict: false }]],
  'identify section': ({ section }) => [['edit-section', { section, integration_id: `int-${section}` }]],
  'move section': ({ section, other }) => [['edit-section', { section, course: `c-${other}` }]],
  'move section to nowhere': ({ section }) => [
    ['create-course', { name: 'Without SIS id', sis_course_id: 'x-lost' }],
    ['edit-section', { section, course: 'x-lost' }],
    ['edit-course', { course: 'x-lost', sis_course_id: null }],
  ],
  'make section': ({ section, other }) => [
    ['create-section', { course: `c-${other}`, name: 'Made by hand', sis_section_id: section }],
  ],
  'delete section': ({ section }) => [['delete-section', { section }]],
  'cross-list': ({ section, other }) => [['cross-list', { section, course: `c-${other}` }]],
  'cross-list away': ({ section }) => [
    ['create-course', { name: 'Team', sis_course_id: 'x-team', published: true }],
    ['cross-list', { section, course: 'x-team' }],
  ],
  'delete what it was cross-listed to': () => [['delete-course', { course: 'x-team' }]],
  'end cross-list': ({ section }) => [['end-cross-list', { section }]],
  'rename term': ({ term }) => [['edit-term', { term, name: 'Autumn' }]],
  'date term': ({ term }) => [['edit-term', { term, end_at: '2026-12-31T05:00:00Z' }]],
  'delete term': ({ term }) => [['delete-term', { term }]],
  'make term': ({ term }) => [['create-term', { name: 'Made by hand', sis_term_id: term }]],
  'rename account': ({ school }) => [['edit-account', { account: school, name: 'Our school' }]],
  'identify account': ({ school }) => [['edit-account', { account: school, integration_id: `int-${school}` }]],
  'delete account': ({ school }) => [['delete-account', { account: school }]],
  'make account': ({ school }) => [['create-account', { name: 'Made by hand', sis_account_id: school }]],
  'move account': ({ school }) => [
    ['create-account', { name: 'Region', sis_account_id: 'region' }],
    ['edit-account', { account: school, parent: 'region' }],
  ],
  'move account to nowhere': ({ school }) => [
    ['create-account', { name: 'Region', sis_account_id: 'lost' }],
    ['edit-account', { account: school, parent: 'lost' }],
    ['edit-account', { account: 'lost', sis_account_id: null }],
  ],
  'rename person': ({ user }) => [['edit-user', { user, name: 'Sam By-Hand', sortable_name: 'By-Hand, Sam' }]],
  'call person': ({ user }) => [['edit-user', { user, short_name: 'Sam', pronouns: 'they/them' }]],
  'change address': ({ user }) => [['edit-user', { user, email: 'by.hand@example.org' }]],
  'rename login': ({ user }) => [['edit-login', { login: user, login_id: `${user}.by.hand` }]],
  'sign in elsewhere': ({ user }) => [['edit-login', { login: user, authentication_provider: 'google' }]],
  'identify login': ({ user }) => [['edit-login', { login: user, integration_id: `int-${user}` }]],
  'suspend login': ({ user }) => [['suspend-login', { login: user }]],
  'delete login': ({ user }) => [['delete-login', { login: user }]],
  'restore login': ({ user }) => [['restore-login', { login: user }]],
  'delete person': ({ user }) => [['delete-user', { user }]],
  'second login': ({ user }) => [['create-login', { user, login_id: `${user}.second` }]],
  'second SIS login': ({ user }) => [['create-login', { user, login_id: `${user}.other`, sis_user_id: `other-${user}` }]],
  'make person': ({ user }) => [['create-user', { name: 'By Hand', login_id: `${user}.made`, sis_user_id: user }]],
  'make person with a login': () => [['create-user', { name: 'Dan Older', login_id: 'dan', email: 'dan@example.org' }]],
  'make administrator': ({ user }) => [['create-admin', { user }]],
  'join group': ({ user, section }) => [['join-group', { user, course: `c-${section}`, group: 'Blue' }]],
  enroll: ({ user, section, role }) => [['enroll', { user, section, role }]],
  invite: ({ user, section, role }) => [['enroll', { user, section, role, state: 'invited' }]],
  'enroll with own role': ({ user, section }) => [
    ['create-role', { name: 'Helper', base_role_type: 'StudentEnrollment' }],
    ['enroll', { user, section, role: 'Helper' }],
  ],
  'end enrollment': ({ user, section, role }) => [['edit-enrollment', { user, section, role, state: 'deleted' }]],
  'conclude enrollment': ({ user, section, role }) => [['edit-enrollment', { user, section, role, state: 'completed' }]],
  'revive enrollment': ({ user, section, role }) => [['edit-enrollment', { user, section, role, state: 'active' }]],
  'date enrollment': ({ user, section, role }) => [
    ['edit-enrollment', { user, section, role, start_at: '2026-09-01T04:00:00Z', end_at: '2026-12-01T05:00:00Z' }],
  ],
};

/** A column of a row as it is now, '' where there is none; commas would break the line. */
type Now = (part: 'courses' | 'sections' | 'users' | 'logins' | 'terms' | 'accounts', sisId: string, column: string) => string;

/** Another integration's import: one file. Some rename what they touch, others leave the names as they are. */
const byImport: Readonly<Record<string, (act: Act, now: Now) => readonly string[]>> = {
  'imports courses': ({ section }) => [
    'course_id,short_name,long_name,status,start_date,end_date,course_format,grade_passback_setting,integration_id',
    `c-${section},IMP,Imported,published,2026-08-20T04:00:00Z,2027-01-20T05:00:00Z,online,nightly_sync,imp-${section}`,
  ],
  'sets courses up': ({ section }, now) => [
    'course_id,short_name,long_name,status,start_date,end_date,course_format,grade_passback_setting,integration_id',
    `c-${section},${now('courses', `c-${section}`, 'course_code')},${now('courses', `c-${section}`, 'name')},active,2026-08-20T04:00:00Z,,online,nightly_sync,imp-${section}`,
  ],
  'completes courses': ({ section }, now) => [
    'course_id,short_name,long_name,status',
    `c-${section},${now('courses', `c-${section}`, 'course_code')},${now('courses', `c-${section}`, 'name')},completed`,
  ],
  'imports section dates': ({ section }, now) => [
    'section_id,course_id,name,status,start_date,end_date,integration_id',
    `${section},c-${section},${now('sections', section, 'name')},active,2026-08-20T04:00:00Z,2027-01-20T05:00:00Z,imp-${section}`,
  ],
  'imports people': ({ user }) => [
    'user_id,login_id,full_name,short_name,email,status,integration_id,authentication_provider_id,declared_user_type',
    `${user},${user}.imported,Imported Person,Impy,imported@example.org,active,imp-${user},google,student`,
  ],
  'sets people up': ({ user }, now) => [
    'user_id,login_id,status,short_name,integration_id,authentication_provider_id,declared_user_type',
    `${user},${now('logins', user, 'unique_id')},active,Impy,imp-${user},google,student`,
  ],
  'suspends people': ({ user }, now) => ['user_id,login_id,status', `${user},${now('logins', user, 'unique_id')},suspended`],
  'imports enrollments': ({ section, user, role }) => [
    'section_id,user_id,role,status,start_date,end_date,limit_section_privileges',
    `${section},${user},${role},active,2026-08-20T04:00:00Z,2027-01-20T05:00:00Z,true`,
  ],
  'imports drops': ({ section, user, role }) => ['section_id,user_id,role,status', `${section},${user},${role},inactive`],
  'imports terms': ({ term }) => [
    'term_id,name,status,integration_id,start_date,end_date,date_override_enrollment_type',
    `${term},Imported term,active,imp-${term},2026-08-01T04:00:00Z,2026-12-24T05:00:00Z,`,
    `${term},,active,,2026-08-01T04:00:00Z,2027-02-24T05:00:00Z,TeacherEnrollment`,
  ],
  'imports accounts': ({ school }) => [
    'account_id,parent_account_id,name,status,integration_id',
    `${school},,Imported school,active,imp-${school}`,
  ],
  'moves accounts': ({ school }, now) => [
    'account_id,parent_account_id,name,status,integration_id',
    'imp-region,,Imported region,active,',
    `${school},imp-region,${now('accounts', school, 'name')},active,imp-${school}`,
  ],
  'imports observers': ({ user }) => ['observer_id,student_id,status', `p6,${user},active`],
  'imports cross-lists': ({ section }) => ['xlist_course_id,section_id,status', `x-list,${section},active`],
  'ends cross-lists': ({ section }) => ['xlist_course_id,section_id,status', `x-list,${section},deleted`],
  'imports logins': ({ user }) => ['user_id,login_id,existing_user_id', `more-${user},${user}.more,${user}`],
  'imports an admin': ({ user, school }) => ['user_id,account_id,role,status', `${user},${school},AccountAdmin,active`],
};

const names = [...Object.keys(byHand), ...Object.keys(byImport)];

export const anyAct: fc.Arbitrary<Act> = fc.record({
  name: fc.constantFrom(...names),
  section: fc.constantFrom('c1', 'c2', 'c3', 'c4', 'c5'),
  other: fc.constantFrom('c1', 'c2'),
  user: fc.constantFrom('p1', 'p2', 'p3', 'p4', 'p5', 'p6'),
  school: fc.constantFrom('north', 'south'),
  term: fc.constantFrom('s1', 's2', 'y'),
  role: fc.constantFrom('StudentEnrollment', 'TeacherEnrollment', 'TaEnrollment'),
});

/** Does it, if Canvas lets it be done; false when nothing came of it. */
export async function act(world: PracticeEngine, one: Act): Promise<boolean> {
  const file = byImport[one.name];
  if (file !== undefined) return importAsOther(world, file(one, await present(world)));
  let done = false;
  for (const [action, body] of byHand[one.name]?.(one) ?? []) done = (await inCanvas(world, action, body)) || done;
  return done;
}

async function present({ practice }: PracticeEngine): Promise<Now> {
  const dump = await readDump(practice.control.url);
  return (part, sisId, column) => String(bySisId(dump, part, sisId)?.[column] ?? '').replaceAll(',', ' ');
}

async function inCanvas(world: PracticeEngine, action: string, body: object): Promise<boolean> {
  const answer = await fetch(`${world.practice.control.url}/canvas/ui/${action}`, { method: 'POST', body: JSON.stringify(body) });
  if (answer.ok) return true;
  const { error } = z.object({ error: z.string() }).parse(await answer.json());
  // Not there, or taken: Canvas would not let a person do it.
  if (!/^there is no |^user must be| is already in use$/.test(error))
    throw new Error(`${action} ${JSON.stringify(body)}: ${error}`);
  return false;
}

/** Posts one csv as another integration does, and waits for its end; true when Canvas had nothing to say. */
export async function importAsOther({ practice }: PracticeEngine, lines: readonly string[]): Promise<boolean> {
  const headers = { Authorization: `Bearer ${practice.canvas.token}` };
  const address = `${practice.canvas.url}/api/v1/accounts/self/sis_imports`;
  const posted = await fetch(address, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'text/csv' },
    body: `${lines.join('\n')}\n`,
  });
  const Import = z.object({ id: z.number(), workflow_state: z.string() });
  let state = Import.parse(await posted.json());
  while (state.workflow_state === 'created' || state.workflow_state === 'importing')
    state = Import.parse(await (await fetch(`${address}/${state.id}`, { headers })).json());
  return state.workflow_state === 'imported';
}
