/**
 * The practice Canvas as `GET /state/canvas` tells it, for judges that know none of our code: rows by part, with Canvas' own
 * column names (reference/canvas-sis.md §9).
 */
export type Row = Readonly<Record<string, unknown>> & { readonly id: number };
export type RawDump = Readonly<Record<string, readonly Row[]>>;

export async function readDump(controlUrl: string): Promise<RawDump> {
  const answer = await fetch(`${controlUrl}/state/canvas`);
  if (!answer.ok) throw new Error(`No dump of the practice Canvas: ${answer.status}`);
  return (await answer.json()) as RawDump;
}

export function partOf(dump: RawDump, part: string): readonly Row[] {
  const rows = dump[part];
  if (rows === undefined) throw new Error(`The dump has no ${part}`);
  return rows;
}

export function bySisId(dump: RawDump, part: string, sisId: unknown): Row | undefined {
  const column = part === 'logins' ? 'sis_user_id' : 'sis_source_id';
  return sisId === '' || sisId === null ? undefined : partOf(dump, part).find((row) => row[column] === sisId);
}

export function byId(dump: RawDump, part: string, id: unknown): Row | undefined {
  return partOf(dump, part).find((row) => row.id === id);
}

/** One column of one row that differs between two dumps. */
export interface Difference {
  readonly part: string;
  readonly id: number;
  readonly column: string;
  readonly before: unknown;
  readonly after: unknown;
}

export interface Comparison {
  readonly changed: readonly Difference[];
  readonly added: readonly { readonly part: string; readonly row: Row }[];
  readonly gone: readonly { readonly part: string; readonly row: Row }[];
}

/** Everything that differs, column by column. Keys that begin with `of_` only repeat other rows for readers. */
export function compareDumps(before: RawDump, after: RawDump): Comparison {
  const changed: Difference[] = [];
  const added: { part: string; row: Row }[] = [];
  const gone: { part: string; row: Row }[] = [];
  for (const part of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const old = new Map((before[part] ?? []).map((row, index) => [row.id ?? index, row]));
    for (const [index, row] of (after[part] ?? []).entries()) {
      const known = old.get(row.id ?? index);
      old.delete(row.id ?? index);
      if (known === undefined) added.push({ part, row });
      else changed.push(...differences(part, known, row));
    }
    for (const row of old.values()) gone.push({ part, row });
  }
  return { changed, added, gone };
}

function differences(part: string, before: Row, after: Row): Difference[] {
  const columns = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...columns]
    .filter((column) => !column.startsWith('of_') && JSON.stringify(before[column]) !== JSON.stringify(after[column]))
    .map((column) => ({ part, id: after.id, column, before: before[column], after: after[column] }));
}

export function told({ part, id, column, before, after }: Difference): string {
  return `${part} ${id}: ${column} ${JSON.stringify(before)} → ${JSON.stringify(after)}`;
}
