import type { SisEnrollment } from './schema/rows.ts';

/** An enrollment as a pull keeps it: its three ids stand beside the body, which holds the rest. */
export interface StoredEnrollment {
  readonly id: string;
  readonly class: string;
  readonly user: string;
  readonly body: string;
}

type Rest = readonly [
  status: SisEnrollment['status'],
  role: string,
  school: string,
  primary: 0 | 1,
  beginDate: string,
  endDate: string,
];

/**
 * A third of the row as JSON: enrollments are four rows of five, and every byte is encrypted, decrypted and parsed again.
 */
export function enrollmentBody(row: SisEnrollment): string {
  const rest: Rest = [row.status, row.role, row.school, row.primary ? 1 : 0, row.beginDate, row.endDate];
  return JSON.stringify(rest);
}

/** The text is our own, from an encrypted file: it is not checked again. */
export function storedEnrollment({ id, class: cls, user, body }: StoredEnrollment): SisEnrollment {
  const [status, role, school, primary, beginDate, endDate] = JSON.parse(body) as Rest;
  return { sourcedId: id, status, user, class: cls, school, role, primary: primary === 1, beginDate, endDate };
}
