import type { Check } from '../../../shared/district.ts';
import { decodeBody } from '../body.ts';
import type { SisProfile } from '../profiles/profile.ts';
import { encode } from '../query.ts';
import { jsonObject } from '../refusal.ts';
import { isRecord, textOf } from '../schema/loose-row.ts';
import type { SisProbe } from '../sis-client.ts';
import { counted, fine, warning } from './check.ts';

/** What the doctor asked about the gradebook. Nothing is ever written to find out (oneroster-1.1.md §1.3, §6). */
export interface GradebookSeen {
  readonly categories: SisProbe | null;
  /** Where the district has no category: those of one class, which some servers keep apart (§1.3, §6.6). */
  readonly ofClass: { readonly title: string; readonly probe: SisProbe } | null;
  readonly lineItems: SisProbe | null;
  /** The answer to OPTIONS of a line item that does not exist: what may be done there. */
  readonly methods: SisProbe | null;
}

export const categoriesPath = '/categories?limit=100&offset=0';
export const lineItemsPath = '/lineItems?limit=1&offset=0';
/** OPTIONS neither reads nor writes; the id is nobody's. */
export const methodsPath = '/lineItems/00000000-0000-4000-8000-000000000000';
export const classCategoriesPath = (sourcedId: string): string => `/classes/${encode(sourcedId)}/categories?limit=100&offset=0`;

const READ = 'Reading the gradebook';
const WRITE = 'Writing grades';
const CATEGORIES = 'Grade categories';
const ROSTER_IS_FINE = 'Schools, classes and people are not affected.';
const NOT_TESTED = 'Not tested: nothing is written to find out.';

/** Whether a second look at the categories is worth a request. */
export function lacksCategories(probe: SisProbe | null): boolean {
  return probe !== null && (probe.status === 404 || (probe.status < 300 && categoriesIn(probe)?.titles.length === 0));
}

export function gradebookChecks(seen: GradebookSeen, scopes: readonly string[] | null, profile: SisProfile): readonly Check[] {
  const { categories, ofClass, lineItems } = seen;
  if (categories === null) return [fine(READ, 'Not tested: the SIS needed too many requests before.')];
  const ask = profile.habits.gradebook ?? 'Ask your SIS support to give this connection access to the OneRoster gradebook.';
  const own = ofClass !== null && ofClass.probe.status < 300 ? categoriesIn(ofClass.probe) : null;
  const readable = categories.status === 404 && own !== null ? ofClass?.probe : categories;
  const refused = refusal(readable?.status ?? 0) ?? (lineItems === null ? null : refusal(lineItems.status));
  if (refused !== null) return [warning(READ, `${refused} ${ROSTER_IS_FINE}`, ask)];
  const listed = categoriesIn(categories);
  if (listed === null && own === null)
    return [warning(READ, `The SIS answers for the gradebook, but not with a list of categories. ${ROSTER_IS_FINE}`, ask)];
  const lines = lineItems === null ? 'Its assignments were not tested.' : 'So can its assignments.';
  return [
    fine(READ, `The categories of the gradebook can be read. ${lines}`),
    categoriesCheck(listed ?? { titles: [], more: false }, own?.titles ?? [], ofClass?.title ?? ''),
    writeCheck(scopes, seen.methods, ask),
  ];
}

/** Why something cannot be read; null when it can. */
function refusal(status: number): string | null {
  if (status === 404 || status === 405 || status === 501 || status >= 500)
    return `The SIS offers no gradebook over this connection (status ${status}).`;
  return status >= 300 ? `This connection may not read the gradebook (status ${status}).` : null;
}

function categoriesCheck(district: Categories, ofClass: readonly string[], title: string): Check {
  const [first] = district.titles;
  if (first !== undefined) {
    const number = counted(district.titles.length, 'category', 'categories');
    return fine(CATEGORIES, `${district.more ? 'More than ' : ''}${number} seen, such as “${first.trim()}”.`);
  }
  if (ofClass[0] !== undefined)
    return fine(CATEGORIES, `They are kept class by class: “${title}” has ${ofClass.length}, such as “${ofClass[0].trim()}”.`);
  return warning(
    CATEGORIES,
    'The SIS has no grade category that this connection may see. Grades need one to go into.',
    'Teachers make categories in their SIS gradebook at the start of each grading period; look again then.',
  );
}

function writeCheck(scopes: readonly string[] | null, methods: SisProbe | null, ask: string): Check {
  const granted = (right: string): boolean => scopes?.some((scope) => scope === '*' || scope.endsWith(right)) ?? false;
  const offered = methods?.allow?.includes('PUT');
  if (scopes !== null && !granted('gradebook.createput'))
    return warning(WRITE, `This connection may not write grades: the SIS grants no such right. ${ROSTER_IS_FINE}`, ask);
  if (offered === false)
    return warning(WRITE, `The SIS takes no grades at this address: it offers reading only. ${ROSTER_IS_FINE}`, ask);
  if (scopes === null)
    return fine(
      WRITE,
      offered === true
        ? `The SIS takes grades; it does not say whether from this connection. ${NOT_TESTED}`
        : `The SIS does not say whether this connection may write grades. ${NOT_TESTED}`,
    );
  return fine(
    WRITE,
    granted('gradebook.delete')
      ? 'The SIS grants the right to write grades and to take them back.'
      : 'The SIS grants the right to write grades, but not to delete them: a cleared grade can only be marked as removed.',
  );
}

interface Categories {
  readonly titles: readonly string[];
  /** The list is longer than what was asked for. */
  readonly more: boolean;
}

function categoriesIn(probe: SisProbe): Categories | null {
  if (probe.status === 204) return { titles: [], more: false };
  const body = jsonObject(decodeBody(probe.body));
  const key = Object.keys(body ?? {}).find((name) => name.toLowerCase() === 'categories');
  const list = key === undefined ? undefined : body?.[key];
  if (!Array.isArray(list)) return null;
  const rows = list.filter(isRecord).filter((one) => one.status === undefined || one.status === 'active');
  return { titles: rows.map((one) => textOf(one.title)), more: (probe.total ?? 0) > list.length };
}
