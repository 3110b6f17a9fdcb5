import { type EntityKind, entityKinds } from '../../../shared/entities.ts';
import type { Failure } from '../../../shared/failure.ts';
import { canBeLeftOut } from '../../../shared/leave-out.ts';
import { fail, type Outcome, succeed } from '../../../shared/outcome.ts';
import { type Decision, MOST_LEFT_OUT, MOST_OVERRIDES, type PlanSummary } from '../../../shared/plan.ts';
import type { Run, RunCounts, RunState, RunTrigger } from '../../../shared/run.ts';
import type { CanvasClient } from '../../canvas/canvas-client.ts';
import { holdsFor, isSafetyHold } from '../../roster/holds/row-holds.ts';
import { type DistrictReader, KEPT_FROM, WAITING } from '../../store/store-api.ts';
import { canvasClientFor } from '../clients.ts';
import type { EngineOptions } from '../engine-api.ts';
import {
  firstContactOpen,
  noPlan,
  notLeftOut,
  notOverridable,
  onlyRemap,
  planApplied,
  planOutdated,
  planTooOld,
  settingsChanged,
  tooManyOverrides,
  unknownHold,
} from '../failures.ts';
import { emptyRunCounts, RunBook } from '../run-book.ts';
import { connected, type Session } from '../session.ts';
import { settingsDigest } from '../settings-digest.ts';
import { whoIsIt } from '../who.ts';
import type { Selection } from '../worker/worker-api.ts';
import { adoptAsItIs, adoptByApi } from './adopt.ts';
import { requireOpenLock } from './first-contact-lock.ts';
import { guarded } from './guarded.ts';
import { type Applying, sendPackages } from './send-packages.ts';
import { skipIdleDates } from './skip-idle-dates.ts';
import { skipStale } from './skip-stale.ts';
import { spareChosen } from './spare-chosen.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

export interface ApplyRequest {
  readonly decision: Decision;
  readonly trigger: RunTrigger;
  /** A person is watching: safe parts go ahead while held ones wait. A scheduled run does that only if the district chose so (E). */
  readonly attended: boolean;
}

/** Applies exactly the stored plan (DESIGN §4): sends its changes as import packages, confirms, books. */
export async function applyPlan(
  options: EngineOptions,
  session: Session,
  request: ApplyRequest,
  stop: AbortController,
  onStart: (run: string) => void,
): Promise<Outcome<Run>> {
  const checked = await guarded(() => checkRequest(options, session, request));
  if (!checked.ok) return checked;
  const { plan, canvas, locked, safeParts } = checked.value;
  const released = request.decision.releases.map((release) => release.hold);
  const holds = holdsFor(plan.holds, request.attended).filter((hold) => !released.includes(hold.id));
  const book = RunBook.begin(options, session, {
    kind: 'apply',
    trigger: request.trigger,
    scheduled: !request.attended,
    // Not yet approved: a crash before the decision is on disk must not let anything be sent.
    state: 'planned',
    plan: plan.id,
    planNumber: plan.number,
    holds,
  });
  onStart(book.run.id);
  const by = whoIsIt();
  const decision = await session.worker.saveDecision({ ...request.decision, by }, book.run.startedAt);
  await book.create();
  const selection: Selection = {
    plan: plan.number,
    released: freed(book.run, plan, request.decision),
    overrides: overridesOf(request.decision),
    run: book.run.id,
  };
  const held = await heldCounts(session, selection);
  // What waits is named in full, whether the rest goes ahead or not (E).
  for (const { message, count } of holds) await book.note('warning', `Waits (${changesText(count)}): ${message}`);
  if (locked || (!safeParts && holds.some(isSafetyHold))) {
    if (locked) await book.say('warning', firstContactOpen().message);
    else await book.say('warning', `Nothing was written: ${holds.filter(isSafetyHold).length} holds wait for a person.`);
    return succeed(await book.end('held', { decision, counts: withHeld(emptyRunCounts(), held) }));
  }
  await book.enter('approved', { decision });
  for (const { hold, reason } of request.decision.releases) {
    await book.say('info', `Released hold ${hold}${by === '' ? '' : `, by ${by}`}: ${reason}`);
  }
  for (const { rows, reason } of request.decision.overrides ?? []) {
    await book.say(
      'info',
      `Overwrites ${rows.length} ${rows.length === 1 ? 'row' : 'rows'} in Canvas${by === '' ? '' : `, by ${by}`}: ${reason}`,
    );
  }
  const stay = await session.worker.staying(selection);
  const waiting = sumOf(stay) - sumOf(held);
  if (waiting > 0) await book.say('info', waitingText(waiting));
  const total = plan.changes - sumOf(stay) + selection.overrides.length;
  return runApplying({ options, session, book, canvas, selection, stop, total });
}

