import { createHash } from 'node:crypto';
import type { Reason } from '../../../shared/plan.ts';
import type { DistrictStore, PlannedChange, Reissued, WorkFile } from '../../store/store-api.ts';
import { DISTRICT } from '../holds/hold-words.ts';
import { emptyCounts } from '../holds/tally.ts';
import { schoolNames } from './school-names.ts';
import { bucketFor, CHECKPOINT_ROWS } from './step.ts';

export interface RemapInput {
  readonly store: Pick<DistrictStore, 'beginPlan' | 'ledgerRows'>;
  readonly work: Pick<WorkFile, 'rows' | 'reissued'>;
  readonly settingsDigest: string;
  /** ISO instant. */
  readonly now: string;
}

/** Cells of a remapped row: it is no row of an import, and nothing of it goes to Canvas. */
export const REMAP_FROM = 'remap_from';
export const REMAP_TO = 'remap_to';

/**
 * Records whose ids were issued again as an ordinary plan (ROSTER-RULES B4): applying it makes the ids that we gave them in Canvas
 * belong to the new records. Canvas is not written to, because those ids stay. Null when there is none.
 */
export function planRemap({ store, work, settingsDigest, now }: RemapInput): number | null {
  const names = schoolNames({ store, work });
  const writer = store.beginPlan(now);
  let finished = false;
  try {
    const hash = createHash('sha256').update(settingsDigest);
    const counts = emptyCounts();
    let total = 0;
    let batch: PlannedChange[] = [];
    const flush = () => {
      if (batch.length > 0) writer.add(batch);
      batch = [];
    };
    for (const kind of ['section', 'user'] as const) {
      for (const row of work.reissued(kind)) {
        if (!row.sure) continue;
        hash.update(JSON.stringify(['remap', kind, row.sisId, row.old, row.fresh]));
        counts[kind].remap += 1;
        total += 1;
        batch.push(remapping(row, row.school === '' ? DISTRICT : (names.get(row.school)?.name ?? row.school)));
        if (batch.length >= CHECKPOINT_ROWS) flush();
      }
    }
    flush();
    if (total === 0) return null;
    const id = hash.digest('hex').slice(0, 20);
    const findings = { dropped: 0, warned: 0 };
    writer.finish({ id, complete: true, settingsDigest, counts, holds: [], findings, readAt: now });
    finished = true;
    return writer.number;
  } finally {
    if (!finished) writer.discard();
  }
}

const reasons: Readonly<Record<Reissued['kind'], Reason>> = {
  user: {
    rule: 'B4',
    text: 'The SIS no longer names the old record, and number, login or e-mail address of the new one are the same. Canvas keeps the person as they are.',
  },
  section: {
    rule: 'B4',
    text: 'The SIS no longer names the old class, and code, term and teacher of the new one are the same. Canvas keeps the section and its course as they are.',
  },
};

function remapping({ kind, fresh, old, sisId, label, school }: Reissued, schoolName: string): PlannedChange {
  return {
    entity: kind,
    action: 'remap',
    how: null,
    key: sisId,
    label,
    school,
    schoolName,
    changed: ['sourcedId'],
    before: { sourcedId: old },
    after: { sourcedId: fresh },
    reason: reasons[kind],
    source: { collection: kind === 'user' ? 'users' : 'classes', sourcedId: fresh },
    bucket: bucketFor(kind, sisId),
    row: { [REMAP_FROM]: old, [REMAP_TO]: fresh },
    ledgerFields: '{}',
    ledgerExtra: '{}',
    canvasId: '',
    hold: '',
    waiting: false,
  };
}
