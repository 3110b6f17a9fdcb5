import type { CollectionName } from './store.ts';

/** Where a habit shows: a collection, a page of it (1-based, counted by rows and limit), so many times. A write is on page 0.
 * Nothing given: everywhere. */
export interface Where {
  collection?: CollectionName;
  page?: number;
  /** Remaining times; counts down and then the habit is over. */
  times?: number;
  /** So many are spared first. */
  after?: number;
}

/** The first so many rows of a collection, in the order of their sourcedIds. */
export interface FirstRows {
  collection: CollectionName;
  rows: number;
}

/** Whether a placed habit shows here; uses up one of its times. */
export function shows(where: Where | null, collection: CollectionName, page: number): boolean {
  if (!where || where.times === 0) return false;
  if (where.collection !== undefined && where.collection !== collection) return false;
  if (where.page !== undefined && where.page !== page) return false;
  if (where.after !== undefined && where.after > 0) {
    where.after -= 1;
    return false;
  }
  if (where.times !== undefined) where.times -= 1;
  return true;
}

/** The page an offset is on. Careful readers ask a row or so early to see whether rows moved: the page where most rows lie counts. */
export function pageOf(offset: number, limit: number): number {
  return Math.round(offset / limit) + 1;
}

export function isAmong(first: FirstRows | null, collection: CollectionName, index: number): boolean {
  return first !== null && first.collection === collection && index < first.rows;
}
