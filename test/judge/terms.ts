import type { Case } from './case.ts';
import { least } from './dates.ts';
import type { TermGroup } from './memory.ts';
import { isActive, type SisSession } from './sis-dump.ts';

/** C2: school year, type, title and dates decide who belongs together, at first sight. */
function keyOf(session: SisSession): string {
  const { schoolYear, type, title, startDate, endDate } = session;
  return [schoolYear, type, title, startDate.slice(0, 10), endDate.slice(0, 10)].join('|');
}

/** Sessions that classes of chosen schools use. */
function usedSessions({ sis }: Case): SisSession[] {
  const used = new Map<string, SisSession>();
  for (const row of sis.classes.values()) {
    if (!isActive(row) || !sis.isChosen(row.school?.sourcedId)) continue;
    for (const session of sis.covering(row)) used.set(session.sourcedId, session);
  }
  return [...used.values()];
}

/** Puts every session seen for the first time into its group, and learns the group's term once Canvas has it. */
export function rememberTerms(found: Case): void {
  const { memory } = found;
  const used = usedSessions(found);
  const known = new Set(memory.groups.flatMap((group) => [...group.members]));
  for (const session of used) {
    if (known.has(session.sourcedId)) continue;
    const group = memory.groups.find((one) => one.key === keyOf(session));
    if (group === undefined) memory.groups.push(newGroup(found, session, used));
    else group.members.add(session.sourcedId);
  }
  const made = new Set(found.after.dump.terms.map((term) => term.sis_source_id));
  for (const group of memory.groups) group.termId ??= [...group.candidates].find((id) => made.has(id)) ?? null;
}

function newGroup({ sis }: Case, session: SisSession, used: readonly SisSession[]): TermGroup {
  const key = keyOf(session);
  const smallest = (sessions: Iterable<SisSession>) =>
    least([...sessions].filter((one) => isActive(one) && keyOf(one) === key).map((one) => one.sourcedId)) ?? session.sourcedId;
  const candidates = new Set([smallest(used), smallest(sis.sessions.values())]);
  return { key, members: new Set([session.sourcedId]), candidates, termId: null };
}

export function groupOf(found: Case, session: string): TermGroup | undefined {
  return found.memory.groups.find((group) => group.members.has(session));
}
