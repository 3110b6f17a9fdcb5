import { inBatches, insertRows, READ_BATCH } from './batch.ts';
import type { Connection } from './driver.ts';
import type { Identity, KnownIdentity, RecordTraits } from './store-api.ts';

type Pair = readonly [sourcedId: string, sisId: string];
type KnownCells = readonly [sourcedId: string, sisId: string, traits: string];

/** The ids we minted: the one thing here that cannot be made again (ENGINE-NOTES §2). */
export class Identities {
  readonly #db: Connection;

  constructor(db: Connection) {
    this.#db = db;
  }

  some(kind: Identity['kind'], sourcedIds: readonly string[]): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    const sql = `SELECT i.sourced_id, i.sis_id FROM json_each(?) w CROSS JOIN identity i
      ON i.kind = ? AND i.sourced_id = w.value`;
    for (let at = 0; at < sourcedIds.length; at += READ_BATCH) {
      const wanted = JSON.stringify(sourcedIds.slice(at, at + READ_BATCH));
      for (const [sourcedId, sisId] of this.#db.all<Pair>(sql, [wanted, kind])) found.set(sourcedId, sisId);
    }
    return found;
  }

  /** Who has these ids: the record that got each, by id. (Only terms have several records to one id; the smallest is given.) */
  owners(kind: Identity['kind'], sisIds: readonly string[]): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    const sql = `SELECT min(i.sourced_id), i.sis_id FROM json_each(?) w CROSS JOIN identity i
      ON i.kind = ? AND i.sis_id = w.value GROUP BY i.sis_id`;
    for (let at = 0; at < sisIds.length; at += READ_BATCH) {
      const wanted = JSON.stringify(sisIds.slice(at, at + READ_BATCH));
      for (const [sourcedId, sisId] of this.#db.all<Pair>(sql, [wanted, kind])) found.set(sisId, sourcedId);
    }
    return found;
  }

  all(kind: Identity['kind']): ReadonlyMap<string, string> {
    const sql = (after: string) =>
      `SELECT sourced_id, sis_id FROM identity WHERE kind = ? ${after} ORDER BY sourced_id LIMIT ${READ_BATCH}`;
    return new Map(
      inBatches(
        () => this.#db.all<Pair>(sql(''), [kind]),
        (last) => this.#db.all<Pair>(sql('AND sourced_id > ?'), [kind, last[0]]),
      ),
    );
  }

  /** Every id of a kind with what its record was known by, in order of the records. */
  *known(kind: Identity['kind']): Generator<KnownIdentity> {
    const sql = (after: string) =>
      `SELECT sourced_id, sis_id, traits FROM identity WHERE kind = ? ${after} ORDER BY sourced_id LIMIT ${READ_BATCH}`;
    const all = inBatches(
      () => this.#db.all<KnownCells>(sql(''), [kind]),
      (last) => this.#db.all<KnownCells>(sql('AND sourced_id > ?'), [kind, last[0]]),
    );
    for (const [sourcedId, sisId, traits] of all) yield { key: sourcedId, sisId, traits };
  }

  /** Ids that belong to several records. */
  shared(kind: Identity['kind']): readonly string[] {
    const sql = 'SELECT sis_id FROM identity WHERE kind = ? GROUP BY sis_id HAVING count(*) > 1';
    return this.#db.all<readonly [string]>(sql, [kind]).map(([sisId]) => sisId);
  }

  /** Remembers what records are known by; who has no id is passed over. */
  noteTraits(kind: Identity['kind'], records: readonly RecordTraits[]): void {
    // One statement for all: an UPDATE for each was a thirtieth of a first plan.
    const sql = `INSERT INTO identity (kind, sourced_id, sis_id, minted_at, traits)
      SELECT i.kind, i.sourced_id, i.sis_id, i.minted_at, w.value ->> 1 FROM json_each(?) w CROSS JOIN identity i
      ON i.kind = ? AND i.sourced_id = w.value ->> 0 WHERE i.traits <> w.value ->> 1
      ON CONFLICT (kind, sourced_id) DO UPDATE SET traits = excluded.traits`;
    this.#db.transaction(() => {
      for (let at = 0; at < records.length; at += READ_BATCH) {
        const batch = records.slice(at, at + READ_BATCH).map(({ sourcedId, traits }) => [sourcedId, traits]);
        this.#db.run(sql, [JSON.stringify(batch), kind]);
      }
    });
  }

  /** The id of one record belongs to another from now on (ROSTER-RULES B4); false when either is not as it should be. */
  repoint(kind: Identity['kind'], from: string, to: string): boolean {
    const ids = this.some(kind, [from, to]);
    if (ids.get(from) === undefined || ids.has(to)) return false;
    this.#db.run('UPDATE identity SET sourced_id = ? WHERE kind = ? AND sourced_id = ?', [to, kind, from]);
    return true;
  }

  isEmpty(): boolean {
    return this.#db.one<readonly [number]>('SELECT 1 FROM identity LIMIT 1') === undefined;
  }

  count(kind: Identity['kind']): number {
    return this.#db.one<readonly [number]>('SELECT count(*) FROM identity WHERE kind = ?', [kind])?.[0] ?? 0;
  }

  /** From which settings the ids were made, and since when; null while none were. */
  scheme(): { readonly scheme: string; readonly since: string } | null {
    const row = this.#db.one<readonly [string, string]>('SELECT scheme, since FROM identity_scheme');
    return row === undefined ? null : { scheme: row[0], since: row[1] };
  }

  /** Forgets every id and begins anew under other settings. */
  restart(scheme: string, since: string): void {
    this.#db.transaction(() => {
      this.#db.run('DELETE FROM identity');
      this.#db.run('INSERT OR REPLACE INTO identity_scheme (one, scheme, since) VALUES (1, ?, ?)', [scheme, since]);
    });
  }

  noteScheme(scheme: string, since: string): void {
    this.#db.run('INSERT OR IGNORE INTO identity_scheme (one, scheme, since) VALUES (1, ?, ?)', [scheme, since]);
  }

  /** Stores new pairs. The same pair again is fine; another id for a known record is a bug and throws. */
  mint(identities: readonly Identity[]): void {
    this.#db.transaction(() => {
      const made = insertRows(
        this.#db,
        'INSERT INTO identity (kind, sourced_id, sis_id, minted_at)',
        4,
        identities,
        (cells, { kind, sourcedId, sisId, mintedAt }) => cells.push(kind, sourcedId, sisId, mintedAt),
        'ON CONFLICT (kind, sourced_id) DO NOTHING',
      );
      if (made === identities.length) return;
      for (const [kind, wanted] of byKind(identities)) {
        const stored = this.some(kind, [...wanted.keys()]);
        for (const [sourcedId, sisId] of wanted) {
          if (stored.get(sourcedId) !== sisId) throw new Error(`A second id would be minted for one ${kind} record.`);
        }
      }
    });
  }
}

function byKind(identities: readonly Identity[]): ReadonlyMap<Identity['kind'], ReadonlyMap<string, string>> {
  const kinds = new Map<Identity['kind'], Map<string, string>>();
  for (const { kind, sourcedId, sisId } of identities) {
    const ids = kinds.get(kind) ?? new Map<string, string>();
    kinds.set(kind, ids.set(sourcedId, sisId));
  }
  return kinds;
}
