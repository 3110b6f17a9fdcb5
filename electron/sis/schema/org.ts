import { z } from 'zod';
import type { RowReader } from './readers.ts';
import type { SisOrg } from './rows.ts';
import { idOf, wireBase, wireOptionalText, wireRef, wireText } from './wire.ts';

/** `local` was the 1.0 word for district (oneroster-1.1.md §2.4). */
const types = ['department', 'school', 'district', 'local', 'state', 'national'] as const;

const wire = z.object({
  ...wireBase,
  name: wireText,
  type: z.enum(types),
  identifier: wireOptionalText,
  parent: wireRef.optional(),
});

export const orgReader: RowReader<SisOrg> = {
  keys: Object.keys(wire.shape),
  strict(row) {
    const read = wire.safeParse(row);
    if (!read.success) return null;
    const { sourcedId, status, name, type, identifier, parent } = read.data;
    return { sourcedId, status, name, type, identifier: identifier ?? '', parent: idOf(parent) || null };
  },
  loose: (row) => ({
    sourcedId: row.sourcedId,
    status: row.status(),
    name: row.titled('name'),
    type: row.word('type', types),
    identifier: row.text('identifier'),
    parent: row.ref('parent') || null,
  }),
};
