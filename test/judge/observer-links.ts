import type { CanvasObserverLink } from './canvas-dump.ts';
import { isLive } from './canvas-view.ts';
import type { Case } from './case.ts';
import { isOwned } from './memory.ts';
import { isGuardian, isMassReissue, reissued } from './people.ts';
import { canvasUserId } from './places.ts';
import { isActive, type SisUser } from './sis-dump.ts';

/** How a guardian and a student stand to each other tonight (C6). */
export type Bond =
  /** The no-contact list keeps them apart. */
  | 'apart'
  /** The SIS names the guardian of a student it has. */
  | 'wanted'
  /** The SIS says that the guardian is none any more. */
  | 'dropped'
  /** Named, but no record says who the other one is now: nothing may follow from that. */
  | 'unreadable'
  /** D5: no record names them together. */
  | 'absent'
  /** The student is gone, or not in Canvas' schools: no rule asks for anything. */
  | 'open';

/** What is between two people, in the SIS and in Canvas. */
export interface Link {
  readonly key: string;
  /** SIS records; of several that are one person in Canvas those that decide. */
  readonly guardian: string;
  readonly student: string;
  readonly bond: Bond;
  readonly school: string;
  readonly before: CanvasObserverLink | undefined;
  readonly after: CanvasObserverLink | undefined;
  readonly owned: boolean;
}

interface Pair {
  readonly guardian: string;
  readonly student: string;
  readonly named: boolean;
}

const strength: readonly Bond[] = ['apart', 'wanted', 'dropped', 'unreadable', 'absent', 'open'];

/** Every pair that the SIS names or that we linked in Canvas. */
export function linksOf(found: Case): Link[] {
  if (!found.settings.observers) return [];
  const links = new Map<string, Link>();
  for (const pair of [...namedPairs(found), ...linkedByUs(found)]) {
    const link = linkOf(found, pair);
    const known = links.get(link.key);
    if (known === undefined || strength.indexOf(link.bond) < strength.indexOf(known.bond)) links.set(link.key, link);
  }
  return [...links.values()];
}

/** oneroster-1.1 §2.7: agents name the guardians of a student, or the students of a guardian. */
function namedPairs({ sis }: Case): Pair[] {
  return [...sis.users.values()].filter(isActive).flatMap((user) =>
    (user.agents ?? []).flatMap(({ sourcedId }): Pair[] => {
      if (user.role === 'student') return [{ guardian: sourcedId, student: user.sourcedId, named: true }];
      return isGuardian(user) ? [{ guardian: user.sourcedId, student: sourcedId, named: true }] : [];
    }),
  );
}

function linkedByUs({ before, memory }: Case): Pair[] {
  const people = new Map([...memory.userIds].map(([sisId, canvasId]) => [canvasId, sisId]));
  const person = (user: number) =>
    before
      .sisIdsOf(user)
      .map((id) => people.get(id))
      .find((id) => id !== undefined);
  return before.dump.observer_links.flatMap((row): Pair[] => {
    const [guardian, student] = [person(row.observer_id), person(row.student_id)];
    if (guardian === undefined || student === undefined || !isOwned(memory, 'observer_links', row.id)) return [];
    return [{ guardian, student, named: false }];
  });
}

function linkOf(found: Case, pair: Pair): Link {
  const { before, after, memory, sis } = found;
  const ids = [canvasUserId(found, pair.guardian), canvasUserId(found, pair.student)] as const;
  const there = before.observerLink(...ids);
  return {
    key: `link ${ids.join(' ')}`,
    guardian: pair.guardian,
    student: pair.student,
    bond: bondOf(found, pair),
    school: sis.knownUser(pair.student)?.orgs?.find((org) => sis.isChosen(org.sourcedId))?.sourcedId ?? '',
    before: there,
    after: after.observerLink(...ids),
    owned: there !== undefined && isOwned(memory, 'observer_links', there.id),
  };
}

function bondOf(found: Case, { guardian, student, named }: Pair): Bond {
  const [one, other] = [found.sis.users.get(guardian), found.sis.users.get(student)];
  if (isApart(found, guardian, student)) return 'apart';
  const isHere = other?.orgs?.some((org) => found.sis.isChosen(org.sourcedId)) === true;
  if (other === undefined || !isActive(other) || other.role !== 'student' || !isHere) return 'open';
  if (one !== undefined && !isActive(one)) return 'dropped';
  if (!named) return 'absent';
  return one !== undefined && isGuardian(one) ? 'wanted' : 'unreadable';
}

/** C6: the no-contact list names people by record, number, login or address; a line without a guardian means all of them. */
function isApart({ sis, settings }: Case, guardian: string, student: string): boolean {
  return settings.noContact.some((line) => {
    const [child = '', adult = ''] = line.split(/\s\+\s/).map((text) => text.trim());
    if (!isCalled(sis.knownUser(student), child)) return false;
    return adult === '' || isCalled(sis.knownUser(guardian), adult);
  });
}

function isCalled(user: SisUser | undefined, name: string): boolean {
  const names = [user?.sourcedId, user?.identifier, user?.username, user?.email];
  return name !== '' && names.some((one) => one?.toLowerCase() === name.toLowerCase());
}

/** Why a link that the SIS does not want stays tonight all the same; undefined when it has to go. */
export function whyLinkStays(found: Case, { key, bond, guardian, student }: Link): { rule: string; why: string } | undefined {
  if (bond !== 'absent') return undefined;
  const doubtful = isMassReissue(found) ? [...reissued(found).values()] : [];
  if (doubtful.includes(guardian) || doubtful.includes(student))
    return { rule: 'B4', why: 'an id was re-issued, which only a person can resolve' };
  if ((found.memory.absent.get(key) ?? 0) < 2 && !found.night.attended)
    return { rule: 'D5', why: 'the SIS left it out for the first time tonight' };
  return undefined;
}

/** What rule E counts of a school's links. */
export interface LinkTally {
  readonly school: string;
  readonly base: readonly Link[];
  readonly leaving: readonly Link[];
  readonly waiting: readonly Link[];
  readonly arriving: readonly Link[];
}

export function linkTalliesOf(found: Case, links: readonly Link[]): LinkTally[] {
  return [...new Set(links.map((link) => link.school))].map((school) => {
    const here = links.filter((link) => link.school === school && link.bond !== 'open');
    const base = here.filter((link) => link.owned && isLive(link.before));
    const unwanted = base.filter(({ bond }) => bond === 'apart' || bond === 'dropped' || bond === 'absent');
    return {
      school,
      base,
      leaving: unwanted.filter((link) => whyLinkStays(found, link) === undefined),
      waiting: unwanted.filter((link) => whyLinkStays(found, link) !== undefined),
      arriving: here.filter((link) => link.bond === 'wanted' && !isLive(link.before)),
    };
  });
}
