import type { District } from '../../../shared/district.ts';
import { type Outcome, succeed } from '../../../shared/outcome.ts';
import type { CanvasClient } from '../../canvas/canvas-client.ts';
import type { Pause } from '../../roster/pause.ts';
import { canvasClientFor, sisClientFor } from '../clients.ts';
import type { EngineOptions } from '../engine-api.ts';
import type { RunBook } from '../run-book.ts';
import { connected, type Session } from '../session.ts';
import { pullSis } from './pull-sis.ts';
import { type CanvasReader, readAllButEnrollments, readEnrollmentsOf, type StartedReports, startReports } from './read-canvas.ts';

export interface BothRead {
  readonly canvas: CanvasClient;
  readonly district: District;
  /** Set when the schedule pauses between two school years (D7): then Canvas was not read. */
  readonly pause: Pause | null;
}

/**
 * What every plan and evaluation begins with: the SIS pulled whole and mapped, Canvas read whole, into a fresh work file.
 * @param now ISO instant; the day in the district decides what runs and what is over.
 */
export async function readBoth(
  options: EngineOptions,
  session: Session,
  book: RunBook,
  stop: AbortController,
  now: string,
  scope: 'compare' | 'everything',
): Promise<Outcome<BothRead>> {
  const { worker, reader } = session;
  const { signal } = stop;
  const known = connected(reader, session.id);
  if (!known.ok) return known;
  const { connection } = known.value.district;
  const { observers } = known.value.settings;
  const sis = sisClientFor(options, connection, session.secrets, signal);
  if (!sis.ok) return sis;
  const canvas = canvasClientFor(options, connection, session.secrets, signal);
  if (!canvas.ok) return canvas;

  const began = await worker.beginWork(book.run.id, scope);
  if (!began.ok) return began;
  session.handle.onProgress((progress) => book.meter.tell(progress.step, progress.done, progress.total));

  // Canvas prepares its reports while the SIS is read; night after night without need while the schedule pauses.
  const paused = book.run.scheduled && reader.runs(1, 1).runs[0]?.state === 'paused';
  const early = paused ? null : await startReports({ canvas: canvas.value }, observers);
  if (early?.ok === false) return early;
  const pulled = await pullSis(sis.value, worker, book, signal);
  if (!pulled.ok) return pulled;
  const desk = { canvas: canvas.value, worker, book, signal };
  // D6: nothing was ever minted here, so Canvas is asked first what it holds under ids of ours.
  const asked = (await worker.nothingMinted(now)) ? await baseOfCanvas(desk, early, observers) : null;
  if (asked?.ok === false) return asked;
  const mapped = await worker.map(now);
  if (!mapped.ok) return mapped;
  const { district } = known.value;
  const pause = book.run.scheduled ? await worker.pause(now) : succeed(null);
  if (!pause.ok) return pause;
  if (pause.value !== null) return succeed({ canvas: canvas.value, district, pause: pause.value });
  await book.enter('reading');
  const base = asked ?? (await baseOfCanvas(desk, early, observers));
  if (!base.ok) return base;
  // Nobody is matched by their enrollments, which are most of Canvas.
  const terms = async () => succeed(scope === 'compare' ? await worker.termsToRead(now) : []);
  const read = await readEnrollmentsOf(desk, base.value, terms);
  return read.ok ? succeed({ canvas: canvas.value, district, pause: null }) : read;
}

/** @param started the reports, if Canvas prepares them already */
async function baseOfCanvas(
  reader: CanvasReader,
  started: Outcome<StartedReports> | null,
  observers: boolean,
): Promise<Outcome<number>> {
  const reports = started ?? (await startReports(reader, observers));
  return reports.ok ? readAllButEnrollments(reader, reports.value) : reports;
}
