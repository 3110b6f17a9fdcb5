import type { SisUser } from '../../sis/schema/rows.ts';
import { BUCKETS, type Pair, type Reissued } from '../../store/store-api.ts';
import { merge } from '../compare/merge.ts';
import type { School } from '../map/accounts.ts';
import {
  agreesBesideNumber,
  isNumberToken,
  type KnownPerson,
  knownPerson,
  knownPersonFrom,
  knownPersonText,
  personTokens,
} from '../map/known-by.ts';
import { calledBy, groupOf, labelOf } from '../map/users.ts';
import { type FirstLook, keyedPeople } from './first-look.ts';
import { Hashes } from './hashes.ts';
import type { MapInput } from './map-context.ts';
import { schoolOf } from './map-people.ts';
import { bucketFor, CHECKPOINT_ROWS, type Step } from './step.ts';

const STEP = 'Looking for ids that were issued again';
const BETWEEN = '\u001f';

/** How sure it is that two records are one person: by number and something else, by two other traits, by the number alone. */
type Rank = '0' | '1' | '9';
const DOUBTFUL: Rank = '9';

/** Lists of the work file: a new person, or one who is gone, by what they are known by; then who may be whom. */
const FRESH = 'reissue_fresh';
const GONE = 'reissue_gone';
const EDGES = 'reissue_edges';
const BACK = 'reissue_back';
const CHOSEN = 'reissue_chosen';

type FreshPerson = readonly [id: string, known: string, label: string, school: string];
type GonePerson = readonly [id: string, known: string, sisId: string];

/**
 * Finds new people who are known by the same as somebody the SIS no longer names (ROSTER-RULES B2, B4). Both sides are joined in
 * lists on disk: it may be a whole district. On an ordinary night nobody new meets anybody who is gone, and it ends early.
 */
export function* reissuedPeople(
  input: MapInput,
  schools: ReadonlyMap<string, School>,
  { fresh, gone }: Pick<FirstLook, 'fresh' | 'gone'>,
): Step<void> {
  if (fresh === null || gone.length === 0) return;
  const met = yield* listGone(input, fresh, gone);
  if (met === null) return;
  yield* listFresh(input, schools, met);
  yield* join(input);
  yield* settle(input);
}

/** Everybody who was never given an id, and what they are known by. */
function* eachFresh({ store, work, settings }: MapInput, take: (user: SisUser, known: KnownPerson) => void): Step<void> {
  const total = work.snapshotCount('users');
  let done = 0;
  for (const { desired, ledger } of merge(keyedPeople(work), [], store.knownIdentities('user'))) {
    done += 1;
    if (done % CHECKPOINT_ROWS === 0) yield { step: STEP, done: Math.min(done, total), total };
    if (desired === null || ledger !== null) continue;
    const user = JSON.parse(desired.body) as SisUser;
    const group = groupOf(user.role, settings);
    if (user.status === 'active' && group !== null) take(user, knownPerson(user, group));
  }
}

/** Lists those who are gone and share something with somebody new; the value is what they share, null for nothing. */
function* listGone({ store, work }: MapInput, wanted: Hashes, gone: readonly number[]): Step<Hashes | null> {
  const met = new Hashes();
  // Whose id others have as well is still here (B3).
  const shared = new Set(store.sharedIdentities('user'));
  let rows: (Pair & { bucket: number })[] = [];
  let given = 0;
  let at = 0;
  for (const { key, sisId, traits } of store.knownIdentities('user')) {
    given += 1;
    if (given % CHECKPOINT_ROWS === 0) yield { step: STEP, done: at, total: gone.length };
    if (gone[at] !== given - 1) continue;
    at += 1;
    const known = shared.has(sisId) ? null : knownPersonFrom(traits);
    if (known === null) continue;
    const person: GonePerson = [key, traits, sisId];
    for (const token of personTokens(known)) {
      if (!wanted.has(token)) continue;
      met.add(token);
      rows.push({ first: token, second: JSON.stringify(person), bucket: bucketFor('user', token) });
    }
    if (rows.length < CHECKPOINT_ROWS) continue;
    work.appendPairs(GONE, rows);
    rows = [];
  }
  work.appendPairs(GONE, rows);
  return met.size === 0 ? null : met;
}

