import type { SisUser } from '../../sis/schema/rows.ts';
import { BUCKETS, type KnownIdentity, type Pair, type Reissued } from '../../store/store-api.ts';
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
 * @param fresh what people are known by who were never given an id
 */
export function* reissuedPeople(input: MapInput, schools: ReadonlyMap<string, School>, fresh: Hashes | null): Step<void> {
  if (fresh === null) return;
  const met = yield* listGone(input, fresh);
  if (met === null) return;
  yield* listFresh(input, schools, met);
  yield* join(input);
  yield* settle(input);
}

/** Bodies are parsed only where the rest says that they matter. */
interface SisRecord {
  readonly id: string;
  readonly user: () => SisUser | null;
  readonly identity: KnownIdentity | null;
}

/** Everybody the SIS names or ever named, in order of their ids. */
function* eachRecord({ store, work }: MapInput, take: (record: SisRecord) => void): Step<void> {
  const total = work.snapshotCount('users');
  let done = 0;
  for (const { key, desired, ledger } of merge(keyed(work), [], store.knownIdentities('user'))) {
    take({ id: key, user: () => (desired === null ? null : (JSON.parse(desired.body) as SisUser)), identity: ledger });
    done += 1;
    if (done % CHECKPOINT_ROWS === 0) yield { step: STEP, done: Math.min(done, total), total };
  }
}

function* keyed(work: MapInput['work']): Generator<{ readonly key: string; readonly body: string }> {
  for (const { id, body } of work.snapshotRows('users')) yield { key: id, body };
}

/** Somebody who was never given an id, and what they are known by. */
function freshPerson(record: SisRecord, { settings }: MapInput): { readonly user: SisUser; readonly known: KnownPerson } | null {
  const user = record.identity === null ? record.user() : null;
  if (user?.status !== 'active') return null;
  const group = groupOf(user.role, settings);
  return group === null ? null : { user, known: knownPerson(user, group) };
}

/** Lists those who are gone and share something with somebody new; the value is what they share, null for nothing. */
function* listGone(input: MapInput, wanted: Hashes): Step<Hashes | null> {
  const met = new Hashes();
  // Whose id others have as well is still here (B3).
  const shared = new Set(input.store.sharedIdentities('user'));
  let rows: (Pair & { bucket: number })[] = [];
  let listed = 0;
  const flush = () => {
    input.work.appendPairs(GONE, rows);
    rows = [];
  };
  yield* eachRecord(input, (record) => {
    const { id, identity } = record;
    const known = identity === null || shared.has(identity.sisId) ? null : knownPersonFrom(identity.traits);
    if (known === null || identity === null) return;
    const tokens = personTokens(known).filter((token) => wanted.has(token));
    if (tokens.length === 0 || record.user()?.status === 'active') return;
    const gone: GonePerson = [id, identity.traits, identity.sisId];
    for (const token of tokens) {
      met.add(token);
      listed += 1;
      rows.push({ first: token, second: JSON.stringify(gone), bucket: bucketFor('user', token) });
    }
    if (rows.length >= CHECKPOINT_ROWS) flush();
  });
  flush();
  return listed === 0 ? null : met;
}

function* listFresh(input: MapInput, schools: ReadonlyMap<string, School>, met: Hashes): Step<void> {
  let rows: (Pair & { bucket: number })[] = [];
  const flush = () => {
    input.work.appendPairs(FRESH, rows);
    rows = [];
  };
  yield* eachRecord(input, (record) => {
    const person = freshPerson(record, input);
    if (person === null) return;
    const { user, known } = person;
    const school = schoolOf(user, schools)?.accountId ?? '';
    const fresh: FreshPerson = [record.id, knownPersonText(known), labelOf(calledBy(user, input.settings)), school];
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
