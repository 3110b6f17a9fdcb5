import type { Check } from '../../../shared/district.ts';
import { type Collection, collections } from '../../../shared/entities.ts';
import type { Edge } from '../../net/edge.ts';
import { collectionNames } from '../collection-names.ts';
import type { SisClient, SisProbe } from '../sis-client.ts';
import { count, failed, fine, warning } from './check.ts';
import { adminFilter, adminsCheck, filterCheck, readFilterAnswer } from './filter-rule.ts';
import {
  categoriesPath,
  classCategoriesPath,
  type GradebookSeen,
  gradebookChecks,
  lacksCategories,
  lineItemsPath,
  methodsPath,
} from './gradebook-rules.ts';
import { idsAt, type Look, type Looked, lookAt } from './look.ts';
import { type ListEnd, pageSizeCheck, pagingCheck, sortCheck, totalsCheck } from './paging-rules.ts';
import { enrollmentDatesCheck, type LoginSources, loginsCheck, qualityCheck, repeatsCheck } from './record-rules.ts';
import { type EndDateMeaning, lastDayCheck } from './session-rule.ts';
import { clockCheck, tokenCheck } from './sign-in-rules.ts';

/** What the doctor must know of the district. */
export interface DoctorQuestions extends LoginSources {
  readonly sessionEndDate: EndDateMeaning;
  /** The district's local date. */
  readonly today: string;
}

/** A doctor is no load: no side is asked more often (issue "The SIS side", Doctor). */
export const MOST_REQUESTS = 25;
/** One question may cost this many requests: without sort, with a new token, once more after trouble. */
const DEAREST = 4;

const sampleRows: Readonly<Record<Collection, number>> = {
  orgs: 200,
  academicSessions: 200,
  courses: 50,
  classes: 50,
  users: 200,
  enrollments: 500,
};
/** After this many requests nothing is asked a second time. */
const PATIENT_UNTIL = 12;

type Looks = { readonly [C in Collection]: Looked<C> | null };

/** Failures that mean: the server was there and spoke, only the sign-in went wrong. */
const signInCodes = new Set(['sis.credentials', 'sis.no-auth', 'sis.forbidden']);

/**
 * The whole examination of a OneRoster server (oneroster-1.1.md §3, §4, §7): at most 25 requests, reads only, never
 * throws. Where sign-in fails the rest says nothing, so it ends there.
 */
export async function examineSis(client: SisClient, edge: Edge, questions: DoctorQuestions): Promise<Check[]> {
  const host = new URL(client.base).host;
  const connection = await client.connect();
  if (!connection.ok) {
    const { failure } = connection;
    if (!signInCodes.has(failure.code)) return [failed('SIS address', failure)];
    return [fine('SIS address', `${host} answers.`), failed('Client key and secret', failure)];
  }
  const looks = await lookAround(client);
  const seen = collections.flatMap((collection) => {
    const looked: Looked | null = looks[collection];
    return looked?.ok === true ? [looked.look] : [];
  });
  const [first] = seen;
  return [
    fine('SIS address', `${host} answers as a OneRoster 1.1 server.`),
    fine('Client key and secret', `The SIS accepts them (${authWords[connection.value.auth]}).`),
    tokenCheck(connection.value.auth, client.token().lifetime),
    ...(first === undefined ? [] : [clockCheck(first.page.serverDate, edge.now())]),
    ...collections.flatMap((collection) => readChecks(collection, looks[collection])),
    ...(await pagingChecks(client, seen)),
    ...(await peopleChecks(client, looks, questions)),
    ...recordChecks(looks, seen, questions),
    ...gradebookChecks(await lookAtGradebook(client, looks), client.token().scopes, client.profile),
  ];
}

const authWords = {
  auto: 'OAuth 2',
  oauth2: 'OAuth 2',
  'oauth1-sha1': 'OAuth 1.0a, SHA-1',
  'oauth1-sha256': 'OAuth 1.0a, SHA-256',
} as const;

function mayAsk(client: SisClient): boolean {
  return client.asked() <= MOST_REQUESTS - DEAREST;
}

async function ask(client: SisClient, path: string, method: 'GET' | 'OPTIONS' = 'GET'): Promise<SisProbe | null> {
  if (client.asked() >= MOST_REQUESTS) return null;
  const probe = await client.probe(path, method);
  return probe.ok ? probe.value : null;
}

