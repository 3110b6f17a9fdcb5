import type { Collection } from '../../shared/entities.ts';
import { collections } from '../../shared/entities.ts';
import type { Failure } from '../../shared/failure.ts';

/** What is known of a pull before anything is made of it. */
export interface PullFacts {
  readonly distinct: Readonly<Record<Collection, number>>;
  readonly dropped: Readonly<Record<Collection, number>>;
  /** How many of each the ledger knows from earlier pulls. */
  readonly knownBefore: Readonly<Record<Collection, number>>;
}

const plainNames: Readonly<Record<Collection, string>> = {
  orgs: 'schools',
  academicSessions: 'sessions',
  courses: 'courses',
  classes: 'classes',
  users: 'people',
  enrollments: 'enrollments',
};

const DROPPED_SHARE = 0.05;
const DROPPED_FLOOR = 5;

/**
 * ROSTER-RULES E1 and DESIGN promise 2: a pull that came back empty where there was something, or with too many
 * unreadable records, is refused: no plan at all. Null when the pull may be used.
 */
export function refusePull(facts: PullFacts): Failure | null {
  for (const collection of collections) {
    const name = plainNames[collection];
    const rows = facts.distinct[collection];
    if (rows === 0 && (facts.knownBefore[collection] > 0 || collection === 'orgs' || collection === 'academicSessions')) {
      return {
        code: 'pull.emptied',
        message:
          facts.knownBefore[collection] > 0
            ? `The SIS answered without any ${name}, though it had ${facts.knownBefore[collection]} before.`
            : `The SIS answered without any ${name}.`,
        consequence: 'No plan was made and nothing changes in Canvas. An empty answer is never taken for a removal.',
        remedy: `Check in the SIS that this connection may still read ${name}, then preview again.`,
      };
    }
    const dropped = facts.dropped[collection];
    if (dropped > DROPPED_FLOOR && dropped > (rows + dropped) * DROPPED_SHARE) {
      return {
        code: 'pull.unreadable',
        message: `${dropped} of ${rows + dropped} ${name} from the SIS could not be read.`,
        consequence: 'No plan was made and nothing changes in Canvas.',
        remedy: 'Ask your SIS support to look at the records the findings name, then preview again.',
      };
    }
  }
  return null;
}

/** More than a fifth of the enrollments point at nothing: the pull does not fit together (oneroster-1.1.md §9.40). */
export function refuseOrphans(orphans: number, enrollments: number): Failure | null {
  if (orphans <= 10 || orphans <= enrollments * 0.2) return null;
  return {
    code: 'pull.orphans',
    message: `${orphans} of ${enrollments} enrollments name a person or class the SIS did not send.`,
    consequence: 'No plan was made and nothing changes in Canvas.',
    remedy: 'Check in the SIS that this connection may read all people and classes of the chosen schools, then preview again.',
  };
}
