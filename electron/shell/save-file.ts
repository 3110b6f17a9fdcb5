import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { app, BrowserWindow, dialog } from 'electron';
import { fail, type Outcome, succeed } from '../../shared/outcome.ts';
import { fileNotSaved } from './failures.ts';

export interface SaveWish {
  readonly title: string;
  /** Proposed name, with its ending. */
  readonly name: string;
  readonly kind: { readonly name: string; readonly extensions: string[] };
  /** Asked for once the admin has chosen a place. */
  readonly text: () => Promise<Outcome<string>>;
}

/** Saves text where the admin chooses, in the system's own dialog; the page never sees a path, and names none. */
export type SaveFile = (wish: SaveWish) => Promise<Outcome<{ readonly file: string | null }>>;

export const saveFile: SaveFile = async ({ title, name, kind, text }) => {
  const options = { title, defaultPath: join(app.getPath('documents'), name), filters: [kind] };
  const [window] = BrowserWindow.getAllWindows();
  const chosen = await (window === undefined ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options));
  if (chosen.canceled || chosen.filePath === '') return succeed({ file: null });
  const made = await text();
  if (!made.ok) return made;
  const file = basename(chosen.filePath);
  try {
    await writeFile(chosen.filePath, made.value, { mode: 0o600 });
  } catch (error) {
    return fail(fileNotSaved(file, error instanceof Error ? error.message : String(error)));
  }
  return succeed({ file });
};
