import type { SisClass } from '../../sis/schema/rows.ts';
import { BUCKETS, type RecordTraits, type Reissued } from '../../store/store-api.ts';
import { type ClassWorld, termOfClass } from '../map/classes.ts';
import { type KnownClass, knownClass, knownClassFrom, knownClassText } from '../map/known-by.ts';
import { listOf } from '../map/placement.ts';
import { canvasText } from '../text.ts';
import { Hashes } from './hashes.ts';
import type { MapInput } from './map-context.ts';
import { teachersOf } from './placing.ts';
import { CHECKPOINT_ROWS, type Step } from './step.ts';

interface FreshClass {
  readonly id: string;
  readonly known: KnownClass;
  readonly label: string;
  readonly school: string;
}

interface GoneClass {
  readonly id: string;
  readonly known: KnownClass;
  readonly sisId: string;
}

/**
 * Notes what classes with ids are known by, and finds new ones that equal a class the SIS no longer names in code, term and teacher
 * (ROSTER-RULES B2, B4). People are known already, so that teachers whose own ids were issued again are the same ones.
 */
export function* reissuedClasses(input: MapInput, world: ClassWorld): Step<void> {
  const { store, work, reissues } = input;
  if (store.identityCount('section') === 0) return;
  const fresh = new Map<string, FreshClass[]>();
  const present = new Hashes();
  let done = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    const teachers = teachersOf(input, bucket);
    const rows = [...work.classRows(bucket)].map(({ body }) => JSON.parse(body) as SisClass);
    const ids = store.identities(
      'section',
      rows.map((row) => row.sourcedId),
    );
    const traits: RecordTraits[] = [];
    for (const row of rows) {
      const school = world.schools.get(row.school);
      // Dropped is not vanished: the SIS still says what the class is.
      if (row.status !== 'active') present.add(row.sourcedId);
      if (school === undefined || row.status !== 'active') continue;
      reissues.count('section');
      const term = termOfClass(row, world)?.termId ?? '';
      const team = (teachers.get(row.sourcedId) ?? []).map(({ userId }) => userId);
      const known = knownClass(row, school.accountId, term, team);
      if (ids.has(row.sourcedId)) {
        present.add(row.sourcedId);
        // What no session covers, or nobody teaches any more, was known better before.
        if (known.key !== '' && team.length > 0) traits.push({ sourcedId: row.sourcedId, traits: knownClassText(known) });
      } else if (known.key !== '') {
        const label = canvasText(row.title) || 'Untitled class';
        listOf(fresh, known.key, () => []).push({ id: row.sourcedId, known, label, school: school.accountId });
      }
    }
    store.noteTraits('section', traits);
    done += rows.length;
    yield { step: 'Looking for ids that were issued again', done, total: work.snapshotCount('classes') };
  }
  if (fresh.size === 0) return;
  const gone = yield* goneClasses(input, present, fresh);
  const found = [...gone].flatMap(([key, those]) => matched(fresh.get(key) ?? [], those));
  for (const row of found) reissues.take(row);
  work.putReissued(found);
}

function* goneClasses(
  { store }: MapInput,
  present: Hashes,
  fresh: ReadonlyMap<string, readonly FreshClass[]>,
): Step<Map<string, GoneClass[]>> {
  const gone = new Map<string, GoneClass[]>();
  let done = 0;
  for (const { key: id, sisId, traits } of store.knownIdentities('section')) {
    const known = knownClassFrom(traits);
    if (fresh.has(known.key) && !present.has(id)) listOf(gone, known.key, () => []).push({ id, known, sisId });
    done += 1;
    if (done % CHECKPOINT_ROWS === 0) yield { step: 'Looking for ids that were issued again', done, total: null };
  }
  return gone;
}

/**
 * Title and periods must agree as well, and be nobody else's: many districts have one code for all classes of a course, and a teacher
 * may lose one of them and be given another. Those stay doubtful.
 */
function matched(fresh: readonly FreshClass[], gone: readonly GoneClass[]): Reissued[] {
  const sure = fresh.flatMap((one) => {
    const [other, second] = alike(gone, one);
    return other !== undefined && second === undefined && alike(fresh, one).length === 1 ? [pair(one, other, true)] : [];
  });
  const left = fresh.filter(({ id }) => !sure.some((row) => row.fresh === id));
  const leftGone = gone.filter(({ id }) => !sure.some((row) => row.old === id));
  return [...sure, ...left.flatMap((one) => leftGone.slice(0, 1).map((other) => pair(one, other, false)))];
}

function alike<C extends { readonly known: KnownClass }>(classes: readonly C[], { known }: FreshClass): C[] {
  return classes.filter((one) => one.known.detail === known.detail);
}

function pair({ id: fresh, label, school }: FreshClass, { id: old, sisId }: GoneClass, sure: boolean): Reissued {
  return { kind: 'section', fresh, old, sisId, label, school, sure };
}
