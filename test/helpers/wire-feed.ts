import { collections } from '../../shared/entities.ts';
import type { PracticeEngine } from './practice-engine.ts';
import { sisRows } from './practice-world.ts';
import type { Feed } from './sis-feed.ts';

const ref = (type: string) => (sourcedId: string) => ({ sourcedId, type });

/** A feed's rows as a SIS serves them (oneroster-1.1.md §2): references, and no fields that say nothing. */
export function wireRows(feed: Feed): Readonly<Record<keyof Feed, readonly (Record<string, unknown> & { sourcedId: string })[]>> {
  return {
    orgs: feed.orgs.map(({ parent, ...row }) => ({ ...row, ...(parent === null ? {} : { parent: ref('org')(parent) }) })),
    academicSessions: feed.academicSessions.map(({ parent, ...row }) => ({
      ...row,
      ...(parent === null ? {} : { parent: ref('academicSession')(parent) }),
    })),
    courses: feed.courses.map(({ org, ...row }) => ({ ...row, org: ref('org')(org) })),
    classes: feed.classes.map(({ course, school, terms, ...row }) => ({
      ...row,
      course: ref('course')(course),
      school: ref('org')(school),
      terms: terms.map(ref('academicSession')),
    })),
    users: feed.users.map(({ orgs, ...row }) => ({ ...row, orgs: orgs.map(ref('org')) })),
    enrollments: feed.enrollments.map(({ user, class: where, school, beginDate, endDate, ...row }) => ({
      ...row,
      user: ref('user')(user),
      class: ref('class')(where),
      school: ref('org')(school),
      ...(beginDate === '' ? {} : { beginDate }),
      ...(endDate === '' ? {} : { endDate }),
    })),
  };
}

/** Makes the practice SIS hold this feed and nothing else. */
export async function writeFeed(world: PracticeEngine, feed: Feed): Promise<void> {
  const rows = wireRows(feed);
  for (const name of collections) {
    const wanted = new Set(rows[name].map(({ sourcedId }) => sourcedId));
    for (const { sourcedId } of await sisRows(world, name))
      if (!wanted.has(sourcedId)) await world.control('DELETE', `/sis/${name}/${encodeURIComponent(sourcedId)}`);
    for (const row of rows[name]) await world.control('PUT', `/sis/${name}/${encodeURIComponent(row.sourcedId)}`, row);
  }
}
