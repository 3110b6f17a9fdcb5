import type { Fields } from '../../../shared/entities.ts';
import { type ImportFile, importFileNames, importRows } from '../../canvas/columns.ts';
import { type CanvasMessage, explainImportMessage, type MessagePlace, placeImportMessage } from '../../canvas/import-messages.ts';
import type { PackageFile } from '../../canvas/import-package.ts';
import { eachRow, type Step } from '../../roster/steps/step.ts';

/** A row of the package, in the order it was sent. */
export interface SentRow {
  readonly seq: number;
  /** The file it stands in: one per entity, and one of adoptions. */
  readonly entity: ImportFile;
  /** The import row, by column. */
  readonly row: Fields;
}

/** What Canvas said about the rows of one package, in plain words. */
export interface PlacedMessages {
  /** Words for this row; those about its whole file or package only when the row did not arrive. Null when there are none. */
  of(sent: Pick<SentRow, 'seq' | 'entity'>, arrived: boolean): string | null;
}

export const NO_MESSAGES: PlacedMessages = { of: () => null };

const PLACING = 'Sorting what Canvas said';

/** Maps Canvas' messages to the rows they are about. `changes` gives the rows of the package, anew at each call. */
export function* placeMessages(messages: readonly CanvasMessage[], changes: () => Iterable<SentRow>): Step<PlacedMessages> {
  const files = yield* filesOf(changes());
  const byIndex = new Map<string, string[]>();
  const byIds = new IdMessages();
  const ofFile = new Map<ImportFile, string>();
  let ofPackage: string | null = null;
  for (const message of messages) {
    const place = placeImportMessage(message, files);
    const words = wordsFor(message.message);
    if (place.kind === 'row') push(byIndex, `${place.entity}#${place.index}`, words);
    else if (place.kind === 'ids') byIds.add(place, words);
    else if (place.kind === 'file') ofFile.set(place.entity, ofFile.get(place.entity) ?? words);
    else ofPackage ??= words;
  }
  const bySeq = new Map<number, string>();
  yield* eachRow(PLACING, numbered(changes()), ({ sent, indexes }) => {
    const words = [...indexes.flatMap((index) => byIndex.get(`${sent.entity}#${index}`) ?? []), ...byIds.of(sent)];
    if (words.length > 0) bySeq.set(sent.seq, [...new Set(words)].join(' '));
  });
  return {
    of(sent, arrived) {
      const own = bySeq.get(sent.seq);
      if (own !== undefined) return own;
      return arrived ? null : (ofFile.get(sent.entity) ?? ofPackage);
    },
  };
}

/** Plain words first, Canvas' own always with them. */
export function wordsFor(said: string): string {
  const { message, remedy, known } = explainImportMessage(said);
  return known ? `${message} ${remedy} (Canvas: “${said.trim()}”)` : `Canvas says: “${said.trim()}”. ${remedy}`;
}

/** Messages that name ids instead of a row; rows are compared column by column, one set of columns at a time. */
class IdMessages {
  readonly #tables = new Map<string, { readonly columns: readonly string[]; readonly words: Map<string, string[]> }>();

  add({ entity, ids }: Extract<MessagePlace, { kind: 'ids' }>, words: string): void {
    const columns = Object.keys(ids).sort();
    const name = `${entity} ${columns.join(' ')}`;
    const table = this.#tables.get(name) ?? { columns, words: new Map<string, string[]>() };
    this.#tables.set(name, table);
    push(table.words, JSON.stringify([entity, ...columns.map((column) => ids[column])]), words);
  }

  of({ entity, row }: SentRow): string[] {
    const found: string[] = [];
    for (const { columns, words } of this.#tables.values())
      found.push(...(words.get(JSON.stringify([entity, ...columns.map((column) => row[column])])) ?? []));
    return found;
  }
}

function* filesOf(changes: Iterable<SentRow>): Step<PackageFile[]> {
  const rows = new Map<ImportFile, number>();
  yield* eachRow(PLACING, changes, ({ entity, row }) => {
    rows.set(entity, (rows.get(entity) ?? 0) + importRows(entity, row).length);
  });
  return [...rows].map(([entity, count]) => ({ name: importFileNames[entity], entity, rows: count }));
}

/** Each row of the plan with the places of what it became among the import rows of its entity. */
function* numbered(changes: Iterable<SentRow>): Generator<{ readonly sent: SentRow; readonly indexes: readonly number[] }> {
  const counts = new Map<ImportFile, number>();
  for (const sent of changes) {
    const first = counts.get(sent.entity) ?? 0;
    const indexes = importRows(sent.entity, sent.row).map((_, n) => first + n);
    counts.set(sent.entity, first + indexes.length);
    yield { sent, indexes };
  }
}

function push(lists: Map<string, string[]>, key: string, value: string): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
