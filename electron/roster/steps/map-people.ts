import type { SisUser } from '../../sis/schema/rows.ts';
import type { Person, RecordTraits } from '../../store/store-api.ts';
import { fieldsOf } from '../compare/sides.ts';
import type { DesiredRow, PersonRole, RowHold } from '../desired.ts';
import { doubtfulText } from '../holds/hold-words.ts';
import type { School } from '../map/accounts.ts';
import { knownPerson, knownPersonText } from '../map/known-by.ts';
import type { NoContact } from '../map/no-contact.ts';
import { calledBy, groupOf, labelOf, loginOf, mapUser, userIdOf, userIdProposal } from '../map/users.ts';
import { putAgentPairs } from './agent-pairs.ts';
import { usersAt } from './first-look.ts';
import { LoginClaims, loginText, type Right, userIdText } from './logins.ts';
import { batchesOf, type MapContext, type MapInput } from './map-context.ts';
import type { SamePeople } from './same-people.ts';
import { bucketFor, type Step } from './step.ts';

/** What the word in `Person.hold` says. */
export const DROPPED = 'dropped';
/** Of no chosen school, or a guardian: provisioned only if an enrollment or a student of one wants them (C6). */
export const VISITOR = 'visitor';

/**
 * People → users (ROSTER-RULES B, B1), and what enrollment mapping needs of each. Ends with the claims, for visitors.
 * @param claiming places of those who claim what somebody else claims too
 */
export function* mapPeople(
  input: MapInput,
  ctx: MapContext,
  schools: ReadonlyMap<string, School>,
  noContact: NoContact,
  claiming: readonly number[],
): Step<LoginClaims> {
  const { work, settings } = input;
  const total = work.snapshotCount('users');
  const claims = yield* settleClaims(input, ctx.same, schools, claiming);
  let done = 0;
  for (const batch of batchesOf<SisUser>(work, 'users')) {
    knowBatch(input, ctx, claims, batch);
    const fresh = batch.filter(({ sourcedId }) => ctx.minting.known('user', sourcedId) === undefined);
    for (const user of batch) noContact.meet(user, ctx.minting.known('user', user.sourcedId) ?? '');
    const people = batch.map((user) => mapPerson(calledBy(user, settings), input, ctx, schools, claims, noContact));
    for (const person of people) ctx.same.note(person);
    work.putPeople(people);
    if (settings.observers) putAgentPairs(work, batch);
    ctx.flush();
    noteKnown(input, fresh);
    done += batch.length;
    yield { step: 'Sorting people', done, total };
  }
  work.putPeople(mergedPeople(input, ctx));
  ctx.flush();
  work.sealPeople();
  return claims;
}

/** B3: the other records of somebody are that person, and all of them have the id from now on. */
function mergedPeople({ store }: MapInput, ctx: MapContext): Person[] {
  const groups = [...ctx.same.groups()];
  if (groups.length === 0) return [];
  const given = store.identities(
    'user',
    groups.map(([primary]) => primary),
  );
  return groups.flatMap(([primary, records]) => {
    const person = ctx.same.person(primary);
    const userId = given.get(primary);
    if (userId !== undefined) for (const { id, sisId } of records) if (sisId === '') ctx.mintShared(id, userId);
    const others = records.filter(({ id }) => id !== primary);
    return person === undefined ? [] : others.map(({ id }) => ({ ...person, sourcedId: id }));
  });
}

/** Looks up what a batch of people was given before, and who was given what the new ones would get. */
export function knowBatch({ store, settings }: MapInput, ctx: MapContext, claims: LoginClaims, batch: readonly SisUser[]): void {
  ctx.know(
    ['user'],
    batch.map((user) => user.sourcedId),
  );
  const proposals = batch.flatMap((user) => {
    const group = groupOf(user.role, settings);
    return group === null || ctx.minting.known('user', user.sourcedId) !== undefined
      ? []
      : [userIdProposal(user, group, settings)];
  });
  claims.know(store.identityOwners('user', proposals));
}

/** Remembers what the SIS knows people by (B4) who were given an id just now; of all others it is known already. */
export function noteKnown({ store, settings }: MapInput, batch: readonly SisUser[]): void {
  const traits = batch.flatMap((user): RecordTraits[] => {
    const group = groupOf(user.role, settings);
    if (user.status !== 'active' || group === null) return [];
    return [{ sourcedId: user.sourcedId, traits: knownPersonText(knownPerson(user, group)) }];
  });
  store.noteTraits('user', traits);
}

/** What somebody waits for who may have been here under another id (B2, B4); a person's word stands once they are in Canvas. */
export function waitOf(user: SisUser, group: PersonRole, input: MapInput, ctx: MapContext): RowHold | null {
  const row = ctx.reissued(user.sourcedId);
  if (row === undefined) return ctx.same.doubtOf(user.sourcedId);
  if (row.sure) return input.reissues.rowHold('user', row.label);
  const id = userIdProposal(user, group, input.settings);
  if (input.store.ledgerGet('user', bucketFor('user', id), id) !== null) return null;
  return { rule: 'B2', text: doubtfulText('user', row) };
}

