import { deepEqual as equal, ok } from 'node:assert/strict';
import { isActive, type SisDump, type SisUser } from '../judge/sis-dump.ts';
import type { Guardian, SisOffice } from './sis-office.ts';
import type { Episode, Town } from './town.ts';

const ROLES: readonly Guardian[] = ['parent', 'guardian', 'relative'];
const SAID_BY = [['guardian'], ['student'], ['guardian', 'student']] as const;
/** More than may go at once without a question (E2). */
const FAMILIES = 14;

/** At every school some students have a guardian in the SIS, some two, and some guardians two children; either record may say so. */
export async function settleFamilies(sis: SisDump, office: SisOffice, school: string): Promise<void> {
  const students = studentsOf(sis, school);
  for (let family = 0; family < FAMILIES; family += 1) {
    const children = [students[family], family % 5 === 0 ? students[family + 1] : undefined];
    const guardian = await office.arrive(ROLES[family % 3] ?? 'parent', 'Family', school);
    for (const child of children) if (child) await office.link(guardian, child.sourcedId, SAID_BY[family % 3] ?? ['guardian']);
  }
}

function studentsOf({ users }: SisDump, school: string): SisUser[] {
  return users.filter((user) => user.role === 'student' && isActive(user) && user.orgs?.[0]?.sourcedId === school);
}

function guardiansOf({ users }: SisDump, school?: string): SisUser[] {
  const there = (user: SisUser) => school === undefined || user.orgs?.[0]?.sourcedId === school;
  return users.filter((user) => ROLES.some((role) => role === user.role) && there(user));
}

/** Until the district wants it no guardian is in Canvas; then all are, and see their own children's courses. */
async function guardiansObserve(town: Town): Promise<void> {
  const { year } = town;
  equal(await town.observers(), []);
  const known = new Set((await year.canvas()).logins.map((login) => login.sis_user_id));
  equal(
    guardiansOf(await year.sis()).filter((user) => known.has(user.sourcedId)),
    [],
  );
  await year.choose('observers', true);
  await town.night('2026-09-23');
  equal((await town.observers()).length, 3 * (FAMILIES + 3));
  const seen = (await year.canvas()).enrollments.filter((row) => row.type === 'ObserverEnrollment');
  ok(seen.length > 100);
}

async function familiesChange(town: Town): Promise<void> {
  const { year, office, pine, lake, hill } = town;
  const [first = '', second = '', third = '', fourth = '', fifth = ''] = await town.observers();
  const [grandma, cousin] = [await office.arrive('relative', 'Grandma', lake), studentsOf(await year.sis(), lake).at(-1)];
  await office.link(grandma, cousin?.sourcedId ?? '', ['guardian']);
  await office.unlink(...pairOf(first));
  await office.change('users', pairOf(second)[0], { status: 'tobedeleted' });
  // A student nobody may see, and one whom one of the guardians may not.
  await year.choose('noContact', [pairOf(third)[1], `${pairOf(fourth)[1]} + ${pairOf(fourth)[0]}`]);
  // Two links of Canvas' own pages: one made, one taken away. Both stay as they are.
  const uncle = (await town.ui('create-user', { name: 'Uncle Bob', login_id: 'uncle.bob' })) as { id: number };
  await town.ui('add-observer', { observer: uncle.id, student: studentsOf(await year.sis(), hill).at(-1)?.sourcedId });
  await town.ui('remove-observer', { observer: pairOf(fifth)[0], student: pairOf(fifth)[1] });
  await town.night('2026-09-24');
  const links = await town.observers();
  equal(
    [first, second, third, fourth, fifth, `${grandma} > ${cousin?.sourcedId}`].map((link) => links.includes(link)),
    [true, false, false, false, false, true],
  );
  equal(links.filter((link) => link.startsWith(' > ')).length, 1);
  await town.night('2026-09-25');
  equal((await town.observers()).includes(first), false);
  // One of them comes back.
  await office.link(...pairOf(first), ['student']);
  await town.night('2026-09-28');
  equal((await town.observers()).includes(first), true);
  ok(guardiansOf(await year.sis(), pine).length === FAMILIES);
}

/** The feed loses guardians: first their records only, then every word of them at one school. */
async function guardiansVanish(town: Town): Promise<void> {
  const { year, office, pine } = town;
  const before = await town.observers();
  const sis = await year.sis();
  const named = new Set(
    sis.users.flatMap((user) => (user.role === 'student' ? (user.agents ?? []) : [])).map((agent) => agent.sourcedId),
  );
  const bringBack = await office.hide(
    'users',
    guardiansOf(sis).filter((user) => named.has(user.sourcedId)),
  );
  await town.night('2026-09-29');
  await town.night('2026-09-30');
  equal(await town.observers(), before);
  await bringBack();
  const here = [...guardiansOf(sis, pine), ...studentsOf(sis, pine)];
  for (const user of here) await office.change('users', user.sourcedId, { agents: [] });
  const restore = await office.hide('users', guardiansOf(sis, pine));
  await town.night('2026-10-01');
  await town.night('2026-10-02');
  equal(
    town.last.holds.filter((id) => id.startsWith('E')).map((id) => id.split(':').slice(0, 2)),
    [
      ['E2', 'observer'],
      ['E4', 'observer'],
    ],
  );
  equal([town.last.sent, await town.observers()], ['', before]);
  await restore();
  for (const user of here) await office.change('users', user.sourcedId, { agents: user.agents ?? [] });
  await town.night('2026-10-03');
  equal([town.last.sent, town.last.holds.filter((id) => id.startsWith('E')), await town.observers()], ['', [], before]);
}

function pairOf(link: string): [guardian: string, student: string] {
  const [guardian = '', student = ''] = link.split(' > ');
  return [guardian, student];
}

export const families: readonly Episode[] = [
  { title: 'September: the district lets guardians observe their children', play: guardiansObserve },
  {
    title: 'guardians come and go, some may not see a child, and what Canvas’ own pages linked stays',
    play: familiesChange,
  },
  { title: 'the feed loses its guardians: nobody loses sight of a child', play: guardiansVanish },
];
