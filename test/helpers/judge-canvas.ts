import { unzipSync } from 'fflate';
import { z } from 'zod';

/**
 * A judge that asks the practice Canvas itself, with bare requests: none of our clients, none of our ideas of what an
 * import is. It sees what an admin sees under Admin → SIS Import.
 */
export interface CanvasAddress {
  readonly canvas: { readonly url: string; readonly token: string };
  readonly control: { readonly url: string };
}

const Listed = z.object({
  id: z.number(),
  workflow_state: z.string(),
  created_at: z.string(),
  csv_attachments: z.array(z.object({ url: z.string(), size: z.number() })).optional(),
});
export type ListedImport = z.infer<typeof Listed>;

/** All imports of the root account, oldest first. */
export async function listImports({ canvas }: CanvasAddress): Promise<ListedImport[]> {
  const found: ListedImport[] = [];
  let next: string | null = `${canvas.url}/api/v1/accounts/self/sis_imports?per_page=100`;
  while (next !== null) {
    const answer: Response = await fetch(next, { headers: { Authorization: `Bearer ${canvas.token}` } });
    if (!answer.ok) throw new Error(`${next}: ${answer.status}`);
    found.push(...z.object({ sis_imports: z.array(Listed) }).parse(await answer.json()).sis_imports);
    next = /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1] ?? null;
  }
  return found.reverse();
}

/** The lines that were uploaded in an import, header first, by file. */
async function uploadedLines(listed: ListedImport): Promise<[file: string, lines: string[]][]> {
  const files: [string, string[]][] = [];
  for (const { url } of listed.csv_attachments ?? []) {
    const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
    // What others import may be a plain file.
    if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) continue;
    for (const [name, content] of Object.entries(unzipSync(bytes)))
      files.push([name, new TextDecoder().decode(content).split(/\r?\n/)]);
  }
  return files;
}

/** The rows that were uploaded in an import, as `file: line`, without the headers. */
export async function uploadedRows(listed: ListedImport): Promise<string[]> {
  return (await uploadedLines(listed)).flatMap(([name, [, ...lines]]) =>
    lines.filter((line) => line !== '').map((line) => `${name}: ${line}`),
  );
}

/** The columns that the files of an import name, as `file: header`. */
export async function uploadedHeaders(listed: ListedImport): Promise<string[]> {
  return (await uploadedLines(listed)).map(([name, [header = '']]) => `${name}: ${header}`);
}

/** Rows that are in more than one import, or twice in one: nobody may ever find any. */
export async function repeatedRows(address: CanvasAddress): Promise<string[]> {
  const seen = new Set<string>();
  const repeated: string[] = [];
  for (const listed of await listImports(address)) {
    for (const row of await uploadedRows(listed)) {
      if (seen.has(row)) repeated.push(`import ${listed.id} ${row}`);
      seen.add(row);
    }
  }
  return repeated;
}

const Dump = z.record(z.string(), z.array(z.looseObject({})));

/** The whole Canvas without the instants: two Canvases to which the same was done, once, are equal in this. */
export async function timelessState({ control }: CanvasAddress): Promise<Record<string, Record<string, unknown>[]>> {
  const dump = Dump.parse(await (await fetch(`${control.url}/state/canvas`)).json());
  return Object.fromEntries(Object.entries(dump).map(([name, rows]) => [name, rows.map(withoutInstants)]));
}

/** When something happened differs from run to run; dates of terms and sections do not, and stay. */
function withoutInstants(row: Record<string, unknown>): Record<string, unknown> {
  const happened = ['created_at', 'updated_at', 'started_at', 'ended_at', 'deleted_at', 'completed_at', 'last_login_at'];
  return Object.fromEntries(Object.entries(row).filter(([name]) => !happened.includes(name)));
}

const Counters = z.object({
  imports: z.array(z.object({ id: z.number(), workflow_state: z.string() })),
  violations: z.array(z.unknown()),
  dropped: z.array(z.object({ import: z.number(), file: z.string(), row: z.number(), raw: z.string() })),
  max_imports_in_flight: z.number(),
  requests: z.object({ total: z.number() }),
});

/** What the practice Canvas noticed: forbidden ways of its client, rows it dropped on purpose, how many imports waited at once. */
export async function canvasCounters({ control }: CanvasAddress): Promise<z.infer<typeof Counters>> {
  return Counters.parse(await (await fetch(`${control.url}/canvas/counters`)).json());
}

const Messages = z.array(z.object({ file: z.string().nullable(), message: z.string(), row: z.number().nullable() }));

/** Every message of every import, as Canvas' account-wide list of import errors has them. */
export async function importMessages({ canvas }: CanvasAddress): Promise<z.infer<typeof Messages>> {
  const url = `${canvas.url}/api/v1/accounts/self/sis_import_errors?per_page=100`;
  const answer = await fetch(url, { headers: { Authorization: `Bearer ${canvas.token}` } });
  return z.object({ sis_import_errors: Messages }).parse(await answer.json()).sis_import_errors;
}
