import type { SisUser } from '../../sis/schema/rows.ts';
import { BUCKETS, type Person } from '../../store/store-api.ts';
import type { School } from '../map/accounts.ts';
import type { NoContact } from '../map/no-contact.ts';
import { type Agent, type Link, type LinkedStudent, linkOf, linkRow, strongest } from '../map/observers.ts';
import { calledBy, groupOf, mapUser } from '../map/users.ts';
import { type AgentPair, agentPairs } from './agent-pairs.ts';
import { Hashes } from './hashes.ts';
import type { LoginClaims } from './logins.ts';
import { batchesOf, type MapContext, type MapInput } from './map-context.ts';
import { DROPPED, knowBatch, noteKnown, schoolOf, VISITOR, waitOf } from './map-people.ts';
import { bucketFor, CHECKPOINT_ROWS, type Step } from './step.ts';

/** What is known once everybody else is mapped. */
export interface ObservedWorld {
  readonly schools: ReadonlyMap<string, School>;
  /** People of no chosen school whom an enrollment wants: account id of the school by sourcedId. */
  readonly visitors: ReadonlyMap<string, string>;
  readonly claims: LoginClaims;
  readonly noContact: NoContact;
}

const LINKS = 'links';
const STEP = 'Linking guardians';

/**
 * Guardians of wanted students, and their links to them (ROSTER-RULES C6). Links go through a sorted list, because several records
 * can mean the same two people, and a district's guardians do not fit into memory.
 */
export function* mapObservers(input: MapInput, ctx: MapContext, world: ObservedWorld): Step<void> {
  const { work } = input;
  const observing = yield* findLinks(input, ctx, world);
  yield* mapGuardians(input, ctx, world, observing);
  mintMerged(input, ctx);
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    for (const links of samePair(work.pairs(LINKS, bucket))) {
      const link = strongest(links);
      if (link !== null) ctx.append([linkRow(link)]);
    }
    ctx.flush();
    yield { step: STEP, done: bucket + 1, total: BUCKETS };
  }
  work.seal('desired', 'observer');
  work.addFindings(
    world.noContact.unknown().map((name) => ({
      rule: 'C6',
      level: 'warned',
      collection: 'users',
      sourcedId: name,
      message: `“${name}” on the no-contact list is no student or guardian the SIS names.`,
      remedy: 'Check the spelling in the settings: record number, identifier, login or e-mail as the SIS has it.',
    })),
  );
}

/** Whom each wanted student is linked with; the value is who observes anybody. */
function* findLinks({ store, work }: MapInput, { same }: MapContext, world: ObservedWorld): Step<Hashes> {
  const observing = new Hashes();
  let done = 0;
  let staff = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    for (const pairs of inBatches(agentPairs(work, bucket))) {
      const people = work.people(new Set(pairs.flatMap(({ student, agent }) => [student, agent])));
      const strangers = pairs.map(({ agent }) => agent).filter((agent) => !people.has(agent));
      const given = store.identities('user', [...new Set(strangers)]);
      const links = pairs.flatMap((pair) => {
        const student = wantedStudent(people.get(pair.student), world.visitors);
        if (student === null) return [];
        const agent = people.get(pair.agent);
        if (agent?.group === 'staff') staff += 1;
        return linkOf(student, agentOf(pair.agent, agent, given.get(pair.agent) ?? ''), world.noContact) ?? [];
      });
      for (const { status, source } of links) if (status === 'active') observing.add(same.primaryOf(source));
      work.appendPairs(
        LINKS,
        links.map((link) => ({ first: link.key, second: JSON.stringify(link), bucket: bucketFor('observer', link.key) })),
      );
      done += pairs.length;
      yield { step: STEP, done, total: null };
    }
  }
  if (staff > 0) work.addFindings([staffFinding(staff)]);
  return observing;
}

function wantedStudent(person: Person | undefined, visitors: ReadonlyMap<string, string>): LinkedStudent | null {
  if (person === undefined || person.group !== 'student' || person.userId === '') return null;
  if (person.hold === '') return person;
  const school = person.hold === VISITOR ? visitors.get(person.sourcedId) : undefined;
  return school === undefined ? null : { ...person, school };
}

/** @param given Canvas id they were given before, when the SIS does not send them any more */
function agentOf(sourcedId: string, person: Person | undefined, given: string): Agent {
  if (person === undefined) return { sourcedId, userId: given, label: '', standing: 'unclear' };
  const { userId, label, group, hold } = person;
  const standing = group !== 'observer' ? 'unclear' : hold === DROPPED ? 'dropped' : 'guardian';
  return { sourcedId, userId, label, standing };
}

/** The guardians who observe somebody, or whom an enrollment wants; shown under a chosen school of their own, or the district. */
function* mapGuardians(input: MapInput, ctx: MapContext, world: ObservedWorld, observing: Hashes): Step<void> {
  const { settings, work } = input;
  const { schools, visitors, claims } = world;
  let done = 0;
  for (const batch of batchesOf<SisUser>(work, 'users')) {
    const found = batch.filter(
      ({ sourcedId, role, status }) =>
        status === 'active' && groupOf(role, settings) === 'observer' && (observing.has(sourcedId) || visitors.has(sourcedId)),
    );
    if (found.length > 0) knowBatch(input, ctx, claims, found);
    for (const user of found) {
      // B3: another record speaks for this person.
      if (!ctx.same.speaksForItself(user.sourcedId)) continue;
      const school = schoolOf(user, schools)?.accountId ?? visitors.get(user.sourcedId) ?? '';
      const wait = waitOf(user, 'observer', input, ctx);
      ctx.append([mapUser(calledBy(user, settings), 'observer', school, settings, ctx.minting, claims, wait).row]);
    }
    ctx.flush();
    noteKnown(input, found);
    done += batch.length;
    yield { step: STEP, done, total: null };
  }
}

/** B3: what the record that speaks for a guardian was given belongs to all of theirs. */
function mintMerged({ store }: MapInput, ctx: MapContext): void {
  const groups = [...ctx.same.groups()].filter(([primary]) => ctx.same.person(primary)?.group === 'observer');
  const given = store.identities(
    'user',
    groups.map(([primary]) => primary),
  );
  for (const [primary, records] of groups) {
    const userId = given.get(primary);
    if (userId !== undefined) for (const { id, sisId } of records) if (sisId === '' && id !== primary) ctx.mintShared(id, userId);
  }
  ctx.flush();
}

function* inBatches(pairs: Iterable<AgentPair>): Generator<readonly AgentPair[]> {
  let batch: AgentPair[] = [];
  for (const pair of pairs) {
    batch.push(pair);
    if (batch.length < CHECKPOINT_ROWS) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Links of the same two people, which come one after the other. */
function* samePair(rows: Iterable<{ readonly first: string; readonly second: string }>): Generator<readonly Link[]> {
  let links: Link[] = [];
  for (const { first, second } of rows) {
    if (links[0] !== undefined && links[0].key !== first) {
      yield links;
      links = [];
    }
    links.push(JSON.parse(second) as Link);
  }
  if (links.length > 0) yield links;
}

function staffFinding(count: number) {
  const [who, they] = count === 1 ? ['1 guardian is', 'the person is'] : [`${count} guardians are`, 'they are'];
  return {
    rule: 'C6',
    level: 'noted',
    collection: 'users',
    sourcedId: '',
    message: `${who} staff in the SIS, so ${they} not linked to the student.`,
    remedy: 'Link them in Canvas, if they should observe. Such links stay as they are.',
  } as const;
}
