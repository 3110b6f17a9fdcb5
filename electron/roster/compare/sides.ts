import type { Fields, SourceRecord } from '../../../shared/entities.ts';
import { Collection } from '../../../shared/entities.ts';
import type { LedgerRow, SideRow } from '../../store/store-api.ts';
import type { DesiredExtra, LedgerExtra } from '../desired.ts';

/** What a Canvas row carries beside its fields. */
export interface CanvasExtra {
  readonly canvasId: string;
  readonly bySis: boolean;
}

/** An enrollment's fields are a status and nothing else: a handful of texts in millions of rows. */
const shortTexts = new Map<string, Fields>();
const SHORT = 40;
const MOST_KEPT = 100;

/** The fields of a row, for reading only. */
export function fieldsOf(row: SideRow): Readonly<Fields> {
  const { fields: text } = row;
  if (text.length > SHORT) return JSON.parse(text) as Fields;
  const known = shortTexts.get(text);
  if (known !== undefined) return known;
  const made = JSON.parse(text) as Fields;
  if (shortTexts.size >= MOST_KEPT) shortTexts.clear();
  shortTexts.set(text, made);
  return made;
}

export function desiredExtra(row: SideRow): DesiredExtra {
  return JSON.parse(row.extra) as DesiredExtra;
}

export function canvasExtra(row: SideRow): CanvasExtra {
  return JSON.parse(row.extra) as CanvasExtra;
}

export function ledgerExtraOf(row: LedgerRow): LedgerExtra {
  return JSON.parse(row.extra) as LedgerExtra;
}

export function unseenOf(row: LedgerRow | null): readonly string[] {
  return row === null ? [] : (ledgerExtraOf(row).unseen ?? []);
}

/** The source record as the ledger's text column holds it, and back. */
export function sourceText(source: SourceRecord | null): string {
  return source === null ? '' : `${source.collection}/${source.sourcedId}`;
}

export function sourceFrom(text: string): SourceRecord | null {
  const cut = text.indexOf('/');
  const collection = Collection.safeParse(text.slice(0, cut));
  return cut > 0 && collection.success ? { collection: collection.data, sourcedId: text.slice(cut + 1) } : null;
}
