/**
 * What the regular Electron does with a folder on its command line, for a runtime that lacks its default app: take name,
 * version and path from the folder's package.json, then run its main module.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const folder = resolve(process.argv.slice(1).find((argument) => !argument.startsWith('-')) ?? '.');
const manifest = JSON.parse(readFileSync(resolve(folder, 'package.json'), 'utf8'));
app.setName(manifest.productName ?? manifest.name);
// Not in Electron's public types, yet the ways its own default app tells what the program is and where it lies.
const host = /** @type {typeof app & { setVersion(version: string): void, setAppPath(path: string): void }} */ (app);
host.setVersion(manifest.version);
host.setAppPath(folder);
await import(pathToFileURL(resolve(folder, manifest.main)).href);
