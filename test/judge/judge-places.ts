import type { CanvasCourse, CanvasSection } from './canvas-dump.ts';
import type { Case } from './case.ts';
import { addDays } from './dates.ts';
import { isOwned } from './memory.ts';
import { isPlacedByNow } from './places.ts';
import { isActive, type SisClass } from './sis-dump.ts';
import { groupOf } from './terms.ts';

/** Schools, courses and sections: there when they must be, not earlier, in the right place, under the right name (B, C1, C4, C5, C8). */
export function judgePlaces(found: Case): void {
  const schools = new Set<string>();
  for (const row of found.sis.classes.values()) {
    const section = found.after.sectionsBySisId.get(row.sourcedId);
    if (section !== undefined) judgeSection(found, row, section);
    else if (mustBePlaced(found, row)) judgeUnplaced(found, row);
    if (section !== undefined && isOwned(found.memory, 'sections', section.id)) schools.add(row.school?.sourcedId ?? '');
  }
  for (const school of schools) judgeAccount(found, school);
  if (found.settings.accounts === 'per-school') judgeOffices(found);
  judgeTwins(found);
}

function mustBePlaced(found: Case, row: SisClass): boolean {
  const span = found.sis.span(row);
  if (span === undefined || !isActive(row) || found.today > span.last || !found.sis.isChosen(row.school?.sourcedId)) return false;
  return isPlacedByNow(found, row, span) && found.sis.covering(row).length > 0;
}

const placeEntities = ['account', 'term', 'course', 'section'];

function judgeUnplaced(found: Case, row: SisClass): void {
  const held = found.holds.some((hold) => placeEntities.includes(hold.entity) || /^E(6|8|11|12)$/.test(hold.rule));
  if (!held) found.accuse('C8', `${row.title ?? row.sourcedId} has no section in Canvas.`);
}

function judgeSection(found: Case, row: SisClass, section: CanvasSection): void {
  if (!isOwned(found.memory, 'sections', section.id)) return;
  const isNew = !found.before.sectionsBySisId.has(row.sourcedId);
  const course = found.after.course(section.course_id);
  if (isNew) judgeNewSection(found, row);
  judgeTitle(found, row, section, 'sections', 'name');
  if (course === undefined || !isOwned(found.memory, 'courses', course.id)) return;
  if (!found.before.dump.courses.some((old) => old.id === course.id)) judgeNewCourse(found, row, course);
  if (found.settings.courseModel === 'class' && section.nonxlist_course_id === null) judgeOwnCourse(found, row, section, course);
}

/** C5, C6, C8: nothing is made before its time, nor for what is over. */
function judgeNewSection(found: Case, row: SisClass): void {
  const title = row.title ?? row.sourcedId;
  const span = found.sis.span(row);
  if (span === undefined || found.sis.covering(row).length === 0) {
    found.accuse('C2', `${title} was made in Canvas without a session.`);
    return;
  }
  if (!isActive(row) || !found.sis.isChosen(row.school?.sourcedId))
    found.accuse('C1', `${title} was made, though the SIS does not want it.`);
  const early = found.today < addDays(span.yearStart, -found.settings.courseLeadDays);
  if (early) found.accuse('C8', `${title} was made more than 45 days before its school year.`);
  else if (!isPlacedByNow(found, row, span))
    found.accuse('C5', `${title} was made, though it has no students and does not begin soon.`);
}

function judgeNewCourse(found: Case, row: SisClass, course: CanvasCourse): void {
  const title = row.title ?? row.sourcedId;
  if (course.workflow_state !== 'claimed')
    found.accuse('F1', `The new course ${course.name} is ${course.workflow_state}, not unpublished.`);
  const account = found.after.dump.accounts.find((one) => one.id === course.account_id);
  if (account?.sis_source_id !== row.school?.sourcedId)
    found.accuse('C1', `The course of ${title} lies in ${account?.name ?? 'no account'}, not in its school.`);
  const term = found.after.dump.terms.find((one) => one.id === course.enrollment_term_id);
  const fitting = found.sis.covering(row).map((session) => groupOf(found, session.sourcedId)?.termId);
  if (!fitting.includes(term?.sis_source_id ?? ''))
    found.accuse('C2', `The course of ${title} lies in the term ${term?.name ?? 'none'}, which is not the session of its class.`);
}

