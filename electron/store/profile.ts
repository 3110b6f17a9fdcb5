import { District } from '../../shared/district.ts';
import { Headcount } from '../../shared/headcount.ts';
import { DistrictSettings } from '../../shared/settings.ts';
import type { Connection } from './driver.ts';
import type { StoredSettings } from './store-api.ts';

/** The district's own row and its settings, of which every version is kept. */
export class Profile {
  readonly #db: Connection;

  constructor(db: Connection) {
    this.#db = db;
  }

  district(): District | null {
    const row = this.#db.one<readonly [string]>('SELECT district FROM district');
    return row === undefined ? null : District.parse(JSON.parse(row[0]));
  }

  saveDistrict(district: District): void {
    this.#db.run('INSERT OR REPLACE INTO district (one, district) VALUES (1, ?)', [JSON.stringify(district)]);
  }

  settings(): StoredSettings | null {
    const row = this.#db.one<readonly [string, string, number, string, string]>(
      'SELECT settings, digest, version, saved_at, saved_by FROM settings ORDER BY version DESC LIMIT 1',
    );
    if (row === undefined) return null;
    const [settings, digest, version, at, by] = row;
    return { settings: DistrictSettings.parse(JSON.parse(settings)), digest, version, at, by };
  }

  saveSettings(settings: DistrictSettings, digest: string, at: string, by: string): void {
    const sql = 'INSERT INTO settings (settings, digest, saved_at, saved_by) VALUES (?, ?, ?, ?)';
    this.#db.run(sql, [JSON.stringify(settings), digest, at, by]);
  }

  headcount(): Headcount | null {
    const row = this.#db.one<readonly [string]>('SELECT headcount FROM headcount');
    if (row === undefined) return null;
    // One of another version of the app may lack what is asked by now; the next read makes a new one.
    const read = Headcount.safeParse(JSON.parse(row[0]));
    return read.success ? read.data : null;
  }

  saveHeadcount(headcount: Headcount): void {
    this.#db.run('INSERT OR REPLACE INTO headcount (one, headcount) VALUES (1, ?)', [JSON.stringify(headcount)]);
  }
}
