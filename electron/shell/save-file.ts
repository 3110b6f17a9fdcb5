import { basename, join } from 'node:path';
import { app, BrowserWindow, dialog } from 'electron';
import { type Outcome, succeed } from '../../shared/outcome.ts';
import { type Parts, writeInParts } from '../engine/file-in-parts.ts';
import { diskFull, fileNotSaved } from './failures.ts';

export interface SaveWish {
  readonly title: string;
  /** Proposed name, with its ending. */
  readonly name: string;
  readonly kind: { readonly name: string; readonly extensions: string[] };
  /**
   * Asked for once the admin has chosen a place. `progress` takes how much of it is done, from 0 to 1; the system shows it
   * with the window, in the task bar or the dock.
   */
  readonly parts: (progress: (share: number) => void) => Parts;
}

/** Saves a file where the admin chooses, in the system's own dialog; the page never sees a path, and names none. */
export type SaveFile = (wish: SaveWish) => Promise<Outcome<{ readonly file: string | null }>>;

const NO_PROGRESS = -1;

export const saveFile: SaveFile = async ({ title, name, kind, parts }) => {
  const options = { title, defaultPath: join(app.getPath('documents'), name), filters: [kind] };
  const [window] = BrowserWindow.getAllWindows();
  const chosen = await (window === undefined ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options));
  if (chosen.canceled || chosen.filePath === '') return succeed({ file: null });
  const file = basename(chosen.filePath);
  const progress = (share: number) => {
    if (window !== undefined && !window.isDestroyed()) window.setProgressBar(share);
  };
  const written = await writeInParts(chosen.filePath, parts(progress), ({ isFull, detail }) =>
    isFull ? diskFull(file, detail) : fileNotSaved(file, detail),
  );
  progress(NO_PROGRESS);
  return written.ok ? succeed({ file }) : written;
};
