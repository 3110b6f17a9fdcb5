import { District } from '../../shared/district.ts';
import { FitStep } from '../../shared/fit-steps.ts';
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
    const row = this.#db.one<readonly [string, string, number, string, string, string]>(
      'SELECT settings, digest, version, saved_at, saved_by, set_up FROM settings ORDER BY version DESC LIMIT 1',
    );
    if (row === undefined) return null;
    const [settings, digest, version, at, by, step] = row;
    const setUp = FitStep.safeParse(step).data ?? null;
    return { settings: DistrictSettings.parse(JSON.parse(settings)), digest, version, at, by, setUp };
  }

  saveSettings({ settings, digest, at, by, setUp }: Omit<StoredSettings, 'version'>): void {
    const sql = 'INSERT INTO settings (settings, digest, saved_at, saved_by, set_up) VALUES (?, ?, ?, ?, ?)';
    this.#db.run(sql, [JSON.stringify(settings), digest, at, by, setUp ?? '']);
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
