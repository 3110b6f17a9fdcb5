import { compareKeys } from '../../store/key-order.ts';
import { BUCKETS, type Lapse, type LedgerRow, type SideRow, type Sightings } from '../../store/store-api.ts';
import { userOf } from '../compare/enrollment-key.ts';
import type { ObjectTriple } from '../compare/objects.ts';
import { canvasExtra, desiredExtra, fieldsOf, ledgerExtraOf } from '../compare/sides.ts';
import type { Suspension } from '../compare/suspension.ts';
import type { PersonRole } from '../desired.ts';
import { addDays, districtTime, spokenDate } from '../district-time.ts';
import { hash53 } from './hashes.ts';
import type { CompareInput } from './plan-draft.ts';
import { CHECKPOINT_ROWS, type Step } from './step.ts';

/**
 * Whoever is named by an enrollment that nobody can read may well have a class (DESIGN promise 2); the ledger knows whose it was.
 * Asked for only where it matters, because it reads all enrollments.
 */
export function* noteUnreadable({ store, settings, past, unreadable, presence }: CompareInput): Step<void> {
  if (unreadable.size === 0 || !settings.suspendLeavers || past.usedSince === null) return;
  let done = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    for (const { key, source } of store.ledgerRows('enrollment', bucket)) {
      if (unreadable.has(source)) presence.noteWanted(userOf(key));
      done += 1;
      if (done % CHECKPOINT_ROWS === 0) yield { step: 'Comparing people', done, total: null };
    }
  }
}

/**
 * Who has had no class since when, and so who is to be suspended (ROSTER-RULES C9, D3). Only our own people are: rows we made or
 * adopted, without another login that works (F6).
 */
export class Lapses {
  readonly #input: CompareInput;
  readonly #sightings: Sightings;
  /** Hashes of the Canvas ids of people who can sign in by more than one login. */
  readonly #severalLogins: ReadonlySet<number>;
  /** D3 takes nobody's sign-in in the first weeks of use. */
  readonly #inUse: boolean;
  readonly #tooMany: boolean;
  #bucket = 0;
  #known: Iterator<Lapse> = [][Symbol.iterator]();
  #next: Lapse | null = null;
  #found: Lapse[] = [];
  #back: string[] = [];

  constructor(input: CompareInput, sightings: Sightings, severalLogins: ReadonlySet<number>) {
    this.#input = input;
    this.#sightings = sightings;
    this.#severalLogins = severalLogins;
    const { settings, past, today, presence } = input;
    this.#inUse =
      past.usedSince !== null &&
      addDays(districtTime(settings.timeZone, Date.parse(past.usedSince)).today, settings.suspendFromDay) <= today;
    this.#tooMany = presence.disabled * 100 >= presence.people * settings.disabledPercent;
  }

  /** From here on, people of this bucket are met in the order of their keys. */
  open(bucket: number): void {
    this.#bucket = bucket;
    this.#known = this.#sightings.lapses(bucket)[Symbol.iterator]();
    this.#advance();
  }

  /** Meets a person; why they are to be suspended, null when they are not. */
  meet(triple: ObjectTriple): Suspension | null {
    const lapse = this.#lapseOf(triple);
    const { desired, canvas, ledger } = triple;
    const { settings } = this.#input;
    if (ledger !== null ? !ledger.owned : canvas !== null) return null;
    if (canvas !== null && this.#hasOtherLogin(canvas)) return null;
    if (settings.suspendDisabled && isDisabled(desired)) return this.#disabled();
    if (lapse === null || !settings.suspendLeavers || !this.#inUse) return null;
    if (addDays(lapse.since, settings.suspendAfterDays) > this.#input.today) return null;
    const text = `They have had no class since ${spokenDate(lapse.since)}.`;
    return { reason: { rule: 'D3', text }, waiting: !lapse.seenBefore, ask: null };
  }

  close(): void {
    this.#sightings.putLapses(this.#bucket, this.#found);
    this.#sightings.dropLapses(this.#bucket, this.#back);
    this.#found = [];
    this.#back = [];
  }

  #disabled(): Suspension {
    const { people, disabled } = this.#input.presence;
    const reason = { rule: 'C9' as const, text: 'The SIS marks this person as disabled.' };
    if (!this.#tooMany) return { reason, waiting: false, ask: null };
    const { disabledPercent } = this.#input.settings;
    const text = `The SIS marks ${disabled} of ${people} people as disabled, which is not fewer than the ${disabledPercent} % you allow. Nobody is suspended for it until you release this.`;
    return { reason, waiting: false, ask: { rule: 'C9', text } };
  }

  /** Keeps the book of who has no class; only of students who are ours. */
  #lapseOf({ key, desired, ledger }: ObjectTriple): (Lapse & { readonly seenBefore: boolean }) | null {
    while (this.#next !== null && compareKeys(this.#next.key, key) < 0) this.#advance();
    const known = this.#next?.key === key ? this.#next : null;
    const { presence, today } = this.#input;
    // Nearly everybody is wanted, and needs no further look.
    if (ledger === null || presence.isWanted(key) || roleOf(desired, ledger) !== 'student') {
      if (known !== null) this.#back.push(key);
      return null;
    }
    const last = presence.lastDay(key);
    const before = known?.since ?? (this.#sightings.lastDay || today);
    const since = last > before ? last : before;
    if (since !== known?.since) this.#found.push({ key, since });
    return { key, since, seenBefore: known !== null && this.#sightings.follows };
  }

  #hasOtherLogin(canvas: NonNullable<ObjectTriple['canvas']>): boolean {
    return fieldsOf(canvas).status === 'active' && this.#severalLogins.has(hash53(canvasExtra(canvas).canvasId));
  }

  #advance(): void {
    const step = this.#known.next();
    this.#next = step.done === true ? null : step.value;
  }
}

function roleOf(desired: SideRow | null, ledger: LedgerRow): PersonRole | undefined {
  return desired === null ? ledgerExtraOf(ledger).role : desiredExtra(desired).role;
}

/** Looked for in the text first: few are. */
function isDisabled(desired: SideRow | null): boolean {
  return desired?.extra.includes('"disabled"') === true && desiredExtra(desired).disabled === true;
}
