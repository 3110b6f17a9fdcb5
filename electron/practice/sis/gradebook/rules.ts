import type { AcademicSession, Category, Class, LineItem, Result } from '../../oneroster-data.ts';
import type { Habits } from '../habits.ts';
import type { SisStore } from '../store.ts';
import type { Members } from './members.ts';
import { holds, isNamed, periodsOf, utcDate } from './periods.ts';
import { conflict, invalid, type Refusal } from './refusal.ts';

/** What the rules look at. */
export interface Book {
  store: SisStore;
  habits: Habits;
  members: Members;
  /** The server's own date. */
  today: string;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Focus keeps others' ids in UUID columns (oneroster-1.1 §6.1). */
export function refuseId(sourcedId: string, habits: Habits): Refusal | undefined {
  return habits.gradebookIds === 'uuid only' && !UUID.test(sourcedId) ? invalid('The sourcedId must be a UUID.') : undefined;
}

/**
 * A line item in the SIS' words (oneroster-1.1 §6.5): its class and category must be there, its due date in a grading period of the
 * class that the API knows and that is open. Answers the row as it is kept: a grading period that was not named follows from the date.
 */
export function judgeLineItem(book: Book, row: LineItem): LineItem | Refusal {
  const { store, habits, today } = book;
  const home = store.get('classes', row.class.sourcedId) as Class | undefined;
  if (!home) return invalid('Section not found');
  if (!isUsable(store, habits, row)) return invalid('Grading category not found');
  if (habits.titleLimit !== null && row.title.length > habits.titleLimit) return invalid('Title too long');
  const date = utcDate(row.dueDate);
  const known = periodsOf(store.rows('academicSessions') as readonly AcademicSession[], home);
  const periods = known.filter((session) => !isNamed(habits.hiddenPeriods, session, today));
  const period = periods.find((session) => holds(session, date));
  if (!period && known.length > 0) return invalid('Invalid due date');
  const named = row.gradingPeriod?.sourcedId;
  if (named !== undefined && known.length > 0 && !periods.some((session) => session.sourcedId === named))
    return invalid('Grading period not found');
  if (period && isNamed(habits.closedPeriods, period, today)) return conflict('Grading window closed');
  if (habits.strictDates && (utcDate(row.assignDate) > date || (period && !holds(period, utcDate(row.assignDate)))))
    return invalid('Assigned date is outside the grading period');
  if (habits.twins === 'refused' && hasTwin(store, row)) return conflict('Multiple matches found for this title and due date');
  return period && named === undefined
    ? { ...row, gradingPeriod: { sourcedId: period.sourcedId, type: 'academicSession' } }
    : row;
}

/** A category that is there, active, and the district's or this class' own (§6.1). */
function isUsable(store: SisStore, habits: Habits, row: LineItem): boolean {
  const category = habits.noCategories ? undefined : (store.get('categories', row.category.sourcedId) as Category | undefined);
  if (category?.status !== 'active') return false;
  return (category.metadata?.classId ?? row.class.sourcedId) === row.class.sourcedId;
}

function hasTwin(store: SisStore, row: LineItem): boolean {
  const same = (other: LineItem): boolean =>
    other.sourcedId !== row.sourcedId &&
    other.status === 'active' &&
    other.class.sourcedId === row.class.sourcedId &&
    other.title === row.title &&
    utcDate(other.dueDate) === utcDate(row.dueDate);
  return (store.rows('lineItems') as readonly LineItem[]).some(same);
}

/** A result in the SIS' words: its line item and student must be there, the student in the class, the period open. */
export function judgeResult(book: Book, row: Result): Refusal | undefined {
  const { store, habits, members, today } = book;
  const item = store.get('lineItems', row.lineItem.sourcedId) as LineItem | undefined;
  if (item?.status !== 'active') return invalid('Assignment not found');
  const known = store.get('users', row.student.sourcedId);
  if (!known) return invalid('Student not found');
  if (habits.strangers === 'refused' && !members.has(item.class.sourcedId, row.student.sourcedId))
    return invalid('Student not in gradebook');
  const period = store.get('academicSessions', item.gradingPeriod?.sourcedId ?? '') as AcademicSession | undefined;
  if (period && isNamed(habits.closedPeriods, period, today)) return conflict('Grading window closed');
  if (habits.outOfRange === 'refused' && (row.score < item.resultValueMin || row.score > item.resultValueMax))
    return invalid('Score out of range');
  if (habits.strictDates && utcDate(row.scoreDate) < utcDate(item.assignDate))
    return invalid('Score date is before the assigned date');
  const before = store.get('results', row.sourcedId) as Result | undefined;
  const others = habits.twins === 'refused' || habits.typedScores === 'refused' ? sameScores(store, row) : [];
  if (habits.typedScores === 'refused' && [before, ...others].some((other) => other && other.byApi !== true))
    return conflict('The score was entered by the teacher');
  return habits.twins === 'refused' && others.length > 0
    ? conflict('The student already has a score for this assignment')
    : undefined;
}

/** Other results of the same student in the same line item. */
function sameScores(store: SisStore, row: Result): Result[] {
  return (store.rows('results') as readonly Result[]).filter(
    (other) =>
      other.sourcedId !== row.sourcedId &&
      other.status === 'active' &&
      other.lineItem.sourcedId === row.lineItem.sourcedId &&
      other.student.sourcedId === row.student.sourcedId,
  );
}
