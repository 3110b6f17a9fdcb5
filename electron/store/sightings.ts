import type { EntityKind } from '../../shared/entities.ts';
import { inBatches, insertRows, READ_BATCH } from './batch.ts';
import { entityCodes } from './codes.ts';
import type { Connection } from './driver.ts';
import type { Lapse, Sightings } from './store-api.ts';

/** Rows deleted at once, so that a step stays well under a second. */
const DELETE_BATCH = 50_000;

/**
 * Begins a round of sightings (ROSTER-RULES D5). From here on until `finish` no earlier round counts: a comparison that was
 * stopped half-way agrees with nothing, whatever it had seen.
 */
export function beginSightings(db: Connection): Sightings {
  const { before, round } = db.transaction(() => {
    const [newest = 0, complete = 0] =
      db.one<readonly [number, number]>('SELECT newest, complete FROM sighting_round WHERE one = 1') ?? [];
    db.run('UPDATE sighting_round SET newest = ?, complete = 0', [newest + 1]);
    return { before: complete, round: newest + 1 };
  });
  forgetAllBut(db, [before, round]);
  return new SightingRound(db, before, round);
}

export function lastSightingDay(db: Connection): string {
  return db.one<readonly [string]>('SELECT last_day FROM sighting_round WHERE one = 1')?.[0] ?? '';
}

class SightingRound implements Sightings {
  readonly #db: Connection;
  readonly #before: number;
  readonly #round: number;
  readonly lastDay: string;

  constructor(db: Connection, before: number, round: number) {
    this.#db = db;
    this.#before = before;
    this.#round = round;
    this.lastDay = lastSightingDay(db);
  }

  get follows(): boolean {
    return this.#before > 0;
  }

  *before(entity: EntityKind, bucket: number): Generator<string> {
    const place = [this.#before, entityCodes[entity], bucket];
    const sql = (after: string) =>
      `SELECT key FROM sighting WHERE round = ? AND entity = ? AND bucket = ? ${after} ORDER BY key LIMIT ${READ_BATCH}`;
    const all = inBatches(
      () => this.#db.all<readonly [string]>(sql(''), place),
      (last) => this.#db.all<readonly [string]>(sql('AND key > ?'), [...place, last[0]]),
    );
    for (const [key] of all) yield key;
  }

  add(entity: EntityKind, bucket: number, keys: readonly string[]): void {
    this.#db.transaction(() => {
      insertRows(this.#db, 'INSERT INTO sighting (round, entity, bucket, key)', 4, keys, (cells, key) =>
        cells.push(this.#round, entityCodes[entity], bucket, key),
      );
    });
  }

  *lapses(bucket: number): Generator<Lapse> {
    const sql = (after: string) => `SELECT key, since FROM lapse WHERE bucket = ? ${after} ORDER BY key LIMIT ${READ_BATCH}`;
    const all = inBatches(
      () => this.#db.all<readonly [string, string]>(sql(''), [bucket]),
      (last) => this.#db.all<readonly [string, string]>(sql('AND key > ?'), [bucket, last[0]]),
    );
    for (const [key, since] of all) yield { key, since };
  }

  putLapses(bucket: number, lapses: readonly Lapse[]): void {
    const overwrite = 'ON CONFLICT (bucket, key) DO UPDATE SET since = excluded.since';
    this.#db.transaction(() => {
      insertRows(
        this.#db,
        'INSERT INTO lapse (bucket, key, since)',
        3,
        lapses,
        (cells, { key, since }) => cells.push(bucket, key, since),
        overwrite,
      );
    });
  }

  dropLapses(bucket: number, keys: readonly string[]): void {
    this.#db.transaction(() => {
      for (let at = 0; at < keys.length; at += READ_BATCH) {
        const some = JSON.stringify(keys.slice(at, at + READ_BATCH));
        this.#db.run('DELETE FROM lapse WHERE bucket = ? AND key IN (SELECT value FROM json_each(?))', [bucket, some]);
      }
    });
  }

  finish(day: string): void {
    this.#db.run('UPDATE sighting_round SET complete = ?, last_day = ?', [this.#round, day]);
    forgetAllBut(this.#db, [this.#round]);
  }
}

function forgetAllBut(db: Connection, rounds: readonly number[]): void {
  const sql = `DELETE FROM sighting WHERE (round, entity, bucket, key) IN (SELECT round, entity, bucket, key FROM sighting
    WHERE round NOT IN (SELECT value FROM json_each(?)) LIMIT ${DELETE_BATCH})`;
  while (db.run(sql, [JSON.stringify(rounds)]) > 0) {}
}
