import { z } from 'zod';
import type { Collection } from '../../../shared/entities.ts';

/**
 * The rows the rest of the app sees: OneRoster 1.1's own names, every key always present, '' for missing text and dates,
 * references as bare sourcedIds, dates as YYYY-MM-DD (oneroster-1.1.md §2.2–2.8). Plain JSON; a password has no place here.
 */
const status = z.enum(['active', 'tobedeleted']);
const base = { sourcedId: z.string().min(1), status };

export const SisOrg = z.object({
  ...base,
  name: z.string(),
  type: z.string(),
  identifier: z.string(),
  parent: z.string().nullable(),
});
export type SisOrg = z.infer<typeof SisOrg>;

export const SisAcademicSession = z.object({
  ...base,
  title: z.string(),
  type: z.string(),
  startDate: z.string(),
  endDate: z.string(),
  schoolYear: z.string(),
  parent: z.string().nullable(),
});
export type SisAcademicSession = z.infer<typeof SisAcademicSession>;

export const SisCourse = z.object({ ...base, title: z.string(), courseCode: z.string(), org: z.string() });
export type SisCourse = z.infer<typeof SisCourse>;

export const SisClass = z.object({
  ...base,
  title: z.string(),
  classCode: z.string(),
  classType: z.string(),
  course: z.string(),
  school: z.string(),
  terms: z.array(z.string()),
  periods: z.array(z.string()),
  grades: z.array(z.string()),
});
export type SisClass = z.infer<typeof SisClass>;

export const SisUser = z.object({
  ...base,
  enabledUser: z.boolean(),
  givenName: z.string(),
  familyName: z.string(),
  middleName: z.string(),
  /** What the person is called, where the SIS keeps that apart from the legal name: OneRoster 1.2's own names. */
  preferredFirstName: z.string(),
  preferredLastName: z.string(),
  username: z.string(),
  identifier: z.string(),
  email: z.string(),
  /** The SIS' word; other than the eight of OneRoster 1.1 only with a finding. '' when there is none. */
  role: z.string(),
  orgs: z.array(z.string()),
  /** A student's guardians, and the reverse. */
  agents: z.array(z.string()),
  userIds: z.array(z.object({ type: z.string(), identifier: z.string() })),
  /** CEDS codes (`KG`, `01` … `12`); codes outside CEDS verbatim. */
  grades: z.array(z.string()),
  metadata: z.record(z.string(), z.string()),
});
export type SisUser = z.infer<typeof SisUser>;

export const SisEnrollment = z.object({
  ...base,
  user: z.string(),
  class: z.string(),
  school: z.string(),
  role: z.string(),
  primary: z.boolean(),
  beginDate: z.string(),
  endDate: z.string(),
});
export type SisEnrollment = z.infer<typeof SisEnrollment>;

/** The row type of each collection. */
export interface SisRows {
  orgs: SisOrg;
  academicSessions: SisAcademicSession;
  courses: SisCourse;
  classes: SisClass;
  users: SisUser;
  enrollments: SisEnrollment;
}

/** The normalised shapes by collection, for whoever reads rows back from where they were kept. */
export const rowSchemas: { readonly [C in Collection]: z.ZodType<SisRows[C]> } = {
  orgs: SisOrg,
  academicSessions: SisAcademicSession,
  courses: SisCourse,
  classes: SisClass,
  users: SisUser,
  enrollments: SisEnrollment,
};
