import { z } from 'zod';
import { normaliseGrades } from './grades.ts';
import { isRecord, type LooseRow, refOf, textOf } from './loose-row.ts';
import type { RowReader } from './readers.ts';
import type { SisUser } from './rows.ts';
import { idsOf, roles, wireBase, wireOptionalText, wireRef, wireText, wireTexts } from './wire.ts';

/** `password` is not among the keys, so it is never read (oneroster-1.1.md §2.7). */
const wire = z.object({
  ...wireBase,
  enabledUser: z.union([z.boolean(), z.literal('true'), z.literal('false')]),
  givenName: wireText,
  familyName: wireText,
  middleName: wireOptionalText,
  // Not of 1.1, and often null: no reason to read the whole row tolerantly.
  preferredFirstName: z.string().nullish(),
  preferredLastName: z.string().nullish(),
  username: wireOptionalText,
  identifier: wireOptionalText,
  email: wireOptionalText,
  role: z.enum(roles),
  orgs: z.array(wireRef).min(1),
  agents: z.array(wireRef).optional(),
  userIds: z.array(z.object({ type: z.string(), identifier: z.string() })).optional(),
  grades: wireTexts,
  metadata: z.record(z.string(), z.unknown()).optional(),
});

export const userReader: RowReader<SisUser> = {
  keys: Object.keys(wire.shape),
  strict(row) {
    const read = wire.safeParse(row);
    if (!read.success) return null;
    const { data } = read;
    return {
      sourcedId: data.sourcedId,
      status: data.status,
      enabledUser: data.enabledUser === true || data.enabledUser === 'true',
      givenName: data.givenName,
      familyName: data.familyName,
      middleName: data.middleName ?? '',
      ...preferredNames(data.preferredFirstName ?? '', data.preferredLastName ?? '', data.metadata),
      username: data.username ?? '',
      identifier: data.identifier ?? '',
      email: data.email ?? '',
      role: data.role,
      orgs: idsOf(data.orgs),
      agents: idsOf(data.agents),
      userIds: data.userIds ?? [],
      grades: normaliseGrades(data.grades),
      metadata: metadataOf(data.metadata),
    };
  },
  loose: (row) => ({
    sourcedId: row.sourcedId,
    status: row.status(),
    enabledUser: enabledOf(row),
    givenName: row.titled('givenName'),
    familyName: row.titled('familyName'),
    middleName: row.text('middleName'),
    ...preferredNames(row.text('preferredFirstName'), row.text('preferredLastName'), row.raw('metadata')),
    username: row.text('username'),
    identifier: row.text('identifier'),
    email: row.text('email'),
    ...roleAndOrgs(row),
    agents: row.refs('agents'),
    userIds: row
      .records('userIds')
      .map((entry) => ({ type: textOf(entry.get('type')), identifier: textOf(entry.get('identifier')) }))
      .filter((entry) => entry.identifier !== ''),
    grades: normaliseGrades(row.texts('grades')),
    metadata: metadataOf(row.raw('metadata')),
  }),
};

function enabledOf(row: LooseRow): boolean {
  const enabled = row.flag('enabledUser');
  if (enabled === null) {
    row.warn({
      rule: 'enabledUser-unknown',
      message: 'The record does not say whether the user is enabled; taken as enabled.',
      remedy: 'Ask your SIS support to send enabledUser with every user.',
    });
  }
  return enabled ?? true;
}

/** 1.1 has one role and a list of orgs; a 1.2-shaped row has `roles[]`, each with its org: the primary one leads (case 36). */
function roleAndOrgs(row: LooseRow): Pick<SisUser, 'role' | 'orgs'> {
  const entries = row.records('roles').filter((entry) => textOf(entry.get('role')) !== '');
  const primary = entries.find((entry) => textOf(entry.get('roletype')).toLowerCase() === 'primary') ?? entries[0];
  const word = row.text('role').trim() || textOf(primary?.get('role'));
  const named = row.refs('orgs');
  const ordered = primary === undefined ? [] : [primary, ...entries.filter((entry) => entry !== primary)];
  const orgs = named.length > 0 ? named : [...ordered.map((entry) => refOf(entry.get('org'))), row.ref('primaryOrg')];
  return { role: row.known('role', word, roles), orgs: [...new Set(orgs.filter((id) => id !== ''))] };
}

/**
 * 1.1 has no place for preferred names: a 1.2-shaped row has fields of their own, others put them into the metadata under one
 * of a few words (oneroster-1.1.md §2.11).
 */
function preferredNames(
  first: string,
  last: string,
  metadata: unknown,
): Pick<SisUser, 'preferredFirstName' | 'preferredLastName'> {
  const said = new Map<string, string>();
  if (isRecord(metadata)) {
    for (const [key, value] of Object.entries(metadata)) {
      if (/prefer/i.test(key)) said.set(key.toLowerCase().replace(/[^a-z]/g, ''), textOf(value));
    }
  }
  const either = (own: string, words: readonly string[]) =>
    own.trim() !== '' ? own : (words.map((word) => said.get(word) ?? '').find((text) => text.trim() !== '') ?? '');
  return {
    preferredFirstName: either(first, ['preferredfirstname', 'preferredgivenname']),
    preferredLastName: either(last, ['preferredlastname', 'preferredfamilyname']),
  };
}

/** String values as the spec has them, plain scalars as text; nested values and anything named like a password are left out. */
function metadataOf(value: unknown): Record<string, string> {
  if (!isRecord(value)) return {};
  const kept: Record<string, string> = {};
  for (const [key, entry] of Object.entries(value)) {
    const text = textOf(entry);
    if (text !== '' && key !== '__proto__' && !/pass(?:word|wd|phrase)?$|pwd|secret/i.test(key)) kept[key] = text;
  }
  return kept;
}
