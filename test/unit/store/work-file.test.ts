import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bucketOf } from '../../../electron/store/bucket.ts';
import { compareKeys } from '../../../electron/store/key-order.ts';
import { BUCKETS, type SnapshotRow, type WorkFile } from '../../../electron/store/store-api.ts';
import { freshStore, open, scratchDir, valueIn } from './fixtures.ts';

function freshWork(): WorkFile {
  return valueIn(freshStore().store.openWork('pull-1'));
}

function enrollment(id: string, over: Partial<SnapshotRow> = {}): SnapshotRow {
  return { id, part: 'class-1', user: 'stu-1', role: 'student', body: `{"sourcedId":"${id}"}`, ...over };
}

function allEnrollments(
  work: WorkFile,
): readonly { readonly id: string; readonly class: string; readonly user: string; readonly body: string }[] {
  return Array.from({ length: BUCKETS }, (_, bucket) => [...work.enrollmentRows(bucket)]).flat();
}

test('enrollments come by class, user, role and id, with the person where there is one', () => {
  const work = freshWork();
  work.appendSnapshot('enrollments', [
    enrollment('e-9', { part: 'c', user: 'u-2' }),
    enrollment('e-2', { part: 'c', user: 'u-1', role: 'teacher' }),
    enrollment('e-3', { part: 'c', user: 'u-1' }),
    enrollment('e-1', { part: 'c', user: 'u-1' }),
  ]);
  work.sealSnapshot('enrollments');
  work.putPeople([{ sourcedId: 'u-1', userId: '1001', label: 'Ann Miller', hold: '', group: 'student', school: 'north' }]);
  work.sealPeople();
  const rows = [...work.enrollmentRows(bucketOf('c'))];
  expect(rows.map((row) => row.id)).toEqual(['e-1', 'e-3', 'e-2', 'e-9']);
  expect(rows[0]).toEqual({
    id: 'e-1',
    class: 'c',
    user: 'u-1',
    body: '{"sourcedId":"e-1"}',
    person: { sourcedId: 'u-1', userId: '1001', label: 'Ann Miller', hold: '', group: 'student', school: 'north' },
  });
  expect(rows[3]?.person).toBeNull();
});

test('classes come with their course, or with none', () => {
  const work = freshWork();
  work.appendSnapshot('courses', [{ id: 'k-1', part: '', user: '', role: '', body: '{"title":"Algebra"}' }]);
  work.appendSnapshot('classes', [
    { id: 'c-1', part: 'k-1', user: '', role: '', body: '{"title":"Period 1"}' },
    { id: 'c-2', part: 'k-gone', user: '', role: '', body: '{"title":"Period 2"}' },
  ]);
  work.sealSnapshot('courses');
  work.sealSnapshot('classes');
  expect([...work.classRows(bucketOf('c-1'))]).toContainEqual({
    id: 'c-1',
    body: '{"title":"Period 1"}',
    course: '{"title":"Algebra"}',
  });
  expect([...work.classRows(bucketOf('c-2'))]).toContainEqual({ id: 'c-2', body: '{"title":"Period 2"}', course: '' });
  expect([...work.snapshotRows('classes')].map((row) => row.id)).toEqual(['c-1', 'c-2']);
});

test('records are found again by their places, in the order in which they are asked for', () => {
  const work = freshWork();
  const person = (id: string) => ({ id, part: '', user: '', role: '', body: `{"sourcedId":"${id}"}` });
  work.appendSnapshot('users', ['u-3', 'u-1', 'u-2'].map(person));
  work.sealSnapshot('users');
  const placed = [...work.snapshotRows('users')];
  expect(placed.map(({ id }) => id)).toEqual(['u-1', 'u-2', 'u-3']);
  const places = [2, 0].flatMap((at) => placed.slice(at, at + 1).map(({ place }) => place));
  expect([...work.snapshotRowsAt('users', places)].map(({ id }) => id)).toEqual(['u-3', 'u-1']);
});

test('a record read twice counts once, as it was read last, even when it moved to another class', () => {
  const work = freshWork();
  work.appendSnapshot('enrollments', [enrollment('e-1', { part: 'class-1' }), enrollment('e-2', { body: 'first' })]);
  work.appendSnapshot('enrollments', [
    enrollment('e-1', { part: 'class-2' }),
    enrollment('e-2', { body: 'second' }),
    enrollment('e-3'),
  ]);
  expect(bucketOf('class-1')).not.toBe(bucketOf('class-2'));
  expect(work.sealSnapshot('enrollments')).toEqual({ distinct: 3, duplicates: 2 });
  expect(work.snapshotCount('enrollments')).toBe(3);
  const rows = allEnrollments(work);
  expect(rows.find((row) => row.id === 'e-1')?.class).toBe('class-2');
  expect(rows.find((row) => row.id === 'e-2')?.body).toBe('second');
});

