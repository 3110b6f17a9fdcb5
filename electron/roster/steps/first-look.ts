import { loginFields } from '../../../shared/headcount.ts';
import type { DistrictSettings } from '../../../shared/settings.ts';
import type { SisUser } from '../../sis/schema/rows.ts';
import type { KnownIdentity, PlacedRow, RecordTraits } from '../../store/store-api.ts';
import { merge } from '../compare/merge.ts';
import type { PersonRole } from '../desired.ts';
import type { HeadcountTaker } from '../headcount/headcount-taker.ts';
import { loginsOf } from '../headcount/shared-logins.ts';
import { type KnownPerson, knownPerson, knownPersonText, personTokens, samePersonTokens } from '../map/known-by.ts';
import { groupOf, loginOf, userIdProposal } from '../map/users.ts';
import { Hashes } from './hashes.ts';
import { loginText, userIdText } from './logins.ts';
import type { MapInput } from './map-context.ts';
import { Sharers } from './sharers.ts';
import { CHECKPOINT_ROWS, type Step } from './step.ts';

/** What one reading of all people tells; only the few it names are looked at exactly. */
export interface FirstLook {
  /** What people are known by who were never given an id, as hashes; null when there is nobody new, or everybody is. */
  readonly fresh: Hashes | null;
  /** Who was given an id and is no longer active in the SIS: places among all who were given one, ascending. */
  readonly gone: readonly number[];
  /** Places of those who have a number, e-mail address and name, or their Canvas id in common with somebody (B3). */
  readonly alike: readonly number[];
  /** Places of those who claim a login or a new id that somebody else claims (B1). */
  readonly claiming: readonly number[];
  /** Places of those who have a text in common that some setting would make a login. */
  readonly sharing: readonly number[];
}

const STEP = 'Getting to know people';

/**
 * Reads all people once for everything that is asked of all of them before any is mapped (ROSTER-RULES B1–B4), and remembers what the
 * SIS knows people by today.
 */
export function* firstLook(input: MapInput, headcount: HeadcountTaker): Step<FirstLook> {
  const { work, store, settings, reissues } = input;
  const total = work.snapshotCount('users');
  const allNew = store.identityCount('user') === 0;
  const notes = new Notes(settings, new Set(store.sharedIdentities('user')));
  const gone: number[] = [];
  let traits: RecordTraits[] = [];
  let given = 0;
  let done = 0;
  for (const { desired, ledger } of merge(keyedPeople(work), [], allNew ? NOBODY : store.knownIdentities('user'))) {
    const user = desired === null ? null : (JSON.parse(desired.body) as SisUser);
    if (user !== null) headcount.takePerson(user);
    if (ledger !== null) given += 1;
    if (user?.status !== 'active' && ledger !== null) gone.push(given - 1);
    if (user?.status === 'active' && desired !== null) {
      if (!allNew) reissues.count('user');
      const group = groupOf(user.role, settings);
      const known = group === null ? null : knownPerson(user, group);
      if (group !== null && known !== null) notes.take(desired.place, user, group, known, allNew ? undefined : ledger);
      const text = known === null || ledger === null ? '' : knownPersonText(known);
      if (text !== '' && text !== ledger?.traits) traits.push({ sourcedId: user.sourcedId, traits: text });
    }
    done += 1;
    if (done % CHECKPOINT_ROWS !== 0) continue;
    store.noteTraits('user', traits);
    traits = [];
    yield { step: STEP, done: Math.min(done, total), total };
  }
  store.noteTraits('user', traits);
  return { ...notes.result(), gone };
}

const NOBODY: readonly KnownIdentity[] = [];

export function* keyedPeople(work: MapInput['work']): Generator<PlacedRow & { readonly key: string }> {
  for (const row of work.snapshotRows('users')) yield { ...row, key: row.id };
}

/** What is kept of each person between the two looks: a few hashes. */
class Notes {
  readonly #settings: DistrictSettings;
  readonly #merged: ReadonlySet<string>;
  readonly #alike = new Sharers(3);
  readonly #claims = new Sharers(2);
  readonly #logins = new Sharers(loginFields.length);
  readonly #fresh = new Hashes();
  readonly #idsMayMeet: boolean;

  /** @param merged ids that belong to several records already */
  constructor(settings: DistrictSettings, merged: ReadonlySet<string>) {
    this.#settings = settings;
    this.#merged = merged;
    const { studentUserId, staffUserId, observerUserId } = settings;
    // Record numbers are the one source that no two records have in common.
    this.#idsMayMeet = [studentUserId, staffUserId, observerUserId].some((source) => source !== 'sourcedId');
  }

  /** @param given the id they have, null for somebody new, undefined where everybody is */
  take(place: number, user: SisUser, group: PersonRole, known: KnownPerson, given: KnownIdentity | null | undefined): void {
    if (given === null) for (const token of personTokens(known)) this.#fresh.add(token);
    const merged = this.#merged.has(given?.sisId ?? '') ? [`id\u001f${given?.sisId}`] : [];
    this.#alike.note(place, [...samePersonTokens(known), ...merged]);
    this.#claims.note(place, this.#claimsOf(user, group));
    this.#logins.note(place, loginsOf(user));
  }

  #claimsOf(user: SisUser, group: PersonRole): readonly string[] {
    const login = loginOf(user, this.#settings);
    const id = this.#idsMayMeet ? userIdProposal(user, group, this.#settings) : '';
    return [login === '' ? '' : loginText(login), id === '' ? '' : userIdText(id)];
  }

  result(): Omit<FirstLook, 'gone'> {
    return {
      fresh: this.#fresh.size === 0 ? null : this.#fresh,
      alike: this.#alike.people(),
      claiming: this.#claims.people(),
      sharing: this.#logins.people(),
    };
  }
}

/** The people at some places, a few thousand at a time. */
export function* usersAt(work: MapInput['work'], places: readonly number[]): Generator<readonly SisUser[]> {
  let batch: SisUser[] = [];
  for (const { body } of work.snapshotRowsAt('users', places)) {
    batch.push(JSON.parse(body) as SisUser);
    if (batch.length < CHECKPOINT_ROWS) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
