import type { EntityKind, Fields } from '../../shared/entities.ts';

/** Joins the parts of a composite key; cannot occur in a SIS id because Canvas refuses control characters. */
export const KEY_SEPARATOR = '\u001f';

/**
 * One Canvas object as a report or a read told it, in import columns (columns.ts) whatever the source was, so that the
 * plan and its confirmation compare like with like.
 */
export interface CanvasRow {
  readonly entity: EntityKind;
  /** SIS id; for enrollments section, user and role joined by U+001F; '' for hand-made objects without a SIS id. */
  readonly key: string;
  /** Canvas' own id; for users the id of the person, who may own several rows (one per login). */
  readonly canvasId: string;
  readonly fields: Fields;
  readonly createdBySis: boolean;
  /** Canvas ids of what the object hangs on: `account`, `term`, `course`, `section`, `user`, `parent`, … '' when unknown. */
  readonly parents: Readonly<Record<string, string>>;
  /** A section has dates that restrict nobody; only a single read tells. */
  readonly idleDates?: true;
}

/** A cross-listed section (canvas-sis.md §6): the only place where its home course is told. */
export interface XlistRow {
  readonly entity: 'xlist';
  /** SIS id of the section. */
  readonly key: string;
  readonly canvasId: string;
  /** section_id, nonxlist_course_id (home), xlist_course_id (where it lives now), status. */
  readonly fields: Fields;
  readonly createdBySis: boolean;
  readonly parents: Readonly<Record<string, string>>;
}

/** An administrator of some account; `canvasId` is the person's. */
export interface AdminRow {
  readonly entity: 'admin';
  readonly key: string;
  readonly canvasId: string;
  readonly fields: Fields;
  readonly createdBySis: boolean;
  readonly parents: Readonly<Record<string, string>>;
}

export type CanvasReportRow = CanvasRow | XlistRow | AdminRow;

/**
 * Identity of an enrollment (canvas-sis.md §1.11): section, user, role, and for observers the observed student, without
 * whom two enrollments of one parent would share a key. '' when the section or the user has no SIS id.
 */
export function enrollmentKey(sectionId: string, userId: string, role: string, observedUserId = ''): string {
  if (sectionId === '' || userId === '') return '';
  const key = `${sectionId}${KEY_SEPARATOR}${userId}${KEY_SEPARATOR}${role}`;
  return observedUserId === '' ? key : `${key}${KEY_SEPARATOR}${observedUserId}`;
}

/** Identity of a guardian's link to a student (canvas-sis.md §1.12); '' when one of them has no SIS id. */
export function observerKey(observerId: string, studentId: string): string {
  return observerId === '' || studentId === '' ? '' : `${observerId}${KEY_SEPARATOR}${studentId}`;
}