/** What a run may send beside what nothing holds: released holds, and with a person watching first sightings too (D5). */
export function freed(run: Run, plan: PlanSummary, decision: Decision | null): readonly string[] {
  const released = (decision?.releases ?? []).map((release) => release.hold);
  if (!run.scheduled) return [...released, WAITING];
  return [...released, ...plan.holds.filter((hold) => hold.firstSight === true).map((hold) => hold.id)];
}

/** What holds keep back; what merely waits for the next pull is not held. */
function heldCounts(session: Session, selection: Selection): Promise<Record<EntityKind, number>> {
  return session.worker.staying({ ...selection, released: [...selection.released, WAITING] });
}

function changesText(count: number): string {
  return count === 1 ? '1 change' : `${count} changes`;
}

function sumOf(counts: Readonly<Record<EntityKind, number>>): number {
  return entityKinds.reduce((sum, entity) => sum + counts[entity], 0);
}

function waitingText(waiting: number): string {
  return waiting === 1
    ? '1 removal was seen for the first time and waits for the next pull to agree.'
    : `${waiting} removals were seen for the first time and wait for the next pull to agree.`;
}

/** Seqs of the kept rows a decision overwrites (F3), ascending. */
export function overridesOf({ overrides = [] }: Pick<Decision, 'overrides'>): number[] {
  const numbers = new Set(overrides.flatMap(({ rows }) => rows));
  return [...numbers].sort((a, b) => a - b).map((number) => KEPT_FROM + number);
}

/**
 * From approval to the end; also where an interrupted run is taken up again. A run whose package is on its way when
 * trouble comes has no end yet: it fails for now, and the next call takes it up.
 */
export async function runApplying(
  applying: Applying,
  before: () => Promise<Outcome<'go-on' | 'stop-here'>> = async () => succeed('go-on'),
): Promise<Outcome<Run>> {
  const { session, book, selection, stop } = applying;
  session.handle.onProgress((progress) => book.meter.tell(progress.step, progress.done, progress.total));
  const sent = await guarded(async () => {
    const resumed = await before();
    if (!resumed.ok) return resumed;
    if (resumed.value === 'stop-here') return succeed('stopped');
    await spareChosen(applying);
    if (applying.total > 0) {
      const backup = await session.worker.backup(new Date(applying.options.edge.now()).toISOString());
      if (!backup.ok) return backup;
    }
    const fresh = await skipStale(applying);
    if (!fresh.ok) return fresh;
    const looked = await skipIdleDates(applying);
    if (!looked.ok) return looked;
    const remapped = await remapIds(applying);
    if (!remapped.ok) return remapped;
    await book.enter('sending');
    const adopted = await adoptByApi(applying);
    if (!adopted.ok) return adopted;
    const all = await sendPackages(applying);
    if (!all.ok || stop.signal.aborted) return all;
    const remembered = await adoptAsItIs(applying, adoptedBy(session, selection));
    return remembered.ok ? all : remembered;
  });
  if (!sent.ok && (await isOnItsWay(session, book)) && mayPass(sent.failure)) {
    await book.say('error', sent.failure.message);
    return sent;
  }
  const counts = withHeld(await receiptCounts(session, book), await heldCounts(session, selection));
  const stale = session.reader.receipts({ run: book.run.id, search: '', outcome: 'stale', from: 0, count: 1 }).total > 0;
  const failed = stale || entityKinds.some((entity) => counts[entity].failed > 0);
  const held = entityKinds.some((entity) => counts[entity].held > 0);
  if (!sent.ok) {
    const ended = sent.failure.code.endsWith('.cancelled') ? 'cancelled' : 'failed';
    return succeed(await book.end(ended, { counts }, sent.failure));
  }
  const cut = stop.signal.aborted ? 'cancelled' : sent.value === 'stopped' ? 'interrupted' : null;
  const state: RunState = cut ?? (failed ? 'partial' : held ? 'held' : 'done');
  return succeed(await book.end(state, { counts }));
}

/** How many records a run's plan adopts. */
function adoptedBy({ reader }: Session, { plan }: Selection): number {
  const counts = reader.plan(plan)?.counts;
  return counts === undefined ? 0 : entityKinds.reduce((sum, entity) => sum + counts[entity].adopt, 0);
}