function* listFresh(input: MapInput, schools: ReadonlyMap<string, School>, met: Hashes): Step<void> {
  let rows: (Pair & { bucket: number })[] = [];
  const flush = () => {
    input.work.appendPairs(FRESH, rows);
    rows = [];
  };
  yield* eachFresh(input, (user, known) => {
    const school = schoolOf(user, schools)?.accountId ?? '';
    const label = labelOf(calledBy(user, input.settings));
    const fresh: FreshPerson = [user.sourcedId, knownPersonText(known), label, school];
    for (const token of personTokens(known).filter((one) => met.has(one))) {
      rows.push({ first: token, second: JSON.stringify(fresh), bucket: bucketFor('user', token) });
    }
    if (rows.length >= CHECKPOINT_ROWS) flush();
  });
  flush();
}

/** Who may be whom: those who share a text, from either side. */
function* join({ work }: MapInput): Step<void> {
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    const edges: (Pair & { bucket: number })[] = [];
    const back: (Pair & { bucket: number })[] = [];
    for (const { key, desired, canvas } of merge(grouped(work.pairs(FRESH, bucket)), grouped(work.pairs(GONE, bucket)), [])) {
      if (desired === null || canvas === null) continue;
      const gone = canvas.values.map((text) => JSON.parse(text) as GonePerson);
      for (const text of desired.values) {
        const [id, known, label, school] = JSON.parse(text) as FreshPerson;
        const ranked = gone.map((one) => ({ one, rank: rankOf(key, known, one[1]) }));
        // Two are as doubtful as two hundred.
        for (const { one, rank } of ranked.sort((a, b) => Number(a.rank) - Number(b.rank)).slice(0, 2)) {
          const [old, , sisId] = one;
          const row = JSON.stringify([old, sisId, label, school]);
          edges.push({ first: id, second: `${rank}${BETWEEN}${row}`, bucket: bucketFor('user', id) });
          if (rank !== DOUBTFUL) back.push({ first: old, second: `${rank}${BETWEEN}${id}`, bucket: bucketFor('user', old) });
        }
      }
    }
    work.appendPairs(EDGES, edges);
    work.appendPairs(BACK, back);
    yield { step: STEP, done: bucket, total: BUCKETS };
  }
}

function rankOf(token: string, fresh: string, gone: string): Rank {
  if (!isNumberToken(token)) return '1';
  const [a, b] = [knownPersonFrom(fresh), knownPersonFrom(gone)];
  return a !== null && b !== null && agreesBesideNumber(a, b) ? '0' : DOUBTFUL;
}

/** Who is whom for sure: each is the other's only and best match. */
function* settle({ work, reissues }: MapInput): Step<void> {
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    const chosen: (Pair & { bucket: number })[] = [];
    for (const { key, values } of grouped(work.pairs(BACK, bucket))) {
      const [only, second] = best(values);
      if (only !== undefined && second === undefined) chosen.push({ first: only, second: key, bucket: bucketFor('user', only) });
    }
    work.appendPairs(CHOSEN, chosen);
  }
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    const found: Reissued[] = [];
    for (const { key, desired, canvas } of merge(grouped(work.pairs(EDGES, bucket)), grouped(work.pairs(CHOSEN, bucket)), [])) {
      if (desired === null) continue;
      const [first = '', second] = best(desired.values);
      const [old = '', sisId = '', label = '', school = ''] = JSON.parse(first) as string[];
      const sure =
        !(desired.values[0] ?? '').startsWith(DOUBTFUL) && second === undefined && canvas?.values.includes(old) === true;
      found.push({ kind: 'user', fresh: key, old, sisId, label, school, sure });
    }
    for (const row of found) reissues.take(row);
    work.putReissued(found);
    yield { step: STEP, done: bucket, total: BUCKETS };
  }
}

/** Those of the best rank; values are sorted by it. */
function best(values: readonly string[]): string[] {
  const rank = values[0]?.[0];
  return values.filter((value) => value[0] === rank).map((value) => value.slice(2));
}

/** Neighbours in a sorted list that have the first text in common. */
function* grouped(pairs: Iterable<Pair>): Generator<{ readonly key: string; readonly values: readonly string[] }> {
  let key: string | null = null;
  let values: string[] = [];
  for (const { first, second } of pairs) {
    if (first !== key) {
      if (key !== null) yield { key, values };
      key = first;
      values = [];
    }
    values.push(second);
  }
  if (key !== null) yield { key, values };
}
