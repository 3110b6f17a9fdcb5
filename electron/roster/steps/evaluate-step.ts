import { type Evaluation, type Match, type MatchEntity, type MatchTrait, matchEntities } from '../../../shared/conversion.ts';
import type { DistrictSettings } from '../../../shared/settings.ts';
import type { SisOrg, SisUser } from '../../sis/schema/rows.ts';
import { bucketOf } from '../../store/bucket.ts';
import { compareKeys } from '../../store/key-order.ts';
import {
  BUCKETS,
  type DistrictStore,
  type EvaluationWriter,
  type Pair,
  type SideRow,
  type WorkFile,
} from '../../store/store-api.ts';
import { merge } from '../compare/merge.ts';
import { canvasExtra, desiredExtra, fieldsOf } from '../compare/sides.ts';
import { candidateOf, contradicts, nameFields, otherwise, sisIdOf } from '../conversion/facts.ts';
import { type Candidate, gradeOf } from '../conversion/grade.ts';
import { IdSchemes } from '../conversion/id-schemes.ts';
import {
  accountTraits,
  courseTraits,
  idTraits,
  personTraits,
  plainName,
  sectionTraits,
  type TraitText,
  termTraits,
  traitOf,
  traits,
} from '../conversion/traits.ts';
import { batchesOf } from './map-context.ts';
import { bucketFor, CHECKPOINT_ROWS, type Step } from './step.ts';

export interface EvaluateInput {
  readonly store: Pick<DistrictStore, 'beginEvaluation' | 'ledgerGet' | 'identities'>;
  readonly work: Pick<WorkFile, 'rows' | 'get' | 'snapshotRows' | 'appendPairs' | 'pairs'>;
  readonly settings: DistrictSettings;
  /** The district's local date. */
  readonly today: string;
  /** ISO instant. */
  readonly now: string;
}

const words: Readonly<Record<MatchEntity, string>> = {
  account: 'Matching schools',
  term: 'Matching terms',
  course: 'Matching courses',
  section: 'Matching sections',
  user: 'Matching people',
};

type Counts = Evaluation['counts'][MatchEntity];

/** A trait that more rows share than this tells nothing. */
const MOST_PAIRS = 400;
const WILD = '*';
const CUT = '\u001f';

/**
 * Holds what the SIS wants beside what lives in Canvas, before anything is written (ROSTER-RULES G1). Rows with the same SIS
 * id are one; the others are joined over what they have in common, through sorted lists of traits, and graded.
 */
export function* evaluateStep(input: EvaluateInput): Step<void> {
  const writer = input.store.beginEvaluation(input.now);
  let finished = false;
  try {
    const evaluator = new Evaluator(input, writer);
    for (const entity of matchEntities) yield* evaluator.entity(entity);
    writer.finish({ counts: evaluator.counts, schemes: yield* evaluator.schemes() });
    finished = true;
  } finally {
    if (!finished) writer.discard();
  }
}

