import { createHash } from 'node:crypto';
import type { SourceRecord } from '../../shared/entities.ts';
import type { Removal } from '../../shared/removal.ts';
import type { CanvasRow } from '../canvas/canvas-row.ts';
import type { DistrictStore, LedgerRow, PlannedChange } from '../store/store-api.ts';
import { importRow } from './columns.ts';
import { ledgerExtraOf, sourceFrom } from './compare/sides.ts';
import { ledgerExtra } from './desired.ts';
import { removalText } from './holds/hold-words.ts';
import { emptyCounts } from './holds/tally.ts';
import { bucketFor } from './steps/step.ts';
import { canonical } from './text.ts';

export interface RemovalInput {
  readonly store: Pick<DistrictStore, 'beginPlan'>;
  readonly settingsDigest: string;
  /** ISO instant. */
  readonly now: string;
  readonly removal: Removal;
  /** As Canvas has it now, with nothing and nobody in it. */
  readonly present: CanvasRow;
  readonly ledger: LedgerRow;
  readonly schoolName: string;
}

/** The hold (E10) that a removal by hand carries until the person who asked for it releases it. */
export function removalHold({ kind }: Pick<Removal, 'kind'>, key: string): string {
  return `E10:${kind}:${key}`;
}

/** A person's removal of one school, term, course or section as a plan of its own (ROSTER-RULES D4). The value is its number. */
export function planRemoval({ store, settingsDigest, now, removal, present, ledger, schoolName }: RemovalInput): number {
  const { kind } = removal;
  const change = removalOf(removal, present, ledger, schoolName);
  const writer = store.beginPlan(now);
  let finished = false;
  try {
    writer.add([change]);
    const counts = emptyCounts();
    counts[kind].delete = 1;
    counts[kind].held = 1;
    const hold = {
      ...{ id: change.hold, rule: 'E10', entity: kind, school: change.school, schoolName, count: 1, releasable: true },
      message: removalText(kind, change.label),
    };
    const id = createHash('sha256')
      .update(JSON.stringify([settingsDigest, kind, change.key, change.row]))
      .digest('hex');
    const result = { id: id.slice(0, 20), complete: true, settingsDigest, counts, holds: [hold], readAt: now };
    writer.finish({ ...result, findings: { dropped: 0, warned: 0 } });
    finished = true;
    return writer.number;
  } finally {
    if (!finished) writer.discard();
  }
}

function removalOf({ kind, by, reason }: Removal, present: CanvasRow, ledger: LedgerRow, schoolName: string): PlannedChange {
  const known = ledgerExtraOf(ledger);
  const { key } = ledger;
  const status = present.fields.status ?? 'active';
  return {
    ...{ entity: kind, action: 'delete', how: 'deleted', key, label: known.label, school: known.school, schoolName },
    changed: ['status'],
    before: { status },
    after: { status: 'deleted' },
    reason: { rule: 'D4', text: `${by} removes it, because nothing and nobody is in it: ${reason}` },
    source: sourceFrom(ledger.source) satisfies SourceRecord | null,
    bucket: bucketFor(kind, key),
    row: { ...importRow(kind, key, {}, present.fields, ''), status: 'deleted' },
    ledgerFields: canonical({ status: 'deleted' }),
    ledgerExtra: JSON.stringify(ledgerExtra(known, known)),
    canvasId: present.canvasId,
    hold: removalHold({ kind }, key),
    waiting: false,
  };
}
