import { z } from 'zod';

/** The kinds of Canvas objects a plan may change, in Canvas' dependency order (canvas-sis.md §1.2). */
export const entityKinds = ['account', 'term', 'course', 'section', 'user', 'enrollment', 'observer'] as const;
export const EntityKind = z.enum(entityKinds);
export type EntityKind = z.infer<typeof EntityKind>;

/** The six OneRoster collections of a pull, in the order parents come before children (oneroster-1.1.md §1.5). */
export const collections = ['orgs', 'academicSessions', 'courses', 'classes', 'users', 'enrollments'] as const;
export const Collection = z.enum(collections);
export type Collection = z.infer<typeof Collection>;

/** Canvas cells by Canvas' own column names; the empty string means "no value". */
export const Fields = z.record(z.string(), z.string());
export type Fields = z.infer<typeof Fields>;

/** The SIS record something came from. */
export const SourceRecord = z.object({ collection: Collection, sourcedId: z.string() });
export type SourceRecord = z.infer<typeof SourceRecord>;
