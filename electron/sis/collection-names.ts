import type { Collection } from '../../shared/entities.ts';

/** What the admin calls the six collections. */
export const collectionNames: { readonly [C in Collection]: string } = {
  orgs: 'schools and organisations',
  academicSessions: 'terms',
  courses: 'courses',
  classes: 'classes',
  users: 'people',
  enrollments: 'enrollments',
};
