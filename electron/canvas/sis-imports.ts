import { type Outcome, succeed } from '../../shared/outcome.ts';
import type { Edge } from '../net/edge.ts';
import type { CanvasHttp } from './canvas-http.ts';
import { type CanvasImport, getImport, IMPORTS, importEnded, importOf } from './canvas-import.ts';
import { poll, type WaitOptions } from './polling.ts';
import { createUploads, type ImportOptions } from './uploads.ts';
import { WireImport, WireImportErrors, WireImports } from './wire.ts';

export interface ImportErrorRow {
  readonly file: string | null;
  /** Row number in the file, the header being row 1; null when Canvas does not tell. */
  readonly row: number | null;
  readonly message: string;
  /** The row as Canvas shows it: for people, never to be parsed. */
  readonly rowInfo: string | null;
}

export interface ImportCalls {
  /** All imports since an instant (ISO), newest first, other people's included. */
  listImports(options: { readonly createdSince: string }): Promise<Outcome<CanvasImport[]>>;
  /** Sends one package; never repeated by itself once Canvas may have begun to take it. */
  createImport(zip: Uint8Array<ArrayBuffer>, options?: ImportOptions): Promise<Outcome<CanvasImport>>;
  getImport(id: string): Promise<Outcome<CanvasImport>>;
  /** Every message of an import with its row, a page at a time; the value is their number. */
  importErrors(id: string, onPage: (rows: ImportErrorRow[]) => void | Promise<void>): Promise<Outcome<number>>;
  abortImport(id: string): Promise<Outcome<CanvasImport>>;
  /** Until the import is over, however it ended. */
  waitForImport(id: string, options?: WaitOptions<CanvasImport>): Promise<Outcome<CanvasImport>>;
}

export function createImportCalls(http: CanvasHttp, edge: Edge): ImportCalls {
  const uploads = createUploads(http, edge);
  return {
    async listImports({ createdSince }) {
      const found: CanvasImport[] = [];
      const path = `${IMPORTS}?per_page=100&created_since=${encodeURIComponent(createdSince)}`;
      const read = await http.pages({ method: 'GET', path, what: 'see SIS imports' }, WireImports, (page) => {
        for (const wire of page.sis_imports) found.push(importOf(wire));
      });
      return read.ok ? succeed(found) : read;
    },
    createImport: (zip, options = {}) => uploads.send(zip, options),
    getImport: (id) => getImport(http, id, undefined),
    async importErrors(id, onPage) {
      let count = 0;
      const path = `${IMPORTS}/${encodeURIComponent(id)}/errors?per_page=100`;
      const read = await http.pages({ method: 'GET', path, what: 'see SIS import errors' }, WireImportErrors, async (page) => {
        count += page.sis_import_errors.length;
        await onPage(
          page.sis_import_errors.map((wire) => ({
            file: wire.file ?? null,
            row: wire.row ?? null,
            message: wire.message ?? '',
            rowInfo: wire.row_info ?? null,
          })),
        );
      });
      return read.ok ? succeed(count) : read;
    },
    async abortImport(id) {
      const path = `${IMPORTS}/${encodeURIComponent(id)}/abort`;
      const read = await http.read({ method: 'PUT', path, what: 'stop SIS imports' }, WireImport);
      return read.ok ? succeed(importOf(read.value)) : read;
    },
    waitForImport(id, options = {}) {
      const ask = () => getImport(http, id, options.signal);
      return poll({ edge, ask, done: (state) => importEnded(state.workflowState), ...options });
    },
  };
}
