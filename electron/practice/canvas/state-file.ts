import { closeSync, existsSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import type { CanvasApp } from './app.ts';
import { type DumpLine, dumpNames, dumpRows, loadRow } from './dump.ts';

const SAVE_AFTER_MS = 1_500;
const CHUNK_CHARACTERS = 1024 * 1024;

/** Keeps the state between starts as JSON lines, one object a line; written beside and renamed, so never half a file. */
export class StateFile {
  readonly #path: string;
  readonly #app: CanvasApp;
  #timer: NodeJS.Timeout | undefined;

  constructor(path: string, app: CanvasApp) {
    this.#path = path;
    this.#app = app;
  }

  load(): void {
    if (!existsSync(this.#path)) return;
    this.#app.state.clear();
    this.#app.imports.records.length = 0;
    this.#app.violations.length = 0;
    for (const line of readFileSync(this.#path, 'utf8').split('\n')) {
      if (line !== '') loadRow(this.#app, JSON.parse(line) as DumpLine);
    }
    // What was waiting lost its upload with the process: it ends like an import that somebody aborted.
    for (const record of this.#app.imports.records) if (!record.held) this.#app.imports.abort(record);
  }

  saveSoon(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => this.saveNow(), SAVE_AFTER_MS);
    this.#timer.unref();
  }

  saveNow(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const beside = `${this.#path}.new`;
    const file = openSync(beside, 'w', 0o600);
    let chunk = '';
    for (const name of dumpNames()) {
      for (const row of dumpRows(this.#app, name)) {
        chunk += `${JSON.stringify([name, row])}\n`;
        if (chunk.length < CHUNK_CHARACTERS) continue;
        writeSync(file, chunk);
        chunk = '';
      }
    }
    writeSync(file, chunk);
    closeSync(file);
    renameSync(beside, this.#path);
  }
}