function mapPerson(
  user: SisUser,
  input: MapInput,
  ctx: MapContext,
  schools: ReadonlyMap<string, School>,
  claims: LoginClaims,
  noContact: NoContact,
): Person {
  const { store, settings, presence } = input;
  const { sourcedId } = user;
  // Told at the end, by the record that speaks for this one (B3).
  if (!ctx.same.speaksForItself(sourcedId)) return { sourcedId, userId: '', label: '', hold: '', group: '', school: '' };
  const known = ctx.minting.known('user', sourcedId) ?? '';
  const group = groupOf(user.role, settings);
  const person = { sourcedId, label: labelOf(user), group: group ?? '', school: '' };
  if (user.status !== 'active') return { ...person, userId: known, hold: DROPPED };
  if (group === null) {
    // No role that we provision any more: whoever is in Canvas already keeps what the enrollments say (C6).
    const there = known !== '' && store.ledgerGet('user', bucketFor('user', known), known) !== null;
    return { ...person, userId: there ? known : '', hold: '' };
  }
  const school = schoolOf(user, schools);
  if (school === undefined || group === 'observer') {
    const { userId } = userIdOf(user, group, settings, ctx.minting, claims);
    // No setting takes anything away: whether they have a class there nobody asked.
    presence.noteWanted(userId);
    return { ...person, userId, hold: VISITOR };
  }
  presence.people += 1;
  if (!user.enabledUser) presence.disabled += 1;
  const mapped = mapUser(user, group, school.accountId, settings, ctx.minting, claims, waitOf(user, group, input, ctx));
  ctx.append([markedAlone(mapped.row, noContact)]);
  return { ...person, userId: mapped.userId, hold: '', school: school.accountId };
}

function markedAlone(row: DesiredRow, noContact: NoContact): DesiredRow {
  return noContact.isAlone(row.extra.source[1]) ? { ...row, extra: { ...row.extra, noContact: true } } : row;
}

export function schoolOf(user: SisUser, schools: ReadonlyMap<string, School>): School | undefined {
  return user.orgs.map((org) => schools.get(org)).find((school) => school !== undefined);
}

/**
 * People of no chosen school whom a wanted enrollment needs, as if they were of that school.
 * @param visitors account id of the school by sourcedId of the person.
 */
export function* mapVisitors(
  input: MapInput,
  ctx: MapContext,
  visitors: ReadonlyMap<string, string>,
  claims: LoginClaims,
  noContact: NoContact,
): Step<void> {
  const { settings } = input;
  if (visitors.size === 0) return;
  let done = 0;
  for (const batch of batchesOf<SisUser>(input.work, 'users')) {
    const found = batch.filter((user) => visitors.has(user.sourcedId));
    knowBatch(input, ctx, claims, found);
    for (const user of found) {
      const group = groupOf(user.role, settings);
      // Guardians come with those they observe.
      if (group === null || group === 'observer') continue;
      const school = visitors.get(user.sourcedId) ?? '';
      const wait = waitOf(user, group, input, ctx);
      const { row } = mapUser(calledBy(user, settings), group, school, settings, ctx.minting, claims, wait);
      ctx.append([markedAlone(row, noContact)]);
    }
    ctx.flush();
    noteKnown(input, found);
    done += batch.length;
    yield { step: 'Sorting people', done, total: null };
  }
}

/**
 * Who keeps the logins and ids that more than one person claims (B1).
 * @param places of those people in the snapshot
 */
function* settleClaims(
  input: MapInput,
  same: SamePeople,
  schools: ReadonlyMap<string, School>,
  places: readonly number[],
): Step<LoginClaims> {
  const { store, work, settings } = input;
  const claims = new LoginClaims();
  let done = 0;
  for (const batch of usersAt(work, places)) {
    const known = store.identities(
      'user',
      batch.map((user) => user.sourcedId),
    );
    for (const user of batch) {
      const group = groupOf(user.role, settings);
      if (group === null || user.status !== 'active' || !same.speaksForItself(user.sourcedId)) continue;
      claim(user, group, known.get(user.sourcedId), input, schools, claims);
    }
    done += batch.length;
    yield { step: 'Checking logins', done, total: places.length };
  }
  return claims;
}

/** @param known the id they were given: nobody else gets it any more, so they need not claim it. */
function claim(
  user: SisUser,
  group: PersonRole,
  known: string | undefined,
  input: MapInput,
  schools: ReadonlyMap<string, School>,
  claims: LoginClaims,
): void {
  const { sourcedId } = user;
  const scope = rightOf(user, input, schools);
  const login = loginOf(user, input.settings);
  if (login !== '') {
    const text = loginText(login);
    const has = known !== undefined && appliedLogin(input, known) === text;
    claims.candidate(text, sourcedId, has ? 'has it in Canvas' : scope);
  }
  const newId = known === undefined ? userIdProposal(user, group, input.settings) : '';
  if (newId !== '') claims.candidate(userIdText(newId), sourcedId, scope);
}

function rightOf(row: SisUser, { settings }: MapInput, schools: ReadonlyMap<string, School>): Right {
  if (groupOf(row.role, settings) === 'observer') return 'observes';
  return schoolOf(row, schools) === undefined ? 'of another school' : 'of a chosen school';
}

function appliedLogin({ store }: MapInput, userId: string): string | null {
  const row = store.ledgerGet('user', bucketFor('user', userId), userId);
  return row === null ? null : loginText(fieldsOf(row).login_id ?? '');
}