/** C4, one course per class: its id is made of the class' id, and it holds no other class of ours. */
function judgeOwnCourse(found: Case, row: SisClass, section: CanvasSection, course: CanvasCourse): void {
  if (course.sis_source_id !== `c-${row.sourcedId}`)
    found.accuse('B', `${row.title ?? ''} lies in the course ${course.sis_source_id ?? course.name}, not in c-${row.sourcedId}.`);
  judgeTitle(found, row, course, 'courses', 'name');
  const before = found.before.section(section.id);
  if (before !== undefined && before.course_id !== section.course_id)
    found.accuse('C4', `${row.title ?? ''} was moved to another course.`);
}

function judgeTitle(
  found: Case,
  row: SisClass,
  object: CanvasSection | CanvasCourse,
  kind: 'sections' | 'courses',
  field: 'name',
): void {
  const title = row.title?.trim() ?? '';
  const span = found.sis.span(row);
  if (span === undefined || found.today > span.last || !isActive(row)) return;
  const kept = object.stuck.includes(field) || found.memory.handEdited.has(`${kind}:${object.id}:${field}`);
  if (kept || title === '' || object.name.includes(title)) return;
  if (found.holds.some((hold) => [...placeEntities].includes(hold.entity))) return;
  found.accuse('F1', `${title} is called ${object.name} in Canvas.`);
}

function judgeAccount(found: Case, school: string): void {
  const account = found.after.dump.accounts.find((row) => row.sis_source_id === school);
  const name = found.sis.schoolName(school);
  if (account === undefined) {
    found.accuse('C1', `${name} has classes in Canvas and no account.`);
    return;
  }
  const kept = account.stuck.includes('name') || found.memory.handEdited.has(`accounts:${account.id}:name`);
  if (isOwned(found.memory, 'accounts', account.id) && !kept && account.name !== name && found.sis.isChosen(school))
    found.accuse('F1', `${name} is called ${account.name} in Canvas.`);
}

/** C1: an account per school, and nothing else; none of them moves. */
function judgeOffices({ before, after, night, memory, accuse }: Case): void {
  const offices = new Set(night.sis.orgs.filter(({ type }) => type !== 'school').map(({ sourcedId }) => sourcedId));
  for (const account of after.dump.accounts) {
    const old = before.dump.accounts.find(({ id }) => id === account.id);
    if (old === undefined && offices.has(account.sis_source_id ?? ''))
      accuse('C1', `${account.name} is no school, and was made an account.`);
    if (old !== undefined && isOwned(memory, 'accounts', account.id) && old.parent_account_id !== account.parent_account_id)
      accuse('C1', `The account of ${account.name} was moved.`);
  }
}

/** No duplicate school, course or person: nothing of ours beside something that was there for the same purpose (G1). */
function judgeTwins(found: Case): void {
  const { before, after, memory } = found;
  const isNew = <T extends { readonly id: number }>(rows: readonly T[], old: readonly T[]) => {
    const known = new Set(old.map((row) => row.id));
    return rows.filter((row) => !known.has(row.id));
  };
  for (const account of isNew(after.dump.accounts, before.dump.accounts)) {
    const twin = before.dump.accounts.find((row) => row.workflow_state === 'active' && row.name === account.name);
    if (twin !== undefined) found.accuse('G1', `The school ${account.name} was made a second time.`);
  }
  for (const course of isNew(after.dump.courses, before.dump.courses)) {
    if (!isOwned(memory, 'courses', course.id)) continue;
    const filled = after.dump.sections.some((row) => row.course_id === course.id || row.nonxlist_course_id === course.id);
    if (!filled) found.accuse('C4', `The course ${course.name} was made and holds no section.`);
  }
  for (const user of isNew(after.dump.users, before.dump.users)) {
    const twin = before.dump.users.find(
      (row) => row.workflow_state !== 'deleted' && row.name === user.name && row.email !== null && row.email === user.email,
    );
    if (twin !== undefined) found.accuse('B3', `${user.name} (${user.email ?? ''}) was made a second time.`);
  }
}
