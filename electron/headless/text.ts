import type { Check } from '../../shared/district.ts';
import type { Failure } from '../../shared/failure.ts';
import { type Change, type CountKey, countKeys, type Hold, type PlanSummary } from '../../shared/plan.ts';
import type { Receipt, Run } from '../../shared/run.ts';
import { table } from './table.ts';

const numbers = new Intl.NumberFormat('en-US');

export function failureText({ message, consequence, remedy, detail }: Failure): string {
  return [message, `What it means: ${consequence}`, `What to do: ${remedy}`, ...(detail ? [`Detail: ${detail}`] : [])].join('\n');
}

const levelWords: Readonly<Record<Check['level'], string>> = { ok: 'ok  ', warning: 'look', problem: 'FAIL' };

export function checksText(checks: readonly Check[]): string {
  return checks
    .map(({ side, name, level, message, remedy }) => {
      const line = `${levelWords[level]}  ${side === 'sis' ? 'SIS   ' : 'Canvas'}  ${name}: ${message}`;
      return remedy === '' ? line : `${line}\n                    ${remedy}`;
    })
    .join('\n');
}

const always: readonly CountKey[] = ['create', 'update', 'delete', 'unchanged'];

export function planText(plan: PlanSummary, programName: string): string {
  const columns = countKeys.filter((key) => always.includes(key) || Object.values(plan.counts).some((count) => count[key] > 0));
  const rows = Object.entries(plan.counts).map(([entity, counts]) => [
    entity,
    ...columns.map((key) => numbers.format(counts[key])),
  ]);
  const { dropped, warned } = plan.findings;
  const parts = [
    `Plan ${plan.id}${plan.complete ? '' : ' (not complete: one side was taken from what was last known)'}`,
    table(['', ...columns.map(columnTitle)], rows),
  ];
  if (dropped + warned > 0)
    parts.push(`SIS records left out: ${numbers.format(dropped)}, with warnings: ${numbers.format(warned)}.`);
  const kept = Object.values(plan.counts).reduce((sum, count) => sum + count.kept, 0);
  if (kept > 0) {
    parts.push(`Edited in Canvas and kept as they are there: ${numbers.format(kept)}. To see them: ${programName} plan --kept`);
  }
  parts.push(...plan.notes);
  if (plan.holds.length > 0) parts.push(holdsText(plan.holds));
  const waiting = Object.values(plan.counts).reduce((sum, count) => sum + count.waiting, 0);
  if (waiting > 0) parts.push(waitingText(waiting));
  if (plan.firstChanges.length > 0) parts.push(`First changes:\n${plan.firstChanges.map(changeText).join('\n')}`);
  parts.push(
    plan.changes === 0
      ? 'Nothing would change.'
      : `Nothing was written. To apply this plan: ${programName} apply --plan ${plan.id}`,
  );
  if (plan.holds.some((hold) => hold.releasable)) {
    parts.push('What is held stays as it is. To release a hold as well, add: --release HOLD --reason "why it is right"');
  }
  return parts.join('\n\n');
}

/** D5, in an admin's words. */
function waitingText(waiting: number): string {
  const [what, it] = waiting === 1 ? ['1 removal was', 'it'] : [`${numbers.format(waiting)} removals were`, 'them'];
  return `${what} seen for the first time: a scheduled sync makes ${it} only when its next pull agrees; apply makes ${it} now.`;
}

function columnTitle(key: CountKey): string {
  return key === 'alreadyThere' ? 'already there' : key === 'notOurs' ? 'not ours' : key;
}

function holdsText(holds: readonly Hold[]): string {
  const lines = holds.map(({ id, message, releasable, firstSight }) => {
    const notes = [releasable ? '' : ' (cannot be released)', firstSight === true ? ' (seen for the first time)' : ''].join('');
    return `  ${id}${notes}\n    ${message}`;
  });
  return `Held:\n${lines.join('\n')}`;
}

export function changeText(change: Change): string {
  const { entity, action, how, label, reason } = change;
  const fields = action === 'update' ? change.changed.slice(0, 3).map((name) => fieldText(name, change)) : [];
  const what = `  ${action} ${entity} ${label}${how === null ? '' : ` (${how})`}`;
  return [what, ...(fields.length === 0 ? [] : [fields.join(', ')]), `[${reason.rule}] ${reason.text}`].join('  ·  ');
}

function fieldText(name: string, { before, after }: Change): string {
  return `${name}: ${shown(before?.[name])} → ${shown(after?.[name])}`;
}

function shown(cell: string | undefined): string {
  return cell === undefined || cell === '' ? '(none)' : `“${cell}”`;
}

const stateWords: Readonly<Record<Run['state'], string>> = {
  pulling: 'reading the SIS',
  reading: 'reading Canvas',
  comparing: 'comparing',
  planned: 'planned',
  paused: 'paused between two school years',
  approved: 'approved',
  sending: 'sending to Canvas',
  confirming: 'checking in Canvas',
  done: 'done',
  partial: 'done, with rows that failed',
  held: 'held: a person must decide',
  failed: 'failed',
  interrupted: 'interrupted',
  cancelled: 'cancelled',
};

export function runText(run: Run): string {
  const rows = Object.entries(run.counts)
    .filter(([, { sent, failed, held }]) => sent + failed + held > 0)
    .map(([entity, { sent, confirmed, failed, held }]) => [
      entity,
      ...[sent, confirmed, failed, held].map((n) => numbers.format(n)),
    ]);
  const parts = [`Run ${run.id}: ${stateWords[run.state]} (${run.seconds.toFixed(1)} s)`];
  if (rows.length > 0) parts.push(table(['', 'sent', 'confirmed', 'failed', 'held'], rows));
  else if (run.kind === 'apply') parts.push('Nothing had to be sent.');
  if (run.holds.length > 0) parts.push(holdsText(run.holds));
  if (run.failure !== null) parts.push(failureText(run.failure));
  return parts.join('\n\n');
}

/** Rows of a run that did not end well, one a line with what Canvas said in plain words. */
export function problemsText(problems: readonly Receipt[]): string {
  return problems
    .map(({ entity, label, action, outcome, message }) => `${outcome}: ${action} ${entity} ${label}. ${message ?? ''}`.trimEnd())
    .join('\n\n');
}

export function runsText(runs: readonly Run[]): string {
  if (runs.length === 0) return 'No runs yet.';
  const rows = runs.map(({ id, startedAt, kind, trigger, state, counts }) => {
    const sum = (key: 'sent' | 'failed') => Object.values(counts).reduce((total, count) => total + count[key], 0);
    return [id, startedAt, kind, trigger, stateWords[state], numbers.format(sum('sent')), numbers.format(sum('failed'))];
  });
  return table(['run', 'started', 'kind', 'by', 'state', 'sent', 'failed'], rows, 5);
}
