import { z } from 'zod';

/** The practice Canvas' state dump (Canvas' own column names): everything, and by name what the judge looks at. */
const text = z.string().nullable();
const base = { id: z.number(), stuck: z.array(z.string()).default([]), workflow_state: z.string() };

const Account = z.looseObject({ ...base, name: z.string(), parent_account_id: z.number().nullable(), sis_source_id: text });
const Override = z.looseObject({ start_at: text, end_at: text });
const Term = z.looseObject({
  ...base,
  name: z.string(),
  start_at: text,
  end_at: text,
  sis_source_id: text,
  overrides: z.record(z.string(), Override).default({}),
});
const Course = z.looseObject({
  ...base,
  name: z.string(),
  course_code: z.string(),
  account_id: z.number(),
  enrollment_term_id: z.number(),
  sis_source_id: text,
});
const Section = z.looseObject({
  ...base,
  name: z.string(),
  course_id: z.number(),
  nonxlist_course_id: z.number().nullable(),
  sis_source_id: text,
});
const User = z.looseObject({ ...base, name: z.string(), email: text });
const Login = z.looseObject({
  ...base,
  user_id: z.number(),
  unique_id: z.string(),
  sis_user_id: text,
  authentication_provider_id: z.number().nullable(),
});
const Enrollment = z.looseObject({
  ...base,
  user_id: z.number(),
  course_id: z.number(),
  course_section_id: z.number(),
  type: z.string(),
  start_at: text,
  end_at: text,
});
const ObserverLink = z.looseObject({ ...base, observer_id: z.number(), student_id: z.number() });
const Admin = z.looseObject({ ...base, user_id: z.number() });
const Import = z.looseObject({ id: z.number(), user_id: z.number(), created_at: z.string() });

export const CanvasDump = z.looseObject({
  accounts: z.array(Account),
  terms: z.array(Term),
  courses: z.array(Course),
  sections: z.array(Section),
  users: z.array(User),
  logins: z.array(Login),
  enrollments: z.array(Enrollment),
  observer_links: z.array(ObserverLink).default([]),
  admins: z.array(Admin).default([]),
  group_memberships: z.array(z.looseObject(base)).default([]),
  imports: z.array(Import).default([]),
  violations: z.array(z.unknown()).default([]),
});
export type CanvasDump = z.infer<typeof CanvasDump>;
export type CanvasTerm = z.infer<typeof Term>;
export type CanvasCourse = z.infer<typeof Course>;
export type CanvasSection = z.infer<typeof Section>;
export type CanvasLogin = z.infer<typeof Login>;
export type CanvasEnrollment = z.infer<typeof Enrollment>;
export type CanvasObserverLink = z.infer<typeof ObserverLink>;

/** The kinds of objects whose rows must stay as they are unless they are ours and the rules say otherwise. */
export const canvasKinds = [
  'accounts',
  'terms',
  'courses',
  'sections',
  'users',
  'logins',
  'enrollments',
  'observer_links',
  'admins',
  'group_memberships',
] as const;
export type CanvasKind = (typeof canvasKinds)[number];
export type CanvasRow = CanvasDump[CanvasKind][number];
