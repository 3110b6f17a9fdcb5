import { z } from 'zod';
import { schoolOf } from './class.ts';
import type { RowReader } from './readers.ts';
import type { SisEnrollment } from './rows.ts';
import { roles, wireBase, wireDate, wireRef } from './wire.ts';

const wire = z.object({
  ...wireBase,
  user: wireRef,
  class: wireRef,
  school: wireRef,
  role: z.enum(roles),
  primary: z.union([z.boolean(), z.literal('true'), z.literal('false')]).optional(),
  beginDate: wireDate.optional(),
  endDate: wireDate.optional(),
});

/** oneroster-1.1.md §2.8; user and class are key fields: without them the record is dropped and counted (§2.11). */
export const enrollmentReader: RowReader<SisEnrollment> = {
  keys: Object.keys(wire.shape),
  strict(row) {
    const read = wire.safeParse(row);
    if (!read.success) return null;
    const { sourcedId, status, user, class: class_, school, role, primary, beginDate, endDate } = read.data;
    return {
      sourcedId,
      status,
      user: user.sourcedId,
      class: class_.sourcedId,
      school: school.sourcedId,
      role,
      primary: primary === true || primary === 'true',
      beginDate: beginDate ?? '',
      endDate: endDate ?? '',
    };
  },
  loose(row) {
    const user = row.ref('user');
    const class_ = row.ref('class');
    if (user === '' || class_ === '') {
      const missing = user === '' ? 'user' : 'class';
      return row.drop({
        rule: `enrollment-${missing}-missing`,
        message: `The enrollment names no ${missing}; it was left out.`,
        remedy: `Look at this enrollment in the SIS: its ${missing} may be missing or not shared with this connection.`,
      });
    }
    return {
      sourcedId: row.sourcedId,
      status: row.status(),
      user,
      class: class_,
      school: schoolOf(row),
      role: row.word('role', roles),
      primary: row.flag('primary') ?? false,
      beginDate: row.date('beginDate'),
      endDate: row.date('endDate'),
    };
  },
};
