import { loginFields } from '../../../shared/headcount.ts';
import type { DistrictSettings } from '../../../shared/settings.ts';
import type { SisUser } from '../../sis/schema/rows.ts';
import type { KnownIdentity, PlacedRow } from '../../store/store-api.ts';
import { merge } from '../compare/merge.ts';
import type { PersonRole } from '../desired.ts';
import type { HeadcountTaker } from '../headcount/headcount-taker.ts';
import { loginsOf } from '../headcount/shared-logins.ts';
import { knownPerson, personTokens, samePersonTokens } from '../map/known-by.ts';
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
  /** Places of those who have a number, e-mail address and name, or their Canvas id in common with somebody (B3). */
  readonly alike: readonly number[];
  /** Places of those who claim a login or a new id that somebody else claims (B1). */
  readonly claiming: readonly number[];
  /** Places of those who have a text in common that some setting would make a login. */
  readonly sharing: readonly number[];
}

const STEP = 'Getting to know people';

/** Reads all people once for everything that is asked of all of them before any is mapped (ROSTER-RULES B1–B4). */
export function* firstLook(input: MapInput, headcount: HeadcountTaker): Step<FirstLook> {
  const { work, store, settings, reissues } = input;
  const total = work.snapshotCount('users');
  const allNew = store.identityCount('user') === 0;
  const notes = new Notes(settings, new Set(store.sharedIdentities('user')));
  let done = 0;
  for (const { desired, ledger } of merge(keyed(work), [], allNew ? NOBODY : store.knownIdentities('user'))) {
    if (desired === null) continue;
    const user = JSON.parse(desired.body) as SisUser;
    headcount.takePerson(user);
    if (user.status === 'active') {
      if (!allNew) reissues.count('user');
      const group = groupOf(user.role, settings);
      if (group !== null) notes.take(desired.place, user, group, allNew ? undefined : (ledger?.sisId ?? null));
    }
    done += 1;
    if (done % CHECKPOINT_ROWS === 0) yield { step: STEP, done, total };
  }
  return notes.result();
}

const NOBODY: readonly KnownIdentity[] = [];

function* keyed(work: MapInput['work']): Generator<PlacedRow & { readonly key: string }> {
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

  /** @param sisId what they were given, null for somebody new, undefined where everybody is */
  take(place: number, user: SisUser, group: PersonRole, sisId: string | null | undefined): void {
    const known = knownPerson(user, group);
    if (sisId === null) for (const token of personTokens(known)) this.#fresh.add(token);
    const merged = this.#merged.has(sisId ?? '') ? [`id\u001f${sisId}`] : [];
    this.#alike.note(place, [...samePersonTokens(known), ...merged]);
    this.#claims.note(place, this.#claimsOf(user, group));
    this.#logins.note(place, loginsOf(user));
  }

  #claimsOf(user: SisUser, group: PersonRole): readonly string[] {
    const login = loginOf(user, this.#settings);
    const id = this.#idsMayMeet ? userIdProposal(user, group, this.#settings) : '';
    return [login === '' ? '' : loginText(login), id === '' ? '' : userIdText(id)];
  }

  result(): FirstLook {
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
