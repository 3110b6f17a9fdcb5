import type { Profile } from '../settings.ts';
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
  'differentiation_tag_set',
  'group',
  'differentiation_tag',
  'group_membership',
  'differentiation_tag_membership',
  'grade_publishing_results',
  'user_observer',
] as const;
export type ImportType = (typeof IMPORT_TYPES)[number];

const OWNER_COLUMNS = ['existing_user_id', 'existing_integration_id', 'existing_canvas_user_id'];

/** First match wins; the order of the tests is the order of processing. */
export function detectType(header: CsvHeader, profile: Profile = '2026'): ImportType | undefined {
  const all = (...columns: string[]) => columns.every((column) => header.has(column));
  const any = (...columns: string[]) => columns.some((column) => header.has(column));
  const tags = profile === '2026';
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
  if (tags && all('tag_set_id', 'course_id', 'set_name')) return 'differentiation_tag_set';
  if (all('group_id', 'name')) return 'group';
  if (tags && all('tag_id', 'name')) return 'differentiation_tag';
  if (all('group_id', 'user_id')) return 'group_membership';
  if (tags && all('tag_id', 'user_id')) return 'differentiation_tag_membership';
  if (any('grade_publishing_status')) return 'grade_publishing_results';
  if (all('observer_id', 'student_id')) return 'user_observer';
  return undefined;
}

/** The key of a type in data.counts (§2.4). */
export function countKey(type: ImportType): string {
  if (type === 'group_category') return 'group_categories';
  return type === 'grade_publishing_results' ? type : `${type}s`;
}

const TAG_COUNTS = ['institutional_tag_categories', 'institutional_tags', 'institutional_tag_associations'];

/** Every kind is listed, with 0 where nothing came; the tags of 2026 only there (§2.4). */
export function emptyCounts(profile: Profile): Record<string, number> {
  const keys = IMPORT_TYPES.filter((type) => profile === '2026' || !type.startsWith('differentiation_tag')).map(countKey);
  return Object.fromEntries([...keys, ...(profile === '2026' ? TAG_COUNTS : [])].map((key) => [key, 0]));
}
