import { z } from 'zod';

/** Building blocks of the strict schemas: a row exactly as OneRoster 1.1 writes it (oneroster-1.1.md §2.2). */
export const wireText = z.string();
export const wireOptionalText = z.string().optional();
export const wireDate = z.iso.date();
export const wireRef = z.object({ sourcedId: z.string().min(1) });
export const wireTexts = z.array(z.string()).optional();
export const wireBase = { sourcedId: z.string().min(1), status: z.enum(['active', 'tobedeleted']) };

/** Roles of 1.1, for users and enrollments alike (§2.7, §2.8). */
export const roles = ['administrator', 'aide', 'guardian', 'parent', 'proctor', 'relative', 'student', 'teacher'] as const;

export function idOf(ref: { readonly sourcedId: string } | undefined): string {
  return ref?.sourcedId ?? '';
}

export function idsOf(refs: readonly { readonly sourcedId: string }[] | undefined): string[] {
  return refs?.map((ref) => ref.sourcedId) ?? [];
}
