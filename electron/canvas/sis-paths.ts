/**
 * `sis_course_id:X` for use in a path. Slashes and dots break routes and proxies even when percent-encoded, so ids with
 * anything unusual travel as hex (canvas-sis.md §5.4).
 */
export function sisPath(prefix: 'sis_course_id' | 'sis_section_id' | 'sis_user_id' | 'sis_login_id', id: string): string {
  if (/^[A-Za-z0-9_-]+$/.test(id)) return `${prefix}:${id}`;
  return `hex:${prefix}:${Buffer.from(id, 'utf8').toString('hex')}`;
}
