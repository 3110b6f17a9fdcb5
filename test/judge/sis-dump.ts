import { z } from 'zod';

/** The practice SIS' rows as its control API dumps them: what a complete pull would read tonight (oneroster-1.1 §2). */
const text = z.string().nullish();
const Ref = z.looseObject({ sourcedId: z.string() });
const base = { sourcedId: z.string(), status: z.string().default('active') };

const Org = z.looseObject({ ...base, name: text, type: z.string() });
const Session = z.looseObject({
  ...base,
  title: z.string(),
  type: z.string(),
  startDate: z.string(),
  endDate: z.string(),
  schoolYear: z.coerce.string(),
  parent: Ref.nullish(),
});
const Class = z.looseObject({
  ...base,
  title: text,
  classType: text,
  course: Ref.nullish(),
  school: Ref.nullish(),
  terms: z.array(Ref).nullish(),
});
const User = z.looseObject({
  ...base,
  username: text,
  identifier: text,
  email: text,
  enabledUser: z.union([z.boolean(), z.string()]).nullish(),
  givenName: text,
  familyName: text,
  role: z.string(),
  orgs: z.array(Ref).nullish(),
  agents: z.array(Ref).nullish(),
});
const Enrollment = z.looseObject({
  ...base,
  user: Ref.nullish(),
  class: Ref.nullish(),
  role: z.string(),
  primary: z.union([z.boolean(), z.string()]).nullish(),
  beginDate: text,
  endDate: text,
});

export const SisDump = z.looseObject({
  orgs: z.array(Org),
  academicSessions: z.array(Session),
  courses: z.array(z.looseObject({ ...base })),
  classes: z.array(Class),
  users: z.array(User),
  enrollments: z.array(Enrollment),
});
export type SisDump = z.infer<typeof SisDump>;
export type SisOrg = z.infer<typeof Org>;
export type SisSession = z.infer<typeof Session>;
export type SisClass = z.infer<typeof Class>;
export type SisUser = z.infer<typeof User>;
export type SisEnrollment = z.infer<typeof Enrollment>;

/** §2.2: `inactive` is the old word for tobedeleted. */
export function isActive(row: { readonly status: string }): boolean {
  return row.status !== 'tobedeleted' && row.status !== 'inactive';
}