/** B4: what a remap plan changes is all on this side. */
async function remapIds({ session, book, selection, options }: Applying): Promise<Outcome<void>> {
  const remapped = await session.worker.remap(selection, new Date(options.edge.now()).toISOString());
  if (!remapped.ok) return remapped;
  if (remapped.value > 0) await book.say('info', `${remapped.value} records of the SIS are known by their new ids now.`);
  return succeed(undefined);
}

/** Whether Canvas may have, or has, rows of this run that are not booked yet. */
async function isOnItsWay(session: Session, book: RunBook): Promise<boolean> {
  const state = (await session.worker.packages(book.run.id)).at(-1)?.state;
  return state === 'intended' || state === 'uploaded' || state === 'imported';
}

/** What waiting or another token cannot mend ends a run; everything else is tried again. */
function mayPass({ code }: Failure): boolean {
  return !['canvas.not-found', 'canvas.import-failed', 'run.unclear-import', 'app.bug'].includes(code);
}

async function receiptCounts(session: Session, book: RunBook): Promise<RunCounts> {
  const counts = emptyRunCounts();
  const receipts = await session.worker.receiptCounts(book.run.id);
  for (const entity of entityKinds) counts[entity] = { ...receipts[entity], held: 0 };
  return counts;
}

function withHeld(counts: RunCounts, held: Readonly<Record<string, number>>): RunCounts {
  const result = emptyRunCounts();
  for (const entity of entityKinds) result[entity] = { ...counts[entity], held: held[entity] ?? 0 };
  return result;
}

async function checkRequest(
  options: EngineOptions,
  session: Session,
  { decision, attended }: ApplyRequest,
): Promise<Outcome<{ plan: PlanSummary; canvas: CanvasClient; locked: boolean; safeParts: boolean }>> {
  const { reader } = session;
  const known = connected(reader, session.id);
  if (!known.ok) return known;
  const plan = reader.plan(decision.plan);
  if (plan === null) return fail(noPlan());
  if (isTooOld(plan, options.edge.now())) return fail(planTooOld());
  if (plan.createdAt < (reader.identitiesSince() ?? '')) return fail(planOutdated());
  // The digest is part of what a plan is: under other settings it would be another one (ENGINE-NOTES §2).
  if (reader.planSettings(plan.number) !== settingsDigest(known.value.settings)) return fail(settingsChanged());
  if (overtaken(reader, plan)) return fail(planApplied());
  for (const { hold } of decision.releases) {
    if (plan.holds.some((h) => h.id === hold && h.remap === true)) return fail(onlyRemap(hold));
    if (!plan.holds.some((h) => h.id === hold && h.releasable)) return fail(unknownHold(hold));
  }
  const spared = (decision.leaveOut ?? []).flatMap(({ changes }) => changes);
  const isSparable = (seq: number) => {
    const change = reader.change(plan.number, seq);
    return change !== null && canBeLeftOut(change);
  };
  if (spared.length > MOST_LEFT_OUT || !spared.every(isSparable)) return fail(notLeftOut());
  const overrides = overridesOf(decision).map((seq) => seq - KEPT_FROM);
  if (overrides.length > MOST_OVERRIDES) return fail(tooManyOverrides(MOST_OVERRIDES));
  const hindered = overrides.length === 0 ? [] : reader.notOverridable(plan.number, overrides);
  if (hindered.length > 0) return fail(notOverridable(hindered.length));
  const canvas = canvasClientFor(options, known.value.district.connection, session.secrets);
  if (!canvas.ok) return canvas;
  const open = await requireOpenLock(canvas.value, reader, known.value.district);
  // A schedule that meets the lock is held like by any other hold; a person is told what to do.
  const locked = !open.ok && open.failure.code === 'canvas.locked';
  if (!open.ok && (attended || !locked)) return open;
  return succeed({ plan, canvas: canvas.value, locked, safeParts: attended || known.value.settings.safePartsProceed });
}

/** F7: both sides have moved on since a plan of yesterday. */
export function isTooOld(plan: PlanSummary, now: number): boolean {
  return now - Date.parse(plan.createdAt) > DAY_MS;
}

/** A run that wrote with this plan or after it was made has overtaken it; one that failed before writing has not. */
function overtaken(reader: DistrictReader, plan: PlanSummary): boolean {
  const { runs } = reader.runs(0, 50);
  const later = (run: Run) => (run.planNumber ?? 0) >= plan.number || run.startedAt > plan.createdAt;
  return runs.some((run) => run.kind === 'apply' && later(run) && entityKinds.some((entity) => run.counts[entity].sent > 0));
}
