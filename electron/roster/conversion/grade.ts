import { assertNever } from '../../../shared/assert-never.ts';
import type { MatchEntity, MatchGrade, MatchTrait } from '../../../shared/conversion.ts';

/** A Canvas object that shares traits with something the SIS names. */
export interface Candidate {
  readonly canvasKey: string;
  readonly traits: ReadonlySet<MatchTrait>;
  /** The names of both agree, too. */
  readonly sameName: boolean;
  /** Something else the SIS names has as good a claim. */
  readonly contested: boolean;
}

export interface Graded {
  readonly grade: Extract<MatchGrade, 'exact' | 'likely' | 'ambiguous' | 'new'>;
  /** The best first. */
  readonly candidates: readonly Candidate[];
}

/**
 * How sure a match is (ROSTER-RULES G1). Exact: one candidate that nobody else claims, with proof from two sides. Likely: one
 * candidate with one proof. Anything with a rival is a person's decision.
 */
export function gradeOf(entity: MatchEntity, candidates: readonly Candidate[]): Graded {
  const ranked = [...candidates].sort(
    (a, b) => Number(isExact(entity, b)) - Number(isExact(entity, a)) || b.traits.size - a.traits.size || order(a, b),
  );
  const [best, second] = ranked;
  if (best === undefined) return { grade: 'new', candidates: [] };
  if (second !== undefined || best.contested || isDoubtful(entity, best)) return { grade: 'ambiguous', candidates: ranked };
  return { grade: isExact(entity, best) ? 'exact' : 'likely', candidates: ranked };
}

function order(a: Candidate, b: Candidate): number {
  return a.canvasKey < b.canvasKey ? -1 : 1;
}

/** Numbers repeat: a pupil and a teacher may both be 4711. An id alone, under another name, proves nothing. */
function isDoubtful(entity: MatchEntity, { traits, sameName }: Candidate): boolean {
  return entity === 'user' && !sameName && !traits.has('login') && !traits.has('e-mail');
}

function isExact(entity: MatchEntity, { traits, sameName }: Candidate): boolean {
  switch (entity) {
    case 'user': {
      const proofs = (['login', 'identifier', 'integration id'] as const).filter((trait) => traits.has(trait)).length;
      return proofs >= 2 || (proofs === 1 && (sameName || traits.has('e-mail')));
    }
    case 'account':
      return traits.has('name');
    case 'term':
      return traits.has('name') && traits.has('dates');
    case 'course':
      return traits.has('name') && traits.has('code');
    case 'section':
      return traits.has('name');
    default:
      return assertNever(entity);
  }
}
