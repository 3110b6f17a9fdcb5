import { District } from '../../shared/district.ts';
import { DistrictSettings } from '../../shared/settings.ts';
import type { Connection } from './driver.ts';

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

  settings(): { readonly settings: DistrictSettings; readonly digest: string; readonly version: number } | null {
    const row = this.#db.one<readonly [string, string, number]>(
      'SELECT settings, digest, version FROM settings ORDER BY version DESC LIMIT 1',
    );
    if (row === undefined) return null;
    return { settings: DistrictSettings.parse(JSON.parse(row[0])), digest: row[1], version: row[2] };
  }

  saveSettings(settings: DistrictSettings, digest: string, at: string): void {
    this.#db.run('INSERT INTO settings (settings, digest, saved_at) VALUES (?, ?, ?)', [JSON.stringify(settings), digest, at]);
  }
}
