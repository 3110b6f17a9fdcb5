import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PracticeEngine, startPracticeEngine } from '../helpers/practice-engine.ts';
import { cls, course, enrollment, feed, org, session, user } from '../helpers/sis-feed.ts';
import { writeFeed } from '../helpers/wire-feed.ts';
import { byId, bySisId, partOf, type RawDump, type Row, readDump } from '../judge/raw-dump.ts';

/** Values that break spreadsheets, csv files, addresses and careless code, from the SIS to the state of Canvas, field by field. */
const names: readonly (readonly [what: string, said: string, kept?: string])[] = [
  ['double quotes', 'The "Big" Band'],
  ['a lone quote', 'Tom"s'],
  ['commas and semicolons', 'Reading, Writing; Arithmetic'],
  ['line breaks', 'Two\nlines\r\nand more', 'Two lines and more'],
  ['tabs and blanks around', '\t  Music  of   today ', 'Music of today'],
  ['umlauts', 'Röck ’n’ Roll für Fortgeschrittene'],
  ['combining marks, as they are', 'Zoe\u0308 Ångström'],
  ['right to left', 'مقدمة في الجبر'],
  ['characters of three bytes', '代数学入門'],
  ['emoji of several parts', 'Family 👩‍👩‍👧‍👦 and 🎸'],
  ['255 characters', 'x'.repeat(255)],
  ['255 emoji', '🎸'.repeat(255)],
  ['300 characters', 'y'.repeat(300), 'y'.repeat(255)],
  ['the word that clears other fields', '<delete>'],
  ['leading zeros', '007'],
  ['a formula', '=HYPERLINK("http://example.org","click")'],
  ['a sum', '+1+1'],
  ['a negative number', '-12'],
  ['an at sign in front', '@SUM(A1:A9)'],
  ['the words for nothing', 'NULL'],
  ['a number that spreadsheets shorten', '1e10'],
  ['a date', '2026-09-01'],
  ['backslashes and percent signs', 'C:\\new\\table 100 % _ \\N'],
  ['half a character', 'Broken \ud83c here', 'Broken \ufffd here'],
  ['HTML', '<b>Bold</b> & Söhne'],
];

const ids: readonly (readonly [what: string, id: string])[] = [
  ['leading zeros', '000123'],
  ['a slash', 'math/1'],
  ['a hash and a question mark', 'a#b?c=d&e'],
  ['a percent sign', '100%25'],
  ['quotes and commas', 'say "a, b"'],
  ['blanks inside', 'class 1 a'],
  ['a formula', '=1+1'],
  ['the word that clears', '<delete>'],
  ['umlauts and emoji', 'é-🎸'],
  ['what Canvas’ own addresses begin with', 'sis_section_id:5'],
  ['dots', '../..'],
  ['another case of an id', 'MATH/1'],
  ['255 characters', `i${'9'.repeat(252)}`],
];

const logins: readonly (readonly [what: string, login: string])[] = [
  ['leading zeros', '0042'],
  ['a plus sign and an apostrophe', "o'neil+school@example.org"],
  ['umlauts', 'jörg.ñandú'],
  ['a formula', '=cmd'],
  ['a minus in front', '-dash'],
  ['the word that clears', '<delete>'],
  ['100 characters', 'l'.repeat(100)],
  ['quotes', 'the "boss"'],
];

const classId = (n: number) => `class-${n}`;
const personId = (n: number) => `person-${n}`;

const district = feed({
  orgs: [org(), ...names.map(([, name], n) => org({ sourcedId: `school-${n}`, name }))],
  academicSessions: [session(), ...names.map(([, title], n) => session({ sourcedId: `term-${n}`, title }))],
  courses: [course()],
  classes: [
    ...names.map(([, title], n) =>
      cls({ sourcedId: classId(n), title, classCode: title, school: `school-${n}`, terms: [`term-${n}`] }),
    ),
    ...ids.map(([, sourcedId]) => cls({ sourcedId, title: 'Named oddly' })),
  ],
  users: [
    ...names.map(([, name], n) => user({ sourcedId: personId(n), givenName: name, familyName: 'Miller' })),
    ...ids.map(([, sourcedId], n) => user({ sourcedId, username: `odd.${n}` })),
    ...logins.map(([, username], n) => user({ sourcedId: `login-${n}`, username, email: n === 1 ? username : '' })),
  ],
  enrollments: [
    ...names.map((_, n) => enrollment({ user: personId(n), class: classId(n) })),
    ...ids.map(([, id], n) => enrollment({ sourcedId: `odd-${n}`, user: id, class: id })),
  ],
});

let world: PracticeEngine;
let canvas: RawDump;
let ended: string;

beforeAll(async () => {
  const now = Date.parse('2026-11-24T17:00:00Z');
  world = await startPracticeEngine({ students: 0, now: () => now, hurry: true });
  await world.control('PUT', '/canvas/settings', { durations: { createdMs: 0, importingMs: 0, reportMs: 0 } });
  await writeFeed(world, district);
  await world.plan();
  ended = (await world.apply()).state;
  canvas = await readDump(world.practice.control.url);
});
afterAll(() => world.close());

const of = (part: string, id: string): Row => {
  const row = bySisId(canvas, part, id);
  if (row === undefined) throw new Error(`Canvas has no ${part} ${id}`);
  return row;
};
const personOf = (id: string) => byId(canvas, 'users', of('logins', id).user_id);
const cut = (text: string) => Array.from(text).slice(0, 255).join('').trim();

test('every row is taken and confirmed, and nothing is left to do', async () => {
  expect(ended).toBe('done');
  expect((await world.plan()).changes).toBe(0);
});

describe.each(names)('a name with %s', (_what, said, kept = said) => {
  const n = names.findIndex(([, name]) => name === said);

  test('of a school', () => expect(of('accounts', `school-${n}`).name).toBe(kept));
  test('of a term', () => expect(of('terms', `term-${n}`).name).toBe(kept === '2026-09-01' ? kept : cut(`${kept} 2026–27`)));
  test('of a course', () => expect(of('courses', `c-${classId(n)}`).name).toBe(kept));
  test('as a course code', () => expect(of('courses', `c-${classId(n)}`).course_code).toBe(kept));
  test('of a section', () => expect(of('sections', classId(n)).name).toBe(kept));
  test('of a person', () => expect(personOf(personId(n))?.name).toBe(cut(`${kept} Miller`)));
  test('of a person in a list', () => expect(personOf(personId(n))?.sortable_name).toBe(cut(`Miller, ${kept}`)));
  test('in the right place', () => {
    expect(of('courses', `c-${classId(n)}`)).toMatchObject({ of_account: `school-${n}`, of_term: `term-${n}` });
  });
});

describe.each(ids)('an id with %s', (_what, id) => {
  test('of a course and its section', () => expect(of('sections', id).of_course).toBe(`c-${id}`));
  test('of a person', () => expect(of('logins', id).unique_id).toBe(`odd.${ids.findIndex(([, known]) => known === id)}`));
  test('of a membership', () => {
    const member = partOf(canvas, 'enrollments').filter((row) => row.of_section === id && row.of_user === id);
    expect(member.map(({ workflow_state }) => workflow_state)).toEqual(['active']);
  });
});

test.each(logins)('a login with %s', (_what, login) => {
  const n = logins.findIndex(([, known]) => known === login);
  expect(of('logins', `login-${n}`).unique_id).toBe(login);
});

test('an e-mail with an apostrophe and a plus sign', () => {
  expect(personOf('login-1')?.email).toBe("o'neil+school@example.org");
});
