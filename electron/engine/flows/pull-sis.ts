import { assertNever } from '../../../shared/assert-never.ts';
import type { Collection } from '../../../shared/entities.ts';
import { type Outcome, succeed } from '../../../shared/outcome.ts';
import { type PageSink, pullCollections } from '../../sis/pull.ts';
import type { SisClient } from '../../sis/sis-client.ts';
import type { RunBook } from '../run-book.ts';
import type { DistrictWorker } from '../worker/worker-api.ts';

const PARALLEL = 3;

/** Pulls the six collections into the worker, whole and verified (DESIGN §4), or fails. */
export async function pullSis(
  client: SisClient,
  worker: DistrictWorker,
  book: RunBook,
  signal: AbortSignal,
  pageSize = client.profile.pageSize,
): Promise<Outcome<void>> {
  const connection = await client.connect();
  if (!connection.ok) return connection;
  const pulled = await pullCollections(client, sinkTo(worker), {
    pageSize,
    parallel: PARALLEL,
    signal,
    onProgress: ({ collection, received, total }) => book.meter.tell(`Reading ${collectionWord(collection)}`, received, total),
  });
  if (!pulled.ok) return pulled;
  const verified = await worker.verifyPull();
  if (!verified.ok) return verified;
  const { collections } = pulled.value;
  await book.say(
    'info',
    `Read ${collections.orgs.received} schools and offices, ${collections.classes.received} classes, ${collections.users.received} people and ${collections.enrollments.received} enrollments from the SIS.`,
  );
  return succeed(undefined);
}

function sinkTo(worker: DistrictWorker): PageSink {
  return {
    restart: (collection) => worker.restartCollection(collection),
    page(collection, index, body) {
      const opened = worker.openPage(collection, index, body);
      const stored = worker.storePage(collection, index);
      // When the worker breaks both reject; the pull hears it from the first, and the second must not count as unheard.
      stored.catch(() => undefined);
      return { opened, stored };
    },
    close: (collection) => worker.closeCollection(collection),
  };
}

export function collectionWord(collection: Collection): string {
  switch (collection) {
    case 'orgs':
      return 'schools';
    case 'academicSessions':
      return 'terms';
    case 'courses':
      return 'courses';
    case 'classes':
      return 'classes';
    case 'users':
      return 'people';
    case 'enrollments':
      return 'enrollments';
    default:
      return assertNever(collection);
  }
}
