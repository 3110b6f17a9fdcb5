import type { Case } from './case.ts';
import { addDays, latest, least } from './dates.ts';
import { sameCanvas } from './judge-untouched.ts';
import { isActive } from './sis-dump.ts';

/** E1: from a feed that cannot have been read completely nothing follows at all. */
export function judgeBrokenFeed(found: Case): void {
  const { night } = found;
  if (!sameCanvas(night.before, night.after)) found.accuse('E1', 'Canvas was changed from a feed that was not read completely.');
  if (night.failure === null && night.run?.state !== 'failed')
    found.accuse('E1', `The broken feed was not refused: the run ended ${night.run?.state ?? 'without a word'}.`);
  if (night.failure !== null && night.failure.message.trim().length < 20)
    found.accuse('E1', 'The refusal of the broken feed says nothing.');
}

/** A run over a complete feed ends well, or stops at a hold and then writes nothing. */
export function judgeEnding(found: Case): void {
  const { night } = found;
  if (night.failure !== null) {
    found.accuse('run', `The run failed: ${night.failure.message}`);
    return;
  }
  if (!['done', 'held', 'planned'].includes(night.run?.state ?? ''))
    found.accuse('run', `The run ended ${night.run?.state ?? 'without a word'}.`);
  if (!found.stopped) return;
  if (!sameCanvas(night.before, night.after)) found.accuse('E', 'The run says it was held, and changed Canvas.');
  if (found.settings.safePartsProceed && hasSafeParts(found))
    found.accuse('E', 'Safe parts waited, though the district chose that they proceed.');
}

function hasSafeParts({ night }: Case): boolean {
  return (night.second?.firstChanges ?? []).some((change) => change.holds.length === 0);
}

/** Promise 7: right after a run there is nothing left to do, except what was held or waits for its second sighting (D5). */
export function judgeSecondPlan(found: Case, waiting: ReadonlySet<string>): void {
  const { second } = found.night;
  if (second === null || found.stopped || found.night.failure !== null) return;
  for (const change of second.firstChanges) {
    if (change.holds.length > 0) continue;
    // D5, D7: what only a scheduled run keeps back is still to do for a person who looks.
    const keptBack = waiting.size > 0 || found.holds.some((hold) => hold.rule === 'D7');
    if (change.action === 'delete' && keptBack) continue;
    found.accuse('second', `A plan made right after the run would ${change.action} ${change.entity} ${change.label}.`);
  }
}

/** D7: between the last session's end and the first lead day the schedule pauses by itself. */
export function isPaused(found: Case): boolean {
  const { sis, memory, today, settings } = found;
  if (memory.nights === 0) return false;
  const rows = [...memory.classes.values(), ...sis.classes.values()].filter(isActive);
  const spans = rows.map((row) => sis.span(row)).filter((span) => span !== undefined);
  const over = latest(spans.filter((span) => span.first <= today).map((span) => span.last));
  if (over === undefined || today <= over) return false;
  const next = least(spans.filter((span) => span.first > today).map((span) => span.yearStart));
  return next === undefined || today < addDays(next, -settings.courseLeadDays);
}

export function judgePause(found: Case): void {
  if (!sameCanvas(found.night.before, found.night.after))
    found.accuse('D7 pause', 'Canvas was changed between the school years, while the schedule pauses.');
}
