import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { app, BrowserWindow, dialog } from 'electron';
import type { Result } from '../../shared/contract.ts';
import { fail, type Outcome, succeed } from '../../shared/outcome.ts';
import { readSettingsFile, settingsFileText } from '../../shared/settings-file.ts';
import type { EngineClient } from '../engine/host/engine-client.ts';
import { settingsFileRefused } from './failures.ts';
import type { SaveFile } from './save-file.ts';

/** No settings come near this. */
const MOST_BYTES = 1024 * 1024;
const kind = { name: 'Settings', extensions: ['json'] };

export async function saveSettingsFile(
  district: { readonly id: string; readonly name: string },
  engine: Pick<EngineClient, 'call'>,
  save: SaveFile,
  now: () => number,
): Promise<Outcome<Result<'shell', 'saveSettingsFile'>>> {
  async function* parts(): AsyncGenerator<Outcome<string>> {
    const stored = await engine.call('settings', { district: district.id });
    yield stored.ok ? succeed(settingsFileText(district.name, stored.value.settings, new Date(now()).toISOString())) : stored;
  }
  return save({ title: 'Save the settings', name: 'rosterbridge-settings.json', kind, parts });
}

/** Reads a file the person chooses in the system's own dialog. Nothing is changed by it. */
export async function openSettingsFile(): Promise<Outcome<Result<'shell', 'openSettingsFile'>>> {
  const options = {
    title: 'Open settings',
    defaultPath: app.getPath('documents'),
    filters: [kind],
    properties: ['openFile' as const],
  };
  const [window] = BrowserWindow.getAllWindows();
  const chosen = await (window === undefined ? dialog.showOpenDialog(options) : dialog.showOpenDialog(window, options));
  const [path] = chosen.filePaths;
  if (chosen.canceled || path === undefined) return succeed({ file: null, settings: null });
  const file = basename(path);
  try {
    if ((await stat(path)).size > MOST_BYTES) return fail(settingsFileRefused(file, 'no-settings', 'too large'));
    const read = readSettingsFile(await readFile(path, 'utf8'));
    return read.ok ? succeed({ file, settings: read.settings }) : fail(settingsFileRefused(file, read.problem, read.detail));
  } catch (error) {
    return fail(settingsFileRefused(file, 'no-settings', error instanceof Error ? error.message : String(error)));
  }
}
