import type { Where } from '../where.ts';

/** Ways of a gradebook, as the field knows them (oneroster-1.1 §6). All off: it takes what the reference says, and keeps it. */
export interface GradebookHabits {
  /** What becomes of PUT and DELETE: taken; 403; 404 "API route not found", as Focus tells a connection that may only read; 405. */
  gradebookWrites: 'taken' | '403' | '404' | '405';
  /** Gradebook calls without `x-vendor-authorization` are 401 (Infinite Campus, §4.2). */
  vendorHeader: boolean;
  /** `/classes/{id}/categories`, which is 1.2, is there too (§1.3). */
  classCategories: boolean;
  /** There is no category yet, as early in a grading period (§6.6). */
  noCategories: boolean;
  /** Categories are made in the SIS only: PUT and DELETE of one are 405. */
  fixedCategories: boolean;
  /** Whose sourcedIds count: the client's; only UUIDs of the client's; or the server's own, told in the reply or in Location (§6.1). */
  gradebookIds: 'kept' | 'uuid only' | 'minted' | 'minted, in Location';
  /** The status of a PUT that was taken: 201 for a new row and 200 for a replaced one, or always the same. */
  putStatus: 'spec' | '200' | '201' | '204';
  /** The body of that answer: the row as it is now, nothing, or a word of success. */
  putBody: 'entity' | 'none' | 'statusInfo';
  /** DELETE: gone, with 204 or 200; only marked tobedeleted; 405 (Aeries), or 403 for line items (Blackbaud, §6.4). */
  deletes: '204' | '200' | 'marked' | '405' | '403';
  /** Results of students who are not in the class: 422, taken, or answered as if taken. */
  strangers: 'refused' | 'taken' | 'swallowed';
  /** Grading periods that are closed, 409: sourcedIds, `past`, `all` (§6.5). */
  closedPeriods: string[];
  /** Grading periods that the API does not know: 422 for dates within them (§6.6). */
  hiddenPeriods: string[];
  /** A second line item of equal title and due date in a class, a second result of a student in a line item: kept, or 409 (§6.5). */
  twins: 'kept' | 'refused';
  /** Results a teacher typed: replaced, or 409 (Blackbaud, §6.5). */
  typedScores: 'replaced' | 'refused';
  /** Scores outside the line item's range: taken (extra credit), or 422 (§6.3). */
  outOfRange: 'taken' | 'refused';
  /** `exempt`: kept; kept as a zero that counts; 422. */
  exempt: 'kept' | 'as zero' | 'refused';
  /** The longest title a line item may have (Infinite Campus: 30). */
  titleLimit: number | null;
  /** Assigned before the period or after the due date, scored before assigned: 422 (Blackbaud, §6.3). */
  strictDates: boolean;
  /** Scores and ranges go out as text (Q, §6.2). */
  numbersAsText: boolean;
  /** The write is done, but its answer never comes (§9 case 70). */
  lostReply: Where | null;
}

export function noGradebookHabits(): GradebookHabits {
  return {
    gradebookWrites: 'taken',
    vendorHeader: false,
    classCategories: false,
    noCategories: false,
    fixedCategories: false,
    gradebookIds: 'kept',
    putStatus: 'spec',
    putBody: 'entity',
    deletes: '204',
    strangers: 'refused',
    closedPeriods: [],
    hiddenPeriods: [],
    twins: 'kept',
    typedScores: 'replaced',
    outOfRange: 'taken',
    exempt: 'kept',
    titleLimit: null,
    strictDates: false,
    numbersAsText: false,
    lostReply: null,
  };
}