class Evaluator {
  readonly #input: EvaluateInput;
  readonly #writer: EvaluationWriter;
  readonly counts: Record<MatchEntity, Counts> = {
    account: noCounts(),
    term: noCounts(),
    course: noCounts(),
    section: noCounts(),
    user: noCounts(),
  };
  /** SIS ids of parents by Canvas id, of those that are one on both sides, surely or probably. */
  readonly #resolved: Readonly<Record<'account' | 'term' | 'course', Map<string, string>>> = {
    account: new Map(),
    term: new Map(),
    course: new Map(),
  };
  readonly #schoolNames = new Map<string, string>();
  /**
   * Wanted courses whose section lives in Canvas under its own id, with that home: it stays there (C4), so nothing is missing.
   * By SIS id of the course; the homes by Canvas id.
   */
  readonly #housed = new Map<string, string>();
  readonly #homes = new Set<string>();
  /** Canvas ids of terms that are no SIS session's and not over: courses of ours may have been made there by hand. */
  readonly #openTerms = new Set<string>();
  /** Sections by course, to know those that are alone: by SIS id of the wanted course, by Canvas id of the present one. */
  readonly #wantedSections = new Map<string, number>();
  readonly #presentSections = new Map<string, number>();
  #batch: Omit<Match, 'number'>[] = [];

  constructor(input: EvaluateInput, writer: EvaluationWriter) {
    this.#input = input;
    this.#writer = writer;
  }

  *entity(entity: MatchEntity): Step<void> {
    if (entity === 'course') this.#findHomes();
    if (entity === 'section') this.#countSections();
    yield* this.#spreadTraits(entity);
    const contested = this.#join(entity);
    yield* this.#gradeWanted(entity, contested);
    yield* this.#listUnclaimed(entity);
    this.#flush();
  }

  *#spreadTraits(entity: MatchEntity): Step<void> {
    const { work } = this.#input;
    if (entity === 'user') yield* this.#spreadIds();
    let done = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      const wanted: (Pair & { bucket: number })[] = [];
      const present: (Pair & { bucket: number })[] = [];
      for (const { desired, canvas } of this.#sides(entity, bucket)) {
        if (desired !== null && entity === 'account') this.#schoolNames.set(desired.key, desiredExtra(desired).label);
        if (desired !== null && canvas !== null) this.#sameId(entity, desired, canvas);
        else if (desired !== null && this.#isHoused(entity, desired)) this.#takeHome(desired);
        else if (desired !== null) spread(wanted, desired.key, this.#wantedTraits(entity, desired));
        else if (canvas !== null && !this.#isHome(entity, canvas))
          spread(present, canvas.key, this.#presentTraits(entity, canvas));
        done += 1;
        if (done % CHECKPOINT_ROWS === 0) yield { step: words[entity], done, total: null };
      }
      work.appendPairs(`wanted_${entity}`, wanted);
      work.appendPairs(`present_${entity}`, present);
    }
  }

  /** Live rows of both sides: what ended in the SIS or was deleted in Canvas is no partner. */
  *#sides(entity: MatchEntity, bucket: number): Generator<{ readonly desired: SideRow | null; readonly canvas: SideRow | null }> {
    const { work } = this.#input;
    for (const { desired, canvas } of merge(work.rows('desired', entity, bucket), work.rows('canvas', entity, bucket), [])) {
      const wanted = desired !== null && desiredExtra(desired).frozen !== true && !desired.key.startsWith('~') ? desired : null;
      const live = canvas !== null && fieldsOf(canvas).status !== 'deleted' && !isRoot(entity, canvas) ? canvas : null;
      if (wanted !== null || live !== null) yield { desired: wanted, canvas: live };
    }
  }

  #sameId(entity: MatchEntity, desired: SideRow, canvas: SideRow): void {
    const { canvasId } = canvasExtra(canvas);
    const ours = this.#input.store.ledgerGet(entity, bucketFor(entity, desired.key), desired.key) !== null;
    if (ours || !contradicts(entity, fieldsOf(desired), fieldsOf(canvas))) {
      this.counts[entity].byId += 1;
      this.#resolve(entity, canvasId, desired.key);
      return;
    }
    const traits: ReadonlySet<MatchTrait> = new Set(['identifier']);
    this.#add(entity, 'collision', desired, [candidateOf(entity, canvas, traits, fieldsOf(desired))]);
  }

  /** C4: Canvas is the memory of where a section lives. */
  #findHomes(): void {
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      for (const { desired, canvas } of this.#sides('section', bucket)) {
        if (desired === null || canvas === null) continue;
        const home = canvasExtra(canvas).course ?? '';
        this.#housed.set(fieldsOf(desired).course_id ?? '', home);
        this.#homes.add(home);
      }
    }
  }

  #isHoused(entity: MatchEntity, desired: SideRow): boolean {
    return entity === 'course' && this.#housed.has(desired.key);
  }

  #takeHome({ key }: SideRow): void {
    this.counts.course.byId += 1;
    this.#resolve('course', this.#housed.get(key) ?? '', key);
  }

  /** A course in Canvas that is somebody's home already is looked at no more. */
  #isHome(entity: MatchEntity, canvas: SideRow): boolean {
    return entity === 'course' && this.#homes.has(canvasExtra(canvas).canvasId);
  }

  #resolve(entity: MatchEntity, canvasId: string, key: string): void {
    if (entity === 'account' || entity === 'term' || entity === 'course') this.#resolved[entity].set(canvasId, key);
  }

  /** Every id the SIS has for somebody may be their SIS id or integration id in Canvas. */
  *#spreadIds(): Step<void> {
    const { work, store } = this.#input;
    let done = 0;
    for (const batch of batchesOf<SisUser>(work, 'users')) {
      const keys = store.identities(
        'user',
        batch.map((user) => user.sourcedId),
      );
      const pairs: (Pair & { bucket: number })[] = [];
      for (const user of batch) {
        const key = keys.get(user.sourcedId);
        if (key === undefined || !this.#isUnmatched('user', key)) continue;
        spread(pairs, key, idTraits([user.sourcedId, user.identifier, ...user.userIds.map((id) => id.identifier)]));
      }
      work.appendPairs('wanted_user', pairs);
      done += batch.length;
      yield { step: words.user, done, total: null };
    }
  }

  #isUnmatched(entity: MatchEntity, key: string): boolean {
    const { work } = this.#input;
    const bucket = bucketFor(entity, key);
    if (work.get('desired', entity, bucket, key) === null) return false;
    const canvas = work.get('canvas', entity, bucket, key);
    return canvas === null || fieldsOf(canvas).status === 'deleted';
  }

  #wantedTraits(entity: MatchEntity, desired: SideRow): TraitText[] {
    const fields = fieldsOf(desired);
    const of = (name: string) => fields[name] ?? '';
    const [, sourcedId] = desiredExtra(desired).source;
    switch (entity) {
      case 'account':
        return accountTraits(of('name'), [sourcedId]);
      case 'term':
        return termTraits(of('name'), of('start_date'), of('end_date'));
      case 'course':
        return [of('account_id'), WILD].flatMap((school) =>
          [of('term_id'), WILD].flatMap((term) =>
            courseTraits(school, term, of('short_name'), of('long_name') || of('short_name')),
          ),
        );
      case 'section':
        return sectionTraits(of('course_id'), of('name'), this.#wantedSections.get(of('course_id')) === 1);
      case 'user':
        return personTraits({ login: of('login_id'), email: of('email'), name: of('full_name') });
    }
  }

  #presentTraits(entity: MatchEntity, canvas: SideRow): TraitText[] {
    const fields = fieldsOf(canvas);
    const extra = canvasExtra(canvas);
    const of = (name: string) => fields[name] ?? '';
    switch (entity) {
      case 'account':
        return accountTraits(of('name'), [sisIdOf(canvas)]);
      case 'term':
        return termTraits(of('name'), of('start_date'), of('end_date'));
      case 'course': {
        const school = this.#resolved.account.get(extra.account ?? '') ?? WILD;
        const term = this.#resolved.term.get(extra.term ?? '') ?? (this.#openTerms.has(extra.term ?? '') ? WILD : '');
        return courseTraits(school, term, of('short_name'), of('long_name'));
      }
      case 'section': {
        const course = extra.course ?? '';
        return sectionTraits(this.#resolved.course.get(course) ?? '', of('name'), this.#presentSections.get(course) === 1);
      }
      case 'user':
        return [
          ...personTraits({ login: of('login_id'), email: of('email'), name: of('full_name') }),
          ...traits([
            ['identifier', sisIdOf(canvas).trim()],
            ['integration id', of('integration_id').trim()],
          ]),
        ];
    }
  }

  #countSections(): void {
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      for (const { desired, canvas } of this.#sides('section', bucket)) {
        if (desired !== null) increase(this.#wantedSections, fieldsOf(desired).course_id ?? '');
        if (canvas !== null) increase(this.#presentSections, canvasExtra(canvas).course ?? '');
      }
    }
  }

  /** Joins both lists over equal traits; the value is the Canvas keys that several wanted rows claim. */
  #join(entity: MatchEntity): ReadonlySet<string> {
    const { work } = this.#input;
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      const candidates: (Pair & { bucket: number })[] = [];
      const claims: (Pair & { bucket: number })[] = [];
      for (const { trait, wanted, present } of groups(
        work.pairs(`wanted_${entity}`, bucket),
        work.pairs(`present_${entity}`, bucket),
      )) {
        if (wanted.length * present.length > MOST_PAIRS) continue;
        for (const key of wanted) {
          for (const canvasKey of present) {
            const second = `${traitOf(trait)}${CUT}${canvasKey}`;
            candidates.push({ first: key, second, bucket: bucketFor(entity, key) });
            claims.push({ first: canvasKey, second: key, bucket: bucketFor(entity, canvasKey) });
          }
        }
      }
      work.appendPairs(`candidate_${entity}`, candidates);
      work.appendPairs(`claim_${entity}`, claims);
    }
    const contested = new Set<string>();
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      for (const { first, seconds } of byFirst(work.pairs(`claim_${entity}`, bucket)))
        if (seconds.length > 1) contested.add(first);
    }
    return contested;
  }

  *#gradeWanted(entity: MatchEntity, contested: ReadonlySet<string>): Step<void> {
    const { work } = this.#input;
    let done = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      const found = byFirst(work.pairs(`candidate_${entity}`, bucket))[Symbol.iterator]();
      let next = found.next();
      for (const { desired, canvas } of this.#sides(entity, bucket)) {
        if (desired === null || canvas !== null || this.#isHoused(entity, desired)) continue;
        while (next.done !== true && compareKeys(next.value.first, desired.key) < 0) next = found.next();
        const pairs = next.done !== true && next.value.first === desired.key ? next.value.seconds : [];
        this.#gradeOne(entity, desired, pairs, contested);
        done += 1;
        if (done % CHECKPOINT_ROWS === 0) yield { step: words[entity], done, total: null };
      }
    }
  }

  #gradeOne(entity: MatchEntity, desired: SideRow, pairs: readonly string[], contested: ReadonlySet<string>): void {
    const rows = new Map<string, SideRow>();
    const candidates: Candidate[] = [];
    for (const [canvasKey, traits] of traitsByKey(pairs)) {
      const row = this.#input.work.get('canvas', entity, bucketFor(entity, canvasKey), canvasKey);
      if (row === null) continue;
      rows.set(canvasKey, row);
      const sameName = plainName(nameFields(entity, fieldsOf(row)).label) === plainName(wantedName(entity, desired));
      candidates.push({ canvasKey, traits, sameName, contested: contested.has(canvasKey) });
    }
    const graded = gradeOf(entity, candidates);
    const shown = graded.candidates.flatMap(({ canvasKey, traits }) => {
      const row = rows.get(canvasKey);
      return row === undefined ? [] : [candidateOf(entity, row, traits, fieldsOf(desired))];
    });
    const [best] = shown;
    if ((graded.grade === 'exact' || graded.grade === 'likely') && best !== undefined) {
      this.#resolve(entity, best.canvasId, desired.key);
    }
    this.#add(entity, graded.grade, desired, shown.slice(0, 20));
  }

  #add(
    entity: MatchEntity,
    grade: Exclude<Match['grade'], 'canvas-only'>,
    desired: SideRow,
    candidates: Match['candidates'],
  ): void {
    this.counts[entity][grade] += 1;
    const extra = desiredExtra(desired);
    this.#push({
      entity,
      grade,
      key: desired.key,
      label: extra.label,
      detail: nameFields(entity, fieldsOf(desired)).detail,
      school: extra.school,
      schoolName: this.#schoolNames.get(extra.school) ?? '',
      source: { collection: extra.source[0], sourcedId: extra.source[1] },
      candidates,
      otherwise: otherwise(entity, grade, candidates[0]),
      decision: null,
    });
  }

  /** What is in Canvas only: people who left, old courses, things made by hand. */
  *#listUnclaimed(entity: MatchEntity): Step<void> {
    const { work } = this.#input;
    let done = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      const claims = byFirst(work.pairs(`claim_${entity}`, bucket))[Symbol.iterator]();
      let next = claims.next();
      for (const { desired, canvas } of this.#sides(entity, bucket)) {
        if (canvas === null || desired !== null || this.#isHome(entity, canvas)) continue;
        if (entity === 'term') this.#noteTerm(canvas);
        while (next.done !== true && compareKeys(next.value.first, canvas.key) < 0) next = claims.next();
        done += 1;
        if (done % CHECKPOINT_ROWS === 0) yield { step: words[entity], done, total: null };
        if (next.done !== true && next.value.first === canvas.key) continue;
        this.counts[entity].canvasOnly += 1;
        this.#push({
          entity,
          grade: 'canvas-only',
          key: sisIdOf(canvas),
          ...nameFields(entity, fieldsOf(canvas)),
          school: '',
          schoolName: '',
          source: null,
          candidates: [],
          otherwise: otherwise(entity, 'canvas-only', undefined),
          decision: null,
        });
      }
    }
  }

  #noteTerm(canvas: SideRow): void {
    const { canvasId } = canvasExtra(canvas);
    const end = (fieldsOf(canvas).end_date ?? '').slice(0, 10);
    if (!this.#resolved.term.has(canvasId) && (end === '' || end >= this.#input.today)) this.#openTerms.add(canvasId);
  }

  #push(match: Omit<Match, 'number'>): void {
    this.#batch.push(match);
    if (this.#batch.length >= CHECKPOINT_ROWS) this.#flush();
  }

  #flush(): void {
    if (this.#batch.length > 0) this.#writer.add(this.#batch);
    this.#batch = [];
  }

  *schemes(): Step<Evaluation['schemes']> {
    const { work, settings } = this.#input;
    const has = (entity: 'account' | 'user') => (id: string) => {
      const row = work.get('canvas', entity, bucketFor(entity, id), id);
      return row !== null && fieldsOf(row).status !== 'deleted';
    };
    const schemes = new IdSchemes({ account: has('account'), user: has('user') });
    for (const { body } of work.snapshotRows('orgs')) {
      const org = JSON.parse(body) as SisOrg;
      if (org.type === 'school' && org.status === 'active') schemes.org(org);
    }
    let done = 0;
    for (const { body } of work.snapshotRows('users')) {
      const user = JSON.parse(body) as SisUser;
      if (user.status === 'active') schemes.user(user);
      done += 1;
      if (done % CHECKPOINT_ROWS === 0) yield { step: 'Comparing ids', done, total: null };
    }
    return schemes.result(settings);
  }
}

