import type { UserIdSource } from '../../../shared/settings.ts';
import type { SisUser } from '../../sis/schema/rows.ts';
import { plainId } from '../conversion/traits.ts';

/** What a source has for a person, each value once (ROSTER-RULES B): several are as good as none, for nobody can say which counts. */
export function idsFrom(row: SisUser, source: UserIdSource): readonly string[] {
  return [...new Set(valuesOf(row, source).map((value) => value.trim()))].filter((value) => value !== '');
}

function valuesOf(row: SisUser, source: UserIdSource): readonly string[] {
  if (source === 'sourcedId') return [row.sourcedId];
  if (source === 'identifier') return [row.identifier];
  const cut = source.indexOf(':');
  const name = source.slice(cut + 1);
  if (source.slice(0, cut) === 'userIds') {
    return row.userIds.filter(({ type }) => plainId(type) === plainId(name)).map(({ identifier }) => identifier);
  }
  return Object.hasOwn(row.metadata, name) ? [row.metadata[name] ?? ''] : [];
}

/** Every source that has something for a person. */
export function idSourcesOf(row: SisUser): readonly UserIdSource[] {
  const types = row.userIds.map(({ type }) => type.trim()).filter((type) => type !== '');
  return [
    'sourcedId',
    'identifier',
    ...new Set(types.map((type) => `userIds:${type}` as const)),
    ...Object.keys(row.metadata).map((key) => `metadata:${key}` as const),
  ];
}

/** "identifier", "user id of the type “Fed”". */
export function idSourceWords(source: UserIdSource): string {
  if (source === 'sourcedId') return 'record number';
  if (source === 'identifier') return 'identifier';
  const cut = source.indexOf(':');
  const name = source.slice(cut + 1);
  return source.slice(0, cut) === 'userIds' ? `user id of the type “${name}”` : `field “${name}”`;
}
