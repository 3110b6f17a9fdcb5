import type { SisClass } from '../judge/sis-dump.ts';
import { layCalendars } from './calendars.ts';
import { settleFamilies } from './families.ts';
import { judgedBy } from './not-yet.ts';
import { type Evening, type NightRecord, SchoolYear, type SchoolYearOptions } from './school-year.ts';
import { SisOffice, schoolNamed } from './sis-office.ts';

/** Something that happens in a district's year; the nights in it are judged. */
export interface Episode {
  readonly title: string;
  readonly play: (town: Town) => Promise<void>;
}

/** Three schools on two calendars, tidy, with the people who work at the SIS and in Canvas. */
export class Town {
  readonly year: SchoolYear;
  readonly office: SisOffice;
  /** The school with the census' calendar. */
  readonly pine: string;
  /** The one a week behind. */
  readonly lake: string;
  /** The one whose session records are its own, with the first one's dates. */
  readonly hill: string;

  private constructor(year: SchoolYear, office: SisOffice, schools: readonly [string, string, string]) {
    this.year = year;
    this.office = office;
    [this.pine, this.lake, this.hill] = schools;
  }

  static async found(options: Partial<SchoolYearOptions> = {}): Promise<Town> {
    const year = await SchoolYear.begin({ students: 90, seed: 11, clean: true, from: '2026-06-24', ...options });
    const office = new SisOffice(year);
    const sis = await year.sis();
    const schools = [schoolNamed(sis, 'Elementary'), schoolNamed(sis, 'Middle'), schoolNamed(sis, 'High')] as const;
    await layCalendars(sis, office);
    for (const school of schools) await settleFamilies(sis, office, school);
    await year.connect();
    return new Town(year, office, schools);
  }

  /** The night passes, and the judge has nothing to say. */
  async night(day: string, evening: Evening = {}): Promise<void> {
    const sentences = judgedBy(await this.year.night(day, evening));
    if (sentences.length > 0) throw new Error([`In the night of ${day}:`, ...sentences.slice(0, 20)].join('\n'));
  }

  get last(): Pick<NightRecord, 'holds' | 'sent'> {
    return this.year.nights.at(-1) ?? { holds: [], sent: '' };
  }

  readonly #remapped = new Map<string, string>();

  /** From now on these records are known in Canvas by the ids they replaced (B4). */
  remap(freshToOld: ReadonlyMap<string, string>): void {
    for (const [fresh, old] of freshToOld) this.#remapped.set(fresh, old);
  }

  /** What a person does in Canvas' own pages. */
  ui(action: string, body: object): Promise<unknown> {
    return this.year.control('POST', `/canvas/ui/${action}`, body);
  }

  /** Who observes whom, as `guardian > student` in SIS ids. */
  async observers(): Promise<string[]> {
    const { observer_links, logins } = await this.year.canvas();
    const sisId = (user: number) => logins.find((login) => login.user_id === user)?.sis_user_id ?? '';
    const live = observer_links.filter((link) => link.workflow_state === 'active');
    return live.map((link) => `${sisId(link.observer_id)} > ${sisId(link.student_id)}`).sort();
  }

  /** How somebody stands in a class, in Canvas' word. */
  async standing(user: string, row: SisClass): Promise<string> {
    const canvas = await this.year.canvas();
    const login = canvas.logins.find((one) => one.sis_user_id === (this.#remapped.get(user) ?? user));
    const section = canvas.sections.find((one) => one.sis_source_id === row.sourcedId);
    const found = canvas.enrollments.find((one) => one.user_id === login?.user_id && one.course_section_id === section?.id);
    return found?.workflow_state ?? 'none';
  }
}
