import type { Check } from '../../shared/district.ts';
import { type Collection, collections } from '../../shared/entities.ts';
import type { Failure } from '../../shared/failure.ts';
import type { Edge } from '../net/edge.ts';
import { collectionNames } from './collection-names.ts';
import { noWrapper } from './failures.ts';
import { openPage } from './parse-page.ts';
import type { SisClient, SisPage } from './sis-client.ts';

const REACHABLE = 'SIS address';
const CREDENTIALS = 'Client key and secret';

/** Failures that mean: the server was there and spoke, only the sign-in went wrong. */
const signInCodes = new Set(['sis.credentials', 'sis.no-auth', 'sis.forbidden']);

/** Basic doctor of the SIS side: the address, the credentials, then one row of each of the six collections. */
export async function runChecks(client: SisClient, edge: Edge): Promise<Check[]> {
  const host = new URL(client.base).host;
  const connection = await client.connect();
  if (!connection.ok) {
    const { failure } = connection;
    if (!signInCodes.has(failure.code)) return [failed(REACHABLE, failure)];
    return [passed(REACHABLE, `${host} answers.`), failed(CREDENTIALS, failure)];
  }
  const checks = [passed(REACHABLE, `${host} answers as a OneRoster 1.1 server.`), passed(CREDENTIALS, 'The SIS accepts them.')];
  let clock: SisPage | null = null;
  for (const collection of collections) {
    const page = await client.page(collection, { offset: 0, limit: 1, retries: 0 });
    checks.push(page.ok ? readCheck(collection, page.value) : failed(label(collection), page.failure));
    if (page.ok) clock ??= page.value;
  }
  return clock === null ? checks : [...checks, ...clockCheck(clock, edge.now())];
}

function readCheck(collection: Collection, page: SisPage): Check {
  const opened = openPage(collection, page.body);
  if (!opened.ok) return failed(label(collection), opened.failure);
  if (opened.value.empty && page.total !== 0) return failed(label(collection), noWrapper(collection, 'The answer is empty.'));
  const count =
    page.total === null ? 'The SIS does not say how many there are.' : `${page.total.toLocaleString('en-US')} in all.`;
  if (opened.value.received > 0) return passed(label(collection), `Readable. ${count}`);
  return {
    side: 'sis',
    name: label(collection),
    ok: true,
    message: `Readable, but the list of ${collectionNames[collection]} is empty.`,
    remedy: 'If there should be some, check in the SIS which schools and which school year are shared with this connection.',
  };
}

/** OAuth 1 signatures and date comparisons suffer from a wrong clock; said only when it is wrong. */
function clockCheck(page: SisPage, now: number): Check[] {
  const server = Date.parse(page.serverDate ?? '');
  const minutes = Math.round(Math.abs(server - now) / 60_000);
  if (Number.isNaN(server) || minutes < 10) return [];
  return [
    {
      side: 'sis',
      name: 'Clock',
      ok: true,
      message: `The clocks of the SIS and of this computer differ by ${minutes} minutes.`,
      remedy: 'Set the clock of this computer; if it is right, tell your SIS support.',
    },
  ];
}

function label(collection: Collection): string {
  const name = collectionNames[collection];
  return `Read ${name}`;
}

function passed(name: string, message: string): Check {
  return { side: 'sis', name, ok: true, message, remedy: '' };
}

function failed(name: string, failure: Failure): Check {
  return { side: 'sis', name, ok: false, message: failure.message, remedy: failure.remedy };
}
