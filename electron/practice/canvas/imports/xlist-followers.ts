import type { Course } from '../model.ts';
import { writeField } from '../sticky.ts';
import type { ImportContext } from './context.ts';

const FOLLOWED = ['name', 'course_code', 'account_id', 'enrollment_term_id', 'start_at', 'conclude_at'] as const;

/** Courses that a cross-listing made keep following their base until a side was edited by hand (§1.8, §8.58). */
export function followersFollow(context: ImportContext, base: Course): void {
  if (!context.followed.has(base.id)) return;
  for (const follower of context.state.courses.values()) {
    if (follower.follows_course_id === base.id) copyFollowed(context, base, follower);
  }
}

export function copyFollowed(context: ImportContext, base: Course, follower: Course): void {
  for (const field of FOLLOWED) {
    if (!base.stuck.includes(field)) copyField(context, base, follower, field);
  }
  follower.restrict_enrollments_to_course_dates = follower.start_at !== null || follower.conclude_at !== null;
}

function copyField<K extends (typeof FOLLOWED)[number]>(context: ImportContext, base: Course, follower: Course, field: K): void {
  writeField(context.writer, follower, field, base[field]);
}
