import { useCallback, useEffect, useRef, useState } from 'react';
import type { Failure } from '../../../shared/failure.ts';
import type { Outcome } from '../../../shared/outcome.ts';

export const pageSize = 100;
const keptPages = 40;

export interface Page<T> {
  readonly total: number;
  readonly rows: readonly T[];
}

export interface PagedRows<T> {
  /** Which list the rows on screen belong to. */
  readonly shown: string | null;
  /** Null until the first page has come. */
  readonly total: number | null;
  readonly loading: boolean;
  readonly failure: Failure | null;
  rowAt(index: number): T | undefined;
  /** Fetches the pages that hold these rows, when they are not here yet. */
  need(first: number, last: number): void;
  retry(): void;
}

interface Shelf<T> {
  readonly key: string;
  readonly total: number;
  readonly pages: Map<number, readonly T[]>;
}

/**
 * Rows of a long list, a page at a time, because only pages cross the bridge (DESIGN §8). A new `key` starts over; the
 * old rows stay on screen until the first new page is there, so nothing flickers while somebody types.
 */
export function usePagedRows<T>(
  key: string,
  fetchPage: (from: number, count: number) => Promise<Outcome<Page<T>>>,
): PagedRows<T> {
  const [shelf, setShelf] = useState<Shelf<T> | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [attempt, setAttempt] = useState(0);
  const pending = useRef(new Set<string>());
  const current = useRef({ key, fetchPage });
  current.current = { key, fetchPage };

  const load = useCallback(async (page: number) => {
    const { key: asked, fetchPage: fetch } = current.current;
    const ticket = `${asked} ${page}`;
    if (pending.current.has(ticket)) return;
    pending.current.add(ticket);
    const answer = await fetch(page * pageSize, pageSize);
    pending.current.delete(ticket);
    if (current.current.key !== asked) return;
    if (!answer.ok) return setFailure(answer.failure);
    setFailure(null);
    setShelf((old) => shelve(old, asked, page, answer.value));
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new key or another attempt is what starts over
  useEffect(() => {
    void load(0);
  }, [key, attempt, load]);

  const need = useCallback(
    (first: number, last: number) => {
      if (!shelf || shelf.key !== current.current.key) return;
      for (let page = Math.floor(first / pageSize); page <= Math.floor(last / pageSize); page++) {
        if (!shelf.pages.has(page)) void load(page);
      }
    },
    [shelf, load],
  );
  return {
    shown: shelf?.key ?? null,
    total: shelf?.total ?? null,
    loading: shelf?.key !== key,
    failure,
    rowAt: (index) => shelf?.pages.get(Math.floor(index / pageSize))?.[index % pageSize],
    need,
    retry: () => setAttempt((count) => count + 1),
  };
}

function shelve<T>(old: Shelf<T> | null, key: string, page: number, got: Page<T>): Shelf<T> {
  const pages = old?.key === key ? new Map(old.pages) : new Map<number, readonly T[]>();
  pages.delete(page);
  pages.set(page, got.rows);
  for (const oldest of pages.keys()) {
    if (pages.size <= keptPages) break;
    if (oldest !== 0) pages.delete(oldest);
  }
  return { key, total: got.total, pages };
}
