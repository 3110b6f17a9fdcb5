import { createHash } from 'node:crypto';
import { type Match, type MatchCandidate, type MatchEntity, matchEntities } from '../../../shared/conversion.ts';
import type { Reason } from '../../../shared/plan.ts';
import type { DistrictStore, PlannedChange } from '../../store/store-api.ts';
import { ledgerExtra } from '../desired.ts';
import { emptyCounts } from '../holds/tally.ts';
import { bucketFor } from '../steps/step.ts';
import { byText, canonical } from '../text.ts';

export interface AdoptionInput {
  readonly store: Pick<DistrictStore, 'evaluation' | 'adoptedMatches' | 'ledgerGet' | 'beginPlan'>;
  readonly settingsDigest: string;
  /** ISO instant. */
  readonly now: string;
}

const BATCH = 1_000;

/**
 * The adoptions a person decided as an ordinary plan (ROSTER-RULES G2): what has no SIS id gets one through the API, first;
 * what has another is renamed by `change_sis_id`. What was adopted before is in the ledger and not asked for again. Null when
 * there is nothing to adopt.
 */
export function planAdoptions({ store, settingsDigest, now }: AdoptionInput): number | null {
  const evaluation = store.evaluation();
  if (evaluation === null) return null;
  const writer = store.beginPlan(now);
  let finished = false;
  try {
    const hash = createHash('sha256').update(settingsDigest);
    const counts = emptyCounts();
    let total = 0;
    for (const byApi of [true, false]) {
      for (const entity of matchEntities) {
        let batch: PlannedChange[] = [];
        for (const change of adoptions(store, evaluation.number, entity, byApi)) {
          hash.update(JSON.stringify([change.entity, change.key, change.row]));
          counts[entity].adopt += 1;
          total += 1;
          batch.push(change);
          if (batch.length < BATCH) continue;
          writer.add(batch);
          batch = [];
        }
        if (batch.length > 0) writer.add(batch);
      }
    }
    if (total === 0) return null;
    const id = hash.digest('hex').slice(0, 20);
    writer.finish({
      id,
      complete: true,
      settingsDigest,
      counts,
      holds: [],
      findings: { dropped: 0, warned: 0 },
      readAt: evaluation.at,
    });
    finished = true;
    return writer.number;
  } finally {
    if (!finished) writer.discard();
  }
}

function* adoptions(
  store: AdoptionInput['store'],
  evaluation: number,
  entity: MatchEntity,
  byApi: boolean,
): Generator<PlannedChange> {
  for (const match of store.adoptedMatches(evaluation, entity)) {
    if (match.decision?.kind !== 'adopt') continue;
    const { canvasId } = match.decision;
    const candidate = match.candidates.find((one) => one.canvasId === canvasId);
    if (candidate === undefined || (candidate.sisId === '') !== byApi) continue;
    if (store.ledgerGet(entity, bucketFor(entity, match.key), match.key) !== null) continue;
    yield adoption(match, candidate);
  }
}

/** `type` of change_sis_id.csv is the Canvas word, as ours are (canvas-sis.md §1.12). */
function adoption(match: Match, candidate: MatchCandidate): PlannedChange {
  const { entity, key, label, school, schoolName, source } = match;
  return {
    entity,
    action: 'adopt',
    how: null,
    key,
    label,
    school,
    schoolName,
    changed: ['sis_id'],
    before: { sis_id: candidate.sisId, in_canvas: candidate.label },
    after: { sis_id: key, in_canvas: candidate.label },
    reason: reasonOf(candidate),
    source,
    bucket: bucketFor(entity, key),
    row: { old_id: candidate.sisId, new_id: key, type: entity, login: candidate.login },
    ledgerFields: canonical(candidate.applied),
    ledgerExtra: JSON.stringify(ledgerExtra({ label, school })),
    canvasId: candidate.canvasId,
    hold: '',
    waiting: false,
  };
}

function reasonOf({ sisId, traits }: MatchCandidate): Reason {
  const agree = [...traits].sort(byText).join(', ');
  const what = sisId === '' ? 'It has no SIS id in Canvas yet' : `It has the SIS id ${sisId} in Canvas`;
  return { rule: 'G2', text: `${what}; you decided that both are the same${agree === '' ? '' : ` (they agree in: ${agree})`}.` };
}
