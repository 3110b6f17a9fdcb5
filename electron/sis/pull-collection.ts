import type { Collection } from '../../shared/entities.ts';
import { fail, type Outcome, succeed } from '../../shared/outcome.ts';
import { CollectionPass, type PassOptions } from './collection-pass.ts';
import { cancelled } from './failures.ts';
import type { CollectionReport, PageSink } from './pull.ts';
import { drifted, tooManyDropped } from './pull-failures.ts';
import type { SisClient } from './sis-client.ts';

const MOST_RESTARTS = 3;
/** oneroster-1.1.md §9 case 39. */
const MOST_DROPPED = 0.05;

/** Reads one collection until a reading is verified complete; a collection that changes meanwhile is read again, at most three times. */
export async function pullCollection(
  client: SisClient,
  sink: PageSink,
  collection: Collection,
  options: PassOptions,
): Promise<Outcome<CollectionReport>> {
  let duplicatesBefore: number | null = null;
  for (let restarts = 0; ; restarts += 1) {
    if (options.signal.aborted) return fail(cancelled());
    await sink.restart(collection);
    const pass = await new CollectionPass(client, sink, collection, options).read();
    if (pass.kind === 'failed') return fail(pass.failure);
    let drift = pass.kind === 'drift' ? pass.what : '';
    if (pass.kind === 'complete') {
      const checked = await checkWhole(sink, collection, { ...pass.report, restarts });
      if (!checked.ok) return checked;
      const { duplicates } = checked.value;
      // The same record on two pages is either the server's habit, then the next reading shows as many, or a sign that
      // rows moved between pages and others were missed although the total agrees.
      if (duplicates === null || duplicates === 0 || pass.filled === 1 || duplicates === duplicatesBefore) return checked;
      duplicatesBefore = duplicates;
      drift = `${duplicates} records came twice`;
    }
    if (restarts === MOST_RESTARTS) return fail(drifted(collection, drift));
  }
}

async function checkWhole(sink: PageSink, collection: Collection, report: CollectionReport): Promise<Outcome<CollectionReport>> {
  if (sink.close === undefined) return succeed(report);
  const facts = await sink.close(collection);
  if (!facts.ok) return facts;
  const { unique, dropped, reasons = '' } = facts.value;
  if (dropped > report.received * MOST_DROPPED && dropped > 1)
    return fail(tooManyDropped(collection, dropped, report.received, reasons));
  return succeed({ ...report, duplicates: Math.max(0, report.received - dropped - unique), dropped });
}
