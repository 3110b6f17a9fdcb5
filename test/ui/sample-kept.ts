import type { Kept, KeptFilter, KeptNumbers, KeptPage, KeptQuery, KeptWhy } from '../../shared/kept.ts';

const schools = [
  ['100', 'Lincoln High School'],
  ['200', 'Marie Curie Middle School'],
  ['300', 'Oak Street Elementary'],
] as const;
const words: Readonly<Record<KeptWhy, string>> = {
  edited: 'Somebody changed this in Canvas after the last sync. It stays as it is in Canvas until you overwrite it.',
  both: 'The SIS changed this, and somebody changed it to something else in Canvas. It stays as it is in Canvas until you overwrite it.',
  ignored:
    'Canvas took our value twice without a word and does not show it: it was probably edited by hand once, which Canvas protects.',
  removed: 'Somebody deleted this in Canvas. It stays deleted until you bring it back.',
};

/** @param number from 1 */
function sampleKept(number: number): Kept {
  const [school, schoolName] = schools[number % schools.length] ?? schools[0];
  const common = { number, school, schoolName, how: null, obstacle: '' };
  const because = (why: KeptWhy) => ({ why, reason: { rule: 'F3', text: words[why] } });
  switch (number % 5) {
    case 0:
      return {
        ...common,
        ...because('removed'),
        entity: 'section',
        action: 'restore',
        key: `s-${number}`,
        label: `Period ${number} · Biology`,
        fields: ['status'],
        inCanvas: { status: 'deleted' },
        inSis: { status: 'active' },
        lastSynced: { status: 'active' },
        source: { collection: 'classes', sourcedId: `class-${number}` },
        obstacle: 'It waits because its course was deleted in Canvas. Restore it there, then preview again.',
      };
    case 1:
      return {
        ...common,
        ...because('both'),
        entity: 'course',
        action: 'update',
        key: `c-${number}`,
        label: `Algebra ${number}`,
        fields: ['long_name', 'short_name'],
        inCanvas: { long_name: 'Algebra with Ms. Lee', short_name: 'LEE' },
        inSis: { long_name: `Algebra ${number}`, short_name: 'ALG' },
        lastSynced: { long_name: 'Algebra', short_name: 'ALG1' },
        source: { collection: 'classes', sourcedId: `class-${number}` },
      };
    case 2:
      return {
        ...common,
        ...because('edited'),
        entity: 'user',
        action: 'update',
        key: `u-${number}`,
        label: `Ann Miller ${number} (ann.miller)`,
        fields: ['full_name'],
        inCanvas: { full_name: 'Annie Miller' },
        inSis: { full_name: 'Ann Miller' },
        lastSynced: { full_name: 'Ann Miller' },
        source: { collection: 'users', sourcedId: `user-${number}` },
      };
    case 3:
      return {
        ...common,
        ...because('removed'),
        entity: 'enrollment',
        action: 'restore',
        key: `s-${number}\u001fu-${number}\u001fstudent`,
        label: `Bob Ng in Algebra ${number} (student)`,
        fields: ['status'],
        inCanvas: { status: 'completed' },
        inSis: { status: 'active' },
        lastSynced: { status: 'active' },
        source: { collection: 'enrollments', sourcedId: `e-${number}` },
      };
    default:
      return {
        ...common,
        ...because('ignored'),
        entity: 'term',
        action: 'update',
        key: `t-${number}`,
        label: 'Semester 1 2026–27',
        school: '',
        schoolName: 'the district',
        fields: ['end_date'],
        inCanvas: { end_date: '2026-12-19T04:59:59Z' },
        inSis: { end_date: '2027-01-16T04:59:59Z' },
        lastSynced: { end_date: '2027-01-16T04:59:59Z' },
        source: { collection: 'academicSessions', sourcedId: `session-${number}` },
      };
  }
}

export class SampleKept {
  readonly #rows: readonly Kept[];

  constructor(count: number) {
    this.#rows = Array.from({ length: count }, (_, i) => sampleKept(i + 1));
  }

  /** How many rows of each kind a plan counts. */
  count(entity: Kept['entity']): number {
    return this.#rows.filter((row) => row.entity === entity).length;
  }

  page(query: KeptQuery): KeptPage {
    const rows = this.#matching(query);
    return { total: rows.length, rows: rows.slice(query.from, query.from + query.count) };
  }

  numbers(filter: KeptFilter): KeptNumbers {
    const numbers = this.#matching(filter).flatMap((row) => (row.obstacle === '' ? [row.number] : []));
    return { total: numbers.length, numbers };
  }

  #matching({ entity, school, search }: KeptFilter): Kept[] {
    const fits = (row: Kept) => (entity === null || row.entity === entity) && (school === null || row.school === school);
    return this.#rows.filter((row) => fits(row) && row.label.toLowerCase().includes(search.toLowerCase()));
  }
}
