import type { SisClass } from '../../sis/schema/rows.ts';
import { BUCKETS } from '../../store/store-api.ts';
import { ledgerExtraOf } from '../compare/sides.ts';
import type { NotYet } from '../desired.ts';
import type { School } from '../map/accounts.ts';
import { leadTimes, SchoolYears, schoolYearOf } from '../map/lead-times.ts';
import { classSpan, coveringSession, type Session, withAncestors } from '../map/sessions.ts';
import { type MapInput, rowsOf } from './map-context.ts';
import { CHECKPOINT_ROWS, type Step } from './step.ts';

export interface ClassUsage {
  /** Sessions that running classes of chosen schools use. */
  readonly used: ReadonlySet<string>;
  /** Of those, the sessions whose classes all wait for their day (C8). */
  readonly waiting: ReadonlyMap<string, NotYet>;
  /** By school: the sessions its classes name, and those above them. */
  readonly candidates: ReadonlyMap<string, readonly Session[]>;
  readonly years: SchoolYears;
}

/** Lists of sessions, as classes name them: few, however many classes. */
type Combos = ReadonlyMap<string, readonly string[]>;

/** Which sessions the classes of chosen schools use (C2), and when their school years begin (C8). */
export function* classUsage(
  input: MapInput,
  schools: ReadonlyMap<string, School>,
  sessions: ReadonlyMap<string, Session>,
): Step<ClassUsage> {
  const combos = yield* combosBySchool(input, schools);
  const years = new SchoolYears(sessions, input.time.today);
  for (const [school, lists] of combos) {
    const { accountId = '' } = schools.get(school) ?? {};
    for (const id of [...lists.values()].flat()) {
      const session = sessions.get(id);
      if (session !== undefined && !session.dropped) years.noteSession(accountId, session);
    }
  }
  noteBegunYears(input, years);
  const used = new Set<string>();
  const due = new Set<string>();
  const waiting = new Map<string, NotYet>();
  const candidates = new Map<string, readonly Session[]>();
  for (const [school, lists] of combos) {
    const own = withAncestors([...lists.values()].flat(), sessions);
    candidates.set(school, own);
    for (const terms of lists.values()) {
      const span = classSpan(terms, sessions);
      if (span === null || span.ends < input.time.today) continue;
      const session = coveringSession(terms, own, sessions);
      if (session === null) continue;
      used.add(session.sourcedId);
      const firstDay = years.firstDay(schools.get(school)?.accountId ?? '', schoolYearOf(session));
      const { classes } = leadTimes(firstDay, input.settings, input.time.today);
      const before = waiting.get(session.sourcedId);
      if (classes === null) due.add(session.sourcedId);
      else if (before === undefined || classes.until < before.until) waiting.set(session.sourcedId, classes);
    }
  }
  for (const id of due) waiting.delete(id);
  return { used, waiting, candidates, years };
}

function* combosBySchool({ work }: MapInput, schools: ReadonlyMap<string, School>): Step<ReadonlyMap<string, Combos>> {
  const combos = new Map<string, Map<string, readonly string[]>>();
  let count = 0;
  for (const row of rowsOf<SisClass>(work, 'classes')) {
    if (row.status === 'active' && schools.has(row.school)) {
      const known = combos.get(row.school) ?? new Map<string, readonly string[]>();
      known.set(row.terms.join('\u001f'), row.terms);
      combos.set(row.school, known);
    }
    count += 1;
    if (count % CHECKPOINT_ROWS === 0) yield { step: 'Sorting classes into terms', done: count, total: null };
  }
  return combos;
}

/**
 * C8: inside a running year nothing waits, also when the SIS no longer sends the sessions it began with. What the ledger says
 * of days to come does not count: the SIS may have moved them.
 */
function noteBegunYears({ store, time }: MapInput, years: SchoolYears): void {
  if (!years.hasComing) return;
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    for (const row of store.ledgerRows('section', bucket)) {
      const { school, year, starts = '' } = ledgerExtraOf(row);
      if (year !== undefined && starts <= time.today) years.noteDay(school, year, starts);
    }
  }
}
