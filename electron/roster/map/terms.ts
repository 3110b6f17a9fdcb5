import type { Fields } from '../../../shared/entities.ts';
import type { DistrictSettings } from '../../../shared/settings.ts';
import { overrideField, overrideTypes } from '../../canvas/term-overrides.ts';
import type { DesiredRow, NotYet } from '../desired.ts';
import { addDays, type DistrictTime } from '../district-time.ts';
import { byText, canvasText, isUsableId, schoolYearName } from '../text.ts';
import type { Minting } from './minting.ts';
import { isDated, type Session } from './sessions.ts';
import { type TermAnswers, termDates } from './term-dates.ts';

export interface MappedTerms {
  readonly rows: readonly DesiredRow[];
  /** Term id by session sourcedId, for every session that belongs to a term. */
  readonly termOf: ReadonlyMap<string, string>;
  /** Terms whose members disagree about their dates; the dates Canvas has are kept (C2). */
  readonly disagreeing: readonly DisagreeingTerm[];
}

export interface DisagreeingTerm {
  readonly termId: string;
  readonly label: string;
  /** Somebody said already that it may stay so. */
  readonly answered: boolean;
}

/**
 * Sessions → terms (ROSTER-RULES C2). Sessions are grouped at first sight by school year, type, title and dates; the
 * group's id is the smallest sourcedId of its members then, and membership sticks through the minted ids.
 * @param used sessions that running classes of chosen schools use.
 * @param lastApplied fields of a term as last applied, undefined when it never was.
 * @param waiting of the used sessions, those all of whose classes wait for their day (C8).
 * @param inCanvas ids of the terms in Canvas, when nothing was ever minted here (D6).
 */
export function mapTerms(
  used: ReadonlySet<string>,
  sessions: ReadonlyMap<string, Session>,
  time: DistrictTime,
  minting: Minting,
  settings: Pick<DistrictSettings, 'staffDaysAfterTerm'> & TermAnswers,
  lastApplied: (termId: string) => Fields | undefined,
  waiting: ReadonlyMap<string, NotYet> = new Map(),
  inCanvas: ReadonlySet<string> = new Set(),
): MappedTerms {
  const termOf = assignTerms(used, sessions, minting, inCanvas);
  const rows: DesiredRow[] = [];
  const disagreeing: DisagreeingTerm[] = [];
  for (const [termId, group] of membersOf(termOf, sessions)) {
    const first = group[0];
    const before = lastApplied(termId);
    // Once minted but neither in use nor in Canvas: an earlier preview that nobody applied.
    if (first === undefined || (before === undefined && !group.some((s) => used.has(s.sourcedId)))) continue;
    const label = termName(first);
    const { from, keeps, question } = termDates(label, [first, ...group.slice(1)], before, time, settings);
    const answered = question === '' && group.every(isDated);
    if (keeps) disagreeing.push({ termId, label, answered });
    const kept = keeps ? before : undefined;
    // C3: staff keep the gradebook for a while after the last day.
    const staffEnd = time.endOf(addDays(from.ends, settings.staffDaysAfterTerm));
    const notYet = firstDue(group, used, waiting);
    rows.push({
      entity: 'term',
      key: termId,
      partition: termId,
      fields: {
        // A session that lost its title keeps the name its term has.
        name: canvasText(first.title) === '' ? '' : label,
        start_date: kept?.start_date ?? time.startOf(from.starts),
        end_date: kept?.end_date ?? time.endOf(from.ends),
        ...(kept === undefined && staffEnd !== '' ? overridesTo(staffEnd) : {}),
      },
      extra: {
        ...{ label, school: '', source: ['academicSessions', first.sourcedId], starts: from.starts, ends: from.ends },
        ...(question === '' ? {} : { question }),
        ...(notYet === null ? {} : { notYet }),
      },
    });
  }
  return { rows, termOf, disagreeing };
}

function overridesTo(end: string): Fields {
  return Object.fromEntries(overrideTypes.map((type) => [overrideField(type), end]));
}

/** C8: a term comes with its first class; null when one is due. */
function firstDue(group: readonly Session[], used: ReadonlySet<string>, waiting: ReadonlyMap<string, NotYet>): NotYet | null {
  let first: NotYet | null = null;
  for (const { sourcedId } of group) {
    if (!used.has(sourcedId)) continue;
    const waits = waiting.get(sourcedId);
    if (waits === undefined) return null;
    if (first === null || waits.until < first.until) first = waits;
  }
  return first;
}

/** The live sessions of each term, both in order of their ids. */
function membersOf(termOf: ReadonlyMap<string, string>, sessions: ReadonlyMap<string, Session>): [string, Session[]][] {
  const members = new Map<string, Session[]>();
  for (const [sourcedId, termId] of [...termOf].sort(([a], [b]) => byText(a, b))) {
    const session = sessions.get(sourcedId);
    if (session === undefined || session.dropped) continue;
    const group = members.get(termId);
    if (group === undefined) members.set(termId, [session]);
    else group.push(session);
  }
  return [...members].sort(([a], [b]) => byText(a, b));
}

function assignTerms(
  used: ReadonlySet<string>,
  sessions: ReadonlyMap<string, Session>,
  minting: Minting,
  inCanvas: ReadonlySet<string>,
): Map<string, string> {
  const ordered = [...sessions.values()].sort((a, b) => byText(a.sourcedId, b.sourcedId));
  const termOf = new Map<string, string>();
  const groups = new Map<string, string>();
  for (const session of ordered) {
    const known = minting.known('term', session.sourcedId);
    if (known === undefined) continue;
    termOf.set(session.sourcedId, known);
    if (!groups.has(groupKey(session))) groups.set(groupKey(session), known);
  }
  for (const session of ordered) {
    const group = groupKey(session);
    if (inCanvas.has(session.sourcedId) && !groups.has(group)) groups.set(group, session.sourcedId);
  }
  for (const session of ordered) {
    if (termOf.has(session.sourcedId) || !used.has(session.sourcedId)) continue;
    const proposal = groups.get(groupKey(session)) ?? session.sourcedId;
    // Its classes are held then, as if no session covered them.
    if (!isUsableId(proposal)) continue;
    const termId = minting.idFor('term', session.sourcedId, proposal);
    groups.set(groupKey(session), termId);
    termOf.set(session.sourcedId, termId);
  }
  return termOf;
}

function groupKey(session: Session): string {
  return [session.schoolYear, session.type, session.title, session.starts, session.ends].join('\u001f');
}

/** The title with its school year, unless the title names it already: "Semester 1 2026–27". */
function termName(session: Session): string {
  const year = schoolYearName(session.schoolYear);
  const named =
    year === '' ||
    session.title.includes(session.schoolYear) ||
    session.title.includes(year) ||
    session.title.includes(String(Number(session.schoolYear) - 1));
  return canvasText(named ? session.title : `${session.title} ${year}`) || session.sourcedId;
}
