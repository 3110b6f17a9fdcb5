import { hostname } from 'node:os';
import { join } from 'node:path';
import type { District } from '../../shared/district.ts';
import { fail, type Outcome, succeed } from '../../shared/outcome.ts';
import type { DistrictSettings } from '../../shared/settings.ts';
import { openDistrictReader } from '../store/open.ts';
import type { DistrictReader } from '../store/store-api.ts';
import type { DistrictSecrets, EngineOptions } from './engine-api.ts';
import { noSuchDistrict } from './failures.ts';
import type { DistrictWorker } from './worker/worker-api.ts';
import { startWorker, type WorkerHandle } from './worker/worker-client.ts';

/** A district opened for writing: its worker holds the lock, the reader answers questions meanwhile. */
export interface Session {
  readonly id: string;
  readonly secrets: DistrictSecrets;
  readonly worker: DistrictWorker;
  readonly handle: WorkerHandle;
  readonly reader: DistrictReader;
}

/** The run that is under way in a session. */
export interface Running {
  readonly run: string;
  readonly stop: AbortController;
}

/** A command that was just stopped may need a moment to let go. */
const LOCK_WAIT_MS = 1500;

/** An id becomes a folder's name: nothing but letters, digits and hyphens. */
const DISTRICT_ID = /^[a-z0-9][a-z0-9-]{0,59}$/i;

export function isDistrictId(id: string): boolean {
  return DISTRICT_ID.test(id);
}

/** @throws for an id that is no folder name; callers ask `isDistrictId` first. */
export function districtDir(dataDir: string, id: string): string {
  if (!isDistrictId(id)) throw new Error('Not a district id');
  return join(dataDir, 'districts', id);
}

/** Opens (or creates) the store of a district; the caller closes the session. */
export async function openSession(options: EngineOptions, id: string, secrets: DistrictSecrets): Promise<Outcome<Session>> {
  const dir = districtDir(options.dataDir, id);
  const handle = startWorker(options.workerFile);
  const holder = { title: 'Rosterbridge', pid: process.pid, host: hostname() };
  const opened = await handle.calls.open({ dir, key: secrets.storeKey, holder, waitMs: LOCK_WAIT_MS });
  if (!opened.ok) {
    await handle.stop();
    return opened;
  }
  const reader = openDistrictReader({ dir, key: secrets.storeKey });
  if (!reader.ok) {
    await closeWorker(handle);
    return reader;
  }
  return succeed({ id, secrets, worker: handle.calls, handle, reader: reader.value });
}

export async function closeSession(session: Session): Promise<void> {
  session.reader.close();
  await closeWorker(session.handle);
}

async function closeWorker(handle: WorkerHandle): Promise<void> {
  await handle.calls.close();
  await handle.stop();
}

/** District and settings of a session; a store without them was never connected. */
export function connected(reader: DistrictReader, id: string): Outcome<{ district: District; settings: DistrictSettings }> {
  const district = reader.district();
  const settings = reader.settings();
  if (district === null || settings === null) return fail(noSuchDistrict(id));
  return succeed({ district, settings: settings.settings });
}
