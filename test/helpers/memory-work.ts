import type { SisEnrollment } from '../../electron/sis/schema/rows.ts';
import { EnrollmentBodies } from '../../electron/sis/stored-enrollment.ts';
import { bucketOf } from '../../electron/store/bucket.ts';
import { compareKeys } from '../../electron/store/key-order.ts';
import type {
  Bucketed,
  Finding,
  Pair,
  Person,
  Reissued,
  Side,
  SideRow,
  SnapshotRow,
  WorkFile,
} from '../../electron/store/store-api.ts';
import { type Collection, collections, type EntityKind } from '../../shared/entities.ts';
import type { Feed } from './sis-feed.ts';

/** A work file in memory, for tests of rules: the same order and the same refusals as the real one, and nothing else. */
export function memoryWork(feed: Feed): WorkFile {
  const snapshot = new Map<Collection, SnapshotRow[]>(collections.map((name) => [name, []]));
  const sides = new Map<string, (SideRow & Bucketed)[]>();
  const people = new Map<string, Person>();
  const pairs = new Map<string, (Pair & Bucketed)[]>();
  const found: Finding[] = [];
  const reissued: Reissued[] = [];
  const rowsOf = (name: Collection) => snapshot.get(name) ?? [];
  const sideOf = (side: Side, entity: EntityKind) => sides.get(`${side} ${entity}`) ?? [];
  const keep = (name: Collection, rows: readonly SnapshotRow[]) => {
    const byId = new Map([...rowsOf(name), ...rows].map((row) => [row.id, row]));
    snapshot.set(
      name,
      [...byId.values()].sort((a, b) => compareKeys(a.id, b.id)),
    );
  };
  const work: WorkFile = {
    pullId: 'memory',
    restartCollection: (name) => void snapshot.set(name, []),
    appendSnapshot: keep,
    sealSnapshot: (name) => ({ distinct: rowsOf(name).length, duplicates: 0 }),
    snapshotCount: (name) => rowsOf(name).length,
    snapshotRows: (name) => rowsOf(name).map(({ id, body }, place) => ({ place, id, body })),
    snapshotRowsAt: (name, places) =>
      places.flatMap((place) =>
        rowsOf(name)
          .slice(place, place + 1)
          .map(({ id, body }) => ({ place, id, body })),
      ),
    *classRows(bucket) {
      const courses = new Map(rowsOf('courses').map((row) => [row.id, row.body]));
      for (const row of rowsOf('classes')) {
        if (bucketOf(row.id) === bucket) yield { id: row.id, body: row.body, course: courses.get(row.part) ?? '' };
      }
    },
    putPeople: (rows) => {
      for (const row of rows) people.set(row.sourcedId, row);
    },
    sealPeople: () => undefined,
    people: (sourcedIds) => new Map([...people].filter(([sourcedId]) => sourcedIds.has(sourcedId))),
    *enrollmentRows(bucket) {
      const rows = rowsOf('enrollments').filter((row) => bucketOf(row.part) === bucket);
      rows.sort((a, b) => compareKeys(orderOf(a), orderOf(b)));
      for (const { id, part, user, body } of rows) yield { id, class: part, user, body, person: people.get(user) ?? null };
    },
    *staffRows(bucket) {
      const students = new Set(rowsOf('enrollments').flatMap(({ id, role }) => (role === 'student' ? [id] : [])));
      for (const row of work.enrollmentRows(bucket)) if (!students.has(row.id)) yield row;
    },
    append: (side, entity, rows) => void sides.set(`${side} ${entity}`, [...sideOf(side, entity), ...rows]),
    seal(side, entity) {
      const rows = sideOf(side, entity);
      const byKey = new Map(rows.map((row) => [row.key, row]));
      if (side === 'desired' && byKey.size < rows.length) throw new Error(`Two ${entity} rows have one key.`);
      sides.set(
        `${side} ${entity}`,
        [...byKey.values()].sort((a, b) => compareKeys(a.key, b.key)),
      );
    },
    count: (side, entity) => sideOf(side, entity).length,
    *rows(side, entity, bucket) {
      for (const row of sideOf(side, entity)) if (row.bucket === bucket) yield row;
    },
    get: (side, entity, bucket, key) => sideOf(side, entity).find((row) => row.key === key && row.bucket === bucket) ?? null,
    appendPairs: (list, rows) => void pairs.set(list, [...(pairs.get(list) ?? []), ...rows]),
    *pairs(list, bucket) {
      const texts = (pairs.get(list) ?? [])
        .filter((pair) => pair.bucket === bucket)
        .map((pair) => `${pair.first}\u0000${pair.second}`);
      for (const text of [...new Set(texts)].sort(compareKeys)) {
        const cut = text.indexOf('\u0000');
        yield { first: text.slice(0, cut), second: text.slice(cut + 1) };
      }
    },
    putReissued: (rows) => void reissued.push(...rows),
    reissuedAmong: (kind, fresh) =>
      new Map(reissued.filter((row) => row.kind === kind && fresh.includes(row.fresh)).map((row) => [row.fresh, row])),
    reissued: (kind) => reissued.filter((row) => row.kind === kind).sort((a, b) => compareKeys(a.fresh, b.fresh)),
    addFindings: (rows) => void found.push(...rows),
    findings: () => ({
      dropped: found.filter(({ level }) => level === 'dropped').length,
      warned: found.filter(({ level }) => level === 'warned').length,
      first: found,
    }),
    firstFindings: (most) => found.slice(0, most),
    dropReasons: () => [],
    discard: () => undefined,
  };
  for (const name of collections) keep(name, snapshotRowsOf(feed, name));
  return work;
}

function orderOf({ part, user, role, id }: SnapshotRow): string {
  return [part, user, role, id].join('\u0001');
}

/** A collection's rows as a pull stores them. */
export function snapshotRowsOf(feed: Feed, name: Collection): SnapshotRow[] {
  return feed[name].map((row) => stored(name, row));
}

const bodies = new EnrollmentBodies();

/** As the pull stores it (engine/worker/pull-desk.ts). */
function stored(name: Collection, row: Feed[Collection][number]): SnapshotRow {
  const id = row.sourcedId;
  if (name === 'enrollments') {
    const one = row as SisEnrollment;
    return { id, part: one.class, user: one.user, role: one.role, body: bodies.bodyOf(one) };
  }
  return { id, part: name === 'classes' && 'course' in row ? row.course : '', user: '', role: '', body: JSON.stringify(row) };
}
