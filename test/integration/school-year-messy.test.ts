import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fillNextYear } from '../year/calendars.ts';
import { DailyLife } from '../year/daily-life.ts';
import { judgedBy } from '../year/not-yet.ts';
import { type Evening, SchoolYear } from '../year/school-year.ts';
import { SisOffice } from '../year/sis-office.ts';

const SEED = Number(process.env.YEAR_SEED ?? 5);

/**
 * The same year over the census as it is in life: classes without teacher, over several sessions, blank logins, families;
 * and a Canvas that people and another integration have lived in for years; guardians observe. Days pass by chance (`YEAR_SEED=9` for another
 * year); the judge says what must be true in the morning: nothing that is not ours is touched, nobody and nothing is there twice.
 */
describe('a school year over a Canvas that was lived in', { sequential: true, timeout: 180_000 }, () => {
  let year: SchoolYear;
  let office: SisOffice;
  let life: DailyLife;

  beforeAll(async () => {
    year = await SchoolYear.begin({ students: 60, seed: SEED, clean: false, from: '2026-07-06' });
    office = new SisOffice(year);
    life = new DailyLife(year, office, SEED);
    await year.connect();
    await year.choose('safePartsProceed', true);
    await year.choose('classFilters', ['homeroom']);
    await year.choose('observers', true);
  }, 120_000);
  afterAll(async () => {
    if (process.env.YEAR_TABLE !== undefined) console.log(year.table());
    await year.close();
  });

  async function night(day: string, evening: Evening = {}): Promise<void> {
    expect(judgedBy(await year.night(day, evening)), day).toEqual([]);
  }

  test('first contact: what is surely the same is linked, the rest stays apart', async () => {
    expect(judgedBy(await year.reviewFirstContact())).toEqual([]);
    await night('2026-07-06', { attended: true });
    await night('2026-07-07');
  });

  test('August: students come, and the first weeks of school', async () => {
    await night('2026-08-03', { attended: true, release: ['E6'] });
    await life.moves(3);
    await night('2026-08-07');
    await night('2026-08-10', { attended: true, release: ['E6'] });
    for (const day of ['2026-08-12', '2026-08-18', '2026-08-19', '2026-08-20']) {
      await life.drops(3);
      await life.moves(2);
      await life.arrivals(2);
      await night(day);
    }
  });

  test('autumn: teachers work in Canvas, names change, classes change hands', async () => {
    await life.handWork(4);
    await life.renames(3);
    await night('2026-09-14');
    await life.teacherSwaps(3);
    await night('2026-09-21');
    await life.drops(3);
    await life.handWork(3);
    await night('2026-10-01');
    await night('2026-10-02');
  });

  test('the first quarter and the first semester end, and their rows vanish', async () => {
    await night('2026-10-26');
    expect(await life.forgetWhatIsOver()).toBeGreaterThan(0);
    await life.moves(2);
    await night('2026-10-27');
    await night('2026-10-28');
    await night('2026-12-21');
    expect(await life.forgetWhatIsOver()).toBeGreaterThan(0);
    await night('2026-12-22');
    await night('2027-01-12');
    await life.arrivals(3);
    await life.drops(3);
    await night('2027-01-13');
    await night('2027-01-14');
  });

  test('a bad week: the feed breaks, and comes short', async () => {
    await year.control('POST', '/scenario/html-answers', {});
    await night('2027-02-01', { broken: true });
    await year.control('POST', '/scenario/recover', {});
    const sis = await year.sis();
    const restore = await office.hide(
      'enrollments',
      sis.enrollments.filter((_, index) => index % 3 === 0),
    );
    await night('2027-02-02');
    await restore();
    await night('2027-02-03');
    await year.control('POST', '/scenario/id-change', { share: 0.2 });
    await night('2027-02-04');
    await night('2027-02-05');
  });

  test('June and the next year', async () => {
    await night('2027-06-14');
    const before = await year.sis();
    await year.control('POST', '/scenario/rollover-light', {});
    await fillNextYear(await year.sis(), before, office);
    await life.forgetWhatIsOver();
    await night('2027-06-15');
    await night('2027-06-28', { attended: true, release: ['E6'] });
    await night('2027-08-09', { attended: true, release: ['E6', 'E2'] });
    const { enrollments, observer_links } = await year.canvas();
    expect(enrollments.filter((row) => row.workflow_state === 'active').length).toBeGreaterThan(500);
    expect(observer_links.filter((row) => row.workflow_state === 'active').length).toBeGreaterThan(10);
  });
});
