import type { Collection, EntityKind, Fields } from '../../shared/entities.ts';
import type { ClassFilter } from '../../shared/settings.ts';

/**
 * One Canvas row we want, with its provenance. `partition` decides the bucket: the section for enrollments, the row's
 * own key otherwise.
 */
export interface DesiredRow {
  readonly entity: EntityKind;
  readonly key: string;
  readonly partition: string;
  /** The fields this row is compared by and sends (ROSTER-RULES F1 "follow the SIS"). */
  readonly fields: Fields;
  readonly extra: DesiredExtra;
}

/** What else is known of a desired row; kept as JSON beside it. */
export interface DesiredExtra {
  readonly label: string;
  /** Account id of its school, '' for the district. */
  readonly school: string;
  readonly source: readonly [Collection, string];
  /** How many accounts of ours stand above this one (C1); none when missing. */
  readonly level?: number;
  /** What a person is asked about a term (C2). */
  readonly question?: string;
  /** First and last day of the class (sections and courses), for D1 and D2. */
  readonly starts?: string;
  readonly ends?: string;
  /** Whether a person is a student (D3), and one the SIS marks as disabled (C9). */
  readonly role?: PersonRole;
  readonly disabled?: true;
  /** School year of a section, by the year it ends in (C8). */
  readonly year?: string;
  /** Course of a section. */
  readonly course?: string;
  /** The course a section lives in so far: it stays there if somebody published or changed that one (C4). */
  readonly home?: string;
  /** The course in which this member of staff sees the own sections only, if a class stays in it that would leave it (C4). */
  readonly limitedIn?: string;
  /** Teachers of other classes in the course of this enrollment's class, in words (C4). */
  readonly colleagues?: string;
  /** As long as Canvas does not have it: the rule that lets it wait for its day, or leaves it out (C5, C8). */
  readonly notYet?: NotYet;
  /** A student whom nobody observes (C6). */
  readonly noContact?: true;
  /** Class ended: nothing about it changes any more (D1). */
  readonly frozen?: true;
  /** Why this row cannot be sent: rule number and what to mend. */
  readonly hold?: RowHold;
  /** Present for an explicit drop: the row is named by the SIS only to say that it is over. */
  readonly dropped?: { readonly on: string; readonly text: string };
}

/** Which side of the house a person belongs to; guardians are here only to observe (C6). */
export type PersonRole = HouseRole | 'observer';
export type HouseRole = 'student' | 'staff';

/** C6: why a link goes at once. */
export const NO_CONTACT = 'The student is on the no-contact list.';

export interface NotYet {
  readonly rule: 'C5' | 'C8';
  /** The day it is due; '' when a filter leaves it out for good. */
  readonly until: string;
  /** Students may wait longer than their class. */
  readonly who: 'class' | 'students';
  /** What a class is filtered for (C5), '' otherwise. */
  readonly filter: ClassFilter | 'no-students' | '';
}

export interface RowHold {
  readonly rule: 'B' | 'B1' | 'B2' | 'B3' | 'B4' | 'C2' | 'E11' | 'E13';
  readonly text: string;
  /** The hold on its parent (E13) that frees this row as well when a person releases it. */
  readonly with?: string;
}

/** The key of something that has no Canvas id yet: only unique, never sent, because the row is held. */
export function keyWithoutId(sourcedId: string): string {
  return `~no-id~${sourcedId}`;
}

/** What the ledger keeps of a row beside its fields: enough to explain and to freeze it when the SIS no longer names it. */
export interface LedgerExtra {
  readonly label: string;
  readonly school: string;
  readonly starts?: string;
  readonly ends?: string;
  readonly year?: string;
  readonly course?: string;
  /** Of a person: what they were when the SIS last named them (D3). */
  readonly role?: PersonRole;
  /** Fields that were sent once and that Canvas did not show; they are sent a second time (F5). */
  readonly unseen?: readonly string[];
  /** Logins a person had before: they never pass to somebody else by themselves (B2). */
  readonly former?: readonly string[];
}

/** @param memory what the ledger knows of the row beside what the SIS says. */
export function ledgerExtra(
  extra: Omit<DesiredExtra, 'source'>,
  memory: Pick<LedgerExtra, 'unseen' | 'former'> = {},
): LedgerExtra {
  const { unseen = [], former = [] } = memory;
  return {
    ...(unseen.length === 0 ? {} : { unseen }),
    ...(former.length === 0 ? {} : { former }),
    label: extra.label,
    school: extra.school,
    ...(extra.starts === undefined ? {} : { starts: extra.starts }),
    ...(extra.ends === undefined ? {} : { ends: extra.ends }),
    ...(extra.year === undefined ? {} : { year: extra.year }),
    ...(extra.course === undefined ? {} : { course: extra.course }),
    ...(extra.role === undefined ? {} : { role: extra.role }),
  };
}
