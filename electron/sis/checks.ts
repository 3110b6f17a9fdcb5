import type { Check } from '../../shared/district.ts';
import { type Collection, collections } from '../../shared/entities.ts';
import type { Edge } from '../net/edge.ts';
import { collectionNames } from './collection-names.ts';
import { failed, fine, warning } from './doctor/check.ts';
import { clockCheck } from './doctor/sign-in-rules.ts';
import { noWrapper } from './failures.ts';
import { openPage } from './parse-page.ts';
import type { SisClient, SisPage } from './sis-client.ts';

const REACHABLE = 'SIS address';
const CREDENTIALS = 'Client key and secret';

/** Failures that mean: the server was there and spoke, only the sign-in went wrong. */
const signInCodes = new Set(['sis.credentials', 'sis.no-auth', 'sis.forbidden']);

/** The connection test of the SIS side: the address, the credentials, then one row of each of the six collections. */
export async function runChecks(client: SisClient, edge: Edge): Promise<Check[]> {
  const host = new URL(client.base).host;
  const connection = await client.connect();
  if (!connection.ok) {
    const { failure } = connection;
    if (!signInCodes.has(failure.code)) return [failed(REACHABLE, failure)];
    return [fine(REACHABLE, `${host} answers.`), failed(CREDENTIALS, failure)];
  }
  const checks = [fine(REACHABLE, `${host} answers as a OneRoster 1.1 server.`), fine(CREDENTIALS, 'The SIS accepts them.')];
  let clock: SisPage | null = null;
  for (const collection of collections) {
    const page = await client.page(collection, { offset: 0, limit: 1, retries: 0 });
    checks.push(page.ok ? readCheck(collection, page.value) : failed(label(collection), page.failure));
    if (page.ok) clock ??= page.value;
  }
  // The clock is said only when it is wrong.
  const time = clock === null ? null : clockCheck(clock.serverDate, edge.now());
  return time === null || time.level === 'ok' ? checks : [...checks, time];
}

function readCheck(collection: Collection, page: SisPage): Check {
  const opened = openPage(collection, page.body);
  if (!opened.ok) return failed(label(collection), opened.failure);
  if (opened.value.empty && page.total !== 0) return failed(label(collection), noWrapper(collection, 'The answer is empty.'));
  const count =
    page.total === null ? 'The SIS does not say how many there are.' : `${page.total.toLocaleString('en-US')} in all.`;
  if (opened.value.received > 0) return fine(label(collection), `Readable. ${count}`);
  return warning(
    label(collection),
    `Readable, but the list of ${collectionNames[collection]} is empty.`,
    'If there should be some, check in the SIS which schools and which school year are shared with this connection.',
  );
}

function label(collection: Collection): string {
  return `Read ${collectionNames[collection]}`;
}
