import type { DistrictSettings } from '../../../shared/settings.ts';
import { BUCKETS, type DistrictStore, type WorkFile } from '../../store/store-api.ts';
import { merge } from '../compare/merge.ts';
import { type Pause, YearEnd } from '../pause.ts';
import { CHECKPOINT_ROWS, type Step } from './step.ts';

export interface PauseInput {
  readonly store: Pick<DistrictStore, 'ledgerRows'>;
  readonly work: Pick<WorkFile, 'rows'>;
  readonly settings: DistrictSettings;
  readonly today: string;
}

/** Whether the schedule pauses between two school years (D7), from the SIS' classes as they were just mapped. */
export function* pauseStep({ store, work, settings, today }: PauseInput): Step<Pause | null> {
  const year = new YearEnd(today);
  let done = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    for (const { desired, ledger } of merge(work.rows('desired', 'section', bucket), [], store.ledgerRows('section', bucket))) {
      year.note(desired, ledger);
      done += 1;
      if (done % CHECKPOINT_ROWS === 0) yield { step: 'Looking for running classes', done, total: null };
    }
  }
  return year.pause(settings);
}
