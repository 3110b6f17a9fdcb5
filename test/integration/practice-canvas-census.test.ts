import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { makeDistrict } from '../../electron/practice/census.ts';
import { type CanvasUnderTest, canvasUnderTest, type Dump } from './practice-canvas-client.ts';

const open: CanvasUnderTest[] = [];
const folders: string[] = [];
afterEach(async () => {
  for (const canvas of open.splice(0)) await canvas.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const clock = () => new Date('2026-09-15T12:00:00Z');
const sis = makeDistrict({ students: 300, seed: 5, today: '2026-09-15' });

async function seeded(seed = 5): Promise<CanvasUnderTest> {
  const canvas = await canvasUnderTest({ seed, clock });
  open.push(canvas);
  canvas.canvas.seedCensus(sis);
  return canvas;
}

const withSisId = (rows: Dump['courses']) => rows.filter((row) => row.sis_source_id !== null);

test('without a census a Canvas has its root account, the default term and one administrator', async () => {
  const canvas = await canvasUnderTest();
  open.push(canvas);
  const { accounts, terms, users, courses } = canvas.dump();
  expect([accounts.length, terms.length, users.length, courses.length]).toEqual([1, 1, 1, 0]);
});

test('the census has everything DESIGN §7 lists', async () => {
  const dump = (await seeded()).dump();
  const names = new Set(sis.orgs.filter((org) => org.type === 'school').map((org) => org.name));
  expect(dump.accounts.some((row) => names.has(String(row.name)) && row.sis_source_id === null)).toBe(true);
  expect(dump.terms.filter((row) => String(row.end_at) < '2026-08')).toHaveLength(10);
  expect(withSisId(dump.courses).some((row) => row.workflow_state === 'completed' && row.sis_batch_id !== null)).toBe(true);

  const crossListed = dump.sections.filter((row) => row.nonxlist_course_id !== null);
  const termOf = (id: unknown) => dump.courses.find((row) => row.id === id)?.enrollment_term_id;
  expect(crossListed.every((row) => (row.stuck as string[]).includes('course_id'))).toBe(true);
  expect(crossListed.some((row) => termOf(row.course_id) === termOf(row.nonxlist_course_id))).toBe(true);
  expect(crossListed.some((row) => termOf(row.course_id) !== termOf(row.nonxlist_course_id))).toBe(true);

  const stuck = (field: string) =>
    dump.courses.filter((row) => row.sis_batch_id !== null && (row.stuck as string[]).includes(field));
  expect(stuck('name').length).toBeGreaterThan(0);
  expect(new Set(stuck('workflow_state').map((row) => row.workflow_state))).toEqual(new Set(['available', 'completed']));

  const counts = new Map<unknown, number>();
  for (const login of dump.logins) counts.set(login.user_id, (counts.get(login.user_id) ?? 0) + 1);
  expect([...counts.values()]).toContain(2);
  expect(dump.logins.filter((row) => row.workflow_state === 'suspended')).toHaveLength(3);
  expect(dump.logins.some((row) => row.authentication_provider_id !== null && row.sis_user_id !== null)).toBe(true);

  const blueprint = dump.courses.find((row) => row.blueprint === true);
  expect(dump.courses.filter((row) => row.blueprint_course_id === blueprint?.id)).toHaveLength(3);
  expect(dump.enrollments.some((row) => row.sis_batch_id === null && row.workflow_state === 'active')).toBe(true);
  expect(dump.imports.length).toBeGreaterThan(2);
});

test('same SIS and seed, same Canvas; another seed, another', async () => {
  const [one, two, three] = [(await seeded()).dump(), (await seeded()).dump(), (await seeded(6)).dump()];
  expect(two).toEqual(one);
  expect(three).not.toEqual(one);
});

test('its reports can be read, and imports go on after the imports of the past', async () => {
  const canvas = await seeded();
  expect((await canvas.report('xlist')).length).toBeGreaterThan(1);
  const done = await canvas.importCsv(['account_id,parent_account_id,name,status', 'A1,,One,active']);
  expect(done).toMatchObject({ workflow_state: 'imported' });
  const listed = (await canvas.get('accounts/self/sis_imports')).sis_imports as { id: number; created_at: string }[];
  expect(listed.map((row) => row.id)).toEqual([6, 5, 4, 3, 2, 1]);
  expect(done.id).toBe(6);
  expect(listed.map((row) => row.created_at)).toEqual(
    listed
      .map((row) => row.created_at)
      .toSorted()
      .toReversed(),
  );
});

test('a dump loads into another Canvas, and a state file survives a restart', async () => {
  const first = await seeded();
  const dump = first.dump();
  const second = await canvasUnderTest({ clock });
  open.push(second);
  second.canvas.load(dump);
  expect(second.dump()).toEqual(dump);

  const folder = mkdtempSync(join(tmpdir(), 'practice-canvas-test-'));
  folders.push(folder);
  const stateFile = join(folder, 'canvas.jsonl');
  const before = await canvasUnderTest({ clock, stateFile });
  before.canvas.load(dump);
  await before.importCsv(['user_id,login_id,full_name,status', 'NEW,new.person,New Person,active']);
  const kept = before.dump();
  await before.close();
  const after = await canvasUnderTest({ clock, stateFile });
  open.push(after);
  expect(after.dump()).toEqual(kept);
  expect(await after.get('users/sis_user_id:NEW')).toMatchObject({ login_id: 'new.person' });
});
