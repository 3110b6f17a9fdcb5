import type { CsvHeader } from './csv-row.ts';

/** What Canvas calls the types of files, in its processing order (§1.2). */
export const IMPORT_TYPES = [
  'change_sis_id',
  'account',
  'term',
  'abstract_course',
  'course',
  'section',
  'xlist',
  'user',
  'login',
  'enrollment',
  'admin',
  'group_category',
  'group',
  'group_membership',
  'grade_publishing_results',
  'user_observer',
] as const;
export type ImportType = (typeof IMPORT_TYPES)[number];

const OWNER_COLUMNS = ['existing_user_id', 'existing_integration_id', 'existing_canvas_user_id'];

/** First match wins; the order of the tests is the order of processing. */
export function detectType(header: CsvHeader): ImportType | undefined {
  const all = (...columns: string[]) => columns.every((column) => header.has(column));
  const any = (...columns: string[]) => columns.some((column) => header.has(column));
  if (any('old_id', 'old_integration_id')) return 'change_sis_id';
  if (all('account_id', 'parent_account_id')) return 'account';
  if (all('term_id', 'name')) return 'term';
  if (all('abstract_course_id', 'short_name') && !any('course_id')) return 'abstract_course';
  if (all('course_id', 'short_name')) return 'course';
  if (all('section_id', 'name')) return 'section';
  if (all('xlist_course_id', 'section_id')) return 'xlist';
  if (all('user_id', 'login_id') && !any(...OWNER_COLUMNS)) return 'user';
  if (any(...OWNER_COLUMNS)) return 'login';
  if (any('section_id', 'course_id') && any('user_id', 'user_integration_id')) return 'enrollment';
  if (all('account_id', 'user_id')) return 'admin';
  if (all('group_category_id', 'category_name')) return 'group_category';
  if (all('group_id', 'name')) return 'group';
  if (all('group_id', 'user_id')) return 'group_membership';
  if (any('grade_publishing_status')) return 'grade_publishing_results';
  if (all('observer_id', 'student_id')) return 'user_observer';
  return undefined;
}

/** The key of a type in data.counts (§2.4). */
export function countKey(type: ImportType): string {
  if (type === 'group_category') return 'group_categories';
  return type === 'grade_publishing_results' ? type : `${type}s`;
}
