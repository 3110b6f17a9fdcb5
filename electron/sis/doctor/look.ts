import type { Collection } from '../../../shared/entities.ts';
import type { Failure } from '../../../shared/failure.ts';
import type { Finding } from '../../../shared/finding.ts';
import { noWrapper } from '../failures.ts';
import { type OpenedPage, openPage } from '../parse-page.ts';
import type { SisRows } from '../schema/rows.ts';
import type { SisClient, SisPage } from '../sis-client.ts';

/** The first page of a collection, read the way a pull reads it. */
export interface Look<C extends Collection = Collection> {
  readonly collection: C;
  /** Rows asked for. */
  readonly asked: number;
  readonly page: SisPage;
  readonly opened: OpenedPage<C>;
  readonly rows: readonly SisRows[C][];
  readonly findings: readonly Finding[];
  /** True when the sample is all there is, as far as the server tells. */
  readonly whole: boolean;
}

export type Looked<C extends Collection = Collection> =
  | { readonly ok: true; readonly look: Look<C> }
  | { readonly ok: false; readonly failure: Failure };

export async function lookAt<C extends Collection>(
  client: SisClient,
  collection: C,
  wish: { readonly limit: number; readonly retries: number },
): Promise<Looked<C>> {
  const page = await client.page(collection, { offset: 0, ...wish });
  if (!page.ok) return page;
  const opened = openPage(collection, page.value.body);
  if (!opened.ok) return opened;
  const { received, empty } = opened.value;
  if (empty && page.value.total !== 0) return { ok: false, failure: noWrapper(collection, 'The answer is empty.') };
  const { rows, findings } = opened.value.rows();
  const total = page.value.total ?? opened.value.total;
  const whole = total !== null && received >= total;
  return {
    ok: true,
    look: { collection, asked: page.value.limit, page: { ...page.value, total }, opened: opened.value, rows, findings, whole },
  };
}

/** The ids of a page asked for by place; null when it could not be read. */
export async function idsAt(
  client: SisClient,
  collection: Collection,
  offset: number,
  limit: number,
): Promise<readonly string[] | null> {
  const page = await client.page(collection, { offset, limit, retries: 0 });
  if (!page.ok) return page.failure.code === 'sis.bad-request' || page.failure.code === 'sis.not-found' ? [] : null;
  const opened = openPage(collection, page.value.body);
  return opened.ok ? opened.value.ids : null;
}