async function lookAtGradebook(client: SisClient, { classes, enrollments }: Looks): Promise<GradebookSeen> {
  const categories = await ask(client, categoriesPath);
  const absent = { categories, ofClass: null, lineItems: null, methods: null };
  if (categories === null || (categories.status >= 300 && categories.status !== 404)) return absent;
  const taught = new Set(enrollments?.ok === true ? enrollments.look.rows.map((row) => row.class) : []);
  const rows = classes?.ok === true ? classes.look.rows : [];
  const example = rows.find((row) => taught.has(row.sourcedId)) ?? rows[0];
  const own = lacksCategories(categories) && example ? await ask(client, classCategoriesPath(example.sourcedId)) : null;
  const ofClass = own === null || example === undefined ? null : { title: example.title, probe: own };
  if (categories.status === 404 && (own === null || own.status >= 300)) return { ...absent, ofClass };
  const lineItems = await ask(client, lineItemsPath);
  return { categories, ofClass, lineItems, methods: await ask(client, methodsPath, 'OPTIONS') };
}

async function lookAround(client: SisClient): Promise<Looks> {
  const look = async <C extends Collection>(collection: C): Promise<Looked<C> | null> =>
    mayAsk(client)
      ? lookAt(client, collection, { limit: sampleRows[collection], retries: client.asked() < PATIENT_UNTIL ? 1 : 0 })
      : null;
  return {
    orgs: await look('orgs'),
    academicSessions: await look('academicSessions'),
    courses: await look('courses'),
    classes: await look('classes'),
    users: await look('users'),
    enrollments: await look('enrollments'),
  };
}

function readChecks(collection: Collection, looked: Looked | null): Check[] {
  const what = collectionNames[collection];
  const name = `Read ${what}`;
  if (looked === null) return [warning(name, 'Not looked at: the SIS needed too many requests before.', 'Run the check again.')];
  if (!looked.ok) return [failed(name, looked.failure)];
  const { opened, page } = looked.look;
  if (opened.received === 0)
    return [
      warning(
        name,
        `Readable, but the list of ${what} is empty.`,
        'If there should be some, check in the SIS which schools and which school year are shared with this connection.',
      ),
    ];
  return [fine(name, page.total === null ? 'Readable.' : `Readable. ${count(page.total)} in all.`)];
}

/** Paging is judged by the longest lists: there a fault costs most. */
async function pagingChecks(client: SisClient, seen: readonly Look[]): Promise<Check[]> {
  const long = seen.filter(({ collection }) => collection === 'users' || collection === 'enrollments');
  const probed = long.filter(({ opened }) => opened.received > 0);
  const ends = new Map<Look, ListEnd>();
  for (const look of probed) {
    const end = look.whole || look.page.total === null ? null : await endOf(client, look, look.page.total);
    if (end !== null) ends.set(look, end);
  }
  const longest = probed.at(-1);
  const checks: Check[] = [];
  if (longest !== undefined) {
    const third = longest.opened.received > 2 && mayAsk(client) ? await idsAt(client, longest.collection, 2, 2) : null;
    const bodyLink = client.nextOf(longest.opened.next, longest.page.url);
    checks.push(pagingCheck(longest, { third, bodyLink }));
  }
  if (seen.length === 0) return checks;
  return [...checks, pageSizeCheck(seen), totalsCheck(seen, ends), sortCheck(seen)];
}

/** Looks at the announced last record. Two in its place may come from a server with whole pages: then one more look decides. */
async function endOf(client: SisClient, look: Look, total: number): Promise<ListEnd | null> {
  const last = mayAsk(client) ? await idsAt(client, look.collection, total - 1, 2) : null;
  if (last === null || last.length === 1) return last === null ? null : 'fits';
  if (last.length === 0) return 'fewer';
  const beyond = mayAsk(client) ? await idsAt(client, look.collection, total, 1) : null;
  const known = new Set([...last.slice(0, 1), ...look.opened.ids]);
  return beyond?.some((id) => !known.has(id)) === true ? 'more' : 'fits';
}

async function peopleChecks(client: SisClient, looks: Looks, questions: DoctorQuestions): Promise<Check[]> {
  const people = looks.users?.ok === true ? looks.users.look : null;
  if (people === null || people.rows.length === 0) return [];
  const answer = readFilterAnswer(mayAsk(client) ? await ask(client, adminFilter) : null);
  return [filterCheck(answer), adminsCheck(answer, people, client.profile), loginsCheck(people, questions, client.profile)];
}

function recordChecks(looks: Looks, seen: readonly Look[], questions: DoctorQuestions): Check[] {
  const { enrollments, academicSessions } = looks;
  return [
    ...(enrollments?.ok === true && enrollments.look.rows.length > 0 ? [enrollmentDatesCheck(enrollments.look)] : []),
    ...(seen.length > 0 ? [repeatsCheck(seen), qualityCheck(seen)] : []),
    ...(academicSessions?.ok === true
      ? [lastDayCheck(academicSessions.look.rows, questions.sessionEndDate, questions.today)]
      : []),
  ];
}
