import type { SealStep, SnapshotRow } from '../store-api.ts';

/** A row's id and its place: how many rows of its collection were read before it. */
export interface PlacedId {
  readonly place: number;
  readonly id: string;
}

/** How one collection of a pull is kept. */
export interface SnapshotPart {
  restart(): void;
  /** @param place of the first row; the others follow */
  append(rows: readonly SnapshotRow[], place: number): void;
  /** No row comes after this. */
  seal(onStep: SealStep): void;
  /** Ids of the rows at these places, after `seal`. */
  idsAt(places: ReadonlySet<number>): Iterable<PlacedId>;
  drop(places: ReadonlySet<number>): void;
}
