import type { CanvasEnrollment } from './canvas-dump.ts';
import type { PlaceType } from './canvas-view.ts';
import type { Case } from './case.ts';
import { addDays, latest, least } from './dates.ts';
import { isOwned } from './memory.ts';
import { isActive, type SisClass, type SisEnrollment, type SisUser } from './sis-dump.ts';
import type { Span } from './sis-view.ts';

/** How a person's place in a class stands tonight, by C6, C8 and D1. */
export type Standing =
  /** C6: in Canvas by the end of the night. */
  | 'wanted'
  /** C8, C5: wanted, but not yet. */
  | 'early'
  /** D1: the class is over; nothing changes any more. */
  | 'frozen'
  /** Named by the SIS, but its person, class, session or school cannot be read: nothing may follow from that. */
  | 'unreadable'
  /** D5: no row of the SIS names it. */
  | 'absent'
  /** The SIS says so: tobedeleted, or an end date that has passed. */
  | 'dropped';

/** Somebody's place in a class in one role; the collapsed rows of C6. */
export interface Place {
  readonly key: string;
  readonly classId: string;
  readonly userId: string;
  readonly type: PlaceType;
  readonly standing: Standing;
  readonly row: SisClass | undefined;
  readonly span: Span | undefined;
  /** The enrollment as Canvas had it before the run. */
  readonly before: CanvasEnrollment | undefined;
  readonly after: CanvasEnrollment | undefined;
  readonly owned: boolean;
  /** Last day, up to today, on which a row of the SIS wanted it; undefined when none did (D3). */
  readonly wantedUntil: string | undefined;
}

/** C6: administrator and proctor are no places, guardians are observers. */
const placeTypes: Readonly<Record<string, PlaceType>> = {
  student: 'StudentEnrollment',
  teacher: 'TeacherEnrollment',
  aide: 'TaEnrollment',
};

interface Named {
  readonly classId: string;
  readonly userId: string;
  readonly type: PlaceType;
  readonly rows: SisEnrollment[];
}

/** Every place that the SIS names or that we made in Canvas. */
export function placesOf(found: Case): Place[] {
  const named = namedBySis(found);
  for (const one of madeByUs(found)) if (!named.has(keyOf(one))) named.set(keyOf(one), { ...one, rows: [] });
  return [...named.values()].map((one) => placeOf(found, one));
}

function keyOf({ classId, userId, type }: Pick<Named, 'classId' | 'userId' | 'type'>): string {
  return `${classId} ${userId} ${type}`;
}

function namedBySis({ sis }: Case): Map<string, Named> {
  const named = new Map<string, Named>();
  for (const row of sis.dump.enrollments) {
    const type = placeTypes[row.role];
    if (type === undefined || !row.class || !row.user) continue;
    const one = { classId: row.class.sourcedId, userId: row.user.sourcedId, type, rows: [row] };
    const known = named.get(keyOf(one));
    if (known === undefined) named.set(keyOf(one), one);
    else known.rows.push(row);
  }
  return named;
}

function madeByUs({ before, memory }: Case): Named[] {
  const people = new Map([...memory.userIds].map(([sisId, canvasId]) => [canvasId, sisId]));
  const made: Named[] = [];
  for (const row of before.dump.enrollments) {
    const classId = before.section(row.course_section_id)?.sis_source_id ?? null;
    const userId = before
      .sisIdsOf(row.user_id)
      .map((id) => people.get(id))
      .find((id) => id !== undefined);
    // What observers see follows their students: it is no place of its own (C6).
    if (!Object.values(placeTypes).some((type) => type === row.type)) continue;
    if (classId === null || userId === undefined || !isOwned(memory, 'enrollments', row.id)) continue;
    made.push({ classId, userId, type: row.type as PlaceType, rows: [] });
  }
  return made;
}

function placeOf(found: Case, one: Named): Place {
  const { sis, before, after, memory } = found;
  const row = sis.knownClass(one.classId);
  const span = row === undefined ? undefined : sis.span(row);
  const login = canvasUserId(found, one.userId);
  const there = before.enrollment(one.classId, login, one.type);
  return {
    key: keyOf(one),
    classId: one.classId,
    userId: one.userId,
    type: one.type,
    standing: standingOf(found, one, row, span),
    row,
    span,
    before: there,
    after: after.enrollment(one.classId, login, one.type),
    owned: there !== undefined && isOwned(memory, 'enrollments', there.id),
    wantedUntil: wantedUntil(found, one.rows, span),
  };
}

