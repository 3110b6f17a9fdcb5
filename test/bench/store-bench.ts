import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bucketOf } from '../../electron/store/bucket.ts';
import { openDistrictReader, openDistrictStore } from '../../electron/store/open.ts';
import type { DistrictReader, DistrictStore, PlannedChange, SnapshotRow } from '../../electron/store/store-api.ts';
import { BUCKETS } from '../../electron/store/store-api.ts';
import { entityKinds } from '../../shared/entities.ts';
import type { Outcome } from '../../shared/outcome.ts';
import type { ChangeQuery } from '../../shared/plan.ts';
import { countKeys, PlanCounts } from '../../shared/plan.ts';

/** The store alone, at a district's size (DESIGN §9): seconds and memory of a pull's tables, of a plan, of its questions. */
const { values } = parseArgs({
  options: { enrollments: { type: 'string', default: '700000' }, changes: { type: 'string', default: '1000000' } },
});
const enrollments = Number(values.enrollments);
const changes = Number(values.changes);
const dir = mkdtempSync(join(tmpdir(), 'rb-store-bench-'));
const key = 'd4'.repeat(32);

function valueIn<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.failure));
  return outcome.value;
}

let peak = 0;
function timed<T>(what: string, work: () => T, rows = 0): T {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const value = work();
  const ms = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  const busy = (user + system) / 1_000;
  peak = Math.max(peak, process.memoryUsage.rss());
  const rate = rows === 0 ? '' : `${Math.round(rows / ms)} k/s`;
  const used = `(CPU ${busy.toFixed(busy < 100 ? 1 : 0)})`;
  const { rss, heapTotal } = process.memoryUsage();
  const memory = `${Math.round(rss / 1e6)} MB (of it JS ${Math.round(heapTotal / 1e6)})`;
  console.log(
    `${what.padEnd(58)} ${ms.toFixed(ms < 100 ? 1 : 0).padStart(8)} ms ${used.padStart(14)}  ${rate.padStart(9)}  RSS ${memory}`,
  );
  return value;
}

