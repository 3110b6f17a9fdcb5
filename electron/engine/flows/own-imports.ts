import { fail, type Outcome, succeed } from '../../../shared/outcome.ts';
import { type CanvasImport, importNeverBegan } from '../../canvas/canvas-client.ts';
import type { PackageRecord } from '../../store/store-api.ts';
import { unclearImport } from '../failures.ts';
import type { Applying } from './send-packages.ts';

/** Our own imports since the intent that no package of ours claims: none ⇒ not sent, one ⇒ this one, several ⇒ unclear. */
export async function findIntended(applying: Applying, record: PackageRecord): Promise<Outcome<CanvasImport | null>> {
  const ours = await ownSince(applying, record);
  if (!ours.ok) return ours;
  if (ours.value.length > 1) return fail(unclearImport(ours.value.length));
  return succeed(ours.value[0] ?? null);
}

/**
 * Networks may send a request again by themselves: Chromium does, when a connection that served before breaks without an
 * answer. Then Canvas has the package twice, and answered for the second. The first is the one, the others are stopped;
 * one that has begun already finds everything done.
 */
export async function firstOfTwins(applying: Applying, record: PackageRecord, answered: CanvasImport): Promise<CanvasImport> {
  const ours = await ownSince(applying, record);
  const twins = ours.ok ? ours.value.filter((one) => one.uploadBytes === record.bytes) : [];
  for (const later of twins.slice(0, -1)) if (later.workflowState === 'created') await applying.canvas.abortImport(later.id);
  return twins.at(-1) ?? answered;
}

/** Newest first. */
async function ownSince(applying: Applying, record: PackageRecord): Promise<Outcome<CanvasImport[]>> {
  const { canvas } = applying;
  const self = await canvas.self();
  if (!self.ok) return self;
  const listed = await canvas.listImports({ createdSince: record.intendedAt });
  if (!listed.ok) return listed;
  const claimed = await claimedImports(applying);
  return succeed(
    listed.value.filter((i) => i.userId === self.value.id && !claimed.has(i.id) && !importNeverBegan(i) && maybeSame(i, record)),
  );
}

/** An upload whose sender died may still be under way through what stands before Canvas; "none" counts after this long. */
const SETTLE_MS = 10_000;
const LOOK_AGAIN_MS = 1_000;

/** As `findIntended`, but does not believe too early that the upload never arrived. */
export async function findAfterCrash(applying: Applying, record: PackageRecord): Promise<Outcome<CanvasImport | null>> {
  const { canvas, options } = applying;
  for (;;) {
    const clock = await canvas.serverTime();
    if (!clock.ok) return clock;
    const found = await findIntended(applying, record);
    if (!found.ok || found.value !== null) return found;
    if (Date.parse(clock.value) - Date.parse(record.intendedAt) > SETTLE_MS) return found;
    await options.edge.sleep(LOOK_AGAIN_MS);
  }
}

/** Import ids that packages of this and of earlier runs have: server times have seconds only, so the list may reach back. */
async function claimedImports({ session }: Applying): Promise<Set<string | null>> {
  const { runs } = session.reader.runs(0, RECENT_RUNS);
  const packages = await Promise.all(runs.filter((run) => run.kind === 'apply').map((run) => session.worker.packages(run.id)));
  return new Set(packages.flat().map((known) => known.importId));
}
const RECENT_RUNS = 20;

/** Where Canvas tells the size of what was uploaded, another size is somebody else's import. */
function maybeSame(candidate: CanvasImport, record: PackageRecord): boolean {
  return candidate.uploadBytes === null || candidate.uploadBytes === record.bytes;
}
