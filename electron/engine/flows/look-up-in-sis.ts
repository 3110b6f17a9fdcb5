import type { Explainable, FoundRecord } from '../../../shared/explain.ts';
import { type Outcome, succeed } from '../../../shared/outcome.ts';
import { openPage } from '../../sis/parse-page.ts';
import { encode, queryOf } from '../../sis/query.ts';
import type { SisRows } from '../../sis/schema/rows.ts';
import type { SisClient } from '../../sis/sis-client.ts';

/** Rows asked for at a time: whoever has more of one name types another word. */
const PAGE = 50;

interface Question {
  readonly collection: 'users' | 'classes';
  readonly path: string;
}

/**
 * Asks the SIS itself for people and classes of a name, login or id: for whoever never came as far as a plan. At most eight
 * requests. Filters are trusted only after looking (oneroster-1.1.md §3.2): a server may ignore one and send anybody.
 */
export async function lookUpInSis(client: SisClient, text: string): Promise<Outcome<FoundRecord[]>> {
  const signedIn = await client.connect();
  if (!signedIn.ok) return signedIn;
  const words = wordsOf(text);
  const found = new Map<string, FoundRecord>();
  let trouble: Outcome<never> | null = null;
  let answered = 0;
  for (const { collection, path } of questionsOf(text)) {
    const answer = await client.get(path);
    if (!answer.ok) {
      // Not every product knows every filter, and nobody may have this id.
      trouble = answer;
      if (answer.failure.code === 'sis.not-found') answered += 1;
      continue;
    }
    const page = openPage(collection, answer.value.body);
    if (!page.ok) continue;
    answered += 1;
    for (const row of page.value.rows().rows) {
      const record = collection === 'users' ? person(row as SisRows['users']) : klass(row as SisRows['classes']);
      if (words.every((word) => record.words.includes(word))) found.set(record.found.sourcedId, record.found);
    }
  }
  return answered === 0 && trouble !== null ? trouble : succeed([...found.values()]);
}

/** Ids, then whatever one word can be, then names: a family name may be typed without its capital. */
function questionsOf(text: string): Question[] {
  const filtered = (collection: Question['collection'], filter: string): Question => ({
    collection,
    path: `/${collection}?${queryOf({ limit: PAGE, offset: 0, filter })}`,
  });
  const last = text.split(/\s+/).at(-1) ?? text;
  const names = [...new Set([last, last.charAt(0).toUpperCase() + last.slice(1)])];
  const byName = [...names.map((name) => filtered('users', `familyName='${name}'`)), filtered('classes', `title~'${text}'`)];
  if (/\s/.test(text)) return byName;
  const byId = (['users', 'classes'] as const).map((collection) => ({ collection, path: `/${collection}/${encode(text)}` }));
  const fields = ['username', text.includes('@') ? 'email' : 'identifier'];
  return [...byId, ...fields.map((field) => filtered('users', `${field}='${text}'`)), ...byName];
}

interface Named {
  readonly found: FoundRecord;
  /** All that may be looked for, in small letters. */
  readonly words: string;
}

function person(row: SisRows['users']): Named {
  const { sourcedId, givenName, familyName, preferredFirstName, username, email, identifier } = row;
  const words = [sourcedId, givenName, familyName, preferredFirstName, username, email, identifier].join(' ').toLowerCase();
  return { found: foundAs('users', sourcedId, `${givenName} ${familyName}`.trim(), username), words };
}

function klass({ sourcedId, title, classCode }: SisRows['classes']): Named {
  return { found: foundAs('classes', sourcedId, title, classCode), words: `${sourcedId} ${title} ${classCode}`.toLowerCase() };
}

function foundAs(collection: Explainable, sourcedId: string, label: string, detail: string): FoundRecord {
  const entity = collection === 'users' ? 'user' : 'section';
  return { collection, sourcedId, label: label || sourcedId, entity, detail, schoolName: '', from: 'sis' };
}

function wordsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
}
