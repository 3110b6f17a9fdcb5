import type { SisUser } from '../../sis/schema/rows.ts';
import { bucketOf } from '../../store/bucket.ts';
import { isGuardian, roleGroup } from '../map/users.ts';
import type { MapWork } from './map-context.ts';

/** Student and agent by sourcedId, whichever of the two records names the other (oneroster-1.1.md §2.7). */
const LIST = 'agents';

export function putAgentPairs(work: Pick<MapWork, 'appendPairs'>, users: readonly SisUser[]): void {
  const pairs = users.flatMap((user) => {
    if (roleGroup(user.role) === 'student') return user.agents.map((agent) => ({ first: user.sourcedId, second: agent }));
    return isGuardian(user.role) ? user.agents.map((student) => ({ first: student, second: user.sourcedId })) : [];
  });
  if (pairs.length > 0)
    work.appendPairs(
      LIST,
      pairs.map((pair) => ({ ...pair, bucket: bucketOf(pair.first) })),
    );
}

export interface AgentPair {
  readonly student: string;
  readonly agent: string;
}

export function* agentPairs(work: Pick<MapWork, 'pairs'>, bucket: number): Generator<AgentPair> {
  for (const { first, second } of work.pairs(LIST, bucket)) yield { student: first, agent: second };
}
