import { z } from 'zod';
import type { RowReader } from './readers.ts';
import type { SisAcademicSession } from './rows.ts';
import { idOf, wireBase, wireDate, wireRef, wireText } from './wire.ts';

const types = ['gradingPeriod', 'semester', 'schoolYear', 'term'] as const;

const wire = z.object({
  ...wireBase,
  title: wireText,
  type: z.enum(types),
  startDate: wireDate,
  endDate: wireDate,
  schoolYear: wireText,
  parent: wireRef.optional(),
});

/** oneroster-1.1.md §2.3. */
export const academicSessionReader: RowReader<SisAcademicSession> = {
  keys: Object.keys(wire.shape),
  strict(row) {
    const read = wire.safeParse(row);
    return read.success ? { ...read.data, parent: idOf(read.data.parent) || null } : null;
  },
  loose: (row) => ({
    sourcedId: row.sourcedId,
    status: row.status(),
    title: row.titled('title'),
    type: row.word('type', types),
    startDate: row.requiredDate('startDate'),
    endDate: row.requiredDate('endDate'),
    schoolYear: row.text('schoolYear') || row.ref('schoolYear'),
    parent: row.ref('parent') || null,
  }),
};