function noCounts(): Counts {
  return { byId: 0, exact: 0, likely: 0, ambiguous: 0, collision: 0, new: 0, canvasOnly: 0, undecided: 0, adopt: 0 };
}

/** The root account can neither be matched nor get an id (canvas-sis.md §1.4). */
function isRoot(entity: MatchEntity, canvas: SideRow): boolean {
  return entity === 'account' && (canvasExtra(canvas).parent ?? '') === '';
}

function wantedName(entity: MatchEntity, desired: SideRow): string {
  return nameFields(entity, fieldsOf(desired)).label;
}

function spread(list: (Pair & { bucket: number })[], key: string, traits: readonly TraitText[]): void {
  for (const trait of traits) list.push({ first: trait, second: key, bucket: bucketOf(trait) });
}

function increase(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function traitsByKey(pairs: readonly string[]): Map<string, Set<MatchTrait>> {
  const keys = new Map<string, Set<MatchTrait>>();
  for (const pair of pairs) {
    const key = pair.slice(pair.indexOf(CUT) + 1);
    const traits = keys.get(key) ?? new Set<MatchTrait>();
    keys.set(key, traits.add(traitOf(pair)));
  }
  return keys;
}

/** Sorted pairs with the same first text together. */
function* byFirst(pairs: Iterable<Pair>): Generator<{ readonly first: string; readonly seconds: readonly string[] }> {
  let first: string | null = null;
  let seconds: string[] = [];
  for (const pair of pairs) {
    if (first !== null && pair.first !== first) {
      yield { first, seconds };
      seconds = [];
    }
    first = pair.first;
    seconds.push(pair.second);
  }
  if (first !== null) yield { first, seconds };
}

/** Traits that both lists have, with the keys on each side. */
function* groups(
  wanted: Iterable<Pair>,
  present: Iterable<Pair>,
): Generator<{ readonly trait: TraitText; readonly wanted: readonly string[]; readonly present: readonly string[] }> {
  const keyed = function* (pairs: Iterable<Pair>) {
    for (const { first, seconds } of byFirst(pairs)) yield { key: first, seconds };
  };
  for (const { key, desired, canvas } of merge(keyed(wanted), keyed(present), [])) {
    if (desired !== null && canvas !== null) yield { trait: key, wanted: desired.seconds, present: canvas.seconds };
  }
}
