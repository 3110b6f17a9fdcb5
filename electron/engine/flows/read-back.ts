import { type EntityKind, entityKinds } from '../../../shared/entities.ts';
import { type Outcome, succeed } from '../../../shared/outcome.ts';
import type { PlanSummary } from '../../../shared/plan.ts';
import type { CanvasRow } from '../../canvas/canvas-row.ts';
import { sectionOf, userOf } from '../../roster/compare/enrollment-key.ts';
import { observerOf, studentOf } from '../../roster/compare/observer-key.ts';
import type { SeqRange, Touched } from '../worker/worker-api.ts';
import { readCanvas, startReports } from './read-canvas.ts';
import type { Applying } from './send-packages.ts';

/** ROSTER-RULES F5: single reads up to about 500 touched rows, a second report beyond. */
export const SINGLE_READS = 500;

/**
 * Reads what Canvas has now for the changes of a range into the worker's open work file.
 * @param before nothing of it was sent yet: whoever has the logins of new people is looked up as well.
 */
export async function readBack(applying: Applying, range: SeqRange, before = false): Promise<Outcome<void>> {
  const touched = await applying.session.worker.touched(applying.selection, range.firstSeq, range.lastSeq, SINGLE_READS);
  return touched.rows <= SINGLE_READS ? readTouched(applying, touched, before) : readReports(applying, range);
}

async function readReports({ canvas, session, book, selection, stop }: Applying, range: SeqRange): Promise<Outcome<void>> {
  const reports = await startReports({ canvas }, hasLinks(session.reader.plan(selection.plan)));
  if (!reports.ok) return reports;
  // A run that is stopped already still wants to know what arrived of what it sent; only a stop from now on ends the reading.
  const { signal } = stop.signal.aborted ? new AbortController() : stop;
  return readCanvas({ canvas, worker: session.worker, book, signal }, reports.value, () =>
    session.worker.termsTouched(selection, range.firstSeq, range.lastSeq),
  );
}

/** Whether the plan is about links of guardians: the settings may have changed since it was made. */
function hasLinks(plan: PlanSummary | null): boolean {
  if (plan === null) return false;
  const { create, restore, delete: removed, kept } = plan.counts.observer;
  return create + restore + removed + kept > 0;
}

async function readTouched(applying: Applying, touched: Touched, before: boolean): Promise<Outcome<void>> {
  const { canvas, session, book } = applying;
  const rows: CanvasRow[] = [];
  let done = 0;
  const total = touched.keys.length;
  const take = (found: readonly (CanvasRow | null)[]) => {
    for (const row of found) if (row !== null) rows.push(row);
  };
  const keys = (entity: EntityKind) => touched.keys.filter((t) => t.entity === entity).map((t) => t.key);
  const tell = (count: number) => {
    done += count;
    book.meter.tell('Reading the changes back', done, total);
  };
  const lists: { entity: EntityKind; read: () => Promise<Outcome<CanvasRow[]>> }[] = [
    { entity: 'account', read: () => canvas.readAccounts() },
    { entity: 'term', read: () => canvas.readTerms() },
  ];
  for (const { entity, read } of lists) {
    if (keys(entity).length === 0) continue;
    const found = await read();
    if (!found.ok) return found;
    take(found.value);
    tell(keys(entity).length);
  }
  const singles: { entity: EntityKind; read: (key: string) => Promise<Outcome<CanvasRow | null>> }[] = [
    { entity: 'course', read: (key: string) => canvas.readCourse(key) },
    { entity: 'section', read: (key: string) => canvas.readSection(key) },
    { entity: 'user', read: (key: string) => canvas.readUser(key) },
  ];
  for (const { entity, read } of singles) {
    for (const key of keys(entity)) {
      const found = await read(key);
      if (!found.ok) return found;
      take([found.value]);
      tell(1);
    }
  }
  for (const { key, login } of before ? touched.keys.filter((t) => t.entity === 'user') : []) {
    if (rows.some((row) => row.entity === 'user' && row.key === key)) continue;
    const found = await canvas.readLogin(login);
    if (!found.ok) return found;
    take([found.value]);
  }
  for (const [section, users] of grouped(keys('enrollment'), sectionOf, userOf)) {
    const found = await canvas.readSectionEnrollments(section, users);
    if (!found.ok) return found;
    take(found.value);
    tell(users.length);
  }
  for (const [observer, students] of grouped(keys('observer'), observerOf, studentOf)) {
    const found = await canvas.readObserved(observer, students);
    if (!found.ok) return found;
    take(found.value);
    tell(students.length);
  }
  await session.worker.addCanvasRows(rows);
  await session.worker.sealCanvas(entityKinds);
  return succeed(undefined);
}

/** What belongs together, each member once. */
function grouped(keys: readonly string[], groupOf: (key: string) => string, memberOf: (key: string) => string) {
  const groups = new Map<string, string[]>();
  for (const key of keys) {
    const members = groups.get(groupOf(key)) ?? [];
    if (!members.includes(memberOf(key))) members.push(memberOf(key));
    groups.set(groupOf(key), members);
  }
  return groups;
}