test('a thousand enrollments of a class are kept, repeated ones as they were read last, wherever that was', () => {
  const work = freshWork();
  const page = (from: number, body: string) =>
    Array.from({ length: 300 }, (_, i) => enrollment(`e-${String(from + i).padStart(4, '0')}`, { user: `u-${i % 7}`, body }));
  for (const [from, body] of [
    [0, 'a'],
    [300, 'b'],
    [600, 'c'],
    [250, 'd'],
    [1400, 'e'],
  ] as const)
    work.appendSnapshot('enrollments', page(from, body));
  expect(work.sealSnapshot('enrollments')).toEqual({ distinct: 1200, duplicates: 300 });
  const rows = allEnrollments(work);
  expect(rows.length).toBe(1200);
  const bodyOf = new Map(rows.map((row) => [row.id, row.body]));
  expect(['e-0249', 'e-0250', 'e-0549', 'e-0550', 'e-1699'].map((id) => bodyOf.get(id))).toEqual(['a', 'd', 'd', 'b', 'e']);
  const order = rows.map((row) => `${row.user} ${row.id}`);
  expect(order).toEqual(order.toSorted());
});

test('two roles with the same text beside them stay two', () => {
  const work = freshWork();
  work.appendSnapshot('enrollments', [
    enrollment('e-1', { role: 'teacher', body: 'same' }),
    enrollment('e-2', { role: 'student', body: 'same' }),
    enrollment('e-3', { role: 'teacher', body: 'same' }),
  ]);
  work.sealSnapshot('enrollments');
  expect(allEnrollments(work).map((row) => row.id)).toEqual(['e-2', 'e-1', 'e-3']);
});

test('a restarted collection forgets what it had, the others keep theirs', () => {
  const work = freshWork();
  work.appendSnapshot('users', [enrollment('u-1')]);
  work.appendSnapshot('orgs', [enrollment('o-1')]);
  work.sealSnapshot('users');
  work.restartCollection('users');
  work.appendSnapshot('users', [enrollment('u-2')]);
  work.appendSnapshot('enrollments', [enrollment('e-1')]);
  work.restartCollection('enrollments');
  work.appendSnapshot('enrollments', [enrollment('e-2')]);
  expect(work.sealSnapshot('enrollments')).toEqual({ distinct: 1, duplicates: 0 });
  expect(allEnrollments(work).map((row) => row.id)).toEqual(['e-2']);
  expect(work.sealSnapshot('users')).toEqual({ distinct: 1, duplicates: 0 });
  work.sealSnapshot('orgs');
  expect([...work.snapshotRows('users')].map((row) => row.id)).toEqual(['u-2']);
  expect([...work.snapshotRows('orgs')].map((row) => row.id)).toEqual(['o-1']);
});

test('reading before sealing, and appending after it, are bugs that show at once', () => {
  const work = freshWork();
  expect(() => [...work.enrollmentRows(0)]).toThrow(/sealed/);
  work.sealSnapshot('users');
  expect(() => work.appendSnapshot('users', [enrollment('u')])).toThrow(/sealed/);
  work.append('desired', 'user', [{ key: 'a', fields: '', extra: '', bucket: 0 }]);
  expect(() => [...work.rows('desired', 'user', 0)]).toThrow(/sealed/);
});

test('two desired rows for one object are a bug; of two Canvas rows the last one stays', () => {
  const work = freshWork();
  const twice = [
    { key: 'a', fields: '1', extra: '', bucket: 5 },
    { key: 'a', fields: '2', extra: '', bucket: 5 },
    { key: 'b', fields: '3', extra: '', bucket: 5 },
  ];
  work.append('canvas', 'section', twice);
  work.seal('canvas', 'section');
  expect([...work.rows('canvas', 'section', 5)].map((row) => row.fields)).toEqual(['2', '3']);
  expect(work.count('canvas', 'section')).toBe(2);
  expect(work.get('canvas', 'section', 5, 'a')?.fields).toBe('2');
  expect(work.get('canvas', 'section', 5, 'zz')).toBeNull();
  expect(work.get('canvas', 'section', 6, 'a')).toBeNull();
  work.append('desired', 'section', twice);
  expect(() => work.seal('desired', 'section')).toThrow();
});

