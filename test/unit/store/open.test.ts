import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { backupsIn } from '../../../electron/store/backup.ts';
import { openConnection } from '../../../electron/store/driver.ts';
import { freeSpace, tooLittleSpace } from '../../../electron/store/free-space.ts';
import { migrate, migrations } from '../../../electron/store/migrations/migrations.ts';
import { districtDirs, openDistrictReader, openDistrictStore, removeDistrict } from '../../../electron/store/open.ts';
import { attempt, failureOf } from '../../../electron/store/store-error.ts';
import { at, change, freshStore, key, open, otherKey, run, scratchDir, storedPlan, valueIn } from './fixtures.ts';

/** Stands for a child's name: it must never be readable in any file. */
const marker = 'Marguerite-Xylophone-4711';

function codeOf(opened: { readonly ok: boolean; readonly failure?: { readonly code: string } }): string {
  return opened.ok ? 'opened' : (opened.failure?.code ?? '');
}

test('a district opens again with its key and with no other', () => {
  const dir = scratchDir();
  const store = valueIn(open(dir));
  storedPlan(store, [change()]);
  store.close();
  expect(codeOf(open(dir, otherKey))).toBe('store.wrong-key');
  expect(codeOf(openDistrictReader({ dir, key: otherKey }))).toBe('store.wrong-key');
  const again = valueIn(open(dir));
  expect(again.plan(null)?.changes).toBe(1);
  again.close();
});

test.each(['', 'a1', `${'a1'.repeat(31)}zz`, 'a1'.repeat(33)])('the key %j is refused before any file is made', (bad) => {
  const dir = scratchDir();
  expect(codeOf(open(dir, bad))).toBe('store.bad-key');
  expect(readdirSync(dir)).toEqual([]);
});

test('no file of a district can be read without the key', () => {
  const { store, dir } = freshStore();
  storedPlan(store, [change({ label: marker, after: { name: marker } })]);
  store.ledgerPut('user', [
    { key: marker, canvasId: '', owned: true, confirmed: true, fields: marker, extra: '', source: '', run: '', bucket: 0 },
  ]);
  const work = valueIn(store.openWork('p'));
  work.appendSnapshot('users', [{ id: marker, part: '', user: '', role: '', body: marker.repeat(500) }]);
  work.sealSnapshot('users');
  valueIn(store.backup(at));
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.map((file) => file.name).sort()).toEqual(
    expect.arrayContaining(['district.db', 'district.db-wal', 'lock.db', 'lock.json', 'work-p.db']),
  );
  for (const file of files) {
    const bytes = readFileSync(join(file.parentPath, file.name));
    for (const text of [marker, 'Xylophone', 'SQLite format 3', 'CREATE TABLE'])
      expect(bytes.includes(text), file.name).toBe(false);
  }
});

test.skipIf(process.platform === 'win32')('files and folders belong to their owner alone', () => {
  const { store, dir } = freshStore();
  rmSync(dir, { recursive: true, force: true });
  store.close();
  const again = valueIn(open(dir));
  storedPlan(again, [change()]);
  again.openWork('p');
  valueIn(again.backup(at));
  expect(statSync(dir).mode & 0o777).toBe(0o700);
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    const mode = statSync(join(entry.parentPath, entry.name)).mode & 0o777;
    expect([entry.name, mode]).toEqual([entry.name, entry.isDirectory() ? 0o700 : 0o600]);
  }
  again.close();
});

test('a file of a newer version is left alone', () => {
  const { store, dir } = freshStore();
  store.close();
  const db = openConnection(join(dir, 'district.db'), key, 'writer');
  db.script(`PRAGMA user_version = ${migrations.length + 1}`);
  db.close();
  expect(codeOf(open(dir))).toBe('store.newer-version');
  expect(codeOf(openDistrictReader({ dir, key }))).toBe('store.newer-version');
});

test.each(Array.from({ length: migrations.length + 1 }, (_, version) => version))(
  'a file of version %i is brought to the newest shape',
  (version) => {
    const dir = scratchDir();
    const old = openConnection(join(dir, 'district.db'), key, 'writer');
    migrate(old, migrations.slice(0, version));
    old.close();
    if (version < migrations.length) expect(codeOf(openDistrictReader({ dir, key }))).toBe('store.not-ready');
    const store = valueIn(open(dir));
    store.createRun(run());
    expect(storedPlan(store, [change()])).toBe(1);
    store.close();
    expect(codeOf(openDistrictReader({ dir, key }))).toBe('opened');
  },
);

test('a failing migration leaves the file as it was', () => {
  const dir = scratchDir();
  const path = join(dir, 'district.db');
  const db = openConnection(path, key, 'writer');
  expect(() => migrate(db, ['CREATE TABLE a (x); CREATE TABLE a (x);'])).toThrow(/already exists/);
  expect(db.one('SELECT count(*) FROM sqlite_master')).toEqual([0]);
  expect(db.one('PRAGMA user_version')).toEqual([0]);
  db.close();
});

test('a file that is not ours any more is never opened as an empty one', () => {
  const { store, dir } = freshStore();
  store.close();
  for (const name of readdirSync(dir)) rmSync(join(dir, name));
  writeFileSync(join(dir, 'district.db'), 'x'.repeat(8192));
  expect(codeOf(open(dir))).toBe('store.wrong-key');
});

