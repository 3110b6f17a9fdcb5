import type { Fields, SourceRecord } from '../../../shared/entities.ts';
import { Collection } from '../../../shared/entities.ts';
import type { LedgerRow, SideRow } from '../../store/store-api.ts';
import type { DesiredExtra, LedgerExtra } from '../desired.ts';

/** What a Canvas row carries beside its fields. */
export interface CanvasExtra {
  readonly canvasId: string;
  readonly bySis: boolean;
  /** Canvas id of the course a section lives in now. */
  readonly course?: string;
  /** Canvas id of an account's parent. */
  readonly parent?: string;
  /** A section that lives in another course than its home. */
  readonly crossListed?: true;
  /** Canvas ids of a course's term and account. */
  readonly term?: string;
  readonly account?: string;
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

/**
 * The ledger row with when and where its class runs as the SIS says now, null when it knows that already. Once the SIS no
 * longer names a class, the ledger alone can tell whether it had ended (D1), so it must not remember outdated days.
 */
export function refreshed(row: LedgerRow, extra: DesiredExtra): LedgerRow | null {
  const known = ledgerExtraOf(row);
  const { starts = '', ends = '', school, year = known.year } = extra;
  if (known.starts === starts && known.ends === ends && known.school === school && known.year === year) return null;
  const now: LedgerExtra = { ...known, starts, ends, school, ...(year === undefined ? {} : { year }) };
  return { ...row, extra: JSON.stringify(now) };
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