test('findings are counted in full and shown by example', () => {
  const work = freshWork();
  const finding = { rule: 'C3', level: 'warned', collection: 'classes', message: 'No teacher.', remedy: 'Add one.' } as const;
  work.addFindings(Array.from({ length: 500 }, (_, i) => ({ ...finding, sourcedId: `c-${i}` })));
  work.addFindings([{ ...finding, level: 'dropped', sourcedId: 'c-x' }]);
  const { dropped, warned, first } = work.findings();
  expect([dropped, warned, first.length]).toEqual([1, 500, 200]);
  expect(first[0]).toEqual({ ...finding, sourcedId: 'c-0' });
});

test('a seal can be cancelled between buckets, and the file is discarded', () => {
  const { store, dir } = freshStore();
  const work = valueIn(store.openWork('pull-2'));
  work.appendSnapshot('classes', [enrollment('c-1')]);
  const steps: number[] = [];
  const cancel = () => {
    work.sealSnapshot('classes', (done) => {
      steps.push(done);
      if (done === 3) throw new Error('cancelled');
    });
  };
  expect(cancel).toThrow('cancelled');
  expect(steps).toEqual([0, 1, 2, 3]);
  work.discard();
  expect(readdirSync(dir).filter((name) => name.startsWith('work-'))).toEqual([]);
});

test('a work file left by a crash is deleted at the next opening', () => {
  const dir = scratchDir();
  const store = valueIn(open(dir));
  store.openWork('pull-3');
  store.close();
  expect(existsSync(join(dir, 'work-pull-3.db'))).toBe(true);
  valueIn(open(dir)).close();
  expect(existsSync(join(dir, 'work-pull-3.db'))).toBe(false);
});

/** Texts that collide, sort oddly, and hold what SQL or JSON could trip over; no lone surrogates, which UTF-8 cannot hold. */
const oddText = fc.string({ unit: fc.constantFrom('a', 'b', '\u001f', '%', "'", 'é', '\uffee', '😀', '"'), maxLength: 4 });

test('however the rows arrive, every cursor is sorted and complete (property)', () => {
  const work = freshWork();
  const { store } = freshStore();
  work.discard();
  let pull = 0;
  fc.assert(
    fc.property(fc.array(fc.array(fc.tuple(oddText, oddText, oddText), { maxLength: 70 }), { maxLength: 4 }), (pages) => {
      pull += 1;
      const file = valueIn(store.openWork(`property-${pull}`));
      const last = new Map<string, string>();
      pages.forEach((page, number) => {
        file.appendSnapshot(
          'enrollments',
          page.map(([id, part, user], i) => ({ id, part, user, role: 'student', body: `${number}/${i}` })),
        );
        file.append(
          'canvas',
          'enrollment',
          page.map(([id, part], i) => ({ key: `${part}|${id}`, fields: `${number}/${i}`, extra: '', bucket: bucketOf(part) })),
        );
        page.forEach(([id], i) => {
          last.set(id, `${number}/${i}`);
        });
      });
      const total = pages.flat().length;
      expect(file.sealSnapshot('enrollments')).toEqual({ distinct: last.size, duplicates: total - last.size });
      file.seal('canvas', 'enrollment');
      const rows = allEnrollments(file);
      expect(new Map(rows.map((row) => [row.id, row.body]))).toEqual(last);
      expect(rows.length).toBe(last.size);
      for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
        const order = rows
          .filter((row) => bucketOf(row.class) === bucket)
          .map((row) => [row.class, row.user, row.id].join('\u0001'));
        expect(order).toEqual(order.toSorted(compareKeys));
      }
      const keys = new Set(pages.flat().map(([id, part]) => `${part}|${id}`));
      for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
        const found = [...file.rows('canvas', 'enrollment', bucket)].map((row) => row.key);
        expect(found).toEqual([...found].sort(compareKeys));
        for (const key of found) expect(keys.delete(key)).toBe(true);
      }
      expect(keys.size).toBe(0);
      file.discard();
    }),
    { numRuns: 40, seed: 20260810 },
  );
});

test('records whose ids were issued again are found by their new ids, kind by kind, and read in order', () => {
  const { store } = freshStore();
  const file = valueIn(store.openWork('pull'));
  const row = (kind: 'user' | 'section', fresh: string) => ({
    ...{ kind, fresh, old: `old-${fresh}`, sisId: `sis-${fresh}`, label: 'Ann', school: 'north', sure: fresh !== 'b' },
  });
  expect(file.reissuedAmong('user', ['a']).size).toBe(0);
  file.putReissued([row('user', 'c'), row('user', 'a'), row('section', 'a'), row('user', 'b')]);
  expect([...file.reissued('user')]).toEqual([row('user', 'a'), row('user', 'b'), row('user', 'c')]);
  expect([...file.reissuedAmong('user', ['b', 'nobody'])]).toEqual([['b', row('user', 'b')]]);
  expect([...file.reissued('section')]).toEqual([row('section', 'a')]);
  file.discard();
});