test('a reader beside the writer sees what is committed, and cannot write', () => {
  const { store, dir } = freshStore();
  const reader = valueIn(openDistrictReader({ dir, key }));
  expect(reader.plan(null)).toBeNull();
  const plan = storedPlan(store, [change()]);
  expect(reader.plan(null)?.number).toBe(plan);
  expect(
    reader.changes({ plan, entity: null, action: null, school: null, hold: null, search: 'ann', from: 0, count: 5 }).total,
  ).toBe(1);
  store.transaction(() => {
    store.createRun(run());
    expect(reader.run('run-1')).toBeNull();
  });
  expect(reader.run('run-1')).not.toBeNull();
  const raw = openConnection(join(dir, 'district.db'), key, 'reader');
  expect(() => raw.run("INSERT INTO decision (plan, decision, decided_at) VALUES (1, '', '')")).toThrow();
  raw.close();
  reader.close();
});

test('a reader of a district that was never opened is told so', () => {
  expect(codeOf(openDistrictReader({ dir: scratchDir(), key }))).toBe('store.missing');
});

test('a backup opens with the key and holds what was committed; three are kept', () => {
  const { store, dir } = freshStore();
  storedPlan(store, [change()]);
  store.mint([{ kind: 'user', sourcedId: 's', sisId: '1', mintedAt: at }]);
  for (const day of ['10', '11', '12', '13']) valueIn(store.backup(`2026-08-${day}T06:00:00.000Z`));
  const kept = backupsIn(dir);
  expect(kept.map((path) => path.slice(-23))).toEqual(
    ['20260811T060000000Z.db', '20260812T060000000Z.db', '20260813T060000000Z.db'].map((name) => `-${name}`),
  );
  for (const path of kept) {
    expect(readFileSync(path).subarray(0, 16).toString('latin1')).not.toBe('SQLite format 3\0');
    const copy = openConnection(path, key, 'reader');
    expect(copy.one('SELECT sis_id FROM identity')).toEqual(['1']);
    copy.close();
  }
});

test('a folder that cannot be written gives a failure, not an exception', () => {
  const file = join(scratchDir(), 'not-a-folder');
  writeFileSync(file, '');
  expect(codeOf(open(join(file, 'district')))).toBe('store.cannot-open');
});

test('districts are the folders with data, and are removed whole', () => {
  const data = scratchDir();
  expect(districtDirs(data)).toEqual([]);
  const dir = join(data, 'districts', 'lincoln');
  const holder = { title: 't', pid: 1, host: 'h' };
  valueIn(openDistrictStore({ dir, key, holder, now: () => 0 })).close();
  writeFileSync(join(data, 'districts', 'stray.txt'), '');
  expect(districtDirs(data)).toEqual(['lincoln']);
  removeDistrict(dir);
  expect(existsSync(dir)).toBe(false);
  expect(districtDirs(data)).toEqual([]);
});

test('free space is checked before a pull', () => {
  const dir = scratchDir();
  expect(freeSpace(dir)).toBeGreaterThan(0);
  expect(tooLittleSpace(dir, 1)).toBeNull();
  expect(tooLittleSpace(dir, 10 ** 12)?.code).toBe('store.disk-full');
});

test('what the driver must never get is refused before it', () => {
  const db = openConnection(join(scratchDir(), 'x.db'), key, 'work');
  db.script('CREATE TABLE t (x)');
  for (const bad of [true, undefined] as unknown as string[]) expect(() => db.run('INSERT INTO t VALUES (?)', [bad])).toThrow();
  expect(() => db.run('INSERT INTO t VALUES (?)', ['a\u0000b'])).toThrow();
  expect(db.one('SELECT count(*) FROM t')).toEqual([0]);
});

test('a work file is of no use after an error in a transaction, and says the first one', () => {
  const db = openConnection(join(scratchDir(), 'x.db'), key, 'work');
  db.script('CREATE TABLE t (x UNIQUE)');
  const twice = () => db.transaction(() => db.all('INSERT INTO t VALUES (1), (1)'));
  expect(twice).toThrow(/UNIQUE/);
  expect(() => db.one('SELECT 1')).toThrow(/UNIQUE/);
});

test('errors of the driver become failures that say what they mean for classrooms', () => {
  const dir = scratchDir();
  try {
    openConnection(join(dir, 'nowhere', 'x.db'), key, 'reader');
    expect.unreachable();
  } catch (error) {
    expect(failureOf(error)?.code).toBe('store.cannot-open');
    expect(failureOf(error)?.consequence).not.toBe('');
  }
});

test('a full disk is said in words, and nothing of the step stays', () => {
  const db = openConnection(join(scratchDir(), 'district.db'), key, 'writer');
  db.script('CREATE TABLE t (x)');
  db.all('PRAGMA max_page_count=20');
  const fill = () =>
    db.transaction(() => Array.from({ length: 50 }, () => db.run('INSERT INTO t VALUES (?)', ['x'.repeat(4000)])));
  expect(attempt(fill)).toMatchObject({ ok: false, failure: { code: 'store.disk-full' } });
  expect(db.one('SELECT count(*) FROM t')).toEqual([0]);
  db.close();
});

test('one process does not get a district twice either', () => {
  const { store, dir } = freshStore();
  const twice = open(dir);
  expect(twice).toMatchObject({ ok: false, failure: { code: 'district.busy' } });
  if (!twice.ok) expect(twice.failure.message).toContain(`rosterbridge (process ${process.pid} on office) since 2026-08-10`);
  store.close();
  valueIn(open(dir)).close();
});

test('a lock that cannot be made is a failure, not an exception', () => {
  const dir = scratchDir();
  mkdirSync(join(dir, 'lock.db'));
  expect(codeOf(open(dir))).toBe('store.cannot-open');
});
