import { z } from 'zod';
import type { RowReader } from './readers.ts';
import type { SisCourse } from './rows.ts';
import { idOf, wireBase, wireOptionalText, wireRef, wireText } from './wire.ts';

const wire = z.object({ ...wireBase, title: wireText, courseCode: wireOptionalText, org: wireRef.optional() });

/** oneroster-1.1.md §2.5. */
export const courseReader: RowReader<SisCourse> = {
  keys: Object.keys(wire.shape),
  strict(row) {
    const read = wire.safeParse(row);
    if (!read.success) return null;
    const { sourcedId, status, title, courseCode, org } = read.data;
    return { sourcedId, status, title, courseCode: courseCode ?? '', org: idOf(org) };
  },
  loose: (row) => ({
    sourcedId: row.sourcedId,
    status: row.status(),
    title: row.titled('title'),
    courseCode: row.text('courseCode'),
    org: row.ref('org'),
  }),
};