function uuid(kind: string, n: number): string {
  const hex = createHash('md5').update(`${kind}${n}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const students = Math.ceil(enrollments / 7);
const classes = Math.ceil(enrollments / 25);

/** One page of 5,000 enrollments, in no useful order, as a SIS sends them. */
function page(first: number): SnapshotRow[] {
  const rows: SnapshotRow[] = [];
  for (let i = first; i < Math.min(first + 5_000, enrollments); i += 1) {
    const part = uuid('class', (i * 7919) % classes);
    const user = uuid('user', i % students);
    const id = uuid('enrollment', i);
    // As sis/ hands rows on: every key, references as bare ids.
    const body = {
      sourcedId: id,
      status: 'active',
      class: part,
      user,
      school: `school-${i % 60}`,
      role: 'student',
      primary: false,
    };
    const dates = { beginDate: '2026-08-10', endDate: '2027-05-28' };
    rows.push({ id, part, user, role: 'student', body: JSON.stringify({ ...body, ...dates }) });
  }
  return rows;
}

function pull(store: DistrictStore): void {
  const work = valueIn(store.openWork('bench'));
  let building = 0;
  timed(
    'append enrollments (pages of 5,000; making them included)',
    () => {
      for (let first = 0; first < enrollments; first += 5_000) {
        const start = performance.now();
        const rows = page(first);
        building += performance.now() - start;
        work.appendSnapshot('enrollments', rows);
      }
    },
    enrollments,
  );
  console.log(`  of which making the pages: ${Math.round(building)} ms`);
  timed('seal enrollments', () => work.sealSnapshot('enrollments'), enrollments);
  const people = Array.from({ length: students }, (_, i) => ({
    sourcedId: uuid('user', i),
    userId: `u${i}`,
    label: `Pupil ${i}`,
    hold: '',
    group: 'student',
    school: 'north',
  }));
  people.sort((a, b) => (a.sourcedId < b.sourcedId ? -1 : 1));
  timed(
    'people, in order',
    () => {
      for (let at = 0; at < people.length; at += 5_000) work.putPeople(people.slice(at, at + 5_000));
      work.sealPeople();
    },
    students,
  );
  people.length = 0;
  let met = 0;
  timed(
    'read enrollments by class with their person',
    () => {
      for (let bucket = 0; bucket < BUCKETS; bucket += 1)
        for (const row of work.enrollmentRows(bucket)) if (row.person !== null) met += 1;
    },
    enrollments,
  );
  if (met !== enrollments) throw new Error(`${met} of ${enrollments} enrollments were read with their person.`);
  const side = (i: number) => {
    const part = uuid('class', (i * 7919) % classes);
    return {
      key: `${part}\u001f${uuid('user', i % students)}\u001fstudent`,
      fields: '{"status":"active"}',
      extra: '',
      bucket: bucketOf(part),
      n: i,
    };
  };
  timed(
    'append and seal one side (made on the way)',
    () => {
      for (let first = 0; first < enrollments; first += 5_000) {
        const rows = Array.from({ length: Math.min(5_000, enrollments - first) }, (_, i) => side(first + i));
        work.append('canvas', 'enrollment', rows);
      }
      work.seal('canvas', 'enrollment');
    },
    enrollments,
  );
  timed(
    'read that side in order, and ledger it',
    () => {
      for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
        let batch = [];
        for (const row of work.rows('canvas', 'enrollment', bucket)) {
          batch.push({ ...row, bucket, canvasId: '', owned: true, confirmed: true, source: 'enrollment', run: 'run-1' });
          if (batch.length === 2_000) {
            store.ledgerPut('enrollment', batch);
            batch = [];
          }
        }
        store.ledgerPut('enrollment', batch);
      }
    },
    enrollments,
  );
  timed(
    'read the ledger',
    () => {
      let rows = 0;
      for (let bucket = 0; bucket < BUCKETS; bucket += 1) for (const _ of store.ledgerRows('enrollment', bucket)) rows += 1;
      return rows;
    },
    enrollments,
  );
  console.log(`  work file ${megabytes('work-bench.db')} MB, district.db ${megabytes('district.db')} MB`);
  work.discard();
}

function megabytes(name: string): number {
  return Math.round(statSync(join(dir, name)).size / 1e6);
}

const firstNames =
  'Ann Bob Cara Dan Eve Finn Gus Hana Ivo Jana Kim Leo Mia Ned Ola Pia Quin Rob Sue Tom Una Vic Wim Xan Yul Zoe'.split(' ');
const lastNames =
  'Miller Garcia Nguyen Smith Johansson Okafor Rossi Kowalski Haddad Tanaka Moreau Silva Novak Ibrahim Olsen Weber'.split(' ');
const subjects = 'Algebra Biology Chemistry English History Geometry Spanish French Art Music'.split(' ');

function plannedChange(i: number): PlannedChange {
  const section = uuid('class', Math.floor(i / 25));
  const user = uuid('user', (i * 31) % students);
  const name = `${firstNames[i % 26]} ${lastNames[(i >> 5) % 16]}${(i * 31) % students}`;
  const school = `school-${Math.floor(i / 25) % 60}`;
  const row = { section_id: section, user_id: user, role: 'student', status: 'active', start_date: '', end_date: '' };
  return {
    entity: i % 50 === 0 ? 'user' : 'enrollment',
    action: i % 10 === 0 ? 'delete' : 'create',
    how: i % 10 === 0 ? 'inactive' : null,
    key: `${section}\u001f${user}\u001fstudent`,
    label: `${name} · ${subjects[(i >> 3) % 10]} Period ${(i % 7) + 1}`,
    school,
    schoolName: `${['Lincoln', 'Washington', 'Oakwood'][i % 3]} High ${school.slice(7)}`,
    changed: ['status'],
    before: null,
    after: row,
    reason: { rule: i % 20 === 7 ? 'D2' : 'D1', text: 'The SIS has this enrollment, Canvas does not.' },
    source: { collection: 'enrollments', sourcedId: uuid('enrollment', i) },
    bucket: bucketOf(section),
    row,
    ledgerFields: JSON.stringify(row),
    ledgerExtra: '{"label":"x"}',
    canvasId: '',
    hold: i % 1000 === 0 ? 'B1:user:no-login' : '',
    waiting: false,
  };
}

function plan(store: DistrictStore): number {
  const counts = PlanCounts.parse(
    Object.fromEntries(entityKinds.map((entity) => [entity, Object.fromEntries(countKeys.map((name) => [name, 0]))])),
  );
  const writer = store.beginPlan('2026-08-10T06:00:00.000Z');
  let making = 0;
  let longest = 0;
  timed(
    'store changes (batches of 2,000; making them included)',
    () => {
      for (let first = 0; first < changes; first += 2_000) {
        const start = performance.now();
        const batch = Array.from({ length: Math.min(2_000, changes - first) }, (_, i) => plannedChange(first + i));
        const made = performance.now();
        making += made - start;
        writer.add(batch);
        longest = Math.max(longest, performance.now() - made);
      }
    },
    changes,
  );
  console.log(`  of which making them: ${Math.round(making)} ms; longest batch: ${Math.round(longest)} ms`);
  timed('hold the removals of one school, then of all', () => {
    const removals = { entities: ['enrollment'], actions: ['delete'] } as const;
    writer.hold('E2:enrollment:school-7', { ...removals, school: 'school-7' });
    return writer.hold('E3:enrollment', removals);
  });
  timed('finish the plan', () =>
    writer.finish({
      id: 'bench',
      complete: true,
      settingsDigest: '',
      counts,
      holds: [],
      findings: { dropped: 0, warned: 0 },
      readAt: '',
    }),
  );
  console.log(`  district.db ${megabytes('district.db')} MB, its log ${megabytes('district.db-wal')} MB`);
  return writer.number;
}

function questions(reader: DistrictReader, number: number): void {
  const base: ChangeQuery = {
    plan: number,
    entity: null,
    action: null,
    school: null,
    hold: null,
    search: '',
    from: 0,
    count: 100,
  };
  const asked: readonly (readonly [string, Partial<ChangeQuery>])[] = [
    ['first page', {}],
    ['page 900,000 deep', { from: Math.floor(changes * 0.9) }],
    [
      'entity + action + school, deep',
      { entity: 'enrollment', action: 'create', school: 'school-7', from: Math.floor(changes / 80) },
    ],
    ['entity + action, 700,000 deep', { entity: 'enrollment', action: 'create', from: Math.floor(changes * 0.7) }],
    ['one rule, deep', { rule: 'D2', from: Math.floor(changes / 40) }],
    ['by school, deep', { sort: 'school', from: Math.floor(changes / 2) }],
    ['by kind of change, deep', { sort: 'action', from: Math.floor(changes / 2) }],
    ['by rule and one school', { sort: 'rule', school: 'school-7' }],
    ['search "mil" by school, deep', { search: 'mil', sort: 'school', from: Math.floor(changes / 20) }],
    ['one hold, deep', { hold: 'E2:enrollment:school-7', from: Math.floor(changes / 1000) }],
    ['search "mil", deep', { search: 'mil', from: Math.floor(changes / 20) }],
    ['search "ann mil" + action + school', { search: 'ann mil', action: 'create', school: 'school-7' }],
    ['search "algebra" + delete, deep', { search: 'algebra', action: 'delete', from: Math.floor(changes / 200) }],
    ['search "m"', { search: 'm' }],
    ['search "high" (in every row) + school', { search: 'high', school: 'school-7' }],
    ['search a whole id', { search: uuid('enrollment', 4711) }],
    ['search "a0"', { search: 'a0' }],
    ['search "an"', { search: 'an' }],
    ['search "a"', { search: 'a' }],
    ['search nothing has', { search: 'qqqq' }],
  ];
  for (const [name, over] of asked) {
    const page = timed(`page: ${name}`, () => reader.changes({ ...base, ...over }));
    console.log(`  ${page.total} in all, ${page.lines.length} lines`);
  }
  timed('the same deep page again (its total is known)', () =>
    reader.changes({ ...base, search: 'mil', from: Math.floor(changes / 20) + 100 }),
  );
}

function send(store: DistrictStore, number: number): void {
  timed(
    'all sendable changes',
    () => {
      for (const _ of store.packageChanges(number, [], 1, changes));
    },
    changes,
  );
  timed(
    'all sendable rows',
    () => {
      for (const _ of store.packageRows(number, [], 1, changes));
    },
    changes,
  );
  timed('what holds keep back', () => store.stayingCounts(number, ['E3:enrollment']));
}

const holder = { title: 'bench', pid: process.pid, host: '' };
const store = valueIn(openDistrictStore({ dir, key, holder, now: () => Date.now() }));
try {
  pull(store);
  const number = plan(store);
  const reader = valueIn(openDistrictReader({ dir, key }));
  questions(reader, number);
  reader.close();
  send(store, number);
  timed('backup', () => valueIn(store.backup('2026-08-10T06:00:00.000Z')));
  timed('drop the plan', () => store.prunePlans(0));
  console.log(`peak RSS ${Math.round(peak / 1e6)} MB; files: ${readdirSync(dir).join(' ')}`);
} finally {
  store.close();
  rmSync(dir, { recursive: true, force: true });
}
