import { entityKinds } from '../../shared/entities.ts';
import type { Failure } from '../../shared/failure.ts';
import type { Receipt, Run, RunCounts, RunDetail, RunState } from '../../shared/run.ts';
import { sampleChange } from './sample-plan.ts';

export const sisDown: Failure = {
  code: 'sis.unreachable',
  message: 'The SIS did not answer at https://focus.example.edu.',
  consequence: 'Nothing was read and nothing was written. Classrooms in Canvas stay as they are.',
  remedy:
    'Check that this computer is online and that the address is right, then try again. If it lasts, ask your Focus contact.',
  detail: 'net::ERR_CONNECTION_REFUSED after 3 attempts',
};

export const permissionMissing: Failure = {
  code: 'canvas.forbidden',
  message: 'The Canvas token may not manage SIS data.',
  consequence: 'Nothing was written. Classrooms stay as they are.',
  remedy: 'In Canvas, give the token’s user the permission “SIS Data – import”, or use a token of an account admin.',
};

export const portTaken: Failure = {
  code: 'practice.not-started',
  message: 'The practice servers could not start on this computer.',
  consequence: 'No district was made. Nothing else is affected.',
  remedy: 'Close other programs that run a local server, then try again.',
};

const counts = (factor: number, failed = 0): RunCounts =>
  Object.fromEntries(
    entityKinds.map((entity, index) => {
      const sent = entity === 'observer' ? 0 : Math.round(index * index * 9 * factor);
      const bad = entity === 'enrollment' ? failed : 0;
      return [entity, { sent, confirmed: Math.max(0, sent - bad), failed: bad, held: 0 }];
    }),
  ) as RunCounts;

const day = (back: number): string => new Date(Date.UTC(2026, 10, 12 - back, 6, 2, 11)).toISOString();

export function sampleRun(index: number, change: Partial<Run> = {}): Run {
  const kind = index % 3 === 1 ? ('plan' as const) : ('apply' as const);
  const states: readonly RunState[] =
    kind === 'plan' ? ['planned'] : ['done', 'done', 'partial', 'done', 'held', 'failed', 'interrupted', 'cancelled'];
  const state = states[Math.floor(index / 3) % states.length] ?? 'done';
  return {
    id: `run-${1000 - index}`,
    kind,
    trigger: (['person', 'schedule', 'headless'] as const)[index % 3] ?? 'person',
    scheduled: index % 3 === 1,
    state,
    plan: '9f2c',
    planNumber: 900 - index,
    counts: kind === 'plan' ? counts(0) : counts(1 + (index % 4), state === 'partial' ? 4 : 0),
    holds: [],
    startedAt: day(index),
    endedAt: day(index),
    seconds: 12 + index * 17,
    failure: state === 'failed' ? sisDown : null,
    ...change,
  };
}

export function sampleReceipt(seq: number): Receipt {
  const change = sampleChange(seq);
  const odd = seq % 97;
  const outcome = odd === 5 ? 'failed' : odd === 6 ? 'unconfirmed' : odd === 7 ? 'stale' : 'confirmed';
  return {
    seq,
    entity: change.entity,
    label: change.label,
    action: change.action,
    outcome,
    importId: outcome === 'stale' ? null : '4711',
    message:
      outcome === 'failed'
        ? 'User already has this login: another person uses it.'
        : outcome === 'stale'
          ? 'Somebody changed it in Canvas after the preview.'
          : null,
    at: day(0),
  };
}

export function sampleDetail(run: Run, receipts: number): RunDetail {
  const problems = Array.from({ length: receipts }, (_, seq) => sampleReceipt(seq)).filter(
    ({ outcome }) => outcome !== 'confirmed',
  );
  const at = (seconds: number) => new Date(new Date(run.startedAt).getTime() + seconds * 1000).toISOString();
  return {
    run,
    events: [
      { at: at(0), level: 'info', text: 'Approved by a person. 2 packages are ready.' },
      { at: at(4), level: 'info', text: 'Package 1 of 2 uploaded to Canvas.' },
      { at: at(15), level: 'warning', text: 'Canvas asked to slow down. Waited 20 seconds.' },
      { at: at(41), level: 'info', text: 'Package 1 of 2 imported.' },
      ...(run.failure
        ? [{ at: at(50), level: 'error' as const, text: run.failure.message }]
        : [{ at: at(58), level: 'info' as const, text: 'Read back and confirmed.' }]),
    ],
    packages:
      run.kind === 'plan'
        ? []
        : [
            { index: 0, rows: 812, bytes: 48_213, state: 'confirmed', importId: '4711', importState: 'imported' },
            { index: 1, rows: 96, bytes: 6120, state: 'imported', importId: '4712', importState: 'imported_with_messages' },
          ],
    problems: run.state === 'partial' ? problems.slice(0, 200) : [],
    receipts: { total: run.kind === 'plan' ? 0 : receipts },
  };
}
