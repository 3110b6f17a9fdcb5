import type { CanvasTerm } from './canvas-dump.ts';
import type { Case } from './case.ts';
import { addDays, instantOf } from './dates.ts';
import { isOwned, type TermGroup } from './memory.ts';
import type { SisSession } from './sis-dump.ts';

/** Terms: dates, names and overrides (A1, C2, C3). */
export function judgeTerms(found: Case): void {
  for (const group of found.memory.groups) {
    const term = found.after.dump.terms.find((row) => row.sis_source_id === group.termId);
    if (term === undefined || !isOwned(found.memory, 'terms', term.id)) continue;
    const members = [...group.members].map((id) => found.sis.sessions.get(id)).filter((session) => session !== undefined);
    judgeTermDates(found, term, members);
    judgeTermName(found, group, term, members);
    judgeOverrides(found, term);
  }
}

function judgeTermDates(found: Case, term: CanvasTerm, members: readonly SisSession[]): void {
  const { settings, sis, before, memory } = found;
  const dates = new Set(members.map((session) => `${session.startDate.slice(0, 10)} ${sis.lastDay(session)}`));
  const was = before.dump.terms.find((row) => row.id === term.id);
  const kept =
    term.stuck.includes('start_at') || term.stuck.includes('end_at') || memory.handEdited.has(`terms:${term.id}:end_at`);
  if (dates.size !== 1 || kept) {
    if (was !== undefined && (was.start_at !== term.start_at || was.end_at !== term.end_at))
      found.accuse('C2', `The dates of ${term.name} changed, though not all of its sessions moved.`);
    return;
  }
  const [first = '', last = ''] = [...dates].join('').split(' ');
  const [start, end] = [instantOf(first, '00:00:00', settings.timeZone), instantOf(last, '23:59:59', settings.timeZone)];
  const changed = was === undefined || was.start_at !== term.start_at || was.end_at !== term.end_at;
  if (!changed && found.holds.some((hold) => hold.entity === 'term')) return;
  if (term.start_at !== start || term.end_at !== end)
    found.accuse('C2', `${term.name} lasts ${term.start_at} to ${term.end_at} and should last ${start} to ${end}.`);
}

/** C2: "Semester 1 2026–27". */
function judgeTermName(found: Case, group: TermGroup, term: CanvasTerm, members: readonly SisSession[]): void {
  if (term.stuck.includes('name') || found.memory.handEdited.has(`terms:${term.id}:name`)) return;
  const year = Number(group.key.split('|')[0]);
  const spoken = new RegExp(`${year - 1}\\D{1,3}(${year}|${String(year).slice(2)})\\b`);
  if (!spoken.test(term.name)) found.accuse('C2', `The term ${term.name} does not say its school year ${year - 1}–${year}.`);
  const [some] = members;
  if (some !== undefined && members.length === 1 && !term.name.includes(some.title.trim()))
    found.accuse('C2', `The term ${term.name} should be called ${some.title}.`);
}

/** C3: whoever teaches keeps the gradebook for a month after the last day. */
function judgeOverrides(found: Case, term: CanvasTerm): void {
  const { settings } = found;
  if (term.end_at === null) return;
  const last = localDay(term.end_at, settings.timeZone);
  const end = instantOf(addDays(last, settings.staffDaysAfterTerm), '23:59:59', settings.timeZone);
  for (const type of ['TeacherEnrollment', 'TaEnrollment', 'DesignerEnrollment']) {
    const given = term.overrides[type]?.end_at ?? null;
    if (given !== end) found.accuse('C3', `${term.name} ends for ${type} ${given ?? 'with the term'} and should end ${end}.`);
  }
}

function localDay(instant: string, zone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    new Date(instant),
  );
}
