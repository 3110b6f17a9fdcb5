import type { Check } from '../../../shared/district.ts';
import { collectionNames } from '../collection-names.ts';
import type { NextLink } from '../link.ts';
import { numberParameter } from '../query.ts';
import { count, fine, problem, tellSupport, warning } from './check.ts';
import type { Look } from './look.ts';

/** What stands at the announced end of a list: its last record, nothing, or more records. */
export type ListEnd = 'fits' | 'fewer' | 'more';

/** What was asked about paging besides the first pages. */
export interface PagingFacts {
  /** Ids of two rows from the third on, of the collection looked at; null when not asked or not answered. */
  readonly third: readonly string[] | null;
  readonly bodyLink: NextLink;
}

const SMALL_PAGE = 100;

/** Does the server send the rows that stand at the place asked for (oneroster-1.1.md §3.1)? */
export function pagingCheck(look: Look, facts: PagingFacts): Check {
  const name = 'Paging';
  const what = collectionNames[look.collection];
  const { nextLink, foreignLink, strangeLink } = look.page;
  const elsewhere = foreignLink ?? (facts.bodyLink.kind === 'elsewhere' && !facts.bodyLink.offset ? facts.bodyLink.host : null);
  if (elsewhere !== null)
    return problem(
      name,
      `The SIS says that the next ${what} are on another server (${elsewhere}). Credentials are never sent there, so they cannot be read.`,
      ...tellSupport(`The public address in the settings of the OneRoster API is wrong; its paging links lead to ${elsewhere}.`),
    );
  const next = nextLink ?? (facts.bodyLink.kind === 'here' ? facts.bodyLink.url : null);
  if (next !== null && !look.whole && numberParameter(next, 'offset') === 0)
    return problem(
      name,
      `The SIS names the first page as the one after the first page, so the list of ${what} has no end.`,
      ...tellSupport(`The link to the next page (rel="next") of the OneRoster API does not move on.`),
    );
  const [third] = facts.third ?? [];
  const known = look.opened.ids;
  if (third !== undefined && !look.whole && third === known[0])
    return problem(
      name,
      `The SIS sends the first ${what} again, whatever place is asked for; the rest cannot be read.`,
      ...tellSupport(`The OneRoster API ignores the "offset" parameter of /${look.collection}.`),
    );
  if (third !== undefined && third !== known[0] && known.length > 2 && third !== known[2])
    return warning(
      name,
      `Asked twice for the same place, the SIS sent different ${what}. Records may move while they are read.`,
      'The app notices this and reads again. If previews fail for it, send the letter of this check to your SIS support.',
      `/${look.collection} has no steady order: the same limit and offset give different records.`,
    );
  const strange = strangeLink ?? (facts.bodyLink.kind === 'elsewhere' ? facts.bodyLink.host : null);
  if (strange !== null)
    return warning(
      name,
      `The SIS' links to next pages lead to another server (${strange}). The app asks by number instead, so nothing is missing.`,
      ...tellSupport(`The public address in the settings of the OneRoster API is wrong.`),
    );
  return fine(name, `Each page holds the ${what} that stand at the place asked for.`);
}

/** Fewer rows than asked for are fine, only slower. */
export function pageSizeCheck(looks: readonly Look[]): Check {
  const name = 'Page size';
  const capped = looks.filter(
    ({ opened, asked, page }) => opened.received > 0 && opened.received < asked && hasMore(page, opened),
  );
  const least = Math.min(...capped.map(({ opened }) => opened.received));
  const [smallest] = capped.filter(({ opened }) => opened.received === least);
  if (smallest === undefined) return fine(name, 'The SIS sends as many records a page as are asked for.');
  const { received } = smallest.opened;
  const message = `The SIS sends at most ${count(received)} records a page (${count(smallest.asked)} were asked for).`;
  if (received >= SMALL_PAGE) return fine(name, `${message} The app goes by what it receives.`);
  return warning(
    name,
    `${message} Nothing is missing, but reading everything takes many requests.`,
    ...tellSupport('Please allow pages of 500 records or more.'),
  );
}

function hasMore({ total, nextLink, strangeLink, foreignLink }: Look['page'], { received, next }: Look['opened']): boolean {
  return total === null ? [nextLink, strangeLink, foreignLink, next].some((link) => link !== null) : total > received;
}

/** Is the number of records the SIS announces the number it has? */
export function totalsCheck(looks: readonly Look[], ends: ReadonlyMap<Look, ListEnd>): Check {
  const name = 'Totals';
  const silent = looks.filter(({ page }) => page.total === null);
  for (const look of looks) {
    const { total } = look.page;
    const what = collectionNames[look.collection];
    if (total === null) continue;
    const end = look.opened.received > total ? 'more' : (ends.get(look) ?? 'fits');
    if (end === 'fits') continue;
    return problem(
      name,
      `The SIS announces ${count(total)} ${what}, but sends ${end}. Such a list is never used, because nobody can tell whether it is whole.`,
      ...tellSupport(`X-Total-Count of /${look.collection} is not the number of records that paging gives.`),
    );
  }
  if (silent.length === looks.length && looks.length > 0)
    return warning(
      name,
      'The SIS does not say how many records there are. The app reads on until a page is empty and compares each page with the one before.',
      'Nothing needs to be done. Progress and time left cannot be shown.',
      'Please send X-Total-Count with every list.',
    );
  return fine(name, 'The number of records the SIS announces is the number it sends.');
}

/** Sorted pages stay steady while records are added; without order the app checks more. */
export function sortCheck(looks: readonly Look[]): Check {
  const name = 'Sort order';
  if (looks.some((look) => !look.page.sorted || look.opened.sortRefused))
    return warning(
      name,
      'The SIS does not sort when it is asked to. The app then checks at every page that no record moved.',
      'Nothing needs to be done. If previews fail because records moved, send the letter of this check to your SIS support.',
      'Please support sort=sourcedId&orderBy=asc, so that pages stay steady.',
    );
  const unsorted = looks.find(({ opened }) => !isSorted(opened.ids));
  if (unsorted === undefined) return fine(name, 'Records come in the order asked for.');
  return warning(
    name,
    `The SIS accepts the wish for an order, but sends ${collectionNames[unsorted.collection]} in another one. The app checks at every page that no record moved.`,
    'Nothing needs to be done. If previews fail because records moved, send the letter of this check to your SIS support.',
    `/${unsorted.collection} ignores sort=sourcedId.`,
  );
}

/** By code, regardless of case, or as numbers: databases differ. */
function isSorted(ids: readonly string[]): boolean {
  const orders: ((a: string, b: string) => boolean)[] = [
    (a, b) => a <= b,
    (a, b) => a.toLowerCase() <= b.toLowerCase(),
    (a, b) => Number(a) <= Number(b),
    (a, b) => a.localeCompare(b, 'en') <= 0,
  ];
  return orders.some((inOrder) => ids.every((id, at) => at === 0 || inOrder(ids[at - 1] ?? '', id)));
}