function standingOf(found: Case, one: Named, row: SisClass | undefined, span: Span | undefined): Standing {
  const { sis, today, settings } = found;
  if (row === undefined || span === undefined) return 'unreadable';
  if (today > span.last) return isLateDrop(found, one.rows, span) ? 'dropped' : 'frozen';
  const present = sis.classes.get(one.classId);
  if (one.rows.length === 0) return 'absent';
  if (present === undefined || !sis.isChosen(row.school?.sourcedId)) return 'unreadable';
  const user = sis.users.get(one.userId);
  const counts = one.rows.some((each) => isActive(each) && (sis.lastDayOf(each) ?? today) >= today);
  if (!counts || !isActive(present)) return 'dropped';
  if (user === undefined) return 'unreadable';
  if (!isActive(user)) return 'dropped';
  const lead = one.type === 'StudentEnrollment' ? settings.studentLeadDays : settings.courseLeadDays;
  return today < addDays(span.yearStart, -lead) || !isPlacedByNow(found, row, span) ? 'early' : 'wanted';
}

function wantedUntil({ sis, today }: Case, rows: readonly SisEnrollment[], span: Span | undefined): string | undefined {
  if (span === undefined) return undefined;
  const ends = rows.filter(isActive).map((row) => least([sis.lastDayOf(row) ?? span.last, span.last, today]) ?? today);
  return latest(ends);
}

/** Whether its class is over (D1): such rows count in no hold, up or down. */
export function isOver({ today }: Case, { span }: Pick<Place, 'span'>): boolean {
  return span !== undefined && today > span.last;
}

/** D1: what the SIS drops for a class that is over still applies for two weeks, if it is no year-end formality. */
function isLateDrop({ sis, today, settings }: Case, rows: readonly SisEnrollment[], span: Span): boolean {
  if (rows.length === 0 || today > addDays(span.last, settings.dropGraceDays)) return false;
  const formal = addDays(span.last, -settings.dropLeadDays);
  return rows.every((row) => !isActive(row) || (sis.lastDayOf(row) ?? span.last) < formal);
}

/** C5, C8: the class has its course by now. */
export function isPlacedByNow(found: Case, row: SisClass, span: Span): boolean {
  const { today, settings, before } = found;
  if (before.sectionsBySisId.has(row.sourcedId)) return true;
  if (today < addDays(span.yearStart, -settings.courseLeadDays)) return false;
  if (settings.classFilters.some((filter) => isFiltered(found, row, filter))) return false;
  if (settings.emptyClasses === 'at-once' || hasStudents(found, row)) return true;
  return settings.emptyClasses === 'before-start' && today >= addDays(span.first, -settings.emptyClassLeadDays);
}

/** C5: what a district does not want in Canvas. */
function isFiltered({ sis }: Case, row: SisClass, filter: string): boolean {
  const title = row.title?.toLowerCase() ?? '';
  if (filter === 'homeroom') return row.classType === 'homeroom' || title.includes('homeroom');
  if (filter === 'lunch') return title.includes('lunch');
  if (filter === 'study-hall') return title.includes('study hall');
  return !sis.dump.enrollments.some(
    (each) => each.class?.sourcedId === row.sourcedId && each.role === 'teacher' && isActive(each),
  );
}

function hasStudents({ sis, today }: Case, row: SisClass): boolean {
  return sis.dump.enrollments.some(
    (each) =>
      each.class?.sourcedId === row.sourcedId &&
      each.role === 'student' &&
      isActive(each) &&
      (sis.lastDayOf(each) ?? today) >= today,
  );
}

/** B: the SIS id of a person's Canvas login: what they were given once, else what the settings say. */
export function canvasUserId({ memory, sis, settings }: Case, userId: string): string {
  const given = memory.userIds.get(userId);
  if (given !== undefined) return given;
  const user = sis.knownUser(userId);
  if (user === undefined) return userId;
  const house = user.role === 'student' ? settings.studentUserId : settings.staffUserId;
  const source = ['guardian', 'parent', 'relative'].includes(user.role) ? settings.observerUserId : house;
  return source === 'identifier' ? (user.identifier ?? userId) : userId;
}

export function nameOf(user: SisUser | undefined, id: string): string {
  return user === undefined ? id : `${user.givenName ?? ''} ${user.familyName ?? ''}`.trim();
}

/** "Maria Lopez in Algebra 9 - 01", for sentences. */
export function wordsFor({ sis }: Case, place: Pick<Place, 'userId' | 'classId' | 'type'>): string {
  const who = nameOf(sis.knownUser(place.userId), place.userId);
  const what = sis.knownClass(place.classId)?.title ?? place.classId;
  return `${who} (${place.type.replace('Enrollment', '').toLowerCase()}) in ${what}`;
}
