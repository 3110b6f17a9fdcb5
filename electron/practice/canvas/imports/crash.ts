import type { CanvasSettings } from '../settings.ts';

/** An exception inside Canvas that ends the whole import (`data.error_message`, §2.4). */
export class ImportCrashed extends Error {}

let errorReports = 0;

/** After how many rows of a file the import breaks down by order of the tests; Infinity for never. */
export function crashPoint({ crashImports }: CanvasSettings): number {
  return crashImports.times > 0 ? crashImports.afterRows : Number.POSITIVE_INFINITY;
}

/** Rows before the crash stay applied: there is no rollback (§2.5). Throws when the whole import is to end. */
export function reportCrash({ crashImports }: CanvasSettings, fail: (message: string) => void): void {
  crashImports.times -= 1;
  errorReports += 1;
  if (crashImports.kind === 'import') throw new ImportCrashed('PG::UnableToSend: the connection was lost');
  fail(`Error while importing CSV. Please contact support. (Error report ${errorReports})`);
}
