import type { LedgerRow, SideRow } from '../store/store-api.ts';
import { desiredExtra, ledgerExtraOf } from './compare/sides.ts';
import type { DesiredExtra } from './desired.ts';
import { addDays, spokenDate } from './district-time.ts';

/** Between two school years the schedule rests (ROSTER-RULES D7). */
export interface Pause {
  /** First day of the next school year, and the day its first courses come (C8); '' while the SIS has none. */
  readonly starts: string;
  readonly leads: string;
}

interface LeadDays {
  readonly courseLeadDays: number;
  readonly studentLeadDays: number;
}

/** Finds out whether a school year is over and the next one is not due, from every section the SIS or the ledger knows. */
export class YearEnd {
  readonly #today: string;
  #ours = false;
  #ended = false;
  #busy = false;
  #leads = '';

  constructor(today: string) {
    this.#today = today;
  }

  /** @param ledger the section as we last wrote it: what the SIS no longer names may still run. */
  note(desired: SideRow | null, ledger: LedgerRow | null): void {
    if (ledger !== null) this.#ours = true;
    if (this.#busy) return;
    if (desired !== null) this.#noteDays(desiredExtra(desired));
    else if (ledger !== null) this.#noteDays(ledgerExtraOf(ledger));
  }

  #noteDays({ ends = '', notYet }: Pick<DesiredExtra, 'ends' | 'notYet'>): void {
    // Without days nobody knows when it runs; what a filter leaves out is never made.
    if (ends === '' || notYet?.until === '') return;
    if (ends < this.#today) this.#ended = true;
    else if (notYet?.rule !== 'C8') this.#busy = true;
    else if (this.#leads === '' || notYet.until < this.#leads) this.#leads = notYet.until;
  }

  /** Null while a class runs, or one is due; and before anything was ever made. */
  pause({ courseLeadDays, studentLeadDays }: LeadDays): Pause | null {
    if (!this.#ours || !this.#ended || this.#busy) return null;
    return { leads: this.#leads, starts: addDays(this.#leads, Math.max(courseLeadDays, studentLeadDays)) };
  }
}

/** What the log and the overview say. */
export function pauseText({ starts, leads }: Pause): string {
  if (starts === '') return 'The school year is over, and the SIS has no next one yet. The schedule pauses until it does.';
  return `The school year is over, the next one starts on ${spokenDate(starts)}. The schedule pauses until ${spokenDate(leads)}, when its first courses come.`;
}
