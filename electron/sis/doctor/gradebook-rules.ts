import type { Check } from '../../../shared/district.ts';
import { decodeBody } from '../body.ts';
import type { SisProfile } from '../profiles/profile.ts';
import { jsonObject } from '../refusal.ts';
import { isRecord, textOf } from '../schema/loose-row.ts';
import type { SisProbe } from '../sis-client.ts';
import { counted, fine, warning } from './check.ts';

export const categoriesPath = '/categories?limit=100&offset=0';

const READ = 'Reading the gradebook';
const WRITE = 'Writing grades';
const CATEGORIES = 'Grade categories';
const ROSTER_IS_FINE = 'Schools, classes and people are not affected.';

/** What is allowed in the gradebook: by reading the categories, and by the scopes granted. Nothing is ever written to find out. */
export function gradebookChecks(probe: SisProbe | null, scopes: readonly string[] | null, profile: SisProfile): readonly Check[] {
  if (probe === null) return [fine(READ, 'Not looked at: the SIS was slow to answer.')];
  const ask = profile.habits.gradebook ?? 'Ask your SIS support to give this connection access to the OneRoster gradebook.';
  const { status } = probe;
  if (status === 404 || status === 405 || status === 501 || status >= 500)
    return [warning(READ, `The SIS offers no gradebook over this connection (status ${status}). ${ROSTER_IS_FINE}`, ask)];
  if (status >= 300)
    return [warning(READ, `This connection may not read the gradebook (status ${status}). ${ROSTER_IS_FINE}`, ask)];
  const categories = categoriesIn(probe);
  if (categories === null)
    return [warning(READ, `The SIS answers for the gradebook, but not with a list of categories. ${ROSTER_IS_FINE}`, ask)];
  return [
    fine(READ, 'The gradebook can be read.'),
    categories.length === 0
      ? warning(
          CATEGORIES,
          'The SIS has no grade category that this connection may see. Grades need one to go into.',
          'Teachers make categories in their SIS gradebook at the start of each grading period; look again then.',
        )
      : fine(CATEGORIES, `${counted(categories.length, 'category', 'categories')} seen, such as “${categories[0] ?? ''}”.`),
    writeCheck(scopes, ask),
  ];
}

function writeCheck(scopes: readonly string[] | null, ask: string): Check {
  if (scopes === null)
    return fine(WRITE, 'The SIS does not say whether this connection may write grades; nothing was written to find out.');
  if (scopes.some((scope) => /gradebook\.createput$|^\*$/.test(scope)))
    return fine(WRITE, 'The SIS allows this connection to write grades.');
  return warning(WRITE, `This connection may not write grades. ${ROSTER_IS_FINE}`, ask);
}

function categoriesIn(probe: SisProbe): readonly string[] | null {
  if (probe.status === 204) return [];
  const body = jsonObject(decodeBody(probe.body));
  const key = Object.keys(body ?? {}).find((name) => name.toLowerCase() === 'categories');
  const list = key === undefined ? undefined : body?.[key];
  return Array.isArray(list) ? list.map((one) => (isRecord(one) ? textOf(one.title) : '')) : null;
}
