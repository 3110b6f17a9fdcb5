import { z } from 'zod';
import type { EntityKind } from '../../shared/entities.ts';
import type { Change, PlanSummary } from '../../shared/plan.ts';
import { changeActions } from '../../shared/plan.ts';
import { expectValue, type PracticeEngine } from './practice-engine.ts';

/** What a test reads of the practice SIS' rows and of the practice Canvas' dump: the fields it looks at, nothing more. */
const SisRow = z.looseObject({
  sourcedId: z.string(),
  status: z.string(),
  title: z.string().optional(),
  role: z.string().optional(),
});
export type SisRow = z.infer<typeof SisRow>;

const text = z.string().nullable();
export const CanvasDump = z.object({
  courses: z.array(
    z.looseObject({ id: z.number(), sis_source_id: text, name: z.string(), course_code: z.string(), workflow_state: z.string() }),
  ),
  sections: z.array(
    z.looseObject({
      id: z.number(),
      sis_source_id: text,
      name: z.string(),
      course_id: z.number(),
      nonxlist_course_id: z.number().nullable(),
      start_at: text,
      end_at: text,
      workflow_state: z.string(),
    }),
  ),
  users: z.array(z.looseObject({ id: z.number(), name: z.string(), sortable_name: z.string(), workflow_state: z.string() })),
  logins: z.array(
    z.looseObject({
      id: z.number(),
      user_id: z.number(),
      unique_id: z.string(),
      sis_user_id: text,
      authentication_provider_id: z.number().nullable(),
      workflow_state: z.string(),
    }),
  ),
  enrollments: z.array(z.looseObject({ of_user: text, of_section: text, type: z.string(), workflow_state: z.string() })),
  imports: z.array(z.looseObject({ id: z.number() })),
  violations: z.array(z.unknown()),
});
export type CanvasDump = z.infer<typeof CanvasDump>;

export async function canvasDump(world: PracticeEngine): Promise<CanvasDump> {
  return CanvasDump.parse(await world.control('GET', '/state/canvas'));
}

export async function sisRows(world: PracticeEngine, collection: string, filter: Record<string, string> = {}): Promise<SisRow[]> {
  const query = new URLSearchParams({ ...filter, limit: '100000' });
  const answer = await world.control('GET', `/sis/${collection}?${query}`);
  return z.object({ rows: z.array(SisRow) }).parse(answer).rows;
}

export function refOf(row: SisRow, name: 'user' | 'class' | 'school' | 'course'): string {
  return z.object({ sourcedId: z.string() }).parse(row[name]).sourcedId;
}

/** All changes of a plan. */
export async function changesOf(world: PracticeEngine, plan: PlanSummary): Promise<Change[]> {
  const changes: Change[] = [];
  expectValue(await world.engine.eachChange(world.district, plan.number, (change) => changes.push(change)));
  return changes;
}

/** `{ 'course update': 1, … }`: what a plan would do, without the zeros. */
export function actionsOf(plan: PlanSummary): Record<string, number> {
  const found: Record<string, number> = {};
  for (const [entity, counts] of Object.entries(plan.counts) as [EntityKind, PlanSummary['counts'][EntityKind]][]) {
    for (const action of changeActions) if (counts[action] > 0) found[`${entity} ${action}`] = counts[action];
  }
  return found;
}

/** State of one enrollment in the practice Canvas, undefined when there is none. */
export function enrollmentState(dump: CanvasDump, section: string, user: string, type = 'StudentEnrollment'): string | undefined {
  return dump.enrollments.find((e) => e.of_section === section && e.of_user === user && e.type === type)?.workflow_state;
}
