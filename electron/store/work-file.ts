import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Collection, EntityKind } from '../../shared/entities.ts';
import type { Outcome } from '../../shared/outcome.ts';
import { openConnection } from './driver.ts';
import type { Side, WorkFile } from './store-api.ts';
import { attempt } from './store-error.ts';
import { FindingsTable } from './work/findings-table.ts';
import { PairTables } from './work/pair-tables.ts';
import { PeopleTable } from './work/people-table.ts';
import { ReissuedTable } from './work/reissued-table.ts';
import { SideTables } from './work/side-tables.ts';
import { SnapshotTables } from './work/snapshot-tables.ts';

/**
 * Makes the encrypted throw-away file of one pull, `work-<pull>.db`. It has no journal: after an error inside it every
 * further call throws that error, and the file is discarded (ENGINE-NOTES §2).
 */
export function openWorkFile(dir: string, key: string, pullId: string): Outcome<WorkFile> {
  if (!/^[\w.-]{1,80}$/.test(pullId)) throw new Error('A pull id is part of a file name: letters, digits, dot, dash.');
  const path = join(dir, `work-${pullId}.db`);
  removeFile(path);
  return attempt(() => {
    const db = openConnection(path, key, 'work');
    const people = new PeopleTable(db);
    const snapshot = new SnapshotTables(db, people);
    const sides = new SideTables(db);
    const pairs = new PairTables(db);
    const findings = new FindingsTable(db);
    const reissued = new ReissuedTable(db);
    return {
      pullId,
      restartCollection: (collection: Collection) => {
        snapshot.restart(collection);
        findings.forget(collection);
      },
      appendSnapshot: (collection, rows) => snapshot.append(collection, rows),
      sealSnapshot: (collection, onStep) => snapshot.seal(collection, onStep),
      snapshotCount: (collection) => snapshot.count(collection),
      snapshotRows: (collection) => snapshot.rows(collection),
      snapshotRowsAt: (collection, places) => snapshot.rowsAt(collection, places),
      classRows: (bucket) => snapshot.classRows(bucket),
      putPeople: (rows) => people.put(rows),
      people: (sourcedIds) => people.find(sourcedIds),
      // The table is its own index.
      sealPeople: () => {},
      enrollmentRows: (bucket) => snapshot.enrollmentRows(bucket),
      staffRows: (bucket) => snapshot.staffRows(bucket),
      append: (side, entity, rows) => sides.append(side, entity, rows),
      seal: (side: Side, entity: EntityKind, onStep) => sides.seal(side, entity, onStep),
      count: (side, entity) => sides.count(side, entity),
      rows: (side, entity, bucket) => sides.rows(side, entity, bucket),
      get: (side, entity, bucket, rowKey) => sides.get(side, entity, bucket, rowKey),
      appendPairs: (list, rows) => pairs.append(list, rows),
      pairs: (list, bucket) => pairs.rows(list, bucket),
      putReissued: (rows) => reissued.put(rows),
      reissuedAmong: (kind, fresh) => reissued.among(kind, fresh),
      reissued: (kind) => reissued.rows(kind),
      addFindings: (rows) => findings.add(rows),
      findings: () => findings.summary(),
      dropReasons: (collection, most) => findings.dropReasons(collection, most),
      firstFindings: (most) => findings.first(most),
      discard: () => {
        db.close();
        removeFile(path);
      },
    };
  });
}

/** Deletes what crashed pulls left behind; a work file is never repaired. */
export function removeWorkFiles(dir: string): void {
  for (const name of readdirSync(dir)) {
    if (/^work-.*\.db(-journal)?$/.test(name)) rmSync(join(dir, name), { force: true });
  }
}

/** Windows keeps a file until its last handle is gone; what cannot be deleted now is deleted at the next opening. */
function removeFile(path: string): void {
  for (const part of [path, `${path}-journal`]) {
    try {
      rmSync(part, { force: true });
    } catch {}
  }
}
